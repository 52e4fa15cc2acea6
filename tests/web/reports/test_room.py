"""Reports on the site: asked for, built, read with each number's run and clause, fetched."""

from datetime import date

import pytest
from django.utils import timezone

from beredd.documents.attached import attached_in
from beredd.reports.cited import ATTACHED, recompute
from beredd.reports.registers import answer
from beredd.web.assignments.actions import enter
from beredd.web.assignments.models import Deed, Expense
from beredd.web.jobs.models import State
from beredd.web.reports.spec import registers_of, spec_of
from beredd.web.reports.work import build
from beredd.web.runs.models import Run

pytestmark = pytest.mark.django_db
ASK = "/redovisningar/opioidantagonister-2025/bygg/"


@pytest.fixture
def writer(client, analyst, results, monkeypatch):
    """A browser of an analyst on 30 March 2026, with one cost and one talk entered."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 3, 30))
    cost = Expense(on=date(2025, 5, 2), ore=1_234_551, what="Översättning", reference="V17")
    enter(by=analyst, row=cost, assignment_id="opioidantagonister-2025")
    talk = Deed(kind="dialogue", closeness="close", on=date(2025, 4, 1), what="Samråd")
    talk.parties, talk.clauses = ["socialstyrelsen"], ["nara-dialog"]
    enter(by=analyst, row=talk, assignment_id="opioidantagonister-2025")
    client.force_login(analyst)
    return client


@pytest.fixture
def built(writer):
    """The run of an economic report, whose work is done."""
    writer.post(ASK, {"kind": "economic", "edition": "internal"})
    run = Run.objects.of_kind("reports.report").get()
    run.folder.mkdir(parents=True)
    summary = build(run.spec, run.folder, lambda *_: None)
    Run.objects.filter(pk=run.pk).update(state=State.DONE, summary=summary, finished_at=timezone.now())
    return run


def test_a_report_that_is_asked_for_waits_on_its_own_page(writer):
    page = writer.post(ASK, {"kind": "economic", "edition": "public"}, follow=True).content.decode()
    assert "Redovisningen byggs." in page
    assert "htmx-2.min.js" in page  # without it the page never sees that the report is ready
    assert "Ekonomisk redovisning, opioidantagonister-2025, öppen utgåva" in page


def test_from_a_number_to_its_run_and_to_the_clause_is_two_clicks(writer, built):
    page = writer.get(f"/redovisningar/{built.pk}/").content.decode().replace("\u00a0", " ")
    assert 'har använt 12 345,51 kr <a\nhref="#run-R1">[R1]</a>' in page
    assert 'id="run-R1"' in page
    assert "Motor register/1" in page
    assert "punkt 16" in page


def test_its_files_are_fetched_and_computed_again(writer, built):
    for name in ("redovisning.pdf", "redovisning.docx"):
        raw = b"".join(writer.get(f"/redovisningar/{built.pk}/fil/{name}").streaming_content)
        assert [one.state for one in recompute(attached_in(raw, file=name, name=ATTACHED), answer)] == ["holds"]
    assert writer.get(f"/redovisningar/{built.pk}/fil/dokument.json").status_code == 404


def test_the_registers_stand_in_the_question_as_they_were(writer, built):
    Expense.objects.all().delete()
    registers = registers_of(Run.objects.get(pk=built.pk).spec)
    assert [one.ore for one in registers.costs] == [1_234_551]
    assert spec_of(registers, kind="economic", edition="internal") == built.spec


def test_who_only_reads_may_not_build_and_a_stranger_sees_none(client, reader, outsider, built):
    client.force_login(reader)
    assert client.post(ASK, {"kind": "economic", "edition": "public"}).status_code == 403
    assert client.get(f"/redovisningar/{built.pk}/").status_code == 200
    client.force_login(outsider)
    assert client.get(f"/redovisningar/{built.pk}/").status_code == 404


def test_a_report_that_there_is_not_is_refused_beside_its_field(writer):
    answer = writer.post(ASK, {"kind": "annat", "edition": "public"})
    assert answer.status_code == 422
    assert not Run.objects.exists()
