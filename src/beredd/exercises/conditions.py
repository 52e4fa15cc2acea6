"""When an inject fires by itself: on a decision, on another inject's outcome, on a computed quantity.

Written as officials write it in a cell, and read into a tree:

    storhet dos-utan-lakemedel > 40 åter 25        fires above 40, again only after it has been at 25 or below
    beslut L8 av region                            ej beslut L6
    inspel 7 ej uppfyllt                           sänt, sett, besvarat, uppfyllt, ej uppfyllt
    … och …   … eller …                            `och` binds tighter; no brackets
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["sänt", "sett", "besvarat", "uppfyllt", "ej uppfyllt"]
Comparison = Literal[">", ">=", "<", "<="]

_QUANTITY = re.compile(r"storhet ([\w.-]+) (>=|<=|>|<) (-?\d+(?:[.,]\d+)?)(?: åter (-?\d+(?:[.,]\d+)?))?")
_DECISION = re.compile(r"(ej )?beslut (L\d+[a-z]?)(?: av ([\w-]+))?")
_INJECT = re.compile(r"inspel (\d+[a-z]?) (sänt|sett|besvarat|uppfyllt|ej uppfyllt)")


@dataclass(frozen=True)
class OnQuantity:
    """Fires when the quantity passes `limit`; again only after it has been back at `rearm`."""

    quantity: str
    comparison: Comparison
    limit: float
    rearm: float

    def is_met(self, value: float, *, was_met: bool) -> bool:
        """Whether it holds at `value`; once it holds, it does until the value is back at `rearm`."""
        above = self.comparison.startswith(">")
        if was_met:
            return value > self.rearm if above else value < self.rearm
        match self.comparison:
            case ">":
                return value > self.limit
            case ">=":
                return value >= self.limit
            case "<":
                return value < self.limit
        return value <= self.limit


@dataclass(frozen=True)
class OnDecision:
    """Holds once a decision on the lever has been taken (by that actor); or as long as none has been."""

    lever: str
    actor: str = ""
    is_absent: bool = False


@dataclass(frozen=True)
class OnInject:
    """Holds once another inject has had that outcome."""

    inject: str
    outcome: Outcome


@dataclass(frozen=True)
class Together:
    """All of them, or any."""

    needs: Literal["all", "any"]
    parts: tuple["Condition", ...]


Condition = OnQuantity | OnDecision | OnInject | Together


def parse(text: str) -> Condition | None:
    """The condition that a text says; None where it says none."""
    ways = [_all(part) for part in re.split(r"\s+eller\s+", " ".join(text.split()))]
    known = tuple(way for way in ways if way is not None)
    if len(known) < len(ways):
        return None
    return known[0] if len(known) == 1 else Together("any", known)


def _all(text: str) -> Condition | None:
    parts = [_one(part) for part in re.split(r"\s+och\s+", text)]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    return known[0] if len(known) == 1 else Together("all", known)


def _one(text: str) -> Condition | None:
    if match := _QUANTITY.fullmatch(text):
        limit = _number(match[3])
        rearm = _number(match[4]) if match[4] else limit
        is_above = match[2].startswith(">")
        if rearm > limit if is_above else rearm < limit:
            return None
        return OnQuantity(match[1], match[2], limit, rearm)  # type: ignore[arg-type]
    if match := _DECISION.fullmatch(text):
        return OnDecision(match[2], match[3] or "", bool(match[1]))
    if match := _INJECT.fullmatch(text):
        return OnInject(match[1], match[2])  # type: ignore[arg-type]
    return None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


_SIGNS = {">": "är över", ">=": "är minst", "<": "är under", "<=": "är högst"}
_OF_COUNTS = _SIGNS | {">": "är fler än", "<": "är färre än"}
_COUNTED = {"personer", "djur", "utlämnanden"}


def in_words(
    condition: Condition,
    *,
    quantities: Mapping[str, tuple[str, str]],
    levers: Mapping[str, str],
    actors: Mapping[str, str],
) -> str:
    """The condition as a Swedish clause without ids, to be read after `När`.

    By id: a quantity's name and unit, a lever's name, an actor's name.
    """
    match condition:
        case OnQuantity():
            name, unit = quantities.get(condition.quantity, (condition.quantity, ""))
            is_counted = unit in _COUNTED
            sign = (_OF_COUNTS if is_counted else _SIGNS)[condition.comparison]
            limit = f"{condition.limit:g}".replace(".", ",")
            return f"{name.lower()} {sign} {limit}{'' if is_counted else f' {unit}'}".rstrip()
        case OnDecision():
            who = actors.get(condition.actor, condition.actor) or "någon"
            lever = f"{levers.get(condition.lever, '')} ({condition.lever})".strip()
            if condition.is_absent:
                return f"{who} inte har beslutat om {lever}" if condition.actor else f"ingen har beslutat om {lever}"
            return f"{who} har beslutat om {lever}"
        case OnInject():
            outcome = condition.outcome
            told = f"inte är {outcome.removeprefix('ej ')}" if outcome.startswith("ej ") else f"är {outcome}"
            return f"inspel {condition.inject} {told}"
    word = " och " if condition.needs == "all" else " eller "
    return word.join(in_words(part, quantities=quantities, levers=levers, actors=actors) for part in condition.parts)


def leaves(condition: Condition) -> tuple[OnQuantity | OnDecision | OnInject, ...]:
    """What a condition is made of."""
    if isinstance(condition, Together):
        return tuple(leaf for part in condition.parts for leaf in leaves(part))
    return (condition,)
