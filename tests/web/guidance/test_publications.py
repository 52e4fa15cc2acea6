"""Publications, readings, legal status, lines of what not to do, grace: all of it written on the web."""

import pytest
from django.utils import timezone

from beredd.guidance.publishable import publishable
from beredd.web.guidance.models import Entry

from .test_desk import fields_of, text_of, write

pytestmark = pytest.mark.django_db
CARD = "/vagledning/publikationer/card-user/"
SEQUENCE = "/vagledning/nodsekvens/"
EDITION = SEQUENCE + "sv/skriv/"
READING = {"on": "2026-11-20", "women": "3", "men": "2", "unknown": "1", "changed": "Kortare meningar."}


def test_a_publication_is_written_on_the_web_and_says_what_was_changed(small, maja):
    written = maja.get(CARD + "skriv/")
    assert "Skriv om Överdos: det här gör du" in text_of(written)
    assert "card-user" not in text_of(written), "no internal id is read"
    form = fields_of(written)
    assert (form["s-0-claims"], form["title_sv"]) == (["NAL-024"], ["Överdos: det här gör du"])
    form |= {"title_sv": ["Gör så här"], "s-0-claims": ["NAL-031 NAL-024"], "why": ["Tydligare"]}
    form |= {"s-1-id": ["signs"], "s-1-heading_sv": ["Tecken"], "s-1-heading_en": ["Signs"], "s-1-claims": ["NAL-001"]}
    form |= {"s-1-ORDER": ["1"], "s-0-ORDER": ["2"]}
    assert maja.post(CARD + "skriv/", form).url == CARD
    now = small().publications["card-user"]
    assert now.title["sv"] == "Gör så här"
    assert [(one.id, one.claims) for one in now.sections] == [
        ("signs", ("NAL-001",)),
        ("again", ("NAL-031", "NAL-024")),
    ]
    page = text_of(maja.get(CARD))
    assert "Ändrat: rubrik, avsnitt" in page
    assert "Tydligare" in page
    assert "Gör så här" in text_of(maja.get("/vagledning/publikationer/"))


def test_an_untouched_publication_is_byte_for_byte_as_it_was(small, own_folder, maja):
    before = (own_folder / "publications/cards.yaml").read_bytes()
    answer = maja.post(CARD + "skriv/", fields_of(maja.get(CARD + "skriv/")) | {"why": ["Inget"]})
    assert "Inget i card-user är ändrat." in text_of(answer)
    assert (own_folder / "publications/cards.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"s-0-claims": ["NAL-999"]}, "NAL-999"),
        ({"title_sv": ["<script>x</script>"]}, "<script>"),
        ({"editions": []}, "Språk och läsnivåer"),
        ({"s-0-id": ["Inte så"]}, "Kortnamn"),
    ],
)
def test_a_publication_that_cannot_be_is_refused_and_nothing_is_lost(small, own_folder, maja, typed, said):
    before = (own_folder / "publications/cards.yaml").read_bytes()
    answer = maja.post(CARD + "skriv/", fields_of(maja.get(CARD + "skriv/")) | {"why": ["Mitt skäl"]} | typed)
    assert answer.status_code == 422
    assert said in text_of(answer).replace("&lt;", "<") or said in answer.content.decode().replace("&lt;", "<")
    assert "Mitt skäl" in answer.content.decode()
    assert (own_folder / "publications/cards.yaml").read_bytes() == before


def test_a_training_is_made_with_its_questions_and_the_rules_look_first(small, maja):
    address = "/vagledning/publikationer/ny/"
    form = fields_of(maja.get(address)) | {
        "kind": ["quiz"],
        "id": ["kort"],
        "audience": ["user"],
        "editions": ["sv", "en"],
    }
    form |= {"title_sv": ["Kort"], "title_en": ["Short"], "why": ["Ny"], "q-0-id": ["call"], "q-0-claim": ["NAL-007"]}
    form |= {"q-0-asks_sv": ["Ring?"], "q-0-asks_en": ["Call?"], "q-0-right": ["2"]}
    form |= {"q-0-answers_sv": ["Nej\nJa"], "q-0-answers_en": ["No\nYes\nMaybe"]}
    assert "Svaren ska vara lika många" in text_of(maja.post(address, form))
    form["q-0-answers_en"] = ["No\nYes"]
    assert "Inget är sparat än." in text_of(maja.post(address, form | {"look": ["1"]}))
    assert "kort" not in small().publications
    assert maja.post(address, form).url == "/vagledning/publikationer/kort/"
    (question,) = small().publications["kort"].questions
    assert [(one.says["sv"], one.is_right) for one in question.answers] == [("Nej", False), ("Ja", True)]
    assert "kort finns redan." in text_of(maja.post(address, form))


