"""Numbers, shares, intervals, days and names as readers of each language write and order them."""

import random
from datetime import UTC, date, datetime

import numpy as np
import pytest

from beredd.figures.alphabet import alphabetical
from beredd.figures.numbers import day, interval, moment, number, percent, rounded_up, signed, weekdays
from beredd.wording import speaking


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (41300, "41\u00a0300"),
        (1.3, "1,3"),
        (12.34, "12,3"),
        (99.96, "100"),
        (0.125, "0,12"),
        (-5, "−5"),
        (-0.001, "0"),
        (-1234.5, "−1\u00a0234"),
        (np.float64(0.5), "0,5"),
        (np.int64(12000), "12\u00a0000"),
        (1e9, "1\u00a0000\u00a0000\u00a0000"),
        (None, "–"),
        (float("nan"), "–"),
        (float("inf"), "–"),
    ],
)
def test_numbers_are_written_as_swedes_write_them(value, text):
    assert number(value) == text


def test_numbers_and_shares_follow_the_language():
    assert (percent(0.715, 1), interval(0.69, 0.73, "percent")) == ("71,5\u00a0%", "69–73\u00a0%")
    with speaking("en"):
        assert (number(41300), percent(0.715, 1), interval(1.5, 2.5)) == ("41,300", "71.5%", "1.5–2.5")
        assert (number(-5), percent(-0.1), interval(0.69, 0.73, "percent")) == ("−5", "−10%", "69–73%")


def test_decimals_are_kept_when_they_are_asked_for():
    assert (number(2, 1), number(1234.5678, 2), percent(0.5, 2)) == ("2,0", "1\u00a0234,57", "50,00\u00a0%")


def test_a_half_is_rounded_as_written_and_not_as_it_is_stored():
    """2.675 is stored a little below; written by hand it was 2,67."""
    assert number(2.675, 2) == "2,68"


def test_an_interval_of_nothing_is_one_number():
    assert interval(3, 3) == "3"
    assert interval(0.971, 0.974, "percent") == "97\u00a0%"
    assert interval(None, 3) == ""


def test_a_difference_carries_its_sign():
    assert [signed(value, 1) for value in (2.5, -2.5, 0.04, 0)] == ["+2,5", "−2,5", "0,0", "0,0"]


@pytest.mark.parametrize(("value", "up"), [(0, 1), (1, 1), (1.1, 2), (23, 25), (26, 50), (0.07, 0.1), (5001, 10000)])
def test_axes_end_at_round_numbers(value, up):
    assert rounded_up(value) == pytest.approx(up)


def test_days_are_named_in_the_language():
    when = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
    assert (day(date(2026, 11, 24)), moment(when), weekdays()[0]) == ("24 november 2026", "2026-11-24 13.05", "måndag")
    with speaking("en"):
        assert (day(date(2026, 11, 24)), weekdays()[6]) == ("November 24, 2026", "Sunday")


def test_names_stand_in_swedish_order():
    order = ["Alingsås", "Habo", "Håbo", "Upplands-Bro", "Upplands Väsby", "Vara", "Vänersborg", "Wien"]
    order += ["Ystad", "Åmål", "Älmhult", "Öckerö", "Örebro"]
    shuffled = random.Random(1).sample(order, len(order))
    assert sorted(shuffled, key=alphabetical) == order


def test_letters_of_other_languages_stand_beside_their_like():
    assert sorted(["Ås", "Zeta", "Müller", "Mynta", "Ærø", "Älv", "idé", "Idé", "ide"], key=alphabetical) == [
        *("ide", "Idé", "idé"),
        *("Müller", "Mynta", "Zeta", "Ås", "Älv", "Ærø"),
    ]
