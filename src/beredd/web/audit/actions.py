"""Writing to the audit log. Called inside the transaction of the action that it describes."""

import json
import logging
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from django.db import transaction

from beredd.web import logs
from beredd.web.audit.models import Line

PROGRAM = "beredd"
"""Who acted when no person did: seeding, the worker, the command line."""


NOBODY = "anonymous"
"""Who acted when it was somebody who had not signed in."""
log = logging.getLogger("beredd.audit")


def record(*, by, what: str, target: str = "", text: str = "", run_id: str = "") -> Line:
    """Append one line; `by` is a user, a name, or None for the program itself."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"The log line {what!r} must be written in the transaction of the action it describes.")
    who = PROGRAM if by is None else by if isinstance(by, str) else by.get_username()
    line = Line.objects.create(
        who=who,
        what=what,
        target=target[:254],
        text=text,
        request_id=logs.request_id.get(),
        run_id=run_id or logs.run_id.get(),
    )
    # Also into the process's own log, for whoever collects those; only what came to be.
    transaction.on_commit(lambda: log.info("audit", extra={"line": as_data(line)}))
    return line


def as_data(line: Line) -> dict[str, Any]:
    """A line for programs (`beredd/audit/1`)."""
    return {
        "schema": "beredd/audit/1",
        "id": line.pk,
        "at": line.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "who": line.who,
        "what": line.what,
        "target": line.target,
        "text": line.text,
        "request_id": line.request_id,
        "run_id": line.run_id,
    }


def lines_as_json(lines: Iterable[Line]) -> Iterator[str]:
    """JSON lines, each ended."""
    for line in lines:
        yield json.dumps(as_data(line), ensure_ascii=False) + "\n"
