"""Kinds of values that several files of the store hold: ids, words by edition, days, who wrote and who approved.

All are plain frozen dataclasses; pydantic checks them when a file is read (`files.py`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

MOST_LINE = 600
"""Characters in one sentence of guidance, a heading or a note."""
MOST_TEXT = 4000

ClaimId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,5}-[0-9]{3,5}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
SourceId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9-]*$", max_length=40)]
Edition = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-easy)?$")]
"""Language and reading level: `sv`, `sv-easy`, `en`."""
Seal = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{16})?$")]
"""Fingerprint of what it seals; empty until `beredd guidance seal` has filled it in."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=MOST_LINE)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=MOST_TEXT)]
Note = Annotated[str, StringConstraints(max_length=MOST_TEXT)]
Name = Annotated[str, StringConstraints(min_length=2, max_length=120)]
Words = dict[Edition, Line]
"""The same said in each edition, `sv` and `en` at least."""

Confidence = Literal["A", "B", "C"]
Sex = Literal["all", "women", "men"]
Months = Annotated[int, Field(ge=1, le=60)]
Version = Annotated[int, Field(ge=1, le=100_000)]

STRICT = ConfigDict(extra="forbid", arbitrary_types_allowed=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """Who wrote this version, when and why.

    also    others whose words are in it and have not been approved since; they do not approve it either
    """

    __pydantic_config__ = STRICT

    on: date
    by: Name
    why: Line
    also: tuple[Name, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """One person's approval. It holds for what has the same `seal` and for nothing else.

    role    clinician, or reader: an independent reader of the language
    title   what makes the person fit for it, e.g. the profession and its licence
    """

    __pydantic_config__ = STRICT

    by: Name
    role: Literal["clinician", "reader"]
    title: Line
    on: date
    seal: Seal


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """Something that must not be shown any more: withdrawn after a decision, or barred at once."""

    __pydantic_config__ = STRICT

    kind: Literal["withdrawn", "barred"]
    on: date
    by: Name
    why: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One occasion when a text was read with the people it is for."""

    __pydantic_config__ = STRICT

    on: date
    women: Annotated[int, Field(ge=0, le=10_000)]
    men: Annotated[int, Field(ge=0, le=10_000)]
    unknown: Annotated[int, Field(ge=0, le=10_000)] = 0
    changed: Note = ""
