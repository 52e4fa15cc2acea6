"""One run that goes on: what is due is released at its time, what people do is logged, the model follows.

    run = Play(plan, catalogue, model, seed=1)         # nothing has happened
    run.start(wall=0)
    run.advance(wall=3_600_000)                        # everything that is due until then, in its order
    run.do(act)                                        # at the time that the act says, not before what is done
    run.finish()

The log is the truth: the same acts at the same times give the same events, whatever the pattern of the steps.
A moment has this order: injects of that minute, quantities of that hour, what people do.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from beredd.exercises.acts import Act, Decision, actor_of, check_decision, minutes
from beredd.exercises.catalogue import Catalogue
from beredd.exercises.errors import RuleBroken
from beredd.exercises.firing import Firing, Values, firing_of
from beredd.exercises.log import Event, Head, Kind, Run, digest_of
from beredd.exercises.plan import Inject, Plan
from beredd.exercises.texts import filled
from beredd.exercises.times import minute_of, offset
from beredd.play.errors import PlayError
from beredd.play.levers import effects_of
from beredd.play.model import Model
from beredd.play.overrides import Override, Steered

MINUTE = 60_000
"""Milliseconds; the log's times are whole milliseconds."""
HOUR = 60 * MINUTE


def head_of(plan: Plan, seed: int) -> Head:
    """What a run is a run of; the digest is over the whole plan."""
    data = asdict(plan)
    data["scenario"]["starts_on"] = plan.scenario.starts_on.isoformat()
    return Head(plan.id, str(plan.version), digest_of(data), seed)


def salt_of(head: Head, secret: str, number: int) -> str:
    """The salt of an event. A live run's secret is drawn once and kept beside the log, never in it.

    A run from a script has none: it can be made again by anyone, and its salts hide nothing from who has the script.
    """
    return digest_of([head.digest, head.seed, secret, number])[:32]


