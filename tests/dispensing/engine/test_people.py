"""How people meet holidays, closing time, queues and shut doors, and who is counted as past their limit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dispensing.engine.cases import calm, run_fast, same, stormy
from tests.dispensing.small_network import small_network

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.burn_in import BURN_IN_DAYS
from beredd.dispensing.engine.chain import Chain, first_state
from beredd.dispensing.engine.figures import ANY_TIER, people_past_limit, people_without
from beredd.dispensing.engine.ground import give_birth
from beredd.dispensing.engine.state import ORDINARY, TURNED_AWAY, URGENT
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import compile_conditions, make_scenario


@pytest.fixture(scope="module")
def town():
    """Twelve shops with some pharmacists each: run in a second, and large enough for queues to mean something."""
    return small_network(people=150_000, pharmacies=12, municipalities=3, ecommerce=1, articles=30)


def run(town, conditions, days, **overrides):
    _, tally = run_fast(town, conditions, days=days, threads=2, before=BURN_IN_DAYS, **overrides)
    assert tally.day[:, [T.PACKS_ERROR, T.LINES_ERROR]].sum() == 0
    return tally


def hours_of(days):
    return slice(24 * days.start, 24 * days.stop)


@pytest.fixture(scope="module")
def ordinary(town):
    return run(town, calm(town, days=28), 28)


def easter(town, days=28, first=11):
    """Friday to Monday off, on Sunday hours, known to everybody."""
    c = calm(town, days=days)
    c.is_workday[first : first + 4] = 0
    c.hours_as[first : first + 4] = 6
    for day in range(first, first + 4):
        c.is_open[:, 24 * day : 24 * day + 24] = c.is_open[:, 24 * 6 : 24 * 7]
    return c


@pytest.mark.slow
def test_easter_is_an_ordinary_busy_week(town, ordinary):
    holiday = run(town, easter(town), 28)
    week = range(7, 21)
    assert holiday.day[week, T.BACKLOG].max() < 0.2 * ordinary.day[7:12, T.CUSTOMERS].mean()
    turned_away = holiday.hour_county[T.TURNED_AWAY, hours_of(week)].sum()
    assert turned_away < 0.02 * holiday.day[week, T.CUSTOMERS].sum()
    collected_before = holiday.day[6:11, T.CUSTOMERS].sum() - ordinary.day[6:11, T.CUSTOMERS].sum()
    assert collected_before > 0.2 * ordinary.day[11:15, T.CUSTOMERS].sum()
    assert holiday.day[:, T.CUSTOMERS].sum() == pytest.approx(ordinary.day[:, T.CUSTOMERS].sum(), rel=0.01)


@pytest.mark.slow
def test_closing_time_turns_hardly_anybody_away(ordinary):
    assert ordinary.hour_county[T.TURNED_AWAY].sum() < 0.005 * ordinary.day[:, T.CUSTOMERS].sum()
    assert 0 < ordinary.day[:, T.OVERTIME_S].sum() < 28 * 13 * 1800 * 4


@pytest.mark.slow
def test_most_of_those_met_by_a_short_stop_are_served_the_same_day(town, ordinary):
    c = calm(town, days=3)
    c.rate_permille[:, 24 + 9 : 24 + 12] = 0
    stop = run(town, c, 3)
    met = stop.hour_county[T.ARRIVALS, 24 + 9 : 24 + 12].sum()
    until_another_day = stop.hour_county[T.TURNED_AWAY, 24:48].sum() - ordinary.hour_county[T.TURNED_AWAY, 24:48].sum()
    assert 0 < until_another_day < 0.4 * met


@pytest.mark.slow
def test_nobody_stands_longer_than_their_patience(town):
    c = calm(town, days=10)
    c.rate_permille[...] = 500
    tally = run(town, c, 10, patience_h=2)
    served, waited_h = tally.hour_county[T.SERVED].sum(), tally.day[:, T.QUEUE_HOURS].sum()
    assert waited_h / served < 2
    assert tally.hour_county[T.TURNED_AWAY].sum() > served / 20


def queued(state, p):
    """People in the queues of pharmacy p."""
    for queue in (URGENT, ORDINARY):
        i = int(state.queue[p, queue]["head"])
        for _ in range(state.queue[p, queue]["count"]):
            yield i
            i = int(state.person[i]["next"])


@pytest.mark.slow
def test_the_diverted_leave_after_their_patience_too():
    network = small_network(people=60_000, pharmacies=4, municipalities=1, counties=1, ecommerce=0)
    days, patience_h = 4, 2
    c = calm(network, days=days)
    c.rate_permille[:2] = 0  # half of the shops hand out nothing, and the others are slow
    c.rate_permille[2:] = 400
    birth = give_birth(network, resolve({"patience_h": patience_h}), seed=1, start_weekday=0, threads=1)
    chain = Chain(birth.ground, c, days=days, state=first_state(birth, threads=1, burn_in_days=7))
    joined, longest_h, guests = {}, 0, set()
    for hour in range(24 * days):
        chain.advance(hour + 1)
        inside = [i for p in (2, 3) for i in queued(chain.state, p)]
        joined = {i: joined.get(i, hour) for i in inside}
        longest_h = max([longest_h, *(hour - since for since in joined.values())])
        guests |= {i for i in inside if chain.state.person[i]["home"] < 2}
    assert len(guests) > 500
    assert longest_h < patience_h
    assert chain.tally().hour_county[T.TURNED_AWAY].sum() > 500


@pytest.mark.slow
def test_customers_of_the_web_go_to_a_shop_when_theirs_is_shut(town, ordinary):
    c = calm(town, days=14)
    c.rate_permille[town.pharmacy_is_ecommerce, 24 * 7 :] = 0
    shut, usual = run(town, c, 14).day_owner[:, 7:].sum(axis=(1, 2)), ordinary.day_owner[:, 7:14].sum(axis=(1, 2))
    assert shut[T.ON_THE_WEB] == 0 < usual[T.ON_THE_WEB]
    gained = shut[T.OTHER_PHARMACY] - usual[T.OTHER_PHARMACY]
    assert gained > 0.5 * usual[T.ON_THE_WEB]
    assert shut[T.OWN_PHARMACY] == pytest.approx(usual[T.OWN_PHARMACY], rel=0.02)


@pytest.mark.slow
def test_the_most_urgent_go_first_where_work_is_slowed(town):
    c = calm(town, days=8)
    c.rate_permille[:, 48:120] = 250
    first, in_turn = (run(town, c, 8, urgent_first_max_tier=tier) for tier in (0, -1))
    assert first.past_hours[:, 0].sum() < 0.7 * in_turn.past_hours[:, 0].sum()
    least = [people_without(tally)[:, :, 4].sum() for tally in (first, in_turn)]
    assert least[0] > least[1]


@pytest.mark.slow
def test_nobody_goes_first_where_work_goes_on_as_usual(town, ordinary):
    in_turn = run(town, calm(town, days=28), 28, urgent_first_max_tier=-1)
    assert same(in_turn, ordinary) == []


@pytest.mark.slow
def test_keepers_of_animals_are_served_but_never_counted_as_people_without(town):
    is_animal = np.array([group == "C10" for group in town.group_id])
    town = replace(town, group_tier=np.where(is_animal, 0, np.maximum(1, town.group_tier)).astype(np.int8))
    c = calm(town, days=6)
    c.rate_permille[:, 24:72] = 0
    people, animals = (run(replace(town, group_is_animal=x), c, 6) for x in (np.zeros_like(is_animal), is_animal))
    for count in (people_without, people_past_limit):
        assert count(people)[:, :, 0].sum() > 0 == count(animals)[:, :, 0].sum()
        assert (count(animals)[:, :, 1:5] == count(people)[:, :, 1:5]).all()
    assert np.array_equal(people.day, animals.day)
    assert np.array_equal(people.day_group, animals.day_group)


@pytest.mark.slow
def test_what_is_counted_by_age_is_counted_in_the_ages_of_those_who_came():
    network = small_network(people=6_000, pharmacies=3, ecommerce=0)
    oldest = np.zeros_like(network.group_age_weight)
    oldest[:, -1] = 1.0  # nobody else has a prescription, and there are no courses
    network = replace(network, group_age_weight=oldest, group_one_off_per_year=0 * network.group_one_off_per_year)
    c = calm(network, days=6)
    c.rate_permille[:, 48:96] = 0
    _, tally = run_fast(network, c, days=6)
    for counted in (*tally.day_age.sum(axis=1), tally.past_hours[:, ANY_TIER]):
        assert counted[-1] > 0 == counted[:-1].sum()


@pytest.mark.slow
def test_who_gets_help_elsewhere_is_told_apart_from_channel_and_owner(town):
    c = calm(town, days=10)
    dark = 3
    c.rate_permille[dark, 48:] = 0
    tally, usual = run(town, c, 10).day_owner, run(town, calm(town, days=10), 10).day_owner
    mine = int(town.pharmacy_owner[dark])
    gained = (tally - usual)[:, 2:].sum(axis=1)  # (channel, owner)
    assert gained[T.OWN_PHARMACY, mine] < 0
    assert gained[T.OTHER_PHARMACY].sum() > 0.5 * -gained[T.OWN_PHARMACY, mine]
    assert (gained[T.OTHER_PHARMACY] > 0).sum() >= 2  # what its customers get at others is the others' work
    assert abs(gained[T.ON_THE_WEB].sum()) < 0.02 * usual[T.ON_THE_WEB, 2:].sum()


@pytest.mark.slow
def test_simpler_service_serves_more_and_is_counted(town):
    c = calm(town, days=5)
    c.rate_permille[...] = 600
    ordinary, simple = (run(town, c, 5, simplified_from_min=n) for n in (0, 30))
    assert simple.hour_county[T.TURNED_AWAY].sum() < 0.8 * ordinary.hour_county[T.TURNED_AWAY].sum()
    assert ordinary.day[:, T.SIMPLIFIED].sum() == 0
    assert 0 < simple.day[:, T.SIMPLIFIED].sum() < simple.hour_county[T.SERVED].sum()


@pytest.mark.slow
def test_one_who_is_turned_away_five_times_is_one_person_and_five_attempts():
    network = small_network(people=3_000, pharmacies=1, municipalities=1, ecommerce=0, counties=1)
    c = calm(network, days=5)
    c.rate_permille[...] = 0
    chain, tally = run_fast(network, c, days=5, before=0, same_day_share=0.0)
    sent_away = np.count_nonzero(chain.state.person["flags"] & TURNED_AWAY)
    assert tally.hour_county[T.PEOPLE_TURNED_AWAY].sum() == sent_away == chain.backlog() > 0
    assert tally.hour_county[T.TURNED_AWAY].sum() > 1.5 * sent_away


storms = st.builds(small_network, pharmacies=st.integers(1, 6), people=st.integers(300, 1_500), seed=st.integers(1, 50))


@pytest.mark.slow
@settings(max_examples=15)
@given(storms, st.integers(0, 1_000))
def test_a_person_counts_once_and_is_past_the_limit_only_if_without(network, seed):
    _, tally = run_fast(network, stormy(network, days=6, seed=seed), days=6, seed=seed)
    without, past = people_without(tally), people_past_limit(tally)
    for people in (without, past):
        tiers = people[:, :, :ANY_TIER]
        assert (people[:, :, ANY_TIER] >= tiers.max(axis=2)).all()
        assert (people[:, :, ANY_TIER] <= tiers.sum(axis=2)).all()
        assert people.min() >= 0
    assert (past <= without).all()
    assert past.sum(axis=(0, 1)).tolist() == tally.past_hours.sum(axis=0).tolist()


@pytest.mark.slow
def test_a_longer_tolerance_changes_only_who_is_past_the_limit(town):
    c = calm(town, days=4)
    c.rate_permille[:, 24:72] = 0
    short, long = (run(town, c, 4, tolerance_h_tier0=h) for h in (0, 24))
    assert [n for n, a, b in zip(T.Tally._fields, short, long, strict=True) if not np.array_equal(a, b)] == [
        "past",
        "past_hours",
    ]
    tier_0 = [people_past_limit(tally)[:, :, 0] for tally in (short, long)]
    assert (tier_0[0] >= tier_0[1]).all()
    assert tier_0[0].sum() > tier_0[1].sum() > 0


@pytest.mark.slow
def test_those_late_by_habit_are_without_but_not_past_their_limit(ordinary):
    noon = slice(12, None, 24)
    without, past = (f(ordinary)[noon, :, ANY_TIER].sum() for f in (people_without, people_past_limit))
    assert 0 < past < without / 4


@pytest.mark.slow
def test_who_finds_every_door_shut_could_not_ask():
    network = small_network(people=3_000, pharmacies=1, municipalities=1, ecommerce=0, counties=1)
    shut = np.zeros((1, 7), np.int8)
    network = replace(network, pharmacy_opens_h=shut, pharmacy_closes_h=shut)
    _, tally = run_fast(network, calm(network, days=5), days=5, before=0)
    assert tally.hour_county[T.ARRIVALS].sum() == 0
    assert people_past_limit(tally)[-1, :, 0].sum() > 0


@pytest.mark.slow
def test_more_lines_meet_the_same_staff(town):
    few, many = (run(town, calm(town, days=14), 14, lines_per_day=n) for n in (277_000, 290_850))
    assert many.day[:, T.QUEUE_HOURS].sum() > few.day[:, T.QUEUE_HOURS].sum()


@pytest.mark.slow
def test_a_twentieth_less_staff_means_somewhat_longer_queues_and_no_collapse(town, ordinary):
    fewer = run(town, calm(town, days=28), 28, pharmacist_capacity=0.95 * resolve({})["pharmacist_capacity"])
    queues = fewer.day[:, T.QUEUE_HOURS].sum() / ordinary.day[:, T.QUEUE_HOURS].sum()
    # One counter at 77 per cent of its time: load**2 / (1 - load) is 1.34 times at 81 per cent. A collapse is tens.
    assert 1.15 < queues < 1.7
    assert fewer.day[:, T.CUSTOMERS].sum() == pytest.approx(ordinary.day[:, T.CUSTOMERS].sum(), rel=0.005)


def served_at(town, level):
    """Person-hours past the limit in tier 0, with so much of the national service for three days."""
    event = {"id": "stopp", "hit": "erecept", "where": "national", "from": "d1h08", "for": 72, "level": level}
    scenario = make_scenario(
        {"name": "low", "days": 8, "start": "2026-02-02", "event": [event]}, identifier="low", file="t"
    )
    conditions = compile_conditions(town, scenario, days=8, seed=1, parameters=resolve({}))
    return int(run(town, conditions, 8).past_hours[:, 0].sum())


@pytest.mark.slow
def test_little_of_a_service_is_never_worse_for_the_most_urgent_than_none(town):
    none = served_at(town, 0.0)
    little = [served_at(town, level) for level in (0.02, 0.05, 0.1, 0.2)]
    assert all(past <= none for past in little)
    assert served_at(town, 0.5) < none / 2
