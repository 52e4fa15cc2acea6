"""Swedish days as everyone knows them beforehand: what kind each is, what is open, delivered and prescribed.

Which kinds there are and what holds on them is data (`networks/sweden/days.csv`, `months.csv`); when they fall is law.
Checked against the library `holidays` 0.109 for every year from 2010 to 2040: the same public holidays, the same eves.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import numpy as np

from beredd.dispensing.network.package_tables import reference_table

WORKDAY, BRIDGE, SATURDAY, SUNDAY, HOLIDAY, EVE = "workday", "bridge", "saturday", "sunday", "holiday", "eve"
_OPENS_AS = {"saturday": 5, "sunday": 6}


class Name(NamedTuple):
    """A day's name."""

    sv: str
    en: str


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> Mapping[date, Name]:
    """Public holidays besides Sundays and their names: lag (1989:253) om allmänna helgdagar."""
    easter = easter_sunday(year)
    return {
        date(year, 1, 1): Name("Nyårsdagen", "New Year's Day"),
        date(year, 1, 6): Name("Trettondedag jul", "Epiphany"),
        easter - timedelta(2): Name("Långfredagen", "Good Friday"),
        easter: Name("Påskdagen", "Easter Sunday"),
        easter + timedelta(1): Name("Annandag påsk", "Easter Monday"),
        date(year, 5, 1): Name("Första maj", "May Day"),
        easter + timedelta(39): Name("Kristi himmelsfärdsdag", "Ascension Day"),
        easter + timedelta(49): Name("Pingstdagen", "Whit Sunday"),
        date(year, 6, 6): Name("Sveriges nationaldag", "National Day"),
        _saturday_from(date(year, 6, 20)): Name("Midsommardagen", "Midsummer Day"),
        _saturday_from(date(year, 10, 31)): Name("Alla helgons dag", "All Saints' Day"),
        date(year, 12, 25): Name("Juldagen", "Christmas Day"),
        date(year, 12, 26): Name("Annandag jul", "Boxing Day"),
    }


@cache
def eves(year: int) -> Mapping[date, Name]:
    """Midsummer, Christmas and New Year's Eve: not public holidays, but as Sundays at work (semesterlagen § 3 a)."""
    return {
        _saturday_from(date(year, 6, 20)) - timedelta(1): Name("Midsommarafton", "Midsummer Eve"),
        date(year, 12, 24): Name("Julafton", "Christmas Eve"),
        date(year, 12, 31): Name("Nyårsafton", "New Year's Eve"),
    }


def kind_of(day: date) -> str:
    """One of the kinds in days.csv. A bridging day is a single working day between two days off."""
    if day in public_holidays(day.year):
        return HOLIDAY
    if day.weekday() == 6:
        return SUNDAY
    if day in eves(day.year):
        return EVE
    if day.weekday() == 5:
        return SATURDAY
    return BRIDGE if _is_off(day - timedelta(1)) and _is_off(day + timedelta(1)) else WORKDAY


def name_of(day: date) -> Name:
    """The holiday's or eve's own name, else that of its kind."""
    own = public_holidays(day.year).get(day) or eves(day.year).get(day)
    return own or Name(*(_rule(kind_of(day), column) for column in ("name_sv", "name_en")))


def is_workday(day: date) -> bool:
    """Orders, deliveries and prescribers: Monday to Friday, neither a public holiday nor one of the three eves."""
    return _rule(kind_of(day), "delivers") == "1"


def hours_as_on(day: date) -> int:
    """The weekday whose opening hours hold that day: holidays as Sundays (6), eves as Saturdays (5) at most.

    Pharmacies publish their own holiday hours; this is the simplest rule that keeps most of them shut on red days.
    """
    return _OPENS_AS.get(_rule(kind_of(day), "opening"), day.weekday())


def course_permille(start: date, days: int, parameters: Mapping[str, float]) -> np.ndarray:
    """New one-off courses on each day of a run, relative to an ordinary day of its sort (worked or off), (days,) int16.

    Bridging days have `bridge_day_share` of a working day's; the month's part counts with `season_strength`.
    """
    share = {"workday": 1.0, "bridge": parameters["bridge_day_share"], "rest": 1.0}
    strength = parameters["season_strength"]
    return np.array(
        [
            round(1000 * share[_rule(kind_of(day), "courses")] * (1 + strength * (_month(day) - 1)))
            for day in _days(start, days)
        ],
        dtype=np.int16,
    )


def prescriber_permille(start: date, days: int, parameters: Mapping[str, float]) -> np.ndarray:
    """Prescribers' telephone minutes on each day relative to a working day, (days,) int64."""
    share = {
        "workday": 1.0,
        "bridge": parameters["bridge_day_share"],
        "rest": parameters["phone_off_hours_share"],
    }
    return np.array(
        [round(1000 * share[_rule(kind_of(day), "prescribers")]) for day in _days(start, days)], dtype=np.int64
    )


def _days(start: date, days: int) -> list[date]:
    return [start + timedelta(d) for d in range(days)]


def _is_off(day: date) -> bool:
    return day.weekday() >= 5 or day in public_holidays(day.year) or day in eves(day.year)


def _saturday_from(day: date) -> date:
    return day + timedelta((5 - day.weekday()) % 7)


@cache
def _table() -> dict[str, dict[str, str]]:
    table = reference_table("days")
    columns = ("name_sv", "name_en", "opening", "delivers", "courses", "prescribers")
    rows = zip(*(table.text(column) for column in columns), strict=True)
    return {kind: dict(zip(columns, row, strict=True)) for kind, row in zip(table.keys("kind"), rows, strict=True)}


def _rule(kind: str, column: str) -> str:
    return _table()[kind][column]


@cache
def _months() -> tuple[float, ...]:
    return tuple(reference_table("months").number("courses", 0, 10).tolist())


def _month(day: date) -> float:
    return _months()[day.month - 1]
