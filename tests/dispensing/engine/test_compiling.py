"""What the compiler sees of a run: every other kind compiles all kernels of the chain again."""

import numba
import numpy as np
from tests.dispensing.engine.cases import calm
from tests.dispensing.small_network import small_network

from beredd.dispensing.engine.plan import Behaviour, world
from beredd.dispensing.engine.staffing import day_budgets
from beredd.dispensing.engine.state import given
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import compile_conditions, make_scenario


def test_runs_of_every_length_are_of_one_kind():
    network, values = small_network(people=300), resolve({})
    places = world(network, Behaviour(values=values), seed=1)
    one, stop = np.ones(1, np.int64), {"id": "stopp", "hit": "erecept", "from": "d0h09", "for": 9}
    stopped = make_scenario({"name": "small", "days": 1, "event": [stop]}, identifier="small", file="test")

    def kind(conditions, days):
        load_s = np.ones(len(network.pharmacy_id))
        budget_s = day_budgets(load_s, places, conditions, days=days, capacity=1.3, avoids=0.5)
        said = {"person_from": one, "one_off_expected": one, "site_out": one, "site_in": one}
        return numba.typeof(given(places, conditions, budget_s=budget_s, days=days, replicate=0, **said))

    compiled = [compile_conditions(network, stopped, days=days, seed=1, parameters=values) for days in (1, 3)]
    kinds = {kind(calm(network, days=days), days) for days in (1, 2, 3)}
    assert len(kinds | {kind(conditions, len(conditions.course_permille)) for conditions in compiled}) == 1
