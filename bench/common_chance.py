"""How much common chance is worth: the variance of a small measure's effect, paired and with seeds of their own.

    .venv/bin/python bench/common_chance.py [SEEDS]

One per cent more capacity at all counters of four counties, during and after the stop of s1-erecept. Prints, for each
figure, the variance of the effect from independent runs over that from pairs, and CPU seconds.
"""

import json
import sys
import time

import numpy as np

from beredd.dispensing.measures.figures import NATIONAL, labels
from beredd.dispensing.measures.worlds import World
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.network.part import part_of
from beredd.dispensing.scenarios import load_scenario
from beredd.dispensing.scenarios.effects import Effects, with_effects
from beredd.dispensing.scenarios.scenario import Event
from beredd.dispensing.sensitivity import COUNTIES

DAYS = 7
FIGURES = ("queue_hours", "person_days_without", "person_days_past_limit", "people_turned_away")
MORE = Event(**{"id": "one-per-cent", "hit": "extra_staff", "factor": 1.01, "from": "d0h00", "for": "rest"})


def world(scenarios: tuple, network: Network, seed: int) -> World:
    """Both scenarios with the people and the chance of one seed."""
    return World(
        scenarios=scenarios,
        network=network,
        dose=None,
        patients=None,
        chains=("chain",),
        days=DAYS,
        seed=seed,
        threads=1,
        values={},
        dose_values={},
        is_kept=False,
    )


def main(seeds: int) -> dict:
    """Variance ratios by figure."""
    started = time.process_time()
    plain = load_scenario("s1-erecept")
    network = part_of(load_network("sweden"), COUNTIES)
    both = (plain, with_effects(plain, {"more": Effects(event=(MORE,))}))
    rows = np.concatenate([world(both, network, seed).rows(0, 1, lambda: None) for seed in range(1, seeds + 1)])
    ratios = {}
    for at, label in enumerate(labels(network, ("chain",))):
        if label.kpi in FIGURES and (label.area, label.tier) == (NATIONAL, "all"):
            without, with_it = rows[:, 0, at], rows[:, 1, at]
            paired = (with_it - without).var(ddof=1)
            alone = without.var(ddof=1) + with_it.var(ddof=1)
            ratios[label.kpi] = {
                "without": round(float(without.mean()), 2),
                "effect": round(float((with_it - without).mean()), 3),
                "variance_independent": round(float(alone), 3),
                "variance_paired": round(float(paired), 5),
                "ratio": round(float(alone / paired), 1) if paired else None,
            }
    return {"seeds": seeds, "figures": ratios, "cpu_s": round(time.process_time() - started, 1)}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20), indent=1))
