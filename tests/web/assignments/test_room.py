"""The room of assignments: the decisions' clauses with what there is for them, and who may look."""

from datetime import date

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db
PAGE = "/uppdrag/beredskap-2026/"


@pytest.fixture
def writer(client, reader, monkeypatch):
    """A browser of somebody who is signed in, on 27 November 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 11, 27))
    client.force_login(reader)
    return client


def test_the_list_leads_with_what_is_due_next(writer):
    page = writer.get("/uppdrag/").content.decode()
    assert "34 dagar kvar, till 31 december 2026" in page
    assert "Kunskap om opioidantagonister" in page


def test_a_page_says_what_the_decision_leaves_empty_and_who_has_not_been_heard(writer):
    page = writer.get(PAGE).content.decode()
    assert "Beslutet saknar datum och diarienummer" in page
    assert page.index("Inte hörda än") < page.index("Uppdraget punkt för punkt")
    assert "Jordbruksverket" in page
    other = writer.get("/uppdrag/opioidantagonister-2025/").content.decode()
    assert "Beslutet saknar datum" not in other
    assert "20 mars 2025, S2025/00578" in other
    assert "dagen har passerat" in other


def test_nothing_that_ships_is_shown_as_met(writer):
    for id in ("beredskap-2026", "opioidantagonister-2025"):
        text = writer.get(f"/uppdrag/{id}/fil/punkter.csv").content.decode("utf-8-sig")
        states = {line.split(";")[3] for line in text.splitlines() if line.count(";") > 3}
        assert "met" not in states
        assert "thin" in states


@pytest.fixture
def done(settings, tmp_path):
    """The file with what was done, in a home of its own."""
    settings.BEREDD_HOME = tmp_path
    (tmp_path / "assignments").mkdir()
    return tmp_path / "assignments" / "beredskap-2026.yaml"


def test_what_was_done_is_read_from_the_home(writer, done):
    assert "Ingen har fört in vad som är gjort" in writer.get(PAGE).content.decode()
    entry = "{clauses: [nara-dialog], kind: dialogue, what: Samråd, status: done, parties: [jordbruksverket]}"
    done.write_text(f"evidence:\n  - {entry}\n")
    page = writer.get(PAGE).content.decode()
    assert "Samråd" in page
    assert "Ingen har fört in" not in page
    assert "Jordbruksverket" not in writer.get(f"{PAGE}fil/inte-horda.csv").content.decode()


def test_a_file_at_fault_is_said_and_nothing_in_it_counts(writer, done):
    done.write_text("evidence:\n  - {clauses: [finns-inte], kind: dialogue, what: Samråd, status: done}\n")
    page = writer.get(PAGE).content.decode()
    assert "kunde inte läsas" in page
    assert "finns-inte" in page
    assert "Samråd" not in page


def test_a_clauses_file_has_each_clause_with_its_day(writer):
    text = writer.get(f"{PAGE}fil/punkter.csv").content.decode("utf-8-sig")
    assert "2027-02-15" in text
    assert "delredovisning" in text


def test_an_assignment_or_a_table_that_there_is_not_is_not_found(writer):
    assert writer.get("/uppdrag/finns-inte/").status_code == 404
    assert writer.get(f"{PAGE}fil/finns-inte.csv").status_code == 404


def test_who_is_not_signed_in_is_asked_to(client):
    answer = client.get(PAGE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/login/")


def test_the_page_is_complete_in_english(writer):
    writer.post("/sprak/", {"language": "en"})
    page = writer.get(PAGE).content.decode()
    assert "Not heard yet" in page
    assert "days left, to 31 December 2026" in page
