"""Where the reference network's shops stand: counties -> municipalities -> places -> points. No chance, only order.

Nothing here says where a real pharmacy is. It spreads a known number of shops so that counties, large and small
municipalities and places in them get about as many as they have; a register replaces it (`beredd dispensing import`).
"""

import numpy as np

from beredd.provenance import entity_of

GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
KM_PER_DEGREE = 111.2
PEOPLE_PER_KM2 = 2500.0
"""Density of a Swedish town, for the radius over which its shops are spread (estimate)."""


def spread(*names: str) -> np.ndarray:
    """Numbers in 0..1 that depend on nothing but the names, (n,) float64: order without a common pattern."""
    return np.array([entity_of(name) for name in names], dtype=np.float64) / 2**32


def apportion(total: int, weight: np.ndarray, *, least: int) -> np.ndarray:
    """`total` seats by weight, at least `least` each, largest remainders first; equal remainders go to the first."""
    ideal = total * weight / weight.sum()
    seats = np.maximum(np.floor(ideal).astype(np.int64), least)
    while seats.sum() < total:
        seats[np.argmax(ideal - seats)] += 1
    while seats.sum() > total:
        surplus = np.where(seats > least, seats - ideal, -np.inf)
        seats[np.argmax(surplus)] -= 1
    return seats


def shops_per_municipality(county_shops: np.ndarray, county_of: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Shops per municipality, (M,) int64: half of one for being a municipality, the county's rest by people."""
    shops = np.zeros(len(population), dtype=np.int64)
    for county, total in enumerate(county_shops):
        own = np.flatnonzero(county_of == county)
        by_people = (total - 0.5 * len(own)) * population[own] / population[own].sum()
        shops[own] = apportion(int(total), 0.5 + by_people, least=1)
    return shops


def shops_per_place(n_shops: int, population: np.ndarray) -> np.ndarray:
    """Shops per place of one municipality, seat first, (places,) int64: the seat has one, the rest goes by people."""
    shops = np.zeros(len(population), dtype=np.int64)
    shops[0] = 1
    weight = np.maximum(population, 300).astype(float)
    for _ in range(n_shops - 1):
        shops[np.argmax(weight / (2 * shops + 1))] += 1
    return shops


def points(
    lat: float, lon: float, *, n: int, people: float, area_km2: float, turn: float
) -> tuple[np.ndarray, np.ndarray]:
    """n points around a place like the seeds of a sunflower, the first nearest to the middle; `turn` in 0..1."""
    radius_km = min(0.2 + np.sqrt(people / PEOPLE_PER_KM2 / np.pi), 0.6 * np.sqrt(area_km2 / np.pi))
    i = np.arange(n)
    out_km = radius_km * np.sqrt((i + 0.25) / max(n, 2))
    angle = i * GOLDEN_ANGLE + 2 * np.pi * turn
    return (
        lat + out_km * np.sin(angle) / KM_PER_DEGREE,
        lon + out_km * np.cos(angle) / (KM_PER_DEGREE * np.cos(np.radians(lat))),
    )


def deal(n: int, share: np.ndarray) -> np.ndarray:
    """n cards dealt so that after each card every kind is as near its share as can be, (n,) int64."""
    share = share / share.sum()
    count = np.zeros(len(share))
    out = np.empty(n, dtype=np.int64)
    for i in range(n):
        out[i] = np.argmax(share * (i + 1) - count)
        count[out[i]] += 1
    return out
