"""Every change of an assignment's registers: keyword-only, `by=`, one transaction, its line in the audit log."""

from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from beredd.web.accounts import policy
from beredd.web.accounts.models import User
from beredd.web.assignments.errors import NotAllowed
from beredd.web.assignments.models import Entered
from beredd.web.audit.actions import record as log

Row = TypeVar("Row", bound=Entered)


@transaction.atomic
def enter(*, by: User | None, row: Row, assignment_id: str, is_demo: bool = False) -> Row:
    """Put a row, whose fields have been checked, into a register. `by=None` is the program, seeding."""
    _require(by)
    is_new = row.pk is None
    if is_new:
        row.assignment, row.created_by, row.is_demo = assignment_id, by, is_demo and by is None
    row.save()
    log(by=by, what=_word(row, "entered" if is_new else "changed"), target=f"{assignment_id} {row.pk}", text=str(row))
    return row


@transaction.atomic
def remove(*, by: User, row: Row) -> Row:
    """Hide a row. It can be had back until the sweep takes it."""
    _require(by)
    if row.removed_at is None:
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])
        log(by=by, what=_word(row, "removed"), target=f"{row.assignment} {row.pk}", text=str(row))
    return row


@transaction.atomic
def restore(*, by: User, row: Row) -> Row:
    """Have a removed row back."""
    _require(by)
    if row.removed_at is not None:
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        log(by=by, what=_word(row, "restored"), target=f"{row.assignment} {row.pk}", text=str(row))
    return row


def _require(by: User | None) -> None:
    if by is not None and not policy.may_write_assignments(by):
        raise NotAllowed("assignments.write-not-allowed")


def _word(row: Any, event: str) -> str:
    return f"assignments.{row._meta.model_name}.{event}"
