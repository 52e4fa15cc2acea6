"""The chosen pharmacies when things fail: powered, connected and staffed in a scenario, set against other sets."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from beredd.dispensing.experiment import default_threads
from beredd.dispensing.measures.figures import labels
from beredd.dispensing.measures.intervals import chance_band, pairs, places
from beredd.dispensing.measures.kpis import ALL_TIERS, LEADING, NATIONAL, Label
from beredd.dispensing.measures.worlds import World
from beredd.dispensing.network import Network
from beredd.dispensing.scenarios import load_scenario
from beredd.dispensing.scenarios.effects import Effects, with_effects
from beredd.dispensing.scenarios.scenario import Event

HOLDS = ("power", "telecom", "staff", "payment")
"""What an appointed pharmacy has of its own: electricity, links, its pharmacists, and a way to be paid."""
RUNS = 5
Progress = Callable[[int, int], None]


def appointed(ids: Sequence[str]) -> Effects:
    """What it means that these pharmacies are appointed, in the words of scenario files: they lose none of `HOLDS`."""
    events = [
        Event(id=name, hit=f"reserve:{name}", where=tuple(ids), **{"from": "d0h00", "for": "rest"})  # type: ignore[arg-type]
        for name in HOLDS
    ]
    return Effects(event=tuple(events))


def in_chain(
    name: str,
    sets: Mapping[str, Sequence[str]],
    *,
    network: Network,
    seed: int,
    runs: int = RUNS,
    days: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """What each set does for people in a scenario, paired with the scenario without any, under the same chance.

    sets   what it is called -> ids of pharmacies. Person-days past the limit; below 0: fewer people wait too long
    """
    scenario = load_scenario(name)
    scenarios = [scenario, *(with_effects(scenario, {one: appointed(ids)}) for one, ids in sets.items())]
    done = [0]

    def told() -> None:
        done[0] += 1
        if progress:
            progress(done[0], runs * len(scenarios))

    world = World(
        scenarios=scenarios,
        network=network,
        dose=None,
        patients=None,
        chains=("chain",),
        days=days or scenario.days,
        seed=seed,
        threads=threads or default_threads(),
        values={},
        dose_values={},
        is_kept=True,
    )
    world.check()
    leading = LEADING["chain"]
    at = labels(network, ("chain",)).index(Label(leading, NATIONAL, ALL_TIERS))
    figure = world.rows(0, runs, told)[:, :, at]
    return {
        "scenario": scenario.id,
        "scenario_name": scenario.name.model_dump(),
        "kpi": leading,
        "unit": "person-days",
        "runs": runs,
        "days": days or scenario.days,
        "without": round(float(figure[:, 0].mean())),
        "sets": _rows(list(sets), figure),
    }


def _rows(names: list[str], figure: np.ndarray) -> list[dict[str, Any]]:
    found = []
    ranked = places(names, pairs({one: figure[:, n + 1] for n, one in enumerate(names)}, is_draws=False))
    for n, one in enumerate(names):
        paired = figure[:, n + 1] - figure[:, 0]
        band = chance_band(paired)
        ends = {"low": band.low, "high": band.high}
        found.append(
            {
                "method": one,
                "place": ranked[one],
                "person_days": round(float(figure[:, n + 1].mean())),
                "effect": round(float(paired.mean())),
                **{end: None if np.isnan(x) else round(float(x)) for end, x in ends.items()},
            }
        )
    return sorted(found, key=lambda row: (row["place"], row["effect"]))
