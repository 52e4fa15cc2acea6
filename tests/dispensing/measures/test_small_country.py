"""The small country: whole municipalities, each county, plants cut to its patients."""

import numpy as np
import pytest

from beredd.dispensing.dose.network import load_dose_network
from beredd.dispensing.measures.small_country import SHARE, residents_share, small_country, small_dose
from beredd.dispensing.network import load_network

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def both():
    whole = load_network("sweden")
    return whole, small_country(whole)


def test_it_is_a_tenth_of_the_residents_in_whole_municipalities_of_every_county(both):
    whole, small = both
    assert residents_share(whole, small) == pytest.approx(SHARE, abs=0.02)
    assert small.county_code == whole.county_code
    at = [whole.municipality_code.index(code) for code in small.municipality_code]
    assert (whole.municipality_population[at] == small.municipality_population).all()
    shops = ~whole.pharmacy_is_ecommerce & np.isin(whole.pharmacy_municipality, at)
    assert (~small.pharmacy_is_ecommerce).sum() == shops.sum()
    assert small.fingerprint != whole.fingerprint
    assert "small country" in small.name


def test_plants_keep_their_room_for_a_patient(both):
    whole, small = both
    before = load_dose_network(whole)
    after = small_dose(before, whole, small)
    n = len(before.plant_id)
    patients, few = (np.bincount(d.county_plant, d.county_patients, n) for d in (before, after))
    assert after.county_patients.sum() < 0.2 * before.county_patients.sum()
    # A plant's pace is a whole number of rolls an hour, so its room is off by at most half of one.
    assert after.plant_capacity / few == pytest.approx(before.plant_capacity / patients, rel=0.5 / 30)
