"""The figures that the model must reproduce, to all digits given.

Sources: Irvine et al. 2022 (closed form inferred from its curves); PROFOUND, Zang et al. 2022 (decision tree); Swedish
figures: Skåne's programme 2018-2021.
"""

import numpy as np
import pytest

from beredd.need.allocation import water_fill
from beredd.need.availability import availability, kits_for
from beredd.need.fatality import DecisionTree
from beredd.need.parameters import resolve
from beredd.need.supply import effective, in_circulation, monthly_stock, per_year

FORM = {"slope": 1.0, "cap": 1.0}


@pytest.fixture
def tree():
    return DecisionTree.of(resolve())


@pytest.mark.parametrize(
    ("p", "expected"),
    [(0, 0.05314693), (0.2, 0.04894069), (0.5, 0.04263132), (0.8, 0.03632196), (1, 0.03211572)],
)
def test_case_fatality_in_the_united_states(tree, p, expected):
    assert tree.fatality(p) == pytest.approx(expected, abs=5e-9)


@pytest.mark.parametrize(("p", "expected"), [(0.2, 0.079144), (0.5, 0.197859), (0.8, 0.316575), (1, 0.395718)])
def test_relative_reduction_of_case_fatality(tree, p, expected):
    assert 1 - tree.fatality(p) / tree.fatality(0) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(
    ("target", "kits", "yearly"),
    [(0.5, 693.15, 536.63), (0.8, 1609.44, 1246.02), (0.9, 2302.59, 1782.65), (0.95, 2995.73, 2319.28)],
)
def test_kits_per_1000_at_risk(target, kits, yearly):
    found = kits_for(target, 1000.0, **FORM)
    assert found == pytest.approx(kits, abs=5e-3)
    assert per_year(found, 15.5) == pytest.approx(yearly, abs=5e-3)


@pytest.mark.parametrize(
    ("worth", "budget", "expected"),
    [
        ((10, 30, 60), 1000, (100, 300, 600)),
        ((30, 30, 30), 1000, (240.4639, 391.8081, 367.7279)),
        ((30, 30, 30), 50, (50, 0, 0)),
    ],
)
def test_water_filling_of_three_groups(worth, budget, expected):
    assert water_fill(worth, (100, 300, 600), budget) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("share", "ratio", "at_80", "at_100"),
    [
        (0.5, 0.6255, 0.329, 0.411),
        (0.6, 0.4873, 0.263, 0.329),
        (0.7, 0.3442, 0.197, 0.246),
        (0.8, 0.1958, 0.131, 0.163),
    ],
)
def test_tree_set_to_a_share_of_unwitnessed_deaths(tree, share, ratio, at_80, at_100):
    alone = tree.with_unwitnessed_share(share)
    assert alone.witnessed_private_ratio == pytest.approx(ratio, abs=5e-5)
    assert alone.unwitnessed_share_of_deaths() == pytest.approx(share, abs=1e-12)
    assert 1 - alone.fatality(0.8) / alone.fatality(0) == pytest.approx(at_80, abs=6e-4)
    assert 1 - alone.fatality(1) / alone.fatality(0) == pytest.approx(at_100, abs=6e-4)


def test_tree_set_to_skane(tree):
    assert tree.with_unwitnessed_share(0.6).fatality(0) == pytest.approx(0.053917, abs=5e-7)


def test_ten_points_fewer_alone_is_worth_the_last_fifth_of_kits(tree):
    fewer_alone = tree.with_unwitnessed_share(0.5).fatality(0.8)
    more_kits = tree.with_unwitnessed_share(0.6).fatality(1.0)
    assert fewer_alone == pytest.approx(0.0356, abs=6e-5)
    assert more_kits == pytest.approx(0.0362, abs=6e-5)


@pytest.mark.parametrize(
    ("at_risk", "p", "overdoses", "uses"),
    [(2000, 0.5129, 918.8, 250.4), (2500, 0.4375, 885.7, 205.9), (3500, 0.337, 845.0, 151.3)],
)
def test_skane_2018_to_2021(tree, at_risk, p, overdoses, uses):
    found = availability(in_circulation(1113.7, 15.5), at_risk, **FORM)
    assert found == pytest.approx(p, abs=6e-5)
    implied = 2.8e-5 * 1_390_000 / tree.fatality(found)
    assert implied == pytest.approx(overdoses, abs=0.06)
    assert implied * tree.witnessed() * found == pytest.approx(uses, abs=0.06)


@pytest.mark.parametrize(
    ("at_risk", "kits", "yearly"), [(10_600, 17_060, 13_208), (18_000, 28_970, 22_428), (29_500, 47_478, 36_757)]
)
def test_sweden_at_80_per_cent(at_risk, kits, yearly):
    found = kits_for(0.8, at_risk, **FORM)
    assert found == pytest.approx(kits, abs=0.5)
    assert per_year(found, 15.5) == pytest.approx(yearly, abs=0.5)


def test_channels_weigh_as_published():
    assert effective([100.0, 0, 0], resolve()) == 100
    assert effective([0, 269.0, 0], resolve()) == pytest.approx(100)
    assert effective([0, 0, 500.0], resolve()) == pytest.approx(100)


def test_monthly_stock_settles_where_the_yearly_formula_says():
    stock = monthly_stock(np.full(400, 100.0), 15.5)
    assert stock[-1] == pytest.approx(in_circulation(1200, 15.5), rel=1e-9)
