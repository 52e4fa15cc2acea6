"""The tables of an answer: the arms side by side, what differs and how surely, and the typical patient over time."""

from collections.abc import Sequence
from typing import Any

from beredd.figures import Cell, Column, Table, table_of
from beredd.figures.numbers import MISSING, interval, number, signed
from beredd.overdose.answer import COURSE_EVERY_S, Answer, shown_differences
from beredd.overdose.constants import arrest_rule
from beredd.overdose.reading.arms import Shown
from beredd.wording import Sentence, say

COURSES = {
    "ventilation": ("ventilation", Sentence("overdose.figure-ventilation")),
    "po2": ("pao2", Sentence("overdose.figure-po2")),
    "opioid": ("occupancy_opioid", Sentence("overdose.figure-opioid")),
    "antagonist": ("occupancy_antagonist", Sentence("overdose.figure-antagonist")),
}
"""A course's name in addresses -> the quantity it shows, and what it is called."""
SHARES, DIFFERENCES, RECOVERY = "hjartstopp", "skillnader", "aterhamtning"
KPA_PER_MMHG = 0.1333224
SPANS = {"t_rescue_s": 0, "hypoxia_min": 1, "doses": 2}
"""Figures of an arm that are a span for a label-fitted product -> decimals."""
FITTED_SAYS = {True: "span over all curves that fit the label", False: "share with 95 % interval"}


def arms_table(arms: Sequence[Shown]) -> Table:
    """One row per arm; for a label-fitted product every figure is the span over its curves."""
    columns = (
        Column(key="arm", label=say("overdose.column-arm"), kind="text"),
        Column(key="cardiac_arrest_pct", label=say("overdose.column-arrest"), decimals=1),
        Column(key="interval", label=say("overdose.column-interval"), kind="interval", decimals=1),
        Column(key="t_rescue_s", label=say("overdose.column-rescue"), decimals=0),
        Column(key="hypoxia_min", label=say("overdose.column-hypoxia"), decimals=1),
        Column(key="doses", label=say("overdose.column-doses"), decimals=2),
        Column(key="failed", label=say("overdose.column-failed")),
        *(Column(key=f"{name}_span_interval", kind="interval") for name in SPANS),
        Column(key="n"),
        Column(key="kind", kind="text"),
        Column(key="within_published_validation", kind="truth"),
    )
    return table_of(SHARES, say("overdose.table-arms"), columns, [_arm(arm) for arm in arms])


def _arm(arm: Shown) -> dict[str, Any]:
    one = arm.result
    ends = one.span_pct or one.ci95
    note = ""
    if one.is_label_fitted:
        note = say("overdose.note-span")
    elif not one.is_within_published:
        note = say("overdose.mark-beyond")
    record: dict[str, Any] = {
        "arm": Cell(shown=arm.full_name, raw=f"{arm.letter} {one.name}".strip()),
        "note": note,
        "cardiac_arrest_pct": one.cardiac_arrest_pct,
        "interval": ends,
        "failed": one.failed,
        "n": one.n,
        "kind": FITTED_SAYS[one.is_label_fitted],
        "within_published_validation": one.is_within_published,
    }
    if not one.is_label_fitted:
        return record | {name: getattr(one, name) for name in SPANS if arm.letter or name != "doses"}
    record["cardiac_arrest_pct"] = Cell(shown=interval(*ends, decimals=1))
    record["interval"] = Cell(shown=MISSING, raw=ends)
    for name, span in (one.spans or {}).items():
        record[name] = Cell(shown=interval(span[0], span[1], decimals=SPANS[name]))
        record[f"{name}_span_interval"] = tuple(span)
    return record


def with_kpa(mmhg: float) -> str:
    """A pressure in both units."""
    return say("overdose.with-kpa", mmhg=number(mmhg), kpa=number(KPA_PER_MMHG * mmhg, 1))


