"""What can be wrong with what is asked.

BereddError
└── Refused    the description cannot be used; `faults` says which fields, what was found and what is allowed
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from beredd.errors import BereddError
from beredd.wording import Sentence


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a description: the field, as a path such as `arms.0.delay_s`, and what to say about it."""

    field: str
    sentence: Sentence

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(BereddError, ValueError):
    """What is asked cannot be computed. Nothing has been; every fault that can be told is in `faults`."""

    def __init__(self, *, faults: Iterable[Fault]):
        super().__init__()
        self.faults = tuple(faults)
        self.sentence, self.field = self.faults[0].sentence, self.faults[0].field

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)

    def __reduce__(self) -> Any:
        return _again, (self.faults,)

    def within(self, path: str) -> tuple[Fault, ...]:
        """The faults, seen from a description that holds the refused one at `path`."""
        return tuple(Fault(".".join(filter(None, (path, fault.field))), fault.sentence) for fault in self.faults)


def _again(faults: tuple[Fault, ...]) -> Refused:
    return Refused(faults=faults)
