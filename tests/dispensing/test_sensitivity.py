"""The table of sensitivities: what is expected of whom, and how a verdict is reached."""

import dataclasses

import numpy as np
import pytest
from tests.dispensing.small_network import small_network

from beredd.dispensing import sensitivity as s
from beredd.dispensing.errors import ParameterError
from beredd.dispensing.parameters import load_parameters
from beredd.dispensing.sensitivity import Expectation, load_expectations, sensitivity, steps


def row(expected="+", **changes):
    plain = {"parameter": "late_share", "setting": "rest", "figure": "person_days_without", "expected": expected}
    return Expectation(**(plain | changes))


def judged(base, less, more, **changes):
    """The verdict on figures per seed at the register's value, below and above it."""
    wanted = row(**changes)
    parameter = load_parameters()[wanted.parameter]
    low, high = steps(parameter)
    found = {
        (wanted.setting, changed, seed): {wanted.figure: values[n]}
        for changed, values in (((), base), (((wanted.parameter, low),), less), (((wanted.parameter, high),), more))
        for n, seed in enumerate((1, 2, 3))
    }
    return s._judged(wanted, parameter, found, (1, 2, 3))


def test_every_parameter_has_an_expected_sign():
    _, rows = load_expectations()
    assert {r.parameter for r in rows} == set(load_parameters())


def test_every_setting_is_used():
    settings, rows = load_expectations()
    assert {r.setting for r in rows} == set(settings)


def test_no_setting_fixes_the_parameter_that_is_tried_in_it():
    settings, rows = load_expectations()
    assert [r.parameter for r in rows if r.parameter in settings[r.setting].parameters] == []
    assert any(setting.parameters for setting in settings.values())


@pytest.mark.parametrize("name", list(load_parameters()))
def test_steps_stay_in_the_range_and_move(name):
    parameter = load_parameters()[name]
    less, more = steps(parameter)
    assert less is not None or more is not None
    for value in (less, more):
        if value is not None:
            assert parameter.range[0] <= value <= parameter.range[1]
            assert value != parameter.value
            assert not parameter.integer or value == int(value)


def test_a_sign_is_right_or_wrong_as_expected():
    assert judged([100, 101, 99], [95, 96, 94], [105, 106, 105]).verdict == "right"
    assert judged([100, 101, 99], [95, 96, 94], [105, 106, 105], expected="-").verdict == "wrong"


def test_what_differs_between_seeds_as_much_as_between_values_is_noise():
    assert judged([100, 100, 100], [100, 104, 97], [101, 98, 102]).verdict == "noise"


def test_what_nothing_reads_moves_nothing():
    assert judged([100, 101, 99], [100, 101, 99], [100, 101, 99]).verdict == "none"


def test_what_should_stay_may_move_by_one_per_cent():
    assert judged([100, 100, 100], [99.8, 99.8, 99.8], [100.5, 100.5, 100.5], expected="0").verdict == "right"
    assert judged([100, 100, 100], [98, 98, 98], [103, 103, 103], expected="0").verdict == "wrong"


def test_effects_are_per_cent_of_the_figure_and_steep_ones_are_marked():
    mild, steep = judged([200] * 3, [190] * 3, [210] * 3), judged([200] * 3, [140] * 3, [260] * 3)
    assert (mild.effect_less_percent, mild.effect_more_percent, mild.elasticity) == (-5, 5, 1)
    assert (mild.steep, steep.steep) == (False, True)


def test_an_unknown_parameter_is_refused_before_anything_is_run():
    with pytest.raises(ParameterError, match="late_share"):
        sensitivity(parameters=["late_shear"], threads=1)


@pytest.mark.slow
def test_late_people_are_without_more_often():
    told = []
    network = small_network(people=8_000)
    (found,) = sensitivity(parameters=["late_share"], threads=2, network=network, progress=lambda *x: told.append(x))
    assert found["verdict"] == "right"
    assert found["effect_less_percent"] < 0 < found["effect_more_percent"]
    assert sorted(told) == [(n, 9) for n in range(1, 10)]
    assert np.isfinite(found["error_percent"])


def test_the_table_sets_what_came_beside_what_was_expected():
    first = dataclasses.asdict(judged([200] * 3, [190] * 3, [210] * 3))
    head, _, line = s.as_markdown([first]).split("\n")
    assert head.startswith("| Parameter | Setting | Figure | Expected |")
    assert line == "| `late_share` | rest | `person_days_without` | + | -5.00 | +5.00 | 0.00 | right |"
    assert "| – | +5.00 |" in s.as_markdown([first | {"effect_less_percent": None}])


@pytest.mark.slow
def test_a_settings_parameters_hold_in_it():
    network, (settings, _) = small_network(people=2_000), load_expectations()
    setting = settings["telephone"]
    asked = {"seed": 1, "overrides": {}}
    minutes = s._figures(network, setting, **asked)["phone_minutes"]
    assert minutes != s._figures(network, setting.model_copy(update={"parameters": {}}), **asked)["phone_minutes"]
