"""Answers of the lab and the planner become runs when somebody saves them, and only then."""

import html
import io
import json
import re

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beredd.web.audit.models import Line
from beredd.web.runs.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("results")]
OWN = (
    "county_code,county,sex,population,at_risk,opioid_deaths\n"
    "01,Stockholm,men,500000,800,20\n01,Stockholm,women,500000,260,8\n"
)
PLAN = {"budget": "9000", "rattvisa": "efficient"}


class Here:
    """The need model in this process."""

    def is_ready(self, wait_s=0.0):
        return True

    def ask(self, function, *arguments):
        from beredd.web.engines.child import function_of

        return function_of(function)(*arguments)


@pytest.fixture(autouse=True)
def need_engine(monkeypatch):
    from beredd.web.need import answers

    monkeypatch.setattr(answers, "ENGINE", Here())


def save(client, table="", **settings):
    given = {**PLAN, **settings}
    if table:
        given["fil"] = SimpleUploadedFile("mitt.csv", table.encode(), content_type="text/csv")
    return client.post(reverse("need:save"), given)


def rows():
    """How many rows every table of the site has."""
    return {model.__name__: model.objects.count() for model in apps.get_models()}


def text_of(page):
    return page.content.decode()


# Looking --------------------------------------------------------------------------------------------------------
def test_moves_of_the_slider_leave_no_row_behind(client, reader, organisation):
    client.force_login(reader)
    before = rows()
    for budget in range(1000, 9000, 1000):
        assert client.get("/behov/", {"budget": budget}).status_code == 200
        assert client.get("/behov/", {"budget": budget}, headers={"HX-Request": "true"}).status_code == 200
        assert client.get("/behov/fil/uppgifter", {"budget": budget}).status_code == 200
    assert client.post("/behov/", {"tabell": OWN, "budget": "500"}).status_code == 200
    client.logout()
    after = {**rows(), "Session": 0}
    assert after == {**before, "Session": 0}


def test_someone_who_is_not_signed_in_gets_no_session_by_looking(client):
    before = rows()
    for budget in range(1000, 9000, 2000):
        client.get("/behov/", {"budget": budget})
    assert rows() == before


# Saving ---------------------------------------------------------------------------------------------------------
def test_a_saved_plan_is_a_run_with_record_files_event_and_log(client, reader, organisation):
    client.force_login(reader)
    answer = save(client)
    run = Run.objects.get()
    assert answer.url == reverse("need:saved", args=[run.pk])
    assert (run.kind, run.state, run.is_private, run.organisation) == ("need.plan", "done", False, organisation)
    assert [event.kind for event in run.events.all()] == ["saved"]
    assert Line.objects.filter(what="need.plan.saved", who=reader.email, target=run.pk).exists()
    name = run.summary["table"]
    assert {path.name for path in run.folder.iterdir()} == {name, "plan.json"}
    assert run.record["files"].keys() == {name}
    assert name in run.record["command"]
    page = text_of(client.get(answer.url))
    assert run.pk in page
    assert reverse("runs:record", args=[run.pk]) in page
    assert "Motorn räknar inte längre" not in page


def test_the_same_question_is_the_same_run_also_for_a_colleague_and_another_is_another(client, reader, analyst):
    client.force_login(reader)
    first = save(client).url
    assert save(client).url == first
    client.force_login(analyst)
    assert save(client).url == first
    assert save(client, budget="9001").url != first
    assert Run.objects.count() == 2


def test_another_organisation_has_a_run_of_its_own(client, reader, outsider):
    client.force_login(reader)
    first = save(client).url
    client.force_login(outsider)
    assert save(client).url != first
    assert client.get(first).status_code == 404


def test_saving_what_was_removed_brings_it_back(client, reader):
    from beredd.web.runs.actions import remove_run

    client.force_login(reader)
    first = save(client).url
    remove_run(by=reader, run=Run.objects.get())
    assert client.get(first).status_code == 404
    assert save(client).url == first
    assert [event.kind for event in Run.objects.get().events.all()] == ["saved", "removed", "restored"]


def test_ones_own_table_is_for_oneself_alone(client, reader, analyst, admin):
    client.force_login(reader)
    address = save(client, OWN, budget="900").url
    run = Run.objects.get()
    assert (run.is_private, run.organisation) == (True, None)
    assert (run.folder / run.summary["table"]).read_text() == OWN
    own = [address, *(reverse(f"runs:{name}", args=[run.pk]) for name in ("record", "record-file", "remove"))]
    own.append(reverse("runs:file", args=[run.pk, run.summary["table"]]))
    for one in own:
        assert client.get(one).status_code == 200
    assert "Bara du kan läsa den" in text_of(client.get(address))
    for other in (analyst, admin):
        client.force_login(other)
        for one in own:
            assert client.get(one).status_code == 404
        assert run.pk not in text_of(client.get(reverse("runs:list")))
    client.logout()
    assert {client.get(one).status_code for one in own} == {404}


def test_the_same_table_of_two_people_is_two_runs(client, reader, analyst):
    for user in (reader, analyst):
        client.force_login(user)
        save(client, OWN, budget="900")
    assert Run.objects.count() == 2


