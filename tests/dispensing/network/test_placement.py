"""Spreading shops: totals are kept, shares are met, points stay near."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from beredd.dispensing.network.catchment import serving_municipality
from beredd.dispensing.network.placement import apportion, deal, points, shops_per_place, spread

WEIGHTS = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30).map(np.array)


@given(WEIGHTS, st.integers(0, 200), st.integers(0, 2))
def test_apportioned_seats_add_up_and_none_has_less_than_the_least(weight, total, least):
    total += least * len(weight)
    seats = apportion(total, weight, least=least)
    assert seats.sum() == total
    assert seats.min() >= least


@given(WEIGHTS, st.integers(1, 200))
def test_apportioned_seats_are_within_one_of_the_ideal(weight, total):
    ideal = total * weight / weight.sum()
    assert np.abs(apportion(total, weight, least=0) - ideal).max() < 1 + 1e-6


@given(WEIGHTS, st.integers(1, 200))
def test_dealt_kinds_are_never_more_than_one_above_their_share(weight, n):
    dealt = deal(n, weight)
    share = weight / weight.sum()
    for i in range(1, n + 1):
        assert (np.bincount(dealt[:i], minlength=len(weight)) - share * i).max() <= 1 + 1e-9


def test_the_seat_has_a_shop_even_when_another_place_is_larger():
    assert shops_per_place(1, np.array([100, 9000])).tolist() == [1, 0]
    assert shops_per_place(3, np.array([100, 9000])).tolist() == [1, 2]


@given(st.integers(1, 60), st.floats(0, 1e6), st.floats(1, 2e4), st.floats(0, 1))
def test_points_stay_within_the_towns_radius_and_apart(n, people, area_km2, turn):
    lat, lon = points(60.0, 15.0, n=n, people=people, area_km2=area_km2, turn=turn)
    north = (lat - 60.0) * 111.2
    east = (lon - 15.0) * 111.2 * np.cos(np.radians(60.0))
    radius_km = min(0.2 + np.sqrt(people / 2500 / np.pi), 0.6 * np.sqrt(area_km2 / np.pi))
    assert np.hypot(north, east).max() <= radius_km + 1e-9
    assert len({(a, b) for a, b in zip(lat, lon, strict=True)}) == n


def test_spread_depends_on_the_name_alone():
    assert spread("a", "b").tolist() == spread("b", "a").tolist()[::-1]
    assert spread("a")[0] != spread("b")[0]


def test_a_municipality_without_a_shop_is_served_by_the_nearest_shop_not_the_nearest_seat():
    serves = serving_municipality(
        lat=np.array([60.0, 60.5, 62.0]),
        lon=np.array([15.0, 15.0, 15.0]),
        # The shop of municipality 2 stands far south of its seat, nearer to 0 than any of 1.
        shop_lat=np.array([60.6, 60.1]),
        shop_lon=np.array([15.0, 15.0]),
        shop_municipality=np.array([1, 2]),
    )
    assert serves.tolist() == [2, 1, 2]


def test_nobody_is_served_where_there_is_no_shop_at_all():
    nowhere = np.array([])
    serves = serving_municipality(
        lat=np.array([60.0]), lon=np.array([15.0]), shop_lat=nowhere, shop_lon=nowhere, shop_municipality=nowhere
    )
    assert serves.tolist() == [0]
