"""Every file that a person brings is read here: bytes to text, text to rows, JSON or TOML, cells to numbers and days.

What comes out is plain data that can be pickled, so a reader may run in a child process that can be ended. What cannot
be used is a `FileRefused` whose faults name file, sheet, row, column, what was found and what is allowed.
"""

from typing import TYPE_CHECKING, Any

from beredd import late
from beredd.intake.cells import as_date, as_number, has_two_readings, number_cell, plain
from beredd.intake.columns import UNITS, columns_of, split_unit, unit_factor
from beredd.intake.documents import read_json, read_toml
from beredd.intake.errors import Fault, FileRefused, cell
from beredd.intake.identity import find_identity_number, is_phone_column
from beredd.intake.text import Limits, decode, read_bytes, shown_name

if TYPE_CHECKING:
    from beredd.intake.sheets import Sheet, read_sheet, read_sheets

__all__ = [
    "UNITS",
    "Fault",
    "FileRefused",
    "Limits",
    "Sheet",
    "as_date",
    "as_number",
    "cell",
    "columns_of",
    "decode",
    "find_identity_number",
    "has_two_readings",
    "is_phone_column",
    "number_cell",
    "plain",
    "read_bytes",
    "read_json",
    "read_sheet",
    "read_sheets",
    "read_toml",
    "shown_name",
    "split_unit",
    "unit_factor",
]


def __getattr__(name: str) -> Any:
    # Only who reads tables waits for openpyxl, which brings numpy.
    return late.find(__name__, dict.fromkeys(("Sheet", "read_sheet", "read_sheets"), "sheets"), name)
