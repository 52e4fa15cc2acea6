"""The tables of a run, in the language that is spoken: what its figures draw, its pages show and its files hold."""

from collections.abc import Callable, Mapping
from typing import Any

from beredd.dispensing.reading.lens import Lens
from beredd.dispensing.reading.places import Place
from beredd.dispensing.reading.results import LASTED, NOON, Band, Results, Spread
from beredd.figures import Cell, Column, Table, alphabetical, table_of
from beredd.wording import Sentence, say

KEY_FIGURES: dict[str, tuple[str, Sentence]] = {
    "people_past_limit_peak": ("count", Sentence("dispensing.people-past-limit-peak")),
    "people_past_limit_beyond_everyday": ("count", Sentence("dispensing.people-past-limit-beyond-everyday")),
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
_SHOWN_AS = {
    "count": (Column(key="value", kind="count"), Column(key="ends", kind="interval", decimals=0)),
    "decimal": (Column(key="value", decimals=1), Column(key="ends", kind="interval", decimals=1)),
    "percent": (Column(key="value", kind="percent"), Column(key="ends", kind="percent-interval")),
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
"""The columns of the days' table that curves draw: with interval, and beside the everyday."""


def figure_label(name: str) -> str:
    """What a key figure is called."""
    return str(KEY_FIGURES[name][1])


def spread_cells(spread: Spread | None, kind: str) -> tuple[Cell, Cell]:
    """Median and interval; no interval where there is one replicate, or where it rounds to the median."""
    value, ends = _SHOWN_AS[kind]
    if spread is None:
        return value.cell(None), ends.cell(None, "")
    cell = value.cell(spread.median)
    text = ends.text((spread.low, spread.high))
    return cell, ends.cell((spread.low, spread.high), "" if text == cell.shown else text)


def spread_text(spread: Spread | None, kind: str) -> tuple[str, str]:
    """The same as text."""
    value, ends = spread_cells(spread, kind)
    return value.shown, ends.shown


def _interval(key: str) -> Column:
    return Column(key=key, label=say("dispensing.column-interval"), kind="interval")


def _everyday(baseline: Results | None, key: str = "everyday") -> list[Column]:
    """A column for the everyday run, where there is one."""
    return [] if baseline is None else [Column(key=key, label=say("dispensing.column-everyday"), kind="count")]


def key_figures(results: Results, baseline: Results | None) -> Table:
    """Every key figure beside the everyday run's."""
    records = []
    for name, (kind, label) in KEY_FIGURES.items():
        here = results.kpi(name)
        if here is None:
            continue
        there = baseline.kpi(name) if baseline else None
        value, ends = spread_cells(here, kind)
        everyday = spread_cells(there, kind)[0] if there else Cell(shown="")
        records.append(
            {"key_figure": Cell(shown=str(label), raw=name), "median": value, "interval": ends, "everyday": everyday}
        )
    columns = [
        Column(key="key_figure", label=say("dispensing.column-key-figure"), kind="text"),
        Column(key="median", label=say("dispensing.column-median")),
        _interval("interval"),
        *_everyday(baseline),
    ]
    return table_of("nyckeltal", say("dispensing.table-key-figures"), columns, records)


def places_table(results: Results, baseline: Results | None, lens: Lens) -> Table:
    """People without per county (at the hour) or municipality (at the day's noon), ordered as the lens says."""
    in_counties = lens.level == "counties"
    bands = lens.people_without(results)
    everyday = lens.people_without(baseline) if baseline else {}
    waiting = results.county_service("waiting") if in_counties else {}
    open_shops = results.county_service("open_pharmacies") if in_counties else {}
    records: list[dict[str, Any]] = []
    for code, place in lens.places.items():
        spread = _at(bands.get(code), lens.step) or Spread(0.0, 0.0, 0.0)
        before = _at(everyday.get(code), lens.step)
        value, ends = spread_cells(spread, "count")
        records.append(
            {
                "code": Cell(shown=place.name, raw=code),
                "note": place.letter,
                "is_selected": code == lens.selected,
                "people": value,
                "people_interval": ends,
                "everyday_people": before.median if before else None,
                "waiting": _median(waiting.get(code), lens.step),
                "open_pharmacies": _median(open_shops.get(code), lens.step),
                **_rates(place, spread, before),
            }
        )
    records.sort(key=lambda record: (_ORDERS[lens.sort](record), record["code"].raw))
    _draw_bars(records, [_rates_ends(lens.places[r["code"].raw], r["people_interval"].raw) for r in records])
    name, caption = (
        ("lan", say("dispensing.table-counties"))
        if in_counties
        else ("kommuner", say("dispensing.table-municipalities"))
    )
    return table_of(name, caption, _place_columns(lens, baseline), records, sort=lens.sort)


def _place_columns(lens: Lens, baseline: Results | None) -> list[Column]:
    in_counties = lens.level == "counties"
    place = say("dispensing.column-county") if in_counties else say("dispensing.column-municipality")
    columns = [
        Column(key="code", label=place, kind="text", sort="code", descends=False),
        Column(key="people", label=say("dispensing.column-people"), kind="count", sort="people"),
        _interval("people_interval"),
        Column(key="per_10000", label=say("dispensing.column-per-10000"), decimals=1, sort="per_10000"),
    ]
    if baseline is not None:
        # On the page where the map shows it, in files always.
        label = say("dispensing.column-beyond-per-10000") if lens.is_beyond else ""
        columns += [Column(key="beyond_per_10000", label=label, decimals=1), *_everyday(baseline, "everyday_people")]
    if in_counties:
        columns += [
            Column(key="waiting", label=say("dispensing.column-waiting"), kind="count", sort="waiting"),
            Column(
                key="open_pharmacies",
                label=say("dispensing.column-open-pharmacies"),
                kind="count",
                sort="open_pharmacies",
                descends=False,
            ),
        ]
    return columns


_ORDERS: Mapping[str, Callable[[dict], Any]] = {
    "per_10000": lambda record: -record["per_10000"],
    "people": lambda record: -record["people"].raw,
    "code": lambda record: alphabetical(record["code"].shown),
    "waiting": lambda record: -(record["waiting"] or 0),
    "open_pharmacies": lambda record: record["open_pharmacies"] or 0,
}
SORTS = tuple(_ORDERS)


def _at(band: Band | None, step: int) -> Spread | None:
    return band.at(step) if band is not None and step < len(band.median) else None


def _median(band: Band | None, step: int) -> float | None:
    found = _at(band, step)
    return found.median if found else None


def _rates(place: Place, spread: Spread, before: Spread | None) -> dict[str, float | None]:
    rate = place.per_10000(spread.median)
    return {"per_10000": rate, "beyond_per_10000": rate - place.per_10000(before.median) if before else None}


def _rates_ends(place: Place, ends: tuple[float, float]) -> tuple[float, float]:
    return place.per_10000(ends[0]), place.per_10000(ends[1])


def _draw_bars(records: list[dict], ends: list[tuple[float, float]]) -> None:
    """Beside each rate a bar, the longest as long as the highest end."""
    top = max((high for _low, high in ends), default=0.0) or 1.0
    column = Column(key="per_10000", decimals=1)
    for record, (low, high) in zip(records, ends, strict=True):
        rate = record["per_10000"]
        bar = (100 * rate / top, 100 * low / top, 100 * high / top)
        record["per_10000"] = column.cell(round(rate, 3), column.text(rate), bar)


def days_table(results: Results, baseline: Results | None = None) -> Table:
    """The country day by day, and people without at noon."""
    without = results.national_hours()
    series = {key: results.national_days(expression) for key, expression, _kind, _label in DAY_COLUMNS}
    everyday = {
        key: baseline.national_days(expression)
        for key, expression, _kind, _label in DAY_COLUMNS
        if baseline is not None and key in DRAWN_DAYS
    }
    columns = [
        Column(key="day", label=say("dispensing.column-day"), kind="text"),
        Column(key="people_without_noon", label=say("dispensing.column-without-at-noon"), kind="count"),
        _interval("people_without_interval"),
    ]
    for key, _expression, kind, label in DAY_COLUMNS:
        shown, ends = _SHOWN_AS[kind]
        columns.append(Column(key=key, label=str(label), kind=shown.kind, decimals=shown.decimals))
        if key in DRAWN_DAYS:
            columns.append(Column(key=f"{key}_interval", kind=ends.kind))
        if key in everyday:
            columns.append(Column(key=f"{key}_everyday", kind=shown.kind))
            columns.append(Column(key=f"{key}_everyday_interval", kind=ends.kind))
    records = []
    for day in range(results.days):
        noon, between = spread_cells(without.at(24 * day + NOON), "count")
        record: dict[str, Any] = {
            "day": Cell(shown=say("dispensing.on-day", day=day), raw=day),
            "people_without_noon": noon,
            "people_without_interval": between,
        }
        for key, band in series.items():
            record |= _spread_of(key, band, day)
        for key, band in everyday.items():
            record |= _spread_of(f"{key}_everyday", band, day)
        records.append(record)
    return table_of("dagar", say("dispensing.table-days"), columns, records)


def _spread_of(key: str, band: Band, step: int) -> dict[str, Any]:
    found = _at(band, step)
    return {key: found.median, f"{key}_interval": (found.low, found.high)} if found else {}


def hours_table(results: Results, baseline: Results | None, lens: Lens) -> Table:
    """People without, hour by hour; a page shows every noon of a run over four days."""
    band = results.national_hours(lens.tiers)
    everyday = baseline.national_hours(lens.tiers) if baseline else None
    records = []
    for hour in range(results.hours):
        value, ends = spread_cells(band.at(hour), "count")
        record = {
            "hour": Cell(shown=say("dispensing.moment", day=hour // 24, hour=hour % 24), raw=hour),
            "people_without": value,
            "interval": ends,
        }
        if everyday is not None:
            record |= _spread_of("everyday", everyday, hour)
        records.append(record)
    columns = [
        Column(key="hour", label=say("dispensing.column-time"), kind="text"),
        Column(key="people_without", label=say("dispensing.column-median"), kind="count"),
        _interval("interval"),
        *_everyday(baseline),
        *([] if baseline is None else [Column(key="everyday_interval", kind="interval")]),
    ]
    every = 6 if results.days <= 4 else 24
    return table_of("timmar", say("dispensing.table-hours"), columns, records, every=every, first=NOON % every)


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
        Column(key="people", label=say("dispensing.column-people"), kind="count"),
        _interval("interval"),
        *_everyday(baseline),
    ]
    return table_of("varaktighet", say("dispensing.table-durations"), columns, records)


def groups_table(results: Results, names: Mapping[str, str]) -> Table:
    """Product groups, the one with most lines not filled at once first; `names` in the language that is spoken."""
    records = []
    for group in results.groups():
        fill, ends = spread_cells(group["fill"], "percent")
        name = names.get(group["group"], group["group"])
        records.append(
            {
                "group": Cell(shown=name, raw=group["group"]),
                "note": group["group"],
                "requested_lines": group["requested"],
                "not_filled_first": group["missing"],
                "fill": fill,
                "fill_interval": ends,
            }
        )
    columns = [
        Column(key="group", label=say("dispensing.column-group"), kind="text"),
        Column(key="requested_lines", label=say("dispensing.column-requested"), kind="count"),
        Column(key="not_filled_first", label=say("dispensing.column-missing"), kind="count"),
        Column(key="fill", label=say("dispensing.column-at-once"), kind="percent"),
        Column(key="fill_interval", label=say("dispensing.column-interval"), kind="percent-interval"),
    ]
    return table_of("varugrupper", say("dispensing.table-groups"), columns, records)
