"""Reading a run's result folder: medians and intervals over replicates, straight from Parquet with DuckDB.

The files and their columns are described in docs/reference/dispensing-results.md. A folder never changes once a run is
done, so what has been read is kept per process for the few runs that are being looked at.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb

from beredd.dispensing.errors import ResultsDamaged
from beredd.dispensing.reading.lead import PARTS, Lead, cubes_of, lead_of

LOW, HIGH = 0.05, 0.95
"""The interval shown is the middle 90 % of the replicates."""
NOON = 12
ALL_TIERS = (0, 1, 2, 3, 4)
CRITICAL_TIERS = (0, 1)
"""Harm within hours to three days."""
LASTED = ("<6h", "6-24h", "1-3d", "3-7d", ">7d")
COUNTER_COLUMNS = (
    "arrivals",
    "served",
    "waiting",
    "turned_away",
    "people_turned_away",
    "told_to_come_back",
    "diverted",
    "open_pharmacies",
)
FILES = (
    "hour_county_tier",
    "hour_county",
    "day_municipality_tier",
    "day_municipality",
    "day_county_group",
    "day_national",
    "durations",
)
FILES_WITHOUT_PLACES = ("day_national", "day_age", "age_tier")
"""The files that say nothing of counties and municipalities."""

MEASURES = {
    "past_limit": "people_past_limit",
    "past_limit_everyday": "people_past_limit_everyday",
    "past_limit_beyond": "people_past_limit - people_past_limit_everyday",
    "without": "people_without",
    "without_everyday": "people_without_everyday",
    "without_beyond": "people_without - people_without_everyday",
}
"""What can be counted, and its columns. "Beyond" is less the everyday of the same replicate.
Runs of `dispensing/1` know "without" only: see `Results.measures`."""

_SPREAD = f"median({{0}}), quantile_cont({{0}}, {LOW}), quantile_cont({{0}}, {HIGH})"


@dataclass(frozen=True)
class Spread:
    """One number with its interval over replicates."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Band:
    """A number per step of time (hour or day), with its interval."""

    median: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def at(self, step: int) -> Spread:
        return Spread(self.median[step], self.low[step], self.high[step])


