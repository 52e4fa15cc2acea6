"""The figures of a run, each drawing its table: the map at a moment, and curves over hours and days."""

from beredd.dispensing.reading.lens import TIER_LABELS, Lens, per_10000
from beredd.dispensing.reading.results import Results
from beredd.dispensing.reading.tables import days_table, hours_table, places_table
from beredd.figures import Classes, Curve, Line, Map, Table, classes_for
from beredd.figures.numbers import number, percent
from beredd.wording import say


def map_classes(values: dict[str, list[float]], lens: Lens) -> Classes:
    """The same classes for every moment of the run, so that maps can be compared."""
    seen = [value for steps in values.values() for value in steps]
    if lens.is_beyond:
        # Fewer than on an ordinary day is no class of its own: the lowest class begins at nothing.
        seen = [max(value, 0.0) for value in seen]
    if lens.level != "counties" and seen:
        # A few tiny municipalities must not wash out the rest: the top class takes in the highest 1 % of values.
        seen.sort()
        seen = seen[: max(1, int(0.99 * len(seen)))]
    return classes_for(seen)


def map_figure(results: Results, baseline: Results | None, lens: Lens) -> Map:
    """People without per 10,000 at the moment looked at, or how many more than in the everyday run."""
    table = places_table(results, baseline, lens)
    column = "beyond_per_10000" if lens.is_beyond else "per_10000"
    shown = list(zip(table.rows, table.values(column), strict=True))
    highest = sorted((value, row.head) for row, value in shown if value is not None)[:-4:-1]
    names = ", ".join(f"{name} ({number(value, 0)})" for value, name in highest)
    return Map(
        name="karta",
        title=say("dispensing.figure-map-beyond") if lens.is_beyond else say("dispensing.figure-map"),
        alt=say("dispensing.alt-map", moment=lens.moment(), names=names),
        table=table,
        code="code",
        value=column,
        level=lens.level,
        classes=map_classes(per_10000(results, baseline, lens), lens),
        unit=table.column(column).label or say("dispensing.column-per-10000"),
        selected=lens.selected,
    )


def day_ticks(days: int, per_day: float) -> list[tuple[float, str]]:
    """At most seven ticks, the first saying what is counted."""
    apart = next((step for step in (1, 2, 3, 5, 7, 10, 15, 30, 60) if days / step <= 7), 100)
    marks = range(0, days + 1, apart)
    return [(day * per_day, say("dispensing.tick-day", day=day) if day == 0 else str(day)) for day in marks]


def _lines(column: str, everyday: str, baseline: Results | None, label: str) -> list[Line]:
    """The run's line and under it, where there is one, the everyday run's."""
    name = say("dispensing.column-everyday")
    before = Line(label=name, words=name, column=everyday, interval=_ends(everyday), is_baseline=True)
    run = Line(label=label, words=label, column=column, interval=_ends(column))
    return [run] if baseline is None else [before, run]


def _ends(column: str) -> str:
    return "interval" if column == "people_without" else f"{column}_interval"


def without_curve(results: Results, baseline: Results | None, lens: Lens, *, label: str) -> Curve:
    """People without, hour by hour."""
    table = hours_table(results, baseline, lens)
    values = table.values("people_without")
    peak = max(range(len(values)), key=values.__getitem__)
    told = {
        "tiers": str(TIER_LABELS[lens.tiers]).lower(),
        "first": number(round(values[0])),
        "peak": number(round(values[peak])),
        "day": peak // 24,
        "hour": peak % 24,
        "last": number(round(values[-1])),
    }
    if baseline is None:
        alt = say("dispensing.alt-without", **told)
    else:
        everyday = max(value for value in table.values("everyday") if value is not None)
        alt = say("dispensing.alt-without-beside-everyday", everyday=number(round(everyday)), **told)
    return Curve(
        name="utan",
        title=say("dispensing.figure-without"),
        alt=alt,
        table=table,
        x="hour",
        lines=_lines("people_without", "everyday", baseline, label),
        ticks=day_ticks(results.days, 24),
        now=(lens.hour, lens.moment()),
    )


def queue_curve(results: Results, baseline: Results | None, lens: Lens, *, label: str) -> Curve:
    """Hours that customers stand in queues, day by day."""
    table = days_table(results, baseline)
    values = table.values("queue_hours")
    peak = max(range(len(values)), key=values.__getitem__)
    return Curve(
        name="koer",
        title=say("dispensing.figure-queue"),
        alt=say("dispensing.alt-queue", peak=number(round(values[peak])), day=peak),
        lines=_lines("queue_hours", "queue_hours_everyday", baseline, label),
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
        alt=say("dispensing.alt-at-once", worst=percent(values[worst], 1), day=worst),
        lines=_lines("line_fill", "line_fill_everyday", baseline, label),
        unit="%",
        top=100.0,
        **_by_day(table, lens),
    )


def _by_day(table: Table, lens: Lens) -> dict:
    return {
        "table": table,
        "x": "day",
        "ticks": day_ticks(len(table.rows) - 1, 1),
        "now": (lens.day, say("dispensing.tick-day", day=lens.day)),
    }
