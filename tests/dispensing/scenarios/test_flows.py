"""Orders, shipments, roads, deliveries, telephones, stocking up, opening hours."""

import numpy as np
import pytest
from making import conditions, event
from small_network import small_network


def test_an_order_pause_counts_when_it_covers_the_cut_off():
    c = conditions(event("order_pause", where=["distributor-1"], **{"from": "d1h14", "for": 3}))
    assert c.can_order[:, 0].tolist() == [1, 0] + [1] * 12
    assert c.can_order[:, 2:].all()


def test_an_order_pause_after_the_cut_off_harms_no_order():
    assert conditions(event("order_pause", **{"from": "d1h16", "for": 12})).can_order.all()


def test_a_shipment_pause_takes_its_share_of_the_evening():
    c = conditions(event("ship_pause", **{"from": "d1h12", "for": 8}))
    assert c.ship_permille[:3, 0].tolist() == [1000, 500, 1000]


def test_a_shipment_rate_is_the_share_that_leaves():
    c = conditions(event("ship_rate", level=0.4, where=["distributor-2-lager-1"], **{"from": "d1h00", "for": 48}))
    assert c.ship_permille[:4, 2].tolist() == [1000, 400, 400, 1000]
    assert (np.delete(c.ship_permille, 2, axis=1) == 1000).all()


def test_a_stopped_site_takes_no_orders_and_ships_nothing():
    c = conditions(event("site", where=["distributor-1-lager-1"], **{"from": "d1h00", "for": 24}))
    assert c.can_order[:3, 0].tolist() == [1, 0, 1]
    assert c.ship_permille[:3, 0].tolist() == [1000, 0, 1000]
    assert c.can_order[:, 1:].all()


def test_a_site_is_found_by_where_it_stands():
    n = small_network()
    c = conditions(event("site", where=[n.municipality_code[1]], **{"from": "d1h00", "for": 24}), network=n)
    assert np.array_equal(c.can_order[1] == 0, n.site_municipality == 1)


def test_closed_roads_delay_what_leaves_until_they_open():
    c = conditions(event("transit_pause", **{"from": "d1h12", "for": 60}))
    # Nights from days 1 and 2 are closed, the one from day 3 begins when the road has just opened at midnight.
    assert c.transit_days[:5, 0].tolist() == [0, 2, 1, 0, 0]


def test_inflow_is_the_days_mean():
    c = conditions(event("inflow", level=0.5, **{"from": "d1h12", "for": 24}))
    assert c.inflow_permille[:4, 0].tolist() == [1000, 750, 750, 1000]


def test_a_receipt_pause_counts_at_the_hour_of_delivery():
    n = small_network()
    hour = int(n.pharmacy_delivery_h[2].min())
    c = conditions(event("receipt_pause", where=["apotek-0002"], **{"from": f"d1h{hour:02}", "for": 1}), network=n)
    assert np.argwhere(c.can_receive == 0).tolist() == [[1, 2]]


def test_a_pharmacy_whose_system_is_down_cannot_take_in_deliveries():
    c = conditions(event("dispensing_system", where=["apotek-0002"], **{"from": "d1h00", "for": 48}))
    assert np.argwhere(c.can_receive == 0).tolist() == [[1, 2], [2, 2]]


def test_without_the_national_service_deliveries_are_still_taken_in():
    assert conditions(event("erecept", **{"from": "d1h00", "for": 48})).can_receive.all()


def test_prescribers_answer_less_at_weekends_and_not_without_links():
    n = small_network()
    c = conditions(event("telecom", where=["01"], **{"from": "d1h00", "for": 24}), network=n)
    here = n.municipality_county == 0
    assert (c.phone_permille[0] == 1000).all()
    assert (c.phone_permille[1][here] == 0).all()
    assert (c.phone_permille[1][~here] == 1000).all()
    assert (c.phone_permille[5] == 200).all()


def test_half_the_prescribers_have_half_the_minutes():
    c = conditions(event("prescribers", level=0.5, **{"from": "d1h00", "for": 24}))
    assert c.phone_permille[:3, 0].tolist() == [1000, 500, 1000]
    assert (c.rate_permille == 1000).all()


