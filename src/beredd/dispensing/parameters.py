"""The parameter register of the dispensing chain: every number the engines use that is not a row of the network.

The register is `content/parameters/dispensing.toml`; there are no defaults in code. `resolve` turns a scenario's or a
user's overrides into one plain dictionary, and refuses unknown names and values outside the register's range.
"""

import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from beredd.dispensing.errors import ParameterError

Confidence = Literal["found", "derived", "secondary", "estimated", "chosen"]
"""found: in a public primary source; derived: computed from found numbers; secondary: in an old or second-hand source;
estimated: judged by us; chosen: a modelling decision, not a fact about the world."""

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Parameter(BaseModel):
    """One row of the register; `range` is what an override may be, and the interval shown beside the slider."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    value: Number
    unit: str
    label_sv: str
    label_en: str
    source: str
    confidence: Confidence
    range: tuple[Number, Number]
    why: str = ""
    integer: bool = False
    studio: bool = False

    @model_validator(mode="after")
    def _is_honest(self):
        low, high = self.range
        if not low <= self.value <= high:
            raise ValueError(f"value {self.value:g} lies outside its range {low:g} to {high:g}")
        if self.confidence in ("estimated", "chosen") and not self.why:
            raise ValueError(f"confidence is {self.confidence!r}, which needs a `why`")
        if self.integer and self.value != int(self.value):
            raise ValueError(f"value {self.value:g} must be a whole number")
        return self

    @property
    def allowed(self) -> str:
        """The allowed values in words, e.g. `a whole number from 0 to 1`."""
        low, high = self.range
        return f"{'a whole number' if self.integer else 'a number'} from {low:g} to {high:g} ({self.unit})"


@cache
def load_parameters() -> Mapping[str, Parameter]:
    """The register, in the order of the file. Read once."""
    name = "dispensing.toml"
    with (files("beredd.content") / "parameters" / name).open("rb") as file:
        tables = tomllib.load(file)
    register = {}
    for key, table in tables.items():
        try:
            register[key] = Parameter(name=key, **table)
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(map(str, fault["loc"])) or "entry"
            raise ParameterError(f"{name}, parameter {key!r}, {where}: {fault['msg']}.") from error
    return register


def resolve(overrides: Mapping[str, float] | None = None) -> dict[str, float]:
    """Every parameter's value, the overrides applied. Whole-number parameters keep a float with a whole value."""
    register = load_parameters()
    values = {name: parameter.value for name, parameter in register.items()}
    for name, value in (overrides or {}).items():
        parameter = register.get(name)
        if parameter is None:
            raise ParameterError(f"There is no parameter {name!r}; {nearest(name, register)}.")
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        low, high = parameter.range
        if not number or not low <= value <= high or (parameter.integer and value != int(value)):
            raise ParameterError(f"Parameter {name!r} is {value!r}; allowed is {parameter.allowed}.")
        values[name] = float(value)
    return values


def nearest(name: str, allowed) -> str:
    """How to put a misspelt name right: the nearest allowed one, or all of them when none is near."""
    allowed = sorted(map(str, allowed))
    near = difflib.get_close_matches(str(name), allowed, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}" if near else "allowed is " + ", ".join(allowed)
