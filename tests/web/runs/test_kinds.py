"""What a kind adds, and the list of runs of every kind."""

from dataclasses import replace

import pytest
from django.urls import reverse

from beredd.web.runs import kinds
from beredd.web.runs.errors import UnknownKind
from beredd.web.runs.models import Run

pytestmark = pytest.mark.django_db


def test_a_kind_is_registered_once_and_its_job_with_it():
    from beredd.web.dispensing.kind import DISPENSING_RUN
    from beredd.web.jobs.kinds import kind_of as job_kind_of

    kinds.register(DISPENSING_RUN)
    with pytest.raises(ValueError, match="already registered"):
        kinds.register(replace(DISPENSING_RUN, page="start"))
    assert job_kind_of("dispensing.run").schema == DISPENSING_RUN.schema


def test_an_unknown_kind_names_those_there_are():
    with pytest.raises(UnknownKind, match=r"nosuch.*dispensing\.run"):
        kinds.kind_of("nosuch")


def test_the_list_holds_every_kind_that_is_open_to_the_reader(client, make_run, toy_run_kind, analyst):
    from django.utils import timezone

    run = make_run(title="Apotek utan recept")
    Run.objects.create(
        **{"id": "k-0000aa", "kind": "toy", "topic": "klossar", "spec": {}, "spec_schema": "x", "spec_hash": "0" * 16},
        **{"state": "done", "summary": {}, "finished_at": timezone.now(), "is_demo": True},
    )
    client.force_login(analyst)
    page = client.get(reverse("runs:list")).content.decode()
    assert "Apotek utan recept" in page
    assert "klossar" in page
    only = client.get(reverse("runs:list"), {"slag": "toy"}).content.decode()
    assert run.pk not in only
    assert "k-0000aa" in only
    client.logout()
    assert "klossar" not in client.get(reverse("runs:list")).content.decode()


def test_a_rooms_address_leads_to_runs_of_its_kind_only(client, toy_run_kind, analyst):
    from django.utils import timezone

    Run.objects.create(
        **{"id": "k-0000aa", "kind": "toy", "spec": {}, "spec_schema": "x", "spec_hash": "0" * 16},
        **{"state": "done", "summary": {}, "finished_at": timezone.now(), "created_by": analyst},
    )
    client.force_login(analyst)
    assert client.get("/rakna/k-0000aa/").status_code == 404
    assert client.get("/rakna/k-0000aa/ta-bort/").status_code == 404
    assert client.get("/api/v1/runs/k-0000aa").status_code == 404
    assert client.get("/api/v1/runs").json()["count"] == 0
    assert client.get("/korningar/k-0000aa/ta-bort/").status_code == 200


def test_the_room_of_runs_names_no_other_room():
    from pathlib import Path

    home = Path(kinds.__file__).parent
    sources = [path for path in home.rglob("*") if path.suffix in (".py", ".html") and "migrations" not in path.parts]
    assert len(sources) > 10
    for path in sources:
        text = path.read_text(encoding="utf-8").lower()
        named = [word for word in ("dispensing", "overdose", "naloxon", "planner", "läkemedel") if word in text]
        assert not named, path


def test_ordinary_days_are_out_of_the_way_and_a_run_under_way_is_followed(client, make_run, analyst):
    client.force_login(analyst)
    empty = client.get(reverse("runs:list")).content.decode()
    assert "Inga körningar ännu." in empty
    assert "hx-get" not in empty
    beside, run = make_run(scenario="vardag"), make_run(scenario="s1-erecept")
    page = client.get(reverse("runs:list")).content.decode()
    assert run.pk in page
    assert beside.pk not in page
    assert 'hx-trigger="every 3s"' in page
    assert beside.pk in client.get(reverse("runs:list"), {"vardag": "1"}).content.decode()
    part = client.get(reverse("runs:list"), headers={"HX-Request": "true", "HX-Target": "lista"}).content.decode()
    assert part.lstrip().startswith('<div id="lista"')
    assert "<html" not in part
