"""Naloxone need, reach and impact by area, women and men: the model "Behov 80".

    table = read_table(path)
    plan = make_plan(table, Question(budget=900, mode="efficient"))
    document(plan)                        # everything, JSON-ready

Explained in docs/explanation/need-model.md.
"""

from beredd.need.allocation import MODES
from beredd.need.availability import MIXINGS
from beredd.need.errors import AllocationError, Fault, NeedError, ParameterError, TableError
from beredd.need.model import SCENARIOS
from beredd.need.parameters import load_parameters, resolve
from beredd.need.plan import Plan, Question, make_plan
from beredd.need.results import csv_text, document, file_table, shown_rows
from beredd.need.table import AreaTable, parse_table, read_table

__all__ = [
    "MIXINGS",
    "MODES",
    "SCENARIOS",
    "AllocationError",
    "AreaTable",
    "Fault",
    "NeedError",
    "ParameterError",
    "Plan",
    "Question",
    "TableError",
    "csv_text",
    "document",
    "file_table",
    "load_parameters",
    "make_plan",
    "parse_table",
    "read_table",
    "resolve",
    "shown_rows",
]
