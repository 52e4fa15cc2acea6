"""What is asked of the dose chain: a scenario's dose events, for how long, with which parameters."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from beredd.descriptions import Asked, Description, Seed, overrides_of
from beredd.dispensing.parameters import load_parameters
from beredd.dispensing.question import DaysAsked, NetworkAsked, ScenarioAsked
from beredd.parameters import Register, load
from beredd.wording import Sentence

KIND = "dispensing.dose"


def dose_register() -> Register:
    """The register of the dose chain."""
    return load("dose")


def registers() -> Register:
    """Both registers as one: a dose run may change what stands in either."""
    return Register([*load_parameters().values(), *dose_register().values()], name="dose")


def _overrides(given: Any) -> Any:
    return overrides_of(registers(), given) if isinstance(given, Mapping) else given


class DoseQuestion(Description):
    """A run of the dose chain alone."""

    scenario: ScenarioAsked
    network: NetworkAsked = None
    dose_tables: Annotated[
        str | None,
        Field(max_length=400, description="Folder with dose tables of your own; the package's if left out."),
        Asked(Sentence("dose.tables")),
    ] = None
    days: DaysAsked = None
    seed: Seed = 1
    overrides: Annotated[
        dict[str, float],
        Field(description="Parameter name and value in its range (see `parameters` and content/parameters/dose.toml)."),
        BeforeValidator(_overrides),
        Asked(Sentence("dispensing.overrides"), option="--set"),
    ] = {}  # noqa: RUF012 (pydantic copies it)