def test_links_lost_with_power_silence_the_telephones():
    c = conditions(event("power", **{"from": "d1h00", "for": 48}))
    assert (c.phone_permille[2] == 0).all()


def test_people_stock_up_by_the_shopping_hours_covered():
    c = conditions(event("demand", early_permille=8, where=["22"], **{"from": "d1h14", "for": 30}))
    n = small_network()
    there = n.municipality_county == 1
    assert (c.early_permille[:4, there] == np.array([[0], [4], [8], [0]])).all()
    assert not c.early_permille[:, ~there].any()


def test_two_waves_of_stocking_up_add():
    wave = event("demand", early_permille=8, **{"from": "d1h00", "for": 24})
    assert (conditions(wave, wave).early_permille[1] == 16).all()


@pytest.mark.parametrize(
    ("keys", "monday", "sunday"),
    [
        ({"extend_h": 2}, list(range(9, 20)), []),
        ({"extend_h": -3}, list(range(9, 15)), []),
        ({"hours": [12, 16]}, list(range(12, 16)), list(range(12, 16))),
        ({"hours": [0, 0]}, [], []),
    ],
)
def test_opening_hours_can_be_changed(keys, monday, sunday):
    c = conditions(event("opening_hours", **{"from": "d0h00", "for": 24 * 7}, **keys))
    by_day = c.is_open[1].reshape(-1, 24)
    assert np.flatnonzero(by_day[0]).tolist() == monday
    assert np.flatnonzero(by_day[6]).tolist() == sunday
    assert np.flatnonzero(by_day[7]).tolist() == list(range(9, 18))


def comes(c, day=2):
    """Articles whose inflow is disturbed that day."""
    return np.flatnonzero(c.article_inflow_permille[day] < 1000).tolist()


def stopped(what, **keys):
    return event("inflow", what=what, **{"from": "d1h00", "for": 72, **keys})


@pytest.mark.parametrize("kind", ["group", "substance", "supplier"])
def test_inflow_of_a_group_a_substance_or_a_company_stops_for_its_articles_alone(kind):
    n = small_network()
    name = getattr(n, f"{kind}_id")[1]
    c = conditions(stopped([name]), network=n)
    assert comes(c) == np.flatnonzero(getattr(n, f"article_{kind}") == 1).tolist()
    assert (c.article_inflow_permille[1:4, comes(c)] == 0).all()
    assert (np.delete(c.article_inflow_permille, [1, 2, 3], axis=0) == 1000).all()
    assert (c.inflow_permille == 1000).all()


def test_inflow_of_single_articles_adds_up_and_the_lowest_level_holds():
    n = small_network()
    one, two = n.article_id[3], n.article_id[7]
    c = conditions(stopped([one, two], level=0.4), stopped(two, level=0.1), network=n)
    assert c.article_inflow_permille[2, [3, 7]].tolist() == [400, 100]
    assert comes(c) == [3, 7]


def test_a_share_of_a_groups_articles_is_drawn_by_name_and_grows():
    n = small_network(articles=120)
    few, many = (comes(conditions(stopped(["C09", "C10"], share=s), network=n)) for s in (0.3, 0.7))
    assert 0 < len(few) < len(many) < 40
    assert set(few) < set(many)
    group = {n.group_id[g] for g in n.article_group[many]}
    assert group == {"C09", "C10"}


def test_goods_that_stop_coming_are_told_once_with_their_names():
    c = conditions(stopped(["A10A"]))
    assert [(x.hour, x.what, x.where, x.level_permille) for x in c.changes] == [
        (24, "inflow", "A10A", 0),
        (96, "inflow", "A10A", 1000),
    ]
    assert {x.pharmacies for x in c.changes} == {7}, "everybody may miss them"


def test_no_share_of_goods_leaves_no_trace():
    c = conditions(stopped(["A10A"], share=0.0))
    assert comes(c) == []
    assert c.changes == ()


@pytest.mark.parametrize("length_h", [24, 24 * 20, 24 * 60])
def test_a_closed_road_holds_what_leaves_for_as_long_as_it_is_closed(length_h):
    c = conditions(event("transit_pause", **{"from": "d1h16", "for": length_h}), days=90)
    nights = length_h // 24
    assert c.transit_days[: nights + 3, 0].tolist() == [0, *range(nights, 0, -1), 0, 0]
