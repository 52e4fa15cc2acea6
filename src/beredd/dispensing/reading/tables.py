"""The tables of a run, in the language that is spoken: what its figures draw, its pages show and its files hold."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from beredd.dispensing.reading.lens import PART_LABELS, Lens, Of, is_shut, moment
from beredd.dispensing.reading.results import (
    ALL_TIERS,
    CRITICAL_TIERS,
    LASTED,
    NOON,
    Band,
    Results,
    Spread,
    still,
)
from beredd.figures import Cell, Column, Table, alphabetical, table_of
from beredd.figures.numbers import number, rounded, rounded_ends, signed
from beredd.figures.table import Kind
from beredd.wording import Sentence, say

KEY_FIGURES: dict[str, tuple[str, Sentence]] = {
    "people_past_limit_peak": ("count", Sentence("dispensing.people-past-limit-peak")),
    "people_past_limit_beyond_everyday": ("count", Sentence("dispensing.people-past-limit-beyond-everyday")),
    "people_without_beyond_everyday": ("count", Sentence("dispensing.people-without-beyond-everyday")),
    "person_days_past_limit": ("count", Sentence("dispensing.person-days-past-limit")),
    "people_without_peak": ("count", Sentence("dispensing.people-without-peak")),
    "people_without_critical_peak": ("count", Sentence("dispensing.people-without-critical-peak")),
    "person_days_without": ("count", Sentence("dispensing.person-days-without")),
    "all_at_first_visit": ("percent", Sentence("dispensing.all-at-first-visit")),
    "line_fill": ("percent", Sentence("dispensing.line-fill")),
    "mean_wait_min": ("decimal", Sentence("dispensing.mean-wait-min")),
    "queue_hours": ("count", Sentence("dispensing.queue-hours")),
    "turned_away": ("count", Sentence("dispensing.turned-away")),
    "people_turned_away": ("count", Sentence("dispensing.people-turned-away")),
    "diverted": ("count", Sentence("dispensing.diverted")),
    "backlog_peak": ("count", Sentence("dispensing.backlog-peak")),
    "unregistered_lines": ("count", Sentence("dispensing.unregistered-lines")),
    "unregistered_open_end": ("count", Sentence("dispensing.unregistered-open-end")),
    "phone_minutes": ("count", Sentence("dispensing.phone-minutes")),
    "customers_per_day": ("count", Sentence("dispensing.customers-per-day")),
    "lines_per_day": ("count", Sentence("dispensing.lines-per-day")),
    "delivered_packs": ("count", Sentence("dispensing.delivered-packs")),
    "stock_days_pharmacy": ("decimal", Sentence("dispensing.stock-days-pharmacy")),
    "stock_days_distributor": ("decimal", Sentence("dispensing.stock-days-distributor")),
}
"""Key figure -> how it is shown, and what it is called."""
DURATIONS = dict(
    zip(
        LASTED,
        (
            Sentence("dispensing.lasted-6h"),
            Sentence("dispensing.lasted-24h"),
            Sentence("dispensing.lasted-3d"),
            Sentence("dispensing.lasted-7d"),
            Sentence("dispensing.lasted-longer"),
        ),
        strict=True,
    )
)
SHOWN_AS = {
    "count": (Column(key="value", kind="estimate"), Column(key="ends", kind="interval", decimals=0)),
    "decimal": (Column(key="value", kind="estimate", decimals=1), Column(key="ends", kind="interval")),
    "difference": (
        Column(key="value", kind="signed", decimals=0),
        Column(key="ends", kind="interval", decimals=0),
    ),
    "percent": (Column(key="value", kind="percent"), Column(key="ends", kind="percent-interval")),
}
AT_NOON = {
    "past_limit": Sentence("dispensing.column-past-limit-at-noon"),
    "without": Sentence("dispensing.column-without-at-noon"),
}
LINE_FILL = "filled_first_lines / nullif(requested_lines, 0)"
DAY_COLUMNS: tuple[tuple[str, str, str, Sentence], ...] = (
    # key, expression over day_national, how it is shown, what it is called
    ("customers", "customers", "count", Sentence("dispensing.column-customers")),
    ("dispensed_lines", "dispensed_lines", "count", Sentence("dispensing.column-dispensed-lines")),
    ("line_fill", LINE_FILL, "percent", Sentence("dispensing.column-lines-at-once")),
    (
        "all_first",
        "customers_all_first / nullif(customers, 0)",
        "percent",
        Sentence("dispensing.column-all-first"),
    ),
    ("queue_hours", "queue_hours", "count", Sentence("dispensing.column-queue-hours")),
    ("backlog_people", "backlog_people", "count", Sentence("dispensing.column-backlog")),
    ("unregistered_open", "unregistered_open", "count", Sentence("dispensing.column-unregistered")),
    ("stock_days", "pharmacy_stock_days", "decimal", Sentence("dispensing.column-stock-days")),
)
DRAWN_DAYS = ("queue_hours", "line_fill")
"""The columns of the days' table that curves draw: with interval."""
SEEN_DAYS = (*DRAWN_DAYS, "all_first", "backlog_people")
"""Those that pages show, each beside its everyday; the file has all."""


