"""An answer as tables and figures, in the language that is spoken, each figure from its own table.

    arms = shown_arms(answer, ["A", "B"])
    shares_figure(arms).svg(), course_figure("po2", answer, arms).table, …

Reading needs no engine.
"""

from beredd.overdose.reading.arms import Shown, mark_of, shown_arms
from beredd.overdose.reading.charts import course_figure, given, shares_figure
from beredd.overdose.reading.tables import (
    COURSES,
    DIFFERENCES,
    RECOVERY,
    SHARES,
    arms_table,
    course_table,
    differences_table,
    recovery_table,
)

__all__ = [
    "COURSES",
    "DIFFERENCES",
    "RECOVERY",
    "SHARES",
    "Shown",
    "arms_table",
    "course_figure",
    "course_table",
    "differences_table",
    "given",
    "mark_of",
    "recovery_table",
    "shares_figure",
    "shown_arms",
]
