"""The lab's tables: every figure has one, on the page and as CSV with the same numbers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from beredd.figures import Cell, Column, Table, table_of
from beredd.figures.numbers import MISSING, interval, number, signed
from beredd.overdose.answer import COURSE_EVERY_S, Answer, shown_differences
from beredd.web.overdose.charts import FIGURES, SHARES, Shown, titles

DIFFERENCES = "skillnader"
FITTED_SAYS = {
    True: "span over all curves that fit the label",
    False: "share with 95 % interval",
}


def arms_table(arms: Sequence[Shown]) -> Table:
    """One row per arm; for a label-fitted product every figure is the span over its curves."""
    columns = (
        Column(key="arm", label=_("Sätt"), kind="text"),
        Column(key="cardiac_arrest_pct", label=_("Hjärtstopp, %"), decimals=1),
        Column(key="interval", label=_("95 % intervall"), kind="interval", decimals=1),
        Column(key="t_rescue_s", label=_("Åter över 40 % av vila, s"), decimals=0),
        Column(key="hypoxia_min", label=_("Minuter med syrebrist i hjärnan"), decimals=1),
        Column(key="doses", label=_("Doser, medel"), decimals=2),
        Column(key="failed", label=_("Räknefel")),
        *(Column(key=f"{name}_span", kind="interval") for name in SPANS),
        Column(key="n"),
        Column(key="kind", kind="text"),
        Column(key="within_published_validation", kind="truth"),
    )
    records = [_arm_record(arm) for arm in arms]
    return table_of("hjartstopp", _("Sätten sida vid sida"), columns, records)


SPANS = {"t_rescue_s": 0, "hypoxia_min": 1, "doses": 2}
"""Figures that are a span for a label-fitted product -> decimals."""


def _arm_record(arm: Shown) -> dict[str, Any]:
    one = arm.result
    low, high = one.span_pct or one.ci95
    notes = []
    if one.is_label_fitted:
        notes.append(_("etikettanpassad: spann över alla kurvor"))
    elif not one.is_within_published:
        notes.append(_("utöver publicerad validering"))
    record: dict[str, Any] = {
        "arm": Cell(shown=f"{arm.letter} {arm.words}".strip(), raw=f"{arm.letter} {one.name}".strip()),
        "note": " · ".join(notes),
        "cardiac_arrest_pct": None if one.is_label_fitted else one.cardiac_arrest_pct,
        "interval": (low, high),
        "failed": one.failed,
        "n": one.n,
        "kind": FITTED_SAYS[one.is_label_fitted],
        "within_published_validation": one.is_within_published,
    }
    if one.is_label_fitted:
        ends = interval(low, high, decimals=1)
        record["cardiac_arrest_pct"] = Cell(shown=ends)
        record["interval"] = Cell(shown=MISSING, raw=(low, high))
    for name, decimals in SPANS.items():
        span = (one.spans or {}).get(name) if one.is_label_fitted else None
        if span:
            record[name] = Cell(shown=interval(span[0], span[1], decimals=decimals))
            record[f"{name}_span"] = tuple(span)
        elif not one.is_label_fitted and (arm.letter or name != "doses"):
            record[name] = getattr(one, name)
    return record


def differences_table(answer: Answer, arms: Sequence[Shown]) -> Table:
    """Paired differences: the same people under both arms."""
    letters = {arm.result.name: arm.letter or _("utan") for arm in arms}
    records = []
    for found in shown_differences(answer.result):
        low, high = found["ci95"]
        said = _("%(one)s minus %(other)s") % {"one": letters[found["arm"]], "other": letters[found["minus"]]}
        between = _("%(low)s till %(high)s") % {"low": signed(low, 1), "high": signed(high, 1)}
        records.append(
            {name: found[name] for name in ("minus", "points", "saved", "lost", "n")}
            | {
                "arm": Cell(shown=said, raw=found["arm"]),
                "interval": Cell(shown=between, raw=(low, high)),
                "excludes_zero": low > 0 or high < 0,
            }
        )
    columns = (
        Column(key="arm", label=_("Skillnad i hjärtstopp"), kind="text"),
        Column(key="minus", kind="text"),
        Column(key="points", label=_("Procentenheter"), kind="signed", decimals=1),
        Column(key="interval", label=_("95 % intervall"), kind="interval"),
        Column(key="saved", label=_("Bara stopp i det andra")),
        Column(key="lost", label=_("Bara stopp i det första")),
        Column(key="n"),
        Column(key="excludes_zero", label=_("Intervallet utesluter noll"), kind="truth"),
    )
    return table_of(DIFFERENCES, _("Vad som skiljer, och hur säkert"), columns, records)


def course_table(name: str, answer: Answer, arms: Sequence[Shown]) -> Table:
    """The typical patient every ten seconds: one column per curve, its span where a label leaves one."""
    quantity = FIGURES[name]
    columns = [
        Column(key="minute", label=_("Minut"), kind="text"),
        Column(key="without", label=_("Utan"), decimals=1),
    ]
    without = answer.courses[0].value[quantity]
    records: list[dict[str, Any]] = []
    for i, value in enumerate(without):
        minute = i * COURSE_EVERY_S / 60
        records.append({"minute": Cell(shown=number(minute), raw=round(minute, 4)), "without": value})
    for arm, course in zip(arms, answer.courses[1:], strict=True):
        is_span = arm.result.is_label_fitted
        line = Column(key=arm.letter, label="" if is_span else arm.letter, decimals=1)
        ends = Column(key=f"{arm.letter}_interval", label=arm.letter if is_span else "", kind="interval", decimals=1)
        columns += [line, ends] if is_span else [line]
        for i, record in enumerate(records):
            record[line.key] = course.value[quantity][i]
            if is_span:
                low, high = course.low[quantity][i], course.high[quantity][i]
                record[ends.key] = Cell(shown=interval(low, high, decimals=1), raw=(low, high))
    every = round(60 / COURSE_EVERY_S)
    return table_of(name, titles()[name], columns, records, every=every)


def table_named(name: str, answer: Answer, arms: Sequence[Shown]) -> Table | None:
    """A table by its name in addresses; None when there is no such."""
    if name == SHARES:
        return arms_table(arms)
    if name == DIFFERENCES:
        return differences_table(answer, arms)
    return course_table(name, answer, arms[1:]) if name in FIGURES else None