def test_what_cannot_be_planned_is_not_saved(client, reader):
    client.force_login(reader)
    assert save(client, OWN.replace("women", "okänt")).status_code == 422
    assert save(client, mal="150").status_code == 422
    assert not Run.objects.exists()


def test_nobody_in_particular_saves_nothing_and_a_get_saves_nothing(client, reader):
    assert save(client).status_code == 302
    client.force_login(reader)
    assert client.get(reverse("need:save"), PLAN).status_code == 405
    assert not Run.objects.exists()


def test_the_button_works_without_script_and_carries_the_question(client, reader):
    client.force_login(reader)
    page = text_of(client.get("/behov/", {"budget": 7000}))
    form = page[page.index('id="spara-svaret"') :]
    form = " ".join(form[: form.index("</form>")].split())
    assert '<input type="hidden" name="budget" value="7000">' in form
    assert "Spara svaret som körning" in form
    # htmx puts #plan in place: the form must move with the slider.
    assert page.index('id="plan"') < page.index('id="spara-svaret"') < page.index('aria-labelledby="egen"')


def test_there_is_room_for_so_many_and_no_more(client, reader, monkeypatch):
    from dataclasses import replace

    from beredd.web.need.kind import NEED_PLAN
    from beredd.web.runs import kinds

    monkeypatch.setitem(kinds._KINDS, "need.plan", replace(NEED_PLAN, most_per_person=1))
    client.force_login(reader)
    first = save(client).url
    answer = save(client, budget="8000")
    assert answer.status_code == 422
    assert "1 sparade svar" in text_of(answer)
    assert save(client).url == first
    assert Run.objects.count() == 1


def test_a_file_that_cannot_be_written_leaves_no_run(client, reader, results, monkeypatch):
    from pathlib import Path

    def fail(self, target):
        raise OSError("no room")

    client.force_login(reader)
    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="no room"):
        save(client)
    assert not Run.objects.exists()
    assert not list(results.glob("*"))
    assert not list(results.glob(".*"))


def test_a_model_that_has_changed_says_so_on_the_saved_page(client, reader):
    client.force_login(reader)
    address = save(client).url
    Run.objects.update(fingerprint="0" * 16)
    assert "Motorn räknar inte längre" in text_of(client.get(address))


# The record -----------------------------------------------------------------------------------------------------
def test_every_kind_has_its_record_as_page_and_as_json(client, reader, make_run, finish_run):
    made_by = {
        **{"engine": "dispensing/1", "version": "0.1.0", "seed": 1, "command": "beredd dispensing run vardag"},
        **{"inputs": {"network": "abc"}, "sources": [], "limits": [], "limit_codes": []},
    }
    client.force_login(reader)
    save(client)
    finish_run(make_run(), provenance=made_by)
    for run in Run.objects.all():
        page = text_of(client.get(reverse("runs:record", args=[run.pk])))
        record = client.get(reverse("runs:record-file", args=[run.pk])).json()
        assert {"kind", "question", "command", "inputs", "files", "result", "engine", "version", "run"} <= set(record)
        assert (record["kind"], record["run"], record["result"]) == (run.kind, run.pk, run.fingerprint)
        assert record["question"] == run.spec
        assert record["command"] in page.replace("&#x27;", "'")


def test_a_run_without_a_result_has_no_record(client, analyst, make_run):
    client.force_login(analyst)
    for name in ("record", "record-file"):
        assert client.get(reverse(f"runs:{name}", args=[make_run().pk])).status_code == 404


def test_files_of_a_saved_run_lead_nowhere_else(client, reader, make_run, finish_run):
    client.force_login(reader)
    save(client)
    run = Run.objects.get()
    whole = client.get(reverse("runs:file", args=[run.pk, "plan.json"]))
    assert json.loads(b"".join(whole.streaming_content))["provenance"]["files"].keys() == {run.summary["table"]}
    assert client.get(reverse("runs:file", args=[run.pk, "other.csv"])).status_code == 404
    assert client.get(f"/korningar/{run.pk}/fil/..%2F..%2Fsecret-key").status_code == 404
    finished = finish_run(make_run())
    assert client.get(reverse("runs:file", args=[finished.pk, "summary.json"])).status_code == 404


def test_files_and_record_of_a_saved_plan_are_its_own_and_not_those_of_the_ordinary_question(client, reader):
    client.force_login(reader)
    page = text_of(client.get(save(client).url))
    addresses = [html.unescape(found) for found in re.findall(r'href="(/behov/fil/[^"]+)"', page)]
    assert len(addresses) > 5
    assert all("budget=9000" in address for address in addresses)
    record = next(address for address in addresses if "/uppgifter" in address)
    assert client.get(record).json()["question"]["budget"] == 9000


def test_an_unsaved_plans_record_is_that_of_the_saved_one(client, reader):
    client.force_login(reader)
    save(client)
    run = Run.objects.get()
    there = json.load(io.BytesIO(client.get("/behov/fil/uppgifter", PLAN).content))
    here = client.get(reverse("runs:record-file", args=[run.pk])).json()
    for record in (there, here):
        record.pop("created")
    here.pop("run")
    assert there == here
