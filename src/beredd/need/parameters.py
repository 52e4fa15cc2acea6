"""The parameter register of the need model: `content/parameters/need.toml`. There are no defaults in code."""

import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from beredd.need.errors import ParameterError

Confidence = Literal["found", "derived", "secondary", "estimated", "chosen"]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Draw(BaseModel):
    """How a parameter is drawn: beta(a, b); uniform(low, high); moments: beta by mean and 95 % interval; lognormal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["beta", "uniform", "moments", "lognormal"]
    a: Number = 0.0
    b: Number = 0.0
    low: Number = 0.0
    high: Number = 0.0
    sigma: Number = 0.0


class Parameter(BaseModel):
    """One row of the register; `range` is what an override may be and what the tornado moves between."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    value: Number
    unit: str
    label_sv: str
    label_en: str
    source: str
    confidence: Confidence
    range: tuple[Number, Number]
    draw: Draw | None = None
    why: str = ""

    @model_validator(mode="after")
    def _is_honest(self):
        low, high = self.range
        if not low <= self.value <= high:
            raise ValueError(f"value {self.value:g} lies outside its range {low:g} to {high:g}")
        if self.confidence in ("estimated", "chosen") and not self.why:
            raise ValueError(f"confidence is {self.confidence!r}, which needs a `why`")
        return self


@cache
def load_parameters() -> Mapping[str, Parameter]:
    """The register, in the order of the file. Read once."""
    with (files("beredd.content") / "parameters" / "need.toml").open("rb") as file:
        tables = tomllib.load(file)
    register = {}
    for key, table in tables.items():
        try:
            register[key] = Parameter(name=key, **table)
        except ValidationError as error:
            raise ParameterError(f"need.toml, parameter {key!r}: {error.errors()[0]['msg']}.") from error
    return register


def resolve(overrides: Mapping[str, float] | None = None) -> dict[str, float]:
    """Every parameter's value, the overrides applied; unknown names and values outside the range are refused."""
    register = load_parameters()
    values = {name: parameter.value for name, parameter in register.items()}
    for name, value in (overrides or {}).items():
        parameter = register.get(name)
        if parameter is None:
            near = difflib.get_close_matches(str(name), register, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "allowed is " + ", ".join(register) + "."
            raise ParameterError(f"There is no parameter {name!r}; {hint}")
        low, high = parameter.range
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not is_number or not low <= value <= high:
            raise ParameterError(
                f"Parameter {name!r} is {value!r}; allowed is a number from {low:g} to {high:g} ({parameter.unit})."
            )
        values[name] = float(value)
    return values
