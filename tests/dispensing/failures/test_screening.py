"""What must not fail: a planted island comes first, and what is few is not halved."""

from dataclasses import replace

import numpy as np
import pytest
from small_network import small_network

from beredd.dispensing.failures import FailureQuestion, screen
from beredd.dispensing.failures.halving import halve
from beredd.dispensing.network.assembly import neighbours

pytestmark = pytest.mark.slow


def with_island(*, people=6_000):
    """Seven shops in three municipalities; the third has one alone, 300 km off, and as many people as the others."""
    network = small_network(pharmacies=7, ecommerce=0, municipalities=3, counties=3, people=people)
    town = np.array([0, 0, 0, 1, 1, 1, 2], np.int16)
    lat, lon = network.municipality_lat.copy(), network.municipality_lon.copy()
    lat[1], lon[1] = lat[0] + 0.1, lon[0]
    lat[2], lon[2] = lat[0] + 3.0, lon[0] + 3.0
    shop_lat = lat[town] + 0.01 * np.arange(7)
    shop_lon = lon[town]
    near, km = neighbours(shop_lat, shop_lon, network.pharmacy_is_ecommerce)
    return replace(
        network,
        fingerprint="island",
        municipality_lat=lat,
        municipality_lon=lon,
        pharmacy_municipality=town,
        pharmacy_lat=shop_lat,
        pharmacy_lon=shop_lon,
        pharmacy_attraction=np.array([1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1.0]),
        alternatives=near,
        alternative_km=km,
    )


@pytest.fixture(scope="module")
def found():
    return screen(FailureQuestion(what="pharmacies", hours=120, days=9), network=with_island(), threads=1)


def test_the_pharmacy_that_serves_an_island_comes_first(found):
    network = with_island()
    first = found["elements"][0]
    assert first["id"] == network.pharmacy_id[6]
    assert first["place"] == 1
    assert first["effect"] > 3 * max(row["effect"] for row in found["elements"][1:])
    assert found["without_alternative"] == [network.pharmacy_id[6]]


def test_what_ranks_weak_points_is_internal(found):
    assert found["secrecy"] == "internal"


def test_a_municipality_hurts_at_least_as_much_as_each_of_its_pharmacies(found):
    whole = screen(FailureQuestion(what="municipalities", hours=120, days=9), network=with_island(), threads=1)
    by_id = {row["id"]: row["effect"] for row in found["elements"]}
    network = with_island()
    for row in whole["elements"]:
        m = network.municipality_code.index(row["id"])
        shops = [id for id, town in zip(network.pharmacy_id, network.pharmacy_municipality, strict=True) if town == m]
        assert row["effect"] >= max(by_id[id] for id in shops) - 1e-9


def test_halving_keeps_the_largest_and_gives_them_the_most_runs():
    mean = np.arange(40.0)

    def run(arms, first, last):
        rng = np.random.default_rng(first)
        return (mean[list(arms)] + rng.normal(0, 0.5, (last - first, len(arms))))[..., None]

    found = halve(list(range(40)), run, keep=5)

    runs = np.array([len(one) for one in found])
    assert set(np.flatnonzero(runs == runs.max())) == {35, 36, 37, 38, 39}
    assert runs.min() == 2


def test_two_threads_give_the_same_answer_as_one(found):
    again = screen(FailureQuestion(what="pharmacies", hours=120, days=9), network=with_island(), threads=2)
    assert again["fingerprint"] == found["fingerprint"]
