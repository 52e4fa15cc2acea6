"""What can be wrong with what a user gives the need model.

BereddError
├── ParameterError        of the register, beredd.parameters
└── NeedError
    ├── TableError        a file whose rows cannot be used; every fault names file, row, column, found, allowed
    └── AllocationError   a budget, mode or floor that cannot be met
"""

from dataclasses import dataclass

from beredd.errors import BereddError
from beredd.parameters.errors import ParameterError as ParameterError

FAULTS_SHOWN = 20


class NeedError(BereddError):
    """Anything wrong with input to the need model."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file. Row 1 is the header; row 0 means the file as a whole."""

    file: str
    row: int
    column: str
    found: str
    allowed: str

    def __str__(self) -> str:
        where = f"{self.file}, row {self.row}" if self.row else self.file
        column = f", column {self.column}" if self.column else ""
        return f"{where}{column}: found {self.found}; allowed is {self.allowed}."


class TableError(NeedError):
    """A file cannot be used; nothing has been computed and nothing guessed."""

    def __init__(self, faults):
        self.faults = tuple(faults)
        lines = [str(fault) for fault in self.faults[:FAULTS_SHOWN]]
        if len(self.faults) > FAULTS_SHOWN:
            lines.append(f"… and {len(self.faults) - FAULTS_SHOWN} more.")
        super().__init__("\n".join(lines))


class AllocationError(NeedError):
    """What is asked of the budget cannot be had; the text says what can."""
