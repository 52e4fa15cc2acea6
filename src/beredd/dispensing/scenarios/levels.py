"""How much of each resource every pharmacy has, hour by hour: events laid over each other, then dependencies.

Only the window between the first and the last disturbed hour is held in memory.
"""

from dataclasses import dataclass

import numpy as np

from beredd.dispensing.network.model import Network
from beredd.dispensing.scenarios.checks import OWNER, OWNER_SYSTEMS, PHARMACY, RESERVE
from beredd.dispensing.scenarios.reach import Reach
from beredd.dispensing.scenarios.rules import RuleSet
from beredd.dispensing.scenarios.scenario import Event
from beredd.dispensing.scenarios.timeline import FULL, STAFF, TOLERANCE, Chance, Span
from beredd.provenance import WORD_RANGE, below_plain, entity_of, threshold


@dataclass(frozen=True)
class Strand:
    """One event (or one group's turn of a rotating event) with whom it touches and its level by hour."""

    event: Event
    span: Span
    shift_h: int
    reach: Reach
    level: np.ndarray  # (H,) int32, permille

    @property
    def resources(self) -> tuple[str, ...]:
        """The resources it takes from; empty for verbs."""
        return {OWNER: OWNER_SYSTEMS, PHARMACY: ("premises",)}.get(self.event.hit, (self.event.hit,))


@dataclass(frozen=True)
class Levels:
    """Resource -> permille in the window that begins at hour `first`. A resource that is not there is at FULL."""

    first: int
    width: int
    at_pharmacy: dict[str, np.ndarray]  # (P, width) int16
    at_place: dict[str, np.ndarray]  # (M, width) int16; only resources that fail by place


def resource_levels(network: Network, rules: RuleSet, strands: list[Strand], chance: Chance) -> Levels:
    """Levels after events, staff draws, dependencies between resources and reserves, in that order."""
    hit = [s for s in strands if any(r in rules.resources for r in s.resources)]
    first, width = window(hit)
    levels = Levels(first, width, {}, {})
    for strand in hit:
        for name in strand.resources:
            _lay(levels, network, rules, strand, name, chance)
    _settle_dependencies(levels, network, rules, chance)
    for strand in strands:
        if strand.event.hit.startswith(RESERVE):
            held = levels.at_pharmacy.get(strand.event.hit.removeprefix(RESERVE))
            if held is not None:
                rows = strand.reach.pharmacies
                held[rows] = np.maximum(held[rows], FULL - strand.level[first : first + width])
    return levels


def window(strands: list[Strand]) -> tuple[int, int]:
    """First disturbed hour and number of hours to the last one; (0, 0) when there is none."""
    disturbed = [np.flatnonzero(s.level < FULL) for s in strands]
    disturbed = [d for d in disturbed if d.size]
    if not disturbed:
        return 0, 0
    first = int(min(d[0] for d in disturbed))
    return first, int(max(d[-1] for d in disturbed)) + 1 - first


def bridged(level: np.ndarray, tolerance_h: np.ndarray) -> np.ndarray:
    """`level` as felt by those who manage `tolerance_h` (rows,) hours of each outage on their own.

    The window must begin before or with the first outage.
    """
    hour = np.arange(level.shape[1])
    last_whole = np.maximum.accumulate(np.where(level < FULL, -1, hour), axis=1)
    gone_h = hour - last_whole
    return np.where(gone_h > tolerance_h[:, None], level, FULL).astype(np.int16)


def _lay(levels, network, rules, strand, name, chance):
    part = strand.level[levels.first : levels.first + levels.width]
    rows = strand.reach.pharmacies
    held = levels.at_pharmacy.setdefault(name, _whole(len(network.pharmacy_id), levels.width))
    if name == "staff":
        held[rows] = np.minimum(held[rows], _present(network, strand.event, rows, part, chance))
    else:
        held[rows] = np.minimum(held[rows], part)
    if rules.resources[name].place:
        places = levels.at_place.setdefault(name, _whole(len(network.municipality_code), levels.width))
        places[strand.reach.municipalities] = np.minimum(places[strand.reach.municipalities], part)


def _present(network, event, rows, part, chance):
    """(hit pharmacies, width) permille of each pharmacy's pharmacists present; the same people stay away throughout."""
    staff = np.maximum(network.pharmacy_pharmacists[rows].astype(np.int64), 1)
    words = np.full((staff.size, int(staff.max(initial=1))), WORD_RANGE, dtype=np.int64)
    for k, row in enumerate(np.flatnonzero(rows)):
        entity = entity_of(network.pharmacy_id[row])
        words[k, : staff[k]] = [chance.word(event.id, STAFF, entity, i) for i in range(staff[k])]
    present = np.empty((staff.size, part.size), dtype=np.int16)
    for level in np.unique(part):
        share = FULL * (words < threshold(int(level) / FULL)).sum(axis=1) // staff
        present[:, part == level] = share[:, None]
    return present


def _settle_dependencies(levels, network, rules, chance):
    for name, resource in rules.resources.items():
        for other, hours in resource.needs.items():
            if other not in levels.at_pharmacy:
                continue
            tolerance = _tolerance(network, name, hours, chance)
            felt = bridged(levels.at_pharmacy[other], tolerance[network.pharmacy_municipality])
            held = levels.at_pharmacy.get(name)
            levels.at_pharmacy[name] = felt if held is None else np.minimum(held, felt)
            if other in levels.at_place:
                felt = bridged(levels.at_place[other], tolerance)
                held = levels.at_place.get(name)
                levels.at_place[name] = felt if held is None else np.minimum(held, felt)


def _tolerance(network, name, hours, chance):
    """(M,) whole hours."""
    low, high = hours if isinstance(hours, tuple) else (hours, hours)
    words = (chance.word(f"needs:{name}", TOLERANCE, entity_of(c)) for c in network.municipality_code)
    return np.array([low + below_plain(word, high - low + 1) for word in words], dtype=np.int64)


def _whole(rows, width):
    return np.full((rows, width), FULL, dtype=np.int16)
