"""What can be wrong with a play.

BereddError
└── PlayError    a decision cannot be computed as it stands, or a run cannot be played again
"""

from beredd.errors import BereddError


class PlayError(BereddError):
    """A decision cannot be computed as it stands, or a run cannot be played again."""
