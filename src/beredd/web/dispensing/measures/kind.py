"""What is particular to comparisons of measures among runs."""

from django.utils.translation import gettext_lazy

from beredd.web.dispensing import catalogue
from beredd.web.dispensing.forms import scenario_title
from beredd.web.dispensing.measures.spec import days_run
from beredd.web.runs.kinds import RunKind


def title_of(run) -> str:
    """What a comparison is called: its own name, else its scenario's."""
    scenario = catalogue.scenario(run.topic)
    return run.title or (scenario_title(scenario) if scenario else run.topic)


COMPARISON = RunKind(
    name="dispensing.compare",
    schema="beredd/compare-spec/1",
    label=gettext_lazy("Jämförelse av åtgärder"),
    title_of=title_of,
    page="dispensing:compared",
    room="compute",
    units_of=days_run,
    rate_key_of=lambda spec: "small" if spec["small"] else "whole",
    first_guess_s=0.4,
    work="beredd.web.dispensing.measures.work:compare_measures",
)
