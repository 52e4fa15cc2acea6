"""Numbers as a reader of the page's language writes them: 41 300 and 1,3 in Swedish, 41,300 and 1.3 in English."""

import math

from django.utils.translation import get_language

NBSP = "\u00a0"
MISSING = "–"


def _is_swedish() -> bool:
    return (get_language() or "sv").startswith("sv")


def number(value: float | int | None, decimals: int | None = None) -> str:
    """The number with thousands apart; without `decimals`, as many as a reader has use for (none from 100)."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return MISSING
    if decimals is None:
        size = abs(value)
        text = f"{value:,.{0 if size >= 100 else 1 if size >= 10 else 2}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{value:,.{decimals}f}"
    if text.startswith("-") and not any(c in "123456789" for c in text):
        text = text[1:]
    text = text.replace("-", "−")
    if _is_swedish():
        text = text.replace(",", NBSP).replace(".", ",")
    return text


def percent(share: float | None, decimals: int = 0) -> str:
    """A share 0..1 as per cent."""
    if share is None or not math.isfinite(share):
        return MISSING
    return number(100 * share, decimals) + (f"{NBSP}%" if _is_swedish() else "%")


def interval(low: float | None, high: float | None, kind: str = "number", decimals: int | None = None) -> str:
    """Two ends with a dash between; for `percent` the sign stands once."""
    if low is None or high is None:
        return ""
    if kind == "percent":
        if percent(low, decimals or 0) == percent(high, decimals or 0):
            return percent(low, decimals or 0)
        ends = number(100 * low, decimals or 0), percent(high, decimals or 0)
    else:
        ends = number(low, decimals), number(high, decimals)
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def shown(value: float | None, kind: str, decimals: int | None = None) -> str:
    """One value of the given kind: `number` or `percent`."""
    return percent(value, decimals or 0) if kind == "percent" else number(value, decimals)


def rounded_up(value: float, steps: tuple[float, ...] = (1, 2, 2.5, 5, 10)) -> float:
    """The nearest step times a power of ten that is not smaller: for axes and map classes. The last step is 10."""
    if value <= 0 or not math.isfinite(value):
        return 1.0
    power = 10 ** math.floor(math.log10(value))
    for step in steps:
        if value <= step * power * (1 + 1e-9):
            return step * power
    raise AssertionError("unreachable: ten times the power is never smaller")
