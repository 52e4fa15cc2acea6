"""The order of the queue, what a job will take, and what is ahead of it.

Everyone's turn comes: next is a job of the account that has been served longest ago, within it of the person who has,
and of theirs the oldest. What a job takes is learnt from those that are done: seconds per unit of work.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Max
from django.utils import timezone

from beredd.figures.numbers import duration
from beredd.web.jobs.kinds import kind_of, known_kinds
from beredd.web.jobs.models import Job, State

REMEMBERED = timedelta(days=1)
"""Who was served longer ago than this counts as never served."""
LEARNT_FROM = 20
"""So many done jobs, the newest, say what the next will take."""
GUESSED_UNITS = 30.0
"""So many units at the kind's first guess are added to each: a short job is mostly preparation, and the first one on a
machine compiles for a minute, which says little of a long one."""


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What a waiting job waits for: jobs that run or come before it, and what is left of them, s (None: not known)."""

    n: int
    seconds: float | None

    @property
    def duration(self) -> str:
        """About how long it takes, in the language that is spoken; empty where it is not known."""
        return "" if self.seconds is None else duration(self.seconds)


def fair_order(waiting: Iterable[Job], served: dict[str, float]) -> list[Job]:
    """Waiting jobs in the order in which they are taken.

    served   account or requester -> when one of its jobs was last started; the longer ago, the sooner its turn
    """
    left = sorted(waiting, key=lambda job: (job.queued_at, str(job.pk)))
    turns, order = dict(served), []
    turn = max(served.values(), default=0.0)
    while left:
        job = min(left, key=lambda one: (turns.get(one.account, -1.0), turns.get(one.requester, -1.0)))
        left.remove(job)
        order.append(job)
        turn += 1.0
        turns[job.account] = turns[job.requester] = turn
    return order


def waiting_in_order() -> list[Job]:
    """Jobs that this version of the program can do and that nobody has taken, next first."""
    waiting = list(Job.objects.filter(state=State.QUEUED, kind__in=known_kinds()).defer("payload"))
    return fair_order(waiting, _served()) if len(waiting) > 1 else waiting


def _served() -> dict[str, float]:
    recent = Job.objects.filter(started_at__gt=timezone.now() - REMEMBERED)
    served: dict[str, float] = {}
    for column in ("account", "requester"):
        for name, at in recent.values_list(column).annotate(Max("started_at")):
            served[name] = max(served.get(name, 0.0), at.timestamp())
    return served


def seconds_per_unit(kind: str, rate_key: str) -> float | None:
    """What a unit of a kind's work takes by the newest jobs that are done, s; without any, the kind's guess."""
    done = Job.objects.filter(kind=kind, rate_key=rate_key, state=State.DONE, units__gt=0, started_at__isnull=False)
    told = done.order_by("-finished_at").values_list("started_at", "finished_at", "units")[:LEARNT_FROM]
    guess = kind_of(kind).first_guess_s
    known_s, known = (0.0, 0.0) if guess is None else (guess * GUESSED_UNITS, GUESSED_UNITS)
    measured = [
        ((ended - began).total_seconds() + known_s) / (units + known)
        for began, ended, units in told
        if began and ended and units
    ]
    return median(measured) if measured else guess


def expected_s(kind: str, rate_key: str, units: float | None) -> float | None:
    """What so many units will take, s; None where nothing is known."""
    rate = seconds_per_unit(kind, rate_key) if units else None
    return None if rate is None or units is None else rate * units


def ahead_of(job: Job) -> Ahead:
    """What a waiting job waits for."""
    order = waiting_in_order()
    place = next((at for at, one in enumerate(order) if one.pk == job.pk), len(order))
    before = [*Job.objects.filter(state=State.RUNNING).defer("payload"), *order[:place]]
    rates: dict[tuple[str, str], float | None] = {}
    seconds: float | None = 0.0
    for one in before:
        key = (one.kind, one.rate_key)
        if key not in rates:
            rates[key] = seconds_per_unit(*key) if one.kind in known_kinds() else None
        rate = rates[key]
        if seconds is None or rate is None or one.units is None:
            seconds = None
            continue
        seconds += rate * one.units * (1 - one.percent / 100)
    return Ahead(n=len(before), seconds=seconds)
