"""An exercise as one frozen, checked description: why, who, what happens, what is looked for.

Objectives, indicators, injects and expected actions are linked by id, so that a rating can be followed back to the aim.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from beredd.exercises.fields import (
    STRICT,
    Clock,
    Count,
    Id,
    Line,
    Link,
    Mode,
    Note,
    Offset,
    Preparedness,
    Status,
    Text,
)
from beredd.exercises.times import minute_of

FORMAT = 1
InjectId = Annotated[str, Field(pattern=r"^[0-9]{1,3}[a-z]?$")]
LeverId = Annotated[str, Field(pattern=r"^L[0-9]{1,2}[a-z]?$")]


@dataclass(frozen=True, kw_only=True, slots=True)
class Objective:
    """What the exercised shall be able to do (delmål)."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    text: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """What is looked for to judge an objective (bedömningsgrund).

    source    where it is read: the log, the model, an observer, the survey
    measure   what the program computes from the log, and of what: `time-to-decision 4`
    quantity  what the model gives
    levels    what each level of the plan's scale looks like, best first
    """

    __pydantic_config__ = STRICT

    id: Id
    objective: Id
    text: Line
    source: Literal["log", "model", "observation", "survey"]
    unit: Note = ""
    measure: Note = ""
    quantity: Note = ""
    levels: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """An organisation. `policy` is what it does while nobody plays it; `competes` names the market it competes in."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    is_in_assignment: bool = False
    competes: Note = ""
    policy: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Knowledge:
    """What a role is told of a quantity: after `delay_h` hours, of that share of the whole."""

    __pydantic_config__ = STRICT

    quantity: Id
    delay_h: Annotated[float, Field(ge=0, le=10_000)]
    coverage: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """Someone at the table. `brief` is all that the person reads before the start."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    actor: Id
    played: Literal["exercised", "control", "observer"] = "exercised"
    brief: Text
    knows: tuple[Line, ...] = ()
    may: tuple[Line, ...] = ()
    knowledge: tuple[Knowledge, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionCard:
    """A lever that some actors can decide on, so many times each, with the question it puts."""

    __pydantic_config__ = STRICT

    lever: LeverId
    actors: tuple[Id, ...]
    count: Count = 1
    question: Line
    choices: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """What a well-prepared actor does. `within_min` counts from when the inject is given."""

    __pydantic_config__ = STRICT

    text: Line
    objective: Id
    indicator: Note = ""
    within_min: Annotated[int, Field(ge=0, le=100_000)] = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Inject:
    """One stimulus. With an offset it comes at that time; with a condition when that holds; else control sends it.

    id      the number on the card, the same in every printing
    link    the link of the chain that it exercises
    to      roles, or `all`
    sender  who it comes from, in words; `by` the role that plays them
    model   what happens in the model, in the words of a scenario
    """

    __pydantic_config__ = STRICT

    id: InjectId
    at: Offset | None = None
    real: Note = ""
    phase: Note = ""
    channel: Id
    sender: Line
    by: Note = ""
    to: tuple[Id, ...]
    title: Line
    text: Text
    attachment: Note = ""
    link: Link
    expected: tuple[Expected, ...] = ()
    condition: Note = ""
    model: Note = ""
    status: Status = "draft"
    note: Note = ""

    @property
    def is_reserve(self) -> bool:
        """Whether only control can send it."""
        return self.at is None and not self.condition

    @property
    def minute(self) -> int | None:
        """Minutes since the start, where it has an offset."""
        return None if self.at is None else minute_of(self.at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A number that texts name as `{id}`: the model's at the moment of release.

    On paper, and until a model is joined, `assumed` stands in, and `basis` says what it rests on.
    """

    __pydantic_config__ = STRICT

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    text: Line
    unit: Note = ""
    quantity: Note = ""
    assumed: int
    basis: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Phase:
    """A part of the scenario, and the situation it begins with."""

    __pydantic_config__ = STRICT

    name: Line
    at: Offset
    situation: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class ObserverSheet:
    """What one observer looks at."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    follows: tuple[Id, ...]
    indicators: tuple[Id, ...]
    questions: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sharing:
    """What an actor lets others see of its figures."""

    __pydantic_config__ = STRICT

    actor: Id
    quantity: Id
    to: tuple[Id, ...]
    form: Literal["exact", "interval", "sum"] = "exact"
    note: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question of the knowledge check, before and after."""

    __pydantic_config__ = STRICT

    text: Line
    choices: Annotated[tuple[Line, ...], Field(min_length=2, max_length=5)]
    answer: Annotated[int, Field(ge=1, le=5)]
    why: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """How the exercise is judged: by what scale, what is asked right after, in the survey, in the knowledge check."""

    __pydantic_config__ = STRICT

    scale: Id
    method: Text
    hot_wash: tuple[Line, ...]
    survey: tuple[Line, ...] = ()
    is_survey_anonymous: bool = True
    knowledge: tuple[Question, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Directive:
    """The sponsor's governing words: who wants it, why now, what is in and out."""

    __pydantic_config__ = STRICT

    sponsor: Line
    background: Text
    scope: Line
    outside: Line
    resources: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """What the model is asked to run: a scenario's id and a seed; the day that the story begins."""

    __pydantic_config__ = STRICT

    id: Note = ""
    seed: Annotated[int, Field(ge=0, le=2**53)] = 1
    starts_on: date
    note: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Something that the exercise rests on, with its public source."""

    __pydantic_config__ = STRICT

    text: Line
    source: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What was done to a version of the plan, by whom and when; `seal` is the fingerprint of what it then said."""

    __pydantic_config__ = STRICT

    step: Literal["written", "reviewed", "approved", "run"]
    by: Line
    on: date
    seal: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """An exercise plan in one version.

    starts        the clock at T+0:00; `duration` the exercise time it covers
    idle_hours    a role that nothing reaches for longer is pointed out
    steps         for whoever leads it: what to do, in order
    """

    __pydantic_config__ = STRICT

    format: Literal[1]
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    name: Line
    version: Count
    status: Status
    summary: Line
    programme: Note = ""
    directive: Directive
    aim: Line
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]
    preparedness: Preparedness
    information_class: Id
    serves_assignment: bool = False
    starts: Clock
    duration: Offset
    idle_hours: Count
    scenario: Scenario
    rules: tuple[Line, ...]
    steps: tuple[Line, ...] = ()
    objectives: tuple[Objective, ...]
    indicators: tuple[Indicator, ...]
    actors: tuple[Actor, ...]
    roles: tuple[Role, ...]
    phases: tuple[Phase, ...] = ()
    injects: Annotated[tuple[Inject, ...], Field(min_length=1)]
    cards: tuple[DecisionCard, ...] = ()
    values: tuple[Value, ...] = ()
    observers: tuple[ObserverSheet, ...] = ()
    sharing: tuple[Sharing, ...] = ()
    evaluation: Evaluation
    facts: tuple[Fact, ...] = ()
    history: tuple[Step, ...] = ()
