"""A plan as tables and figures, in the language that is spoken, each figure from its own table.

found = document(plan)                       # small counts are hidden here, before anything is shown
plan_table(found), availability_map(found, "plan"), budget_figure(found, curve), …
"""

from beredd.need.reading.charts import availability_map, budget_figure, budget_range
from beredd.need.reading.tables import (
    SEXES,
    areas_table,
    assumptions_table,
    budgets_table,
    equity_table,
    plan_table,
    scenarios_table,
    swings_table,
)

__all__ = [
    "SEXES",
    "areas_table",
    "assumptions_table",
    "availability_map",
    "budget_figure",
    "budget_range",
    "budgets_table",
    "equity_table",
    "plan_table",
    "scenarios_table",
    "swings_table",
]
