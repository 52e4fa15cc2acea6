"""What a valid event may combine, and the one sentence said when it does not.

Static checks know the rules' vocabulary and the horizon; `where` is checked against a network in `reach`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from beredd.dispensing.errors import ScenarioError
from beredd.dispensing.scenarios.moments import minutes_of
from beredd.dispensing.scenarios.rules import RuleSet
from beredd.dispensing.scenarios.scenario import REST, Event
from beredd.parameters import nearest
from beredd.wording import Sentence

OWNER, PHARMACY, DEMAND, OPENING, EXTRA_STAFF = "owner", "pharmacy", "demand", "opening_hours", "extra_staff"
OWNER_SYSTEMS = ("dispensing_system", "payment")
"""What goes down when a whole owner's information technology does."""
INFLOW = "inflow"
SITE_VERBS = ("site", "order_pause", "ship_pause", "ship_rate", "transit_pause", INFLOW)
RECEIPT = "receipt_pause"
RULE, RESERVE = "rule:", "reserve:"

# Which hits take which of the keys that not all events have.
KEYS = {
    "early_permille": (DEMAND,),
    "extend_h": (OPENING,),
    "hours": (OPENING,),
    "factor": (EXTRA_STAFF,),
    "mode": (RULE,),
}
NATIONAL = ("national",)
_NO_LEVEL = (DEMAND, OPENING, EXTRA_STAFF, RULE, RESERVE, "order_pause", "ship_pause", "transit_pause", RECEIPT, "site")


@dataclass(frozen=True)
class Complaint:
    """Where something is wrong; called with what, it raises."""

    file: str
    event: str | None = None

    def __call__(self, key: str, found: object, allowed: Sentence) -> NoReturn:
        """Raise ScenarioError naming file, event, key, what was found and what is allowed."""
        place = Sentence("scenarios.in-event", file=self.file, event=self.event) if self.event else self.file
        raise ScenarioError("scenarios.wrong", place=place, key=key, found=repr(found), allowed=allowed)


def vocabulary(rules: RuleSet) -> tuple[str, ...]:
    """Everything that `hit` may be."""
    return (
        *rules.resources,
        OWNER,
        PHARMACY,
        DEMAND,
        OPENING,
        EXTRA_STAFF,
        *SITE_VERBS,
        RECEIPT,
        *(RULE + rule.id for rule in rules.rules),
        *(RESERVE + resource for resource in rules.resources),
    )


def check_events(events: Sequence[Event], *, rules: RuleSet, days: int, file: str, all_ids: Sequence[str]) -> None:
    """Refuse what an event cannot say. `all_ids`: ids that `after` may name."""
    words = vocabulary(rules)
    for event in events:
        complain = Complaint(file, event.id)
        if event.hit not in words:
            complain("hit", event.hit, nearest(event.hit, words))
        _check_keys(event, complain)
        _check_times(event, complain, days, all_ids)
        if event.mode is not None and event.mode not in rules.modes:
            complain("mode", event.mode, nearest(event.mode, rules.modes))
        if event.hit == OWNER and event.where == NATIONAL and not event.levels:
            complain("where", "national", Sentence("scenarios.owner-ids"))
        _check_reach(event, complain)
    _check_chain(events, file)


def _check_keys(event, complain):
    kind = _kind(event.hit)
    for key, kinds in KEYS.items():
        given = getattr(event, key) is not None
        if given and kind not in kinds:
            complain(key, getattr(event, key), Sentence("scenarios.only-with-hit", hits=tuple(map(repr, kinds))))
    required = {DEMAND: "early_permille", EXTRA_STAFF: "factor", RULE: "mode"}.get(kind)
    if required and getattr(event, required) is None:
        complain(required, None, Sentence("scenarios.hit-needs-it", hit=event.hit))
    if kind == OPENING:
        if (event.extend_h is None) == (event.hours is None):
            complain("hours", event.hours, Sentence("scenarios.either-hours"))
        if event.hours is not None and event.hours[0] > event.hours[1]:
            complain("hours", event.hours, Sentence("scenarios.hours-backwards"))
    if kind in _NO_LEVEL:
        if event.level != 0.0:
            complain("level", event.level, Sentence("scenarios.has-no-level", hit=event.hit))
        if event.ramp is not None:
            complain("ramp", "a table", Sentence("scenarios.has-no-ramp", hit=event.hit))
    if event.repeat and event.repeat.groups > 1 and event.repeat.every_h % event.repeat.groups:
        allowed = Sentence("scenarios.must-divide", every=event.repeat.every_h)
        complain("repeat.groups", event.repeat.groups, allowed)


def _check_reach(event, complain):
    if event.what and event.hit != INFLOW:
        complain("what", list(event.what), Sentence("scenarios.only-with-hit", hits=(repr(INFLOW),)))
    if event.what and event.where != NATIONAL:
        complain("where", list(event.where), Sentence("scenarios.goods-everywhere"))
    if not event.levels:
        return
    if _kind(event.hit) in _NO_LEVEL:
        complain("levels", dict(event.levels), Sentence("scenarios.has-no-level", hit=event.hit))
    for key, usual in (("where", NATIONAL), ("level", 0.0), ("what", ())):
        if getattr(event, key) != usual:
            complain(key, getattr(event, key), Sentence("scenarios.levels-alone"))


def _kind(hit):
    return next((prefix for prefix in (RULE, RESERVE) if hit.startswith(prefix)), hit)


def _check_times(event, complain, days, all_ids):
    if (event.starts is None) == (event.after is None):
        complain("from", event.starts, Sentence("scenarios.from-or-after"))
    if event.after is not None:
        if event.after not in all_ids:
            others = [name for name in all_ids if name != event.id]
            hint = nearest(event.after, others) if others else Sentence("scenarios.no-other-event")
            complain("after", event.after, hint)
    else:
        if event.delay != 0:
            complain("delay", event.delay, Sentence("scenarios.only-with-after"))
        start, horizon = minutes_of(event.starts), days * 24 * 60
        if start >= horizon:
            allowed = Sentence("scenarios.after-the-end", days=days, last=f"d{days - 1}h23")
            complain("from", event.starts, allowed)
        if isinstance(event.lasts, float) and start + event.lasts * 60 > horizon:
            left = (horizon - start) / 60
            complain("for", event.lasts, Sentence("scenarios.hours-left", left=left, days=days))
    if event.delay == REST:
        complain("delay", event.delay, Sentence("scenarios.delay-must-end"))
    if event.lasts == REST and (event.ramp or event.repeat):
        complain("for", REST, Sentence("scenarios.rest-has-no-ramp"))


def _check_chain(events, file):
    after = {event.id: event.after for event in events}
    rest = {event.id for event in events if event.lasts == REST}
    for event in events:
        seen, at = [event.id], event.after
        if at in rest:
            Complaint(file, event.id)("after", at, Sentence("scenarios.after-rest"))
        while at is not None:
            if at in seen:
                circle = Sentence("scenarios.circle", events=" after ".join([*seen, at]))
                Complaint(file, event.id)("after", event.after, circle)
            seen.append(at)
            at = after.get(at)
