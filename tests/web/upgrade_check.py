"""Run by test_migrations.py: `make` builds a database as the first version left it, `check` upgrades it and looks.

The first version had one kind of run, in an app called `simulations`.
"""

import sys
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import IntegrityError, connection, transaction  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
EVENTS = {
    "queued": ["queued"],
    "running": ["queued", "started"],
    "done": ["queued", "started", "finished"],
    "failed": ["queued", "started", "failed"],
    "cancelled": ["queued", "cancelled"],
    "lost": ["queued", "started", "lost"],
}
REASON = {"failed": "bad-input", "cancelled": "cancelled", "lost": "child-died"}
SUMMARY = {"fingerprint": "f" * 16, "kpi": {"fill": 0.9}, "provenance": {"engine": "dispensing/1", "seed": 1}}


def make() -> None:
    """One run in every state, with its job and events, in the tables and under the names of the first version."""
    executor = MigrationExecutor(connection)
    others = [node for node in executor.loader.graph.leaf_nodes() if node[0] != "runs"]
    executor.migrate([*others, ("runs", "0001_initial")])
    get = executor.loader.project_state([*others, ("runs", "0001_initial")]).apps.get_model
    MigrationRecorder(connection).record_unapplied("runs", "0001_initial")
    applied = MigrationRecorder(connection).applied_migrations()
    assert ("simulations", "0001_initial") in applied
    tables = connection.introspection.table_names()
    assert "simulations_run" in tables
    assert "runs_run" not in tables
    owner = get("accounts", "User").objects.create(email="analytiker@example.se", password="!")
    region = get("accounts", "Organisation").objects.create(slug="region-a", name="Region A", kind="region")
    get("accounts", "Membership").objects.create(user=owner, organisation=region, role="analyst")
    for model in ("run", "runevent"):
        get("contenttypes", "ContentType").objects.create(app_label="simulations", model=model)
    for number, (name, events) in enumerate(EVENTS.items()):
        make_one(get, number, name, events, owner, region)
    print("made")


def make_one(get, number: int, name: str, events: list[str], owner, region) -> None:
    """One run."""
    pk, ended = f"k-00000{number}", name not in ("queued", "running")
    spec = {"scenario": "vardag", "network": "sweden", "days": 7, "seed": number, "replicates": 1, "overrides": {}}
    common = {
        "state": name,
        "reason": REASON.get(name, ""),
        "error": "Day 8 lies outside the horizon." if name == "failed" else "",
        "started_at": AT if "started" in events else None,
        "finished_at": AT + timedelta(minutes=1) if ended else None,
    }
    job = get("jobs", "Job").objects.create(
        kind="dispensing.run",
        payload=spec,
        payload_schema="beredd/run-spec/1",
        run_id=pk,
        attempts=1 if "started" in events else 0,
        lease_until=AT if name == "running" else None,
        queued_at=AT,
        **common,
    )
    run = get("runs", "Run").objects.create(
        id=pk,
        title=f"En {name}" if number % 2 else "",
        scenario="vardag",
        spec=spec,
        spec_schema="beredd/run-spec/1",
        spec_hash=f"{number}" * 16,
        is_demo=name == "done",
        created_at=AT,
        created_by=owner,
        organisation=region,
        job=job,
        summary=SUMMARY if name == "done" else None,
        fingerprint="f" * 16 if name == "done" else "",
        **common,
    )
    for place, kind in enumerate(events, 1):
        get("runs", "RunEvent").objects.create(run=run, number=place, kind=kind, at=AT, data={"n": place})


def check() -> None:
    """Upgrade twice; everything is there under its new name, and the queue goes on."""
    for _time in range(2):
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    from django.contrib.auth import get_user_model
    from django.contrib.contenttypes.models import ContentType
    from django.test import Client

    from beredd.web.jobs import actions as jobs
    from beredd.web.jobs.models import Job
    from beredd.web.runs.models import Run, RunEvent

    tables = connection.introspection.table_names()
    assert "runs_run" in tables
    assert not [table for table in tables if table.startswith("simulations")]
    assert not ContentType.objects.filter(app_label="simulations").exists()
    owner = get_user_model().objects.get()
    reader = Client()
    reader.force_login(owner)
    pages = 0
    for number, (name, events) in enumerate(EVENTS.items()):
        run = Run.objects.get(pk=f"k-00000{number}")
        assert (run.kind, run.topic, run.state, run.job.state) == ("dispensing.run", "vardag", name, name)
        assert (run.reason, run.spec["seed"], run.spec_hash) == (REASON.get(name, ""), number, f"{number}" * 16)
        assert (run.created_by, run.organisation.slug, run.created_at) == (owner, "region-a", AT)
        assert (run.key, run.removed_at, run.is_private) == (None, None, False)
        assert [event.kind for event in run.events.all()] == events
        assert [event.data["n"] for event in run.events.all()] == list(range(1, len(events) + 1))
        assert run.engine == ("dispensing/1" if name == "done" else "")
        page = reader.get(f"/rakna/{run.pk}/", headers={"host": "localhost"})
        assert page.status_code == 200
        assert run.pk in page.content.decode()
        pages += 1
    kept = f"{Run.objects.count()} runs, {RunEvent.objects.count()} events and {Job.objects.count()} jobs kept"
    go_on(jobs, Run)
    for wrong in ({"state": "asleep"}, {"kind": None}, {"key": "0" * 16}, {"is_private": True}):
        try:
            with transaction.atomic():
                Run.objects.update(**wrong)
        except IntegrityError:
            continue
        raise AssertionError(f"the database took {wrong}")
    print(f"{connection.vendor}: {kept}, {pages} pages, queue goes on, rules held")


def go_on(jobs, Run) -> None:
    """The waiting run is claimed and finished; the silent one goes back to the queue."""
    job = jobs.claim(worker="new")
    assert job.run_id == "k-000000"
    jobs.finish(job=job, summary=SUMMARY)
    run = Run.objects.get(pk="k-000000")
    assert (run.state, run.engine) == ("done", "dispensing/1")
    assert [event.number for event in run.events.all()] == [1, 2, 3]
    assert jobs.reap() == 1
    assert Run.objects.get(pk="k-000001").events.last().kind == "requeued"


{"make": make, "check": check}[sys.argv[1]]()
