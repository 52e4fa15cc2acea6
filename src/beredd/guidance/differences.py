"""What has changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORD = re.compile(r"\s+|[\w{}.-]+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Some of a text: the same in both, or in this one alone."""

    kind: Literal["same", "changed"]
    text: str


def compare(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces; joined, the pieces of each are the text."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        kind: Literal["same", "changed"] = "same" if what == "equal" else "changed"
        left += [Piece(kind, "".join(old[a:b]))] if b > a else []
        right += [Piece(kind, "".join(new[c:d]))] if d > c else []
    return tuple(left), tuple(right)
