"""The small country: whole municipalities, each county, plants cut to its patients."""

import numpy as np
import pytest

from beredd.dispensing.dose.network import load_dose_network
from beredd.dispensing.measures.catalogue import find_measures, with_measures
from beredd.dispensing.measures.small_country import SHARE, residents_share, small_country, small_dose, small_scenario
from beredd.dispensing.network import load_network
from beredd.dispensing.scenarios import load_scenario

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


def test_what_is_counted_for_the_country_is_cut_and_what_is_counted_for_a_municipality_is_not(both):
    whole, small = both
    dose = load_dose_network(whole)
    less = small_dose(dose, whole, small)
    names = ("dosfabriker-hjalps-at", "kommunal-rekvisition", "startdos-48-timmar", "reservkraft-300-apotek")
    plain, amounts = load_scenario("s5a-dos"), {}
    for name, together in find_measures(names).items():
        cut = small_scenario(with_measures(plain, together), dose, less, 0.1)
        amounts |= {name: [event.amount for event in cut.dose if event.amount]}
        amounts[name] += [one.pharmacies for one in cut.reinforce]
    a1 = dose.county_plant == 0
    share = less.county_patients[a1].sum() / dose.county_patients[a1].sum()
    assert amounts["dosfabriker-hjalps-at"] == [round(1500 * share)]
    assert amounts["kommunal-rekvisition"] == [20]
    assert amounts["startdos-48-timmar"] == [round(1000 * less.county_patients.sum() / dose.county_patients.sum())]
    assert amounts["reservkraft-300-apotek"] == [30]
    assert small_scenario(plain, dose, less, 0.1) == plain
