"""The parameter register: complete, honest, and strict about overrides."""

import pytest

from beredd.dispensing.errors import ParameterError
from beredd.dispensing.parameters import Parameter, load_parameters, resolve


def test_without_overrides_every_parameter_has_its_register_value():
    assert resolve() == {name: p.value for name, p in load_parameters().items()}


def test_an_override_changes_that_parameter_alone():
    changed = resolve({"divert_share": 0.5})
    assert changed["divert_share"] == 0.5
    assert {k: v for k, v in changed.items() if k != "divert_share"} == {
        k: v for k, v in resolve().items() if k != "divert_share"
    }


def test_an_unknown_parameter_is_refused_with_the_nearest_name():
    with pytest.raises(ParameterError, match=r"no parameter 'divert_shar'; did you mean 'divert_share'"):
        resolve({"divert_shar": 0.5})


def test_a_name_near_nothing_lists_what_there_is():
    with pytest.raises(ParameterError, match=r"allowed is .*divert_share"):
        resolve({"zzzz": 1})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("divert_share", 1.1),
        ("divert_share", -0.1),
        ("divert_share", float("nan")),
        ("divert_share", "0.5"),
        ("divert_share", True),
        ("position_counts_waiting", 0.5),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_with_the_range(name, value):
    low, high = load_parameters()[name].range
    with pytest.raises(ParameterError, match=rf"'{name}' is .*allowed is a .*from {low:g} to {high:g}"):
        resolve({name: value})


def test_both_ends_of_a_range_are_allowed():
    low, high = load_parameters()["pharmacy_cover_days"].range
    assert resolve({"pharmacy_cover_days": low})["pharmacy_cover_days"] == low
    assert resolve({"pharmacy_cover_days": high})["pharmacy_cover_days"] == high


def _entry(**changes):
    row = {
        "name": "x",
        "value": 1.0,
        "unit": "h",
        "label_sv": "Ett",
        "label_en": "One",
        "source": "a report",
        "confidence": "found",
        "range": (0.0, 2.0),
    }
    return Parameter(**{**row, **changes})


@pytest.mark.parametrize(
    "changes", [{"value": 3.0}, {"confidence": "estimated"}, {"confidence": "sure"}, {"integer": True, "value": 0.5}]
)
def test_a_dishonest_register_entry_is_refused(changes):
    _entry()
    with pytest.raises(ValueError, match=r"outside its range|needs a `why`|Input should be|whole number"):
        _entry(**changes)


def test_the_studio_offers_six_to_twelve_parameters():
    assert 6 <= sum(p.studio for p in load_parameters().values()) <= 12