class Results:
    """One run's results. Methods take tiers as a tuple of 0..4 and give national or local numbers."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._kept: dict[tuple, Any] = {}
        try:
            self.summary: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise self._damaged("summary.json") from error
        (days, self.replicates) = self._one("SELECT max(day) + 1, count(DISTINCT replicate) FROM day_national")
        if not isinstance(self.summary, dict) or days is None:
            raise self._damaged("summary.json" if days else "day_national.parquet")
        self.days: int = days
        self.hours = 24 * self.days

    # reading ---------------------------------------------------------------------------------------------------
    def _rows(self, query: str, parameters: Sequence = ()) -> list[tuple]:
        with self._asked(query, parameters) as found:
            return found.fetchall()

    def _columns(self, query: str) -> dict[str, Any]:
        """Column -> its values, as arrays."""
        with self._asked(query) as found:
            return found.fetchnumpy()

    @contextmanager
    def _asked(self, query: str, parameters: Sequence = ()) -> Iterator[duckdb.DuckDBPyConnection]:
        try:
            with duckdb.connect(config={"threads": 2}) as connection:
                yield connection.execute(self._of_files(query), list(parameters))
        except (duckdb.Error, OSError) as error:
            used = [f"{name}.parquet" for name in FILES if re.search(rf"FROM {name}\b", query)]
            raise self._damaged(", ".join(used)) from error

    def _damaged(self, file: str) -> ResultsDamaged:
        return ResultsDamaged("dispensing.results-damaged", run=self.folder.name, file=file)

    def _of_files(self, query: str) -> str:
        for name in FILES:
            query = re.sub(rf"FROM {name}\b", f"FROM read_parquet('{self._path(name)}')", query)
        return query

    def _path(self, name: str) -> str:
        return str(self.folder / f"{name}.parquet").replace("'", "''")

    def _one(self, query: str, parameters: Sequence = ()) -> tuple:
        return self._rows(query, parameters)[0]

    def _keep(self, key: tuple, make: Callable[[], Any]) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _bands(self, rows: list[tuple], steps: int) -> dict[str, Band]:
        """Rows (code, step, median, low, high) as one band per code; steps without a row are 0."""
        by_code: dict[str, list[list[float]]] = {}
        for code, step, *spread in rows:
            lists = by_code.setdefault(code, [[0.0] * steps for _ in range(3)])
            for values, value in zip(lists, spread, strict=True):
                if not 0 <= step < steps or value is None:
                    raise self._damaged("*.parquet")
                values[step] = float(value)
        return {
            code: Band(median=tuple(m), low=tuple(low), high=tuple(high)) for code, (m, low, high) in by_code.items()
        }

    # people past their limit, people without -------------------------------------------------------------------
    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Which of MEASURES this run's files know."""
        known = {name for name, *_ in self._rows("DESCRIBE SELECT * FROM hour_county_tier")}
        return tuple(name for name, columns in MEASURES.items() if set(columns.split(" - ")) <= known)

    def _people(self, time: str, place: str, by_tier: str, tiers: tuple[int, ...], measure: str, steps: int):
        """Bands by place. All tiers together count a person once, where the run knows it; some tiers are added up."""
        if measure not in self.measures:
            raise KeyError(measure)
        counted_once = tiers == ALL_TIERS and len(self.measures) > 1
        table = by_tier.removesuffix("_tier") if counted_once else by_tier
        chosen, given = ("", []) if counted_once else ("WHERE list_contains(?, tier::INT) ", [list(tiers)])
        where = place or "''"
        rows = self._rows(
            f"SELECT place, {time}, {_SPREAD.format('people')} FROM (SELECT replicate, {time}, {where} AS place, "
            f"sum({MEASURES[measure]}) AS people FROM {table} {chosen}GROUP BY ALL) GROUP BY ALL",
            given,
        )
        return self._bands(rows, steps)

    def national_hours(self, tiers: tuple[int, ...] = ALL_TIERS, measure: str = "without") -> Band:
        """People by a measure, per hour, the whole country."""

        def make() -> Band:
            bands = self._people("hour", "", "hour_county_tier", tiers, measure, self.hours)
            return bands.get("", still(self.hours))

        return self._keep(("national_hours", tiers, measure), make)

    def county_hours(self, tiers: tuple[int, ...] = ALL_TIERS, measure: str = "without") -> dict[str, Band]:
        """People by a measure, per county and hour."""

        def make() -> dict[str, Band]:
            return self._people("hour", "county_code", "hour_county_tier", tiers, measure, self.hours)

        return self._keep(("county_hours", tiers, measure), make)

    def municipality_days(self, tiers: tuple[int, ...] = ALL_TIERS, measure: str = "without") -> dict[str, Band]:
        """People by a measure at noon, per municipality and day."""

        def make() -> dict[str, Band]:
            return self._people("day", "municipality_code", "day_municipality_tier", tiers, measure, self.days)

        return self._keep(("municipality_days", tiers, measure), make)

    @cached_property
    def first_weekday(self) -> int | None:
        """Weekday of the first day, Monday = 0; None where the run does not say."""
        start = self.summary.get("start")
        return date.fromisoformat(str(start)[:10]).weekday() if start else None

    @cached_property
    def has_everyday(self) -> bool:
        """Whether the run knows the same hours without its events, under the same chance."""
        return len(self.measures) == len(MEASURES)

    @cached_property
    def lead(self) -> Lead | None:
        """What the run comes to; None for a run from before everydays were computed with it."""
        if not self.has_everyday:
            return None
        people = [f"people_{part}{of}" for part in PARTS for of in ("", "_everyday")]
        columns = self._columns(f"SELECT replicate, hour, county_code, {', '.join(people)} FROM hour_county")
        return lead_of(*cubes_of(columns), first_weekday=self.first_weekday)

    # the counters ----------------------------------------------------------------------------------------------
    def county_service(self, column: str) -> dict[str, Band]:
        """One column of `hour_county` per county and hour: waiting, open_pharmacies, served …"""
        if column not in COUNTER_COLUMNS:
            raise KeyError(column)

        def make() -> dict[str, Band]:
            return self._bands(
                self._rows(
                    f"SELECT county_code, hour, {_SPREAD.format(column)} FROM hour_county GROUP BY county_code, hour"
                ),
                self.hours,
            )

        return self._keep(("county_service", column), make)

    def open_pharmacies(self) -> Band:
        """Open pharmacies in the whole country, per hour."""

        def make() -> Band:
            rows = self._rows(
                f"SELECT '', hour, {_SPREAD.format('n')} FROM (SELECT replicate, hour, sum(open_pharmacies) AS n "
                "FROM hour_county GROUP BY ALL) GROUP BY hour"
            )
            return self._bands(rows, self.hours).get("", still(self.hours))

        return self._keep(("open_pharmacies",), make)

    def national_days(self, expression: str) -> Band:
        """An expression over the columns of `day_national`, per day. Expressions are ours, never a reader's."""

        def make() -> Band:
            rows = self._rows(
                f"SELECT '', day, {_SPREAD.format('x')} FROM (SELECT day, coalesce({expression}, 0) AS x "
                "FROM day_national) GROUP BY day"
            )
            return self._bands(rows, self.days).get("", still(self.days))

        return self._keep(("national_days", expression), make)

    # whole-run tables ------------------------------------------------------------------------------------------
    def durations(self, tiers: tuple[int, ...] = ALL_TIERS) -> dict[str, Spread]:
        """How long gaps lasted -> gaps (one per person and tier), whole run and country."""

        def make() -> dict[str, Spread]:
            rows = self._rows(
                f"SELECT lasted, {_SPREAD.format('people')} FROM (SELECT replicate, lasted, sum(people) AS people "
                "FROM durations WHERE list_contains(?, tier::INT) GROUP BY ALL) GROUP BY lasted",
                [list(tiers)],
            )
            found = {lasted: Spread(*map(float, spread)) for lasted, *spread in rows}
            return {lasted: found.get(lasted, Spread(0.0, 0.0, 0.0)) for lasted in LASTED}

        return self._keep(("durations", tiers), make)

    def groups(self) -> list[dict[str, Any]]:
        """Per product group over the whole run: requested and dispensed lines, share filled at the first visit."""

        def make() -> list[dict[str, Any]]:
            rows = self._rows(
                "SELECT product_group, median(requested), median(dispensed), "
                f"{_SPREAD.format('fill')}, median(missing) "
                'FROM (SELECT replicate, "group" AS product_group, sum(requested_lines) AS requested, '
                "sum(dispensed_lines) AS dispensed, sum(requested_lines - filled_first_lines) AS missing, "
                "sum(filled_first_lines) / nullif(sum(requested_lines), 0) AS fill FROM day_county_group GROUP BY ALL) "
                "GROUP BY product_group ORDER BY median(missing) DESC, product_group"
            )
            return [
                {
                    "group": group,
                    "requested": requested,
                    "dispensed": dispensed,
                    "fill": Spread(fill, low, high) if fill is not None else None,
                    "missing": missing,
                }
                for group, requested, dispensed, fill, low, high, missing in rows
            ]

        return self._keep(("groups",), make)

    # key figures -----------------------------------------------------------------------------------------------
    def kpi(self, name: str) -> Spread | None:
        """A key figure of the summary with its interval, or None where the run has none."""
        value = self.summary.get("kpi", {}).get(name)
        if value is None:
            return None
        spread = self.summary.get("kpi_interval", {}).get(name) or {}
        return Spread(float(value), float(spread.get("low", value)), float(spread.get("high", value)))


def still(steps: int) -> Band:
    """Nobody, at every step."""
    zeros = (0.0,) * steps
    return Band(median=zeros, low=zeros, high=zeros)


@lru_cache(maxsize=6)
def _opened(folder: str, changed_ns: int) -> Results:
    return Results(Path(folder))


def open_results(folder: Path) -> Results:
    """The results in a folder; the same object for the same unchanged folder. ResultsDamaged where files are gone.

    So do the methods of what is opened, when a file cannot be read.
    """
    folder = folder.resolve()
    try:
        changed_ns = (folder / "summary.json").stat().st_mtime_ns
    except OSError as error:
        raise ResultsDamaged("dispensing.results-damaged", run=folder.name, file="summary.json") from error
    return _opened(str(folder), changed_ns)
