"""Conversions at the border and the grid of hours and days."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredd.quantities import UNITS, UnitError, convert, day_of, dimension, hour_of_day, picomolar, weekday

PAIRS = [(a, b) for units in UNITS.values() for a in units for b in units]


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (1.8, "mg", "ug", 1800.0),
        (400.0, "ng", "ug", 0.4),
        (2.0, "g", "mg", 2000.0),
        (5.0, "nM", "pM", 5000.0),
        (40.0, "mmHg", "kPa", 5.3329),  # normal arterial carbon dioxide
        (6.0, "L/min", "L/s", 0.1),
        (90.0, "min", "h", 1.5),
        (2.0, "d", "s", 172800.0),
    ],
)
def test_known_quantities(value, unit, to, expected):
    assert convert(value, unit, to) == pytest.approx(expected, rel=1e-4)


@given(pair=st.sampled_from(PAIRS), value=st.floats(1e-6, 1e6))
def test_there_and_back_is_the_same(pair, value):
    unit, to = pair
    assert convert(convert(value, unit, to), to, unit) == pytest.approx(value, rel=1e-12)


def test_no_unit_stands_in_two_dimensions():
    names = [unit for units in UNITS.values() for unit in units]
    assert len(names) == len(set(names))


def test_unknown_unit_is_named_with_what_is_known():
    with pytest.raises(UnitError, match=r"'mcg' is not known.*ug"):
        dimension("mcg")


def test_mass_never_becomes_pressure():
    with pytest.raises(UnitError, match=r"'mg' cannot become 'kPa'.*mass"):
        convert(1.0, "mg", "kPa")


def test_one_nanogram_per_millilitre_of_naloxone():
    # Naloxone 327.37 g/mol: 1 ng/mL = 1 ug/L = 1e-6 g / 327.37 g/mol = 3.0546 nmol/L.
    assert picomolar(1.0, 327.37) == pytest.approx(3054.6, rel=1e-4)


@pytest.mark.parametrize("molar_mass", [0.0, -1.0, float("nan")])
def test_molar_mass_must_be_positive(molar_mass):
    with pytest.raises(UnitError, match="above 0"):
        picomolar(1.0, molar_mass)


def test_conversions_take_arrays():
    assert convert(np.array([1.0, 2.0]), "mg", "ug").tolist() == [1000.0, 2000.0]
    assert day_of(np.array([0, 23, 24])).tolist() == [0, 0, 1]


@given(hours=st.integers(0, 24 * 400), start=st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)))
def test_the_grid_agrees_with_the_calendar(hours, start):
    there = datetime.datetime.combine(start, datetime.time()) + datetime.timedelta(hours=hours)
    day = day_of(hours)
    assert hour_of_day(hours) == there.hour
    assert (there.date() - start).days == day
    assert weekday(day, start_weekday=start.weekday()) == there.weekday()
