"""A programme of several years: what abilities are to grow, in which exercises, and what was agreed where."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from beredd.exercises.fields import STRICT, Id, Line, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """What a meeting agreed, and who does it."""

    __pydantic_config__ = STRICT

    on: date
    meeting: Line
    text: Line
    who: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """A plan that is to be played: when, on what theme, with whom."""

    __pydantic_config__ = STRICT

    plan: Id
    when: Line
    theme: Line
    takes_part: tuple[Id, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme:
    """Exercises of several years that build on each other."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    years: Annotated[tuple[int, ...], Field(min_length=1)]
    direction: Text
    abilities: tuple[Line, ...]
    occasions: tuple[Occasion, ...]
    agreements: tuple[Agreement, ...] = ()
