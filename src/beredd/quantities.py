"""Units at the border: which there are, how they are written, and how many of one another is.

Inside the engines: seconds, picomolar, mmHg, litre. A value that comes from outside is converted once, where it is
read; a name then carries its unit (`dose_mg`, `flow_l_per_min`).
"""

from beredd.errors import BereddError


class UnitError(BereddError):
    """A unit that is not known, or that cannot become the one asked for."""


UNITS: dict[str, dict[str, float]] = {
    # dimension: {unit: how many of the first unit it is}
    "mass": {"mg": 1.0, "g": 1e3, "ug": 1e-3, "ng": 1e-6},
    "pressure": {"mmHg": 1.0, "kPa": 760 / 101.325},  # 101.325 kPa = 760 mmHg, the standard atmosphere
    "duration": {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0},
}

SPELLINGS = {"µg": "ug", "μg": "ug", "mcg": "ug", "mikrog": "ug", "sek": "s", "sec": "s", "tim": "h"}
"""How else people write a unit: both micro signs, and what prescriptions say."""


def in_unit(written: str) -> str:
    """The unit that people mean by what they have written, whatever its case; unknown ones are refused."""
    names = {unit.lower(): unit for units in UNITS.values() for unit in units} | SPELLINGS
    if (found := names.get(written.strip().lower())) is None:
        raise UnitError("quantities.unknown-unit", found=written, allowed=sorted(names))
    return found


def dimension(unit: str) -> str:
    """What a unit measures, e.g. `mass` for `ug`."""
    for name, units in UNITS.items():
        if unit in units:
            return name
    known = [unit for units in UNITS.values() for unit in units]
    raise UnitError("quantities.unknown-unit", found=unit, allowed=known)


def factor(unit: str, to: str) -> float:
    """How many `to` one `unit` is; both measure the same."""
    measures = dimension(unit)
    if dimension(to) != measures:
        raise UnitError("quantities.other-dimension", found=unit, asked=to, measures=measures, allowed=UNITS[measures])
    return UNITS[measures][unit] / UNITS[measures][to]
