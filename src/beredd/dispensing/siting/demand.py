"""Where people live, as points: towns as they are listed, and around them those who live in no listed place."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from beredd.dispensing.network import Network
from beredd.dispensing.network.package_tables import reference_table
from beredd.dispensing.network.placement import KM_PER_DEGREE, points, spread
from beredd.parameters import load

SAME_SEAT_DEGREES = 0.02
"""A municipality is the reference's own where its seat stands so near."""


@dataclass(frozen=True, kw_only=True)
class Demand:
    """Points with people. Sizes: N points."""

    lat: np.ndarray  # (N,) degrees
    lon: np.ndarray  # (N,)
    people: np.ndarray  # (N,) float64; they sum to the network's residents
    without_car: np.ndarray  # (N,) float64, of these people; an estimate
    municipality: np.ndarray  # (N,) int64, rows of the network
    in_place: np.ndarray  # (N,) bool: in a listed place, not spread around one


def siting_values() -> dict[str, Any]:
    """The numbers of siting's register by name."""
    return load("siting").resolve()


def demand_of(network: Network) -> Demand:
    """The network's residents as points.

    A municipality of the reference network has its places (GeoNames) and, around them, the residents that are in none;
    any other has its seat. Places that count more people than the municipality are scaled to it.
    """
    values = siting_values()
    per_point, rings = int(values["people_per_point"]), int(values["countryside_points"])
    listed = _listed_places()
    parts: list[tuple[np.ndarray, ...]] = []
    for m, code in enumerate(network.municipality_code):
        total, seat = float(network.municipality_population[m]), _seat(network, m)
        known = listed.get(code)
        if known is None or np.abs(np.array(known[0][:2]) - seat).max() > SAME_SEAT_DEGREES:
            known, area = [(*seat, total)], 0.0
        else:
            area = _area(code)
        parts += [(*part, np.full(len(part[0]), m)) for part in _points(known, total, area, code, per_point, rings)]
    lat, lon, people, in_place, municipality = (np.concatenate(column) for column in zip(*parts, strict=True))
    kept = people > 0
    share = np.array(values["no_car_share"])
    without = (network.municipality_age_share @ share)[municipality]
    return Demand(
        lat=lat[kept],
        lon=lon[kept],
        people=people[kept],
        without_car=(people * without)[kept],
        municipality=municipality[kept],
        in_place=in_place[kept].astype(bool),
    )


def _seat(network: Network, m: int) -> tuple[float, float]:
    return float(network.municipality_lat[m]), float(network.municipality_lon[m])


def _listed_places() -> dict[str, list[tuple[float, float, float]]]:
    """Municipality code -> (lat, lon, people) of its places, the seat first."""
    table = reference_table("places")
    found: dict[str, list[tuple[float, float, float]]] = {}
    rows = zip(
        table.text("municipality_code"),
        table.number("lat", 50, 75),
        table.number("lon", 5, 30),
        table.integer("population", 0, 10**8),
        strict=True,
    )
    for code, lat, lon, people in rows:
        found.setdefault(code, []).append((float(lat), float(lon), float(people)))
    return found


def _area(code: str) -> float:
    table = reference_table("municipalities")
    return float(table.number("area_km2", 0, 1e6)[table.keys("municipality_code").index(code)])


def _points(places, total, area, code, per_point, rings):
    """(lat, lon, people, in_place) of each place's town, and of the countryside around it."""
    lat, lon, people = (np.array(column) for column in zip(*places, strict=True))
    in_towns = people * min(1.0, total / max(people.sum(), 1.0))
    outside = total - in_towns.sum() if area else 0.0
    # The countryside is shared out by the root of the place's size: larger places have more people around them, but
    # not in proportion.
    weight = np.sqrt(np.maximum(in_towns, 1.0))
    around = outside * weight / weight.sum()
    radius_km = np.sqrt(max(area, 1.0) / len(places) / np.pi)
    for k in range(len(places)):
        n = max(1, round(in_towns[k] / per_point))
        turn = float(spread(f"{code}/{k}")[0])
        y, x = points(lat[k], lon[k], n=n, people=in_towns[k], area_km2=area or 1.0, turn=turn)
        if n == 1:
            y, x = lat[k : k + 1], lon[k : k + 1]
        yield y, x, np.full(n, in_towns[k] / n), np.ones(n)
        if around[k] > 0:
            y, x = _rings(lat[k], lon[k], rings, radius_km, turn)
            yield y, x, np.full(rings, around[k] / rings), np.zeros(rings)


def _rings(lat, lon, n, radius_km, turn):
    """n points whose density falls with the distance: as many in each kilometre outward."""
    out_km = radius_km * (np.arange(n) + 0.5) / n
    angle = 2 * np.pi * (turn + np.arange(n) / n)
    return (
        lat + out_km * np.sin(angle) / KM_PER_DEGREE,
        lon + out_km * np.cos(angle) / (KM_PER_DEGREE * np.cos(np.radians(lat))),
    )
