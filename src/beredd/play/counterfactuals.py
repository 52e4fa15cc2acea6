"""The same run with one decision left out or earlier, or with a measure: same plan, seed, chance, all else held fixed.

Injects with conditions are looked at anew, so that some may come that did not, or stay away; the answer says which.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from beredd.exercises.clock import Change, exercise_time, wall_time
from beredd.exercises.log import Run
from beredd.play.errors import PlayError
from beredd.play.playing import HOUR, Deed, Play, deeds_of, follow, told


def counterfactual(
    run: Run,
    begin: Callable[[], Play],
    *,
    without: str = "",
    earlier: tuple[str, float] | None = None,
    measure: str = "",
) -> tuple[Run, dict[str, Any]]:
    """The other run, and what differs from the one that was. `begin` makes a play in which nothing has happened.

    earlier      (decision, hours): both what it says and when it was said move
    measure      what `begin`'s model has from its first day on; every decision stays
    """
    decision = earlier[0] if earlier else without
    if not measure and decision not in run.state.decisions:
        raise PlayError("play.no-decision", id=decision, known=tuple(run.state.decisions) or ("–",))
    # A jump that stopped at a condition leads where it led: what people did after it keeps its time.
    deeds = tuple(replace(one, asked=None) for one in deeds_of(run))
    if earlier:
        deeds = _moved(run, deeds, *earlier)
    elif without:
        deeds = tuple(one for one in deeds if not _is(one, without) and not _ends(one, without))
    other = begin()
    left_out = follow(other, deeds)
    other.finish()
    answer = _answer(run, other.run, decision, left_out)
    return other.run, answer | ({"measure": measure} if measure else {})


def _is(deed: Deed, decision: str) -> bool:
    return deed.act is not None and deed.act.act == "decision" and deed.act.id == decision


def _ends(deed: Deed, decision: str) -> bool:
    """Whether it is only said of that decision."""
    return deed.act is not None and deed.act.act in ("lift", "share") and deed.act.id == decision


def _moved(run: Run, deeds: tuple[Deed, ...], decision: str, hours: float) -> tuple[Deed, ...]:
    """The deeds with one decision taken earlier; PlayError where the clock never showed that time."""
    changes = [Change(one.wall, *one.clock) for one in deeds if one.clock]
    content = run.state.decisions[decision].content or {}
    at = content["at"] - round(hours * HOUR)
    wall = wall_time(changes, at) if at >= 0 else None
    if hours <= 0 or wall is None or exercise_time(changes, wall) != at:
        raise PlayError("play.not-earlier", id=decision, at=told(content["at"]), hours=hours)
    (mine,) = (one for one in deeds if _is(one, decision))
    act = mine.act
    if act is not None and act.starts:
        starts = max(at, content["starts"] - round(hours * HOUR))
        act = replace(act, starts=told(starts))
    rest = [one for one in deeds if one is not mine]
    # Before what was done at the same moment: it is that moment's news.
    place = next((n for n, one in enumerate(rest) if one.wall > wall or (one.wall == wall and one.act)), len(rest))
    return (*rest[:place], Deed(wall, act=act), *rest[place:])


def _answer(run: Run, other: Run, decision: str, left_out: tuple[Any, ...]) -> dict[str, Any]:
    one, two = ((x.events[-1].content or {}) for x in (run, other))
    conditioned = [{id for id, e in x.state.released.items() if _came(e) == "condition"} for x in (run, other)]
    return {
        "plan": run.head.plan,
        "seed": run.head.seed,
        "run": run.hash,
        "other": other.hash,
        "decision": decision,
        "kpi": {
            name: {"run": value, "other": two["kpi"].get(name), "difference": _less(two["kpi"].get(name), value)}
            for name, value in one["kpi"].items()
        },
        "first_difference_h": _first_difference(one["series"], two["series"]),
        "injects_gone": sorted(conditioned[0] - conditioned[1]),
        "injects_new": sorted(conditioned[1] - conditioned[0]),
        "injects_moved": {
            id: [x.state.released[id].content["due"] / HOUR for x in (run, other)]  # type: ignore[index]
            for id in sorted(conditioned[0] & conditioned[1])
            if run.state.released[id].content["due"] != other.state.released[id].content["due"]  # type: ignore[index]
        },
        "left_out": [{"act": act.act, "at": act.at, "inject": act.inject} for act in left_out],
    }


def _came(event: Any) -> str:
    return str((event.content or {}).get("because", ""))


def _less(value: Any, other: Any) -> Any:
    return None if value is None or other is None else round(value - other, 3)


def _first_difference(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> int | None:
    """The first hour of the model, from midnight, at which any quantity differs."""
    found = [
        hour
        for name, series in one.items()
        for hour, (a, b) in enumerate(zip(series, other[name], strict=True))
        if a != b
    ]
    return min(found, default=None)
