"""From a scenario and a network to Conditions: who is hit, when, and how everyone works meanwhile.

Guarantees: the same arguments give the same integers; what an event does depends on its id, not on which other events
there are; an event without effect (share 0, level 1) leaves every array bit-identical.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import chain

import numpy as np

from beredd.dispensing.network.model import Network
from beredd.dispensing.scenarios.calendar import course_permille, hours_as_on, is_workday, prescriber_permille
from beredd.dispensing.scenarios.checks import SITE_VERBS, Complaint, check_events
from beredd.dispensing.scenarios.conditions import CALENDAR_AHEAD, Change, Conditions
from beredd.dispensing.scenarios.flows import can_receive, phones, site_flows, stocking_up
from beredd.dispensing.scenarios.levels import Strand, resource_levels
from beredd.dispensing.scenarios.modes import opening, working
from beredd.dispensing.scenarios.reach import BY_PLACE_ONLY, Places, Reach
from beredd.dispensing.scenarios.rules import RuleSet, load_rules
from beredd.dispensing.scenarios.scenario import Event, Scenario
from beredd.dispensing.scenarios.timeline import FULL, Chance, level_by_hour, spans
from beredd.wording import Sentence


def compile_conditions(
    network: Network,
    scenario: Scenario,
    *,
    days: int,
    seed: int,
    replicate: int = 0,
    parameters: dict[str, float],
    extra_events: Sequence[Event] = (),
) -> Conditions:
    """What holds hour by hour for `days` days. `parameters` is a full set from `parameters.resolve`.

    A run may be shorter than the scenario: what begins later is left out. `extra_events` (a twin's decisions and
    injects) may name events of the scenario in `after`.
    """
    rules = load_rules(scenario.rules_day)
    own, extra = scenario.event, tuple(extra_events)
    _check(scenario, rules, own, extra, days)
    hours, chance = days * 24, Chance(seed, replicate)
    strands = _strands(network, rules, (*own, *extra), hours=hours, chance=chance, file=scenario.id)

    levels = resource_levels(network, rules, strands, chance)
    work = working(network, rules, levels, strands, hours=hours, parameters=parameters)
    dates = [scenario.start + timedelta(d) for d in range(days + CALENDAR_AHEAD)]
    workday = np.array([is_workday(day) for day in dates], dtype=np.uint8)
    return Conditions(
        start_weekday=scenario.start.weekday(),
        is_workday=workday,
        hours_as=np.array([hours_as_on(day) for day in dates], dtype=np.int8),
        is_open=opening(network, strands, start=scenario.start, days=days),
        rate_permille=work.rate_permille,
        max_tier=work.max_tier,
        needs_phone=work.needs_phone,
        unregistered=work.unregistered,
        phone_permille=phones(
            network, levels, usual=prescriber_permille(scenario.start, days, parameters), hours=hours
        ),
        course_permille=course_permille(scenario.start, days, parameters),
        early_permille=stocking_up(network, strands, days=days),
        can_receive=can_receive(network, strands, work.receives, days=days),
        changes=_changes(network, rules, strands, levels, hours),
        **site_flows(network, strands, days=days),
    )


def _check(scenario, rules, own, extra, days):
    ids = [event.id for event in own]
    for event in extra:
        if event.id in ids:
            Complaint(scenario.id, event.id)("id", event.id, Sentence("scenarios.id-taken"))
        ids.append(event.id)
    check_events(own, rules=rules, days=scenario.days, file=scenario.id, all_ids=ids)
    check_events((*own, *extra), rules=rules, days=max(days, scenario.days), file=scenario.id, all_ids=ids)


def _strands(
    network: Network, rules: RuleSet, events: Sequence[Event], *, hours: int, chance: Chance, file: str
) -> list[Strand]:
    """Every event that touches someone at some hour of the run, rotating ones once per group."""
    places, when, strands = Places(network), spans(events, chance), []
    for event in chain.from_iterable(map(_by_level, events)):
        resource = rules.resources.get(event.hit)
        by_place = event.hit in BY_PLACE_ONLY or (resource is not None and resource.place)
        reach = places.reach(event, by_place=by_place, chance=chance, file=file)
        if event.id not in when:
            continue
        turns = event.repeat.groups if event.repeat else 1
        group = places.groups(event, chance) if turns > 1 else np.zeros(len(network.municipality_code), dtype=np.int64)
        for turn in range(turns):
            shift_h = turn * (event.repeat.every_h // turns) if event.repeat else 0
            mine = group == turn
            strand = Strand(
                event=event,
                span=when[event.id],
                shift_h=shift_h,
                reach=Reach(
                    pharmacies=reach.pharmacies & mine[network.pharmacy_municipality],
                    municipalities=reach.municipalities & mine,
                    sites=reach.sites & mine[network.site_municipality],
                    articles=reach.articles,
                    where=reach.where,
                ),
                level=level_by_hour(event, when[event.id], hours=hours, shift_h=shift_h),
            )
            if _has_effect(strand):
                strands.append(strand)
    return strands


def _by_level(event: Event) -> list[Event]:
    """The event itself, or one for each of its `levels`: same id, same moments, same draws, each its own place."""
    if not event.levels:
        return [event]
    return [
        event.model_copy(update={"where": (place,), "level": level, "levels": {}})
        for place, level in event.levels.items()
    ]


def _has_effect(strand):
    """Only strands with an effect are laid, so an event without one cannot leave a trace, not even in the log."""
    hit, reach = strand.event.hit, strand.reach
    if strand.event.what:
        touched = reach.articles
    elif hit in SITE_VERBS:
        touched = reach.sites
    elif hit in BY_PLACE_ONLY:
        touched = reach.municipalities
    else:
        touched = reach.pharmacies
    return bool(touched.any() and (strand.level < FULL).any() and strand.event.early_permille != 0)


def _changes(network, rules, strands, levels, hours):
    changes = []
    for strand in strands:
        event, reach = strand.event, strand.reach
        if event.hit in SITE_VERBS and not event.what:
            touched = np.isin(network.pharmacy_site, np.flatnonzero(reach.sites)).any(axis=1)
        else:
            touched = reach.pharmacies
        changes += [
            Change(
                hour=hour,
                event=event.id,
                what=event.hit,
                where=reach.where,
                level_permille=level,
                pharmacies=int(touched.sum()),
            )
            for hour, level in _moments(strand)
            if 0 <= hour < hours
        ]
    for name, resource in rules.resources.items():
        if any(other in levels.at_pharmacy for other in resource.needs):
            changes += _followed(name, resource, levels, hours)
    return tuple(sorted(changes, key=lambda change: change.hour))


def _moments(strand):
    """(hour, level) at which the event's level jumps; a rotating group's turn is not told before the event begins."""
    event, span = strand.event, strand.span
    level = round(event.level * FULL)
    if event.early_permille is not None:
        level = FULL + event.early_permille
    elif event.factor is not None:
        level = round(FULL * event.factor)
    for turn in range(event.repeat.times if event.repeat else 1):
        shift = (turn * event.repeat.every_h if event.repeat else 0) - strand.shift_h
        start = max(span.start // 60 + shift, span.start // 60)
        if span.end is None:
            yield start, level
            continue
        end = -(-span.end // 60) + shift
        if end > start:
            yield start, level
            yield end, round(event.ramp.start * FULL) if event.ramp else FULL
        if event.ramp:
            yield -(-round(span.end + event.ramp.hours * 60) // 60) + shift, FULL


def _followed(name, resource, levels, hours):
    """A resource that falls because another did: when the first pharmacy loses it and when the last has it back."""
    down = (levels.at_pharmacy[name] == 0).sum(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (down > 0).astype(np.int8), [0]])))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        most = int(down[start:end].max())
        for hour, level in ((start, 0), (end, FULL)):
            if levels.first + hour < hours:
                yield Change(
                    hour=int(levels.first + hour),
                    event=f"{name}-needs-{'-'.join(resource.needs)}",
                    what=name,
                    where="follows",
                    level_permille=level,
                    pharmacies=most,
                )
