"""Two runs beside each other: their key figures, people hour by hour, and maps in the same classes."""

from typing import Any

from beredd.dispensing.reading.charts import day_ticks, map_classes, map_figure
from beredd.dispensing.reading.lens import PART_LABELS, Lens, moment, per_10000
from beredd.dispensing.reading.results import Results
from beredd.dispensing.reading.tables import KEY_FIGURES, SHOWN_AS, ordinary, relative
from beredd.figures import Cell, Column, Curve, Line, Map, Table, table_of
from beredd.figures.numbers import number, rounded, signed
from beredd.wording import say


def both_fitting(lens: Lens, one: Results, other: Results) -> Lens:
    """The same view of what both runs know."""
    return lens.fitting(one).fitting(other)


def key_figures_beside(
    one: Results, other: Results, *, names: tuple[str, str], baseline: Results | None = None
) -> Table:
    """Key figures of both runs beside the first one's everyday; those that differ most first."""
    records: list[dict[str, Any]] = []
    for name, (kind, label) in KEY_FIGURES.items():
        here, there = one.kpi(name), other.kpi(name)
        if here is None or there is None:
            continue
        column = SHOWN_AS[kind][0]
        records.append(
            {
                "key_figure": Cell(shown=str(label), raw=name),
                "first": column.cell(here.median),
                "second": column.cell(there.median),
                "difference": _difference(there.median - here.median, kind),
                "everyday": SHOWN_AS[kind][0].cell(ordinary(one, baseline, name)),
                "change": relative(here.median, there.median),
            }
        )
    records.sort(key=lambda record: -record["change"])
    columns = [
        Column(key="key_figure", label=say("dispensing.column-key-figure"), kind="text"),
        Column(key="first", label=names[0]),
        Column(key="second", label=names[1]),
        Column(key="difference", label=say("dispensing.column-beyond"), kind="signed"),
        Column(key="everyday", label=say("dispensing.column-everyday")),
    ]
    return table_of("jamforelse", say("dispensing.table-beside"), columns, records)


def _difference(value: float, kind: str) -> Cell:
    if kind == "percent":
        points = Column(key="d", kind="signed", decimals=1).text(100 * value)
        return Cell(shown=say("dispensing.points", n=points), raw=value)
    return Cell(shown=signed(rounded(value, finest=0.1 if kind == "decimal" else 1)), raw=value)


def people_beside(one: Results, other: Results, lens: Lens, *, names: tuple[str, str]) -> Curve:
    """People in the whole country by what the lens looks at, of both runs, as far as both reach."""
    runs = lens.country(one).median, lens.country(other).median
    ordinary = lens.country(one, "everyday").median if one.has_everyday and lens.part in one.measures else None
    hours = min(one.hours, other.hours)
    records: list[dict[str, Any]] = []
    for hour in range(hours):
        record = {"hour": Cell(shown=moment(hour), raw=hour), "first": runs[0][hour], "second": runs[1][hour]}
        records.append(record | ({} if ordinary is None else {"everyday": ordinary[hour]}))
    columns = [
        Column(key="hour", label=say("dispensing.column-time"), kind="text"),
        Column(key="first", label=names[0], kind="estimate"),
        Column(key="second", label=names[1], kind="estimate"),
    ]
    if ordinary is not None:
        columns.append(Column(key="everyday", label=say("dispensing.column-everyday"), kind="estimate"))
    name = say("dispensing.table-hours", who=PART_LABELS[lens.part])
    table = table_of("jamforda-timmar", name, columns, records, every=24, first=12)
    peaks = [number(round(max(run[:hours]))) for run in runs]
    lines = [
        Line(label="A", words=names[0], column="first"),
        Line(label="B", words=names[1], column="second"),
    ]
    if ordinary is not None:
        word = say("dispensing.line-everyday")
        lines.insert(0, Line(label=word, words=word, column="everyday", is_baseline=True))
    return Curve(
        name="jamforelse",
        title=say("dispensing.figure-people", who=PART_LABELS[lens.part], where=say("dispensing.the-country")),
        alt=say("dispensing.alt-beside", first=names[0], second=names[1], one=peaks[0], other=peaks[1]),
        table=table,
        x="hour",
        lines=lines,
        ticks=day_ticks(-(-hours // 24), 24),
        now=(lens.hour, lens.moment()),
        is_read=True,
        names_apart=True,
    )


def maps_beside(one: Results, other: Results, lens: Lens) -> tuple[Map, Map]:
    """Both maps at the same moment in the same classes."""
    values = {f"{n}{code}": steps for n, run in enumerate((one, other)) for code, steps in per_10000(run, lens).items()}
    classes = map_classes(values, lens)
    first, second = (map_figure(run, lens, classes=classes) for run in (one, other))
    return first, second
