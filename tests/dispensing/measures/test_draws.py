"""Draws of what we do not know: by address, whole where they must be, inside what a parameter may be."""

import numpy as np
import pytest

from beredd.dispensing.dose.question import dose_register
from beredd.dispensing.errors import ParameterError
from beredd.dispensing.measures.draws import draw_parameters, draw_worlds, quantile, strongest, uncertain
from beredd.dispensing.parameters import load_parameters
from beredd.parameters import Parameter, Register, Uncertainty

CHAIN = load_parameters()


def test_another_uncertain_parameter_moves_no_draw():
    whole = draw_parameters(CHAIN, 8, seed=3)
    some = Register([CHAIN["late_share"], CHAIN["web_share"]], name=CHAIN.name)
    for one, other in zip(whole, draw_parameters(some, 8, seed=3), strict=True):
        assert {name: one[name] for name in other} == other


def test_each_tenth_of_a_distribution_is_drawn_once():
    low, high = CHAIN["late_share"].uncertainty.low, CHAIN["late_share"].uncertainty.high
    drawn = np.array([one["late_share"] for one in draw_parameters(CHAIN, 10, seed=1)])
    assert sorted(((drawn - low) / (high - low) * 10).astype(int)) == list(range(10))


def test_the_seed_decides():
    assert draw_worlds(4, seed=1) == draw_worlds(4, seed=1)
    assert draw_worlds(4, seed=1) != draw_worlds(4, seed=2)


@pytest.mark.parametrize("register", [CHAIN, dose_register()], ids=lambda register: register.name)
def test_every_draw_is_allowed_and_every_uncertainty_has_a_reason(register):
    for one in uncertain(register):
        ends = quantile(one, np.array([1e-9, 0.5, 1 - 1e-9]))
        assert all(one.allows(float(value)) for value in ends), one.name
        assert one.uncertainty.why, one.name
        assert ends[0] <= one.number <= ends[2], one.name


def test_readings_of_the_law_and_tolerances_are_not_drawn():
    drawn = {one.name for one in uncertain(CHAIN)}
    assert not drawn & {"telephone_max_tier", "paper_max_tier", "tolerance_h_tier0", "heavy_user_share"}


def test_a_draw_outside_what_is_allowed_is_one_sentence():
    wide = Uncertainty(kind="uniform", low=0.0, high=9.0, why="a test")
    broken = CHAIN["late_share"].model_copy(update={"uncertainty": wide})
    with pytest.raises(ParameterError, match=r"A draw of late_share is .* allowed is .*wider than its range"):
        draw_parameters(Register([broken], name="broken"), 5, seed=1)


@pytest.mark.parametrize(
    ("how", "median"),
    [
        ({"kind": "beta", "a": 2.0, "b": 2.0}, 0.5),
        ({"kind": "lognormal", "sigma": 0.4}, 0.3),
        ({"kind": "moments", "low": 0.2, "high": 0.4}, 0.2985),
    ],
)
def test_other_distributions_have_their_median(how, median):
    one = Parameter(
        name="x", value=0.3, unit="share", source="a test", confidence="found", uncertainty=Uncertainty(**how)
    )
    assert quantile(one, np.array([0.5])) == pytest.approx([median], abs=2e-3)


def test_what_goes_with_the_effect_stands_first_with_its_source():
    worlds = draw_parameters(CHAIN, 32, seed=4)
    effects = np.array([-5 * one["late_share"] + 0.01 * one["web_share"] for one in worlds])
    first = strongest(worlds, effects)[0]
    assert (first["name"], first["rank_correlation"], first["source"]) == (
        "late_share",
        -1.0,
        CHAIN["late_share"].source,
    )
