"""Starting a report; all else that happens to it is the same for runs of every kind."""

from django.db import transaction

from beredd.reports.registers import Registers
from beredd.web.accounts.models import User
from beredd.web.reports.kind import REPORT
from beredd.web.reports.spec import spec_of
from beredd.web.runs.actions import queue_run
from beredd.web.runs.models import Run


@transaction.atomic
def start_report(*, by: User, registers: Registers, kind: str, edition: str) -> Run:
    """A report in the queue, of the registers as they stand now."""
    return queue_run(
        by=by,
        kind=REPORT.name,
        spec=spec_of(registers, kind=kind, edition=edition),
        topic=registers.assignment.id,
        text=f"{registers.assignment.id}, {kind}, {edition}",
        organisation=by.own_organisation,
    )
