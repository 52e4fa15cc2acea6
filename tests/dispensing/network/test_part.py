"""Some counties as a network of their own."""

import numpy as np
import pytest
from tests.dispensing.small_network import small_network

from beredd.dispensing.errors import NetworkError
from beredd.dispensing.network import load_network
from beredd.dispensing.network.part import part_of


@pytest.fixture(scope="module")
def island():
    return part_of(load_network("sweden"), ["09"])


def test_a_part_has_its_own_places_and_all_of_the_web(island):
    nation = load_network("sweden")
    assert island.county_code == ("09",)
    assert set(island.municipality_code) == {"0980"}
    here = np.array(nation.municipality_code)[nation.pharmacy_municipality] == "0980"
    kept = np.array(nation.pharmacy_id)[here | nation.pharmacy_is_ecommerce]
    assert island.pharmacy_id == tuple(kept)


def test_every_reference_of_a_part_points_into_it():
    part = part_of(load_network("sweden"), ["07", "10"])
    shops, places = len(part.pharmacy_id), len(part.municipality_code)
    for name, below in (
        ("municipality_county", 2),
        ("pharmacy_municipality", places),
        ("site_municipality", places),
        ("pharmacy_owner", len(part.owner_id)),
    ):
        values = getattr(part, name)
        assert values.min() >= 0
        assert values.max() < below
    assert part.alternatives.shape == (shops, 8)
    assert part.alternatives.max() < shops
    assert not part.pharmacy_is_ecommerce[part.alternatives[part.alternatives >= 0]].any()


def test_alternatives_are_the_same_shops_at_the_same_distance_nearest_first():
    nation, part = load_network("sweden"), part_of(load_network("sweden"), ["23"])
    row = {p: n for n, p in enumerate(nation.pharmacy_id)}
    for p, name in enumerate(part.pharmacy_id):
        kept = [part.pharmacy_id[q] for q in part.alternatives[p] if q >= 0]
        all_of_them = [nation.pharmacy_id[q] for q in nation.alternatives[row[name]] if q >= 0]
        assert kept == [x for x in all_of_them if x in part.pharmacy_id]
        assert (np.diff(part.alternative_km[p][: len(kept)]) >= 0).all()


def test_needs_are_scaled_with_the_residents():
    network = small_network(counties=3, municipalities=6, people=60_000)
    part = part_of(network, ["01"])
    share = part.municipality_population.sum() / network.municipality_population.sum()
    assert part.group_people.tolist() == np.rint(network.group_people * share).tolist()
    assert part.fingerprint not in (network.fingerprint, part_of(network, ["22"]).fingerprint)


@pytest.mark.parametrize("wrong", [["99"], [], ["01", "9"]])
def test_an_unknown_county_is_refused_with_the_known_ones(wrong):
    with pytest.raises(NetworkError, match="allowed are 01, 22"):
        part_of(small_network(), wrong)