def figure_label(name: str) -> str:
    """What a key figure is called."""
    return str(KEY_FIGURES[name][1])


def spread_cells(spread: Spread | None, kind: str) -> tuple[Cell, Cell]:
    """Median and interval; no interval where there is one replicate, or where it rounds to the median."""
    value, ends = SHOWN_AS[kind]
    if spread is None:
        return value.cell(None), ends.cell(None, "")
    raw = (spread.low, spread.high)
    if kind == "percent":
        cell, text = value.cell(spread.median), ends.text(raw)
    else:
        finest = 10.0 ** -(value.decimals or 0)
        said = rounded(spread.median, *raw, finest=finest)
        cell = value.cell(spread.median, signed(said) if kind == "difference" else number(said))
        text = ends.text(rounded_ends(spread.median, *raw, finest=finest)) if raw[0] != raw[1] else ""
    return cell, ends.cell(raw, "" if text == cell.shown else text)


def spread_text(spread: Spread | None, kind: str) -> tuple[str, str]:
    """The same as text."""
    value, ends = spread_cells(spread, kind)
    return value.shown, ends.shown


def _interval(key: str) -> Column:
    return Column(key=key, label=say("dispensing.column-interval"), kind="interval")


def _everyday(is_known: bool, key: str = "everyday", kind: Kind = "estimate") -> list[Column]:
    """A column for an ordinary day, where it is known."""
    return [Column(key=key, label=say("dispensing.column-everyday"), kind=kind)] if is_known else []


_PEAKS = {
    "people_past_limit_peak": (ALL_TIERS, "past_limit"),
    "people_without_peak": (ALL_TIERS, "without"),
    "people_without_critical_peak": (CRITICAL_TIERS, "without"),
}
"""Key figure that is a peak -> the tiers and people that it is the peak of."""
_SUMS = {"person_days_past_limit", "person_days_without"}
"""Key figures whose everyday is what is left when what is beyond it is taken away."""


def ordinary(results: Results, baseline: Results | None, name: str) -> float | None:
    """A key figure on the ordinary days: of a peak, in the very hour of the run's peak."""
    if results.has_everyday and name in _PEAKS:
        tiers, part = _PEAKS[name]
        here = results.national_hours(tiers, part).median
        return results.national_hours(tiers, f"{part}_everyday").median[max(range(len(here)), key=here.__getitem__)]
    here_, beyond = results.kpi(name), results.kpi(f"{name}_beyond_everyday")
    if name in _SUMS and here_ and beyond:
        return here_.median - beyond.median
    there = baseline.kpi(name) if baseline and "beyond" not in name else None
    return there.median if there else None


def _change(record: Mapping[str, Any]) -> float:
    """How much a key figure differs from its everyday, 0..1; what is a difference itself comes first."""
    here, everyday = record["median"].raw, record["everyday"].raw
    if "beyond" in record["key_figure"].raw:
        return math.inf
    return 0.0 if everyday is None else relative(here, everyday)


def relative(one: float, other: float) -> float:
    """How far apart two numbers are, 0..1 of the larger where they have one sign."""
    largest = max(abs(one), abs(other))
    return abs(one - other) / largest if largest else 0.0


