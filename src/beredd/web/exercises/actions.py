"""What comes in from micro exercises, and how long it is kept."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from beredd.web.audit.actions import record
from beredd.web.exercises.models import MicroAnswer
from beredd.web.retention import Rule

KEPT_YEARS = 3
"""So long an answer is kept: over the years that the programme compares."""


def quarter_of(day: date) -> str:
    """`2026-4`."""
    return f"{day.year}-{(day.month + 2) // 3}"


def receive(*, token: uuid.UUID, plan: str, version: int, levels: Mapping[str, int], on: date) -> None:
    """Keep a group's answer once. No line in the log: it would tell when somebody sent it."""
    MicroAnswer.objects.get_or_create(
        token=token, defaults={"plan": plan, "version": version, "levels": dict(levels), "quarter": quarter_of(on)}
    )


def _due(now: datetime) -> Sequence[str]:
    oldest = quarter_of(now.date().replace(day=1, year=now.year - KEPT_YEARS))
    return [str(pk) for pk in MicroAnswer.objects.filter(quarter__lt=oldest).values_list("pk", flat=True)]


def _sweep(now: datetime) -> Sequence[str]:
    with transaction.atomic():
        taken = _due(now)
        if taken:
            MicroAnswer.objects.filter(pk__in=taken).delete()
            record(by=None, what="retention.swept", target="exercises.microanswer", text=f"{len(taken)} rows")
    return taken


RULE = Rule(name="exercises.microanswer", covers=("exercises.MicroAnswer",), due=_due, sweep=_sweep)
