"""Tallies as named columns in Parquet, as docs/reference/dispensing-results.md describes them."""

import errno
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.figures import people_without
from beredd.dispensing.engine.plan import MU_ONE
from beredd.dispensing.engine.shelves import Shelves
from beredd.dispensing.network import Network

Columns = dict[str, np.ndarray]
NOON = 12


def tables(tally: T.Tally, *, network: Network, shelves: Shelves, replicate: int) -> Iterator[tuple[str, Columns]]:
    """(file stem, columns) for each result table of one replicate."""
    county = np.array(network.county_code, dtype=object)
    place = np.array(network.municipality_code, dtype=object)
    group = np.array(network.group_id, dtype=object)
    without = people_without(tally)
    hours, places, tiers = without.shape
    days, counties = hours // 24, len(county)
    by_county = np.zeros((hours, counties, tiers), np.int64)
    for c in range(counties):
        by_county[:, c] = without[:, network.municipality_county == c].sum(axis=1)
    yield (
        "hour_county_tier",
        _long(
            replicate,
            {"hour": np.arange(hours), "county_code": county, "tier": np.arange(tiers)},
            people_without=by_county,
        ),
    )
    yield (
        "hour_county",
        _long(
            replicate,
            {"hour": np.arange(hours), "county_code": county},
            **{name: tally.hour_county[n] for n, name in enumerate(T.HOUR_COUNTY)},
        ),
    )
    by_day = without.reshape(days, 24, places, tiers)
    yield (
        "day_municipality_tier",
        _long(
            replicate,
            {"day": np.arange(days), "municipality_code": place, "tier": np.arange(tiers)},
            people_without=by_day[:, NOON],
            person_hours_without=by_day.sum(axis=1),
            requested_lines=tally.place_lines[0],
            dispensed_lines=tally.place_lines[1],
        ),
    )
    yield (
        "day_county_group",
        _long(
            replicate,
            {"day": np.arange(days), "county_code": county, "group": group},
            **{name: tally.day_group[n] for n, name in enumerate(T.DAY_GROUP)},
        ),
    )
    national = {name: tally.day[:, n] for n, name in enumerate(T.DAY)}
    lines = tally.day_group.sum(axis=(2, 3))
    mean_packs = float(shelves.mean.sum()) / MU_ONE
    yield (
        "day_national",
        _long(
            replicate,
            {"day": np.arange(days)},
            customers=national["customers"],
            requested_lines=lines[T.G_REQUESTED],
            dispensed_lines=lines[T.G_DISPENSED],
            filled_first_lines=lines[T.G_FIRST],
            **{
                k: national[k]
                for k in (
                    "customers_all_first",
                    "queue_hours",
                    "backlog_people",
                    "unregistered_lines",
                    "unregistered_open",
                    "pharmacy_packs",
                    "distributor_packs",
                    "transit_packs",
                    "inflow_packs",
                    "ordered_packs",
                    "delivered_packs",
                    "phone_minutes",
                    "packs_error",
                )
            },
            lines_error=national["lines_error"],
            pharmacy_stock_days=national["pharmacy_packs"] / mean_packs,
            distributor_stock_days=national["distributor_packs"] / mean_packs,
        ),
    )
    yield (
        "durations",
        _long(
            replicate,
            {"county_code": county, "tier": np.arange(tiers), "lasted": np.array(T.LASTED, dtype=object)},
            people=tally.lasted,
        ),
    )


def _long(replicate: int, axes: dict[str, np.ndarray], **values: np.ndarray) -> Columns:
    """Cubes as rows: one column per axis, one per value, in C order."""
    shape = tuple(len(labels) for labels in axes.values())
    columns: Columns = {"replicate": np.full(int(np.prod(shape)), replicate, np.int32)}
    for n, (name, labels) in enumerate(axes.items()):
        view = labels.reshape([-1 if m == n else 1 for m in range(len(shape))])
        columns[name] = np.broadcast_to(view, shape).ravel()
    for name, cube in values.items():
        columns[name] = np.ascontiguousarray(cube).reshape(-1)
    return columns


def write_tables(parts: dict[str, list[Columns]], folder: Path) -> list[str]:
    """One Parquet file per table, all replicates in it. Returns the file names."""
    names = []
    with duckdb.connect() as db:
        for stem, replicates in parts.items():
            columns = {k: np.concatenate([part[k] for part in replicates]) for k in replicates[0]}
            db.register("columns", columns)
            path = folder / f"{stem}.parquet"
            quoted = str(path).replace("'", "''")
            try:
                db.execute(f"COPY (SELECT * FROM columns) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
            except duckdb.IOException as error:
                is_full = "No space left" in str(error)
                raise OSError(errno.ENOSPC if is_full else errno.EIO, str(error).split("\n")[0]) from error
            db.unregister("columns")
            names.append(path.name)
    return names
