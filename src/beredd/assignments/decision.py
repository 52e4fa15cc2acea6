"""A decision as data: who decided what, the clauses it puts, whom it names, what it pays.

What a decision does not say is left out, here too; `blanks` says what must be known before a report can be signed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

STRICT = ConfigDict(extra="forbid")
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=600)]
Note = Annotated[str, StringConstraints(max_length=2000)]

Kind = Literal["task", "quality", "method", "dialogue", "report", "money"]
Group = Literal["women", "men", "vulnerable", "people", "animals"]
State = Literal["everyday", "peacetime-crisis", "heightened", "war"]
EvidenceKind = Literal[
    "exercise", "finding", "measure", "product", "reach", "study", "horizon-scan", "dialogue", "cost", "report"
]
Closeness = Literal["close", "dialogue", "knowledge"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """Somebody the decision names. `until` is the day it ceased to be; what was said with it stays."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    closeness: Closeness
    until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """One thing that is demanded, in the project's own words.

    place     where it stands in the decision: heading and paragraph
    due       the last day, where the decision names one
    parties   those it must be done with, or who must be heard
    answered  kinds of evidence that can answer it
    groups    whom it shall reach or concern
    states    states of preparedness it covers
    """

    __pydantic_config__ = STRICT

    id: Id
    kind: Kind
    demand: Line
    place: Line
    due: date | None = None
    parties: tuple[Id, ...] = ()
    answered: Annotated[tuple[EvidenceKind, ...], Field(min_length=1)]
    groups: tuple[Group, ...] = ()
    states: tuple[State, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """Money for one year, by the decision's own rules and no others. Amounts in öre are `100 * kronor`."""

    __pydantic_config__ = STRICT

    year: Annotated[int, Field(ge=1990, le=2100)]
    kronor: Annotated[int, Field(ge=0)]
    appropriation: Line
    condition: Note = ""
    requisition_by: date | None = None
    repaid_by: date | None = None
    accounted_to: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """An assignment before this one, whose recommendations are followed up."""

    __pydantic_config__ = STRICT

    reference: Line
    what: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """A decision with its clauses. Empty `reference` or no `decided_on`: the copy at hand does not say."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    decided_by: Line
    given_to: Line
    decided_on: date | None = None
    reference: Note = ""
    reported_to: Line
    summary: Line
    parties: tuple[Party, ...]
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]
    grants: tuple[Grant, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    @property
    def blanks(self) -> tuple[str, ...]:
        """Fields that the decision at hand leaves empty and without which nothing can be signed."""
        return tuple(name for name in ("decided_on", "reference") if not getattr(self, name))

    def clause(self, id: str) -> Clause | None:
        """The clause with that id."""
        return next((one for one in self.clauses if one.id == id), None)
