"""The log of a run between the database and the library: read, proved and grown, one writer at a time."""

from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from uuid import UUID

from django.db import transaction
from django.db.models import F

from beredd.exercises.log import Event, Run
from beredd.exercises.plan import Plan
from beredd.web.exercises import shelf
from beredd.web.play.models import LiveEvent, LiveRun

_NAMES = tuple(one.name for one in fields(Event))
_KEPT: dict[UUID, Run] = {}
_MOST = 50


@lru_cache(maxsize=50)
def _plan(id: UUID) -> Plan:
    return shelf.from_data(LiveRun.objects.values_list("data", flat=True).get(pk=id))


def plan_of(live: LiveRun) -> Plan:
    """The plan of a run, as it was when the run was made."""
    return _plan(live.pk)


def run_of(live: LiveRun) -> Run:
    """The log as the library has it; every event is proved once in each process. RunBroken where the chain breaks."""
    from beredd.play.playing import head_of

    run = _KEPT.get(live.pk) or Run(head_of(plan_of(live), live.seed))
    rows = LiveEvent.objects.filter(run=live, number__gt=len(run.events)).order_by("number")
    for row in rows.values(*_NAMES):
        run = run.followed(Event(**row))
    if len(_KEPT) >= _MOST and live.pk not in _KEPT:
        _KEPT.pop(next(iter(_KEPT)))
    _KEPT[live.pk] = run
    return run


def append(live: LiveRun, events: Iterable[Event]) -> None:
    """Put events behind the log; the caller holds the run's row. Of two writers one collides on the number."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Events are appended in the transaction of what made them.")
    LiveEvent.objects.bulk_create(
        [LiveEvent(run=live, **{name: getattr(event, name) for name in _NAMES}) for event in events]
    )


def locked(id: UUID) -> LiveRun:
    """The run's row, held until the transaction ends."""
    return LiveRun.objects.select_for_update().get(pk=id)


def touch(id: UUID) -> None:
    """Say that a screen can show something new."""
    LiveRun.objects.filter(pk=id).update(tick=F("tick") + 1)


def forget() -> None:
    """Drop what is kept in this process; the database has it all."""
    _KEPT.clear()
    _plan.cache_clear()
