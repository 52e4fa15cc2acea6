"""The everyday run beside a disruption: same network, seed, days, replicates and parameters, no disruption."""

from beredd.web.accounts.models import User
from beredd.web.dispensing import catalogue
from beredd.web.dispensing.actions import start_run
from beredd.web.dispensing.catalogue import EVERYDAY
from beredd.web.dispensing.kind import DISPENSING_RUN
from beredd.web.jobs.models import OPEN_STATES, State
from beredd.web.runs.access import may_read
from beredd.web.runs.actions import hash_of
from beredd.web.runs.errors import RunConflict
from beredd.web.runs.models import Run


def find_baseline(*, run: Run, reader) -> Run | None:
    """The newest everyday run that differs from `run` in nothing but the scenario, done before still open."""
    if run.topic == EVERYDAY:
        return None
    wanted = hash_of(DISPENSING_RUN.schema, {**run.spec, "scenario": EVERYDAY})
    candidates = Run.objects.of_kind(DISPENSING_RUN.name).filter(spec_hash=wanted, state__in=(State.DONE, *OPEN_STATES))
    readable = [candidate for candidate in candidates.order_by("-created_at") if may_read(reader, candidate)]
    return min(readable, key=lambda candidate: candidate.state != State.DONE, default=None)


def ensure_baseline(*, by: User, run: Run) -> Run | None:
    """The baseline of a run, started when nobody has made it; None for a run that is itself everyday."""
    if run.topic == EVERYDAY or catalogue.scenario(EVERYDAY) is None:
        return None
    found = find_baseline(run=run, reader=by)
    if found is not None:
        return found
    try:
        return start_run(by=by, organisation=run.organisation, **{**run.spec, "scenario": EVERYDAY})
    except RunConflict:
        # The run itself took the last place; its page offers the everyday when there is room.
        return None
