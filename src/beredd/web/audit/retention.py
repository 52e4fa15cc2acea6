"""Names leave the log after two years; what was done stays."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from beredd.web.audit.actions import NOBODY, PROGRAM, record
from beredd.web.audit.models import Line
from beredd.web.retention import Rule, register

KEPT = timedelta(days=730)
GONE = "removed"
"""Stands for a name or an address that was taken out."""
_ADDRESS = re.compile(r"[^\s@;,]+@[^\s@;,]+")
_MACHINE = re.compile(r"(?<=from )[0-9a-fA-F.:]+$")
_BATCH = 1000


def without_names(text: str) -> str:
    """The text without e-mail addresses and without the machine that somebody signed in from."""
    return _MACHINE.sub(GONE, _ADDRESS.sub(GONE, text))


def _due(now: datetime) -> QuerySet:
    return Line.objects.filter(nameless_at=None, at__lt=now - KEPT).order_by("pk")


def _list(now: datetime) -> Sequence[str]:
    return [str(pk) for pk in _due(now).values_list("pk", flat=True)]


def _sweep(now: datetime) -> Sequence[str]:
    taken: list[str] = []
    last = _due(now).order_by("-pk").values_list("pk", flat=True).first()  # what the sweep itself writes is not for it
    while batch := list(_due(now).filter(pk__lte=last or 0)[:_BATCH]):
        with transaction.atomic():
            for line in batch:
                who = line.who if line.who in (PROGRAM, NOBODY) else GONE
                line.take_names_out(who=who, target=without_names(line.target), text=without_names(line.text), at=now)
            record(by=None, what="retention.swept", target="audit.line", text=f"names taken out of {len(batch)} lines")
        taken += [str(line.pk) for line in batch]
    return taken


def register_rules() -> None:
    """Called once, when the room is ready."""
    register(Rule(name="audit.line", covers=("audit.Line",), due=_list, sweep=_sweep))
