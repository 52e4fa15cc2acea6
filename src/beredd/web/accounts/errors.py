"""What can go wrong with accounts.

BereddError
└── AccountError
    ├── LinkRefused         a sign-in link or invitation that is unknown, used or expired
    ├── NotAllowed          the person may not do this
    └── AccountConflict     it would leave something without an owner, or is still in use
"""

from beredd.errors import BereddError


class AccountError(BereddError):
    """Anything wrong with what was asked of accounts."""


class LinkRefused(AccountError):
    """The link is unknown, used or expired."""


class NotAllowed(AccountError):
    """The person who asks may not do this."""

    kind = "not_allowed"


class AccountConflict(AccountError):
    """What was asked would leave something without an owner, or concerns something still in use."""

    kind = "conflict"
