"""How long runs are kept: declared by each kind, carried out by `sweep`."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from beredd.web.audit.actions import record
from beredd.web.retention import Rule, register
from beredd.web.runs.kinds import is_known, kind_of
from beredd.web.runs.models import OPEN_STATES, Run


@dataclass(frozen=True, kw_only=True)
class Due:
    """A run that goes, and why: `removed` (and not restored), `old`, or `orphaned` (private, its owner gone)."""

    run_id: str
    kind: str
    topic: str
    why: str


def goes_at(run: Run) -> datetime | None:
    """When the sweep takes the run; None: not until somebody removes it."""
    kind = kind_of(run.kind)
    if run.removed_at is not None:
        return run.removed_at + kind.keep_removed
    if kind.keep is None or run.finished_at is None or run.is_demo:
        return None
    return run.finished_at + kind.keep


def _why(run: Run, now: datetime) -> str:
    if run.is_open or not is_known(run.kind):
        return ""
    if run.is_private and run.created_by_id is None:
        return "orphaned"
    at = goes_at(run)
    if at is None or at > now:
        return ""
    return "old" if run.removed_at is None else "removed"


def due(*, now: datetime | None = None) -> Iterator[Due]:
    """The runs that a sweep takes now."""
    now = now or timezone.now()
    for run in Run.objects.exclude(state__in=OPEN_STATES).defer("spec", "summary", "record").order_by("pk").iterator():
        if why := _why(run, now):
            yield Due(run_id=run.pk, kind=run.kind, topic=run.topic, why=why)


def sweep(*, now: datetime | None = None) -> list[Due]:
    """Deletes the runs that are due, with their jobs and files; the audit log keeps that they were there."""
    now = now or timezone.now()
    taken = []
    for one in list(due(now=now)):
        with transaction.atomic():
            run = Run.objects.select_for_update().filter(pk=one.run_id).first()
            # Again under the lock: it may have been restored meanwhile.
            if run is None or not _why(run, now):
                continue
            folder, job = run.folder, run.job
            text = f"{one.why}, {run.topic} {run.spec_hash}"
            record(by=None, what=kind_of(run.kind).log("swept"), target=run.pk, text=text, run_id=run.pk)
            run.delete()
            if job is not None:
                job.delete()
        # After the commit: a transaction that is rolled back must still have its files.
        shutil.rmtree(folder, ignore_errors=True)
        taken.append(one)
    return taken


def register_rules() -> None:
    """Called once, when the room is ready."""

    def lines(found: Iterable[Due]) -> list[str]:
        return [f"{one.run_id}  {one.why:8}  {kind_of(one.kind).name}  {one.topic}" for one in found]

    register(
        Rule(
            name="runs.run",
            covers=("runs.Run", "runs.RunEvent", "jobs.Job"),
            due=lambda now: lines(due(now=now)),
            sweep=lambda now: lines(sweep(now=now)),
        )
    )
