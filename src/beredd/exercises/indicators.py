"""What a finished run says of the objectives: from its log, and from what the model counted.

The same measures are read of every run, so that runs and years can be compared; a plan's own indicators come after
them. A value of None: the run does not say, and `why` says why.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from beredd.exercises.errors import RuleBroken
from beredd.exercises.log import Event, Run
from beredd.exercises.plan import Indicator, Plan

MINUTE = 60_000
UNKNOWN = ("", "rättsläge ej bekräftat")
Value = tuple[float | int | None, str]
"""A value and its unit."""


def indicators_of(plan: Plan, run: Run) -> list[dict[str, Any]]:
    """Rows with id, objective, value, unit, source and text; RuleBroken where the run is not over."""
    if not run.state.ended:
        raise RuleBroken("play.not-over")
    mine = {one.id for one in plan.objectives}
    rows = [
        _row(id, objective, made(plan, run), source, text)
        for id, objective, source, text, made in COMMON
        if objective in mine
    ]
    return rows + [_own(one, plan, run) for one in plan.indicators]


def compared(runs: Sequence[tuple[Plan, Run]]) -> list[dict[str, Any]]:
    """The same indicators of several runs: rows with `values`, one per run in order, None where a run does not say.

    An indicator that means another thing in another plan, by its text or its unit, has a row of its own.
    """
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for at, (plan, run) in enumerate(runs):
        for row in indicators_of(plan, run):
            kept = {name: value for name, value in row.items() if name != "value"}
            mine = found.setdefault((row["id"], row["text"], row["unit"]), kept | {"values": [None] * len(runs)})
            mine["values"][at] = row["value"]
    return list(found.values())


def _row(id: str, objective: str, value: Value, source: str, text: str) -> dict[str, Any]:
    return {"id": id, "objective": objective, "value": value[0], "unit": value[1], "source": source, "text": text}


def _own(one: Indicator, plan: Plan, run: Run) -> dict[str, Any]:
    """A plan's indicator: its measure of the log, its quantity's highest value, or how often it was observed."""
    if one.measure:
        name, _, about = one.measure.partition(" ")
        value: Value = MEASURES[name](plan, run, about) if name in MEASURES else (None, one.unit)
    elif one.quantity:
        series = [x for x in _end(run).get("series", {}).get(one.quantity, ()) if x is not None]
        value = (max(series, default=None), one.unit)
    else:
        notes = [event for event in run.events if event.kind == "observation"]
        value = (sum((event.content or {}).get("indicator") == one.id for event in notes), "iakttagelser")
    return _row(one.id, one.objective, value, one.source, one.text)


# -- measures of the log ----------------------------------------------------------------------------------------------


def known_at(run: Run, inject: str) -> dict[str, int]:
    """Role -> when it knew of an inject: when it came to it, or when somebody told it."""
    released = run.state.released.get(inject)
    if released is None or released.content is None:
        return {}
    roles = {(event.content or {}).get("role", "") for event in run.events if event.kind == "joined"}
    to = set(released.content["to"])
    known = {role: released.content["at"] for role in roles if role in to or "all" in to}
    for event in run.events:
        if event.kind == "share" and event.about == inject and event.content is not None and "of" not in event.content:
            for role in event.content["roles"]:
                known.setdefault(role, event.content["at"])
    return known


def time_to_common_information(plan: Plan, run: Run, inject: str) -> Value:
    """Minutes from an inject until every exercised role knew of it; None where some never did."""
    known, first = known_at(run, inject), run.state.released.get(inject)
    wanted = [role.id for role in plan.roles if role.played == "exercised"]
    if first is None or first.content is None or any(role not in known for role in wanted):
        return None, "minuter"
    return (max(known[role] for role in wanted) - first.content["due"]) // MINUTE, "minuter"


def time_to_decision(plan: Plan, run: Run, inject: str) -> Value:
    """Minutes from an inject until somebody who knew of it decided anything."""
    known, first = known_at(run, inject), run.state.released.get(inject)
    if first is None or first.content is None:
        return None, "minuter"
    roles = {event.by: (event.content or {}).get("role") for event in run.events if event.kind == "joined"}
    times = [
        one["at"]
        for event, one in _contents(run, "decision")
        if one["at"] >= known.get(roles.get(event.by) or "", one["at"] + 1)
    ]
    return ((min(times) - first.content["due"]) // MINUTE if times else None), "minuter"


MEASURES: dict[str, Callable[[Plan, Run, str], Value]] = {
    "time-to-decision": time_to_decision,
    "time-to-common-information": time_to_common_information,
}
"""What a plan's indicator may name as its measure, with the inject's id after it."""


def _contents(run: Run, kind: str) -> list[tuple[Event, Mapping[str, Any]]]:
    return [(event, event.content) for event in run.events if event.kind == kind and event.content is not None]


def _end(run: Run) -> Mapping[str, Any]:
    return run.events[-1].content or {}


def _first_inject(plan: Plan) -> str:
    timed = [one for one in plan.injects if one.minute is not None]
    return min(timed, key=lambda one: one.minute or 0).id if timed else ""


def _common_information(plan: Plan, run: Run) -> Value:
    return time_to_common_information(plan, run, _first_inject(plan))


def _first_decision(plan: Plan, run: Run) -> Value:
    return time_to_decision(plan, run, _first_inject(plan))


def _grounds(plan: Plan, run: Run) -> Value:
    found = [one for _, one in _contents(run, "decision")]
    return _percent(sum(one["legal"] not in UNKNOWN for one in found), len(found))


def _reasons(plan: Plan, run: Run) -> Value:
    found = [one for _, one in _contents(run, "decision")]
    return _percent(sum(bool(one["reason"]) for one in found), len(found))


def _percent(part: int, whole: int) -> Value:
    return (round(100 * part / whole) if whole else None), "procent"


def _priorities(plan: Plan, run: Run) -> Value:
    """Different orders that were decided for the same thing: one is what is wanted."""
    orders = {
        (str(one["parameters"].get("of")), str(one["parameters"].get("first")))
        for _, one in _contents(run, "decision")
        if one["lever"] == "L9"
    }
    return (len(orders) or None), "ordningar"


def _message(plan: Plan, run: Run) -> Value:
    times = [one["at"] for _, one in _contents(run, "decision") if one["lever"] == "L19"]
    return (min(times) // MINUTE if times else None), "minuter"


def _peak(quantity: str, unit: str) -> Callable[[Plan, Run], Value]:
    def made(plan: Plan, run: Run) -> Value:
        return max((x for x in _series(run, quantity) if x is not None), default=None), unit

    return made


def _days(quantity: str, unit: str) -> Callable[[Plan, Run], Value]:
    """The value at noon of each day, added."""

    def made(plan: Plan, run: Run) -> Value:
        noons = [x for x in _series(run, quantity)[12::24] if x is not None]
        return (round(sum(noons)) if noons else None), unit

    return made


def _series(run: Run, quantity: str) -> list[Any]:
    return list(_end(run).get("series", {}).get(quantity, ()))


def _fulfilled(objective: str) -> Callable[[Plan, Run], Value]:
    """Share of the judged injects with an action expected for the objective that were judged fulfilled."""

    def made(plan: Plan, run: Run) -> Value:
        asked = {one.id for one in plan.injects if any(e.objective == objective for e in one.expected)}
        last = {id: events[-1].content for id, events in run.state.judgements.items() if id in asked}
        judged = [one["outcome"] for one in last.values() if one and one["outcome"] in ("uppfyllt", "ej uppfyllt")]
        return _percent(judged.count("uppfyllt"), len(judged))

    return made


COMMON: tuple[tuple[str, str, str, str, Callable[[Plan, Run], Value]], ...] = (
    ("M1.information", "M1", "log", "Tid tills alla övade kände till det första inspelet", _common_information),
    ("M2.beslut", "M2", "log", "Tid från det första inspelet till det första beslutet", _first_decision),
    ("M2.grund", "M2", "log", "Beslut med rättslig grund antecknad", _grounds),
    ("M3.kritiska", "M3", "model", "Flest samtidigt utan kritiskt läkemedel", _peak("kritiska-utan", "personer")),
    ("M3.persondygn", "M3", "model", "Utan kritiskt läkemedel", _days("kritiska-utan", "persondygn")),
    ("M4.ordningar", "M4", "log", "Olika ordningar som beslutades", _priorities),
    ("M5.besked", "M5", "log", "Tid till ett gemensamt besked", _message),
    ("M6.skäl", "M6", "log", "Beslut med skäl antecknade", _reasons),
    ("M6.oregistrerade", "M6", "model", "Flest oregistrerade utlämnanden", _peak("oregistrerade", "utlämnanden")),
    ("M7.dos", "M7", "model", "Flest dospatienter samtidigt utan läkemedel", _peak("dos-utan", "personer")),
    ("M7.persondygn", "M7", "model", "Dospatienter utan läkemedel", _days("dos-utan", "persondygn")),
    ("M8.djur", "M8", "model", "Flest djur utan ordinerat läkemedel", _peak("djur-utan", "djur")),
    *((f"M{n}.uppfyllt", f"M{n}", "log", "Bedömda inspel som var uppfyllda", _fulfilled(f"M{n}")) for n in range(1, 9)),
)  # fmt: skip
"""(id, objective, source, what it says, how it is read)."""
