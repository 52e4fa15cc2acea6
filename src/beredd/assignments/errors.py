"""What can be wrong with an assignment.

BereddError
└── AssignmentError        a decision or what is held against it cannot be used
    └── UnknownAssignment  there is no such assignment
"""

from beredd.errors import BereddError


class AssignmentError(BereddError):
    """A decision or what is held against it cannot be used."""


class UnknownAssignment(AssignmentError):
    """There is no such assignment."""

    kind = "not_found"
