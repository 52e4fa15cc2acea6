"""LIX: words per sentence plus the share of long words, in per cent. Björnsson 1968.

Under 30 is very easy, 30 to 40 easy, 40 to 50 medium, 50 to 60 hard. On a single sentence it jumps about, and a word
such as "opioidöverdos" counts as long however well it is known: it is a flag, and reading with those it is for decides.
"""

import re

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_END = re.compile(r"[.!?:](?=\s|$)")
LONG = 6
"""Letters; a word with more is long."""


def lix(text: str) -> float:
    """The readability index of a text, 0 for none."""
    found = _WORD.findall(text)
    if not found:
        return 0.0
    ends = max(1, len(_END.findall(text)))
    return len(found) / ends + 100.0 * sum(len(word) > LONG for word in found) / len(found)
