"""What is asked of a comparison: a scenario, measures, and how the differences are to be made sure."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from beredd.descriptions import Asked, Description, Seed
from beredd.descriptions.errors import Fault, Refused
from beredd.dispensing.question import DaysAsked, NetworkAsked, ScenarioAsked
from beredd.wording import Sentence

KIND = "dispensing.compare"
MOST_REPLICATES = 200
USUAL_REPLICATES = 5
REPLICATES_PER_DRAW = 2
"""So that chance can be told from parameters."""


class CompareQuestion(Description):
    """Measures in a scenario against the scenario without them, under the same chance."""

    scenario: ScenarioAsked
    measures: Annotated[
        tuple[str, ...],
        Field(
            min_length=1,
            max_length=24,
            description="A measure's id (see `measures`), several joined by +, or a YAML file of your own.",
        ),
        Asked(Sentence("measures.measures"), option="--measure"),
    ]
    network: NetworkAsked = None
    days: DaysAsked = None
    seed: Seed = 1
    replicates: Annotated[
        int | None,
        Field(
            ge=1,
            le=MOST_REPLICATES,
            description=f"Runs with other chance, {USUAL_REPLICATES} if left out; with --uncertainty for each draw.",
        ),
        Asked(Sentence("dispensing.replicates"), site_most=50),
    ] = None
    uncertainty: Annotated[
        int | None,
        Field(ge=2, le=4096, description="Draws of the parameters that are uncertain."),
        Asked(Sentence("measures.uncertainty"), site_most=64),
    ] = None
    until_width: Annotated[
        float | None,
        Field(gt=0, le=1e12, description="Run until the interval of the leading figure's difference is so narrow."),
        Asked(Sentence("measures.until-width")),
    ] = None

    small: Annotated[
        bool,
        Field(description="In the small country, a tenth of the municipalities: quicker, and less exact."),
        Asked(Sentence("measures.small")),
    ] = False

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        if self.until_width is not None:
            for name in ("replicates", "uncertainty"):
                if getattr(self, name) is not None:
                    raise Refused(faults=[Fault(name, Sentence("measures.width-alone", option=f"--{name}"))])
        return self
