"""The figures of a plan: availability on the map, and what budgets reach."""

from dataclasses import replace

from beredd.figures import Classes, Curve, Line, Map, level_of
from beredd.figures.numbers import number, rounded_up
from beredd.need.names import EQUITY
from beredd.need.plan import BudgetCurve
from beredd.need.reading.tables import Document, areas_table, budgets_table
from beredd.need.table import AreaTable
from beredd.wording import say

AVAILABILITY = Classes(bounds=(20.0, 40.0, 60.0, 80.0))
"""The same classes on every map of availability, in per cent, so that they can be compared."""
STEPS = 200
"""From no kit to the highest budget."""
HIGHEST_PER_AT_RISK, USUAL_PER_AT_RISK = 2.4, 0.9
"""Kits per person at risk: some nine tenths' availability, and where a reader begins."""


def budget_range(table: AreaTable) -> tuple[float, float, float]:
    """(ordinary, step, highest) budget worth asking for, in round steps."""
    at_risk = float(table.at_risk.sum())
    highest = rounded_up(HIGHEST_PER_AT_RISK * at_risk)
    step = max(1.0, rounded_up(highest / STEPS))
    return step * round(USUAL_PER_AT_RISK * at_risk / step), step, highest


def availability_map(found: Document, when: str, sex: str = "all") -> Map | None:
    """Availability by area, `now` or with the `plan`; None where the table's codes belong to no map."""
    table = areas_table(found, sex)
    level = level_of(table.values("county_code"))
    if level is None:
        return None
    column = "availability_now" if when == "now" else "availability"
    lowest = sorted(zip(table.values(column), (row.head for row in table.rows), strict=True))[:3]
    return Map(
        name="karta-i-dag" if when == "now" else "karta",
        title=say("need.figure-now") if when == "now" else say("need.figure-plan"),
        alt=say(
            "need.alt-map",
            who=table.caption,
            names=", ".join(f"{name} ({number(100 * share, 0)})" for share, name in lowest),
        ),
        table=table,
        code="county_code",
        value=column,
        level=level,
        classes=replace(AVAILABILITY, limit=100 * found["question"]["target"]),
        unit=say("need.per-cent"),
        ids="omrade-i-dag" if when == "now" else "omrade",
        is_read=True,
    )


def budget_figure(found: Document, reached: BudgetCurve) -> Curve:
    """Deaths averted against the number of kits, for the mode chosen and for the efficient one."""
    table = budgets_table(found, reached)
    highest, ceiling = reached.budgets[-1], reached.ceiling
    has_chosen = "chosen" in table.header
    lines = [Line(label=str(EQUITY["efficient"]), column="efficient", is_baseline=has_chosen)]
    if has_chosen:
        lines.append(Line(label=say("need.chosen-split"), column="chosen"))
    told = {"best": number(reached.efficient[-1]), "kits": number(highest), "ceiling": number(ceiling)}
    kits = found["totals"]["kits_in_circulation"]
    return Curve(
        name="kurva",
        title=say("need.figure-budgets"),
        alt=say("need.alt-budgets", **told),
        table=table,
        x="kits",
        lines=lines,
        ticks=[(0, say("need.tick-no-kits")), (highest / 2, number(highest / 2)), (highest, number(highest))],
        limit=None if ceiling is None else (ceiling, say("need.ceiling")),
        now=(min(kits, highest), say("need.tick-budget")) if highest else None,
        says_x=say("need.at-kits", n="{x}"),
        is_between=True,
        is_read=True,
    )