def test_a_second_writer_of_a_publication_is_told(small, maja, on_duty):
    other = on_duty("Nils Ek", is_editor=True)
    mine = fields_of(maja.get(CARD + "skriv/")) | {"why": ["Mitt"], "title_sv": ["Min"]}
    theirs = fields_of(other.get(CARD + "skriv/")) | {"why": ["Deras"], "title_sv": ["Deras"]}
    assert other.post(CARD + "skriv/", theirs).status_code == 302
    answer = maja.post(CARD + "skriv/", mine)
    assert answer.status_code == 409
    assert "Publikationen har ändrats sedan du började." in text_of(answer)
    assert maja.post(CARD + "skriv/", fields_of(answer)).url == CARD
    assert small().publications["card-user"].title["sv"] == "Min"


@pytest.mark.parametrize("what", ["publication/card-user", "variant/NAL-024/sv-easy/all", "edition/sv"])
def test_how_a_product_was_read_is_written_down_and_no_approval_falls(small, anna, maja, what):
    answer = anna.post(f"/vagledning/last-med/{what}/", READING | {"on": "2999-01-01"})
    assert "Dagen har inte varit än." in text_of(answer)
    nobody = READING | {"women": "0", "men": "0", "unknown": "0"}
    assert "Minst en person ska ha provläst." in text_of(anna.post(f"/vagledning/last-med/{what}/", nobody))
    assert "Provläsningen är sparad." in text_of(anna.post(f"/vagledning/last-med/{what}/", READING, follow=True))
    assert "3 kvinnor, 2 män, 1 okänt. Kortare meningar." in text_of(anna.get(f"/vagledning/last-med/{what}/"))
    kind, _slash, id = what.partition("/")
    store = small()
    things = {
        "publication": lambda: store.publications[id],
        "variant": lambda: next(one for one in store.variants["NAL-024"] if one.id == id),
        "edition": lambda: next(one for one in store.sequence.editions if one.edition == id),
    }
    (seen,) = things[kind]().read_with
    assert (seen.women, seen.men, seen.unknown) == (3, 2, 1)
    assert Entry.objects.get(what="read").thing == id


def test_the_law_is_written_with_place_and_day_and_a_confirmation_falls_with_it(small, maja):
    half = write(maja, legal_place="Sverige")
    assert "Ett rättsläge har plats, dagen då det gällde och grund" in text_of(half)
    law = {"legal_place": "Sverige", "legal_as_of": "2026-11-01", "legal_basis": "Läkemedelslagen (2015:315)"}
    assert write(maja, **law, perishable="law", review_months="6").status_code == 302
    legal = small().claims["NAL-024"].legal
    assert (legal.place, legal.as_of.isoformat(), legal.confirmed_by) == ("Sverige", "2026-11-01", None)
    page = text_of(maja.get("/vagledning/jamfor/claim/NAL-024/"))
    assert "Rättsläge, efter Sverige, 2026-11-01, Läkemedelslagen (2015:315)" in page


def approve_all_of_it(anna, bo, lena, small):
    from beredd.web.accounts.models import GuidanceDuty

    token = {"token": fields_of(anna.get(SEQUENCE), "besluta")["token"][0]}
    other = GuidanceDuty.objects.get(signing_name="Bo Ceder").pk
    anna.post(SEQUENCE + "besluta/", token | {"other": other})
    for client in (anna, bo, lena):
        client.post(SEQUENCE + "godkann/", fields_of(client.get(SEQUENCE), "godkann"))


def test_new_words_of_the_steps_take_no_approved_step_away(small, maja, anna, bo, lena):
    approve_all_of_it(anna, bo, lena, small)
    today = timezone.localdate()
    before = publishable(small(), today=today, is_demo=False).emergency("sv").sequence
    assert before is not None
    form = fields_of(maja.get(EDITION)) | {"why": ["Tydligare"], "heading_stay": ["Stanna hos personen"]}
    form |= {"never": ["Lämna inte personen.\nGe inget att dricka."], "never_claims": ["NAL-015"]}
    assert maja.post(EDITION, form).url == SEQUENCE
    store = small()
    (draft,) = (one for one in store.sequence.editions if one.edition == "sv")
    assert draft.never == ("Lämna inte personen.", "Ge inget att dricka.")
    shown = publishable(store, today=today, is_demo=False).emergency("sv").sequence
    assert shown is not None
    assert (shown.steps, shown.never) == (before.steps, before.never)
    page = text_of(anna.get(SEQUENCE))
    assert "De ord som är godkända visas tills de här är det." in page
    differs = text_of(anna.get("/vagledning/jamfor/edition/sv/"))
    assert "Gör inte, efter Lämna inte personen. Ge inget att dricka." in differs
    assert "Steg 6, efter Stanna hos personen" in differs
    for client in (anna, lena):
        client.post(SEQUENCE + "godkann/", fields_of(client.get(SEQUENCE), "godkann"))
    after = publishable(small(), today=today, is_demo=False).emergency("sv").sequence
    assert after.never == draft.never


