"""A made-up result folder with the columns of docs/reference/dispensing-results.md: the same every time."""

import json
import math
from pathlib import Path

import duckdb

from beredd.dispensing.reading import Results
from beredd.dispensing.reading import counties as county_places
from beredd.dispensing.reading import municipalities as municipality_places

LASTED = ("<6h", "6-24h", "1-3d", "3-7d", ">7d")
GROUPS = ("A10A", "C07A", "N02A", "R03A", "goods:needles")
PEOPLE = (
    "people_without BIGINT, people_without_everyday BIGINT, people_past_limit BIGINT, people_past_limit_everyday BIGINT"
)
KPI = {
    "people_past_limit_peak": 13_100,
    "people_past_limit_beyond_everyday": 12_340,
    "people_without_beyond_everyday": 45_400,
    "people_turned_away": 8_200,
    "people_without_peak": 47_800,
    "people_without_peak_hour": 86,
    "people_without_critical_peak": 2_310,
    "person_days_without": 180_400,
    "line_fill": 0.93,
    "all_at_first_visit": 0.71,
    "queue_hours": 90_000,
    "mean_wait_min": 14.5,
    "backlog_peak": 61_000,
    "stock_days_pharmacy": 35.2,
    "stock_days_distributor": 28.0,
    "unregistered_lines": 12_000,
    "delivered_packs": 3_900_000,
    "customers_per_day": 146_000,
    "lines_per_day": 277_100,
}


def _without_everyday(path: Path) -> None:
    """The file as runs wrote it that knew no everyday."""
    with duckdb.connect() as connection:
        columns = "people_without_everyday, people_past_limit, people_past_limit_everyday"
        connection.execute(f"CREATE TABLE t AS SELECT * EXCLUDE ({columns}) FROM '{path}'")
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")


def _wave(day: float, strength: float) -> float:
    """From 0.05 (an ordinary day) to 1 at the disruption's worst, about day 3.5."""
    return 0.05 + strength * math.exp(-((day - 3.5) ** 2) / 4)


def _people(level: float, wave: float, calm: float) -> tuple[int, int, int, int]:
    """People without and past their limit, each by the run and on an ordinary day."""
    without, everyday = round(level * wave), round(level * calm)
    return without, everyday, round(0.2 * without), round(0.2 * everyday)


