"""Tallies as named columns in Parquet, as docs/reference/dispensing-results.md describes them."""

import errno
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.figures import ANY_TIER, people_past_limit, people_without
from beredd.dispensing.network import AGE_BANDS, TIERS, Network

Columns = dict[str, np.ndarray]
NOON = 12


def tables(
    tally: T.Tally, everyday: T.Tally, *, network: Network, packs_a_day: float, replicate: int
) -> Iterator[tuple[str, Columns]]:
    """(file stem, columns) for each result table of one replicate; `everyday` is the run without its events."""
    county = np.array(network.county_code, dtype=object)
    place = np.array(network.municipality_code, dtype=object)
    group = np.array(network.group_id, dtype=object)
    owner = np.array(network.owner_id, dtype=object)
    age, tier = np.array(AGE_BANDS, dtype=object), np.arange(TIERS)
    people = {
        "people_without": people_without(tally),
        "people_without_everyday": people_without(everyday),
        "people_past_limit": people_past_limit(tally),
        "people_past_limit_everyday": people_past_limit(everyday),
    }
    hours, places, _ = people["people_without"].shape
    days = hours // 24
    by_county = {name: _by_county(cube, network) for name, cube in people.items()}
    yield (
        "hour_county_tier",
        _long(
            replicate,
            {"hour": np.arange(hours), "county_code": county, "tier": tier},
            **{name: cube[:, :, :TIERS] for name, cube in by_county.items()},
        ),
    )
    yield (
        "hour_county",
        _long(
            replicate,
            {"hour": np.arange(hours), "county_code": county},
            **{name: tally.hour_county[n] for n, name in enumerate(T.HOUR_COUNTY)},
            **{name: cube[:, :, ANY_TIER] for name, cube in by_county.items()},
        ),
    )
    by_day = {name: cube.reshape(days, 24, places, TIERS + 1) for name, cube in people.items()}
    noon = {name: cube[:, NOON] for name, cube in by_day.items()}
    whole_day = {name.replace("people", "person_hours"): cube.sum(axis=1) for name, cube in by_day.items()}
    yield (
        "day_municipality_tier",
        _long(
            replicate,
            {"day": np.arange(days), "municipality_code": place, "tier": tier},
            **{name: cube[:, :, :TIERS] for name, cube in (noon | whole_day).items()},
            requested_lines=tally.place_lines[0],
            dispensed_lines=tally.place_lines[1],
        ),
    )
    yield (
        "day_municipality",
        _long(
            replicate,
            {"day": np.arange(days), "municipality_code": place},
            **{name: cube[:, :, ANY_TIER] for name, cube in (noon | whole_day).items()},
        ),
    )
    yield (
        "day_age",
        _long(
            replicate,
            {"day": np.arange(days), "age": age},
            **{name: tally.day_age[n] for n, name in enumerate(T.DAY_AGE)},
        ),
    )
    yield (
        "age_tier",
        _long(replicate, {"age": age, "tier": tier}, person_hours_past_limit=tally.past_hours[:, :TIERS]),
    )
    yield (
        "day_owner",
        _long(
            replicate,
            {"day": np.arange(days), "owner_id": owner},
            **{f"dispensed_lines_{name}": tally.day_owner[n] for n, name in enumerate(T.DAY_OWNER)},
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
                    "overtime_s",
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
            backlog_people_everyday=everyday.day[:, T.BACKLOG],
            lines_error=national["lines_error"],
            pharmacy_stock_days=national["pharmacy_packs"] / (packs_a_day or np.nan),
            distributor_stock_days=national["distributor_packs"] / (packs_a_day or np.nan),
        ),
    )
    yield (
        "durations",
        _long(
            replicate,
            {"county_code": county, "tier": tier, "lasted": np.array(T.LASTED, dtype=object)},
            people=tally.lasted,
        ),
    )


def _by_county(by_place: np.ndarray, network: Network) -> np.ndarray:
    """(H, C, 6) from (H, M, 6)."""
    hours, _, columns = by_place.shape
    counties = np.zeros((hours, len(network.county_code), columns), np.int64)
    for c in range(counties.shape[1]):
        counties[:, c] = by_place[:, network.municipality_county == c].sum(axis=1)
    return counties


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
