"""Trials: what some failures do, run by run, beside the same days without them under the same chance."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from beredd.dispensing.dose.network import DoseNetwork, load_dose_network
from beredd.dispensing.failures.elements import Element, calm, scenario_of
from beredd.dispensing.measures.figures import labels
from beredd.dispensing.measures.kpis import ALL_TIERS, LEADING, NATIONAL, Label
from beredd.dispensing.measures.small_country import small_country, small_dose
from beredd.dispensing.measures.worlds import World, dose_patients
from beredd.dispensing.network import TIERS, Network

Told = Callable[[int], None]
Failure = tuple[Element, ...]
"""What goes out together: one element, or two."""


@dataclass(frozen=True)
class Place:
    """Where trials are run."""

    network: Network
    dose: DoseNetwork | None
    chain: str
    days: int
    seed: int

    @property
    def labels(self) -> list[Label]:
        """Which figures a trial gives: the leading one for the nation, then by tier, then what else people meet."""
        leading = LEADING[self.chain]
        others = {"chain": ("people_past_limit_peak", "people_turned_away"), "dose": ("patients_without_peak",)}
        return [
            *(Label(leading, NATIONAL, tier) for tier in (ALL_TIERS, *range(TIERS))),
            *(Label(kpi, NATIONAL, ALL_TIERS) for kpi in others[self.chain]),
        ]

    def trial(self, failures: Sequence[Failure], hours: int, first: int, last: int, *, threads: int = 1) -> np.ndarray:
        """(last - first, F, n) what each failure adds to the figures, replicate by replicate."""
        base = calm(self.days)
        scenarios = [base, *(scenario_of(one, hours=hours, days=self.days) for one in failures)]
        patients = None
        if self.chain == "dose" and self.dose is not None:
            patients = dose_patients(self.network, self.dose, base, seed=self.seed, threads=threads)
        world = World(
            scenarios=scenarios,
            network=self.network,
            dose=self.dose if self.chain == "dose" else None,
            patients=patients,
            chains=(self.chain,),
            days=self.days,
            seed=self.seed,
            threads=threads,
            values={},
            dose_values={},
            is_kept=True,
        )
        told = labels(self.network, (self.chain,))
        at = [told.index(label) for label in self.labels]
        rows = world.rows(first, last, lambda: None)[:, :, at]
        return rows[:, 1:] - rows[:, :1]


def small_place(whole: Place) -> Place:
    """The small country of it."""
    less = small_country(whole.network)
    dose = small_dose(whole.dose, whole.network, less) if whole.dose else None
    return replace(whole, network=less, dose=dose)


def whole_place(network: Network, *, chain: str, days: int, seed: int) -> Place:
    """The network itself."""
    return Place(network, load_dose_network(network) if chain == "dose" else None, chain, days, seed)


class Threads:
    """Trials on threads of this process, each failure on one of them."""

    def __init__(self, place: Place, threads: int, told: Told | None = None):
        self.place, self.threads, self.told = place, threads, told

    def __call__(self, failures: Sequence[Failure], hours: int, first: int, last: int) -> np.ndarray:
        """As `Place.trial`."""
        chunks = _chunks(failures, self.threads)
        with ThreadPoolExecutor(self.threads) as pool:
            parts = pool.map(lambda chunk: self._one(chunk, hours, first, last), chunks)
            return np.concatenate(list(parts), axis=1)

    def _one(self, chunk: Sequence[Failure], hours: int, first: int, last: int) -> np.ndarray:
        found = self.place.trial(chunk, hours, first, last)
        if self.told:
            self.told(len(chunk) * (last - first))
        return found


def _chunks(failures: Sequence[Failure], n: int) -> list[Sequence[Failure]]:
    """At most n parts of about equal size, in order."""
    n = min(n, len(failures))
    edges = [len(failures) * k // n for k in range(n + 1)]
    return [failures[a:b] for a, b in pairwise(edges)]
