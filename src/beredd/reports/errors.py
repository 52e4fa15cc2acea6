"""What can be wrong with a report.

BereddError
└── ReportError      a report cannot be built, or its file cannot be used
    ├── NoTemplate   there is no report of that kind for the assignment
    ├── NoBundle     the file holds nothing that can be recomputed
    └── CannotSign   something stands in the way of a signature
"""

from beredd.errors import BereddError


class ReportError(BereddError):
    """A report cannot be built, or its file cannot be used."""


class NoTemplate(ReportError):
    """There is no report of that kind for the assignment."""

    kind = "not_found"


class NoBundle(ReportError):
    """The file holds nothing that can be recomputed."""


class CannotSign(ReportError):
    """Something stands in the way of a signature."""

    kind = "conflict"
