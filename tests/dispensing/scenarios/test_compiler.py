"""Conditions: shapes, who is hit, no trace of an event without effect, the same disaster for every measure."""

import dataclasses

import numpy as np
import pytest
from making import conditions, differing, event
from small_network import small_network

from beredd.dispensing.errors import ScenarioError
from beredd.dispensing.network import load_network
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import CALENDAR_AHEAD, compile_conditions, list_scenarios, load_scenario, make_event

BIG = small_network(pharmacies=300, municipalities=60, counties=2, owners=3)
SHARED = ("erecept", "power", "telecom", "staff", "premises", "payment", "dispensing_system", "prescribers")


def hit(c):
    """Pharmacies that ever hand nothing out."""
    return (c.rate_permille == 0).any(axis=1)


def test_conditions_have_the_agreed_shapes_and_types():
    n = small_network()
    p, m, s, d = len(n.pharmacy_id), len(n.municipality_code), len(n.site_id), 5
    c = conditions(network=n, days=d)
    agreed = {
        "is_workday": (np.uint8, (d + CALENDAR_AHEAD,)),
        "hours_as": (np.int8, (d + CALENDAR_AHEAD,)),
        "is_open": (np.uint8, (p, 24 * d)),
        "rate_permille": (np.int16, (p, 24 * d)),
        "max_tier": (np.int8, (p, 24 * d)),
        "needs_phone": (np.uint8, (p, 24 * d)),
        "unregistered": (np.uint8, (p, 24 * d)),
        "phone_permille": (np.int16, (d, m)),
        "early_permille": (np.int16, (d, m)),
        "can_order": (np.uint8, (d, s)),
        "ship_permille": (np.int16, (d, s)),
        "transit_days": (np.int16, (d, s)),
        "can_receive": (np.uint8, (d, p)),
        "inflow_permille": (np.int16, (d, s)),
        "course_permille": (np.int16, (d,)),
        "article_inflow_permille": (np.int16, (d, len(n.article_id))),
    }
    assert {f.name for f in dataclasses.fields(c)} == {*agreed, "start_weekday", "changes"}
    for name, (dtype, shape) in agreed.items():
        array = getattr(c, name)
        assert (array.dtype, array.shape, array.flags.c_contiguous) == (dtype, shape, True), name


def test_without_events_everything_works():
    c = conditions()
    assert (c.rate_permille == 1000).all()
    assert (c.max_tier == 4).all()
    assert not any(a.any() for a in (c.needs_phone, c.unregistered, c.early_permille, c.transit_days))
    assert c.can_order.all()
    assert c.can_receive.all()
    assert (c.ship_permille == 1000).all()
    assert (c.inflow_permille == 1000).all()
    assert (c.article_inflow_permille == 1000).all()
    assert c.changes == ()


def test_pharmacies_open_by_weekday_and_shut_on_public_holidays():
    c = conditions(start="2026-12-21", days=7)  # Monday; Christmas Eve on Thursday, Christmas Day on Friday
    by_day = c.is_open.reshape(-1, 7, 24)
    assert np.flatnonzero(by_day[1, 0]).tolist() == list(range(9, 18))
    assert np.flatnonzero(by_day[1, 3]).tolist() == list(range(10, 15))
    assert not by_day[1, 4:].any()
    assert np.flatnonzero(by_day[0, 4]).tolist() == list(range(8, 22))
    assert c.is_workday[:7].tolist() == [1, 1, 1, 0, 0, 0, 0]
    assert c.start_weekday == 0


@pytest.mark.parametrize(
    "nothing",
    [
        *(event(resource, share=0.0) for resource in SHARED),
        *(event(resource, level=1.0) for resource in SHARED),
        event("owner", where=["kedja-a"], share=0.0),
        event("demand", early_permille=0),
        event("demand", early_permille=9, share=0.0),
        event("site", share=0.0),
        event("ship_rate", level=1.0),
        event("inflow", level=1.0),
        event("receipt_pause", share=0.0),
        event("opening_hours", extend_h=3, share=0.0),
        event("extra_staff", factor=3.0, share=0.0),
        event("rule:connection", mode="closed", share=0.0),
        event("power", level=1.0, repeat={"every_h": 24, "times": 2, "groups": 4}),
    ],
    ids=lambda e: f"{e['hit']}-{'level' if e.get('level') else 'share'}",
)
def test_an_event_without_effect_leaves_no_trace(nothing):
    disaster = event("erecept", share=0.5, **{"from": "d2h09"})
    assert differing(conditions(disaster), conditions(disaster, nothing)) == set()


