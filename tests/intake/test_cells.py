"""Numbers and days as Swedish and English files write them; what may mean two things is none."""

import math
from datetime import date

import pytest

from beredd.intake import as_date, as_number, columns_of, number_cell, plain, unit_factor

NBSP, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize("decimal", [",", "."])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1220000", 1220000),
        ("1 220 000", 1220000),
        (f"1{NBSP}220{NBSP}000", 1220000),
        (f"1{NARROW}220{NARROW}000", 1220000),
        ("1'220'000", 1220000),
        ("1,220,000", 1220000),
        ("1.220.000", 1220000),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("30,5", 30.5),
        ("30.5", 30.5),
        ("0,0012", 0.0012),
        ("50 %", 0.5),
        ("\N{MINUS SIGN}5", -5),
        ("1e3", 1000),
        (" 7 ", 7),
        ("１２", 12),
    ],
)
def test_a_number_is_read_whatever_the_convention(text, value, decimal):
    assert as_number(text, decimal=decimal) == pytest.approx(value)


def test_one_comma_before_three_digits_is_decimal_only_where_the_file_writes_decimals_so():
    assert as_number("1,234", decimal=",") == 1.234
    assert math.isnan(as_number("1,234", decimal="."))


def test_one_point_before_three_digits_is_decimal_only_where_the_file_writes_decimals_so():
    assert as_number("710.000", decimal=".") == 710
    assert math.isnan(as_number("710.000", decimal=","))
    assert as_number("0.125", decimal=",") == as_number("0,125", decimal=".") == 0.125


@pytest.mark.parametrize("text", ["710.000", "710,000", "-1,234"])
def test_a_workbooks_text_that_may_mean_two_numbers_is_none(text):
    assert math.isnan(as_number(text, decimal=""))
    assert str(number_cell(text)).startswith(f"'{text}', which may mean")


@pytest.mark.parametrize("text", ["12¹", "12 ²", "³", "5½", "7①"])
def test_the_mark_of_a_footnote_is_no_digit(text):
    assert math.isnan(as_number(text, decimal=","))


@pytest.mark.parametrize(
    "text", ["", "x", "12 34", "1 2200", "1,22,000", "1e999", "nan", "inf", "0x10", "1_000", "--1", "5 st", "9" * 100]
)
def test_what_is_no_number_is_none(text):
    assert math.isnan(as_number(text, decimal=","))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("20261122", date(2026, 11, 22)),
        ("2026/11/22", date(2026, 11, 22)),
        ("2026-11-22T00:00:00", date(2026, 11, 22)),
        ("2026-11-22 13:45", date(2026, 11, 22)),
        ("22.11.2026", date(2026, 11, 22)),
        ("22/11/2026", date(2026, 11, 22)),
        ("2/3/2026", None),  # March in Sweden, February in America
        ("2026-13-01", None),
        ("2026-11", None),
        ("i går", None),
    ],
)
def test_a_day(text, day):
    assert as_date(text) == day


@pytest.mark.parametrize("text", ["2027-03", "2027-03-00", "03/2027", "mars 2027", "Mar 2027", "202703", "2027-03-31"])
def test_a_month_is_its_last_day_where_a_month_is_enough(text):
    assert as_date(text, month_is_enough=True) == date(2027, 3, 31)


def test_headers_are_found_by_meaning_and_a_word_belongs_to_one_column():
    meanings = {"code": ("lanskod", "code"), "place": ("lan", "code")}
    assert columns_of(["Län", "LÄNSKOD", "x"], meanings) == {"code": 1, "place": 0}
    assert columns_of(["code"], meanings) == {"code": 0, "place": -1}


@pytest.mark.parametrize(
    ("header", "factor"),
    [("Folkmängd (tusental)", 1000), ("folkmängd, tusental", 1000), ("Andel (%)", 0.01), ("Andel [%]", 0.01),
     ("Döda (per år)", 1), ("Folkmängd", 1), ("Kommun (nr)", 1)],
)  # fmt: skip
def test_a_unit_in_the_header_counts(header, factor):
    assert unit_factor(header) == factor


def test_words_are_compared_without_case_accents_and_signs():
    assert plain("Apoteks-Id") == plain("apoteksid") == "apoteksid"
    assert plain("Länskod") == plain("La\u0308nskod") == "lanskod"
