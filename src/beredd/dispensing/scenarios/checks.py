"""What a valid event may combine, and the one sentence said when it does not.

Static checks know the rules' vocabulary and the horizon; `where` is checked against a network in `reach`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from beredd.dispensing.errors import ScenarioError
from beredd.dispensing.parameters import nearest
from beredd.dispensing.scenarios.moments import minutes_of
from beredd.dispensing.scenarios.rules import RuleSet
from beredd.dispensing.scenarios.scenario import REST, Event

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

    def __call__(self, key: str, found: object, allowed: str) -> None:
        """Raise ScenarioError naming file, event, key, what was found and what is allowed."""
        event = f", event {self.event!r}" if self.event else ""
        raise ScenarioError(f"{self.file}{event}, key {key!r}: found {found!r}; {allowed}.")


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
            complain("where", "national", "an owner's systems need one or more owner ids")
        _check_reach(event, complain)
    _check_chain(events, file)


def _check_keys(event, complain):
    kind = _kind(event.hit)
    for key, kinds in KEYS.items():
        given = getattr(event, key) is not None
        if given and kind not in kinds:
            complain(key, getattr(event, key), f"allowed only with hit = {' or '.join(map(repr, kinds))}")
    required = {DEMAND: "early_permille", EXTRA_STAFF: "factor", RULE: "mode"}.get(kind)
    if required and getattr(event, required) is None:
        complain(required, None, f"hit = {event.hit!r} needs it")
    if kind == OPENING:
        if (event.extend_h is None) == (event.hours is None):
            complain("hours", event.hours, "opening_hours needs either hours = [opens, closes] or extend_h, not both")
        if event.hours is not None and event.hours[0] > event.hours[1]:
            complain("hours", event.hours, "the first must not be after the second; equal means shut")
    if kind in _NO_LEVEL:
        if event.level != 0.0:
            complain("level", event.level, f"{event.hit!r} is on or off and has no level; leave the key out")
        if event.ramp is not None:
            complain("ramp", "a table", f"{event.hit!r} is on or off and has no ramp; leave the key out")
    if event.repeat and event.repeat.groups > 1 and event.repeat.every_h % event.repeat.groups:
        complain("repeat.groups", event.repeat.groups, f"it must divide every_h = {event.repeat.every_h}")


def _check_reach(event, complain):
    if event.what and event.hit != INFLOW:
        complain("what", list(event.what), f"allowed only with hit = {INFLOW!r}")
    if event.what and event.where != NATIONAL:
        complain("where", list(event.where), "goods named in what stop coming to all sites; leave the key out")
    if not event.levels:
        return
    if _kind(event.hit) in _NO_LEVEL:
        complain("levels", dict(event.levels), f"{event.hit!r} is on or off and has no level; leave the key out")
    for key, usual in (("where", NATIONAL), ("level", 0.0), ("what", ())):
        if getattr(event, key) != usual:
            complain(key, getattr(event, key), "levels says which and how much; give one of the two")


def _kind(hit):
    return next((prefix for prefix in (RULE, RESERVE) if hit.startswith(prefix)), hit)


def _check_times(event, complain, days, all_ids):
    if (event.starts is None) == (event.after is None):
        complain("from", event.starts, "give either from or after, not both and not neither")
    if event.after is not None:
        if event.after not in all_ids:
            others = [name for name in all_ids if name != event.id]
            complain("after", event.after, nearest(event.after, others) if others else "there is no other event")
    else:
        if event.delay != 0:
            complain("delay", event.delay, "allowed only together with after")
        start, horizon = minutes_of(event.starts), days * 24 * 60
        if start >= horizon:
            complain("from", event.starts, f"the scenario has {days} days, so the last hour is d{days - 1}h23")
        if isinstance(event.lasts, float) and start + event.lasts * 60 > horizon:
            left = (horizon - start) / 60
            complain("for", event.lasts, f'at most {left:g} hours are left of {days} days; "{REST}" fills them')
    if event.delay == REST:
        complain("delay", event.delay, "a delay must end; allowed are hours or a distribution")
    if event.lasts == REST and (event.ramp or event.repeat):
        complain("for", REST, "an event for the rest of the run has no ramp and no repeat")


def _check_chain(events, file):
    after = {event.id: event.after for event in events}
    rest = {event.id for event in events if event.lasts == REST}
    for event in events:
        seen, at = [event.id], event.after
        if at in rest:
            Complaint(file, event.id)(
                "after", at, "that event lasts for the rest of the run, so nothing comes after it"
            )
        while at is not None:
            if at in seen:
                Complaint(file, event.id)("after", event.after, f"a circle: {' after '.join([*seen, at])}")
            seen.append(at)
            at = after.get(at)
