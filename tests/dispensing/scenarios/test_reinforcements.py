"""What stands ready before the first day: power of their own, prescribers' time."""

import numpy as np
import pytest
from small_network import small_network

from beredd.dispensing.engine.chain import Chain, first_state
from beredd.dispensing.engine.ground import give_birth
from beredd.dispensing.errors import ScenarioError
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import as_found, compile_conditions, make_scenario

POWER = {"id": "kraft", "gives": "backup_power", "hours": 48, "pharmacies": 3, "choose": "spread"}
TIME = {"id": "jour", "gives": "prescriber_time", "factor": 2.0}
DARK = {"id": "morkt", "hit": "power", "from": "d1h09", "for": 6}


def scenario(*entries, **more):
    data = {"name": "small", "days": 3, "event": [DARK], "reinforce": list(entries), **more}
    return make_scenario(data, identifier="small", file="small.toml")


def lived(network, described):
    values = resolve()
    birth = give_birth(network, values, seed=1, start_weekday=0, threads=1)
    conditions = compile_conditions(network, described, days=3, seed=1, parameters=values)
    chain = Chain(birth.ground, conditions, days=3, state=first_state(birth, threads=1))
    chain.advance(72)
    return chain.tally()


def test_zero_scope_is_the_same_network():
    place = small_network()
    nothing = (POWER | {"hours": 0}, POWER | {"id": "ingen", "pharmacies": 0}, TIME | {"factor": 1.0})
    assert as_found(place, scenario(*nothing)) is place


def test_spread_gives_each_municipality_one_before_any_gets_a_second():
    place = small_network(pharmacies=9, municipalities=3)
    spread, busiest = (as_found(place, scenario(POWER | {"choose": how})) for how in ("spread", "busiest"))
    given = np.flatnonzero(spread.pharmacy_backup_power_h == 48)
    assert sorted(place.pharmacy_municipality[given]) == [0, 1, 2]
    assert not spread.pharmacy_backup_power_h[place.pharmacy_is_ecommerce].any()
    load = place.pharmacy_attraction * place.municipality_population[place.pharmacy_municipality]
    shops = ~place.pharmacy_is_ecommerce
    assert set(np.flatnonzero(busiest.pharmacy_backup_power_h)) == set(np.argsort(-np.where(shops, load, -1))[:3])


def test_where_keeps_it_in_a_county_and_the_larger_of_two_holds():
    place = small_network()
    found = as_found(place, scenario(TIME | {"where": ["22"]}, TIME | {"id": "mer", "where": ["22"], "factor": 3.0}))
    inside = np.array(place.county_code)[place.municipality_county] == "22"
    assert (found.prescriber_minutes[inside] == 3 * place.prescriber_minutes[inside]).all()
    assert (found.prescriber_minutes[~inside] == place.prescriber_minutes[~inside]).all()
    assert found.fingerprint != place.fingerprint


@pytest.mark.slow
def test_a_pharmacy_with_power_of_its_own_serves_through_a_short_cut():
    place = small_network(people=3_000)
    dark = lived(place, scenario())
    lit = scenario(POWER | {"pharmacies": 6})
    found = lived(as_found(place, lit), lit)
    hours = slice(24 + 9, 24 + 13)
    assert found.hour_county[1, hours].sum() > dark.hour_county[1, hours].sum()


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (POWER | {"factor": 2.0}, "small.toml, event 'kraft', key 'factor'.*allowed only with gives = prescriber_time"),
        ({"id": "kraft", "gives": "backup_power", "hours": 4}, "gives = 'backup_power' needs it"),
        (POWER | {"hours": 9999}, "kraft"),
        (POWER | {"sort": 1}, "sort"),
    ],
)
def test_an_impossible_entry_is_one_sentence(entry, words):
    with pytest.raises(ScenarioError, match=words):
        scenario(entry)


def test_an_unknown_county_is_one_sentence():
    with pytest.raises(ScenarioError, match="'99'"):
        as_found(small_network(), scenario(TIME | {"where": ["99"]}))
