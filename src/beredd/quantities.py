"""Units at the border, and the grid of hours and days.

Inside the engines: seconds, picomolar, mmHg, litre. A value that comes from outside is converted here, once; a name
then carries its unit (`dose_mg`, `flow_l_per_min`). Simulated time is counted in whole hours from midnight of day 0.
"""

from beredd.errors import BereddError


class UnitError(BereddError):
    """A unit that is not known, or that cannot become the one asked for."""


UNITS: dict[str, dict[str, float]] = {
    # dimension: {unit: how many of the first unit it is}
    "mass": {"mg": 1.0, "g": 1e3, "ug": 1e-3, "ng": 1e-6},
    "concentration": {"pM": 1.0, "nM": 1e3, "uM": 1e6},
    "pressure": {"mmHg": 1.0, "kPa": 760 / 101.325},  # 101.325 kPa = 760 mmHg, the standard atmosphere
    "flow": {"L/min": 1.0, "mL/min": 1e-3, "L/s": 60.0},
    "duration": {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0},
}

HOURS_PER_DAY = 24
DAYS_PER_WEEK = 7


def dimension(unit: str) -> str:
    """What a unit measures, e.g. `mass` for `ug`."""
    for name, units in UNITS.items():
        if unit in units:
            return name
    known = [unit for units in UNITS.values() for unit in units]
    raise UnitError("quantities.unknown-unit", found=unit, allowed=known)


def convert(value: float, unit: str, to: str) -> float:
    """The same quantity in another unit of the same dimension. Takes arrays too."""
    measures = dimension(unit)
    if dimension(to) != measures:
        raise UnitError("quantities.other-dimension", found=unit, asked=to, measures=measures, allowed=UNITS[measures])
    return value * (UNITS[measures][unit] / UNITS[measures][to])


def picomolar(concentration_ng_per_ml: float, molar_mass_g_per_mol: float) -> float:
    """Molar concentration in pM of a mass concentration in ng/mL."""
    if not molar_mass_g_per_mol > 0:
        raise UnitError("quantities.molar-mass", found=molar_mass_g_per_mol)
    # 1 ng/mL = 1e-6 g/L, and 1 mol/L = 1e12 pM.
    return concentration_ng_per_ml * (1e6 / molar_mass_g_per_mol)


def day_of(hour: int) -> int:
    """The day an hour belongs to, both from 0. Takes arrays too."""
    return hour // HOURS_PER_DAY


def hour_of_day(hour: int) -> int:
    """0 … 23, where 13 is the hour that begins at 13:00. Takes arrays too."""
    return hour % HOURS_PER_DAY


def weekday(day: int, *, start_weekday: int) -> int:
    """0 … 6, Monday = 0, of a day counted from a first day with `start_weekday`. Takes arrays too."""
    return (start_weekday + day) % DAYS_PER_WEEK
