"""Starting a run of the dispensing chain; all else that happens to it is the same for runs of every kind."""

from typing import Any

from django.db import transaction

from beredd.web.accounts.models import Organisation, User
from beredd.web.dispensing.kind import DISPENSING_RUN
from beredd.web.dispensing.spec import spec_of
from beredd.web.runs.actions import queue_run
from beredd.web.runs.models import Run


@transaction.atomic
def start_run(
    *,
    by: User | None,
    organisation: Organisation | None = None,
    title: str = "",
    is_demo: bool = False,
    **asked: Any,
) -> Run:
    """A new run in the queue, of a question's fields. What the engine would refuse is refused here, naming the field.

    `by=None` is the program itself, seeding the demonstration.
    """
    spec = spec_of(**asked)
    return queue_run(
        by=by,
        kind=DISPENSING_RUN.name,
        spec=spec,
        topic=spec["scenario"],
        title=title,
        text=f"{spec['scenario']}, {spec['days']} d, seed {spec['seed']}",
        organisation=organisation,
        is_demo=is_demo,
    )
