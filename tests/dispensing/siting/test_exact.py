"""The exact sets against the greedy ones, and against every set there is where they can be counted."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredd.dispensing.siting.exact import best_coverage, best_distance, fairest_coverage
from beredd.dispensing.siting.greedy import greedy_coverage, greedy_distance, interchange, published_rule
from beredd.dispensing.siting.lagrange import lagrange_bound
from beredd.dispensing.siting.problem import NoSuchSet, Problem
from beredd.dispensing.siting.roads import StraightRoads, TableRoads

pytestmark = pytest.mark.slow


def problem(seed, *, points=40, candidates=12, count=4, within_km=10.0, one_per_county=False, fixed=()):
    rng = np.random.default_rng(seed)
    lat, lon = 59 + rng.random(points), 15 + rng.random(points)
    to_lat, to_lon = 59 + rng.random(candidates), 15 + rng.random(candidates)
    is_fixed = np.zeros(candidates, bool)
    is_fixed[list(fixed)] = True
    return Problem(
        people=np.rint(rng.lognormal(6, 1, points)),
        point_town=(town := rng.integers(0, 6, points)),
        point_county=town % 3,
        town=np.arange(candidates) % 6,
        county=np.arange(candidates) % 3,
        roads=StraightRoads(lat, lon, to_lat, to_lon, detour=1.3),
        count=count,
        within_km=within_km,
        is_fixed=is_fixed,
        one_per_county=one_per_county,
    )


def every_set(asked):
    for rows in combinations(range(len(asked.county)), asked.count):
        chosen = np.zeros(len(asked.county), bool)
        chosen[list(rows)] = True
        if asked.keeps(chosen):
            yield chosen


@settings(max_examples=50, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    count=st.integers(3, 8),
    within_km=st.floats(5, 40),
    one_per_county=st.booleans(),
)
def test_the_exact_set_never_covers_fewer_than_the_greedy_one(seed, count, within_km, one_per_county):
    asked = problem(seed, count=count, within_km=within_km, one_per_county=one_per_county)

    found = best_coverage(asked, seconds=20, gap=0.0)

    assert asked.keeps(found.chosen)
    assert found.value >= asked.coverage(greedy_coverage(asked))
    assert found.value <= found.bound


@pytest.mark.parametrize("seed", range(5))
def test_the_exact_set_is_the_best_of_all_sets(seed):
    asked = problem(seed, fixed=(seed,), one_per_county=seed % 2 == 0)

    found = best_coverage(asked, seconds=20, gap=0.0)

    assert found.value == max(asked.coverage(chosen) for chosen in every_set(asked))
    assert found.gap < 1e-6  # the solver's own tolerance


@pytest.mark.parametrize("seed", range(5))
def test_the_exact_set_by_distance_is_the_best_of_all_sets(seed):
    asked = problem(seed, fixed=(seed,), one_per_county=seed % 2 == 0)

    found = best_distance(asked, seconds=20, gap=0.0)

    assert found.value == pytest.approx(min(asked.person_km(chosen) for chosen in every_set(asked)), rel=1e-9)
    assert found.gap < 1e-6


def test_a_set_by_distance_is_exact_where_points_look_beyond_their_nearest_candidates():
    """Twenty candidates in one town and one far off: the far town's nearest twelve say nothing of the second."""
    rng = np.random.default_rng(1)
    km = np.concatenate([1 + rng.random((6, 20)), np.full((6, 1), 80.0)], axis=1)
    far = np.concatenate([80 + rng.random((4, 20)), np.full((4, 1), 1.0)], axis=1)
    asked = Problem(
        people=np.ones(10),
        point_town=np.zeros(10, np.int64),
        point_county=np.zeros(10, np.int64),
        town=np.zeros(21, np.int64),
        county=np.zeros(21, np.int64),
        roads=TableRoads(np.concatenate([km, far])),
        count=2,
        within_km=5.0,
        is_fixed=np.zeros(21, bool),
    )

    found = best_distance(asked, seconds=20, gap=0.0)

    assert found.chosen[20]
    assert found.value == pytest.approx(min(asked.person_km(chosen) for chosen in every_set(asked)), rel=1e-9)


def test_the_greedy_set_by_distance_keeps_to_what_is_asked():
    asked = problem(3, fixed=(2, 5), one_per_county=True, count=5)
    assert asked.keeps(greedy_distance(asked))


def test_the_published_rule_gives_each_county_one_and_large_municipalities_more():
    asked = problem(4, count=6)
    chosen = published_rule(asked)
    people, seats = np.bincount(asked.point_town, asked.people), np.bincount(asked.town[chosen], minlength=6)
    assert asked.keeps(chosen)
    assert set(asked.county[chosen]) == {0, 1, 2}
    assert seats[np.argmax(people)] == 2  # all that it has
    assert seats[np.argmin(people)] <= 1


def test_more_pharmacies_than_there_are_is_refused_in_one_sentence():
    with pytest.raises(NoSuchSet, match="13 pharmacies were asked for; the network has 12"):
        problem(1, count=13)


def test_a_straight_road_and_its_table_are_the_same_problem():
    straight = problem(8)
    km = np.stack([straight.roads.to(np.arange(12) == j) for j in range(12)], axis=1)
    table = TableRoads(km)
    assert np.array_equal(table.within(10).toarray(), straight.covers.toarray())
    assert np.allclose(table.nearest(12)[1], straight.roads.nearest(12)[1])


@pytest.mark.parametrize("seed", range(5))
def test_the_fairest_set_has_the_highest_lowest_share_and_then_the_most_people(seed):
    asked = problem(seed, count=4, within_km=25)

    def shares(chosen):
        near = (asked.covers @ chosen.astype(int)) > 0
        return np.bincount(asked.point_county[near], asked.people[near], 3) / np.bincount(
            asked.point_county, asked.people
        )

    found = fairest_coverage(asked, seconds=20, gap=0.0)

    highest = max(shares(chosen).min() for chosen in every_set(asked))
    assert shares(found.chosen).min() == pytest.approx(highest, rel=1e-5)
    fair = [chosen for chosen in every_set(asked) if shares(chosen).min() >= highest - 1e-5]
    assert found.value == pytest.approx(max(map(asked.coverage, fair)), rel=1e-6)


def test_an_exchange_never_makes_a_set_worse_and_keeps_what_is_asked():
    for seed in range(10):
        asked = problem(seed, points=60, candidates=20, count=6, fixed=(3,), one_per_county=True)
        before = greedy_distance(asked)
        after = interchange(asked, before)
        assert asked.keeps(after)
        assert asked.person_km(after) <= asked.person_km(before) * (1 + 1e-12)


def test_a_lagrangian_bound_is_below_the_best_and_settles_nothing_wrongly():
    for seed in range(10):
        asked = problem(seed, fixed=(1,), one_per_county=seed % 2 == 0)
        known = lagrange_bound(asked, greedy_distance(asked))
        best = min(every_set(asked), key=asked.person_km)
        value = asked.person_km(best)
        assert known.bound <= value * (1 + 1e-9)
        assert known.value >= value * (1 - 1e-9)
        if value < known.value * (1 - 1e-9):
            assert not (best & known.is_out).any()
            assert (best | ~known.is_in).all()
