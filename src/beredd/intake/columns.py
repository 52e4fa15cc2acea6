"""Headers by meaning: Swedish and English words for the same thing, and the unit that a header may end with."""

import re
from collections.abc import Mapping, Sequence

from beredd.intake.cells import plain

_UNIT = re.compile(r"^(?P<name>.*?)\s*[(\[,]\s*(?:i |in |st )?(?P<unit>[^()\[\],]+?)\s*[)\]]?$")
UNITS = {
    # what a header's unit says, in `plain` form -> what one is in units
    "tusental": 1e3,
    "tusen": 1e3,
    "1000tal": 1e3,
    "1000": 1e3,
    "thousands": 1e3,
    "thousand": 1e3,
    "miljoner": 1e6,
    "miljoners": 1e6,
    "millions": 1e6,
    "procent": 1e-2,
    "percent": 1e-2,
    "st": 1.0,
    "antal": 1.0,
    "personer": 1.0,
    "people": 1.0,
    "perar": 1.0,
    "peryear": 1.0,
    "ar": 1.0,
}


def split_unit(header: str) -> tuple[str, str]:
    """(name, unit in `plain` form) of a header such as `Folkmängd (tusental)`; no unit where none is known."""
    if match := _UNIT.match(header):
        unit = "procent" if match["unit"].strip() == "%" else plain(match["unit"])
        if unit in UNITS:
            return match["name"], unit
    return header, ""


def unit_factor(header: str) -> float:
    """What a number under this header is multiplied by."""
    return UNITS.get(split_unit(header)[1], 1.0)


def columns_of(header: Sequence[str], meanings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Meaning -> position of its column, -1 for none. `meanings`: words in `plain` form, the first found counts.

    A word that two meanings share goes to the meaning that is named first.
    """
    own: dict[str, int] = {}
    for at, text in enumerate(header):
        own.setdefault(plain(split_unit(text)[0]), at)
        own.setdefault(plain(text), at)
    taken: set[int] = set()
    found = {}
    for meaning, words in meanings.items():
        at = next((own[word] for word in words if word in own and own[word] not in taken), -1)
        found[meaning] = at
        if at >= 0:
            taken.add(at)
    return found
