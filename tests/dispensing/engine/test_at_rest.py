"""When nothing happens nothing changes: no trend, no special day, nobody stuck."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispensing.engine.cases import calm, run_fast
from tests.dispensing.small_network import small_network

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.burn_in import BURN_IN_DAYS
from beredd.dispensing.engine.figures import ANY_TIER, people_without
from beredd.dispensing.network.model import NOT_SAID

WEEKS = 17
LONGEST_OVERDUE_DAYS = 23
"""A third of the run: who is stuck is as late as the run is long. Others are late by habit, find the shelf empty, wait
for an order over a weekend and try again."""


@pytest.fixture(scope="module")
def rest():
    network = small_network(people=150_000, pharmacies=30, municipalities=6, articles=30)
    days = 7 * WEEKS
    _, tally = run_fast(network, calm(network, days=days), days=days, threads=2, before=BURN_IN_DAYS)
    return tally


def beyond_noise(counts):
    """How many standard deviations of a Poisson count the furthest value lies from the mean."""
    return float(np.abs(counts - counts.mean()).max() / np.sqrt(counts.mean()))


@pytest.mark.slow
def test_every_weekday_is_like_the_same_weekday_of_any_week(rest):
    customers = rest.day[:, T.CUSTOMERS].reshape(WEEKS, 7)
    assert [d for d in range(7) if beyond_noise(customers[:, d]) > 4.5] == []


@pytest.mark.slow
@pytest.mark.parametrize("column", [T.BACKLOG, T.ORDERED, T.ENTERED])
def test_weeks_have_no_trend(rest, column):
    weeks = rest.day[:, column].reshape(WEEKS, 7).sum(axis=1).astype(float)
    slope, level = np.polyfit(np.arange(WEEKS), weeks, 1)
    residual = weeks - (level + slope * np.arange(WEEKS))
    error = np.sqrt((residual**2).sum() / (WEEKS - 2) / (WEEKS * (WEEKS**2 - 1) / 12))
    assert abs(slope) < 4 * error
    # A twentieth of the level, or what two standard errors hide: here some thirty people a week wait for another try.
    assert abs(slope) * WEEKS < max(0.05 * level, 2 * error * WEEKS)


@pytest.mark.slow
@pytest.mark.parametrize("tier", range(5))
def test_as_many_are_without_in_the_first_weeks_as_in_the_last(rest, tier):
    without = people_without(rest)[:, :, tier].sum(axis=1).reshape(WEEKS, 168).mean(axis=1)
    first, last = without[1:5], without[-4:]
    assert abs(first.mean() - last.mean()) <= 5 * np.sqrt(2 * without.mean() / 4)


@pytest.mark.slow
def test_the_first_days_are_no_different_from_later_ones(rest):
    backlog = rest.day[:, T.BACKLOG].reshape(WEEKS, 7).astype(float)
    without = people_without(rest)[:, :, ANY_TIER].sum(axis=1).reshape(WEEKS, 7, 24).mean(axis=2)
    for by_weekday in (backlog, without):
        later = by_weekday[2:].mean(axis=0)
        spread = np.maximum(by_weekday[2:].std(axis=0, ddof=1), np.sqrt(later))
        assert (np.abs(by_weekday[0] - later) < 5 * spread).all()


STOP_DAYS, AFTER_DAYS = 3, 20


@pytest.mark.slow
def test_the_same_stop_costs_the_same_on_day_1_and_on_day_15():
    network = small_network(people=150_000, pharmacies=30, municipalities=6, articles=30)
    days = 15 + AFTER_DAYS
    usual = people_without(run_fast(network, calm(network, days=days), days=days, threads=2, before=BURN_IN_DAYS)[1])
    costs = []
    for day in (1, 15):
        c = calm(network, days=day + AFTER_DAYS)
        c.rate_permille[:, 24 * day : 24 * (day + STOP_DAYS)] = 0
        _, tally = run_fast(network, c, days=day + AFTER_DAYS, threads=2, before=BURN_IN_DAYS)
        costs.append(float((people_without(tally) - usual[: 24 * (day + AFTER_DAYS)])[:, :, ANY_TIER].sum()) / 24)
    # Some 5 000 people are met by the stop and each of them costs days: their sampling is under 4 per cent.
    assert costs[0] > 3_000
    assert costs[1] == pytest.approx(costs[0], rel=0.08)


odd = st.fixed_dictionaries(
    {
        "pharmacies": st.integers(1, 4),
        "ecommerce": st.integers(0, 1),
        "municipalities": st.integers(1, 6),  # more than shops: some have none
        "people": st.integers(60, 3_000),
        "articles": st.integers(6, 24),
        "seed": st.integers(1, 99),
    }
)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, derandomize=True)
@given(odd, st.booleans(), st.sampled_from([0.90, 1.0]))
def test_at_rest_nobody_is_stuck(sizes, is_island, kept):
    network = small_network(counties=1, **sizes)
    if is_island:  # everybody's alternatives lie beyond the longest journey
        network = replace(network, alternative_km=network.alternative_km + np.float32(500))
    is_scarce = np.arange(len(network.article_id)) % 3 == 0  # always: a day's use at the distributors
    network = replace(network, article_cover_days=np.where(is_scarce, 1, NOT_SAID).astype(np.int32))
    days = 70
    chain, _ = run_fast(
        network,
        calm(network, days=days),
        days=days,
        before=14,
        shelf_service_tier0=kept,
        shelf_service_tier1=kept,
    )
    overdue_h = 24 * days - chain.state.line["runout_h"].astype(int)
    assert overdue_h.max() <= 24 * LONGEST_OVERDUE_DAYS
    assert chain.errors.sum() == 0


@pytest.mark.slow
def test_who_turns_from_an_empty_shelf_with_nowhere_else_to_go_queues_at_home_after_all():
    """Everyone who lacks something urgent turns away from home at once, and there is no other pharmacy."""
    network = small_network(counties=1, municipalities=1, pharmacies=1, ecommerce=0, people=300, articles=120)
    days = 70
    little = {"shelf_service_tier0": 0.9, "shelf_service_tier1": 0.9, "elsewhere_share": 0.9}
    chain, _ = run_fast(network, calm(network, days=days), days=days, before=14, **little)
    overdue_h = 24 * days - chain.state.line["runout_h"].astype(int)
    assert overdue_h.max() <= 24 * LONGEST_OVERDUE_DAYS


@pytest.mark.slow
@pytest.mark.parametrize("cover_days", [1, 2, 3, 4])
def test_a_distributor_with_little_of_everything_works_off_what_it_owes(cover_days):
    network = small_network(people=60_000, pharmacies=12, municipalities=3, articles=30)
    little = replace(network, article_cover_days=np.full(30, cover_days, np.int32))
    days = 7 * WEEKS
    chain, tally = run_fast(little, calm(little, days=days), days=days, before=BURN_IN_DAYS)
    backlog = tally.day[:, T.BACKLOG].reshape(WEEKS, 7).mean(axis=1)
    # Without an order for what is owed some 150 people wait at the end with a day's cover, 80 with four.
    assert backlog[-4:].mean() < backlog[1:5].mean() + 5
    assert (24 * days - chain.state.line["runout_h"].astype(int)).max() <= 24 * LONGEST_OVERDUE_DAYS
