"""What can go wrong with runs.

BereddError
└── RunError
    ├── UnknownKind         no such kind of run is registered
    ├── RunNotAllowed       the person may not do this with the run
    ├── RunTooLong          by what earlier runs took, it cannot end within the time that a run may take
    └── RunConflict         the run is not in a state in which this can be done, or there are too many
"""

from beredd.errors import BereddError


class RunError(BereddError):
    """Anything wrong with what was asked of runs."""


class UnknownKind(RunError):
    """No such kind of run is registered."""

    kind = "not_found"


class RunNotAllowed(RunError):
    """The person may not do this with the run."""

    kind = "not_allowed"


class RunTooLong(RunError):
    """By what earlier runs took, it cannot end within the time that a run may take."""


class RunConflict(RunError):
    """The run is not in a state in which this can be done, or there are too many."""

    kind = "conflict"
