"""What can be wrong with a running exercise.

BereddError
├── LiveError     the run, or its state, does not allow what was asked
└── NotAllowed    the seat does not
"""

from beredd.errors import BereddError


class LiveError(BereddError):
    """The run, or its state, does not allow it."""

    kind = "conflict"


class NotAllowed(BereddError):
    """The seat does not allow it."""

    kind = "not_allowed"
