"""What can go wrong with runs.

BereddError
└── RunError
    ├── SpecRefused         the description of a run cannot be used; `field` says which part
    ├── RunNotAllowed       the person may not do this with the run
    └── RunConflict         the run is not in a state in which this can be done
"""

from beredd.errors import BereddError


class RunError(BereddError):
    """Anything wrong with what was asked of runs."""


class SpecRefused(RunError):
    """The description of a run cannot be used."""

    def __init__(self, text: str, field: str = ""):
        super().__init__(text)
        self.field = field


class RunNotAllowed(RunError):
    """The person may not do this with the run."""


class RunConflict(RunError):
    """The run is not in a state in which this can be done."""
