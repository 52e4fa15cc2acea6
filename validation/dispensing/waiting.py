"""Who waits, and since when: the two targets about queues that lie outside their band, taken apart person by person.

    python waiting.py > waiting.json         # national, seed 1: some twenty CPU seconds

`december_2021`: who waits with the stop, less who waits without it.
`new_year`: by the day on which those who wait had asked, on the highest morning and on an ordinary one.
"""

import json
import sys

import numpy as np

from beredd.dispensing.beginning import begin
from beredd.dispensing.engine.chain import Chain
from beredd.dispensing.engine.state import PENDING
from beredd.dispensing.experiment import ENGINE, default_threads
from beredd.dispensing.network import load_network
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import Scenario, compile_conditions
from beredd.dispensing.validation.runs import event, scenario

SEED = 1
STOP_DAY = 8
STOP = event("erecept", f"d{STOP_DAY}h12", 3, share=0.5)
AFTER_THE_STOP = {
    "Wednesday 0:00, nine hours after the stop": 9 * 24,
    "Thursday 0:00": 10 * 24,
    "Friday 0:00, the target's hour": 11 * 24,
    "Friday 12:00": 11 * 24 + 12,
    "Saturday 0:00": 12 * 24,
    "Sunday 0:00": 13 * 24,
}
DAYS_BACK = {
    # name: (days of the run on which they asked before Tuesday 5 January, before Tuesday 8 December)
    "on the Monday": (range(35, 36), range(7, 8)),
    "on the days off before it, four or two": (range(31, 35), range(5, 7)),
    "on the working day before these": (range(30, 31), range(4, 5)),
    "on the working day before that": (range(29, 30), range(3, 4)),
}


def begun(asked: Scenario) -> Chain:
    """A national run at hour 0."""
    network, values, threads = load_network("sweden"), resolve({}), default_threads()
    beginning = begin(network, values, seed=SEED, start_weekday=asked.start.weekday(), threads=threads)
    conditions = compile_conditions(network, asked, days=asked.days, seed=SEED, parameters=values)
    return Chain(beginning.ground, conditions, days=asked.days, state=beginning.state(), threads=threads)


def december_2021() -> list[dict]:
    """Rows of hour, beyond the everyday, of these waiting for goods, of these who asked that day, and turned away."""
    stopped, calm = begun(scenario("2021-12-06", 14, STOP)), begun(scenario("2021-12-06", 14))
    rows = []
    for when, hour in AFTER_THE_STOP.items():
        there, here = (_waiting(chain, hour) for chain in (stopped, calm))
        rows.append({"when": when, **{name: there[name] - here[name] for name in there}})
    return rows


def _waiting(chain: Chain, hour: int) -> dict[str, int]:
    """How many wait at an hour, and for what."""
    chain.advance(hour)
    waits, has_order = (chain.state.visit & PENDING) != 0, chain.state.person["waits_at"] >= 0
    asked_that_day = chain.state.person["asked_h"] // 24 == STOP_DAY
    found = {
        "beyond": waits,
        "goods": waits & has_order,
        "goods_asked_that_day": waits & has_order & asked_that_day,
        "turned_away": waits & ~has_order,
    }
    return {name: int(who.sum()) for name, who in found.items()}


def new_year() -> list[dict]:
    """Rows of when they asked, how many on Tuesday 5 January 2027, how many on Tuesday 8 December 2026."""
    chain = begun(scenario("2026-11-30", 49))
    ordinary, highest = (_by_day_asked(chain, day) for day in (8, 36))
    rows = [
        {"asked": name, "new_year": sum(highest[d] for d in days), "ordinary": sum(ordinary[d] for d in usual)}
        for name, (days, usual) in DAYS_BACK.items()
    ]
    whole = {"asked": "all", "new_year": sum(highest.values()), "ordinary": sum(ordinary.values())}
    earlier = {key: whole[key] - sum(row[key] for row in rows) for key in ("new_year", "ordinary")}
    return [*rows, {"asked": "earlier", **earlier}, whole]


def _by_day_asked(chain: Chain, day: int) -> dict[int, int]:
    """People who wait on the morning of a day, by the day on which they last asked."""
    chain.advance(24 * day)
    waits = (chain.state.visit & PENDING) != 0
    days, counts = np.unique(chain.state.person["asked_h"][waits].astype(int) // 24, return_counts=True)
    return dict(zip(days.tolist(), counts.tolist(), strict=True))


if __name__ == "__main__":
    told = {"engine": ENGINE, "seed": SEED, "december_2021": december_2021(), "new_year": new_year()}
    json.dump(told, sys.stdout, ensure_ascii=False, indent=1)
    print()
