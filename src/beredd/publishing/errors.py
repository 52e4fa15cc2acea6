"""What can go wrong when guidance is published.

BereddError
└── PublishingError   a site, print or count that cannot be made; what was there before is as it was
"""

from beredd.errors import BereddError


class PublishingError(BereddError):
    """A site, a print or a count that cannot be made."""
