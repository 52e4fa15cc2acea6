"""Dependency rules: which resource dispensing needs, for how long it can do without, and how it is done then.

The rules are data: `content/rules/alternativ-drift.toml`. A rule holds between two dates, so the same stop can be run
under the rules of 2016 and of today.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from beredd.dispensing.errors import ScenarioError
from beredd.parameters import Confidence

BACKUP_POWER = "backup_power"
"""A tolerance that stands in the network, pharmacy by pharmacy."""

Hours = Annotated[int, Field(strict=True, ge=0)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str


class Resource(_Row):
    """Something an event can hit."""

    label_sv: str
    label_en: str
    place: bool = False
    """Fails for a whole municipality at a time, so that is what an event's share is drawn over."""
    needs: dict[str, Hours | tuple[Hours, Hours]] = {}
    """Other resource -> hours this one lasts without it; of a pair, a whole number is drawn per municipality."""
    source: str = ""
    confidence: Confidence | None = None


class Mode(_Row):
    """A way to work while something is missing."""

    label_sv: str
    label_en: str
    rate: float | str
    max_tier: int | str = 4
    phone: bool = False
    unregistered: bool = False
    receives: bool = True

    def rate_permille(self, parameters: dict[str, float]) -> int:
        """Working speed, 1000 = normal."""
        return round(1000 * _value(self.rate, parameters))

    def highest_tier(self, parameters: dict[str, float]) -> int:
        """Highest tier handed out; -1 = nothing."""
        return int(_value(self.max_tier, parameters))


class Rule(_Row):
    """Without `needs` for longer than the tolerance, a pharmacy works in mode `otherwise`.

    A level above nothing slows work in proportion, except that pharmacies turn to the mode already `below` some level:
    where the mode is quicker, or serves the urgent better, than the little that is left. Web pharmacies with a mode of
    their own turn to it only at nothing.
    """

    needs: str
    tolerance_h: Hours | Literal["backup_power"] = 0
    otherwise: str = Field(alias="else")
    web: str | None = None
    below: Annotated[float, Field(ge=0, le=1)] | str = 0.0
    """Level (0..1) below which the resource counts as gone, or the parameter that says it."""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str
    confidence: Confidence

    def gone_below_permille(self, parameters: dict[str, float]) -> int:
        """Levels under this count as gone; 1 when only nothing does."""
        return max(1, round(1000 * _value(self.below, parameters)))

    def holds_on(self, day: date) -> bool:
        """Is the rule in force that day?"""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    resource: dict[str, Resource]
    mode: dict[str, Mode]
    rule: tuple[Rule, ...]

    @model_validator(mode="after")
    def _refers_to_rows_that_exist(self):
        for rule in self.rule:
            for kind, name, table in (
                ("needs", rule.needs, self.resource),
                ("else", rule.otherwise, self.mode),
                ("web", rule.web or rule.otherwise, self.mode),
            ):
                if name not in table:
                    raise ValueError(f"rule {rule.id!r}, {kind}: {name!r} is not among {', '.join(table)}")
        for name, resource in self.resource.items():
            for other in resource.needs:
                # One pass over the file's order settles all resources only if nobody is needed before it is settled.
                if other not in self.resource or self.resource[other].needs:
                    raise ValueError(f"resource {name!r} needs {other!r}, which is missing or itself needs something")
        return self


@dataclass(frozen=True)
class RuleSet:
    """The rules in force on a day, with all resources and modes."""

    day: date
    resources: dict[str, Resource]
    modes: dict[str, Mode]
    rules: tuple[Rule, ...]


def load_rules(day: date) -> RuleSet:
    """The package's rules as they stood on `day`."""
    content = _content()
    return RuleSet(day, content.resource, content.mode, tuple(r for r in content.rule if r.holds_on(day)))


@cache
def _content() -> _File:
    name = "alternativ-drift.toml"
    with (files("beredd.content") / "rules" / name).open("rb") as file:
        tables = tomllib.load(file)
    for kind in ("resource", "mode"):
        for key, row in tables.get(kind, {}).items():
            row["id"] = key
    try:
        return _File(**tables)
    except ValidationError as error:
        raise ScenarioError("scenarios.rules-broken", file=name, reason=error.errors()[0]["msg"]) from error


def _value(number_or_name, parameters):
    return parameters[number_or_name] if isinstance(number_or_name, str) else number_or_name
