"""Intervals that cover, bands that are told apart, ranks that are earned."""

import numpy as np
import pytest

from beredd.dispensing.measures.intervals import (
    CONFIDENCE,
    bands,
    chance_band,
    in_two_stages,
    pairs,
    places,
    replicates_for,
)


def share_covered(truth, low, high):
    return np.mean((low <= truth) & (truth <= high))


def test_one_run_claims_no_interval():
    band = chance_band(np.array([[3.0, 4.0]]))
    assert np.isnan(band.low).all()
    assert np.isnan(band.high).all()
    (pair,) = pairs({"a": np.array([1.0]), "b": np.array([9.0])}, is_draws=False)
    assert not pair.is_told_apart
    assert np.isnan(pair.low)
    assert pair.p_first_better == 0.5


def test_the_interval_is_students_t():
    band = chance_band(np.array([1.0, 2.0, 3.0, 4.0]))
    assert (band.low, band.high) == pytest.approx((2.5 - 2.3534 * 1.29099 / 2, 2.5 + 2.3534 * 1.29099 / 2), abs=1e-3)


@pytest.mark.slow
def test_an_interval_from_two_stages_covers_as_often_as_it_says():
    rng = np.random.default_rng(5)
    covered, widths = [], []
    for _ in range(4000):
        spread = rng.uniform(0.5, 3)
        done, first, reached = in_two_stages(
            lambda a, b, s=spread: rng.normal(7.0, s, (b - a, 1)), lambda rows: rows, 1.0, most=100_000
        )
        band = chance_band(done, first=first)
        covered.append(band.low[0] <= 7.0 <= band.high[0])
        widths.append(band.high[0] - band.low[0])
        assert reached
    # Four standard errors of a share of 0.9 over 4,000.
    assert np.mean(covered) == pytest.approx(CONFIDENCE, abs=4 * np.sqrt(0.09 / 4000))
    assert max(widths) <= 1.0 + 1e-9


def test_a_width_that_takes_too_many_runs_is_said_to_be_missed():
    rng = np.random.default_rng(1)
    done, first, reached = in_two_stages(lambda a, b: rng.normal(0, 9, (b - a, 1)), lambda rows: rows, 0.01, most=50)
    assert (len(done), first, reached) == (50, 6, False)
    assert replicates_for(np.zeros((6, 2)), 1.0) == 6


@pytest.mark.slow
@pytest.mark.parametrize("draws", [6, 40])
def test_the_band_of_both_covers_the_expected_effect_of_another_world(draws):
    rng = np.random.default_rng(8)
    covered = []
    for _ in range(2000):
        worlds = rng.normal(10, 2, draws)
        paired = worlds[:, None] + rng.normal(0, 1.0, (draws, 2))
        both = bands(paired).both
        covered.append(both.low <= rng.normal(10, 2) <= both.high)
    # It holds chance too, so it covers a little more often than 90 per cent.
    assert 0.88 <= np.mean(covered) <= 0.95


def test_what_is_chance_and_what_is_parameters_is_told_apart():
    rng = np.random.default_rng(3)
    worlds = np.linspace(-10, 10, 64)[:, None]
    only_parameters = bands(np.repeat(worlds, 2, axis=1))
    assert only_parameters.chance.high - only_parameters.chance.low == pytest.approx(0)
    assert only_parameters.parameters.high - only_parameters.parameters.low > 15
    only_chance = bands(rng.normal(0, 10, (64, 2)))
    wide = only_chance.both.high - only_chance.both.low
    assert only_chance.parameters.high - only_chance.parameters.low < wide / 2


def test_two_are_ranked_only_when_their_paired_difference_excludes_zero():
    rng = np.random.default_rng(2)
    chance = rng.normal(0, 50, 8)  # common to all: it cancels in pairs
    values = {
        "without": 100 + chance,
        "good": 80 + chance + rng.normal(0, 1, 8),
        "as good": 80 + chance + rng.normal(0, 1, 8),
    }
    found = {(p.first, p.second): p for p in pairs(values, is_draws=False)}
    assert found["without", "good"].is_told_apart
    assert found["without", "good"].p_first_better < 0.01
    assert not found["good", "as good"].is_told_apart
    assert found["good", "as good"].low < 0 < found["good", "as good"].high
    assert places(list(values), list(found.values())) == {"without": 3, "good": 1, "as good": 1}


def test_holm_asks_more_where_more_is_compared():
    rng = np.random.default_rng(4)
    two = {"a": rng.normal(0, 1, 6), "b": rng.normal(1.5, 1, 6)}
    many = two | {f"n{n}": rng.normal(0, 1, 6) for n in range(8)}
    narrow = pairs(two, is_draws=False)[0]
    wide = next(p for p in pairs(many, is_draws=False) if {p.first, p.second} == {"a", "b"})
    assert narrow.difference == wide.difference
    assert wide.high - wide.low > narrow.high - narrow.low


def toy_chain(rng, replicates, *, people, late, helped):
    """Days without of `people` who are late with chance `late`, with and without a measure that helps `helped` of them.

    Chance is common: the same people are late for as long. The expected effect is -people * late * helped * 4 days.
    """
    is_late = rng.random((replicates, people)) < late
    days = rng.geometric(0.25, (replicates, people))
    is_helped = rng.random((replicates, people)) < helped
    without = (is_late * days).sum(axis=1)
    return np.stack([without, without - (is_late * is_helped * days).sum(axis=1)], axis=1)


@pytest.mark.slow
def test_the_interval_covers_a_known_answer_when_runs_stop_at_a_width():
    rng = np.random.default_rng(13)
    covered = []
    for _ in range(400):
        late, helped = rng.uniform(0.06, 0.20), rng.uniform(0.1, 0.6)
        truth = -400 * late * helped * 4
        rows, first, _ = in_two_stages(
            lambda a, b, late=late, helped=helped: toy_chain(rng, b - a, people=400, late=late, helped=helped),
            lambda rows: rows[:, 1:] - rows[:, :1],
            16.0,
            most=200,
        )
        band = chance_band(rows[:, 1] - rows[:, 0], first=first)
        covered.append(band.low <= truth <= band.high)
    assert 0.85 <= np.mean(covered) <= 0.95
