"""Starting a run of the dispensing chain; all else that happens to it is the same for runs of every kind."""

from django.db import transaction

from beredd.web.accounts.models import Organisation, User
from beredd.web.dispensing.kind import DISPENSING_RUN
from beredd.web.dispensing.spec import check_spec
from beredd.web.runs.actions import queue_run
from beredd.web.runs.models import Run


@transaction.atomic
def start_run(
    *,
    by: User | None,
    scenario: str,
    days: int,
    seed: int,
    replicates: int = 1,
    network: str = "sweden",
    overrides: dict | None = None,
    organisation: Organisation | None = None,
    title: str = "",
    is_demo: bool = False,
) -> Run:
    """A new run in the queue. Refuses a description that the engine would refuse, naming the field.

    `by=None` is the program itself, seeding the demonstration.
    """
    spec = check_spec(
        scenario=scenario, days=days, seed=seed, replicates=replicates, network=network, overrides=overrides or {}
    )
    return queue_run(
        by=by,
        kind=DISPENSING_RUN.name,
        spec=spec,
        topic=scenario,
        title=title,
        text=f"{scenario}, {days} d, seed {seed}",
        organisation=organisation,
        is_demo=is_demo,
    )
