"""What is compared: figures of a run by area and tier, as one flat row of numbers with labels."""

from collections.abc import Iterator

import numpy as np

from beredd.dispensing.dose import columns as C
from beredd.dispensing.dose.run import DoseRun
from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.figures import people_past_limit, people_without
from beredd.dispensing.measures.kpis import ALL_TIERS, KPIS, NATIONAL, Kpi, Label
from beredd.dispensing.network import TIERS, Network


def labels(network: Network, chains: tuple[str, ...]) -> list[Label]:
    """The labels of a row of the figures of these chains, in order."""
    return list(_labels(network, chains))


def _labels(network: Network, chains: tuple[str, ...]) -> Iterator[Label]:
    for name, kpi in KPIS.items():
        if kpi.chain in chains:
            for area in (NATIONAL, *(network.county_code if kpi.by != "national" else ())):
                yield from (Label(name, area, tier) for tier in (ALL_TIERS, *_tiers(kpi)))


def _tiers(kpi: Kpi) -> range:
    return range(TIERS if kpi.by == "area and tier" else 0)


def chain_row(tally: T.Tally, network: Network) -> np.ndarray:
    """The chain's figures of a finished run, (n,) in the order of `labels`."""
    past, without = (_by_area(cube, network) for cube in (people_past_limit(tally), people_without(tally)))
    hours = tally.hour_county
    return np.concatenate(
        [
            _tiers_first(past.sum(axis=0) / 24),
            _tiers_first(without.sum(axis=0) / 24),
            _tiers_first(past.max(axis=0)),
            _with_nation(hours[T.PEOPLE_TURNED_AWAY].sum(axis=0)),
            _with_nation(hours[T.WAITING].sum(axis=0)),
            [tally.day[:, T.UNREGISTERED].sum(), tally.day[:, T.PHONE_MINUTES].sum()],
        ]
    )


def dose_row(run: DoseRun) -> np.ndarray:
    """The dose chain's figures of a finished run, (n,) in the order of `labels`."""
    counties, county, tier = len(run.network.county_code), run.patients.county, run.patients.tier
    tally = run.tally

    def by_patient(weight: np.ndarray) -> np.ndarray:
        grid = np.zeros((counties, TIERS))
        np.add.at(grid, (county, np.minimum(tier, TIERS - 1)), weight)
        return _tiers_first(_nation_first(np.column_stack([grid, grid.sum(axis=1)])))

    daily = np.zeros((counties, run.days), np.int64)
    np.add.at(daily, run.network.municipality_county, tally.place[..., C.WITHOUT].sum(axis=1))
    plant, used = tally.plant.sum(axis=(0, 1)), tally.help.sum(axis=0)
    return np.concatenate(
        [
            by_patient(tally.days_without),
            by_patient(tally.first_without != C.NONE),
            _nation_first(daily).max(axis=1, initial=0),
            [plant[[C.ACUTE_CHANGE, C.ACUTE_MISSING, C.ACUTE_RECALL]].sum()],
            used[[C.NURSE_MIN, C.PRESCRIBER_MIN, C.ERRORS]],
        ]
    )


def _by_area(by_place: np.ndarray, network: Network) -> np.ndarray:
    """(H, 1 + C, 6) from (H, M, 6): the nation first."""
    counties = np.zeros((by_place.shape[0], len(network.county_code), by_place.shape[2]), np.int64)
    for c in range(counties.shape[1]):
        counties[:, c] = by_place[:, network.municipality_county == c].sum(axis=1)
    return np.concatenate([counties.sum(axis=1, keepdims=True), counties], axis=1)


def _nation_first(by_county: np.ndarray) -> np.ndarray:
    return np.concatenate([by_county.sum(axis=0, keepdims=True), by_county])


def _with_nation(by_county: np.ndarray) -> np.ndarray:
    return _nation_first(by_county.astype(float))


def _tiers_first(by_area: np.ndarray) -> np.ndarray:
    """Flat, area by area: everybody, then tier by tier; the last column is everybody."""
    return np.roll(by_area, 1, axis=1).astype(float).ravel()
