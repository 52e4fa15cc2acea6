"""Two engines, one answer: the compiled chain equals the plain one to the integer, whatever happens."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispensing.engine.cases import calm, run_fast, run_reference, same, stormy
from tests.dispensing.small_network import small_network

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.ground import give_birth
from beredd.dispensing.engine.plan import MU_ONE, Behaviour, population_plan
from beredd.dispensing.engine.reference_population import draw_people
from beredd.dispensing.parameters import resolve

networks = st.builds(
    small_network,
    pharmacies=st.integers(2, 6),
    ecommerce=st.integers(0, 2),
    municipalities=st.integers(1, 4),
    counties=st.just(1),
    articles=st.integers(6, 14),
    people=st.integers(60, 900),
    seed=st.integers(1, 50),
)
behaviours = st.fixed_dictionaries(
    {},
    optional={
        "divert_share": st.sampled_from([0.3, 0.9]),
        "elsewhere_share": st.sampled_from([0.3, 0.9]),
        "position_counts_waiting": st.sampled_from([0, 1]),
        "shelf_service_tier3": st.sampled_from([0.80, 1.0]),
        "shelf_service_tier0": st.sampled_from([0.90, 1.0]),
        "cover_days_share": st.sampled_from([0.0, 0.1]),
        "site_picking_over_mean": st.sampled_from([1.1, 3.0]),
        "site_receiving_over_mean": st.sampled_from([1.1, 3.0]),
        "urgent_first_max_tier": st.sampled_from([-1, 1]),
        "overtime_min": st.sampled_from([0, 90]),
        "simplified_from_min": st.sampled_from([0, 20]),
        "same_day_share": st.sampled_from([0.0, 1.0]),
        "pharmacy_cover_days": st.sampled_from([30, 45]),
        "home_stock_share": st.sampled_from([0.1, 0.5]),
    },
)


@pytest.mark.slow
@settings(max_examples=25)
@given(networks, behaviours, st.integers(0, 10_000), st.integers(1, 9), st.integers(0, 3))
def test_engines_agree_to_the_integer_in_any_storm(network, overrides, seed, days, replicate):
    conditions = stormy(network, days=days, seed=seed)
    given_to_both = {"days": days, "seed": seed, "replicate": replicate, **overrides}
    _, fast = run_fast(network, conditions, threads=1 + seed % 2, blocks=1 + seed % 3, **given_to_both)
    chain, plain = run_reference(network, conditions, **given_to_both)
    assert same(fast, plain) == []
    assert plain.day[:, [T.PACKS_ERROR, T.LINES_ERROR]].sum() == 0
    assert chain.dispensed == plain.day_group[T.G_DISPENSED].sum()


@pytest.mark.slow
def test_engines_agree_over_a_month_in_which_shelves_run_empty():
    network = small_network(people=1_200)
    conditions = stormy(network, days=30, seed=5)
    conditions.ship_permille[8:20] = 0
    overrides = {"shelf_service_tier1": 0.90, "shelf_service_tier3": 0.80, "late_delivery_share": 0.1}
    _, fast = run_fast(network, conditions, days=30, seed=9, threads=2, blocks=3, **overrides)
    _, plain = run_reference(network, conditions, days=30, seed=9, **overrides)
    assert same(fast, plain) == []
    assert plain.day_group[T.G_FIRST].sum() < plain.day_group[T.G_REQUESTED].sum()
    assert plain.hour_county[T.DIVERTED].sum() > 0
    assert plain.day[:, T.UNREGISTERED].sum() > 0
    assert plain.day[:, T.PHONE_MINUTES].sum() > 0


@pytest.mark.parametrize("seed", [1, 2**33 + 7])
def test_both_draw_the_same_people(seed):
    network = small_network(people=800)
    values = resolve({})
    birth = give_birth(network, values, seed=seed, start_weekday=2, threads=2)
    plan = population_plan(network, Behaviour(values=values))
    people, mean_packs = draw_people(plan, birth.ground.world, start_weekday=2)
    drawn = birth.population
    assert [p.home for p in people] == np.repeat(np.arange(7), np.diff(drawn.person_from)).tolist()
    assert [p.lead_days for p in people] == drawn.lead_days.tolist()
    assert [p.municipality for p in people] == drawn.municipality.tolist()
    assert [p.visit_day for p in people] == drawn.visit_day.tolist()
    assert [x.article for p in people for x in p.lines] == drawn.article.tolist()
    assert [x.runout_h for p in people for x in p.lines] == drawn.runout_h.tolist()
    assert [sum(m.values()) for m in mean_packs] == drawn.mean_packs.sum(axis=1).tolist()
    assert drawn.mean_packs.sum() / MU_ONE > 1


def test_threads_and_blocks_never_show():
    network = small_network(people=900)
    conditions = stormy(network, days=6, seed=11)
    _, one = run_fast(network, conditions, days=6, threads=1)
    for threads, blocks in ((2, 2), (2, 5), (1, 7)):
        chain, other = run_fast(network, conditions, days=6, threads=threads, blocks=blocks)
        assert same(one, other) == []
        assert same(one, chain.final_tally()) == []


def test_a_calm_week_meets_every_need():
    network = small_network(people=3_000)
    _, tally = run_fast(network, calm(network, days=7), days=7)
    groups = tally.day_group.sum(axis=(1, 2, 3))
    assert groups[T.G_REQUESTED] > 100
    assert groups[T.G_FIRST] >= 0.9 * groups[T.G_REQUESTED]
    assert tally.hour_county[T.TURNED_AWAY].sum() == 0


def test_an_hour_that_takes_from_nobody_changes_nothing():
    network = small_network(people=900)
    days = 5
    calm_one, calm_two = calm(network, days=days), calm(network, days=days)
    closed_at_night = calm_two.is_open == 0
    calm_two.rate_permille[closed_at_night] = 0  # a stop while everything is shut anyway
    _, one = run_fast(network, calm_one, days=days)
    _, two = run_fast(network, calm_two, days=days)
    assert same(one, two) == []


@pytest.mark.parametrize("seed", range(4))
def test_more_capacity_never_raises_waiting_under_common_chance(seed):
    network = small_network(people=6_000, pharmacies=4, ecommerce=0)
    conditions = calm(network, days=6)
    conditions.rate_permille[:, 30:60] = 120
    waits = []
    for speed in (250, 500, 1000):
        slow = calm(network, days=6)
        slow.rate_permille[...] = np.minimum(conditions.rate_permille, speed)
        _, tally = run_fast(network, slow, days=6, seed=seed)
        waits.append(int(tally.day[:, T.QUEUE_HOURS].sum() + tally.hour_county[T.TURNED_AWAY].sum()))
    assert waits == sorted(waits, reverse=True)
    assert waits[0] > waits[-1]
