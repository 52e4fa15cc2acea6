"""Units as people write them, and how many of one another is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredd.quantities import UNITS, UnitError, factor, in_unit

PAIRS = [(a, b) for units in UNITS.values() for a in units for b in units]


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (1.8, "mg", "ug", 1800.0),
        (400.0, "ng", "ug", 0.4),
        (2.0, "g", "mg", 2000.0),
        (40.0, "mmHg", "kPa", 5.3329),  # normal arterial carbon dioxide
        (90.0, "min", "h", 1.5),
        (2.0, "d", "s", 172800.0),
    ],
)
def test_known_quantities(value, unit, to, expected):
    assert value * factor(unit, to) == pytest.approx(expected, rel=1e-4)


@given(pair=st.sampled_from(PAIRS))
def test_there_and_back_is_the_same(pair):
    unit, to = pair
    assert factor(unit, to) * factor(to, unit) == pytest.approx(1.0, rel=1e-12)


def test_no_unit_stands_in_two_dimensions():
    names = [unit for units in UNITS.values() for unit in units]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("written", ["µg", "μg", "ug", "mcg", "UG", " µg "])
def test_a_microgram_is_one_however_it_is_written(written):
    assert in_unit(written) == "ug"


def test_an_unknown_unit_is_named_with_what_is_known():
    with pytest.raises(UnitError, match=r"'lb' is not known.*mmHg|'lb' is not known.*ug"):
        in_unit("lb")
    with pytest.raises(UnitError, match="'mcg' is not known"):
        factor("mcg", "mg")


def test_mass_never_becomes_pressure():
    with pytest.raises(UnitError, match=r"'mg' cannot become 'kPa'.*mass"):
        factor("mg", "kPa")