def key_figures(results: Results, baseline: Results | None) -> Table:
    """Every key figure beside an ordinary day's, those that changed most first."""
    records = []
    for name, (kind, label) in KEY_FIGURES.items():
        here = results.kpi(name)
        if here is None:
            continue
        value, ends = spread_cells(here, kind)
        usual = ordinary(results, baseline, name)
        everyday = Cell(shown="" if usual is None else SHOWN_AS[kind][0].text(usual), raw=usual)
        records.append(
            {"key_figure": Cell(shown=str(label), raw=name), "median": value, "interval": ends, "everyday": everyday}
        )
    records.sort(key=lambda record: -_change(record))
    columns = [
        Column(key="key_figure", label=say("dispensing.column-key-figure"), kind="text"),
        Column(key="median", label=say("dispensing.column-median")),
        _interval("interval"),
        *_everyday(results.has_everyday or baseline is not None),
    ]
    return table_of("nyckeltal", say("dispensing.table-key-figures"), columns, records)


def places_table(results: Results, lens: Lens) -> Table:
    """People per county (at the hour) or municipality (at the day's noon), by what the lens looks at, the most first.

    Beside them the same hour of an ordinary day; the order is by the difference and not by the everyday's level.
    """
    in_counties = lens.level == "counties"
    here = lens.by_place(results)
    everyday = lens.by_place(results, "everyday") if results.has_everyday else {}
    beyond = lens.by_place(results, "beyond") if results.has_everyday else {}
    waiting = results.county_service("waiting") if in_counties else {}
    open_shops = results.county_service("open_pharmacies") if in_counties else {}
    shut = say("dispensing.shut") if in_counties and is_shut(results, lens.hour) else ""
    nobody = Spread(0.0, 0.0, 0.0)
    records: list[dict[str, Any]] = []
    for code, place in lens.places.items():
        now = _at(here.get(code), lens.step) or nobody
        people, ends = spread_cells(now, "count")
        record: dict[str, Any] = {
            "code": Cell(shown=place.name, raw=code),
            "note": place.letter,
            "is_selected": code == lens.selected,
            "people": people,
            "people_interval": ends,
            "per_10000": place.per_10000(now.median),
            "ends": (now.low, now.high),
        }
        if results.has_everyday:
            more = _at(beyond.get(code), lens.step) or nobody
            difference, ends = spread_cells(more, "difference")
            record |= {
                "everyday_people": (_at(everyday.get(code), lens.step) or nobody).median,
                "beyond": difference,
                "beyond_interval": ends,
                "beyond_per_10000": place.per_10000(more.median),
                "ends": (more.low, more.high) if lens.is_beyond else record["ends"],
            }
        for key, series in (("waiting", waiting), ("open_pharmacies", open_shops)):
            n = _median(series.get(code), lens.step)
            record[key] = Cell(shown=shut, raw=n) if shut and not n else n
        records.append(record)
    records.sort(key=lambda record: (_ORDERS[lens.ordered_by](record), record["code"].raw))
    _draw_bars(records, lens)
    name, caption = (
        ("lan", say("dispensing.table-counties"))
        if in_counties
        else ("kommuner", say("dispensing.table-municipalities"))
    )
    return table_of(name, caption, _place_columns(lens, results), records, sort=lens.ordered_by)


def _place_columns(lens: Lens, results: Results) -> list[Column]:
    """What the map shows stands on the page, the other rate and its interval in files alone."""
    in_counties, is_beyond = lens.level == "counties", lens.is_beyond
    place = say("dispensing.column-county") if in_counties else say("dispensing.column-municipality")
    spread = say("dispensing.column-interval")
    columns = [
        Column(key="code", label=place, kind="text", sort="code", descends=False),
        Column(key="people", label=say("dispensing.column-people"), kind="estimate", sort="people"),
        Column(key="people_interval", label="" if is_beyond else spread, kind="interval", decimals=0),
        *_everyday(results.has_everyday, "everyday_people"),
    ]
    if results.has_everyday:
        rate = say("dispensing.column-beyond-per-10000") if is_beyond else ""
        columns += [
            Column(key="beyond", label=say("dispensing.column-beyond"), kind="signed", decimals=0, sort="beyond"),
            Column(key="beyond_interval", label=spread if is_beyond else "", kind="interval", decimals=0),
            Column(key="beyond_per_10000", label=rate, decimals=1, sort="beyond_per_10000"),
        ]
    rate = "" if is_beyond else say("dispensing.column-per-10000")
    columns.append(Column(key="per_10000", label=rate, decimals=1, sort="per_10000"))
    if in_counties:
        waiting, shops = say("dispensing.column-waiting"), say("dispensing.column-open-pharmacies")
        columns += [
            Column(key="waiting", label=waiting, kind="estimate", sort="waiting"),
            Column(key="open_pharmacies", label=shops, kind="count", sort="open_pharmacies", descends=False),
        ]
    return columns


