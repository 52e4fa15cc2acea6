"""The whole answer on the reference network, and what a user can get wrong."""

from dataclasses import replace

import numpy as np
import pytest
from small_network import small_network

from beredd.dispensing.network import load_network
from beredd.dispensing.siting import SitingQuestion, site
from beredd.dispensing.siting.demand import demand_of
from beredd.dispensing.siting.problem import NoSuchSet
from beredd.intake import FileRefused

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sweden():
    return load_network("sweden")


@pytest.fixture(scope="module")
def found(sweden):
    return site(SitingQuestion(count=300, one_per_county=True), network=sweden)


def test_points_hold_every_resident_once(sweden):
    demand = demand_of(sweden)
    by_municipality = np.bincount(demand.municipality, demand.people)
    assert np.allclose(by_municipality, sweden.municipality_population)
    assert 8_000 < len(demand.people) < 14_000


def test_300_are_chosen_with_one_in_each_county(found):
    assert len({row["pharmacy_id"] for row in found["chosen"]}) == 300
    assert len({row["county_code"] for row in found["chosen"]}) == 21


def test_the_best_set_covers_more_than_the_other_ways(found):
    by_method = {row["method"]: row for row in found["compared"]}
    assert found["value"] >= by_method["greedy"]["people_covered"] - 1  # whole people
    assert found["share_within_10_km"] > by_method["rule"]["share_within_10_km"]
    assert found["share_within_10_km"] < by_method["all"]["share_within_10_km"]
    assert found["gap"] <= 0.0005


def test_fixed_pharmacies_are_in_the_set(tmp_path):
    network = small_network()
    file = tmp_path / "fasta.csv"
    file.write_text(f"apoteksid;namn\n{network.pharmacy_id[3]};Svanen\n", encoding="utf-8")
    found = site(SitingQuestion(count=2, fixed=str(file)), network=network)
    assert [row["pharmacy_id"] for row in found["chosen"] if row["is_fixed"]] == [network.pharmacy_id[3]]


def test_an_unknown_fixed_pharmacy_is_refused_with_its_id(tmp_path):
    file = tmp_path / "fasta.txt"
    file.write_text("no-such\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="no-such"):
        site(SitingQuestion(count=2, fixed=str(file)), network=small_network())


def test_equity_says_what_it_costs(sweden):
    found = site(SitingQuestion(count=60, municipality_within=120), network=sweden)
    price = found["equity"]
    assert price["people_fewer"] >= 0
    assert price["people_covered"]["with"] == found["people_covered"]


def test_a_municipality_without_a_pharmacy_near_enough_is_named(sweden):
    with pytest.raises(NoSuchSet, match="km to its nearest pharmacy, and 2 km were asked for"):
        site(SitingQuestion(count=300, municipality_within=2), network=without_pharmacy(sweden))


def without_pharmacy(network):
    """The network with the last municipality's pharmacies in the first."""
    last = len(network.municipality_code) - 1
    gone = network.pharmacy_municipality == last
    lat, lon = network.pharmacy_lat.copy(), network.pharmacy_lon.copy()
    lat[gone], lon[gone] = network.municipality_lat[0], network.municipality_lon[0]
    return replace(network, pharmacy_lat=lat, pharmacy_lon=lon)
