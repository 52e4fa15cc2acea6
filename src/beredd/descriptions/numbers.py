"""Numbers as people write them: 1,3 or 1.3, 277 000 or 277000, −1 or -1, 1625 µg, 3 min, 60 %."""

import re
from decimal import Decimal, InvalidOperation

from beredd.errors import BereddError
from beredd.quantities import factor, in_unit

_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_WITH_UNIT = re.compile(r"(?P<number>[+-]?[0-9.,]+(?:e[+-]?[0-9]+)?)(?P<unit>%|[a-zµμ]+(?:/[a-z]+)?)?", re.IGNORECASE)
MOST_DIGITS = 60


def read_number(text: str, *, unit: str = "", is_share: bool = False) -> float | int | str:
    """The number in a text, in `unit`; the text itself where it holds none, for whoever checks to refuse.

    Exact: 70 % is 0.7 and 1625 µg is 1.625 mg, not their neighbours.
    """
    squeezed = _BLANKS.sub("", text).replace("\u2212", "-")
    found = _WITH_UNIT.fullmatch(squeezed)
    if found is None or len(squeezed) > MOST_DIGITS:
        return text
    try:
        number = Decimal(found["number"].replace(",", "."))
        scale = _scale(found["unit"], unit=unit, is_share=is_share)
    except (InvalidOperation, BereddError):
        return text
    value = number * scale
    return int(value) if value == value.to_integral_value() and abs(value) < 2**63 else float(value)


def _scale(written: str | None, *, unit: str, is_share: bool) -> Decimal:
    if written is None:
        return Decimal(1)
    if written == "%" and is_share:
        return Decimal("0.01")
    return Decimal(repr(factor(in_unit(written), unit)))
