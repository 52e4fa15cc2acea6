"""What a run stands on: the ground that every hour reads, and the birth that only the first hour needs."""

from dataclasses import dataclass

import numpy as np

from beredd.dispensing.engine.plan import MU_ONE, Behaviour, World, demand_scale, population_plan, world
from beredd.dispensing.engine.population import Population, build_population
from beredd.dispensing.engine.shelves import Shelves, stock_shelves
from beredd.dispensing.network import Network


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What all runs on a network read and none changes, small beside a state. P pharmacies, K articles."""

    network: Network
    behaviour: Behaviour
    seed: int
    world: World
    person_from: np.ndarray  # (P+1,) int64: people of pharmacy p
    n_lines: int
    """Active chronic lines."""
    one_off_expected: np.ndarray  # (P,) int64: one-off courses a day * MU_ONE
    mean: np.ndarray  # (P, K) int64: mean demand, packs a day * MU_ONE
    load_s: np.ndarray  # (P,) float: pharmacists' seconds a day each pharmacy is staffed for, see `staffing`

    @property
    def n_people(self) -> int:
        """People with prescriptions."""
        return int(self.person_from[-1])

    @property
    def packs_a_day(self) -> float:
        """Mean demand of the whole country, packs a day."""
        return float(self.mean.sum()) / MU_ONE


STORED = ("person_from", "one_off_expected", "mean", "load_s")


@dataclass(frozen=True, kw_only=True)
class Birth:
    """A ground with its people as they are born and its shelves as they are first filled."""

    ground: Ground
    population: Population
    shelves: Shelves
    start_weekday: int
    """Of hour 0, Monday = 0."""


def give_birth(network: Network, values: dict[str, float], *, seed: int, start_weekday: int, threads: int) -> Birth:
    """Draw the population and stock the shelves; the same for any number of threads."""
    behaviour = Behaviour(values=values)
    fixed = world(network, behaviour, seed=seed)
    one_off_per_day = float(network.group_one_off_per_year.sum()) / 365 * demand_scale(network, behaviour)
    population = build_population(
        population_plan(network, behaviour), fixed, one_off_per_day, start_weekday=start_weekday, threads=threads
    )
    shelves = stock_shelves(network, behaviour, fixed, population)
    ground = Ground(
        network=network,
        behaviour=behaviour,
        seed=seed,
        world=fixed,
        person_from=population.person_from,
        n_lines=len(population.article),
        one_off_expected=population.one_off_expected,
        mean=shelves.mean,
        load_s=shelves.load_s,
    )
    return Birth(ground=ground, population=population, shelves=shelves, start_weekday=start_weekday)


def ground_arrays(ground: Ground) -> dict[str, np.ndarray]:
    """What has to be stored of a ground; the rest follows from network, parameters and seed."""
    return {f"ground-{name}": getattr(ground, name) for name in STORED}


def ground_from(arrays: dict[str, np.ndarray], network: Network, parameters: dict[str, float], *, seed: int) -> Ground:
    """A ground of stored arrays."""
    behaviour = Behaviour(values=parameters)
    return Ground(
        network=network,
        behaviour=behaviour,
        seed=seed,
        world=world(network, behaviour, seed=seed),
        n_lines=len(arrays["state-line"]),
        **{name: arrays[f"ground-{name}"] for name in STORED},
    )
