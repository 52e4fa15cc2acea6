"""The lab's tables: every figure has one, on the page and as CSV with the same numbers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from beredd.figures.numbers import MISSING, interval, number
from beredd.overdose.answer import COURSE_EVERY_S, Answer, shown_differences
from beredd.web.dispensing.tables import Column, Row, Table
from beredd.web.overdose.charts import FIGURES, SHARES, Shown, minutes_of_rows, titles

DIFFERENCES = "skillnader"
FITTED_SAYS = {
    True: "span over all curves that fit the label",
    False: "share with 95 % interval",
}


def arms_table(arms: Sequence[Shown]) -> Table:
    """One row per arm; for a label-fitted product every figure is the span over its curves."""
    columns = (
        Column("arm", _("Sätt"), is_number=False),
        Column("cardiac_arrest_pct", _("Hjärtstopp, %")),
        Column("low", _("95 % intervall")),
        Column("high", ""),
        Column("t_rescue_s", _("Åter över 40 % av vila, s")),
        Column("hypoxia_min", _("Minuter med syrebrist i hjärnan")),
        Column("doses", _("Doser, medel")),
        Column("failed", _("Räknefel")),
        Column("n", ""),
        Column("kind", ""),
        Column("within_published_validation", ""),
    )
    return Table(name="satt", caption=_("Sätten sida vid sida"), columns=columns, rows=[_arm_row(arm) for arm in arms])


def _arm_row(arm: Shown) -> Row:
    one = arm.result
    spans = one.spans or {}

    def figure(name: str, value: float | None, decimals: int) -> tuple[str, object]:
        if one.is_label_fitted:
            span = spans.get(name)
            return (
                (interval(span[0], span[1], decimals=decimals), f"{span[0]:.6g}-{span[1]:.6g}")
                if span
                else (MISSING, None)
            )
        return number(value, decimals) if value is not None else MISSING, value

    rescue, hypoxia, doses = (
        figure("t_rescue_s", one.t_rescue_s, 0),
        figure("hypoxia_min", one.hypoxia_min, 1),
        figure("doses", one.doses, 2) if arm.letter else (MISSING, None),
    )
    low, high = one.span_pct or one.ci95
    share = None if one.is_label_fitted else one.cardiac_arrest_pct
    ends = interval(low, high, decimals=1)
    notes = []
    if one.is_label_fitted:
        notes.append(_("etikettanpassad: spann över alla kurvor"))
    elif not one.is_within_published:
        notes.append(_("utöver publicerad validering"))
    return Row(
        head=f"{arm.letter} {arm.words}".strip(),
        note=" · ".join(notes),
        cells=(
            ends if one.is_label_fitted else number(share, 1),
            MISSING if one.is_label_fitted else ends,
            rescue[0],
            hypoxia[0],
            doses[0],
            number(one.failed),
        ),
        raw=(
            f"{arm.letter} {one.name}".strip(),
            share,
            low,
            high,
            rescue[1],
            hypoxia[1],
            doses[1],
            one.failed,
            one.n,
            FITTED_SAYS[one.is_label_fitted],
            one.is_within_published,
        ),
    )


def differences_table(answer: Answer, arms: Sequence[Shown]) -> Table:
    """Paired differences: the same people under both arms."""
    letters = {arm.result.name: arm.letter or _("utan") for arm in arms}
    rows = []
    for found in shown_differences(answer.result):
        low, high = found["ci95"]
        rows.append(
            Row(
                head=_("%(one)s minus %(other)s") % {"one": letters[found["arm"]], "other": letters[found["minus"]]},
                cells=(
                    signed(found["points"]),
                    _("%(low)s till %(high)s") % {"low": signed(low), "high": signed(high)},
                    number(found["saved"]),
                    number(found["lost"]),
                    _("ja") if low > 0 or high < 0 else _("nej"),
                ),
                raw=(
                    found["arm"],
                    found["minus"],
                    found["points"],
                    low,
                    high,
                    found["saved"],
                    found["lost"],
                    found["n"],
                    low > 0 or high < 0,
                ),
            )
        )
    columns = (
        Column("arm", _("Skillnad i hjärtstopp"), is_number=False),
        Column("minus", ""),
        Column("points", _("Procentenheter")),
        Column("low", _("95 % intervall")),
        Column("high", ""),
        Column("saved", _("Bara stopp i det andra")),
        Column("lost", _("Bara stopp i det första")),
        Column("n", ""),
        Column("excludes_zero", _("Intervallet utesluter noll")),
    )
    return Table(name=DIFFERENCES, caption=_("Vad som skiljer, och hur säkert"), columns=columns, rows=rows)


def signed(value: float) -> str:
    """Percentage points with their sign."""
    text = number(value, 1)
    return f"+{text}" if value > 0 and any(c in "123456789" for c in text) else text


def course_table(name: str, answer: Answer, arms: Sequence[Shown]) -> Table:
    """The typical patient minute by minute: one column per curve, two more where a label leaves a span."""
    quantity = FIGURES[name]
    columns = [Column("minute", _("Minut"), is_number=False), Column("without", _("Utan"))]
    cells, raws = [], []
    for arm, course in zip(arms, answer.courses[1:], strict=True):
        value, low, high = course.value[quantity], course.low[quantity], course.high[quantity]
        is_span = arm.result.is_label_fitted
        columns.append(Column(f"{arm.letter} low" if is_span else arm.letter, arm.letter))
        if is_span:
            columns.append(Column(f"{arm.letter} high", ""))
        cells.append((low, high) if is_span else (value,))
        raws += [low, high] if is_span else [value]
    without = answer.courses[0].value[quantity]
    rows = []
    for minute in minutes_of_rows():
        i = int(60 * minute / COURSE_EVERY_S)
        shown = [number(without[i], 1)]
        for series in cells:
            ends = series[0][i], series[-1][i]
            shown.append(interval(*ends, decimals=1) if len(series) == 2 else number(ends[0], 1))
        rows.append(Row(head=str(minute), cells=shown, raw=[minute, without[i], *(series[i] for series in raws)]))
    return Table(name=name, caption=titles()[name], columns=columns, rows=rows)


def table_of(name: str, answer: Answer, arms: Sequence[Shown]) -> Table | None:
    """A table by its name in addresses; None when there is no such."""
    if name == SHARES:
        return arms_table(arms)
    if name == DIFFERENCES:
        return differences_table(answer, arms)
    return course_table(name, answer, arms[1:]) if name in FIGURES else None