def _raw(value: Any) -> float:
    return (value.raw if isinstance(value, Cell) else value) or 0.0


_ORDERS: Mapping[str, Callable[[dict], Any]] = {
    "per_10000": lambda record: -_raw(record["per_10000"]),
    "beyond_per_10000": lambda record: -_raw(record.get("beyond_per_10000")),
    "people": lambda record: -_raw(record["people"]),
    "beyond": lambda record: -_raw(record.get("beyond")),
    "code": lambda record: alphabetical(record["code"].shown),
    "waiting": lambda record: -_raw(record["waiting"]),
    "open_pharmacies": lambda record: _raw(record["open_pharmacies"]),
}
SORTS = tuple(_ORDERS)


def _at(band: Band | None, step: int) -> Spread | None:
    return band.at(step) if band is not None and step < len(band.median) else None


def _median(band: Band | None, step: int) -> float | None:
    found = _at(band, step)
    return found.median if found else None


def _draw_bars(records: list[dict], lens: Lens) -> None:
    """Beside each rate that the map shows a bar, the longest as long as the highest end; none below nothing."""

    def rates(record: dict) -> tuple[float, float]:
        place = lens.places[record["code"].raw]
        low, high = (max(place.per_10000(end), 0.0) for end in record["ends"])
        return low, high

    top = max((rates(record)[1] for record in records), default=0.0) or 1.0
    column = Column(key=lens.rate, decimals=1)
    for record in records:
        rate, (low, high) = record[lens.rate], rates(record)
        bar = (100 * max(rate, 0.0) / top, 100 * low / top, 100 * high / top)
        record[lens.rate] = column.cell(round(rate, 3), column.text(rate), bar)


def days_table(results: Results, baseline: Results | None = None) -> Table:
    """The country day by day, and people past their limit and without at noon, beside an ordinary day's."""
    series = {key: results.national_days(expression) for key, expression, _kind, _label in DAY_COLUMNS}
    everyday = {
        key: baseline.national_days(expression)
        for key, expression, _kind, _label in DAY_COLUMNS
        if baseline is not None
    }
    noon = {
        part: results.national_hours(ALL_TIERS, part) for part in ("past_limit", "without") if part in results.measures
    }
    usual = {part: results.national_hours(ALL_TIERS, f"{part}_everyday") for part in noon if results.has_everyday}
    columns = [Column(key="day", label=say("dispensing.column-day"), kind="text")]
    for part in noon:
        columns += [
            Column(key=f"people_{part}_noon", label=str(AT_NOON[part]), kind="estimate"),
            Column(key=f"people_{part}_interval", kind="interval"),
            *_everyday(part in usual, f"people_{part}_everyday"),
        ]
    for key, _expression, kind, label in DAY_COLUMNS:
        shown, ends = SHOWN_AS[kind]
        is_seen = key in SEEN_DAYS
        columns.append(Column(key=key, label=str(label) if is_seen else "", kind=shown.kind, decimals=shown.decimals))
        if key in DRAWN_DAYS:
            columns.append(Column(key=f"{key}_interval", kind=ends.kind))
        if key in everyday:
            columns += [
                replace(one, label=one.label if is_seen else "")
                for one in _everyday(True, f"{key}_everyday", shown.kind)
            ]
        if key in everyday and key in DRAWN_DAYS:
            columns.append(Column(key=f"{key}_everyday_interval", kind=ends.kind))
    records = []
    for day in range(results.days):
        hour = 24 * day + NOON
        record: dict[str, Any] = {"day": Cell(shown=say("dispensing.on-day", day=day + 1), raw=day + 1)}
        for part, band in noon.items():
            value, between = spread_cells(band.at(hour), "count")
            record |= {f"people_{part}_noon": value, f"people_{part}_interval": between}
        for part, band in usual.items():
            record[f"people_{part}_everyday"] = band.median[hour]
        for key, band in series.items():
            record |= _spread_of(key, band, day)
        for key, band in everyday.items():
            record |= _spread_of(f"{key}_everyday", band, day)
        records.append(record)
    return table_of("dagar", say("dispensing.table-days"), columns, records)


