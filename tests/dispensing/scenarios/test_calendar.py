"""Swedish workdays and the opening hours of holidays."""

from datetime import date, timedelta

import pytest

from beredd.dispensing.network.package_tables import reference_table
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios.calendar import (
    course_permille,
    easter_sunday,
    eves,
    hours_as_on,
    is_workday,
    kind_of,
    name_of,
    prescriber_permille,
    public_holidays,
)

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
    assert set(public_holidays(2026)) == {date(2026, *d) for d in days}


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


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 6, 19), "Midsommarafton"),
        (date(2027, 6, 25), "Midsommarafton"),
        (date(2026, 6, 20), "Midsommardagen"),
        (date(2026, 12, 24), "Julafton"),
        (date(2026, 12, 31), "Nyårsafton"),
        (date(2027, 3, 26), "Långfredagen"),
        (date(2027, 3, 29), "Annandag påsk"),
        (date(2026, 10, 31), "Alla helgons dag"),
        (date(2026, 9, 8), "Vardag"),
        (date(2026, 9, 12), "Lördag"),
        (date(2026, 5, 15), "Klämdag"),
    ],
)
def test_a_day_has_the_name_that_everyone_knows(day, name):
    assert name_of(day).sv == name


@pytest.mark.parametrize("year", range(2016, 2036))
def test_midsummer_eve_is_the_friday_between_19_and_25_june(year):
    (midsummer,) = [day for day in eves(year) if day.month == 6]
    assert midsummer.weekday() == 4
    assert 19 <= midsummer.day <= 25
    assert midsummer + timedelta(1) in public_holidays(year)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 5, 15), "bridge"),  # Friday after Ascension Day
        (date(2026, 1, 5), "bridge"),  # Monday before Epiphany on a Tuesday
        (date(2026, 1, 2), "bridge"),  # Friday after New Year's Day on a Thursday
        (date(2026, 5, 13), "workday"),  # a day off on one side only
        (date(2026, 12, 30), "workday"),
        (date(2026, 4, 4), "saturday"),  # Holy Saturday
        (date(2026, 10, 31), "holiday"),
        (date(2022, 12, 24), "eve"),  # on a Saturday
        (date(2023, 12, 24), "sunday"),
        (date(2026, 12, 31), "eve"),
    ],
)
def test_days_are_of_the_kind_that_people_know(day, kind):
    assert kind_of(day) == kind


def test_every_kind_has_its_row_and_every_row_its_kind():
    kinds = {kind_of(date(2020, 1, 1) + timedelta(d)) for d in range(3000)}
    assert kinds == set(reference_table("days").keys("kind"))


def test_ordinary_weeks_bring_what_they_always_do():
    assert set(course_permille(date(2026, 9, 7), 90, resolve()).tolist()) == {1000}


def test_a_bridging_day_brings_fewer_courses():
    ascension = course_permille(date(2026, 5, 11), 7, resolve({"bridge_day_share": 0.5}))
    assert ascension.tolist() == [1000, 1000, 1000, 1000, 500, 1000, 1000]


def test_prescribers_are_fewer_on_a_bridging_day_and_few_on_days_off():
    week = prescriber_permille(date(2026, 5, 11), 7, resolve({"bridge_day_share": 0.6, "phone_off_hours_share": 0.1}))
    assert week.tolist() == [1000, 1000, 1000, 100, 600, 100, 100]


def test_seasons_count_only_as_much_as_asked_for_and_make_a_mean_of_one():
    winter, summer = date(2027, 1, 11), date(2027, 7, 12)
    flat = [course_permille(day, 5, resolve())[0] for day in (winter, summer)]
    swing = [course_permille(day, 5, resolve({"season_strength": 1}))[0] for day in (winter, summer)]
    assert flat[0] == flat[1]
    assert swing[0] / flat[0] == pytest.approx(1.08, abs=0.001)
    assert swing[1] / flat[1] == pytest.approx(0.88, abs=0.001)
    assert sum(reference_table("months").number("courses", 0, 2)) == pytest.approx(12)


def test_the_found_months_are_their_years_share():
    # 286 antibiotic prescriptions per 1 000 in 2019: a mean month has 23.83.
    months = reference_table("months").number("courses", 0, 2)
    for month, per_1000 in ((3, 24.58), (4, 23.28), (5, 23.16)):
        assert months[month - 1] == pytest.approx(per_1000 / (286 / 12), abs=0.01)
