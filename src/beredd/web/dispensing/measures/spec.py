"""What may be asked of a comparison on the site: the package's own measures, under the site's ceilings."""

from functools import cache
from typing import Any

from beredd.descriptions import limits, on_site
from beredd.descriptions.errors import Fault, Refused
from beredd.dispensing.errors import DispensingError
from beredd.dispensing.measures import CompareQuestion, find_measures, list_measures
from beredd.dispensing.scenarios import load_scenario, scenario_ids
from beredd.wording import Sentence

ASKED = on_site(CompareQuestion)
LIMITS = limits(ASKED)
MOST_MEASURES = 8
TOGETHER = "+"
USUAL_REPLICATES, REPLICATES_PER_DRAW = 5, 2


@cache
def known() -> frozenset[str]:
    """Ids of the measures that can be compared."""
    return frozenset(one.id for one in list_measures() if one.is_modelled)


def spec_of(**given: Any) -> dict[str, Any]:
    """The question as it is stored, the scenario's days filled in; Refused names each fault's field.

    Files are never read: on the site a measure is an id of the package's, or several joined by `+`.
    """
    asked = ASKED(**given)
    _require_known(asked)
    scenario = load_scenario(asked.scenario)
    try:
        from beredd.dispensing.measures.catalogue import with_measures

        for together in find_measures(asked.measures).values():
            with_measures(scenario, together)
    except DispensingError as error:
        raise Refused(faults=[Fault("measures", error.sentence)]) from error
    spec: dict[str, Any] = asked.but(days=asked.days or scenario.days).as_data()
    return spec


def _require_known(asked: CompareQuestion) -> None:
    faults = []
    if asked.scenario not in scenario_ids():
        faults.append(Fault("scenario", Sentence("measures.site-scenario", name=asked.scenario[:60])))
    for ref in asked.measures:
        wrong = [name for name in ref.split(TOGETHER) if name not in known()]
        if wrong:
            faults.append(Fault("measures", Sentence("measures.site-unknown", name=wrong[0][:60])))
    if len(asked.measures) > MOST_MEASURES:
        faults.append(
            Fault("measures", Sentence("measures.site-too-many", found=len(asked.measures), most=MOST_MEASURES))
        )
    if faults:
        raise Refused(faults=faults)


def days_run(spec: dict[str, Any]) -> float:
    """Simulated days of the whole country that a comparison takes, the run without measures included."""
    runs = (spec.get("uncertainty") or 0) * (spec.get("replicates") or REPLICATES_PER_DRAW)
    runs = runs or spec.get("replicates") or USUAL_REPLICATES
    return float(spec["days"] * runs * (1 + len(spec["measures"])) * (0.1 if spec["small"] else 1.0))
