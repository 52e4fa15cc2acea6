"""Numbers, shares, intervals and days as a reader writes them: 41 300 and 1,3 in Swedish, 41,300 and 1.3 in English."""

import math
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta, get_day_names
from babel.numbers import NumberPattern, format_decimal, format_percent, parse_pattern

from beredd.wording import language, say

MISSING = "–"
_AS_NEEDED = ((100, "#,##0"), (10, "#,##0.#"), (0, "#,##0.##"))
"""From this size on, so many decimals at most: as many as a reader has use for."""


def number(value: float | int | None, decimals: int | None = None) -> str:
    """The number with thousands apart; without `decimals`, as many as a reader has use for (none from 100)."""
    if value is None or not math.isfinite(value):
        return MISSING
    if decimals is None:
        pattern = next(form for size, form in _AS_NEEDED if abs(value) >= size)
    else:
        pattern = _fixed(decimals)
    return _written(value, pattern, language())


def percent(share: float | None, decimals: int = 0) -> str:
    """A share 0..1 as per cent."""
    if share is None or not math.isfinite(share):
        return MISSING
    sign = "\u00a0%" if language() == "sv" else "%"
    return _signed(format_percent(share, format=_read(_fixed(decimals) + sign), locale=_place(language())))


def interval(low: float | None, high: float | None, kind: str = "number", decimals: int | None = None) -> str:
    """Two ends with a dash between; for `percent` the sign stands once, and equal ends are one number."""
    if low is None or high is None:
        return ""
    first, last = shown(low, kind, decimals), shown(high, kind, decimals)
    if first == last:
        return first
    first = number(100 * low, decimals or 0) if kind == "percent" else first
    # A dash before a minus sign is read as two signs.
    return say("figures.from-to", low=first, high=last) if min(low, high) < 0 else f"{first}–{last}"


def signed(value: float | None, decimals: int | None = None) -> str:
    """A difference: with a plus sign where it is above zero."""
    text = number(value, decimals)
    return f"+{text}" if value is not None and value > 0 and _has_size(text) else text


def shown(value: float | None, kind: str = "number", decimals: int | None = None) -> str:
    """One value of the given kind: `number` or `percent`."""
    return percent(value, decimals or 0) if kind == "percent" else number(value, decimals)


def day(value: date, form: str = "long") -> str:
    """`24 november 2026`; forms are Babel's: short, medium, long, full."""
    return format_date(value, format=form, locale=language())


def moment(value: datetime) -> str:
    """Day and time of day, in the time zone that the value has."""
    form = "yyyy-MM-dd HH.mm" if language() == "sv" else "yyyy-MM-dd HH:mm"
    return format_datetime(value, format=form, locale=language())


def duration(seconds: float) -> str:
    """About how long: 40 seconds, 12 minutes, 3 hours."""
    return format_timedelta(timedelta(seconds=seconds), threshold=1.5, locale=language())


def weekdays() -> tuple[str, ...]:
    """Their names, Monday first."""
    names = get_day_names("wide", locale=language())
    return tuple(names[i] for i in range(7))


def _step(value: float, low: float, high: float, finest: float) -> float:
    """To what a number may be said: the size of its interval, and at the finest its second digit.

    Most of what goes into a model is estimated, so a third digit would be invented, however little replicates differ.
    """
    if not value:
        return finest
    digits = math.floor(math.log10(abs(value))) - 1
    wide = math.floor(math.log10(high - low)) if high > low else digits
    # An interval wider than the number itself must not round it away.
    return max(finest, 10.0 ** min(max(digits, wide), digits + 1))


def rounded(value: float, low: float | None = None, high: float | None = None, *, finest: float = 1) -> float:
    """A model's number as far as it is known: to its second digit, or to the size of its interval; whole by default."""
    step = _step(value, *_ends_of(value, low, high), finest)
    return _whole(round(value / step) * step)


def rounded_ends(value: float, low: float, high: float, *, finest: float = 1) -> tuple[float, float]:
    """Ends of an interval as they stand beside the rounded number; they hold what the interval held."""
    step = _step(value, low, high, finest)
    return _whole(math.floor(low / step) * step), _whole(math.ceil(high / step) * step)


def _ends_of(value: float, low: float | None, high: float | None) -> tuple[float, float]:
    return value if low is None else low, value if high is None else high


def _whole(value: float) -> float:
    return int(value) if value == int(value) else round(value, 6)


def rounded_up(value: float, steps: tuple[float, ...] = (1, 2, 2.5, 5, 10)) -> float:
    """The nearest step times a power of ten that is not smaller: for axes and map classes. The last step is 10."""
    if value <= 0 or not math.isfinite(value):
        return 1.0
    power = 10 ** math.floor(math.log10(value))
    # Ten times the power is never smaller: there is always a step.
    return next(step * power for step in (*steps, 10) if value <= step * power * (1 + 1e-9))


# A page of the lab writes 3 400 numbers, and the next one, for another dose, mostly the same.
@lru_cache(maxsize=1 << 14)
def _written(value: float, pattern: str, code: str) -> str:
    return _signed(format_decimal(value, format=_read(pattern), locale=_place(code)))


# Reading pattern and locale anew took two thirds of the time of each number.
@cache
def _read(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)


@cache
def _place(code: str) -> Locale:
    return Locale.parse(code)


def _fixed(decimals: int) -> str:
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def _has_size(text: str) -> bool:
    return any(digit in "123456789" for digit in text)


def _signed(text: str) -> str:
    """A real minus sign in both languages, and none before a zero."""
    bare = text.lstrip("-−")
    return bare if bare == text or not _has_size(bare) else f"−{bare}"
