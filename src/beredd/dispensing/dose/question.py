"""What is asked of the dose chain: a scenario's dose events, for how long, with which parameters."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from beredd.descriptions import Asked, Description, OneOf, Seed, overrides_of
from beredd.dispensing.parameters import load_parameters
from beredd.dispensing.question import REFERENCE_NETWORK
from beredd.dispensing.scenarios import MAX_DAYS, scenario_ids
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

    scenario: Annotated[
        str,
        Field(max_length=400, description="A scenario's id (see `scenarios`) or a TOML file of your own."),
        OneOf(scenario_ids, is_open=True),
        Asked(Sentence("dispensing.scenario")),
    ]
    network: Annotated[
        str | None,
        Field(max_length=400, description="`sweden` or a network folder; the scenario's own if left out."),
        OneOf(lambda: (REFERENCE_NETWORK,), is_open=True),
        Asked(Sentence("dispensing.network")),
    ] = None
    dose_tables: Annotated[
        str | None,
        Field(max_length=400, description="Folder with dose tables of your own; the package's if left out."),
        Asked(Sentence("dose.tables")),
    ] = None
    days: Annotated[
        int | None,
        Field(ge=1, le=MAX_DAYS, description="Days to run; the scenario's if left out."),
        Asked(Sentence("dispensing.days")),
    ] = None
    seed: Seed = 1
    overrides: Annotated[
        dict[str, float],
        Field(description="Parameter name and value in its range (see `parameters` and content/parameters/dose.toml)."),
        BeforeValidator(_overrides),
        Asked(Sentence("dispensing.overrides"), option="--set"),
    ] = {}  # noqa: RUF012 (pydantic copies it)
