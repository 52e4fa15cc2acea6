"""What a cell means: numbers by Swedish and English conventions, days, words compared without regard to spelling."""

import calendar
import math
import re
import unicodedata
from datetime import date

from beredd.intake.errors import cell
from beredd.wording import Sentence

_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:( |'|’)[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]+)?")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_THOUSANDS = {
    ",": re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
    ".": re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?"),
}
_TWO_READINGS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
MOST_DIGITS = 60
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januari", "january"),
            ("feb", "februari", "february"),
            ("mar", "mars", "march"),
            ("apr", "april"),
            ("maj", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("aug", "augusti", "august"),
            ("sep", "sept", "september"),
            ("okt", "oktober", "oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for name in names
}


def plain(text: str) -> str:
    """Lower case without accents, blanks or signs: how words are compared that are not always written alike."""
    if text.isascii() and text.isalnum():
        return text.lower()
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text.casefold()))


def as_number(text: str, *, decimal: str = ".") -> float:
    """The number in a cell, NaN where it holds none; `decimal` is the sign that the file writes decimals with.

    Blanks of any kind and apostrophes may part groups of three digits; so may the other sign, where that cannot be
    mistaken: `1.234,5`, `1,234.5`, `1,234,567`. A single comma or point before three digits is decimal where the file
    writes decimals so, and else no number: `1,234` may mean either. A per cent sign divides by 100. A raised digit is
    the mark of a footnote and no digit: `12¹` is no number.
    """
    if len(text) > MOST_DIGITS or any(unicodedata.category(sign) == "No" for sign in text if sign > "\x7f"):
        return math.nan
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    text = text.strip()
    factor = 1.0
    if text.endswith("%"):
        text, factor = text[:-1].rstrip(), 0.01
    text = _BLANKS.sub(" ", text)
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[ '’]", "", text)
    if has_two_readings(text) and (not decimal or decimal not in text):
        return math.nan
    text = _without_thousands(text)
    if not _PLAIN.fullmatch(text):
        return math.nan
    value = float(text) * factor if factor != 1.0 else float(text)
    return value if math.isfinite(value) else math.nan


def _without_thousands(text: str) -> str:
    """The number with a decimal point and nothing else between its digits, as far as its form leaves no doubt."""
    commas, points = text.count(","), text.count(".")
    if commas and points:
        if _THOUSANDS[","].fullmatch(text):
            return text.replace(",", "")
        return text.replace(".", "").replace(",", ".") if _THOUSANDS["."].fullmatch(text) else text
    if commas > 1:
        return text.replace(",", "") if _THOUSANDS[","].fullmatch(text) else text
    if points > 1:
        return text.replace(".", "") if _THOUSANDS["."].fullmatch(text) else text
    return text.replace(",", ".")


def has_two_readings(text: str) -> bool:
    """Whether a number may be a thousand times another: one sign before three digits, as in `1,234` or `710.000`."""
    return _TWO_READINGS.fullmatch(text.strip()) is not None


def number_cell(text: str) -> Sentence:
    """What stands in a cell that should hold a number, for a message; a number with two readings is given both."""
    if not has_two_readings(text):
        return cell(text)
    small, large = re.sub("[.,]", ".", text.strip()), re.sub("[.,]", "", text.strip())
    return Sentence("intake.two-readings", text=text.strip(), small=float(small), large=float(large))


def as_date(text: str, *, month_is_enough: bool = False) -> date | None:
    """The day in a cell, None where it holds none. A month alone is its last day, where a month is enough.

    Read are 2026-11-22, 20261122, 2026/11/22, 22.11.2026 and 22/11 2026 with the day above 12, each with or without a
    time; of months 2027-03, 2027-03-00, 03/2027, mars 2027.
    """
    text = " ".join(text.casefold().split())
    if month_is_enough and (month := _month(text)):
        year, number = month
        return date(year, number, calendar.monthrange(year, number)[1])
    if match := re.fullmatch(r"([0-9]{4})([-/]?)([0-9]{2})\2([0-9]{2})(?:[t ][0-9:.+z-]*)?", text):
        parts = int(match[1]), int(match[3]), int(match[4])
    elif match := re.fullmatch(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})(?: [0-9:.]*)?", text):
        # Where days and months cannot be told apart by their size, only points say that it is written our way.
        if match[2] != "." and int(match[1]) <= 12:
            return None
        parts = int(match[4]), int(match[3]), int(match[1])
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _month(text: str) -> tuple[int, int] | None:
    if match := re.fullmatch(r"([0-9]{4})[-/.]?([0-9]{2})(?:[-/.]?00)?", text):
        year, month = int(match[1]), int(match[2])
    elif match := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{4})", text):
        year, month = int(match[2]), int(match[1])
    elif match := re.fullmatch(r"([a-zåäö]+)\.? ([0-9]{4})", text):
        year, month = int(match[2]), MONTHS.get(match[1], 0)
    else:
        return None
    return (year, month) if 1 <= month <= 12 and year >= 1 else None
