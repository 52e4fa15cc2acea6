"""What can be wrong with a document.

BereddError
└── DocumentError        a file is no document that can be read
    └── NothingAttached  a document without what a machine needs
"""

from beredd.errors import BereddError


class DocumentError(BereddError):
    """A file is no document that can be read."""


class NothingAttached(DocumentError):
    """A document without what a machine needs."""

    kind = "not_found"
