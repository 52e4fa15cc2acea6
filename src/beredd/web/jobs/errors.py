"""What can go wrong with background work.

BereddError
└── JobError
    ├── UnknownKind         no such kind of job is registered
    └── LeaseLost           the worker no longer owns the job: it was cancelled, or its lease ran out and was given away
"""

from beredd.errors import BereddError


class JobError(BereddError):
    """Anything wrong with background work."""


class UnknownKind(JobError):
    """No such kind of job is registered."""


class LeaseLost(JobError):
    """The worker no longer owns the job."""
