"""Writing to the audit log. Called inside the transaction of the action that it describes."""

from django.db import transaction

from beredd.web import logs
from beredd.web.audit.models import Line

PROGRAM = "beredd"
"""Who acted when no person did: seeding, the worker, the command line."""


def record(*, by, what: str, target: str = "", text: str = "", run_id: str = "") -> Line:
    """Append one line; `by` is a user, a name, or None for the program itself."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"The log line {what!r} must be written in the transaction of the action it describes.")
    who = PROGRAM if by is None else by if isinstance(by, str) else by.get_username()
    return Line.objects.create(
        who=who,
        what=what,
        target=target[:254],
        text=text,
        request_id=logs.request_id.get(),
        run_id=run_id or logs.run_id.get(),
    )
