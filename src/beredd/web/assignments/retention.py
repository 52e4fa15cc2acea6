"""Rows of an assignment's registers that were removed go after two weeks; the others stay with the assignment."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from beredd.web.assignments.models import Deed, Entered, Expense, Reached, Recommendation
from beredd.web.audit.actions import record
from beredd.web.retention import Rule, register

KEEP_REMOVED = timedelta(days=14)
MODELS: tuple[type[Entered], ...] = (Deed, Expense, Recommendation, Reached)


def register_rules() -> None:
    """Called once, when the room is ready."""
    for model in MODELS:
        register(
            Rule(
                name=f"assignments.{model._meta.model_name}",
                covers=(model._meta.label,),
                due=partial(_lines, model),
                sweep=partial(_sweep, model),
            )
        )


def _due(model: type[Entered], now: datetime):
    return model.objects.filter(removed_at__lte=now - KEEP_REMOVED).order_by("pk")  # type: ignore[attr-defined]


def _lines(model: type[Entered], now: datetime) -> list[str]:
    return [_line(row) for row in _due(model, now)]


def _line(row: Entered) -> str:
    return f"{row.assignment}  {row._meta.model_name} {row.pk}"


def _sweep(model: type[Entered], now: datetime) -> list[str]:
    taken = []
    with transaction.atomic():
        for row in _due(model, now):
            taken.append(_line(row))
            record(by=None, what=f"assignments.{model._meta.model_name}.swept", target=f"{row.assignment} {row.pk}")
            row.delete()
    return taken
