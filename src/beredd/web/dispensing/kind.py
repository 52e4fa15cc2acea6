"""What is particular to runs of the dispensing chain."""

from django.utils.translation import gettext_lazy

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
