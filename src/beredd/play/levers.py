"""What a decision on a lever changes in the model: a closed table, lever -> effects made of its parameters.

A lever that is not here, or a decision that asks for what the model cannot say, is logged and not computed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from beredd.dispensing.scenarios import Event
from beredd.dispensing.scenarios.effects import Effects
from beredd.dispensing.scenarios.moments import moment_of
from beredd.dispensing.scenarios.scenario import REST, DoseEvent
from beredd.exercises.acts import Decision
from beredd.play.errors import PlayError

When = Mapping[str, Any]
"""`from`, `for` and `where` of an event."""


@dataclass(frozen=True)
class Number:
    """A parameter that is a number within limits; whole where the limits are."""

    low: float
    high: float

    def check(self, value: Any) -> Any:
        """The value as the event wants it; ValueError says what is allowed."""
        kind = int if isinstance(self.low, int) else float
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.low <= value <= self.high:
            raise ValueError(f"{self.low}–{self.high}")
        if kind(value) != value:
            raise ValueError(f"{self.low}–{self.high}")
        return kind(value)


@dataclass(frozen=True)
class OneOf:
    """A parameter that is one of these words; of any, where none stands here."""

    words: tuple[str, ...] = ()

    def check(self, value: Any) -> Any:
        """The word; ValueError says what is allowed."""
        if not isinstance(value, str) or (self.words and value not in self.words):
            raise ValueError(", ".join(self.words) or "…")
        return value


@dataclass(frozen=True)
class Way:
    """How a lever is computed: its parameters, all needed, and what they make.

    may_lack: without any parameter it is a decision of a kind that the model does not compute
    """

    keys: Mapping[str, Number | OneOf]
    makes: Callable[[When, Mapping[str, Any]], Effects]
    may_lack: bool = False


def _dose(hit: str, *keys: str) -> Callable[[When, Mapping[str, Any]], Effects]:
    """One dose event with the parameters as its keys."""

    def made(when: When, given: Mapping[str, Any]) -> Effects:
        event = DoseEvent(id=hit.replace("_", "-"), hit=hit, **when, **{key: given[key] for key in keys})
        return Effects(dose=(event,))

    return made


def _chain(hit: str, **fixed: Any) -> Callable[[When, Mapping[str, Any]], Effects]:
    """One event of the chain with the parameters as its keys."""

    def made(when: When, given: Mapping[str, Any]) -> Effects:
        return Effects(event=(Event(id=hit.partition(":")[0].replace("_", "-"), hit=hit, **when, **fixed, **given),))

    return made


def _order(when: When, given: Mapping[str, Any]) -> Effects:
    return _dose(f"{given['of']}_order", "first")(when, given)


def _staff(when: When, given: Mapping[str, Any]) -> Effects:
    """Nurses or prescribers in the dose chain; at pharmacies both their spare lines for it and their own counters."""
    effects = _dose(given["whom"], "factor")(when, given)
    if given["whom"] == "pharmacies":
        return Effects(dose=effects.dose, event=_chain("extra_staff", factor=given["factor"])(when, {}).event)
    return effects


_FEW, _MANY = Number(1, 10_000), Number(1, 1_000_000)
WAYS: dict[str, Way] = {
    "L1": Way({}, _chain("rule:connection", mode="paper_acute")),
    "L2": Way({}, _chain("rule:connection", mode="telephone_critical")),
    "L4": Way({"amount": _MANY}, _dose("supply_48h", "amount")),
    "L5": Way({"amount": _FEW}, _dose("requisition", "amount")),
    "L6": Way({}, _dose("dosett")),
    "L7": Way({"to": OneOf(), "amount": _MANY}, _dose("takeover", "to", "amount")),
    "L8": Way({}, _dose("prolonged_list")),
    "L9": Way({"of": OneOf(("packing", "help")), "first": OneOf(("home", "care_housing"))}, _order),
    "L13": Way({"extend_h": Number(1, 12)}, _chain("opening_hours")),
    "L14": Way({"whom": OneOf(("nurses", "pharmacies", "prescribers")), "factor": Number(1.0, 5.0)}, _staff),
    "L17": Way({}, _chain("rule:payment", mode="manual_payment")),
    "L18": Way({}, _chain("rule:connection", mode="paper_log")),
    "L20": Way({}, _chain("opening_hours", hours=(0, 0))),
    "L21": Way({"amount": _MANY}, _dose("buffer", "amount")),
    "L22": Way(
        {"mode": OneOf(("telephone_critical", "paper_acute", "paper_log"))}, _chain("rule:connection"), may_lack=True
    ),
}
"""Levers that the model computes. L7's scope names the plant or the operator whose patients move, L20's the shops."""


def effects_of(decision: Decision, *, start: int, end: int | None) -> Effects | None:
    """What the decision changes from hour `start` to hour `end`, None: to the end; None where it is not computed.

    PlayError names the parameter that lacks, is too many, or has a value that is not allowed.
    """
    way = WAYS.get(decision.lever)
    if way is None or (way.may_lack and not decision.parameters) or (end is not None and end <= start):
        return None
    given = {}
    for key in (*way.keys, *decision.parameters):
        if key not in way.keys:
            known = tuple(way.keys) or ("–",)
            raise PlayError("play.no-parameter", id=decision.id, lever=decision.lever, key=key, known=known)
        if key not in decision.parameters:
            raise PlayError("play.lacks-parameter", id=decision.id, lever=decision.lever, key=key)
        try:
            given[key] = way.keys[key].check(decision.parameters[key])
        except ValueError as error:
            found = str(decision.parameters[key])
            raise PlayError("play.parameter", id=decision.id, key=key, found=found, allowed=str(error)) from None
    lasts = REST if end is None else float(end - start)
    return way.makes({"from": moment_of(start), "for": lasts, "where": decision.scope}, given)
