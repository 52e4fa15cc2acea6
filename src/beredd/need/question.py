"""What is asked of the need model: how many kits, shared how, under which assumptions."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from beredd.descriptions import (
    Asked,
    Description,
    Fault,
    OneOf,
    Refused,
    Seed,
    command_words,
    limits,
    overrides_of,
)
from beredd.need.allocation import MODES
from beredd.need.availability import MIXINGS
from beredd.need.fatality import DecisionTree
from beredd.need.model import SCENARIOS
from beredd.need.parameters import load_parameters, resolve
from beredd.wording import Sentence

KIND = "need.plan"


def _overrides(given: Any) -> Any:
    return overrides_of(load_parameters(), given) if isinstance(given, dict) else given


class Question(Description):
    """A plan for a table of areas and sexes. Without a budget, as many kits as the target takes."""

    target: Annotated[
        float,
        Field(gt=0, lt=1, description="Availability wanted in every row: share of witnessed overdoses."),
        Asked(Sentence("need.target"), is_share=True),
    ] = 0.8
    budget: Annotated[
        float | None,
        Field(ge=0, le=1e9, description="Kits in circulation to share, those already out included."),
        Asked(Sentence("need.budget")),
    ] = None
    kit_price_sek: Annotated[
        float | None,
        Field(ge=0, le=100_000, description="Kronor per kit, for what the plan costs a year; none is assumed."),
        Asked(Sentence("need.kit-price"), unit=Sentence("need.kronor")),
    ] = None
    equity: Annotated[
        str, Field(description="How a budget is shared."), OneOf(lambda: MODES), Asked(Sentence("need.equity"))
    ] = "efficient"
    floor: Annotated[
        float | None,
        Field(ge=0, lt=1, description="Least availability in every row, with equity `floor`."),
        Asked(Sentence("need.floor"), is_share=True),
    ] = None
    mixing: Annotated[
        str,
        Field(description="Who rescues whom: own sex, kit holders, half."),
        OneOf(lambda: MIXINGS),
        Asked(Sentence("need.mixing")),
    ] = "holders"
    scenario: Annotated[
        str,
        Field(description="A more potent supply: scenario, not estimate."),
        OneOf(lambda: tuple(SCENARIOS)),
        Asked(Sentence("need.scenario")),
    ] = "none"
    unwitnessed: Annotated[
        float | None,
        Field(ge=0.45, le=0.95, description="Share of deaths without a witness; 0.6 fits Skåne."),
        Asked(Sentence("need.unwitnessed"), is_share=True),
    ] = None
    at_risk_total: Annotated[
        float | None,
        Field(ge=1, le=1e9, description="People at risk in all rows, shared out by indicators (no at_risk column)."),
        Asked(Sentence("need.at-risk-total")),
    ] = None
    shrink: Annotated[
        bool, Field(description="Draw small counts towards the common rate."), Asked(Sentence("need.shrink"))
    ] = False
    overrides: Annotated[
        dict[str, float],
        Field(description="Parameter name and value in its range."),
        BeforeValidator(_overrides),
        Asked(Sentence("need.overrides"), option="--set"),
    ] = {}  # noqa: RUF012 (pydantic copies it)
    draws: Annotated[
        int,
        Field(ge=0, le=20_000, description="Draws for intervals; 0 for none."),
        Asked(Sentence("need.draws"), site_most=2000),
    ] = 1000
    seed: Seed = 1

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        cap, faults = resolve(self.overrides)["availability_cap"], []
        for name in ("target", "floor"):
            value = getattr(self, name)
            if value is not None and value >= cap:
                label = limits(type(self))[name].asked.label
                faults.append(Fault(name, Sentence("need.above-cap", label=label, found=value, cap=cap)))
        if self.equity == "floor" and self.floor is None:
            faults.append(Fault("floor", Sentence("need.floor-missing")))
        if faults:
            raise Refused(faults=faults)
        return self

    def values(self) -> dict[str, float]:
        """The register's values with the question's overrides, the unwitnessed share among them."""
        values = resolve(self.overrides)
        if self.unwitnessed is not None:
            tree = DecisionTree.of(values).with_unwitnessed_share(self.unwitnessed)
            values["witnessed_private_ratio"] = float(tree.witnessed_private_ratio)
        return values


def command_of(question: Question, table: str) -> str:
    """A command line that makes the same plan again of a table's file."""
    return command_words(("need", "plan", table), question)[0]
