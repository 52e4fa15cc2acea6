"""The room of guidance: what state claims are in, the list, a claim's page, the horizon, and who may look.

The shipped store is read as it is. What it does not hold (approvals, stale claims, findings) comes from the small store
of `tests/guidance`, with one thing changed.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from beredd.guidance.editing import change, revise_claim, seal
from beredd.guidance.store import read_files, shipped, store_of
from beredd.web.guidance import reading
from guidance_approvals import approve_all

pytestmark = pytest.mark.django_db
SMALL = Path(__file__).parents[2] / "guidance" / "small"
WRITTEN, APPROVED = date(2026, 11, 27), date(2026, 12, 1)
ADDRESSES = (
    "/vagledning/",
    "/vagledning/pastaenden/",
    "/vagledning/pastaenden/NAL-024/",
    "/vagledning/omvarld/",
)


@pytest.fixture
def editor(client, reader):
    """A browser of somebody who is signed in."""
    client.force_login(reader)
    return client


@pytest.fixture
def shown(monkeypatch):
    """`shown(store, on)`: the site has that store, on that day."""
    monkeypatch.setattr(reading, "_kept", [])

    def show(store, on):
        raw = {name: file.raw for name, file in store.files.items()}
        monkeypatch.setattr(reading, "read_files", lambda _folder: raw)
        monkeypatch.setattr(reading.timezone, "localdate", lambda: on)

    return show


@pytest.fixture(scope="module")
def approved():
    """The small store, everything approved."""
    return approve_all(
        seal(store_of(read_files(SMALL)), by="Editor E", on=WRITTEN, why="First draft").store, on=APPROVED
    )


def text_of(answer):
    """What a reader sees of a page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_not_signed_in_is_asked_to_sign_in_and_sees_no_entry_in_the_menu(client, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url.startswith("/konto/login/")
    assert 'href="/vagledning/"' not in client.get("/behov/").content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_says_that_clinicians_must_review_it_in_both_languages(editor, address):
    assert "Måste granskas av kliniker" in text_of(editor.get(address))
    editor.post("/sprak/", {"language": "en"})
    assert "Must be reviewed by clinicians" in text_of(editor.get(address))


def test_a_draft_store_is_counted_and_what_is_empty_is_said_in_words(editor):
    page = text_of(editor.get("/vagledning/"))
    n = len(store_of(read_files(shipped())).claims)
    assert f"Utkast {n} " in page
    assert "Nödsekvensen, som godkänns som en helhet: Utkast" in page
    assert f"{n} påståenden hålls tillbaka från publicering." in page
    assert "Inget är inaktuellt." in page
    assert "Ingen granskning går ut inom 60 dagar." in page


def test_an_approved_store_is_not_held_back_and_says_what_expires(editor, approved, shown):
    shown(approved, APPROVED)
    page = text_of(editor.get("/vagledning/"))
    assert f"Godkänt {len(approved.claims)} 1 " in page
    assert "Nödsekvensen, som godkänns som en helhet: Godkänt, version 1" in page
    assert "hålls tillbaka" not in page
    review_by = reading.current().standings["NAL-024"].review_by
    shown(approved, review_by)
    assert f"{review_by.isoformat()} 0" in text_of(editor.get("/vagledning/"))


def test_a_changed_claim_is_stale_with_what_carries_it_and_the_list_finds_it(editor, approved, shown):
    shown(change(approved, "claims/repeat.yaml", ("claims", 0, "numbers", "wait"), {"high": 5}).store, APPROVED)
    page = text_of(editor.get("/vagledning/"))
    assert "NAL-024/sv-easy/all variant NAL-024 Det bär NAL-024. Version 1 har ändrats" in page
    assert "card-user/sv publikation NAL-024" in page
    listed = editor.get("/vagledning/pastaenden/?lage=stale").content.decode()
    assert re.findall(r"NAL-\d+(?=/\")", listed) == ["NAL-024"]
    assert "Inaktuellt. Version 1 har ändrats efter att den förseglades." in text_of(
        editor.get("/vagledning/pastaenden/NAL-024/")
    )


def test_what_the_rules_find_is_listed_with_its_place_and_hard_texts_apart(editor, approved, shown):
    long = "Nyxoid: " + "opioidöverdosbehandling " * 9 + "efter {wait}."
    shown(change(approved, "claims/repeat.yaml", ("claims", 0), {"says": {"sv": long, "en": "{wait}"}}).store, APPROVED)
    page = text_of(editor.get("/vagledning/"))
    assert re.search(r"NAL-024 påstående \d+ 40 Korta meningar", page)
    assert "fel medicine" in page
    assert "claims/repeat.yaml:" in page
    assert "Det är bundet till Nyxoid men säger inte det." in text_of(editor.get("/vagledning/pastaenden/NAL-024/"))


def test_a_claim_shows_sentences_evidence_numbers_approvals_and_what_carries_it(editor):
    page = text_of(editor.get("/vagledning/pastaenden/NAL-024/"))
    for said in (
        "Nyxoid: ingen skillnad efter 2–3\xa0minuter?",
        "Nyxoid: no change after 2–3\xa0minutes?",
        "section 4.2",
        "Storbritannien 2021",
        "ej graderad",
        "produkttext",
        "Kliniker: saknas",
        "Språkgranskare: saknas",
        "2 godkännanden saknas.",
        "Quiz:",
        "claims/repeat.yaml:",
    ):
        assert " ".join(said.split()) in page, said


def test_legal_status_companions_and_weak_sources_are_told(editor):
    page = text_of(editor.get("/vagledning/pastaenden/NAL-077/"))
    assert "Inte bekräftat av någon jurist" in page
    assert "Står alltid efter det här påståendet: NAL-147" in page
    assert "Det här påståendet följer alltid efter: NAL-077" in text_of(editor.get("/vagledning/pastaenden/NAL-147/"))


def test_an_approval_names_who_gave_it(editor, approved, shown):
    shown(approved, APPROVED)
    page = text_of(editor.get("/vagledning/pastaenden/NAL-024/"))
    assert "Kliniker: Clinician A, licensed, 2026-12-01" in page
    assert "Språkgranskare: Reader R" in page
    assert "saknas" not in page


def test_the_list_is_narrowed_by_all_that_is_chosen(editor):
    listed = editor.get("/vagledning/pastaenden/?amne=dose&malgrupp=user&tilltro=A&risk=high&lage=draft")
    found = set(re.findall(r"NAL-\d+(?=/\")", listed.content.decode()))
    claims = reading.current().store.claims.values()
    assert found == {
        one.id
        for one in claims
        if one.topic == "dose" and "user" in one.audiences and one.confidence == "A" and one.risk == "high"
    }
    assert 0 < len(found) < len(claims)


def test_what_nothing_fits_and_what_cannot_be_chosen_are_said(editor):
    assert "Inget påstående är allt det på en gång." in text_of(editor.get("/vagledning/pastaenden/?lage=approved"))
    refused = editor.get("/vagledning/pastaenden/?amne=hästar")
    assert refused.status_code == 422
    assert "”hästar” finns inte att välja." in text_of(refused)


@pytest.mark.parametrize(
    "address",
    [
        "pastaenden/NAL-999/",
        "?malgrupp=marsianer",
        "omvarld/?amne=hästar",
        "fil/annat.csv",
        "fil/lage.pdf",
        "fil/luckor.csv?malgrupp=x",
    ],
)
def test_what_is_not_there_is_not_found(editor, address):
    assert editor.get(f"/vagledning/{address}").status_code == 404


def test_gaps_name_what_is_missing_and_lead_to_the_claims(editor):
    page = editor.get("/vagledning/?malgrupp=pharmacy").content.decode()
    assert "?malgrupp=pharmacy&amp;amne=storage" in page
    rows = editor.get("/vagledning/fil/luckor.json?malgrupp=pharmacy").json()["rows"]
    storage = next(row for row in rows if row["topic"] == "storage")
    assert storage["missing"] == f"Svenska, lättläst: {storage['claims'] - storage['sv-easy']}"
    assert {row["audience"] for row in rows} == {"pharmacy"}


def test_the_horizon_is_dated_and_newest_first(editor):
    page = text_of(editor.get("/vagledning/omvarld/?amne=dose"))
    looks = sorted(reading.current().store.horizon["dose"], key=lambda look: look.on, reverse=True)
    assert f"senast {looks[0].on.isoformat()}" in page
    assert [page.index(look.where) for look in looks] == sorted(page.index(look.where) for look in looks)


@pytest.mark.parametrize(
    "name",
    ["lage", "inaktuella", "gar-ut", "underlag", "lasbarhet", "fynd", "tackning", "luckor", "pastaenden", "omvarld"],
)
def test_each_table_is_a_file_that_says_where_it_comes_from(editor, name):
    answer = editor.get(f"/vagledning/fil/{name}.json").json()
    assert answer["origin"]["fingerprint"] == reading.current().digest
    assert "Måste granskas av kliniker." in answer["origin"]["notes"][0]
    assert editor.get(f"/vagledning/fil/{name}.csv").status_code == 200


def test_the_store_is_read_once_while_its_files_are_the_same(approved, shown, monkeypatch):
    read = []
    monkeypatch.setattr(reading, "store_of", lambda raw, read=None: read_again(raw))

    def read_again(raw):
        read.append(len(raw))
        return store_of(raw)

    shown(approved, APPROVED)
    assert reading.current() is reading.current()
    shown(approved, date(2026, 12, 2))
    assert reading.current().today == date(2026, 12, 2)
    assert len(read) == 1
    shown(change(approved, "claims/repeat.yaml", ("claims", 0), {"review_months": 6}).store, APPROVED)
    reading.current()
    assert len(read) == 2


def test_a_claim_is_told_in_english(editor):
    editor.post("/sprak/", {"language": "en"})
    page = text_of(editor.get("/vagledning/pastaenden/NAL-024/"))
    assert "High risk: two clinicians" in page
    assert "Clinician: missing" in page
    assert "Evidence certainty and strength are two things" in page
    assert "Certainty Strength Bearing" in page
    assert "Must be reviewed by clinicians" in page


def test_a_new_version_shows_the_one_before_and_who_must_act(editor, approved, shown):
    numbers = {"wait": {"low": 2, "high": 5, "unit": "minutes"}}
    new = revise_claim(approved, "NAL-024", {"numbers": numbers}, by="Editor F", on=APPROVED, why="New product text")
    shown(new.store, APPROVED)
    page = text_of(editor.get("/vagledning/pastaenden/NAL-024/"))
    assert "Utkast, version 2" in page
    assert "Ska göra något: kliniker." in page
    assert "Version 1 är godkänd och visas tills version 2 är det." in page
    assert "Editor F: New product text Version 1 2026-11-27" in page
    assert "svarar personen inte efter 2–3 minuter" in page
    assert "svarar personen inte efter 2–5 minuter" in page
    assert "återger version 1" in page


def test_a_stopped_claim_says_who_stopped_it_and_why(editor, approved, shown):
    stop = {"kind": "withdrawn", "on": APPROVED, "by": "Clinician A", "why": "Wrong product text"}
    shown(change(approved, "claims/repeat.yaml", ("claims", 0), {"stopped": stop}).store, APPROVED)
    page = text_of(editor.get("/vagledning/pastaenden/NAL-024/"))
    assert "Stoppat, version 1" in page
    assert "Hålls tillbaka från publicering. Stoppat 2026-12-01: Wrong product text" in page
    assert "Stoppat av Clinician A." in page
    listed = editor.get("/vagledning/pastaenden/?lage=stopped").content.decode()
    assert re.findall(r"NAL-\d+(?=/\")", listed) == ["NAL-024"]
