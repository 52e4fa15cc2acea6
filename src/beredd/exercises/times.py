"""Offsets of a plan: `T+26:30`, or the scenario's day and clock, `dag 2 08:10`, day 1 being the first."""

import re

_OFFSET = re.compile(r"T\+(\d{1,4}):([0-5]\d)", re.IGNORECASE)
_DAY = re.compile(r"(?:(?:dag|d)\s*(\d{1,3})\s*,?\s*)?(?:kl\.?\s*)?([01]?\d|2[0-3])[:.]([0-5]\d)", re.IGNORECASE)


def minute_of(text: str, *, starts: str = "00:00") -> int | None:
    """Minutes since the start; None where the text is no time, or one before the start. `starts` is a clock."""
    text = text.strip()
    if match := _OFFSET.fullmatch(text):
        return int(match[1]) * 60 + int(match[2])
    if (match := _DAY.fullmatch(text)) and match[1] != "0":
        first = int(starts[:2]) * 60 + int(starts[3:])
        at = (int(match[1] or 1) - 1) * 1440 + int(match[2]) * 60 + int(match[3]) - first
        return at if at >= 0 else None
    return None


def canonical(text: str, *, starts: str) -> str:
    """The offset as it is stored; what is no time comes back as it is, for the schema to refuse."""
    at = minute_of(text, starts=starts)
    return text if at is None else offset(at)


def offset(minutes: int) -> str:
    """`T+26:30`."""
    return f"T+{minutes // 60}:{minutes % 60:02}"


def day_and_clock(minutes: int, *, starts: str) -> str:
    """`dag 2 08:10`, day 1 being the first."""
    at = minutes + int(starts[:2]) * 60 + int(starts[3:])
    return f"dag {at // 1440 + 1} {at % 1440 // 60:02}:{at % 60:02}"
