"""Opening hours from registers, to whole hours: `9-18`, `closed`, or empty where it is not known."""

import re

from beredd.dispensing.registers.entries import UNKNOWN_HOURS

_TIME = r"([01]?[0-9]|2[0-4])(?:[:.]?([0-5][0-9]))?"
_SPAN = re.compile(rf"^\s*(?:kl\.?\s*)?{_TIME}\s*(?:-|–|till|to)\s*{_TIME}\s*$")
_CLOSED = {"stängt", "stangt", "closed", "off", "-", "–"}
_DAYS = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_RULE = re.compile(r"^((?:(?:mo|tu|we|th|fr|sa|su|ph)(?:\s*-\s*(?:mo|tu|we|th|fr|sa|su))?\s*,?\s*)+)?(.*)$")


def day_hours(text: str) -> str:
    """One day's hours from a cell such as `09:30-18`, `0930-1800` or `Stängt`; minutes are cut from both ends."""
    text = text.strip().casefold()
    if not text:
        return ""
    if text in _CLOSED:
        return "closed"
    match = _SPAN.match(text)
    if not match:
        raise ValueError(text)
    opens, closes = int(match[1]), int(match[3])
    if (closes, int(match[4] or 0)) == (23, 59):
        closes = 24
    if closes == 0:
        closes = 24
    if opens > 23 or closes > 24 or closes < opens:
        raise ValueError(text)
    return f"{opens}-{max(closes, opens + 1)}"


def week_hours(text: str) -> tuple[str, ...]:
    """A week from OpenStreetMap's `opening_hours`: days, ranges and times; anything richer raises ValueError.

    Days that are not mentioned are closed. Of two spans on a day (a lunch break) the outer ends count.
    """
    text = text.strip().casefold()
    if not text:
        return UNKNOWN_HOURS
    if text == "24/7":
        return ("0-24",) * 7
    week = ["closed"] * 7
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        match = _RULE.match(rule)
        if match is None:  # no text is without a match; the pattern's second part takes anything
            raise ValueError(text)
        days, spans = (match[1] or "mo-su").strip(" ,"), match[2].strip()
        chosen = _days(days)
        ends = [day_hours(span) for span in spans.split(",")]
        if "closed" in ends:
            value = "closed"
        else:
            edges = [tuple(map(int, end.split("-"))) for end in ends]
            value = f"{min(a for a, _ in edges)}-{max(b for _, b in edges)}"
        for day in chosen:
            week[day] = value
    return tuple(week)


def _days(text: str) -> list[int]:
    chosen: list[int] = []
    for part in re.split(r"\s*,\s*", text):
        first, _, last = (p.strip() for p in part.partition("-"))
        if first == "ph":
            continue
        a, b = _DAYS[first], _DAYS[last or first]
        chosen += range(a, b + 1) if a <= b else [*range(a, 7), *range(b + 1)]
    return chosen