def test_lines_of_what_not_to_do_rest_on_claims(small, maja):
    form = fields_of(maja.get(EDITION)) | {"why": ["Nytt"], "never": ["Lämna inte personen."], "never_claims": [""]}
    answer = maja.post(EDITION, form)
    assert answer.status_code == 422
    assert "Säg vilka påståenden raderna vilar på." in text_of(answer)


def test_an_order_that_is_approved_is_not_decided_again(small, anna, bo, lena):
    approve_all_of_it(anna, bo, lena, small)
    assert "besluta/" not in anna.get(SEQUENCE).content.decode()
    token = fields_of(anna.get(SEQUENCE), "respit")["token"][0]
    answer = anna.post(SEQUENCE + "besluta/", {"token": token, "other": "1"}, follow=True)
    assert "Ordningen är redan beslutad och godkänd." in text_of(answer)


def test_two_clinicians_set_the_grace_and_no_step_is_taken_away(small, anna, bo, lena, maja):
    approve_all_of_it(anna, bo, lena, small)
    for client, days in ((anna, "30"), (anna, "30"), (bo, "45"), (anna, "45")):
        form = fields_of(client.get(SEQUENCE), "respit") | {"days": [days]}
        answer = text_of(client.post(SEQUENCE + "respit/", form, follow=True))
    sequence = small().sequence
    assert (sequence.grace_days, sequence.grace_by) == (45, ("Bo Ceder", "Anna Berg"))
    assert "Respit efter granskningsdagen: 45 dagar, angiven av Bo Ceder, Anna Berg." in answer
    assert "Respit: 30 → 45 dagar" in answer
    assert publishable(small(), today=timezone.localdate(), is_demo=False).emergency("sv").sequence is not None
    assert maja.post(SEQUENCE + "respit/", {"days": "9"}).status_code == 403
    wrong = anna.post(SEQUENCE + "respit/", {"days": "alltid"}, follow=True)
    assert "Respiten är 0 till 3650 hela dagar." in text_of(wrong)


def test_a_reader_of_the_published_site_tells_the_editors_without_an_account(small, client, maja):
    address = "/vagledning/synpunkt/?claim=NAL-024&version=1"
    page = text_of(client.get(address))
    assert "Om råd NAL-024, version 1." in page
    assert "spray" not in page, "the page tells nobody what the claim is about"
    named = client.post(address, {"text": "Ring mig, 19121212-1212"})
    assert "Det ser ut som ett personnummer" in text_of(named)
    assert "Tack." in text_of(client.post(address, {"text": "Otydligt ”andra näsborren”."}))
    (entry,) = Entry.objects.filter(what="reported")
    assert (entry.user, entry.thing) == (None, "NAL-024")
    assert "Otydligt ”andra näsborren”." in text_of(maja.get("/vagledning/pastaenden/NAL-024/"))
    assert "Synpunkter från läsare" in text_of(maja.get("/vagledning/"))
    assert "Följ länken som står vid rådet." in text_of(client.get("/vagledning/synpunkt/"))
    for wrong in ("claim=NAL-999&version=1", "claim=NAL-024&version=x"):
        assert client.get(f"/vagledning/synpunkt/?{wrong}").status_code == 404


def test_readers_together_send_so_many_a_day(small, client, monkeypatch):
    from beredd.web.guidance import feedback

    monkeypatch.setattr(feedback, "MOST_A_DAY", 1)
    address = "/vagledning/synpunkt/?claim=NAL-024&version=1"
    client.post(address, {"text": "Ett"})
    answer = client.post(address, {"text": "Två"})
    assert "det är fullt" in text_of(answer)
    assert "Två" in answer.content.decode()
    assert Entry.objects.count() == 1


def test_who_has_no_duty_writes_no_publication_and_no_reading(small, client, reader, anna):
    client.force_login(reader)
    assert client.get(CARD).status_code == 200
    for address in (CARD + "skriv/", "/vagledning/publikationer/ny/", "/vagledning/last-med/publication/card-user/"):
        assert client.get(address).status_code == 403
    assert anna.get(CARD + "skriv/").status_code == 403
