"""A programme of several years: what abilities are to grow, in which exercises, and what meetings agreed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from beredd.exercises.catalogue import Catalogue
from beredd.exercises.fields import STRICT, Id, Line, Note, Text
from beredd.exercises.lint import Finding
from beredd.exercises.plan import Plan
from beredd.wording import Sentence

Year = Annotated[int, Field(ge=2020, le=2100)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ability:
    """What is to grow, and the objective that it is measured by."""

    __pydantic_config__ = STRICT

    objective: Id
    text: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """A plan that is to be played: when, on what theme, with whom."""

    __pydantic_config__ = STRICT

    plan: Id
    year: Year
    when: Line
    theme: Line
    takes_part: tuple[Id, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """Something that a meeting agreed, and who does it by when."""

    __pydantic_config__ = STRICT

    text: Line
    who: Line
    by: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A meeting of those who take part. What it agreed is written afterwards; before that there is nothing."""

    __pydantic_config__ = STRICT

    name: Line
    when: Line
    purpose: Line
    takes_part: tuple[Id, ...]
    agreed: tuple[Agreement, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme:
    """Exercises of several years that build on each other."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    years: Annotated[tuple[Year, ...], Field(min_length=1)]
    direction: Text
    abilities: tuple[Ability, ...]
    occasions: tuple[Occasion, ...]
    meetings: tuple[Meeting, ...] = ()


def lint_programme(programme: Programme, plans: Mapping[str, Plan], catalogue: Catalogue) -> Iterator[Finding]:
    """Everything that hangs loose in a programme, in the order of its parts."""
    yield from _years(programme)
    trained = {one.id for occasion in programme.occasions for one in plans[occasion.plan].objectives}
    for at, ability in enumerate(programme.abilities):
        if ability.objective not in trained:
            what = Sentence("plans.untrained", objective=ability.objective)
            yield Finding(path=("abilities", at), rule="untrained", what=what, todo=Sentence("plans.untrained-do"))
    for at, occasion in enumerate(programme.occasions):
        if plans[occasion.plan].programme != programme.id:
            what = Sentence("plans.other-programme", plan=occasion.plan, programme=programme.id)
            todo = Sentence("plans.other-programme-do", programme=programme.id)
            yield Finding(path=("occasions", at, "plan"), rule="programme", what=what, todo=todo)
    yield from _parties(programme, catalogue)


def _years(programme: Programme) -> Iterator[Finding]:
    for at, year in enumerate(programme.years):
        if not any(occasion.year == year for occasion in programme.occasions):
            what = Sentence("plans.empty-year", year=str(year))
            yield Finding(path=("years", at), rule="year", what=what, todo=Sentence("plans.empty-year-do"))
    for at, occasion in enumerate(programme.occasions):
        if occasion.year not in programme.years:
            what = Sentence("plans.outside", plan=occasion.plan, year=str(occasion.year))
            todo = Sentence("plans.outside-do")
            yield Finding(path=("occasions", at, "year"), rule="year", what=what, todo=todo)


def _parties(programme: Programme, catalogue: Catalogue) -> Iterator[Finding]:
    """Who takes part is known, and each party to the assignment does so at least once."""
    for part in ("occasions", "meetings"):
        for at, one in enumerate(getattr(programme, part)):
            for id in one.takes_part:
                if id not in catalogue.actors:
                    what = Sentence("exercises.dead", what="actor", id=id)
                    todo = Sentence("exercises.known", ids=tuple(catalogue.actors))
                    yield Finding(path=(part, at, "takes_part"), rule="dead", what=what, todo=todo)
    there = {id for occasion in programme.occasions for id in occasion.takes_part}
    for id, actor in catalogue.actors.items():
        if actor.is_in_assignment and id not in there:
            what = Sentence("plans.never", id=id)
            yield Finding(path=("occasions",), rule="never", what=what, todo=Sentence("plans.never-do"))
