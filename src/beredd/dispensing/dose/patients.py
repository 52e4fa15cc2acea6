"""Who has rolls: people of the chain, chosen where they live, with recipient, care unit and stop day.

Prose: docs/explanation/dose-dispensing.md, "Patients". The people themselves are not changed.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from beredd.dispensing.dose.columns import CHOSEN, HOME_CARE, KINDS, PICK_UP, SLOT
from beredd.dispensing.dose.kernels import lines_in_rolls, words
from beredd.dispensing.dose.network import DoseNetwork
from beredd.dispensing.dose.rounds import slot_shares
from beredd.dispensing.engine.plan import whole_shares
from beredd.dispensing.engine.population import Population
from beredd.dispensing.errors import DispensingError
from beredd.dispensing.network import Network
from beredd.provenance import threshold

INDEX_BITS = 24
"""Room for a person's number in the order in which people are chosen."""


class Patients(NamedTuple):
    """N dose patients in order of municipality, kind of recipient and person; U care units."""

    person: np.ndarray  # (N,) int32: row in the chain's population
    place: np.ndarray  # (N,) int16: municipality
    county: np.ndarray  # (N,) int16
    kind: np.ndarray  # (N,) int8: care housing, care at home, fetched by the patient
    unit: np.ndarray  # (N,) int32
    tier: np.ndarray  # (N,) int8: the most urgent of what is in the roll
    lines: np.ndarray  # (N,) int16: lines in the roll
    has_others: np.ndarray  # (N,) uint8: has lines beside the roll
    slot: np.ndarray  # (N,) int16: stop day, see `rounds`
    unit_place: np.ndarray  # (U,) int16
    unit_kind: np.ndarray  # (U,) int8
    unit_patients: np.ndarray  # (U,) int32


def patients_per_municipality(network: Network, dose: DoseNetwork) -> np.ndarray:
    """(M,) int64: a county's patients over its municipalities as their residents of 80 and more."""
    oldest = network.municipality_population * network.municipality_age_share[:, -1]
    out = np.zeros(len(network.municipality_code), np.int64)
    for county, patients in enumerate(dose.county_patients):
        here = network.municipality_county == county
        if here.any() and patients:
            out[here] = whole_shares(oldest[here], int(patients))
    return out


def choose_patients(
    network: Network, dose: DoseNetwork, population: Population, values: Mapping[str, Any], *, seed: int
) -> Patients:
    """The dose patients among the chain's people; the same for equal inputs, whatever happens in a run.

    In each municipality first those with at least `fewest_roll_lines`, then the others who have any; among equals by
    chance, older people sooner as `age_weight` says.
    """
    n = len(population.age)
    key = (seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF)
    in_roll = dose.group_in_roll[network.article_group].astype(np.uint8)
    tier_of = network.group_tier[network.article_group].astype(np.int8)
    lines, tier, others = np.empty(n, np.int16), np.empty(n, np.int8), np.empty(n, np.uint8)
    lines_in_rolls(population.line_from, population.article, in_roll, tier_of, lines, tier, others)
    able = np.flatnonzero(lines > 0)
    weight = np.array(values["age_weight"], np.uint64)[population.age[able]]
    is_second = (lines[able] < round(values["fewest_roll_lines"])).astype(np.uint64)
    order = (words(able, CHOSEN, 0, *key).astype(np.uint64) // weight) << np.uint64(INDEX_BITS)
    order |= able.astype(np.uint64) | (is_second << np.uint64(32 + INDEX_BITS))
    person = _first_in_each(network, population.municipality[able], order, patients_per_municipality(network, dose))
    kind = _kinds(person, values, key)
    place = population.municipality[person]
    at = np.lexsort((person, kind, place))
    person, place, kind = person[at], place[at], kind[at]
    unit, unit_first, unit_patients = _units(place, kind, round(values["patients_per_unit"]))
    county = network.municipality_county[place].astype(np.int16)
    return Patients(
        person=person.astype(np.int32),
        place=place.astype(np.int16),
        county=county,
        kind=kind.astype(np.int8),
        unit=unit,
        tier=tier[person],
        lines=lines[person],
        has_others=others[person],
        slot=_slots(person, county, slot_shares(dose), key),
        unit_place=place[unit_first].astype(np.int16),
        unit_kind=kind[unit_first].astype(np.int8),
        unit_patients=unit_patients,
    )


def _first_in_each(network, place, order, wanted) -> np.ndarray:
    """Numbers of the people who are first in the order of their municipality."""
    by_place = np.argsort(place, kind="stable")
    start = np.searchsorted(place[by_place], np.arange(len(wanted) + 1))
    chosen = []
    for m, count in enumerate(wanted):
        here = order[by_place[start[m] : start[m + 1]]]
        if count > len(here):
            name = network.municipality_name[m]
            raise DispensingError("dose.too-many-patients", municipality=name, found=int(count), most=len(here))
        chosen.append(np.sort(here)[:count] if count == len(here) else np.partition(here, count)[:count])
    first = np.concatenate(chosen) if chosen else np.zeros(0, np.uint64)
    return (first & np.uint64((1 << INDEX_BITS) - 1)).astype(np.int64)


def _kinds(person, values, key) -> np.ndarray:
    word = words(person, CHOSEN, 1, *key).astype(np.uint64)
    care = values["care_housing_share"]
    home = min(1.0, care + values["home_care_share"])
    return np.select([word < threshold(care), word < threshold(home)], [0, HOME_CARE], PICK_UP).astype(np.int64)


def _units(place, kind, size):
    """Care units in order: number of each patient's unit, first patient and number of patients of each unit."""
    group = place.astype(np.int64) * KINDS + kind
    is_first = np.ones(len(group), bool)
    is_first[1:] = group[1:] != group[:-1]
    start = np.maximum.accumulate(np.where(is_first, np.arange(len(group)), 0)) if len(group) else group
    opens = (np.arange(len(group)) - start) % size == 0
    unit = (np.cumsum(opens) - 1).astype(np.int32)
    return unit, np.flatnonzero(opens), np.bincount(unit, minlength=int(opens.sum())).astype(np.int32)


def _slots(person, county, shares, key) -> np.ndarray:
    """Stop days, exactly by their shares in each county, dealt in an order of chance."""
    word = words(person, SLOT, 0, *key)
    slot = np.zeros(len(person), np.int16)
    for c in np.unique(county):
        here = np.flatnonzero(county == c)
        counts = whole_shares(shares, len(here))
        dealt = here[np.lexsort((person[here], word[here]))]
        slot[dealt] = np.repeat(np.arange(len(shares)), counts)
    return slot
