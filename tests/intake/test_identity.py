"""Personal identity numbers are found in all their spellings, and what only looks like one is left alone."""

import pytest

from beredd.intake.identity import find_identity_number, is_phone_column, texts_in


def with_check_digit(nine):
    """Nine digits and the tenth that Skatteverket's rule (SKV 704) demands, worked out the long way."""
    total = 0
    for place, digit in enumerate(map(int, nine)):
        product = digit * (2 if place % 2 == 0 else 1)
        total += product if product < 10 else product - 9
    return nine + str((10 - total % 10) % 10)


TOLVAN = "1212121212"
"""The number on Skatteverket's own specimens."""


def test_the_long_way_agrees_with_the_official_specimen():
    assert with_check_digit(TOLVAN[:9]) == TOLVAN


@pytest.mark.parametrize(
    "text",
    [
        TOLVAN,
        "121212-1212",
        "121212+1212",
        "19121212-1212",
        "191212121212",
        "121212 1212",
        "121212–1212",
        "Kontakt: 19121212-1212, dagtid",
        "(121212-1212)",
        "556012-5790 och 121212-1212",
        "a;121212-1212;b",
        "191212121212.0",
        "１２１２１２-１２１２",
        with_check_digit("850771234"),  # coordination number: day 11 plus 60
        "20" + with_check_digit("040229123"),  # a leap day that exists
        with_check_digit("000229123"),  # in 2000, though not in 1900
    ],
)
def test_found(text):
    assert find_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "121212-1213",  # check digit
        with_check_digit("991331123"),  # month 13
        with_check_digit("990230123"),  # 30 February
        "19" + with_check_digit("000229123"),  # 1900 was no leap year
        with_check_digit("850700123"),  # day 0
        with_check_digit("850792123"),  # day 92, beyond coordination numbers
        with_check_digit("556012579"),  # a company's number: third digit 2 or more
        with_check_digit("556212345"),
        "7350012121212",  # GLN, 13 digits
        TOLVAN + "000",  # 13 digits that begin like a person
        "71212121212121",  # NPL-pack-id, 14 digits
        "59.1212121212",  # decimals of a position
        "18,1212121212",
        "node/1212121212",
        "https://example.org/a?id=1212121212",
        "114 28 Stockholm",
        "Mo-Fr 09:00-18:00; Sa 10:00-14:00",
        "2024-12-12 12:12:12",
    ],
)
def test_left_alone(text):
    assert not find_identity_number(text)


def test_a_telephone_number_in_its_own_column_is_no_person():
    # 070 128 … reads as 28 January 2007 with a right check digit.
    phone = with_check_digit("070128123")
    assert find_identity_number(phone)
    assert not find_identity_number(phone, is_phone=True)
    assert not find_identity_number("+46 " + phone, is_phone=True)


def test_a_person_in_a_telephone_column_is_still_found():
    assert find_identity_number("121212-1212", is_phone=True)
    assert find_identity_number(TOLVAN, is_phone=True)


@pytest.mark.parametrize("name", ["telefon", "Telefonnr", "contact:phone", "fax", "mobil"])
def test_columns_of_telephone_numbers(name):
    assert is_phone_column(name)


@pytest.mark.parametrize("name", ["personnummer", "namn", "hotel", "kommun"])
def test_columns_of_other_things(name):
    assert not is_phone_column(name)


def test_texts_are_found_at_any_depth():
    value = {"a": [{"b": "x"}, 12], "c": {"d": {"e": "y"}}, "f": None, "g": True, "h": 1.5}
    assert list(texts_in(value)) == [("a.b", "x"), ("a", "12"), ("c.d.e", "y")]
