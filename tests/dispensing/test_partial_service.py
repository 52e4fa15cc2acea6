"""A little of the national service is not worse than none, and more is not worse than a little."""

import numpy as np
import pytest
from tests.dispensing.small_network import small_network

from beredd.dispensing.engine.chain import Chain, first_state
from beredd.dispensing.engine.figures import ANY_TIER, people_without
from beredd.dispensing.engine.ground import give_birth
from beredd.dispensing.engine.state import copied_state
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import compile_conditions, make_scenario

LEVELS = (0.0, 0.02, 0.05, 0.08, 0.11, 0.12, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0)
STOP_H, DAYS = 72, 14


@pytest.fixture(scope="module")
def person_days():
    """(levels, 6) person-days without by tier, and of people, for each level of the service during three days."""
    network = small_network(people=100_000, pharmacies=14, municipalities=4, articles=30)
    values = resolve({})
    birth = give_birth(network, values, seed=1, start_weekday=0, threads=1)
    state = first_state(birth, threads=1, burn_in_days=14)

    def cost(level):
        event = {"id": "stopp", "hit": "erecept", "from": "d1h07", "for": STOP_H, "level": level}
        data = {"name": "stopp", "start": "2026-08-24", "days": DAYS, "event": [event] if level < 1 else []}
        scenario = make_scenario(data, identifier="stopp", file="stopp")
        conditions = compile_conditions(network, scenario, days=DAYS, seed=1, parameters=values)
        chain = Chain(birth.ground, conditions, days=DAYS, state=copied_state(state))
        chain.advance(24 * DAYS)
        return people_without(chain.tally()).sum(axis=(0, 1)) / 24

    return np.array([cost(level) for level in LEVELS])


@pytest.mark.slow
def test_the_more_of_the_service_the_fewer_are_without(person_days):
    assert (np.diff(person_days[:, ANY_TIER]) < 0).all()


@pytest.mark.slow
def test_tier_0_is_never_worse_off_with_more_of_the_service(person_days):
    # Not to the person: whom one more customer served sends to another place in a queue is a matter of chance. One
    # person can gain or lose the three days of the stop by it; work in proportion below the threshold costs twice.
    most = STOP_H / 24
    beyond = person_days[:, 0] - person_days[-1, 0]
    assert beyond[0] > 10 * most
    for n in range(1, len(LEVELS)):
        assert beyond[n] <= beyond[:n].min() + most, LEVELS[n]
    assert beyond[LEVELS.index(0.3)] < beyond[0] / 2
