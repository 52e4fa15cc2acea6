"""What can be wrong with guidance.

BereddError
├── intake.FileRefused   a file of the store cannot be used; its faults name file, line, what was found, what is allowed
└── GuidanceError
    ├── Unknown          there is no such claim, text, publication …
    ├── NotAllowed       a rule of approval says no: own work, the same person twice, nothing to approve
    └── ChangedMeanwhile somebody else has changed what a change was made from
"""

from beredd.errors import BereddError


class GuidanceError(BereddError):
    """A question about guidance, or a change to it, that cannot be met."""


class Unknown(GuidanceError):
    """There is no such thing in the store."""

    kind = "not_found"


class NotAllowed(GuidanceError):
    """A rule of approval says no; nothing has changed."""

    kind = "not_allowed"


class ChangedMeanwhile(GuidanceError):
    """Somebody else has changed what a change was made from; nothing has changed."""

    kind = "conflict"
