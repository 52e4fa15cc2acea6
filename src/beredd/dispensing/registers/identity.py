"""Finding Swedish personal identity numbers, so that a file with one in it is refused and nothing of it is kept.

Found are ten and twelve digits with a real date, a right check digit, and an optional -, + or blank before the last
four; coordination numbers (day plus 60) too. Not found, because they are something else: company numbers (their
"month" is 20 or more), GLN (13 digits), NPL-pack-id (14), numbers with decimals, web addresses, and what stands in a
column of telephone numbers and looks like one.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

_NUMBER = re.compile(r"(?<![0-9A-Za-z/_=])(?<![0-9][.,])(?:(18|19|20))?([0-9]{6})([-+ ]?)([0-9]{4})(?![0-9])")
_PHONE = re.compile(r"^(?:\+|00|0)[0-9 ()/+-]*$")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

PHONE_WORDS = ("telefon", "phone", "tel", "mobil", "mobile", "fax", "vaxel")


def find_identity_number(text: str, *, is_phone: bool = False) -> bool:
    """Whether a text holds something that is a personal identity or coordination number."""
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    if is_phone and _PHONE.match(text.strip()) and not re.fullmatch(r"[0-9]{6}-[0-9]{4}", text.strip()):
        return False
    position = 0
    while match := _NUMBER.search(text, position):
        century, day, _, last = match.groups()
        if _is_date(century, day) and _luhn(day + last):
            return True
        position = match.start() + 1
    return False


def is_phone_column(name: str) -> bool:
    """Whether a column or tag of this name holds telephone numbers."""
    words = re.split(r"[^a-zåäö]+", name.casefold())
    return any(word.startswith(PHONE_WORDS) for word in words if word)


def _is_date(century: str | None, digits: str) -> bool:
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    day = day - 60 if day > 60 else day
    return any(_exists(int(c) * 100 + year, month, day) for c in ((century,) if century else ("19", "20")))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(digits))
    return sum(doubled) % 10 == 0


def texts_in(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """(name, text) of every text and whole number inside a JSON value, names joined by dots."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_in(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner, name)
    elif isinstance(value, str):
        yield name, value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield name, str(value)
