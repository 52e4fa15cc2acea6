"""Alternative operation: how pharmacies work when something they need is gone."""

from datetime import date

import numpy as np
import pytest
from making import conditions, event
from small_network import small_network

from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import load_rules

DOWN = slice(33, 42)
"""The hours of `making.event`."""
WEB = -1
"""The small network's last pharmacy sells by e-commerce only."""


@pytest.mark.parametrize("day", [date(2016, 4, 5), date(2021, 4, 30), date(2021, 5, 1), date(2026, 9, 7)])
def test_exactly_one_rule_about_the_connection_holds_on_any_day(day):
    assert sum(rule.needs == "erecept" for rule in load_rules(day).rules) == 1


@pytest.mark.parametrize("mode", load_rules(date(2026, 9, 7)).modes.values(), ids=lambda m: m.id)
def test_a_mode_names_parameters_that_exist_and_never_works_faster_than_normal(mode):
    assert 0 <= mode.rate_permille(resolve()) <= 1000
    assert -1 <= mode.highest_tier(resolve()) <= 4


def test_without_the_connection_only_the_most_critical_by_telephone_in_2026():
    c = conditions(event("erecept"))
    assert (c.rate_permille[:WEB, DOWN] == 300).all()
    assert (c.max_tier[:WEB, DOWN] == 0).all()
    assert c.needs_phone[:WEB, DOWN].all()
    assert c.unregistered[:WEB, DOWN].all()


def test_without_the_connection_paper_in_acute_cases_in_2016():
    c = conditions(event("erecept"), start="2016-04-04")
    assert (c.rate_permille[:WEB, DOWN] == 350).all()
    assert (c.max_tier[:WEB, DOWN] == 1).all()


def test_the_rules_day_decides_and_not_the_start():
    c = conditions(event("erecept"), rules="2016-04-04")
    assert (c.max_tier[:WEB, DOWN] == 1).all()


def test_an_ecommerce_pharmacy_hands_nothing_out_without_the_connection():
    c = conditions(event("erecept"))
    assert (c.rate_permille[WEB, DOWN] == 0).all()
    assert (c.max_tier[WEB, DOWN] == -1).all()
    assert not c.needs_phone[WEB, DOWN].any()
    assert not c.unregistered[WEB, DOWN].any()


def test_a_restart_at_part_level_slows_work_but_serves_everyone():
    c = conditions(event("erecept", level=0.4))
    assert (c.rate_permille[:, DOWN] == 400).all()
    assert (c.max_tier == 4).all()
    assert not c.needs_phone.any()


@pytest.mark.parametrize("resource", ["dispensing_system", "power", "telecom", "staff", "premises"])
def test_what_stops_a_pharmacy_leaves_it_open_but_handing_nothing_out(resource):
    c = conditions(event(resource))
    assert (c.rate_permille[:, DOWN] == 0).all()
    assert (c.max_tier[:, DOWN] == -1).all()
    assert c.is_open[0, DOWN].all()


@pytest.mark.parametrize(
    ("resource", "parameter"),
    [
        ("payment", "manual_payment_rate"),
        ("evis", "no_verification_rate"),
        ("expert_support", "no_expert_support_rate"),
        ("eid", "no_eid_rate"),
        ("prescriber_access", "no_prescriber_access_rate"),
    ],
)
def test_what_can_be_done_without_slows_work_by_its_parameter(resource, parameter):
    c = conditions(event(resource), parameters={parameter: 0.6})
    assert (c.rate_permille[:WEB, DOWN] == 600).all()
    assert (c.max_tier[:WEB] == 4).all()


