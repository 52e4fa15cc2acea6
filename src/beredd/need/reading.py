"""What a page or a report reads off a table and a plan."""

import numpy as np

from beredd.figures.numbers import rounded_up
from beredd.need.plan import Plan
from beredd.need.table import AreaTable

STEPS = 200
"""From no kit to the highest budget."""
HIGHEST_PER_AT_RISK, USUAL_PER_AT_RISK = 2.4, 0.9
"""Kits per person at risk: some nine tenths' availability, and where a reader begins."""


def budget_range(table: AreaTable) -> tuple[float, float, float]:
    """(ordinary, step, highest) budget worth asking for, in round steps."""
    at_risk = float(table.at_risk.sum())
    highest = rounded_up(HIGHEST_PER_AT_RISK * at_risk)
    step = max(1.0, float(rounded_up(highest / STEPS)))
    return step * round(USUAL_PER_AT_RISK * at_risk / step), step, highest


def by_area(plan: Plan, share: np.ndarray, sex: str = "") -> dict[str, float]:
    """Code -> a share per row, (n_row,), of one sex, or of both weighted by people at risk."""
    found: dict[str, float] = {}
    codes = np.array(plan.table.codes)
    chosen = plan.table.is_sex(sex) if sex else np.ones(len(codes), bool)
    for code in dict.fromkeys(plan.table.codes):
        rows = np.flatnonzero((codes == code) & chosen)
        if len(rows):
            found[code] = float(plan.now.at_risk[rows] @ share[rows] / plan.now.at_risk[rows].sum())
    return found
