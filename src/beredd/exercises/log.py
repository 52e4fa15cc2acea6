"""A run as a log that only grows: each event holds the hash of the one before, and a digest of its content.

Content can be thinned later: it goes with its salt, its digest stays, and the chain still proves that nothing was put
in or taken out. The salt keeps a short content from being guessed from its digest. A chain shows what was changed
within it; to show that it was not written anew as a whole, keep its last hash elsewhere.
Participants appear as pseudonyms; what they are called is kept beside the log, in `Names`, and can be erased.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from beredd.exercises.clock import Change, Clock
from beredd.exercises.errors import RuleBroken, RunBroken
from beredd.provenance import canonical_json

Kind = Literal[
    "clock",
    "joined",
    "inject",
    "correction",
    "share",
    "decision",
    "lift",
    "judgement",
    "observation",
    "note",
    "override",
    "end",
]
KINDS: tuple[str, ...] = get_args(Kind)
_PSEUDONYM = re.compile(r"P[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Head:
    """What the run is a run of; its digest is what the first event follows on."""

    plan: str
    version: str
    digest: str
    seed: int


@dataclass(frozen=True)
class Event:
    """One event.

    number    from 1
    wall      ms, never less than the event before
    about     the clock's action, or the id of the inject, the decision, the observation; "" where there is none
    by        the pseudonym of who did it; "" for exercise control
    content   None once thinned
    digest    SHA-256 of salt and content
    previous  the hash of the event before, of the head for the first; `hash` is over all but content and salt
    """

    number: int
    wall: int
    kind: str
    about: str
    by: str
    content: Mapping[str, Any] | None
    salt: str | None
    digest: str
    previous: str
    hash: str

    @property
    def frame(self) -> dict[str, Any]:
        """What stays for ever and is under the hash."""
        names = ("number", "wall", "kind", "about", "by", "digest", "previous")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class State:
    """What the events up to here amount to."""

    clock: Clock = field(default_factory=Clock)
    wall: int = 0
    participants: frozenset[str] = frozenset()
    released: Mapping[str, Event] = field(default_factory=dict)
    """Inject -> its release."""
    corrections: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    decisions: Mapping[str, Event] = field(default_factory=dict)
    lifted: Mapping[str, Event] = field(default_factory=dict)
    """Decision -> where it was ended before its time."""
    judgements: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    """Inject -> what it was judged to have led to, the last one last."""
    ended: bool = False

    def after(self, event: Event) -> "State":
        """The state after one more event; `RuleBroken` where it cannot follow."""
        self._check(event)
        now = replace(self, wall=event.wall)
        match event.kind:
            case "clock":
                value = (event.content or {}).get("value", 0)
                if type(value) is not int:
                    raise RuleBroken("exercises.clock-value", found=str(value))
                return replace(now, clock=self.clock.after(Change(event.wall, event.about, value)))
            case "joined":
                return replace(now, participants=self.participants | {event.by})
            case "inject":
                return replace(now, released={**self.released, event.about: event})
            case "correction":
                earlier = self.corrections.get(event.about, ())
                return replace(now, corrections={**self.corrections, event.about: (*earlier, event)})
            case "decision":
                return replace(now, decisions={**self.decisions, event.about: event})
            case "lift":
                return replace(now, lifted={**self.lifted, event.about: event})
            case "judgement":
                before = self.judgements.get(event.about, ())
                return replace(now, judgements={**self.judgements, event.about: (*before, event)})
            case "end":
                return replace(now, ended=True)
        return now

    def _check(self, event: Event) -> None:
        if event.kind not in KINDS:
            raise RuleBroken("exercises.run-kind", kind=event.kind, known=KINDS)
        if self.ended:
            raise RuleBroken("exercises.run-ended")
        if event.wall < self.wall:
            raise RuleBroken("exercises.clock-back", asked=event.wall, last=self.wall)
        if event.kind == "joined":
            if not _PSEUDONYM.fullmatch(event.by) or event.by in self.participants:
                raise RuleBroken("exercises.run-pseudonym", by=event.by)
        elif event.by and event.by not in self.participants:
            raise RuleBroken("exercises.run-stranger", by=event.by)
        if event.kind == "inject" and event.about in self.released:
            raise RuleBroken("exercises.run-released", id=event.about)
        known = {*self.released, *(self.decisions if event.kind == "share" else ())}
        if event.kind in ("judgement", "share") and event.about not in known:
            raise RuleBroken("play.not-sent", id=event.about)
        if event.kind == "correction" and event.about not in self.released:
            raise RuleBroken("exercises.run-not-released", id=event.about)
        if event.kind == "decision" and event.about in self.decisions:
            raise RuleBroken("exercises.run-decided", id=event.about)
        if event.kind == "lift" and (event.about not in self.decisions or event.about in self.lifted):
            raise RuleBroken("play.not-lifted", id=event.about)


@dataclass(frozen=True)
class Run:
    """A head and its events; `state` is their fold. Made by `begun`, grown by `added`: neither changes what was."""

    head: Head
    events: tuple[Event, ...] = ()
    state: State = field(default_factory=State)

    @property
    def hash(self) -> str:
        """The last hash of the chain, which stands for the whole run."""
        return self.events[-1].hash if self.events else digest_of(vars(self.head))

    def added(self, kind: Kind, *, wall: int, salt: str, about: str = "", by: str = "", **content: Any) -> "Run":
        """The run with one more event; `RuleBroken` where it cannot follow. `salt` is drawn by the caller."""
        bare = Event(
            len(self.events) + 1, wall, kind, about, by, content, salt, digest_of(content, salt), self.hash, ""
        )
        return self.followed(replace(bare, hash=digest_of(bare.frame)))

    def followed(self, event: Event) -> "Run":
        """The run with an event that was made before; `RunBroken` names it where the chain does not hold."""
        holds = event.number == len(self.events) + 1 and event.previous == self.hash
        if not holds or event.hash != digest_of(event.frame):
            raise RunBroken("exercises.run-chain", number=len(self.events) + 1)
        if event.content is None or event.salt is None:
            if event.content is not event.salt or event.kind == "clock":
                raise RunBroken("exercises.run-content", number=event.number)
        elif event.digest != digest_of(event.content, event.salt):
            raise RunBroken("exercises.run-content", number=event.number)
        return replace(self, events=(*self.events, event), state=self.state.after(event))

    def thinned(self, number: int) -> "Run":
        """The run without the content of one event; the chain and its last hash are as they were."""
        if not 1 <= number <= len(self.events) or self.events[number - 1].kind == "clock":
            raise RuleBroken("exercises.run-not-thinned", number=number)
        bare = Run(self.head)
        for event in self.events:
            bare = bare.followed(replace(event, content=None, salt=None) if event.number == number else event)
        return bare


def digest_of(value: Any, salt: str = "") -> str:
    """SHA-256 of the canonical JSON, in hex; salted where there is a salt."""
    return hashlib.sha256(canonical_json([salt, value] if salt else value).encode()).hexdigest()


@dataclass(frozen=True)
class Names:
    """Pseudonym -> what a participant is called; None once erased, so that a pseudonym is never given twice."""

    names: Mapping[str, str | None] = field(default_factory=dict)

    def with_(self, name: str) -> tuple["Names", str]:
        """The names with one more, and its pseudonym."""
        pseudonym = f"P{len(self.names) + 1}"
        return Names({**self.names, pseudonym: name}), pseudonym

    def erased(self, pseudonym: str) -> "Names":
        """The names without what one participant is called."""
        return Names({**self.names, pseudonym: None}) if pseudonym in self.names else self