def recovery_table(arms: Sequence[Shown]) -> Table | None:
    """Quartiles in minutes until brain and arterial blood are back for good; None where they were not followed."""
    if not any(arm.result.recovery_min for arm in arms):
        return None
    rule = arrest_rule()
    labels = {
        "brain_po2_20": say("overdose.column-brain", limit=with_kpa(rule.brain_hypoxia_mmhg)),
        "pao2_30": say("overdose.column-pao2", limit=with_kpa(rule.arterial_hypoxia_mmhg)),
        "saturation_90": say("overdose.column-saturation", limit=number(rule.desaturation_pct)),
        "paco2_45": say("overdose.column-paco2", limit=with_kpa(rule.hypercapnia_mmhg)),
    }
    columns = [Column(key="arm", label=say("overdose.column-arm"), kind="text")]
    for name, label in labels.items():
        columns.append(Column(key=f"{name}_min", label=label))
        columns.append(Column(key=f"{name}_interval", kind="interval"))
    records = []
    for arm in arms:
        record: dict[str, Any] = {"arm": Cell(shown=arm.full_name, raw=f"{arm.letter} {arm.result.name}".strip())}
        for name, (low, middle, high) in (arm.result.recovery_min or {}).items():
            said = {"middle": number(middle, 1), "ends": interval(low, high, decimals=1)}
            record[f"{name}_min"] = Cell(shown=say("overdose.median-and-quartiles", **said), raw=middle)
            record[f"{name}_interval"] = (low, high)
        records.append(record)
    return table_of(RECOVERY, say("overdose.table-recovery"), columns, records)


def differences_table(answer: Answer, arms: Sequence[Shown]) -> Table:
    """Paired differences: the same people under both arms."""
    names = {arm.result.name: arm.name for arm in arms}
    records = []
    for found in shown_differences(answer.result):
        low, high = found["ci95"]
        said = say("overdose.less", one=names[found["arm"]], other=names[found["minus"]])
        between = say("overdose.between", low=signed(low, 1), high=signed(high, 1))
        records.append(
            {name: found[name] for name in ("minus", "points", "saved", "lost", "n")}
            | {
                "arm": Cell(shown=said, raw=found["arm"]),
                "interval": Cell(shown=between, raw=(low, high)),
                "excludes_zero": low > 0 or high < 0,
            }
        )
    columns = (
        Column(key="arm", label=say("overdose.column-difference"), kind="text"),
        Column(key="minus", kind="text"),
        Column(key="points", label=say("overdose.column-points"), kind="signed", decimals=1),
        Column(key="interval", label=say("overdose.column-interval"), kind="interval"),
        Column(key="saved", label=say("overdose.column-saved")),
        Column(key="lost", label=say("overdose.column-lost")),
        Column(key="n"),
        Column(key="excludes_zero", label=say("overdose.column-excludes-zero"), kind="truth"),
    )
    return table_of(DIFFERENCES, say("overdose.table-differences"), columns, records)


def _of_pressure(name: str, label: str) -> str:
    """What a column of a course is called: pressures say their units."""
    return say("overdose.column-pressure", label=label) if name == "po2" else label


def _pressure(name: str, value: float) -> Cell | float:
    """A value of a course; pressures in mmHg and, beside it, in kPa."""
    if name != "po2":
        return value
    return Cell(shown=f"{number(value, 1)} ({number(KPA_PER_MMHG * value, 1)})", raw=value)


def _both(name: str, low: float, high: float) -> str:
    said = interval(low, high, decimals=1)
    return f"{said} ({interval(KPA_PER_MMHG * low, KPA_PER_MMHG * high, decimals=1)})" if name == "po2" else said


def course_table(name: str, answer: Answer, arms: Sequence[Shown]) -> Table:
    """The typical patient every ten seconds: one column per curve, its span where a label leaves one.

    A page shows every minute. `arms` are those with an antagonist.
    """
    quantity, title = COURSES[name]
    without, *given = answer.courses
    columns = [
        Column(key="minute", label=say("overdose.column-minute"), kind="text"),
        Column(key="without", label=_of_pressure(name, say("overdose.column-without")), decimals=1),
    ]
    records: list[dict[str, Any]] = []
    for i, value in enumerate(without.value[quantity]):
        minute = i * COURSE_EVERY_S / 60
        records.append({"minute": Cell(shown=number(minute), raw=round(minute, 4)), "without": _pressure(name, value)})
    for arm, course in zip(arms, given, strict=True):
        is_span = arm.result.is_label_fitted
        # The line of a label-fitted product is one of its curves: drawn in its span, and in no file.
        label = _of_pressure(name, arm.letter)
        line = Column(key=arm.letter, label="" if is_span else label, decimals=1, is_filed=not is_span)
        ends = Column(key=f"{arm.letter}_interval", label=label, kind="interval", decimals=1)
        columns += [line, ends] if is_span else [line]
        for i, record in enumerate(records):
            record[line.key] = _pressure(name, course.value[quantity][i])
            if is_span:
                low, high = course.low[quantity][i], course.high[quantity][i]
                record[ends.key] = Cell(shown=_both(name, low, high), raw=(low, high))
    return table_of(name, str(title), columns, records, every=round(60 / COURSE_EVERY_S))
