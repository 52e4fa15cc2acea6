"""Which of the things we do not know would change the answer: Morris screening, then Sobol' indices for five.

Morris (1991, Technometrics 33:161) moves one parameter at a time along chance paths and finds those that matter at all;
Sobol' (2001, Math. Comput. Simul. 55:271) says what share of the variance each of the few has. Both by SALib. Chance is
common to all runs: what differs between them is parameters.
"""

import itertools
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import Field
from SALib.analyze import morris as morris_analysis
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from beredd.descriptions import Asked, Description, Seed
from beredd.dispensing.dose.network import DoseNetwork, load_dose_network
from beredd.dispensing.dose.question import dose_register
from beredd.dispensing.errors import DispensingError
from beredd.dispensing.experiment import default_threads
from beredd.dispensing.measures.catalogue import find_measures, with_measures
from beredd.dispensing.measures.draws import quantile, uncertain
from beredd.dispensing.measures.figures import labels
from beredd.dispensing.measures.kpis import ALL_TIERS, KPIS, LEADING, NATIONAL, Label
from beredd.dispensing.measures.small_country import residents_share, small_country, small_dose, small_scenario
from beredd.dispensing.measures.worlds import World, dose_patients
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.parameters import load_parameters
from beredd.dispensing.question import DaysAsked, NetworkAsked, ScenarioAsked
from beredd.dispensing.scenarios import load_scenario
from beredd.parameters import Parameter
from beredd.wording import Sentence

FEW = 5
"""How many stand beside a result."""
LEVELS = 4
Progress = Callable[[int, int], None]


class ScreenQuestion(Description):
    """Which parameters move the leading figure of a scenario, or the effect of a measure on it."""

    scenario: ScenarioAsked
    measure: Annotated[
        str | None,
        Field(max_length=400, description="A measure, whose effect is looked at instead of the scenario's figure."),
        Asked(Sentence("measures.measures")),
    ] = None
    network: NetworkAsked = None
    days: DaysAsked = None
    seed: Seed = 1
    paths: Annotated[
        int,
        Field(ge=2, le=200, description="Morris paths; each takes a run more than there are parameters."),
        Asked(Sentence("measures.paths"), site_most=10),
    ] = 6
    sobol: Annotated[
        int,
        Field(ge=0, le=4096, description="Sobol' points, a power of two; each takes seven runs. 0 leaves them out."),
        Asked(Sentence("measures.sobol"), site_most=32),
    ] = 16
    whole: Annotated[
        bool,
        Field(description="The whole country instead of the small one."),
        Asked(Sentence("measures.whole")),
    ] = False


@dataclass(frozen=True)
class _Model:
    """The figure as a function of shares (0..1) of each parameter's uncertainty."""

    parameters: Sequence[Parameter]
    chain_names: frozenset[str]
    world: Callable[[dict[str, float], dict[str, float]], World]
    at: int
    is_effect: bool

    def __call__(self, shares: np.ndarray, which: Sequence[Parameter]) -> float:
        drawn = {one.name: float(quantile(one, np.array([u]))[0]) for one, u in zip(which, shares, strict=True)}
        chain = {name: value for name, value in drawn.items() if name in self.chain_names}
        dose = {name: value for name, value in drawn.items() if name not in self.chain_names}
        rows = self.world(chain, dose).rows(0, 1, lambda: None)[0, :, self.at]
        return float(rows[1] - rows[0] if self.is_effect else rows[0])


