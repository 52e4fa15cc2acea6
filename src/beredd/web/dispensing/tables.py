"""The tables of a run's page: every figure has one, and each can be fetched as CSV with the same numbers."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from beredd.dispensing.reading import LASTED, Results, Spread
from beredd.figures.numbers import interval, number, shown
from beredd.web.dispensing.lens import Lens
from beredd.web.dispensing.places import Place, counties, municipalities

KEY_FIGURES: tuple[tuple[str, str], ...] = (
    ("people_without_peak", "number"),
    ("people_without_critical_peak", "number"),
    ("person_days_without", "number"),
    ("all_at_first_visit", "percent"),
    ("line_fill", "percent"),
    ("mean_wait_min", "decimal"),
    ("queue_hours", "number"),
    ("turned_away", "number"),
    ("diverted", "number"),
    ("backlog_peak", "number"),
    ("unregistered_lines", "number"),
    ("unregistered_open_end", "number"),
    ("phone_minutes", "number"),
    ("customers_per_day", "number"),
    ("lines_per_day", "number"),
    ("delivered_packs", "number"),
    ("stock_days_pharmacy", "decimal"),
    ("stock_days_distributor", "decimal"),
)


@dataclass(frozen=True)
class Column:
    """A column: what the page calls it, what the file calls it, and whether it holds numbers."""

    key: str
    label: str
    is_number: bool = True
    sort: str = ""
    """The name under which the page can be ordered by it, and the address that does so."""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: a heading, then values as shown; `raw` are the numbers behind, for the file."""

    head: str
    cells: Sequence[str]
    raw: Sequence[Any]
    note: str = ""
    link: str = ""
    is_selected: bool = False
    bar: dict[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of the page and of a CSV file."""

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    sort: str = ""
    total: int = 0
    """How many rows there are where not all are shown."""

    def csv(self) -> str:
        """The numbers as they are, decimal point, header in the file's own words."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([column.key for column in self.columns])
        writer.writerows([["" if value is None else value for value in row.raw] for row in self.rows])
        return out.getvalue()


def figure_label(name: str) -> str:
    """What a key figure is called."""
    return {
        "people_without_peak": _("Utan läkemedel, som mest"),
        "people_without_critical_peak": _("varav tidskritiskt, nivå 0–1, som mest"),
        "person_days_without": _("Persondygn utan läkemedel"),
        "all_at_first_visit": _("Får allt vid första besöket"),
        "line_fill": _("Rader som lämnas ut direkt"),
        "mean_wait_min": _("Väntetid i kö, medel (minuter)"),
        "queue_hours": _("Timmar i kö, alla kunder"),
        "turned_away": _("Avvisade besök"),
        "diverted": _("Går till ett annat apotek"),
        "unregistered_open_end": _("Ej efterregistrerat vid slutet (rader)"),
        "phone_minutes": _("Förskrivares tid i telefon (minuter)"),
        "backlog_peak": _("Kunder som väntar på nytt försök, som mest"),
        "unregistered_lines": _("Utlämnat utan registrering (rader)"),
        "customers_per_day": _("Receptkunder per dygn"),
        "lines_per_day": _("Expedierade rader per dygn"),
        "delivered_packs": _("Levererade förpackningar"),
        "stock_days_pharmacy": _("Apotekens lager (dygn)"),
        "stock_days_distributor": _("Distributörernas lager (dygn)"),
    }[name]


def spread_text(spread: Spread | None, kind: str) -> tuple[str, str]:
    """Median and interval as text; no interval where there is one replicate."""
    if spread is None:
        return shown(None, "number"), ""
    decimals = 1 if kind == "decimal" else None
    kind = "number" if kind == "decimal" else kind
    rounded = [spread.median, spread.low, spread.high]
    if kind == "number" and decimals is None:
        rounded = [round(value) for value in rounded]
    text = shown(rounded[0], kind, decimals)
    ends = "" if spread.low == spread.high else interval(rounded[1], rounded[2], kind, decimals)
    return text, "" if ends == text else ends


def key_figures(results: Results, baseline: Results | None) -> Table:
    """Every key figure beside the everyday run's."""
    rows = []
    for name, kind in KEY_FIGURES:
        here = results.kpi(name)
        if here is None:
            continue
        there = baseline.kpi(name) if baseline else None
        text, ends = spread_text(here, kind)
        everyday = spread_text(there, kind)[0] if there else ""
        rows.append(
            Row(
                head=figure_label(name),
                cells=(text, ends, *([everyday] if baseline else [])),
                raw=(name, here.median, here.low, here.high, *([there.median if there else None] if baseline else [])),
            )
        )
    beside = () if baseline is None else (Column("everyday", _("Vardag")),)
    return Table(
        name="nyckeltal",
        caption=_("Nyckeltal för hela körningen"),
        columns=(
            Column("key_figure", _("Nyckeltal"), is_number=False),
            Column("median", _("Median")),
            Column("low", _("Intervall")),
            Column("high", ""),
            *beside,
        ),
        rows=rows,
    )


def _per_10000(people: float, place: Place) -> float:
    return 10_000 * people / place.people if place.people else 0.0


def places_table(results: Results, baseline: Results | None, lens: Lens, limit: int | None = None) -> Table:
    """People without per county (at the hour) or municipality (at the day's noon)."""
    in_counties = lens.division == "lan"
    places = counties() if in_counties else municipalities()
    step = lens.hour if in_counties else lens.day
    bands = results.county_hours(lens.tiers) if in_counties else results.municipality_days(lens.tiers)
    everyday = None
    if baseline:
        everyday = baseline.county_hours(lens.tiers) if in_counties else baseline.municipality_days(lens.tiers)
    waiting = results.county_service("waiting") if in_counties else {}
    open_shops = results.county_service("open_pharmacies") if in_counties else {}
    found: list[dict[str, Any]] = []
    for code, place in places.items():
        band = bands.get(code)
        spread = band.at(step) if band else Spread(0.0, 0.0, 0.0)
        before = everyday[code].at(step).median if everyday and code in everyday else None
        found.append(
            {
                "place": place,
                "spread": spread,
                "per10000": _per_10000(spread.median, place),
                "low": _per_10000(spread.low, place),
                "high": _per_10000(spread.high, place),
                "everyday": before,
                "waiting": waiting[code].at(step).median if code in waiting else None,
                "open": open_shops[code].at(step).median if code in open_shops else None,
            }
        )
    keys: dict[str, Callable[[dict], Any]] = {
        "per10000": lambda r: -r["per10000"],
        "personer": lambda r: -r["spread"].median,
        "namn": lambda r: _alphabetical(r["place"].name),
        "vantar": lambda r: -(r["waiting"] or 0),
        "oppna": lambda r: r["open"] or 0,
    }
    found.sort(key=lambda r: (keys[lens.sort](r), r["place"].code))
    top = max((r["high"] for r in found), default=0.0) or 1.0
    columns = [
        Column("code", _("Län") if in_counties else _("Kommun"), is_number=False, sort="namn"),
        Column("people", _("Personer"), sort="personer"),
        Column("people_low", _("Intervall")),
        Column("people_high", ""),
        Column("per_10000", _("Per 10 000"), sort="per10000"),
        Column("everyday_people", _("Vardag")),
    ]
    if in_counties:
        columns += [
            Column("waiting", _("Väntar i kö"), sort="vantar"),
            Column("open_pharmacies", _("Öppna apotek"), sort="oppna"),
        ]
    columns = [replace(column, link=lens.link(sort=column.sort)) if column.sort else column for column in columns]
    rows = []
    for r in found[:limit]:
        text, ends = spread_text(r["spread"], "number")
        cells = [text, ends, number(r["per10000"], 1), "" if r["everyday"] is None else number(round(r["everyday"]))]
        raw = [
            r["place"].code,
            r["spread"].median,
            r["spread"].low,
            r["spread"].high,
            round(r["per10000"], 3),
            r["everyday"],
        ]
        if in_counties:
            cells += [number(round(r["waiting"] or 0)), number(round(r["open"] or 0))]
            raw += [r["waiting"], r["open"]]
        rows.append(
            Row(
                head=r["place"].name,
                note=r["place"].letter,
                cells=cells,
                raw=raw,
                link=lens.link(plats=r["place"].code),
                is_selected=r["place"].code == lens.selected,
                bar={
                    "width": f"{100 * r['per10000'] / top:.1f}%",
                    "low": f"{100 * r['low'] / top:.1f}%",
                    "span": f"{100 * (r['high'] - r['low']) / top:.1f}%",
                },
            )
        )
    if baseline is None:
        columns, rows = _without_everyday(columns, rows, cell=3, raw=5)
    return Table(
        name="lan" if in_counties else "kommuner",
        caption=_("Län för län") if in_counties else _("Kommun för kommun"),
        columns=columns,
        rows=rows,
        sort=lens.sort,
        total=len(found),
    )


def _without_everyday(columns: list[Column], rows: list[Row], *, cell: int, raw: int) -> tuple[list[Column], list[Row]]:
    """Without a baseline there is nothing to say in its column."""
    return [column for column in columns if not column.key.startswith("everyday")], [
        replace(row, cells=_dropped(row.cells, cell), raw=_dropped(row.raw, raw)) for row in rows
    ]


def _dropped(values: Sequence[Any], index: int) -> list[Any]:
    return [*values[:index], *values[index + 1 :]]


_ALPHABET = {letter: i for i, letter in enumerate("abcdefghijklmnopqrstuvwxyzåäö")}


def _alphabetical(name: str) -> list[int]:
    """Swedish order: å, ä, ö after z."""
    return [_ALPHABET.get(letter, -1) for letter in name.lower()]


DAY_COLUMNS: tuple[tuple[str, str, str], ...] = (
    # key, expression over day_national, kind
    ("customers", "customers", "number"),
    ("dispensed_lines", "dispensed_lines", "number"),
    ("line_fill", "filled_first_lines / nullif(requested_lines, 0)", "percent"),
    ("all_first", "customers_all_first / nullif(customers, 0)", "percent"),
    ("queue_hours", "queue_hours", "number"),
    ("backlog_people", "backlog_people", "number"),
    ("unregistered_open", "unregistered_open", "number"),
    ("stock_days", "pharmacy_stock_days", "decimal"),
)


def days_table(results: Results) -> Table:
    """The country day by day, and people without at noon."""
    labels = {
        "customers": _("Receptkunder"),
        "dispensed_lines": _("Utlämnade rader"),
        "line_fill": _("Rader direkt"),
        "all_first": _("Allt vid första besöket"),
        "queue_hours": _("Timmar i kö"),
        "backlog_people": _("Väntar på nytt försök"),
        "unregistered_open": _("Ej efterregistrerat"),
        "stock_days": _("Apotekens lager, dygn"),
    }
    without = results.national_hours()
    bands = [(key, kind, results.national_days(expression)) for key, expression, kind in DAY_COLUMNS]
    rows = []
    for day in range(results.days):
        noon = without.at(24 * day + 12)
        text, ends = spread_text(noon, "number")
        cells, raw = [text, ends], [day, noon.median, noon.low, noon.high]
        for _key, kind, band in bands:
            median = band.at(day).median
            cells.append(
                shown(
                    round(median) if kind == "number" else median,
                    "percent" if kind == "percent" else "number",
                    1 if kind == "decimal" else None,
                )
            )
            raw.append(round(median, 4))
        rows.append(Row(head=_("Dag %(day)d") % {"day": day}, cells=cells, raw=raw))
    return Table(
        name="dagar",
        caption=_("Dag för dag, hela landet (median)"),
        columns=(
            Column("day", _("Dag"), is_number=False),
            Column("people_without_noon", _("Utan läkemedel kl. 12")),
            Column("people_without_low", _("Intervall")),
            Column("people_without_high", ""),
            *(Column(key, labels[key]) for key, _expression, _kind in DAY_COLUMNS),
        ),
        rows=rows,
    )


def hours_table(results: Results, baseline: Results | None, lens: Lens) -> Table:
    """The curve in numbers: people without, hour by hour."""
    band = results.national_hours(lens.tiers)
    everyday = baseline.national_hours(lens.tiers) if baseline else None
    rows = []
    for hour in range(results.hours):
        spread = band.at(hour)
        before = everyday.at(hour).median if everyday and hour < len(everyday.median) else None
        text, ends = spread_text(spread, "number")
        rows.append(
            Row(
                head=_("Dag %(day)d kl. %(hour)d") % {"day": hour // 24, "hour": hour % 24},
                cells=(text, ends, *([number(before and round(before))] if baseline else [])),
                raw=(hour, spread.median, spread.low, spread.high, *([before] if baseline else [])),
            )
        )
    everyday_column = () if baseline is None else (Column("everyday", _("Vardag")),)
    return Table(
        name="timmar",
        caption=_("Utan läkemedel, timme för timme"),
        columns=(
            Column("hour", _("Tid"), is_number=False),
            Column("people_without", _("Median")),
            Column("low", _("Intervall")),
            Column("high", ""),
            *everyday_column,
        ),
        rows=rows,
    )


def durations_table(results: Results, baseline: Results | None, lens: Lens) -> Table:
    """How long people were without."""
    labels = {
        "<6h": _("under 6 timmar"),
        "6-24h": _("6–24 timmar"),
        "1-3d": _("1–3 dygn"),
        "3-7d": _("3–7 dygn"),
        ">7d": _("över 7 dygn"),
    }
    found = results.durations(lens.tiers)
    everyday = baseline.durations(lens.tiers) if baseline else None
    rows = []
    for lasted in LASTED:
        spread = found[lasted]
        text, ends = spread_text(spread, "number")
        before = everyday[lasted].median if everyday else None
        rows.append(
            Row(
                head=labels[lasted],
                cells=(text, ends, *([number(before and round(before))] if baseline else [])),
                raw=(lasted, spread.median, spread.low, spread.high, *([before] if baseline else [])),
            )
        )
    everyday_column = () if baseline is None else (Column("everyday", _("Vardag")),)
    return Table(
        name="varaktighet",
        caption=_("Hur länge människor var utan"),
        columns=(
            Column("lasted", _("Varaktighet"), is_number=False),
            Column("people", _("Personer")),
            Column("low", _("Intervall")),
            Column("high", ""),
            *everyday_column,
        ),
        rows=rows,
    )


def groups_table(results: Results, names: dict[str, str]) -> Table:
    """Product groups, the one with most lines not filled at once first."""
    rows = []
    for group in results.groups():
        text, ends = spread_text(group["fill"], "percent")
        rows.append(
            Row(
                head=names.get(group["group"], group["group"]),
                note=group["group"],
                cells=(number(round(group["requested"])), number(round(group["missing"])), text, ends),
                raw=(
                    group["group"],
                    group["requested"],
                    group["missing"],
                    *((group["fill"].median, group["fill"].low, group["fill"].high) if group["fill"] else (None,) * 3),
                ),
            )
        )
    return Table(
        name="varugrupper",
        caption=_("Varugrupper, hela körningen"),
        columns=(
            Column("group", _("Varugrupp"), is_number=False),
            Column("requested_lines", _("Efterfrågade rader")),
            Column("not_filled_first", _("Ej direkt")),
            Column("fill", _("Direkt")),
            Column("fill_low", _("Intervall")),
            Column("fill_high", ""),
        ),
        rows=rows,
    )