def test_two_things_gone_at_once_slow_work_by_both():
    c = conditions(event("payment"), event("evis"))
    assert (c.rate_permille[0, DOWN] == 1000 * 80 // 100 * 95 // 100).all()


def test_the_worked_hour_of_the_explanation_page():
    n = small_network(pharmacies=60)
    c = conditions(event("staff", level=0.5), event("payment"), event("erecept", level=0.4), network=n)
    pairs = n.pharmacy_pharmacists == 2
    assert set(np.unique(c.rate_permille[pairs][:, DOWN])) == {0, 160, 320}


def test_who_hands_nothing_out_calls_nobody_and_registers_nothing():
    c = conditions(event("erecept"), event("premises"))
    assert (c.rate_permille[:, DOWN] == 0).all()
    assert not c.needs_phone.any()
    assert not c.unregistered.any()


def test_back_up_power_bridges_its_hours_and_no_more():
    c = conditions(event("power"), network=small_network(backup_power_h=3))
    assert (c.rate_permille[0, 33:36] == 1000).all()
    assert (c.rate_permille[0, 36:42] == 0).all()


def test_each_outage_is_bridged_anew():
    turns = event("power", **{"for": 4}, repeat={"every_h": 12, "times": 2})
    c = conditions(turns, network=small_network(backup_power_h=3))
    assert np.flatnonzero(c.rate_permille[0] == 0).tolist() == [36, 48]


def test_links_fall_four_to_eight_hours_after_power_by_municipality():
    n = small_network(pharmacies=40, municipalities=20, ecommerce=0, backup_power_h=48)
    c = conditions(event("power", **{"for": 24}), network=n)
    lost_after_h = np.array([np.flatnonzero(row == 0)[0] - 33 for row in c.rate_permille])
    assert set(lost_after_h) == {4, 5, 6, 7, 8}
    assert np.array_equal(lost_after_h[:20], lost_after_h[20:])  # the same municipalities again


def test_back_up_for_power_in_a_named_pharmacy_does_not_bring_back_links():
    c = conditions(event("power", **{"for": 24}), event("reserve:power", where=["apotek-0000"], **{"for": 24}))
    assert (c.rate_permille[0, 33:37] == 1000).all()
    assert (c.rate_permille[0, 41:57] == 0).all()
    assert (c.rate_permille[1, 33:57] == 0).all()


def test_a_reserve_for_what_is_not_gone_changes_nothing():
    a, b = conditions(), conditions(event("reserve:power"))
    assert np.array_equal(a.rate_permille, b.rate_permille)


def test_a_decision_replaces_a_rules_mode_while_it_lasts():
    decision = event("rule:connection", mode="paper_log", **{"from": "d1h11", "for": 48})
    c = conditions(event("erecept"), decision)
    assert (c.max_tier[0, 33:35] == 0).all()
    assert (c.max_tier[0, 35:42] == 4).all()
    assert (c.rate_permille[0, 35:42] == 350).all()
    assert not c.needs_phone[0, 35:42].any()
    assert (c.rate_permille[0, 42:] == 1000).all()


def test_the_later_of_two_decisions_holds():
    earlier, later = event("rule:connection", mode="paper_log"), event("rule:connection", mode="closed")
    c = conditions(event("erecept"), earlier, later)
    assert (c.rate_permille[:, DOWN] == 0).all()


def test_a_pharmacy_of_one_pharmacist_closes_or_works_as_usual_when_some_are_away():
    n = small_network(pharmacies=60, municipalities=3)
    c = conditions(event("staff", level=0.65), network=n)
    alone = n.pharmacy_pharmacists == 1
    assert set(np.unique(c.rate_permille[alone][:, DOWN])) == {0, 1000}
    pairs = n.pharmacy_pharmacists == 2
    assert set(np.unique(c.rate_permille[pairs][:, DOWN])) == {0, 500, 1000}


def test_the_share_of_pharmacists_present_is_the_level():
    n = small_network(pharmacies=400, municipalities=3)
    c = conditions(event("staff", level=0.65), network=n)
    present = (c.rate_permille[:, 33] * n.pharmacy_pharmacists).sum() / 1000
    total = n.pharmacy_pharmacists.sum()
    assert abs(present / total - 0.65) < 4 * np.sqrt(0.65 * 0.35 / total)


def test_more_absence_never_brings_anyone_back():
    n = small_network(pharmacies=60, municipalities=3)
    few, many = (conditions(event("staff", level=level), network=n).rate_permille for level in (0.8, 0.5))
    assert (many <= few).all()


def test_extra_staff_speeds_up_work_in_its_hours():
    c = conditions(event("extra_staff", factor=1.5, where=["01"]))
    assert (c.rate_permille[0, DOWN] == 1500).all()
    assert (c.rate_permille[1] == 1000).all()


def test_an_owners_failure_takes_dispensing_in_all_its_pharmacies():
    n = small_network()
    c = conditions(event("owner", where=["kedja-a"]), network=n)
    mine = n.pharmacy_owner == 0
    assert (c.rate_permille[mine][:, DOWN] == 0).all()
    assert (c.rate_permille[~mine] == 1000).all()


def at_level(resource, level, **keys):
    """(rate, highest tier) of the first shop while only `level` of a resource is left."""
    c = conditions(event(resource, level=level), **keys)
    return int(c.rate_permille[0, DOWN][0]), int(c.max_tier[0, DOWN][0])


def test_with_an_eighth_of_the_service_work_is_slow_and_with_less_the_telephone_is_used():
    none = at_level("erecept", 0.0)
    assert none == (300, 0)
    assert at_level("erecept", 0.02) == at_level("erecept", 0.05) == at_level("erecept", 0.119) == none
    assert at_level("erecept", 0.12) == (120, 4)
    assert at_level("erecept", 0.02, parameters={"connection_low_level": 0}) == (20, 4)


def test_the_telephone_takes_prescribers_minutes_at_a_low_level_too():
    c = conditions(event("erecept", level=0.05))
    assert c.needs_phone[:WEB, DOWN].all()
    assert c.unregistered[:WEB, DOWN].all()


def test_a_web_pharmacy_works_on_as_long_as_anything_is_left():
    c = conditions(event("erecept", level=0.05))
    assert (c.rate_permille[WEB, DOWN] == 50).all()
    assert (conditions(event("erecept")).rate_permille[WEB, DOWN] == 0).all()


@pytest.mark.parametrize("resource", ["payment", "evis", "expert_support", "eid", "prescriber_access"])
def test_a_little_of_what_can_be_done_without_is_never_worse_than_none(resource):
    rates = [at_level(resource, level)[0] for level in (0.0, 0.02, 0.1, 0.5, 0.79, 0.9, 1.0)]
    assert rates == sorted(rates)
    assert rates[1] == rates[0]


def test_levels_give_each_county_and_owner_its_own():
    n = small_network(pharmacies=12, counties=3, municipalities=3)
    c = conditions(event("dispensing_system", levels={"22": 0.3, "kedja-a": 0.1}), network=n)
    county = np.array([n.county_code[k] for k in n.municipality_county[n.pharmacy_municipality]])
    owner = np.array([n.owner_id[o] for o in n.pharmacy_owner])
    shop = ~n.pharmacy_is_ecommerce
    want = np.where(owner == "kedja-a", 100, np.where(county == "22", 300, 1000))
    assert c.rate_permille[shop, DOWN].reshape(shop.sum(), -1)[:, 0].tolist() == want[shop].tolist()
    assert sorted({(x.where, x.level_permille) for x in c.changes}) == [
        ("22", 300),
        ("22", 1000),
        ("kedja-a", 100),
        ("kedja-a", 1000),
    ]


def test_levels_are_the_same_event_to_chance():
    n = small_network(pharmacies=80)
    both = conditions(event("dispensing_system", share=0.5, levels={"01": 0.2, "22": 0.2}), network=n)
    one = conditions(event("dispensing_system", share=0.5, where=["01", "22"], level=0.2), network=n)
    assert np.array_equal(both.rate_permille, one.rate_permille)
