"""A sentence as it travels: a code and the values in it. It becomes words only where somebody reads it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beredd.wording.language import language

_CODE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z0-9-]*")


def is_code(text: str) -> bool:
    """Whether `text` has the form of a code: `room.message-id`."""
    return _CODE.fullmatch(text) is not None


def is_worded(code: str) -> bool:
    """Whether this version of the program has words for a code, for reading what another version stored."""
    from beredd.wording.texts import is_known

    return is_code(code) and is_known(code)


@dataclass(frozen=True, init=False)
class Sentence:
    """Something to say: `code` names the message, `values` fill it.

    A value is a text, a number, a date, another sentence, or a list of these. Equal codes and values are one sentence.
    `str()` gives the words in the language that is spoken at that moment.
    """

    code: str
    values: tuple[tuple[str, Any], ...]

    def __init__(self, code: str, /, **values: Any):
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "values", tuple(sorted((name, _frozen(value)) for name, value in values.items())))

    def __str__(self) -> str:
        return self.in_(language())

    def in_(self, code: str) -> str:
        """The words in the language `code`."""
        # Late: a program that has nothing to say reads no wordings, and `beredd --help` loads no Fluent.
        from beredd.wording.texts import words

        return words(self.code, dict(self.values), language=code)

    def as_json(self) -> dict[str, Any]:
        """Code and values for a record or a database; `from_json` gives the sentence again."""
        return {"code": self.code, "values": {name: _plain(value) for name, value in self.values}}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Sentence":
        """The sentence that `as_json` wrote."""
        return cls(stored["code"], **{name: _thawed(value) for name, value in stored["values"].items()})


def say(code: str, /, **values: Any) -> str:
    """The words of a message in the language that is spoken."""
    return str(Sentence(code, **values))


def _frozen(value: Any) -> Any:
    """Lists and other groups as tuples, so that a sentence can be hashed and does not change after it is made."""
    if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
        return value
    return tuple(_frozen(item) for item in value)


def _plain(value: Any) -> Any:
    if isinstance(value, Sentence):
        return value.as_json()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):  # numpy's numbers
        return value.item()
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _thawed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Sentence.from_json(value)
    if isinstance(value, list):
        return tuple(_thawed(item) for item in value)
    return value
