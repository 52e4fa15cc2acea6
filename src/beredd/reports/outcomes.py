"""What a question came to, and the port through which a report asks: this room imports no engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Value = int | float | str | None


class Outcome(Protocol):
    """What came out: the engine's rules, the named outputs, and a fingerprint of everything."""

    @property
    def engine(self) -> str: ...

    @property
    def result(self) -> str: ...

    @property
    def command(self) -> str: ...

    @property
    def values(self) -> Mapping[str, Value]: ...


@dataclass(frozen=True, kw_only=True)
class Stated:
    """An outcome that is known already: a register's, or one that was stored."""

    engine: str
    result: str
    command: str
    values: Mapping[str, Value]


Port = Callable[[str, Mapping[str, Any]], Outcome]
"""(kind of question, question) -> its outcome; it refuses a kind that the program cannot compute."""

InputsOf = Callable[[str, Mapping[str, Any]], Mapping[str, str]]
"""(kind of question, question) -> what decides its outcome, each with its fingerprint, without computing it."""
