"""An inject's text with its numbers put in, at the moment of release."""

import re
from typing import Any

from beredd.exercises.firing import Values
from beredd.exercises.plan import Plan

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_FIXED = re.compile(r"\{=([^{}]+)\}")


def filled(text: str, plan: Plan, values: Values) -> tuple[str, dict[str, dict[str, Any]]]:
    """The text, and of each number in it: its value, and whether it is the model's or what the plan assumes.

    values     of the hour of release; what the model does not give is told as the plan assumes it
    """
    known = {value.id: value for value in plan.values}
    used: dict[str, dict[str, Any]] = {}

    def put(match: re.Match[str]) -> str:
        value = known.get(match[1])
        if value is None:
            return match[0]
        given = values.get(value.quantity) if value.quantity else None
        found: dict[str, Any] = {"value": value.assumed if given is None else given, "assumed": given is None}
        used[value.id] = found
        if value.quantity:
            used[value.id]["quantity"] = value.quantity
        about = "ungefär " if given is None else ""
        return f"{about}{_spaced(used[value.id]['value'])}"

    put_in = _PLACEHOLDER.sub(put, _FIXED.sub(r"\1", text))
    return re.sub(r"(^|[.?!] )ungefär", r"\1Ungefär", put_in), used


def _spaced(number: float) -> str:
    return f"{round(number):,}".replace(",", "\u00a0")
