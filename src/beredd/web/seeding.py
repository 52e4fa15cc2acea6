"""What a fresh site starts with: an organisation and small runs, so that the first page has something to show."""

from django.conf import settings
from django.db import transaction

from beredd.web.accounts import actions as accounts
from beredd.web.accounts.models import Organisation
from beredd.web.dispensing import actions as dispensing
from beredd.web.dispensing import catalogue
from beredd.web.dispensing.kind import DISPENSING_RUN
from beredd.web.jobs.models import State
from beredd.web.runs.models import Run

DEMO_DAYS, DEMO_SEED, DEMO_REPLICATES = 14, 1, 3
DEMO_SCENARIOS = ("vardag", "s1-erecept")


@transaction.atomic
def seed() -> None:
    """Adds what is missing; does nothing the second time."""
    if not settings.DEMO:
        return
    if not Organisation.objects.filter(slug="ovningsmyndigheten").exists():
        accounts.create_organisation(
            by=None, name="Övningsmyndigheten", kind="agency", slug="ovningsmyndigheten", is_demo=True
        )
    shown = Run.objects.of_kind(DISPENSING_RUN.name).present().filter(is_demo=True)
    usable = shown.filter(state__in=(State.QUEUED, State.RUNNING, State.DONE))
    missing = set(DEMO_SCENARIOS) - set(usable.values_list("topic", flat=True))
    # The catalogue is asked only when something is missing: it imports the engine, which takes a second.
    for scenario in DEMO_SCENARIOS:
        if scenario in missing and catalogue.scenario(scenario) is not None:
            dispensing.start_run(
                by=None,
                scenario=scenario,
                days=DEMO_DAYS,
                seed=DEMO_SEED,
                replicates=DEMO_REPLICATES,
                is_demo=True,
            )
