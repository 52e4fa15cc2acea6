"""The everyday run beside a disruption: same network, seed, days, replicates and parameters, no disruption."""

from beredd.web.accounts import policy
from beredd.web.accounts.models import User
from beredd.web.dispensing import catalogue
from beredd.web.dispensing.actions import start_run
from beredd.web.dispensing.models import SPEC_SCHEMA, Run
from beredd.web.jobs.models import OPEN_STATES, State

EVERYDAY = "vardag"


def find_baseline(*, run: Run, reader) -> Run | None:
    """The newest everyday run that differs from `run` in nothing but the scenario, done before still open."""
    from beredd.provenance import fingerprint

    if run.scenario == EVERYDAY:
        return None
    wanted = fingerprint({"schema": SPEC_SCHEMA, **run.spec, "scenario": EVERYDAY})
    candidates = Run.objects.filter(spec_hash=wanted, state__in=(State.DONE, *OPEN_STATES)).order_by("-created_at")
    readable = [candidate for candidate in candidates if policy.may_read_run(reader, candidate)]
    return min(readable, key=lambda candidate: candidate.state != State.DONE, default=None)


def ensure_baseline(*, by: User, run: Run) -> Run | None:
    """The baseline of a run, started when nobody has made it; None for a run that is itself everyday."""
    if run.scenario == EVERYDAY or catalogue.scenario(EVERYDAY) is None:
        return None
    found = find_baseline(run=run, reader=by)
    if found is not None:
        return found
    spec = run.spec
    return start_run(
        by=by,
        scenario=EVERYDAY,
        days=spec["days"],
        seed=spec["seed"],
        replicates=spec["replicates"],
        network=spec["network"],
        overrides=spec["overrides"],
        organisation=run.organisation,
    )
