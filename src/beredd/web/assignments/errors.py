"""What can be wrong with a change of an assignment's registers.

BereddError
└── NotAllowed  the person may not write in them
"""

from beredd.errors import BereddError


class NotAllowed(BereddError):
    """The person may not write in the registers."""

    kind = "not_allowed"
