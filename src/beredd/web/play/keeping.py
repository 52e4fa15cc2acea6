"""How long a run of an exercise is kept: ten years after its end, what nobody started thirty days."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from beredd.web.audit.actions import record
from beredd.web.play.models import LiveRun
from beredd.web.retention import Rule

KEPT = timedelta(days=3653)
UNUSED = timedelta(days=30)
_NAMES = ("LiveRun", "LiveEvent", "Picture", "Seat", "Order", "Message", "Reading")


def _due(now: datetime) -> Sequence[str]:
    old = Q(state="ended", ended_at__lt=now - KEPT) | Q(state="lobby", made_at__lt=now - UNUSED)
    return [str(pk) for pk in LiveRun.objects.filter(old).values_list("pk", flat=True)]


def _sweep(now: datetime) -> Sequence[str]:
    with transaction.atomic():
        taken = _due(now)
        if taken:
            LiveRun.objects.filter(pk__in=taken).delete()
            record(by=None, what="retention.swept", target="play.liverun", text=f"{len(taken)} rows")
    return taken


RULE = Rule(name="play.liverun", covers=tuple(f"play.{name}" for name in _NAMES), due=_due, sweep=_sweep)
