"""What is asked of the dispensing chain: a scenario on a network, for how long, how often, with which parameters."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field

from beredd.descriptions import Asked, Description, OneOf, Seed, command_words, overrides_of
from beredd.dispensing.parameters import load_parameters
from beredd.dispensing.scenarios import MAX_DAYS, load_scenario, scenario_ids
from beredd.wording import Sentence

KIND = "dispensing.run"
REFERENCE_NETWORK = "sweden"


def _overrides(given: Any) -> Any:
    return overrides_of(load_parameters(), given) if isinstance(given, Mapping) else given


ScenarioAsked = Annotated[
    str,
    Field(max_length=400, description="A scenario's id (see `scenarios`) or a TOML file of your own."),
    OneOf(scenario_ids, is_open=True),
    Asked(Sentence("dispensing.scenario")),
]
NetworkAsked = Annotated[
    str | None,
    Field(max_length=400, description="`sweden` or a network folder; the scenario's own if left out."),
    OneOf(lambda: (REFERENCE_NETWORK,), is_open=True),
    Asked(Sentence("dispensing.network")),
]
DaysAsked = Annotated[
    int | None,
    Field(ge=1, le=MAX_DAYS, description="Days to run; the scenario's if left out."),
    Asked(Sentence("dispensing.days")),
]


class Question(Description):
    """A run of a scenario. Unknown keys are refused: a misspelt parameter never means the register's value."""

    scenario: ScenarioAsked
    network: NetworkAsked = None
    days: DaysAsked = None
    seed: Seed = 1
    replicates: Annotated[
        int,
        Field(ge=1, le=200, description="Runs with other chance, for intervals."),
        Asked(Sentence("dispensing.replicates"), site_most=50),
    ] = 1
    overrides: Annotated[
        dict[str, float],
        Field(description="Parameter name and value in its range (see `parameters`)."),
        BeforeValidator(_overrides),
        Asked(Sentence("dispensing.overrides"), option="--set"),
    ] = {}  # noqa: RUF012 (pydantic copies it)

    def resolved(self) -> Self:
        """With the scenario's own network and days where none are given."""
        if self.network and self.days:
            return self
        scenario = load_scenario(self.scenario)
        return self.but(network=self.network or scenario.network, days=self.days or scenario.days)


def command_of(question: Question) -> str:
    """A command line that makes the same run again."""
    return command_words(("dispensing", "run", question.scenario), question, but=("scenario",))[0]
