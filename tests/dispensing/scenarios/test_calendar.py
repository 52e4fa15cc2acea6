"""Swedish workdays and the opening hours of holidays."""

from datetime import date, timedelta

import pytest

from beredd.dispensing.scenarios.calendar import easter_sunday, hours_as_on, is_workday, public_holidays

SATURDAY, SUNDAY = 5, 6


@pytest.mark.parametrize(
    ("year", "day"),
    [(2016, date(2016, 3, 27)), (2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2027, date(2027, 3, 28))],
)
def test_easter_sunday_falls_on_the_published_day(year, day):
    assert easter_sunday(year) == day


def test_the_thirteen_public_holidays_of_2026():
    days = [
        (1, 1),
        (1, 6),
        (4, 3),
        (4, 5),
        (4, 6),
        (5, 1),
        (5, 14),
        (5, 24),
        (6, 6),
        (6, 20),
        (10, 31),
        (12, 25),
        (12, 26),
    ]
    assert public_holidays(2026) == {date(2026, *d) for d in days}


@pytest.mark.parametrize("day", [date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31), date(2026, 5, 14)])
def test_eves_and_holidays_on_weekdays_are_no_workdays(day):
    assert day.weekday() < 5
    assert not is_workday(day)


def test_a_year_has_the_usual_number_of_workdays():
    year = [date(2026, 1, 1) + timedelta(d) for d in range(365)]
    assert sum(map(is_workday, year)) == 251  # 261 weekdays, seven holidays, three eves


def test_holidays_keep_sunday_hours_and_eves_saturday_hours():
    assert hours_as_on(date(2026, 5, 14)) == SUNDAY
    assert hours_as_on(date(2026, 12, 24)) == SATURDAY
    assert hours_as_on(date(2026, 9, 8)) == 1