def test_the_same_arguments_give_the_same_conditions():
    storm = event("power", share=0.4, **{"for": {"lognormal_h": [24, 0.5]}})
    assert differing(conditions(storm, network=BIG), conditions(storm, network=BIG)) == set()


@pytest.mark.parametrize("other", [{"seed": 2}, {"replicate": 1}])
def test_another_seed_or_replicate_hits_others(other):
    storm = event("premises", share=0.4)
    assert not np.array_equal(hit(conditions(storm, network=BIG)), hit(conditions(storm, network=BIG, **other)))


def test_runs_that_differ_in_a_measure_meet_the_same_disaster():
    storm = {"id": "storm", **event("premises", share=0.4, **{"for": {"lognormal_h": [24, 0.5]}})}
    measure = event("extra_staff", factor=1.5, where=["22"], **{"from": "d0h00", "for": "rest"})
    without, with_measure = conditions(storm, network=BIG), conditions(measure, storm, network=BIG)
    assert np.array_equal(without.rate_permille == 0, with_measure.rate_permille == 0)


def test_a_larger_share_hits_the_same_and_more():
    few, many = (hit(conditions(event("premises", share=share), network=BIG)) for share in (0.2, 0.6))
    assert few.sum() < many.sum()
    assert (few <= many).all()


def test_the_share_hit_is_the_share_asked_for():
    hits = hit(conditions(event("premises", share=0.3), network=BIG))
    assert abs(hits.mean() - 0.3) < 4 * np.sqrt(0.3 * 0.7 / hits.size)


def test_power_fails_for_whole_municipalities():
    hits = hit(conditions(event("power", share=0.5), network=BIG))
    dark = np.bincount(BIG.pharmacy_municipality, weights=hits)
    standing = np.bincount(BIG.pharmacy_municipality)
    assert 0 < hits.sum() < hits.size
    assert all(d in (0, s) for d, s in zip(dark, standing, strict=True))


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ("national", slice(None)),
        (["22"], BIG.municipality_county[BIG.pharmacy_municipality] == 1),
        ([BIG.municipality_code[3]], BIG.pharmacy_municipality == 3),
        (["kedja-b"], BIG.pharmacy_owner == 1),
        (["apotek-0004", "apotek-0009"], [4, 9]),
    ],
    ids=["national", "county", "municipality", "owner", "pharmacies"],
)
def test_where_touches_exactly_what_it_names(where, rows):
    expected = np.zeros(len(BIG.pharmacy_id), dtype=bool)
    expected[rows] = True
    assert np.array_equal(hit(conditions(event("premises", where=where), network=BIG)), expected)


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (event("power", where=["99"]), "event 'e0', key 'where': found '99'; .*county codes are 01, 22"),
        (event("owner", where=["kedja-q"]), "key 'where': found 'kedja-q'; .*did you mean 'kedja-"),
        (event("ship_pause", where=["kedja-a"]), "that is the id of one owner; 'ship_pause' is placed by"),
        (event("demand", early_permille=3, where=["apotek-0001"]), "one pharmacy; 'demand' is placed by"),
        (event("power", where=["distributor-1"]), "that is the id of one distributor; 'power' is placed by"),
    ],
)
def test_a_place_that_cannot_be_hit_is_named(bad, says):
    with pytest.raises(ScenarioError, match=says):
        conditions(bad)


def test_a_shorter_run_is_the_beginning_of_the_longer():
    storm = event("power", share=0.4, **{"for": {"lognormal_h": [24, 0.5]}})
    late = event("erecept", **{"from": "d9h09"})
    long, short = conditions(storm, late, network=BIG), conditions(storm, late, network=BIG, days=5)
    assert np.array_equal(long.rate_permille[:, : 5 * 24], short.rate_permille)
    assert np.array_equal(long.can_receive[:5], short.can_receive)
    assert max(change.hour for change in short.changes) < 5 * 24


def test_an_injected_event_changes_nothing_before_it_begins():
    storm = event("power", share=0.4)
    inject = make_event({"id": "inspel", "hit": "erecept", "from": "d4h10", "for": 5}, file="inspel")
    before, after = conditions(storm, network=BIG), conditions(storm, network=BIG, extra_events=[inject])
    assert np.array_equal(before.rate_permille[:, :106], after.rate_permille[:, :106])
    assert (after.max_tier[:, 106:111] <= 0).all()


def test_an_injected_event_may_follow_one_of_the_scenarios():
    inject = make_event({"id": "inspel", "hit": "payment", "after": "e0", "for": 2}, file="inspel")
    c = conditions(event("erecept"), extra_events=[inject])
    assert (c.rate_permille[0, 42:44] == 800).all()


