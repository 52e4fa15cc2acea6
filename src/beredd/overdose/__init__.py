"""Opioid overdose and its reversal by an antagonist in a virtual population (Mann 2022, Strauss 2024).

Describe with `Question` and `Arm`, run with `simulate`, read a `Result`. `typical_course` gives one patient over time.
"""

from typing import Any

from beredd import late

_HOME = {
    "OverdoseError": "errors",
    "Arm": "question",
    "Question": "question",
    "arm_name": "question",
    "arms_of": "question",
    "product_name": "names",
    "arm_words": "names",
    "offered_products": "substances",
    "opioids": "substances",
    "products": "substances",
    "ArmResult": "results",
    "Result": "results",
    "Numerics": "simulation",
    "simulate": "simulation",
    **dict.fromkeys(("Answer", "TypicalCourse", "document", "failures", "has_beyond", "has_fitted"), "answer"),
    **dict.fromkeys(("notes_of", "shown_differences"), "answer"),
    **dict.fromkeys(("answer_to", "courses_of"), "computation"),
    "KIND": "question",
    "command_of": "question",
    "Course": "courses",
    "typical_course": "courses",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
