"""Swedish workdays and holidays, by rule and by Easter."""

from datetime import date, timedelta


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


def public_holidays(year: int) -> frozenset[date]:
    """Public holidays besides Sundays: lag (1989:253) om allmänna helgdagar."""
    easter = easter_sunday(year)
    return frozenset(
        {
            date(year, 1, 1),
            date(year, 1, 6),
            easter - timedelta(2),  # Good Friday
            easter,
            easter + timedelta(1),
            date(year, 5, 1),
            easter + timedelta(39),  # Ascension Day
            easter + timedelta(49),  # Whit Sunday
            date(year, 6, 6),
            _saturday_from(date(year, 6, 20)),  # Midsummer Day
            _saturday_from(date(year, 10, 31)),  # All Saints' Day
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def eves(year: int) -> frozenset[date]:
    """Midsummer, Christmas and New Year's Eve: not public holidays, but as Sundays at work (semesterlagen § 3 a)."""
    return frozenset({_saturday_from(date(year, 6, 20)) - timedelta(1), date(year, 12, 24), date(year, 12, 31)})


def is_workday(day: date) -> bool:
    """Monday to Friday, neither a public holiday nor one of the three eves."""
    return day.weekday() < 5 and day not in public_holidays(day.year) and day not in eves(day.year)


def hours_as_on(day: date) -> int:
    """The weekday whose opening hours hold that day: holidays as Sundays (6), eves as Saturdays (5) at most.

    Pharmacies publish their own holiday hours; this is the simplest rule that keeps most of them shut on red days.
    """
    if day in public_holidays(day.year):
        return 6
    if day in eves(day.year):
        return max(day.weekday(), 5)
    return day.weekday()


def _saturday_from(day: date) -> date:
    return day + timedelta((5 - day.weekday()) % 7)