def test_an_injected_event_needs_an_id_of_its_own():
    inject = make_event({"id": "e0", "hit": "payment", "from": "d2h09", "for": 2}, file="inspel")
    with pytest.raises(ScenarioError, match=r"event 'e0', key 'id'.*already there"):
        conditions(event("erecept"), extra_events=[inject])


def test_changes_tell_stop_restart_and_normal_in_order():
    c = conditions(event("erecept", ramp={"hours": 6, "from": 0.4}))
    assert [(x.hour, x.level_permille) for x in c.changes] == [(33, 0), (42, 400), (48, 1000)]
    assert {(x.event, x.what, x.where, x.pharmacies) for x in c.changes} == {("e0", "erecept", "national", 7)}


def test_changes_tell_what_falls_as_a_consequence():
    c = conditions(event("power", **{"for": 24}))
    links = [(x.event, x.level_permille) for x in c.changes if x.what == "telecom"]
    assert links == [("telecom-needs-power", 0), ("telecom-needs-power", 1000)]


NATIONAL = [s for s in list_scenarios() if all(e.where == ("national",) and not e.what for e in s.event)]


@pytest.mark.parametrize("listed", NATIONAL, ids=lambda s: s.id)
def test_scenarios_that_name_no_place_compile_on_any_network(listed):
    n = small_network()
    c = compile_conditions(n, listed, days=listed.days, seed=1, parameters=resolve(listed.parameters))
    assert c.rate_permille.shape == (len(n.pharmacy_id), listed.days * 24)


def test_s1_stops_the_nation_on_tuesday_for_nine_hours_and_restarts_at_forty_percent():
    c = compile_conditions(small_network(), load_scenario("s1-erecept"), days=3, seed=1, parameters=resolve())
    assert c.start_weekday == 0
    assert (c.max_tier[:, 33:42] <= 0).all()
    assert (c.max_tier[:, :33] == 4).all()
    assert (c.max_tier[:, 42:] == 4).all()
    assert 400 <= c.rate_permille[0, 42] < 500
    assert c.rate_permille[0, 48] == 1000


def test_the_backtest_covers_half_past_two_to_a_quarter_to_ten():
    s = load_scenario("b2016-04-05")
    c = compile_conditions(small_network(), s, days=3, seed=1, parameters=resolve(s.parameters))
    assert c.rate_permille[0, 24 + 14] == 500
    assert (c.max_tier[:-1, 24 + 15 : 24 + 21] == 1).all()
    assert c.rate_permille[0, 24 + 21] == 250
    assert c.rate_permille[0, 24 + 22] == 1000


@pytest.mark.parametrize("listed", [s for s in list_scenarios() if s not in NATIONAL], ids=lambda s: s.id)
def test_scenarios_that_name_places_find_them_in_the_reference_network(listed):
    n = load_network(listed.network)
    c = compile_conditions(n, listed, days=listed.days, seed=1, parameters=resolve(listed.parameters))
    assert {change.event for change in c.changes} >= {e.id for e in listed.event}


def test_s2_takes_about_27_percent_of_counters_and_their_web_pharmacy():
    n, s = load_network("sweden"), load_scenario("s2-kedja")
    c = compile_conditions(n, s, days=9, seed=1, parameters=resolve(s.parameters))
    down = c.rate_permille[:, 31 : 31 + 144] == 0
    assert abs(down.all(axis=1).mean() - 0.27) < 0.02
    assert (down.all(axis=1) & n.pharmacy_is_ecommerce).sum() == 1
    still = (c.rate_permille[:, 31 + 144] == 0).sum() / down.all(axis=1).sum()
    assert abs(still - 0.4) < 4 * np.sqrt(0.4 * 0.6 / 391)


def test_s6_leaves_three_counties_dark_and_then_a_quarter_of_the_day_lit():
    n, s = load_network("sweden"), load_scenario("s6-morkt")
    c = compile_conditions(n, s, days=12, seed=1, parameters=resolve(s.parameters))
    north = np.isin([n.county_code[k] for k in n.municipality_county[n.pharmacy_municipality]], ["22", "23", "24"])
    assert (c.rate_permille[~north] == 1000).all()
    assert (c.rate_permille[north, 65 : 65 + 72] == 0).all()
    turns = c.rate_permille[north, 65 + 72 : 65 + 72 + 72]
    assert ((turns > 0).sum(axis=1) == 18).all()
    assert (c.rate_permille[north, 234:] == 1000).all()


def test_changes_after_the_end_of_the_run_are_not_told():
    c = conditions(event("erecept", **{"for": 48}), days=2)
    assert [change.hour for change in c.changes] == [33]