def _spread_of(key: str, band: Band, step: int) -> dict[str, Any]:
    found = _at(band, step)
    return {key: found.median, f"{key}_interval": (found.low, found.high)} if found else {}


def hours_table(results: Results, lens: Lens) -> Table:
    """People by what the lens looks at, hour by hour, of the chosen place or the country, beside the ordinary day's.

    A municipality is known at each noon. A page shows every noon of a run over four days.
    """

    def band(of: Of) -> Band:
        if not lens.selected:
            return lens.country(results, of)
        return lens.by_place(results, of).get(lens.selected) or still(results.hours)

    at_noon = bool(lens.selected) and lens.level == "municipalities"
    here, everyday = band("here"), band("everyday") if results.has_everyday else None
    records = []
    for step in range(results.days if at_noon else results.hours):
        hour = 24 * step + NOON if at_noon else step
        value, ends = spread_cells(here.at(step), "count")
        record = {
            "hour": Cell(shown=moment(hour, lens.first_weekday), raw=hour),
            "day": hour // 24 + 1,
            "clock": hour % 24,
            "people": value,
            "interval": ends,
        }
        if everyday is not None:
            record |= _spread_of("everyday", everyday, step)
        records.append(record)
    columns = [
        Column(key="hour", label=say("dispensing.column-time"), kind="text"),
        Column(key="day"),
        Column(key="clock"),
        Column(key="people", label=str(PART_LABELS[lens.part]), kind="estimate"),
        _interval("interval"),
        *_everyday(everyday is not None),
        *([] if everyday is None else [Column(key="everyday_interval", kind="interval")]),
    ]
    every = 1 if at_noon else 6 if results.days <= 4 else 24
    name = say("dispensing.table-hours", who=PART_LABELS[lens.part])
    return table_of("timmar", name, columns, records, every=every, first=NOON % every)


def durations_table(results: Results, baseline: Results | None, lens: Lens) -> Table:
    """How long people were without."""
    found = results.durations(lens.tiers)
    everyday = baseline.durations(lens.tiers) if baseline else {}
    records = []
    for lasted, label in DURATIONS.items():
        value, ends = spread_cells(found[lasted], "count")
        before = everyday[lasted].median if everyday else None
        lasting = Cell(shown=str(label), raw=lasted)
        records.append({"lasted": lasting, "people": value, "interval": ends, "everyday": before})
    columns = [
        Column(key="lasted", label=say("dispensing.column-duration"), kind="text"),
        Column(key="people", label=say("dispensing.column-people"), kind="estimate"),
        _interval("interval"),
        *_everyday(baseline is not None),
    ]
    return table_of("varaktighet", say("dispensing.table-durations"), columns, records)


def groups_table(results: Results, baseline: Results | None, names: Mapping[str, str]) -> Table:
    """Product groups, the one with most lines more than ordinarily not filled at once first.

    names   id -> what it is called in the language that is spoken
    """
    usually = {group["group"]: group for group in baseline.groups()} if baseline else {}
    before = {name: group["missing"] for name, group in usually.items()}
    records = []
    for group in sorted(results.groups(), key=lambda group: before.get(group["group"], 0) - group["missing"]):
        usual = usually.get(group["group"], {}).get("fill")
        fill, ends = spread_cells(group["fill"], "percent")
        name = names.get(group["group"], group["group"])
        records.append(
            {
                "group": Cell(shown=name, raw=group["group"]),
                "requested_lines": group["requested"],
                "not_filled_first": group["missing"],
                "everyday": before.get(group["group"]),
                "fill": fill,
                "fill_interval": ends,
                "fill_everyday": usual.median if usual else None,
            }
        )
    columns = [
        Column(key="group", label=say("dispensing.column-group"), kind="text"),
        Column(key="requested_lines", label=say("dispensing.column-requested"), kind="estimate"),
        Column(key="not_filled_first", label=say("dispensing.column-missing"), kind="estimate"),
        *_everyday(baseline is not None),
        Column(key="fill", label=say("dispensing.column-at-once"), kind="percent"),
        Column(key="fill_interval", label=say("dispensing.column-interval"), kind="percent-interval"),
        *_everyday(baseline is not None, "fill_everyday", "percent"),
    ]
    return table_of("varugrupper", say("dispensing.table-groups"), columns, records)
