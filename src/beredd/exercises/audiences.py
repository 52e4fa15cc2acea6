"""What each participant may know of a run: one list of allowed fields per kind of event and kind of participant.

What is not on the list is not shown. Control sees everything; an observer what happens and is noted, without who is
behind which pseudonym; an exercised role what came to it, what it was told, and what its own actor has decided.
"""

from collections.abc import Callable
from math import ceil, floor, log10
from typing import Any, Literal

from beredd.exercises.log import Event, Run
from beredd.exercises.plan import Plan, Role, Sharing

Viewer = Literal["control", "observer", "exercised"]
VIEWERS: tuple[Viewer, ...] = ("control", "observer", "exercised")
EVERYTHING = ("*",)

_INJECT = ("at", "due", "digest", "channel", "sender", "title", "text")
_DECISION = ("at", "lever", "actor", "parameters", "scope", "starts", "until", "reason", "legal")
ALLOWED: dict[str, dict[Viewer, tuple[str, ...]]] = {
    "clock": {"control": EVERYTHING, "observer": ("at", "value"), "exercised": ("at", "value")},
    "joined": {"control": EVERYTHING, "observer": ("role", "actor"), "exercised": ("role", "actor")},
    "inject": {"control": EVERYTHING, "observer": (*_INJECT, "to", "because"), "exercised": _INJECT},
    "correction": {"control": EVERYTHING, "observer": ("at", "text"), "exercised": ("at", "text")},
    "share": {"control": EVERYTHING, "observer": ("at", "roles", "text"), "exercised": ("at", "text")},
    "decision": {"control": EVERYTHING, "observer": _DECISION, "exercised": _DECISION},
    "lift": {"control": EVERYTHING, "observer": ("at", "reason"), "exercised": ("at", "reason")},
    "judgement": {"control": EVERYTHING, "observer": ("at", "outcome", "text"), "exercised": ()},
    "observation": {"control": EVERYTHING, "observer": ("at", "text", "indicator", "inject"), "exercised": ()},
    "note": {"control": EVERYTHING, "observer": (), "exercised": ()},
    "override": {"control": EVERYTHING, "observer": (), "exercised": ()},
    "end": {"control": EVERYTHING, "observer": ("at", "kpi", "series"), "exercised": ("at",)},
}
"""Kind of event -> who looks -> fields of its content. No field: the event itself is not shown."""
DECISIONS = "beslut"
"""What a plan's rule of sharing calls an actor's decisions; in any other form than `exact` only `BRIEFLY` of them."""
BRIEFLY = ("at", "lever", "actor", "scope", "starts", "until")


def view(plan: Plan, run: Run, role: str) -> list[dict[str, Any]]:
    """The run as a role may see it: number, kind, what it is about, and the allowed fields of each event it may see."""
    who = next(one for one in plan.roles if one.id == role)
    return [shown for event in run.events if (shown := seen(plan, run, event, who)) is not None]


def seen(plan: Plan, run: Run, event: Event, who: Role) -> dict[str, Any] | None:
    """One event as a role may see it, None where it may not."""
    fields = ALLOWED[event.kind][who.played]
    if not fields or event.content is None or not _concerns(plan, run, event, who):
        return None
    if event.kind == "decision" and who.played == "exercised" and not _is_whole(plan, run, event, who):
        fields = BRIEFLY
    shown = {"number": event.number, "kind": event.kind, "about": event.about}
    if fields == EVERYTHING:
        return shown | {"wall": event.wall, "by": event.by, **event.content}
    return shown | {name: event.content[name] for name in fields if name in event.content}


def _concerns(plan: Plan, run: Run, event: Event, who: Role) -> bool:
    """Whether what happens comes to that role at all."""
    if who.played != "exercised":
        return True
    content = event.content or {}
    match event.kind:
        case "inject":
            return who.id in content["to"] or "all" in content["to"]
        case "correction":
            released = run.state.released[event.about].content or {}
            return who.id in released.get("to", ()) or "all" in released.get("to", ())
        case "share":
            sender = next((e.content for e in run.events if e.kind == "joined" and e.by == event.by), None) or {}
            return who.id in content["roles"] or sender.get("role") == who.id
        case "decision":
            return _is_told(plan, run, event, who)
        case "lift":
            return _is_told(plan, run, run.state.decisions[event.about], who)
    return True


def _is_whole(plan: Plan, run: Run, decision: Event, who: Role) -> bool:
    """Whether a role is told all of a decision: its own actor's, one that it was told, or one shared as it stands."""
    actor = (decision.content or {}).get("actor")
    forms = {share.form for share in _rules(plan, actor, who)}
    return actor == who.actor or "exact" in forms or _was_told(run, decision.about, who)


def _is_told(plan: Plan, run: Run, decision: Event, who: Role) -> bool:
    """Whether a role is told of a decision at all: its own actor's, by the plan's rules, or since somebody said so."""
    actor = (decision.content or {}).get("actor")
    return actor == who.actor or bool(_rules(plan, actor, who)) or _was_told(run, decision.about, who)


def _rules(plan: Plan, actor: str | None, who: Role) -> list[Sharing]:
    return [one for one in plan.sharing if (one.quantity, one.actor) == (DECISIONS, actor) and who.actor in one.to]


def _was_told(run: Run, decision: str, who: Role) -> bool:
    shares = (e.content for e in run.events if e.kind == "share" and e.about == decision and e.content is not None)
    return any(who.id in content["roles"] for content in shares if content.get("of") == "decision")


# -- figures ----------------------------------------------------------------------------------------------------------

NATIONWIDE = ("hela landet",)
"""What a role's `coverage` says when it is told of the whole country."""
Look = Callable[[str, int], float | int | None]
"""(quantity, hour of the model) -> its value."""


def figures(plan: Plan, role: str, look: Look, *, hour: int, quantities: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Quantity -> what a role is told of it at an hour: a value as old and as wide as its knowledge is.

    Control is told all of it. An observer nothing. A role told of a part of the country gets no value, since the model
    counts the whole; what it may know is said. What another actor shares comes as that actor lets it be seen.
    """
    who = next(one for one in plan.roles if one.id == role)
    if who.played != "exercised":
        every = quantities if who.played == "control" else ()
        return {name: {"value": look(name, hour), "hour": hour, "coverage": "hela landet"} for name in every}
    told: dict[str, dict[str, Any]] = {}
    for share in plan.sharing:
        if who.actor in share.to and share.quantity in quantities:
            value = look(share.quantity, hour)
            told[share.quantity] = {"value": _formed(value, share.form), "hour": hour, "coverage": share.actor}
    for known in who.knowledge:
        if known.quantity in quantities:
            then = hour - ceil(known.delay_h)
            is_told = then >= 0 and known.coverage in NATIONWIDE
            value = look(known.quantity, then) if is_told else None
            told[known.quantity] = {"value": value, "hour": max(then, 0), "coverage": known.coverage}
    return told


def _formed(value: float | int | None, form: str) -> Any:
    if value is None or form == "exact":
        return value
    if form == "sum" or value == 0:
        return None
    step = 10 ** floor(log10(abs(value)))
    return [floor(value / step) * step, (floor(value / step) + 1) * step]
