"""What plans have in common: levers, quantities, objectives with their indicators, actors, channels, scales."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from beredd.exercises.fields import STRICT, Id, Line, Note
from beredd.exercises.plan import Actor, Indicator, Objective


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """Something that plans name by id: a channel, an information class."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    note: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """A rating scale, best level first."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    levels: Annotated[tuple[Line, ...], Field(min_length=2, max_length=6)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """Something that an exercise looks at. No condition can wait for what is not computed."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    unit: Line
    is_computed: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Lever:
    """A way of alternative operation that players can decide on.

    id       L1 … L28, the same for ever
    decider  who may decide
    does     what it does, and what limits it
    moves    the quantities it is meant to move
    is_computed  does any run of the model follow it? If not it is logged, whatever it is meant to move
    legal    what is said of its legal ground in the four states of preparedness
    """

    __pydantic_config__ = STRICT

    id: Annotated[str, Field(pattern=r"^L[0-9]{1,2}[a-z]?$")]
    name: Line
    decider: Line
    does: Line
    limits: Line
    moves: tuple[Id, ...] = ()
    is_computed: bool = False
    legal: Line = "rättsläge ej bekräftat"
    source: Note = ""


def levers_of(items: Iterable[Mapping[str, Any]]) -> Iterable[Lever]:
    """What plans need of the chain's levers, in Swedish."""
    for item in items:
        texts = {key: item[key]["sv"] for key in ("name", "decider", "does", "limits")}
        is_computed = any(item.get(key) for key in ("models", "chain", "parameters"))
        yield Lever(id=item["id"], **texts, moves=tuple(item["moves"]), is_computed=is_computed)


@dataclass(frozen=True)
class Catalogue:
    """All of them by id."""

    levers: Mapping[str, Lever]
    quantities: Mapping[str, Quantity]
    objectives: Mapping[str, Objective]
    indicators: Mapping[str, Indicator]
    actors: Mapping[str, Actor]
    channels: Mapping[str, Named]
    classes: Mapping[str, Named]
    scales: Mapping[str, Scale]
    company_names: tuple[str, ...]
    shared: Mapping[str, Mapping[str, Any]]
    """Key of a plan -> id -> what stands in the catalogue, as plain data; a plan names it by its id."""
