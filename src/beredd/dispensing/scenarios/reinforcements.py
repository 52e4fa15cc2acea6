"""What stands ready before the first day, put into the network: power of their own, prescribers' time."""

import dataclasses

import numpy as np

from beredd.dispensing.network.model import Network
from beredd.dispensing.scenarios.checks import NATIONAL, Complaint
from beredd.dispensing.scenarios.goods import with_cover
from beredd.dispensing.scenarios.scenario import Reinforcement, Scenario
from beredd.parameters import nearest
from beredd.provenance import fingerprint
from beredd.wording import Sentence

TAKES = {"backup_power": ("hours", "pharmacies", "choose"), "prescriber_time": ("factor",)}
"""Which keys each kind needs, and takes no other."""


def check_reinforcements(entries: tuple[Reinforcement, ...], *, file: str) -> None:
    """Refuse an entry that lacks a key or has one of another kind; places are checked against the network."""
    for one in entries:
        for key in {key for keys in TAKES.values() for key in keys}:
            given = getattr(one, key)
            if key in TAKES[one.gives] and given is None:
                Complaint(file, one.id)(key, None, Sentence("scenarios.needs-it", name=one.gives))
            if key not in TAKES[one.gives] and given is not None:
                takes = tuple(kind for kind, keys in TAKES.items() if key in keys)
                Complaint(file, one.id)(key, given, Sentence("scenarios.only-with", names=takes))


def as_found(network: Network, scenario: Scenario) -> Network:
    """The network as the scenario finds it: with its cover, and what stands ready. The same one where nothing differs.

    Two entries for the same pharmacy or place: the larger one holds.
    """
    return with_reinforcements(with_cover(network, scenario), scenario)


def with_reinforcements(network: Network, scenario: Scenario) -> Network:
    """The network with what the scenario's `reinforce` gives it; the same one when that is nothing."""
    power, minutes = network.pharmacy_backup_power_h.copy(), network.prescriber_minutes.copy()
    for one in scenario.reinforce:
        here = _counties(network, one, Complaint(scenario.id, one.id))
        if one.gives == "backup_power":
            shops = _chosen(network, one, here)
            power[shops] = np.maximum(power[shops], one.hours or 0)
        else:
            places = here[network.municipality_county]
            more = np.rint(network.prescriber_minutes[places] * (one.factor or 1)).astype(minutes.dtype)
            minutes[places] = np.maximum(minutes[places], more)
    if np.array_equal(power, network.pharmacy_backup_power_h) and np.array_equal(minutes, network.prescriber_minutes):
        return network
    for array in (power, minutes):
        array.setflags(write=False)
    told = fingerprint([network.fingerprint, "reinforced", power.tolist(), minutes.tolist()])
    return dataclasses.replace(network, pharmacy_backup_power_h=power, prescriber_minutes=minutes, fingerprint=told)


def _counties(network: Network, one: Reinforcement, complain: Complaint) -> np.ndarray:
    """(C,) bool."""
    if one.where == NATIONAL:
        return np.ones(len(network.county_code), bool)
    for code in one.where:
        if code not in network.county_code:
            complain("where", code, nearest(code, network.county_code))
    return np.isin(np.array(network.county_code), one.where)


def _chosen(network: Network, one: Reinforcement, here: np.ndarray) -> np.ndarray:
    """Rows of the shops that get it, the busiest first: share of its municipality's customers times residents."""
    place = network.pharmacy_municipality
    able = np.flatnonzero(here[network.municipality_county[place]] & ~network.pharmacy_is_ecommerce)
    busy = (network.pharmacy_attraction * network.municipality_population[place])[able]
    order = able[np.argsort(-busy, kind="stable")]
    if one.choose == "spread":
        is_first = np.zeros(len(place), bool)
        is_first[order[np.unique(place[order], return_index=True)[1]]] = True
        order = np.concatenate([order[is_first[order]], order[~is_first[order]]])
    return order[: one.pharmacies]
