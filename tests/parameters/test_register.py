"""The one register: honest entries, strict overrides, every file of the package read by it."""

from importlib.resources import files

import pytest

from beredd.parameters import Parameter, ParameterError, Register, RegisterError, Uncertainty, load
from beredd.parameters.register import _entries

REGISTERS = ("dispensing", "dose", "need", "overdose", "overdose-opioids", "overdose-products", "siting")
CATALOGUES = ("dispensing-expected", "overdose-population", "overdose-published", "overdose-strategies")
"""Files of figures and descriptions without a single parameter."""


def entry(**changes):
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
    return {**row, **changes}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"value": 3.0}, "outside its range"),
        ({"value": float("nan")}, "finite number"),
        ({"value": "1"}, "valid number"),
        ({"confidence": "estimated"}, "needs a `why`"),
        ({"confidence": "chosen"}, "needs a `why`"),
        ({"confidence": "sure"}, "Input should be"),
        ({"integer": True, "value": 0.5}, "whole number"),
        ({"label_en": ""}, "label_sv and label_en"),
        ({"value": [1.0, 2.0]}, "takes no range"),
        ({"valeu": 1.0}, "not permitted"),
    ],
)
def test_a_dishonest_entry_is_refused(changes, reason):
    Parameter(**entry())
    with pytest.raises(ValueError, match=reason):
        Parameter(**entry(**changes))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "beta", "a": 1.0}, "takes a and b"),
        ({"kind": "beta", "a": 1.0, "b": 0.0}, "above 0"),
        ({"kind": "uniform", "low": 2.0, "high": 1.0}, "no interval"),
        ({"kind": "moments", "low": 0.1, "high": 0.2, "a": 1.0}, "takes low and high"),
        ({"kind": "lognormal", "sigma": -0.1}, "above 0"),
        ({"kind": "normal", "sigma": 0.1}, "Input should be"),
    ],
)
def test_a_distribution_takes_its_own_numbers_and_no_others(fields, reason):
    with pytest.raises(ValueError, match=reason):
        Uncertainty(**fields)


@pytest.mark.parametrize("name", ["dispensing", "need"])
def test_without_overrides_every_parameter_has_its_register_value(name):
    register = load(name)
    assert register.resolve() == {key: p.value for key, p in register.items()}


def test_an_override_changes_that_parameter_alone():
    changed = load("need").resolve({"kit_life_months": 18})
    assert changed.pop("kit_life_months") == 18.0
    assert changed == {key: value for key, value in load("need").resolve().items() if key != "kit_life_months"}


def test_an_unknown_parameter_is_refused_with_the_nearest_name():
    with pytest.raises(ParameterError, match=r"no parameter 'kit_life_month'; did you mean 'kit_life_months'"):
        load("need").resolve({"kit_life_month": 18})


def test_a_name_near_nothing_lists_what_there_is():
    with pytest.raises(ParameterError, match=r"allowed is .*divert_share"):
        load("dispensing").resolve({"zzzz": 1})


@pytest.mark.parametrize(
    ("register", "name", "value"),
    [
        ("dispensing", "divert_share", 1.1),
        ("dispensing", "divert_share", -0.1),
        ("dispensing", "divert_share", float("nan")),
        ("dispensing", "divert_share", float("inf")),
        ("dispensing", "divert_share", "0.5"),
        ("dispensing", "divert_share", True),
        ("dispensing", "divert_share", None),
        ("dispensing", "position_counts_waiting", 0.5),
        ("need", "kit_life_months", 100),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_with_the_range(register, name, value):
    low, high = load(register)[name].range
    with pytest.raises(ParameterError, match=rf"'{name}' is .*allowed is a .*from {low:g} to {high:g}"):
        load(register).resolve({name: value})


def test_a_refusal_speaks_the_readers_language():
    with pytest.raises(ParameterError) as refused:
        load("need").resolve({"kit_life_months": 100})
    assert str(refused.value.sentence.in_("sv")) == (
        "Parametern ”kit_life_months” är 100; tillåtet är ett tal från 12 till 36 (months)."
    )


def test_both_ends_of_a_range_are_allowed():
    register = load("dispensing")
    for end in register["pharmacy_cover_days"].ends:
        assert register.resolve({"pharmacy_cover_days": end})["pharmacy_cover_days"] == end


def test_a_fixed_parameter_takes_no_override():
    with pytest.raises(ParameterError, match=r"'physiology\.shunt_fraction' is 0\.1; .*fixed"):
        load("overdose").resolve({"physiology.shunt_fraction": 0.1})


@pytest.mark.parametrize("name", REGISTERS)
def test_every_number_says_where_it_comes_from(name):
    register = load(name)
    assert len(register) > 5
    assert [key for key, p in register.items() if not (p.unit and p.source and p.confidence)] == []


@pytest.mark.parametrize("name", ["dispensing", "need"])
def test_what_can_be_changed_has_a_range_and_a_name_in_both_languages(name):
    assert [key for key, p in load(name).items() if not (p.range and p.label("sv") and p.label("en"))] == []


def test_every_file_of_the_package_is_a_register_or_a_known_catalogue():
    there = {p.name.removesuffix(".toml") for p in (files("beredd.content") / "parameters").iterdir()}
    assert there - {"__init__.py"} == {*REGISTERS, *CATALOGUES}
    assert all(len(load(name)) == 0 for name in CATALOGUES)


def test_an_entry_inherits_what_the_tables_around_it_say():
    file = {
        "meta": {"source": "a report", "confidence": "found"},
        "a": {"x": {"value": 1.0, "unit": "h"}, "b": {"source": "another", "y": {"value": 2, "unit": "h"}}},
    }
    register = Register(_entries(file, file="t.toml"))
    assert {name: (p.value, p.source, p.confidence) for name, p in register.items()} == {
        "a.x": (1.0, "a report", "found"),
        "a.b.y": (2.0, "another", "found"),
    }
    assert register.section("a.b") == {"y": 2.0}
    with pytest.raises(RegisterError, match="no parameters under 'c'"):
        register.section("c")


def test_a_misspelt_key_of_a_file_is_refused_by_name():
    fields = entry(rnage=(0.0, 1.0))
    del fields["name"]
    with pytest.raises(RegisterError, match=r"t\.toml, parameter 'x', rnage"):
        list(_entries({"x": fields}, file="t.toml"))


def test_the_studio_offers_six_to_twelve_parameters():
    assert 6 <= sum(p.studio for p in load("dispensing").values()) <= 12
