"""The figures of a run, each drawing its table: the map at a moment, and curves over hours and days."""

from typing import Any

from beredd.dispensing.reading.lens import PART_LABELS, TIER_LABELS, Lens, moment, per_10000
from beredd.dispensing.reading.results import Results
from beredd.dispensing.reading.tables import days_table, hours_table, places_table
from beredd.figures import Classes, Curve, Line, Map, Table, classes_for
from beredd.figures.numbers import number, percent
from beredd.wording import Sentence, say


def map_classes(values: dict[str, list[float]], lens: Lens) -> Classes:
    """The same classes for every moment of the run, so that maps can be compared."""
    # Fewer than on an ordinary day is no class of its own: the lowest class begins at nothing.
    seen = sorted(max(value, 0.0) for steps in values.values() for value in steps)
    if lens.level != "counties" and seen:
        # A few tiny municipalities must not wash out the rest: the top class takes in the highest 1 % of values.
        seen = seen[: max(1, int(0.99 * len(seen)))]
    return classes_for(seen)


MAP_TITLES = {
    ("past_limit", False): Sentence("dispensing.figure-map-past-limit"),
    ("past_limit", True): Sentence("dispensing.figure-map-past-limit-beyond"),
    ("without", False): Sentence("dispensing.figure-map"),
    ("without", True): Sentence("dispensing.figure-map-beyond"),
}
"""(who is counted, beyond the everyday) -> what the map is called."""


def map_figure(results: Results, lens: Lens, *, classes: Classes | None = None) -> Map:
    """People per 10,000 at the moment looked at, or how many more than on an ordinary day."""
    table = places_table(results, lens)
    shown = list(zip(table.rows, table.values(lens.rate), strict=True))
    highest = sorted(((value, row.head) for row, value in shown if value is not None), reverse=True)[:3]
    names = ", ".join(f"{name} ({number(value, 0)})" for value, name in highest)
    return Map(
        name="karta",
        title=str(MAP_TITLES[lens.part, lens.is_beyond]),
        alt=say("dispensing.alt-map", moment=lens.moment(), names=names),
        table=table,
        code="code",
        value=lens.rate,
        level=lens.level,
        classes=classes or map_classes(per_10000(results, lens), lens),
        unit=table.column(lens.rate).label,
        selected=lens.selected,
    )


def day_ticks(days: int, per_day: float) -> list[tuple[float, str]]:
    """At most seven ticks, each in the middle of its day, the first saying what is counted."""
    apart = next((step for step in (1, 2, 3, 5, 7, 10, 15, 30, 60) if days / step <= 7), 100)
    marks = range(0, days, apart)
    return [
        ((day + 0.5) * per_day, say("dispensing.tick-day", day=day + 1) if day == 0 else str(day + 1)) for day in marks
    ]


def _lines(column: str, everyday: str, table: Table, label: str) -> list[Line]:
    """The run's line and under it, where there is one, the everyday's. Names in the drawing are short."""
    name = say("dispensing.line-everyday")
    before = Line(label=name, words=name, column=everyday, interval=_ends(everyday), is_baseline=True)
    run = Line(label=say("dispensing.line-run"), words=label, column=column, interval=_ends(column))
    return [before, run] if table.has(everyday) else [run]


def _ends(column: str) -> str:
    return "interval" if column == "people" else f"{column}_interval"


def people_curve(results: Results, lens: Lens, *, label: str) -> Curve:
    """People past their limit, or without, hour by hour; of the place that is chosen, else of the country."""
    table = hours_table(results, lens)
    values, hours = table.values("people"), table.values("hour")
    peak = max(range(len(values)), key=values.__getitem__)
    told = {
        "who": PART_LABELS[lens.part],
        "where": _where(lens),
        "tiers": str(TIER_LABELS[lens.tiers]).lower(),
        "first": number(round(values[0])),
        "peak": number(round(values[peak])),
        "moment": moment(hours[peak], lens.first_weekday).lower(),
        "last": number(round(values[-1])),
    }
    if table.has("everyday"):
        alt = say("dispensing.alt-people", everyday=number(round(table.values("everyday")[peak])), **told)
    else:
        alt = say("dispensing.alt-people-alone", **told)
    return Curve(
        name="utan",
        title=say("dispensing.figure-people", who=PART_LABELS[lens.part], where=_where(lens)),
        alt=alt,
        table=table,
        x="hour",
        lines=_lines("people", "everyday", table, label),
        ticks=day_ticks(results.days, 24),
        now=(lens.hour, lens.moment()),
        is_read=True,
    )


def _where(lens: Lens) -> Sentence | str:
    return lens.places[lens.selected].name if lens.selected else Sentence("dispensing.the-country")


def queue_curve(results: Results, baseline: Results | None, lens: Lens, *, label: str) -> Curve:
    """Hours that customers stand in queues, day by day."""
    table = days_table(results, baseline)
    values = table.values("queue_hours")
    peak = max(range(len(values)), key=values.__getitem__)
    return Curve(
        name="koer",
        title=say("dispensing.figure-queue"),
        alt=say("dispensing.alt-queue", peak=number(round(values[peak])), day=peak + 1),
        lines=_lines("queue_hours", "queue_hours_everyday", table, label),
        **_by_day(table, lens),
    )


def fill_curve(results: Results, baseline: Results | None, lens: Lens, *, label: str) -> Curve:
    """Share of lines handed out at once, day by day, in per cent."""
    table = days_table(results, baseline)
    values = table.values("line_fill")
    worst = min(range(len(values)), key=values.__getitem__)
    return Curve(
        name="direkt",
        title=say("dispensing.figure-at-once"),
        alt=say("dispensing.alt-at-once", worst=percent(values[worst], 1), day=worst + 1),
        lines=_lines("line_fill", "line_fill_everyday", table, label),
        unit="%",
        top=100.0,
        **_by_day(table, lens),
    )


def _by_day(table: Table, lens: Lens) -> dict[str, Any]:
    return {
        "table": table,
        "x": "day",
        "ticks": [(x + 0.5, words) for x, words in day_ticks(len(table.rows), 1)],
        "now": (lens.day + 1, say("dispensing.tick-day", day=lens.day + 1)),
        "says_x": say("dispensing.on-day", day="{x}"),
        "is_read": True,
    }
