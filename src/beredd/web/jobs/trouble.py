"""Trouble that the machine has and a new try may not meet: the database does not answer, the disk is full."""

import errno
from enum import StrEnum

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL = ("no space left on device", "disk quota exceeded", "database or disk is full", "could not extend file")


class Trouble(StrEnum):
    """What the machine lacks."""

    DATABASE = "database"
    DISK_FULL = "disk-full"
    MACHINE = "machine"
    """A process or a file could not be had: memory, handles, a network disk."""


def is_disk_full(error: BaseException) -> bool:
    """Whether an error, or what it was raised from, says that there is no room. Needs no Django."""
    if error.__cause__ is not None and is_disk_full(error.__cause__):
        return True
    text = str(error).casefold()
    return (isinstance(error, OSError) and error.errno in NO_ROOM) or any(words in text for words in _FULL)


def trouble_of(error: BaseException) -> Trouble | None:
    """What trouble an error tells of; None for a fault in the program."""
    from django.db import InterfaceError, OperationalError

    if is_disk_full(error):
        return Trouble.DISK_FULL
    if isinstance(error, OperationalError | InterfaceError):
        return Trouble.DATABASE
    return Trouble.MACHINE if isinstance(error, OSError) else None