def screen(
    question: ScreenQuestion,
    *,
    network: Network | None = None,
    dose: DoseNetwork | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Every uncertain parameter with its Morris measures, largest first, and Sobol' indices of the first five."""
    started = time.perf_counter()
    if question.sobol and question.sobol & (question.sobol - 1):
        raise DispensingError("measures.power-of-two", found=question.sobol)
    model, kpi, place, threads = _model(question, network, dose, threads or default_threads())
    runs = question.paths * (len(model.parameters) + 1) + question.sobol * (FEW + 2)
    done = itertools.count(1)

    def values(points: np.ndarray, which: Sequence[Parameter]) -> np.ndarray:
        def one(point: np.ndarray) -> float:
            found = model(point, which)
            if progress:
                progress(next(done), runs)
            return found

        with ThreadPoolExecutor(threads) as pool:
            return np.array(list(pool.map(one, points)))

    screened = _morris(question, model.parameters, values)
    order = sorted(range(len(screened)), key=lambda n: -screened[n]["mu_star"])
    few = [model.parameters[n] for n in order[:FEW]]
    indices = _sobol(question, few, values) if question.sobol else {}
    rows = [screened[n] | indices.get(screened[n]["name"], {}) for n in order]
    return {
        "scenario": question.scenario,
        "measure": question.measure,
        "network": place.name,
        "kpi": kpi,
        "unit": KPIS[kpi].unit,
        "of": "effect" if model.is_effect else "figure",
        "runs": runs,
        "parameters": rows,
        "matter_most": [row["name"] for row in rows[:FEW] if row["mu_star"]],
        "wall_s": round(time.perf_counter() - started, 3),
    }


def _model(
    question: ScreenQuestion, network: Network | None, dose: DoseNetwork | None, threads: int
) -> tuple[_Model, str, Network, int]:
    scenario = load_scenario(question.scenario)
    scenarios = [scenario]
    chain = "dose" if scenario.dose else "chain"
    if question.measure is not None:
        (together,) = find_measures([question.measure]).values()
        scenarios.append(with_measures(scenario, together))
        if chain == "dose" and not any(one.effects.touches_dose for one in together.values()):
            chain = "chain"
    whole = network or load_network(question.network or scenario.network)
    place = whole if question.whole else small_country(whole)
    patients = less = None
    if chain == "dose":
        less = dose = dose or load_dose_network(whole)
        if not question.whole:
            less = small_dose(dose, whole, place)
    if not question.whole:
        scenarios = [small_scenario(one, dose, less, residents_share(whole, place)) for one in scenarios]
    dose = less
    if dose is not None:
        patients = dose_patients(place, dose, scenario, seed=question.seed, threads=threads)
    kpi = LEADING[chain]
    fixed = {name for one in scenarios for name in (*one.parameters, *one.dose_parameters)}
    register = dose_register() if chain == "dose" else load_parameters()

    def world(values: dict[str, float], dose_values: dict[str, float]) -> World:
        return World(
            scenarios=scenarios,
            network=place,
            dose=dose,
            patients=patients,
            chains=(chain,),
            days=question.days or scenario.days,
            seed=question.seed,
            threads=1,
            values=values,
            dose_values=dose_values,
            is_kept=False,
        )

    model = _Model(
        parameters=[one for one in uncertain(register) if one.name not in fixed],
        chain_names=frozenset(load_parameters()),
        world=world,
        at=labels(place, (chain,)).index(Label(kpi, NATIONAL, ALL_TIERS)),
        is_effect=question.measure is not None,
    )
    return model, kpi, place, threads


def _problem(which: Sequence[Parameter]) -> dict[str, Any]:
    return {"num_vars": len(which), "names": [one.name for one in which], "bounds": [[0.0, 1.0]] * len(which)}


def _morris(question: ScreenQuestion, which: Sequence[Parameter], values) -> list[dict[str, Any]]:
    problem = _problem(which)
    points = morris_sample.sample(problem, question.paths, num_levels=LEVELS, seed=question.seed)
    found = morris_analysis.analyze(problem, points, values(points, which), num_levels=LEVELS, seed=question.seed)
    return [
        {
            "name": one.name,
            "label": {"sv": one.label_sv, "en": one.label_en},
            "mu_star": float(found["mu_star"][n]),
            "mu": float(found["mu"][n]),
            "sigma": float(found["sigma"][n]),
            "source": one.source,
            "confidence": one.confidence,
            "why": one.uncertainty.why if one.uncertainty else "",
        }
        for n, one in enumerate(which)
    ]


def _sobol(question: ScreenQuestion, which: Sequence[Parameter], values) -> dict[str, dict[str, float | None]]:
    """First-order and total indices by name, None where the figure does not move."""
    problem = _problem(which)
    points = sobol_sample.sample(problem, question.sobol, calc_second_order=False, seed=question.seed)
    moved = values(points, which)
    if not moved.std():
        return {one.name: dict.fromkeys(("first_order", "total", "total_error")) for one in which}
    found = sobol_analysis.analyze(problem, moved, calc_second_order=False, seed=question.seed)
    return {
        one.name: {
            "first_order": float(found["S1"][n]),
            "total": float(found["ST"][n]),
            "total_error": float(found["ST_conf"][n]),
        }
        for n, one in enumerate(which)
    }
