"""From base tables to a `Network`: what follows from positions is derived here, in one place for all networks."""

from typing import Any

import numpy as np

from beredd.dispensing.network.geography import nearest
from beredd.dispensing.network.model import NOT_SAID, Network
from beredd.dispensing.network.tables import Table
from beredd.provenance import fingerprint

N_ALTERNATIVES = 8
THROUGHPUT = ("picks_per_day", "loads_per_day", "receives_per_day")
"""Columns of sites.csv that may be absent or empty."""


def neighbours(lat: np.ndarray, lon: np.ndarray, is_ecommerce: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The eight nearest other shops of each pharmacy, (P, 8) int32 with -1, and km (P, 8) float32 with 0, for none.

    For an e-commerce pharmacy: the shops nearest to where it stands; nobody is sent to one by distance.
    """
    n = len(lat)
    shops = np.flatnonzero(~is_ecommerce)
    index, km = nearest(lat, lon, of_lat=lat[shops], of_lon=lon[shops], k=N_ALTERNATIVES + 1)
    who = np.where(index >= 0, shops[index], -1) if len(shops) else index
    # Stable: what is not a neighbour (itself, or absent) goes last, the rest keeps its order of distance.
    order = np.argsort((who == np.arange(n)[:, None]) | (who < 0), axis=1, kind="stable")
    who, km = np.take_along_axis(who, order, axis=1), np.take_along_axis(km, order, axis=1)
    gone = (who == np.arange(n)[:, None]) | (who < 0)
    who, km = np.where(gone, -1, who), np.where(gone, 0.0, km)
    return who[:, :N_ALTERNATIVES].astype(np.int32), km[:, :N_ALTERNATIVES].astype(np.float32)


def supply(base: dict[str, Any], settings: dict[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """The nearest site of each distributor, (P, D) int16, and the hour its delivery arrives, (P, D) int8."""
    lat, lon = base["pharmacy_lat"], base["pharmacy_lon"]
    n_distributors = len(base["distributor_id"])
    site = np.zeros((len(lat), n_distributors), dtype=np.int16)
    hour = np.zeros((len(lat), n_distributors), dtype=np.int8)
    at = base["site_municipality"]
    for d in range(n_distributors):
        own = np.flatnonzero(base["site_distributor"] == d)
        index, km = nearest(
            lat,
            lon,
            of_lat=base["municipality_lat"][at[own]],
            of_lon=base["municipality_lon"][at[own]],
            k=1,
        )
        site[:, d] = own[index[:, 0]]
        late = np.floor(km[:, 0] / settings["delivery_km_per_h"])
        hour[:, d] = np.minimum(settings["delivery_first_h"] + late, settings["delivery_last_h"])
    return site, hour


def shops_in_reach(base: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """The eight shops nearest to each municipality's seat, (M, 8) int32 with -1, and km (M, 8) float32 with 0."""
    shops = np.flatnonzero(~base["pharmacy_is_ecommerce"])
    index, km = nearest(
        base["municipality_lat"],
        base["municipality_lon"],
        of_lat=base["pharmacy_lat"][shops],
        of_lon=base["pharmacy_lon"][shops],
        k=N_ALTERNATIVES,
    )
    who = np.where(index >= 0, shops[index], -1) if len(shops) else index
    return who.astype(np.int32), np.where(who >= 0, km, 0.0).astype(np.float32)


def site_throughput(sites: Table) -> dict[str, np.ndarray]:
    """Packs a working day that each site can pick, load and receive, (S,) int64; NOT_SAID where the table does not."""
    return {
        f"site_{column}": sites.integer(column, 0, 10**9, empty=NOT_SAID)
        if column in sites
        else np.full(len(sites), NOT_SAID, dtype=np.int64)
        for column in THROUGHPUT
    }


def open_hours(opens: np.ndarray, closes: np.ndarray) -> np.ndarray:
    """Open hours per week, (P,) int64."""
    return (closes.astype(np.int64) - opens).sum(axis=1)


def assemble(base: dict[str, Any], settings: dict[str, float]) -> Network:
    """A network from its base arrays (every field that is not derived), with neighbours, supply and fingerprint."""
    alternatives, km = neighbours(base["pharmacy_lat"], base["pharmacy_lon"], base["pharmacy_is_ecommerce"])
    site, hour = supply(base, settings)
    reach, reach_km = shops_in_reach(base)
    fields = base | {
        "alternatives": alternatives,
        "alternative_km": km,
        "municipality_shops": reach,
        "municipality_shop_km": reach_km,
        "pharmacy_site": site,
        "pharmacy_delivery_h": hour,
    }
    for value in fields.values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return Network(fingerprint=_fingerprint(fields), **fields)


def _fingerprint(fields: dict[str, Any]) -> str:
    """Changes when any value changes, whatever its type; names count, order of fields does not."""
    parts = []
    for name in sorted(fields):
        value = fields[name]
        if isinstance(value, np.ndarray):
            parts.append(
                [
                    name,
                    str(value.dtype),
                    list(value.shape),
                    fingerprint(np.ascontiguousarray(value).data.cast("B") if value.size else b""),
                ]
            )
        else:
            parts.append([name, value])
    return fingerprint(parts)