def write_results(
    folder: Path,
    *,
    scenario: str = "s2-kedja",
    days: int = 7,
    replicates: int = 3,
    strength: float = 1.0,
    seed: int = 1,
    old: bool = False,
) -> Path:
    """Writes all Parquet files and summary.json; `strength` 0 gives an ordinary week, `old` what dispensing/1 wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    counties = {code: place.people / 10_000 for code, place in county_places().items()}
    municipalities = {code: place.people / 10_000 for code, place in municipality_places().items()}
    tables: dict[str, tuple[str, list[tuple]]] = {
        "hour_county_tier": (f"replicate INT, hour INT, county_code TEXT, tier TINYINT, {PEOPLE}", []),
        "hour_county": (
            "replicate INT, hour INT, county_code TEXT, arrivals BIGINT, served BIGINT, waiting BIGINT, "
            f"turned_away BIGINT, diverted BIGINT, open_pharmacies BIGINT, {PEOPLE}",
            [],
        ),
        "day_municipality_tier": (
            f"replicate INT, day INT, municipality_code TEXT, tier TINYINT, {PEOPLE}, "
            "person_hours_without BIGINT, requested_lines BIGINT, dispensed_lines BIGINT",
            [],
        ),
        "day_municipality": (f"replicate INT, day INT, municipality_code TEXT, {PEOPLE}", []),
        "day_county_group": (
            'replicate INT, day INT, county_code TEXT, "group" TEXT, requested_lines BIGINT, dispensed_lines BIGINT, '
            "filled_first_lines BIGINT, pharmacy_packs BIGINT, delivered_packs BIGINT",
            [],
        ),
        "day_national": (
            "replicate INT, day INT, customers BIGINT, requested_lines BIGINT, dispensed_lines BIGINT, "
            "filled_first_lines BIGINT, customers_all_first BIGINT, queue_hours DOUBLE, backlog_people BIGINT, "
            "unregistered_lines BIGINT, unregistered_open BIGINT, pharmacy_packs BIGINT, distributor_packs BIGINT, "
            "pharmacy_stock_days DOUBLE, distributor_stock_days DOUBLE, ordered_packs BIGINT, delivered_packs BIGINT, "
            "phone_minutes BIGINT, packs_error BIGINT, lines_error BIGINT",
            [],
        ),
        "durations": ("replicate INT, county_code TEXT, tier TINYINT, lasted TEXT, people BIGINT", []),
    }
    rows = {name: rows for name, (_columns, rows) in tables.items()}
    for replicate in range(replicates):
        noise = 1 + 0.08 * (replicate - (replicates - 1) / 2)
        for index, (county, people) in enumerate(counties.items()):
            weight = people * (0.6 + 0.1 * (index % 8)) * noise
            for hour in range(24 * days):
                wave, calm = _wave(hour / 24, strength), _wave(hour / 24, 0.0)
                is_open = 9 <= hour % 24 < 18
                for tier in range(5):
                    rows["hour_county_tier"].append(
                        (replicate, hour, county, tier, *_people(15 * weight * (tier + 1) / 5, wave, calm))
                    )
                rows["hour_county"].append(
                    (
                        replicate,
                        hour,
                        county,
                        round(9 * weight) * is_open,
                        round(8 * weight) * is_open,
                        round(4 * weight * wave) * is_open,
                        round(weight * wave),
                        round(weight * wave),
                        round(1.4 * weight * (1 - 0.4 * strength * (wave > 0.3))) * is_open,
                        *_people(30 * weight, wave, calm),
                    )
                )
            for tier in range(5):
                for step, lasted in enumerate(LASTED):
                    rows["durations"].append(
                        (replicate, county, tier, lasted, round(8 * weight * (0.2 + strength) / (step + 1)))
                    )
        for day in range(days):
            wave, calm = _wave(day + 0.5, strength), _wave(day + 0.5, 0.0)
            for index, (municipality, inhabitants) in enumerate(municipalities.items()):
                level = inhabitants * 15 * (0.4 + 0.1 * (index % 13)) * noise
                rows["day_municipality"].append((replicate, day, municipality, *_people(2 * level, wave, calm)))
                for tier in range(5):
                    people = _people(level * (tier + 1) / 5, wave, calm)
                    rows["day_municipality_tier"].append(
                        (replicate, day, municipality, tier, *people, 24 * people[0], 200, 190)
                    )
            for county in counties:
                for step, group in enumerate(GROUPS):
                    first = round(1000 * (1 - 0.05 * step - 0.3 * wave))
                    rows["day_county_group"].append((replicate, day, county, group, 1000, first + 20, first, 9000, 900))
            dispensed = round(277_000 * (1 - 0.3 * wave))
            rows["day_national"].append(
                (
                    replicate,
                    day,
                    146_000,
                    277_000,
                    dispensed,
                    dispensed - 9_000,
                    round(137_000 * (1 - 0.25 * wave)),
                    9_000 * wave * noise,
                    round(61_000 * wave * noise),
                    round(9_000 * wave),
                    round(4_000 * wave),
                    9_000_000,
                    30_000_000,
                    35.0 - wave,
                    28.0,
                    280_000,
                    279_000,
                    round(20_000 * wave),
                    0,
                    0,
                )
            )
    with duckdb.connect() as connection:
        for name, (columns, values) in tables.items():
            names = [column.split()[0] for column in columns.split(", ")]
            connection.execute(f"CREATE TABLE {name} ({columns})")
            source = folder / f"{name}.csv"
            source.write_text("\n".join(",".join(map(str, row)) for row in values) + "\n", encoding="utf-8")
            connection.execute(f"COPY {name} FROM '{source}' (HEADER false)")
            connection.execute(f"COPY {name} TO '{folder / name}.parquet' (FORMAT parquet)")
            source.unlink()
            assert len(names) == len(values[0])
    factor = 0.05 + 0.95 * strength
    kpi = {
        name: value * factor if name.startswith(("people", "person", "backlog", "unreg")) else value
        for name, value in KPI.items()
    }
    if old:
        for name in ("hour_county_tier", "hour_county", "day_municipality_tier"):
            _without_everyday(folder / f"{name}.parquet")
        (folder / "day_municipality.parquet").unlink()
        kpi = {name: value for name, value in kpi.items() if "past" not in name and "beyond" not in name}
    summary = {
        "scenario": scenario,
        "start": "2026-09-07T00:00:00",
        "network": "sweden",
        "seed": seed,
        "people": 7_050_000,
        "lines": 22_000_000,
        "pharmacies": 1_400,
        "days": days,
        "dispensed_lines": 277_000 * days,
        "replicates": replicates,
        "kpi": kpi,
        "kpi_interval": {
            name: {"median": value, "low": value * 0.92, "high": value * 1.1} for name, value in kpi.items()
        }
        if replicates > 1
        else {},
        "ledger": {"packs_error": 0, "lines_error": 0},
        "fingerprint": "2f91c4aa00112233",
        "wall_s": 14.2,
        "peak_rss_mb": 1900,
        "provenance": {
            "program": "beredd",
            "version": "0.1.0",
            "engine": "dispensing/3",
            "command": f"beredd dispensing run {scenario} --days {days} --seed {seed} --replicates {replicates}",
            "seed": seed,
            "inputs": {"scenario": "0011223344556677"},
            "sources": ["SCB"],
            "estimated_share": 0.71,
            "limits": ["Restsituationer hos tillverkare ingår inte.", "Gäller högst 90 dygn."],
            "created": "2026-11-22T12:00:00+00:00",
        },
    }
    about = folder / "summary.json"
    about.write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    if lead := Results(folder).lead:
        summary["lead"] = [sentence.as_json() for sentence in lead.sentences()]
        about.write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder
