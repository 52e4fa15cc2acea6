"""What people do in a run: decide, end a decision, tell others, judge an inject, send one, note, jump, steer a value.

A script is a JSON list of them, each with its time, in any order:

    [{"at": "dag 1 08:10", "by": "region", "id": "b1", "lever": "L8", "reason": "…", "legal": "rättsläge ej bekräftat"},
     {"at": "T+1:00", "act": "share", "by": "krisledning", "inject": "1", "roles": ["region", "ehm"]},
     {"at": "T+30:00", "act": "judgement", "by": "spelledare", "inject": "6", "outcome": "uppfyllt"},
     {"at": "dag 2 08:00", "act": "jump", "to": "dag 8 08:00", "stops": true},
     {"at": "dag 8 09:00", "act": "lift", "by": "region", "id": "b1", "reason": "…"},
     {"at": "dag 8 10:00", "act": "override", "by": "spelledare", "quantity": "koetid", "how": "pin", "value": 40,
      "text": "…"}]
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from beredd.exercises.errors import RuleBroken
from beredd.exercises.fields import STRICT, Id, Line, Note
from beredd.exercises.plan import LeverId, Plan
from beredd.exercises.times import minute_of
from beredd.intake import Fault, FileRefused, read_bytes, shown_name
from beredd.intake.structured import parse, take
from beredd.wording import Sentence

ActName = Literal["decision", "lift", "share", "judgement", "send", "note", "observation", "jump", "override"]
How = Literal["freeze", "pin", "slow", "force", "release"]
NEEDS_VALUE: tuple[How, ...] = ("pin", "slow", "force")
Outcome = Literal["sett", "besvarat", "uppfyllt", "ej uppfyllt"]
DecisionId = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")]
NATIONAL = ("national",)
UNCONFIRMED = "rättsläge ej bekräftat"


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One thing that somebody does; `act` says which of the fields below it has.

    by          the role that does it
    lever …     a decision: on what, with which parameters, where, why, on what legal ground, by which actor of the card
                (that of the role when left out), from when (at once) and until when (it holds until it ends)
    id          of a decision: the one that is taken, lifted, or told to other `roles`
    inject      what a judgement is of, what control sends, or what is told to other `roles`
    to          where a jump leads; `stops`: no farther than where a condition is met
    how         what control does with a `quantity`: it stands still, has a `value`, changes slower (`value` times the
                model's change), goes on from a `value`, or is the model's again
    """

    __pydantic_config__ = STRICT

    at: Line
    act: ActName = "decision"
    by: Id = ""
    id: DecisionId | Literal[""] = ""
    lever: LeverId | Literal[""] = ""
    parameters: Mapping[Id, Annotated[int, Field(strict=True)] | Annotated[float, Field(strict=True)] | Line] = field(
        default_factory=dict
    )
    scope: Annotated[tuple[Line, ...], Field(min_length=1)] = NATIONAL
    reason: Note = ""
    legal: Note = UNCONFIRMED
    actor: Note = ""
    starts: Note = ""
    until: Note = ""
    inject: Note = ""
    roles: tuple[Id, ...] = ()
    outcome: Outcome | Literal[""] = ""
    text: Note = ""
    indicator: Note = ""
    to: Note = ""
    stops: bool = False
    quantity: Note = ""
    how: How | Literal[""] = ""
    value: Annotated[int, Field(strict=True)] | Annotated[float, Field(strict=True)] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A decision as it stands in the log: minutes of exercise time, `until` None where it holds to the end."""

    id: str
    lever: str
    actor: str
    parameters: Mapping[str, Any]
    scope: tuple[str, ...]
    starts: int
    until: int | None


_NEEDS = {
    "decision": ("by", "id", "lever", "reason"),
    "lift": ("by", "id", "reason"),
    "share": ("by", "roles"),
    "judgement": ("by", "inject", "outcome"),
    "send": ("by", "inject"),
    "note": ("by", "text"),
    "observation": ("by", "text"),
    "jump": ("to",),
    "override": ("by", "quantity", "how", "text"),
}
_TAKES = {
    "decision": ("parameters", "scope", "legal", "actor", "starts", "until"),
    "share": ("text", "inject"),
    "jump": ("stops",),
    "override": ("value",),
    "judgement": ("text",),
    "observation": ("indicator", "inject"),
}
_NOT_GIVEN: dict[str, Any] = {
    "parameters": {},
    "scope": NATIONAL,
    "legal": UNCONFIRMED,
    "roles": (),
    "stops": False,
    "value": None,
}


def read_script(path: Path, plan: Plan) -> tuple[Act, ...]:
    """The acts of a file in order of time, those of the same minute as they stand; `FileRefused` with every fault."""
    raw, name = read_bytes(path, wanted=Sentence("play.a-script")), shown_name(path)
    try:
        found = json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise FileRefused(faults=[Fault(name, Sentence("play.no-json"), Sentence("play.a-script"), row=line)]) from None
    if not isinstance(found, list):
        raise FileRefused(faults=[Fault(name, Sentence("play.no-list"), Sentence("play.a-script"), row=1)])
    file = parse(b'{"acts":' + raw + b"}", name=name)
    acts = take(file, Act, "acts")
    faults, timed, seen = [], [], set()
    for place, act in enumerate(acts):
        for key, what, allowed in _wrong(act, plan):
            faults.append(Fault(name, what, allowed, row=file.line("acts", place, key), column=key))
        if act.act == "decision" and act.id and act.id in seen:
            what = Sentence("play.twice", id=act.id)
            faults.append(Fault(name, what, Sentence("play.own-id"), row=file.line("acts", place, "id"), column="id"))
        if act.act == "decision":
            seen.add(act.id)
        timed.append((minute_of(act.at, starts=plan.starts), act))
    if faults:
        raise FileRefused(faults=faults)
    return tuple(act for _, act in sorted(timed, key=lambda one: one[0] or 0))


def _wrong(act: Act, plan: Plan) -> list[tuple[str, Sentence, Sentence]]:
    """(key, what is found, what is allowed) of each thing that this plan does not allow."""
    needs, takes = _NEEDS[act.act], (*_NEEDS[act.act], *_TAKES.get(act.act, ()))
    bad: list[tuple[str, Sentence, Sentence]] = []
    for key in needs:
        if not getattr(act, key):
            bad.append((key, Sentence("play.lacks", act=act.act, key=key), Sentence("play.needs", keys=needs)))
    for key in _FIELDS:
        if key not in takes and getattr(act, key) != _NOT_GIVEN.get(key, ""):
            bad.append((key, Sentence("play.takes-no", act=act.act, key=key), Sentence("play.takes", keys=takes)))
    if act.act == "share" and bool(act.inject) == bool(act.id):
        bad.append(("inject", Sentence("play.share-what"), Sentence("play.share-one")))
    if act.act == "override" and (act.value is None) == (act.how in NEEDS_VALUE):
        bad.append(("value", Sentence("play.value", how=act.how), Sentence("play.value-for", hows=NEEDS_VALUE)))
    last = minute_of(plan.duration) or 0
    for key in ("at", "starts", "until", "to"):
        text = getattr(act, key)
        at = minute_of(text, starts=plan.starts) if text else 0
        if at is None or at > last:
            bad.append((key, Sentence("play.no-time", text=text), Sentence("play.a-time", end=plan.duration)))
    known = (
        ("by", {role.id for role in plan.roles}),
        ("inject", {one.id for one in plan.injects}),
        ("indicator", {one.id for one in plan.indicators}),
    )
    for key, ids in known:
        if (text := getattr(act, key)) and text not in ids:
            bad.append((key, Sentence("play.unknown", id=text), Sentence("exercises.known", ids=tuple(sorted(ids)))))
    known_roles = {role.id for role in plan.roles}
    for text in set(act.roles) - known_roles:
        told = Sentence("exercises.known", ids=tuple(sorted(known_roles)))
        bad.append(("roles", Sentence("play.unknown", id=text), told))
    return bad


_FIELDS = tuple(one.name for one in fields(Act) if one.name not in ("at", "act", "id"))


def minutes(text: str, plan: Plan) -> int:
    """A time of the plan in whole minutes since the start; RuleBroken where it is none."""
    at = minute_of(text, starts=plan.starts)
    if at is None:
        raise RuleBroken("play.no-such-time", text=text)
    return at


def actor_of(act: Act, plan: Plan) -> str:
    """Whose decision it is: the role's actor, or the one that control plays."""
    role = next(one for one in plan.roles if one.id == act.by)
    return act.actor if act.actor and role.played == "control" else role.actor


def check_decision(act: Act, plan: Plan, taken: Mapping[tuple[str, str], int]) -> None:
    """RuleBroken where no card lets that actor decide, or it has done so as often as it can.

    taken      (actor, lever) -> decisions so far
    """
    actor = actor_of(act, plan)
    if act.actor and act.actor != actor:
        raise RuleBroken("play.not-for-others", id=act.id, by=act.by, actor=act.actor)
    cards = [card for card in plan.cards if card.lever == act.lever and actor in card.actors]
    if not cards:
        known = tuple(sorted({card.lever for card in plan.cards if actor in card.actors}))
        raise RuleBroken("play.no-card", id=act.id, actor=actor, lever=act.lever, known=known or ("–",))
    if taken.get((actor, act.lever), 0) >= cards[0].count:
        raise RuleBroken("play.used-up", id=act.id, actor=actor, lever=act.lever, n=cards[0].count)


def check_acts(acts: tuple[Act, ...], plan: Plan) -> None:
    """RuleBroken for the first decision that nobody could take, before anything is computed."""
    taken: dict[tuple[str, str], int] = {}
    for act in acts:
        if act.act == "decision":
            check_decision(act, plan, taken)
            key = (actor_of(act, plan), act.lever)
            taken[key] = taken.get(key, 0) + 1
