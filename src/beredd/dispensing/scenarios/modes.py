"""How a pharmacy works: rules applied to resource levels, overrides by events, and opening hours."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from beredd.dispensing.network.model import Network
from beredd.dispensing.scenarios.calendar import hours_as_on
from beredd.dispensing.scenarios.checks import EXTRA_STAFF, OPENING, RULE
from beredd.dispensing.scenarios.levels import Levels, Strand, bridged
from beredd.dispensing.scenarios.rules import BACKUP_POWER, RuleSet
from beredd.dispensing.scenarios.timeline import FULL

HIGHEST_TIER = 4


@dataclass(frozen=True)
class Working:
    """The five arrays of Conditions that say how pharmacies work, and whether deliveries can be taken in."""

    rate_permille: np.ndarray  # (P, H) int16
    max_tier: np.ndarray  # (P, H) int8
    needs_phone: np.ndarray  # (P, H) uint8
    unregistered: np.ndarray  # (P, H) uint8
    receives: np.ndarray  # (P, H) bool


def working(
    network: Network, rules: RuleSet, levels: Levels, strands: list[Strand], *, hours: int, parameters: dict[str, float]
) -> Working:
    """Every rule at once: a level between 0 and 1 slows work in proportion, one below the rule's brings its mode."""
    shape = (len(network.pharmacy_id), hours)
    done = Working(
        rate_permille=np.full(shape, FULL, dtype=np.int16),
        max_tier=np.full(shape, HIGHEST_TIER, dtype=np.int8),
        needs_phone=np.zeros(shape, dtype=np.uint8),
        unregistered=np.zeros(shape, dtype=np.uint8),
        receives=np.ones(shape, dtype=bool),
    )
    part = slice(levels.first, levels.first + levels.width)
    rate = np.full((shape[0], levels.width), FULL, dtype=np.int32)
    for rule in rules.rules:
        if rule.needs not in levels.at_pharmacy:
            continue
        level = levels.at_pharmacy[rule.needs]
        if rule.tolerance_h == BACKUP_POWER:
            level = bridged(level, network.pharmacy_backup_power_h)
        elif rule.tolerance_h:
            level = bridged(level, np.full(shape[0], rule.tolerance_h))
        gone = _gone(network, rule, level, parameters)
        rate = np.where(gone, rate, rate * level // FULL)
        for mask, name in _modes(network, rule, strands, gone, part):
            mode = rules.modes[name]
            rate[mask] = rate[mask] * mode.rate_permille(parameters) // FULL
            tier = done.max_tier[:, part]
            tier[mask] = np.minimum(tier[mask], mode.highest_tier(parameters))
            done.needs_phone[:, part][mask] |= mode.phone
            done.unregistered[:, part][mask] |= mode.unregistered
            done.receives[:, part][mask] &= mode.receives
    done.rate_permille[:, part] = rate
    _add_staff(done.rate_permille, strands)
    nothing = (done.rate_permille == 0) | (done.max_tier < 0)
    if nothing.any():
        done.rate_permille[nothing] = 0
        done.max_tier[nothing] = -1
        done.needs_phone[nothing] = 0
        done.unregistered[nothing] = 0
    return done


def _gone(network, rule, level, parameters):
    """(P, width) bool: where so little is left that the rule's mode is used."""
    low = np.full(len(level), rule.gone_below_permille(parameters))
    if rule.web:
        low[network.pharmacy_is_ecommerce] = 1
    return level < low[:, None]


def _modes(network, rule, strands, gone, part):
    """(mask, mode) pairs, disjoint: where the rule bites, and in which mode each such hour is worked."""
    web = network.pharmacy_is_ecommerce[:, None]
    left = gone.copy()
    # Last event first: a later decision replaces an earlier one.
    for strand in reversed(strands):
        if strand.event.hit == RULE + rule.id:
            mask = left & strand.reach.pharmacies[:, None] & (strand.level[part] < FULL // 2)
            left &= ~mask
            yield mask, strand.event.mode
    yield left & ~web, rule.otherwise
    yield left & web, rule.web or rule.otherwise


def _add_staff(rate, strands):
    for strand in strands:
        if strand.event.hit == EXTRA_STAFF:
            extra = round(FULL * (strand.event.factor - 1))
            times = FULL + extra * (FULL - strand.level) // FULL
            rows = strand.reach.pharmacies
            rate[rows] = np.minimum(rate[rows].astype(np.int64) * times // FULL, np.iinfo(np.int16).max)


def opening(network: Network, strands: list[Strand], *, start: date, days: int) -> np.ndarray:
    """(P, H) uint8: open by the network's hours, public holidays as Sundays, then events that change them."""
    weekdays = [hours_as_on(start + timedelta(d)) for d in range(days)]
    opens, closes = network.pharmacy_opens_h, network.pharmacy_closes_h
    is_open = _tiled(opens, closes, weekdays)
    for strand in strands:
        if strand.event.hit != OPENING:
            continue
        rows, active = np.flatnonzero(strand.reach.pharmacies), strand.level < FULL // 2
        if strand.event.hours is not None:
            first, last = strand.event.hours
            hour = np.arange(active.size) % 24
            is_open[np.ix_(rows, active)] = ((first <= hour) & (hour < last))[active]
        else:
            more = strand.event.extend_h or 0  # an event has hours or this: `checks`
            longer = np.clip(closes[rows].astype(np.int64) + more, opens[rows], 24)
            longer = np.where(opens[rows] < closes[rows], longer, closes[rows])
            is_open[np.ix_(rows, active)] = _tiled(opens[rows], longer, weekdays)[:, active]
    return is_open


def _tiled(opens, closes, weekdays):
    hour = np.arange(24)
    week = (opens[:, :, None] <= hour) & (hour < closes[:, :, None])  # (P, 7, 24)
    return np.ascontiguousarray(week[:, weekdays].reshape(len(opens), -1).astype(np.uint8))