class Play:
    """One run against one model. Times are milliseconds of exercise time unless they are called wall."""

    def __init__(
        self, plan: Plan, catalogue: Catalogue, model: Model, *, seed: int, secret: str = "", by_hand: bool = False
    ):
        self.plan, self.catalogue, self.model = plan, catalogue, Steered(model)
        self.run = Run(head_of(plan, seed))
        self.secret = secret
        self.by_hand = by_hand
        """On paper: an inject comes when a `send` says that it was given, and never by itself."""
        self.begins = HOUR * int(plan.starts[:2]) + MINUTE * int(plan.starts[3:])
        """From midnight of the first day to the start."""
        self.end = MINUTE * (minute_of(plan.duration) or 0)
        if self.model.last_hour < self._passed(self.end):
            raise PlayError("play.short", plan=plan.id, hours=self._passed(self.end), model=model.last_hour)
        self.firing = firing_of(plan)
        self.pseudonym: dict[str, str] = {}
        self.injects = {one.id: one for one in plan.injects}
        self.done = -1
        """Exercise time up to which everything due has come."""
        self._timed = sorted(
            (MINUTE * one.minute, place, one) for place, one in enumerate(plan.injects) if one.minute is not None
        )
        if by_hand:
            self._timed, self.firing = [], Firing({})
        self._next = 0
        self._hours = self.hour_at(0)
        """The next whole hour whose quantities are looked at."""
        self._arrives: int | None = None
        """Where a jump leads while it is made."""

    # -- time ---------------------------------------------------------------------------------------------------

    def hour_at(self, at: int) -> int:
        """The model's first whole hour not before an exercise time."""
        return -(-(at + self.begins) // HOUR)

    def _passed(self, at: int) -> int:
        """Whole hours of the model that have passed then."""
        return (at + self.begins) // HOUR

    def _wall(self, at: int) -> int:
        """When the clock shows `at`, at the present speed; not before the last event."""
        clock = self.run.state.clock
        if self._arrives is not None:
            return max(clock.wall, self.run.state.wall)
        return max(clock.wall - (clock.at - at) // clock.speed, self.run.state.wall)

    # -- what is done -------------------------------------------------------------------------------------------

    def start(self, wall: int = 0) -> None:
        """Roles join, each under a pseudonym, and the clock starts."""
        for role in self.plan.roles:
            self.pseudonym[role.id] = f"P{len(self.pseudonym) + 1}"
            self._log("joined", wall, by=self.pseudonym[role.id], role=role.id, actor=role.actor)
        self._log("clock", wall, about="start", value=0, at=0, by_hand=self.by_hand)
        self.advance(wall)

    def clock(self, action: str, wall: int, value: int = 0, stops: bool = False) -> None:
        """Pause, resume, other speed, or a jump; what falls due in a jump comes when it arrives, as one digest.

        stops      a jump goes no farther than where a condition is met
        """
        self.advance(wall)
        more: dict[str, Any] = {}
        if action == "jump":
            value = min(value, self.end)
            if stops:
                more["asked"] = value
                value = self._first_fired(value)
        value = value if action in ("speed", "jump") else 0
        at = min(self.run.state.clock.shows(wall), self.end)
        self._log("clock", wall, about=action, value=value, at=at, **more)
        if action == "jump":
            self._arrives = value
            try:
                self._until(value)
            finally:
                self._arrives = None

    def advance(self, wall: int) -> None:
        """Everything that is due until a wall time."""
        self._until(min(self.run.state.clock.shows(wall), self.end))

    def do(self, act: Act, wall: int | None = None) -> None:
        """What somebody does: at a wall time, or else at the exercise time that the act says."""
        if wall is None:
            said = MINUTE * minutes(act.at, self.plan)
            if said < self.done:
                raise RuleBroken("play.past", at=act.at, now=told(self.done))
            wall = self._wall(said)
        self.advance(wall)
        at = min(self.run.state.clock.shows(wall), self.end)
        if act.act == "jump":
            self.clock("jump", wall, MINUTE * minutes(act.to, self.plan), act.stops)
            return
        by = self.pseudonym[act.by]
        match act.act:
            case "decision":
                self._decide(act, at, wall, by)
            case "lift":
                self._lift(act, at, wall, by)
            case "override":
                self._steer(act, at, wall, by)
            case "share":
                about = {"roles": list(act.roles), "text": act.text, "at": at}
                self._check_share(act)
                about |= {"of": "decision"} if act.id else {}
                self._log("share", wall, about=act.inject or act.id, by=by, **about)
            case "judgement":
                about = {"outcome": act.outcome, "text": act.text, "at": at}
                self._log("judgement", wall, about=act.inject, by=by, **about)
            case "send":
                self._release(self.injects[act.inject], at, because="control", by=by)
            case "observation":
                about = {"text": act.text, "indicator": act.indicator, "inject": act.inject, "at": at}
                self._log("observation", wall, about=act.inject, by=by, **about)
            case _:
                self._log("note", wall, by=by, text=act.text, at=at)
        self._fire(at)

    def values(self, hours: range) -> list[Values]:
        """What the model gave when so many hours had passed: all that it gives, of those hours that have."""
        return [self.model.values(hour, self.model.gives) for hour in hours if hour <= self.model.hour]

    def stop(self, wall: int) -> None:
        """End at a wall time before the end of the exercise, with what is due then and no more."""
        self.advance(wall)
        self.end = min(self.run.state.clock.shows(wall), self.end)
        self.finish()

    def finish(self) -> None:
        """To the end of the exercise; the model goes on as far as it reaches, for what the decisions lead to."""
        self._until(self.end)
        wall = self._wall(self.end)
        self.model.advance(self.model.last_hour)
        names = self.model.gives
        hours = [self.model.values(hour, names) for hour in range(self.model.last_hour + 1)]
        series = {name: [values[name] for values in hours] for name in names}
        self._log("end", wall, at=self.end, kpi=dict(self.model.kpi()), series=series, **self._untouched())

    def _untouched(self) -> dict[str, Any]:
        """What the model itself gave of the quantities that control had in hand."""
        names = self.model.steered
        own = [self.model.model.values(hour, names) for hour in range(self.model.last_hour + 1)] if names else []
        return {"model_series": {name: [values[name] for values in own] for name in names}} if names else {}

    # -- inside -------------------------------------------------------------------------------------------------

    def _log(self, kind: Kind, wall: int, *, about: str = "", by: str = "", **content: Any) -> None:
        salt = salt_of(self.run.head, self.secret, len(self.run.events) + 1)
        self.run = self.run.added(kind, wall=wall, salt=salt, about=about, by=by, **content)

    def _until(self, to: int) -> None:
        """Everything due in `(done, to]`, each at its own time."""
        if to <= self.done:
            return
        self.model.advance(min(self._passed(to), self.model.last_hour))
        while True:
            timed = self._timed[self._next] if self._next < len(self._timed) else None
            looks = HOUR * self._hours - self.begins
            if timed is not None and timed[0] <= min(to, looks):
                self._next += 1
                if timed[2].id not in self.run.state.released:
                    self._release(timed[2], timed[0], because="time")
                    self._fire(timed[0])
            elif looks <= to and self._hours <= self.model.last_hour:
                names = self.firing.awaited(self.run.state)
                self.firing = self.firing.at(self.model.values(self._hours, names))
                self._hours += 1
                self._fire(looks)
            else:
                break
        self.done = to

    def _fire(self, at: int) -> None:
        while due := self.firing.due(self.run.state):
            for id in due:
                self._release(self.injects[id], at, because="condition")

    def _release(self, inject: Inject, at: int, *, because: str, by: str = "") -> None:
        # The card was printed before: it says what the plan assumes.
        asks = () if self.by_hand else self.plan.values
        names = {value.quantity for value in asks if f"{{{value.id}}}" in inject.text}
        if because == "condition":
            names |= set(self.firing.quantities_of(inject.id))
        values = self.model.values(min(self._passed(at), self.model.last_hour), names)
        text, used = filled(inject.text, self.plan, values)
        content: dict[str, Any] = {
            "at": at if self._arrives is None else self._arrives,
            "due": at,
            "because": because,
            "channel": inject.channel,
            "sender": inject.sender,
            "to": list(inject.to),
            "title": inject.title,
            "text": text,
            "values": used,
        }
        if because == "condition":
            watched = {name: values.get(name) for name in self.firing.quantities_of(inject.id)}
            content |= {"condition": inject.condition, "quantities": watched}
        if self._arrives is not None:
            content["digest"] = self._arrives
        self._log("inject", self._wall(at), about=inject.id, by=by, **content)

    def _first_fired(self, to: int) -> int:
        """Where the first condition is met on the way to an exercise time, or that time where none is.

        The model goes on with it, hour by hour and no farther, so that what is decided there can still count.
        """
        kept = self.run, self.firing, self._next, self._hours, self.done
        before = set(self.run.state.released)
        self._arrives = to
        try:
            for hour in range(self._hours, self.hour_at(to) + 1):
                self._until(min(HOUR * hour - self.begins, to))
                new = [e.content or {} for id, e in self.run.state.released.items() if id not in before]
                met = [one["due"] for one in new if one["because"] == "condition"]
                if met:
                    return int(min(met))
        finally:
            self._arrives = None
            self.run, self.firing, self._next, self._hours, self.done = kept
        return to

    def _lift(self, act: Act, at: int, wall: int, by: str) -> None:
        """A decision ends at the next whole hour, before its time; who took it ends it, or control."""
        event = self.run.state.decisions.get(act.id)
        if event is None:
            raise RuleBroken("play.not-lifted", id=act.id)
        taken = event.content or {}
        role = next(one for one in self.plan.roles if one.id == act.by)
        if role.actor != taken["actor"] and role.played != "control":
            raise RuleBroken("play.not-yours", id=act.id, by=act.by, actor=taken["actor"])
        end = self.hour_at(at)
        if act.id in self.run.state.lifted or (taken["until"] is not None and self.hour_at(taken["until"]) <= end):
            raise RuleBroken("play.not-lifted", id=act.id)
        if taken["computed"]:
            decision = Decision(**{name: taken[name] for name in Decision.__dataclass_fields__})
            self.model.lift(act.id, effects_of(decision, start=taken["hour"], end=end))
        self._log("lift", wall, about=act.id, by=by, at=at, hour=end, reason=act.reason)

    def _steer(self, act: Act, at: int, wall: int, by: str) -> None:
        """Control takes a quantity in hand from the next whole hour on, or gives it back."""
        if next(one for one in self.plan.roles if one.id == act.by).played != "control" or not act.how:
            raise RuleBroken("play.not-control", by=act.by)
        hour = self.hour_at(at)
        self.model.advance(hour)
        self.model.steer(Override(act.quantity, act.how, hour, act.value))
        said = {"quantity": act.quantity, "how": act.how, "value": act.value, "hour": hour, "text": act.text}
        self._log("override", wall, about=act.quantity, by=by, at=at, **said)

    def _check_share(self, act: Act) -> None:
        """Only who took a decision, or control, tells others of it."""
        event = self.run.state.decisions.get(act.id) if act.id else None
        role = next(one for one in self.plan.roles if one.id == act.by)
        if event is not None and role.played != "control" and (event.content or {})["actor"] != role.actor:
            raise RuleBroken("play.not-yours", id=act.id, by=act.by, actor=(event.content or {})["actor"])

    def _decide(self, act: Act, at: int, wall: int, by: str) -> None:
        taken: dict[tuple[str, str], int] = {}
        for event in self.run.state.decisions.values():
            key = ((event.content or {})["actor"], (event.content or {})["lever"])
            taken[key] = taken.get(key, 0) + 1
        check_decision(act, self.plan, taken)
        if act.id in self.run.state.decisions:
            raise RuleBroken("exercises.run-decided", id=act.id)
        starts = max(at, MINUTE * minutes(act.starts, self.plan)) if act.starts else at
        until = MINUTE * minutes(act.until, self.plan) if act.until else None
        decision = Decision(
            id=act.id, lever=act.lever, actor=actor_of(act, self.plan), parameters=act.parameters,
            scope=act.scope, starts=starts, until=until,
        )  # fmt: skip
        start, end = self.hour_at(starts), None if until is None else self.hour_at(until)
        effects = effects_of(decision, start=start, end=end)
        if effects and self.model.gives:
            self.model.take(act.id, effects)
        content = asdict(decision) | {"scope": list(act.scope), "parameters": dict(act.parameters), "at": at}
        words = {
            "reason": act.reason,
            "legal": act.legal,
            "hour": start,
            "computed": bool(effects and self.model.gives),
        }
        self._log("decision", wall, about=act.id, by=by, **content, **words)


@dataclass(frozen=True, kw_only=True)
class Played:
    """A finished run and what it says."""

    run: Run
    wall_s: float

    @property
    def summary(self) -> dict[str, Any]:
        """Ready for JSON."""
        end = self.run.events[-1].content or {}
        return {
            "plan": self.run.head.plan,
            "version": self.run.head.version,
            "seed": self.run.head.seed,
            "events": len(self.run.events),
            "hash": self.run.hash,
            "fired": fired(self.run),
            "not_computed": not_computed(self.run),
            "kpi": end.get("kpi", {}),
            "wall_s": round(self.wall_s, 3),
        }


def fired(run: Run) -> list[dict[str, Any]]:
    """Conditioned injects that came, with the exercise time in hours at which their condition was met."""
    return [
        {"inject": event.about, "at_h": round(event.content["due"] / HOUR, 3), "condition": event.content["condition"]}
        for event in run.state.released.values()
        if event.content and event.content.get("because") == "condition"
    ]


def not_computed(run: Run) -> list[str]:
    """Decisions that were logged and that the model does not compute."""
    return [id for id, event in run.state.decisions.items() if not (event.content or {}).get("computed", True)]


def play(
    plan: Plan,
    catalogue: Catalogue,
    model: Model,
    acts: Sequence[Act],
    *,
    seed: int,
    by_hand: bool = False,
    started: float | None = None,
) -> Played:
    """A whole run from a script, as fast as the model goes. `started`: when the watch was started, for `wall_s`."""
    began = time.perf_counter() if started is None else started
    whole = Play(plan, catalogue, model, seed=seed, by_hand=by_hand)
    whole.start()
    for act in acts:
        whole.do(act)
    whole.finish()
    return Played(run=whole.run, wall_s=time.perf_counter() - began)


def was_by_hand(run: Run) -> bool:
    """Whether injects were given by hand, as on paper."""
    starts = (event.content or {} for event in run.events if event.kind == "clock" and event.about == "start")
    return any(one.get("by_hand", False) for one in starts)


@dataclass(frozen=True)
class Deed:
    """What people did, as the log has it: an act, or a change of the clock (action, value), at a wall time."""

    wall: int
    act: Act | None = None
    clock: tuple[str, int] | None = None
    asked: int | None = None
    """Where a jump led that was to stop at the first condition."""


def deeds_of(run: Run) -> tuple[Deed, ...]:
    """What people did in a run; with plan, seed and salts it is the whole run."""
    roles = {event.by: (event.content or {}).get("role", "") for event in run.events if event.kind == "joined"}
    return tuple(deed for event in run.events if (deed := _deed(event, roles)) is not None)


def _deed(event: Event, roles: Mapping[str, str]) -> Deed | None:
    content, by = event.content, roles.get(event.by, "")
    if event.kind in ("joined", "correction", "end"):
        return None
    if content is None:
        raise PlayError("play.thinned", number=event.number)
    if event.kind == "clock":
        return Deed(event.wall, clock=(event.about, content.get("value", 0)), asked=content.get("asked"))
    at = told(content["at"])
    match event.kind:
        case "decision":
            later = content["starts"] > content["at"]
            act = Act(
                at=at, by=by, id=event.about, lever=content["lever"], parameters=content["parameters"],
                scope=tuple(content["scope"]), reason=content["reason"], legal=content["legal"],
                actor=content["actor"], starts=told(content["starts"]) if later else "",
                until="" if content["until"] is None else told(content["until"]),
            )  # fmt: skip
        case "share":
            roles_told = tuple(content["roles"])
            inject, id = ("", event.about) if content.get("of") == "decision" else (event.about, "")
            act = Act(at=at, act="share", by=by, inject=inject, id=id, roles=roles_told, text=content["text"])
        case "lift":
            act = Act(at=at, act="lift", by=by, id=event.about, reason=content["reason"])
        case "override":
            quantity, how, value = content["quantity"], content["how"], content["value"]
            act = Act(at=at, act="override", by=by, quantity=quantity, how=how, value=value, text=content["text"])
        case "judgement":
            text, outcome = content["text"], content["outcome"]
            act = Act(at=at, act="judgement", by=by, inject=event.about, outcome=outcome, text=text)
        case "observation":
            told_of = {key: content[key] for key in ("text", "indicator", "inject")}
            act = Act(at=at, act="observation", by=by, **told_of)
        case "note":
            act = Act(at=at, act="note", by=by, text=content["text"])
        case _:
            if content["because"] != "control":
                return None
            act = Act(at=at, act="send", by=by, inject=event.about)
    return Deed(event.wall, act=act)


def follow(whole: Play, deeds: Sequence[Deed]) -> tuple[Act, ...]:
    """Do again what was done. What has become impossible, as judging an inject that never came, is left out; told."""
    left_out = []
    for deed in deeds:
        if deed.clock is not None:
            action, value = deed.clock
            if action == "start":
                whole.start(deed.wall)
            else:
                stops = deed.asked is not None
                whole.clock(action, deed.wall, deed.asked if deed.asked is not None else value, stops)
        elif deed.act is not None:
            try:
                whole.do(deed.act, deed.wall)
            except RuleBroken as error:
                if error.sentence.code not in ("play.not-sent", "exercises.run-released", "play.not-lifted"):
                    raise
                left_out.append(deed.act)
    return tuple(left_out)


def replay(whole: Play, run: Run) -> None:
    """Bring a play that has not begun to where a log stands; PlayError names the first event that comes out other."""
    follow(whole, deeds_of(run))
    if run.state.ended:
        whole.end = min(whole.end, (run.events[-1].content or {}).get("at", whole.end))
    whole.advance(run.state.wall)
    if run.state.ended:
        whole.finish()
    for again, event in zip(whole.run.events, run.events, strict=False):
        if again.hash != event.hash:
            raise PlayError("play.other", number=event.number)
    if len(whole.run.events) < len(run.events):
        raise PlayError("play.other", number=len(whole.run.events) + 1)


def told(at: int) -> str:
    """`T+26:30`, the minute that an exercise time lies in."""
    return offset(at // MINUTE)
