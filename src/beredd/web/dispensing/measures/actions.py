"""Starting a comparison; all else that happens to it is the same for runs of every kind."""

from typing import Any

from django.db import transaction

from beredd.web.accounts.models import Organisation, User
from beredd.web.dispensing.measures.kind import COMPARISON
from beredd.web.runs.actions import queue_run
from beredd.web.runs.models import Run


@transaction.atomic
def start_comparison(
    *, by: User | None, spec: dict[str, Any], organisation: Organisation | None = None, title: str = ""
) -> Run:
    """A new comparison in the queue; `spec` is of `spec_of`."""
    return queue_run(
        by=by,
        kind=COMPARISON.name,
        spec=spec,
        topic=spec["scenario"],
        title=title,
        text=f"{spec['scenario']}, {', '.join(spec['measures'])}, {spec['days']} d",
        organisation=organisation,
        is_demo=by is None,
    )
