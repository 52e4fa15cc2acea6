"""A small country for much work: whole municipalities drawn by size, distributors and plants cut to it.

Integer shelves and pharmacies of one do not scale, so each municipality that is kept is kept whole. What is lost: ways
over the border to shops that are not there, and the evenness of large numbers. Never to be mixed with the full country.
"""

from dataclasses import replace

import numpy as np

from beredd.dispensing.dose.network import DoseNetwork
from beredd.dispensing.network import Network
from beredd.dispensing.network.part import part_with
from beredd.dispensing.scenarios.scenario import DoseEvent, Reinforcement, Scenario
from beredd.provenance import entity_of

NAME = "small country"
SHARE = 0.1
"""Of each stratum's residents, about."""
SIZES = (15_000, 40_000, 100_000)
"""Residents that part municipalities into strata."""


def small_country(network: Network, *, share: float = SHARE) -> Network:
    """About `share` of the residents of each stratum, at least one municipality of each county.

    In each stratum in an order of chance by the municipality's code, counties that have none yet first, as long as the
    next one brings the stratum nearer to its share. Always the same for a network. A county that is still without one
    gets the first of its own.
    """
    people, county = network.municipality_population, network.municipality_county
    chance = np.array([entity_of(f"{NAME}/{code}") for code in network.municipality_code], np.int64)
    chosen = np.zeros(len(people), bool)
    stratum = np.digitize(people, SIZES)
    for size in range(len(SIZES) + 1):
        wanted = share * people[stratum == size].sum()
        left = np.flatnonzero(stratum == size)
        while len(left):
            is_new = ~np.isin(county[left], county[chosen])
            at = left[np.lexsort((chance[left], ~is_new))[0]]
            left = left[left != at]
            have = people[chosen & (stratum == size)].sum()
            if abs(have + people[at] - wanted) < abs(have - wanted):
                chosen[at] = True
    for missing in set(range(len(network.county_code))) - set(county[chosen].tolist()):
        own = np.flatnonzero(county == missing)
        if len(own):
            chosen[own[np.argmin(chance[own])]] = True
    return part_with(network, chosen, called=f"({NAME})", told=[NAME, share])


def small_dose(dose: DoseNetwork, whole: Network, small: Network) -> DoseNetwork:
    """The dose chain of the small country: patients as their municipalities' oldest, plants in proportion to patients.

    A plant is one machine there, as quick as all of its machines are for that share.
    """
    share = _oldest(small) / _oldest(whole)
    patients = np.rint(dose.county_patients * share).astype(np.int64)
    n_plants = len(dose.plant_id)
    before, after = (np.bincount(dose.county_plant, x, n_plants) for x in (dose.county_patients, patients))
    pace = dose.plant_machines * dose.plant_rolls_per_machine_h * after / np.maximum(1, before)
    return replace(
        dose,
        county_patients=patients,
        plant_machines=np.ones(n_plants, np.int64),
        plant_rolls_per_machine_h=np.maximum(1, np.rint(pace)).astype(np.int64),
        fingerprint=f"{dose.fingerprint} ({NAME})",
    )


def small_scenario(scenario: Scenario, dose: DoseNetwork | None, less: DoseNetwork | None, share: float) -> Scenario:
    """The scenario with what is counted for the country cut to the small one: takeovers, supplies, shops with power.

    dose, less   the dose chain of the country and of the small country
    share        of the residents. What is counted for each municipality stays as it is.
    """
    of_patients = 1.0 if dose is None or less is None else less.county_patients.sum() / dose.county_patients.sum()

    def cut(event: DoseEvent) -> DoseEvent:
        if event.amount is None or event.hit not in ("takeover", "supply_48h"):
            return event
        part = of_patients
        if event.hit == "takeover" and dose is not None and less is not None:
            hit = np.isin(dose.plant_id, event.where)[dose.county_plant]
            part = less.county_patients[hit].sum() / max(1, dose.county_patients[hit].sum()) if hit.any() else part
        return event.model_copy(update={"amount": max(1, round(event.amount * part)) if event.amount else 0})

    def fewer(one: Reinforcement) -> Reinforcement:
        return one if one.pharmacies is None else one.model_copy(update={"pharmacies": round(one.pharmacies * share)})

    if not scenario.dose and not scenario.reinforce:
        return scenario
    return scenario.model_copy(
        update={"dose": tuple(map(cut, scenario.dose)), "reinforce": tuple(map(fewer, scenario.reinforce))}
    )


def residents_share(whole: Network, small: Network) -> float:
    """How much of the country's residents the small country has."""
    return float(small.municipality_population.sum() / whole.municipality_population.sum())


def _oldest(network: Network) -> np.ndarray:
    """(C,) residents of 80 and more by county."""
    oldest = network.municipality_population * network.municipality_age_share[:, -1]
    return np.bincount(network.municipality_county, oldest, len(network.county_code))
