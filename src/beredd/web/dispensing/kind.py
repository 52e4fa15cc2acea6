"""What is particular to runs of the dispensing chain, and to screenings for what must not fail."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredd.web.accounts import policy
from beredd.web.dispensing import catalogue
from beredd.web.dispensing.forms import scenario_title
from beredd.web.runs.kinds import RunKind


def title_of(run) -> str:
    """What a run is called: its own name, else its scenario's."""
    scenario = catalogue.scenario(run.topic)
    return run.title or (scenario_title(scenario) if scenario else run.topic)


DISPENSING_RUN = RunKind(
    name="dispensing.run",
    schema="beredd/run-spec/1",
    label=gettext_lazy("Läkemedelsförsörjning"),
    title_of=title_of,
    page="dispensing:run",
    room="compute",
    units_of=lambda spec: float(spec["days"] * spec["replicates"]),
    rate_key_of=lambda spec: str(spec["network"])[:60],
    first_guess_s=0.5,  # a simulated day of Sweden on two cores
    aside=catalogue.EVERYDAY,
    work="beredd.web.dispensing.work:run_dispensing",
    log_as="simulations.run",  # lines written since the first version begin so
)


def failures_title(run) -> str:
    """What a screening is called: its own name, else what went out and for how long."""
    from beredd.dispensing.failures.question import NAMES

    what = str(NAMES[run.spec["what"]])
    return run.title or _("%(what)s utslagna i %(hours)s timmar") % {"what": what, "hours": run.spec["hours"]}


FAILURES_RUN = RunKind(
    name="dispensing.failures",
    schema="beredd/failures/1",
    label=gettext_lazy("Genomgång av bortfall"),
    title_of=failures_title,
    page="dispensing:failure",
    room="compute",
    first_guess_s=300.0,
    work="beredd.web.dispensing.work:run_failures",
    is_open_to=policy.may_see_places,
)
