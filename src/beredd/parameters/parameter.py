"""One parameter: a value with its unit, what it may be, how sure it is and where it comes from."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from beredd.wording import Sentence

Confidence = Literal["found", "derived", "secondary", "estimated", "chosen"]
"""found: in a public primary source; derived: computed from found numbers; secondary: in an old or second-hand source;
estimated: judged by us; chosen: a modelling decision, not a fact about the world."""

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Row = tuple[Number, ...]


class Uncertainty(BaseModel):
    """How a parameter is drawn: what we do not know of it, apart from what an override may be.

    beta        a, b
    uniform     low to high
    moments     a beta with the parameter's value as mean and low to high as 95 per cent interval
    lognormal   sigma of the logarithm, the value as median
    why         what the interval rests on, where the entry's source does not give it
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["beta", "uniform", "moments", "lognormal"]
    a: Number = 0.0
    b: Number = 0.0
    low: Number = 0.0
    high: Number = 0.0
    sigma: Number = 0.0
    why: str = ""

    @model_validator(mode="after")
    def _is_whole(self):
        needed = {"beta": ("a", "b"), "lognormal": ("sigma",)}.get(self.kind, ("low", "high"))
        given = self.model_fields_set - {"kind", "why"}
        if given != set(needed):
            raise ValueError(f"uncertainty {self.kind!r} takes {' and '.join(needed)}")
        if self.kind in ("uniform", "moments") and not self.low < self.high:
            raise ValueError(f"uncertainty from {self.low:g} to {self.high:g} is no interval")
        if self.kind in ("beta", "lognormal") and min(getattr(self, name) for name in needed) <= 0:
            raise ValueError(f"uncertainty {self.kind!r} takes numbers above 0")
        return self


class Parameter(BaseModel):
    """One row of a register.

    value         a number; a row or a table of numbers where the parameter is one
    range         what an override may be, and the interval shown beside the slider; None: fixed, takes no override
    uncertainty   how it is drawn; None: taken as it stands
    symbol        its name in the published work that it belongs to
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    value: Number | tuple[Number | Row, ...]
    unit: str
    source: str
    confidence: Confidence
    label_sv: str = ""
    label_en: str = ""
    symbol: str = ""
    range: tuple[Number, Number] | None = None
    uncertainty: Uncertainty | None = None
    why: str = ""
    integer: bool = False
    studio: bool = False

    @model_validator(mode="after")
    def _is_honest(self):
        if self.confidence in ("estimated", "chosen") and not self.why:
            raise ValueError(f"confidence is {self.confidence!r}, which needs a `why`")
        if self.range is None:
            return self
        if isinstance(self.value, tuple):
            raise ValueError("a list of numbers takes no range")
        low, high = self.range
        if not low <= self.value <= high:
            raise ValueError(f"value {self.value:g} lies outside its range {low:g} to {high:g}")
        if self.integer and self.value != int(self.value):
            raise ValueError(f"value {self.value:g} must be a whole number")
        if not self.label_sv or not self.label_en:
            raise ValueError("what can be changed needs label_sv and label_en")
        return self

    def label(self, language: str) -> str:
        """The label in a language, `sv` or `en`."""
        return self.label_en if language == "en" else self.label_sv

    @property
    def number(self) -> float:
        """The value of a parameter that is one number, not a list."""
        if isinstance(self.value, tuple):
            raise TypeError(f"{self.name} is a list of numbers.")
        return self.value

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest value that it may have; the value itself twice where it is fixed."""
        return self.range or (self.number, self.number)

    @property
    def allowed(self) -> Sentence:
        """The allowed values in words, e.g. `a whole number from 0 to 1`."""
        if self.range is None:
            return Sentence("parameters.fixed")
        low, high = self.range
        if self.integer:
            return Sentence("parameters.whole-number", low=low, high=high, unit=self.unit)
        return Sentence("parameters.number", low=low, high=high, unit=self.unit)

    def allows(self, value: object) -> bool:
        """Whether an override may have this value."""
        if self.range is None or isinstance(value, bool) or not isinstance(value, int | float):
            return False
        low, high = self.range
        return low <= value <= high and not (self.integer and value != int(value))
