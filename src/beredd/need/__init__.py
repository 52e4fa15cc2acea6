"""Naloxone need, reach and impact by area, women and men: the model "Behov 80".

    table = read_table(path)
    plan = make_plan(table, Question(budget=900, equity="efficient"))
    document(plan)                        # everything, JSON-ready

Explained in docs/explanation/need-model.md.
"""

from typing import Any

from beredd import late

_HOME = {
    "MODES": "allocation",
    "MIXINGS": "availability",
    "AllocationError": "errors",
    "NeedError": "errors",
    "ParameterError": "errors",
    "SCENARIOS": "model",
    "load_parameters": "parameters",
    "resolve": "parameters",
    "Plan": "plan",
    "KIND": "question",
    "Question": "question",
    "command_of": "question",
    "table_file": "files",
    "make_plan": "plan",
    "document": "results",
    "AreaTable": "table",
    "area_table": "table",
    "parse_table": "table",
    "planner_sheet": "table",
    "read_table": "table",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
