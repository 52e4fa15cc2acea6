"""What can go wrong with accounts.

BereddError
└── AccountError
    ├── LinkRefused         a sign-in link or invitation that is unknown, used or expired
    └── NotAllowed          the person may not do this
"""

from beredd.errors import BereddError


class AccountError(BereddError):
    """Anything wrong with what was asked of accounts."""


class LinkRefused(AccountError):
    """The link is unknown, used or expired."""


class NotAllowed(AccountError):
    """The person who asks may not do this."""

    kind = "not_allowed"
