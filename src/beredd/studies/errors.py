"""What can be wrong with a question to the engines.

BereddError
└── StudyError  there is no way to compute what was asked
"""

from beredd.errors import BereddError


class StudyError(BereddError):
    """There is no way to compute what was asked."""

    kind = "not_found"
