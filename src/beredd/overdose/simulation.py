"""Describe a comparison, run it, read the result.

    scenario = Scenario(opioid="fentanyl", dose_mg=1.625, subject="chronic",
                        arms=(Arm("im-generic-2mg"), Arm("im-evzio-2mg")), n=2000, seed=1)
    result = simulate(scenario)
    result.arms[1].cardiac_arrest_pct

All arms share the same patients (common random numbers), so their differences are paired.
"""

import math
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from beredd.overdose import strategies as ways
from beredd.overdose.constants import arrest_rule, physiology, subject
from beredd.overdose.engine import layout
from beredd.overdose.engine.packing import N_ANTAGONIST, antagonist_rows, opioid_rows
from beredd.overdose.errors import BadQuantity, UnknownName
from beredd.overdose.limits import LIMITS
from beredd.overdose.populations import Population, check_size, drawn, published, typical
from beredd.overdose.rest import resting_state, resting_ventilation
from beredd.overdose.results import ENGINE, ArmResult, Outcomes, Result, compare, summarise
from beredd.overdose.substances import FITTED, Product, opioid, product
from beredd.parameters import load, tables
from beredd.provenance import Provenance, fingerprint

NONE = "none"
SHORTEST_DELAY_S, LONGEST_DELAY_S = 5.0, 1800.0
MAX_ARMS = 64

_STATES = {
    layout.S_ALV_CO2: 11,
    layout.S_ALV_O2: 12,
    layout.S_BRAIN_CO2: 13,
    layout.S_BRAIN_O2: 14,
    layout.S_TISSUE_CO2: 15,
    layout.S_TISSUE_O2: 16,
    layout.S_FLOW_CO2: 17,
    layout.S_FLOW_O2: 18,
    layout.S_DRIVE_P: 19,
    layout.S_DRIVE_C: 20,
    layout.S_HYPOXIC: 21,
}


@dataclass(frozen=True)
class Arm:
    """One antagonist given one way; the delay is from breathing below 40 % of rest to the first dose."""

    antagonist: str
    strategy: str = "1-dose"
    delay_s: float = 60.0

    def __post_init__(self) -> None:
        ways.check(ways.strategy(self.strategy), product(self.antagonist))
        if not math.isfinite(self.delay_s) or not SHORTEST_DELAY_S <= self.delay_s <= LONGEST_DELAY_S:
            raise BadQuantity(
                f"The delay to the first dose is {self.delay_s:g} s; it must be from {SHORTEST_DELAY_S:g} to "
                f"{LONGEST_DELAY_S:g} s."
            )


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A validated description of a comparison."""

    opioid: str
    dose_mg: float
    subject: str = "chronic"
    arms: tuple[Arm, ...] = ()
    n: int = 2000
    seed: int = 1
    parameters: Path | None = None
    """Folder with published population rows; without it subjects are drawn from fitted distributions."""

    def __post_init__(self) -> None:
        opioid(self.opioid).check_dose(self.dose_mg)
        subject(self.subject)
        check_size(self.n)
        if not 0 <= self.seed < 2**64:
            raise BadQuantity(f"The seed is {self.seed}; it must be from 0 to 2**64 - 1.")
        if len(self.arms) > MAX_ARMS:
            raise BadQuantity(f"There are {len(self.arms)} arms; at most {MAX_ARMS} can be compared at once.")
        if len(set(self.arms)) < len(self.arms):
            twice = next(arm for k, arm in enumerate(self.arms) if arm in self.arms[:k])
            raise UnknownName(f"The arm {arm_name(twice)!r} is asked for twice; each arm may stand once.")

    def as_dict(self) -> dict:
        """What decides the result, JSON-ready; the folder's content counts, not its name."""
        return {**asdict(self), "parameters": None if self.parameters is None else "rows"}


def arm_name(arm: Arm) -> str:
    """Short name of an arm, unique within a scenario."""
    plain = arm.antagonist if arm.strategy == "1-dose" else f"{arm.antagonist} {arm.strategy}"
    return plain if arm.delay_s == 60.0 else f"{plain} +{arm.delay_s:g}s"


def arms_of(antagonists: list[str], strategies: list[str], delays_s: list[float]) -> tuple[Arm, ...]:
    """Every antagonist given every way after every delay, in that order."""
    return tuple(Arm(a, s, d) for a in antagonists for s in strategies for d in delays_s)


@dataclass(frozen=True)
class Numerics:
    """How the engine steps; the defaults come from the register. Halve the step to see what it changes."""

    base_step_s: float
    early_parts: tuple[tuple[float, float], ...]
    may_stop_early: bool = True

    @classmethod
    def standard(cls, refine: float = 1.0, may_stop_early: bool = True) -> "Numerics":
        """The register's steps divided by `refine`."""
        engine = load("overdose").section("engine")
        parts = tuple((until, step / refine) for until, step in engine["early_parts"])
        return cls(engine["base_step_s"] / refine, parts, may_stop_early)

    def as_array(self) -> np.ndarray:
        """The engine's settings."""
        return np.array([self.base_step_s, *(value for part in self.early_parts for value in part)])


def population_of(scenario: Scenario) -> Population:
    """The subjects a scenario asks for."""
    wanted = [product(name) for name in dict.fromkeys(arm.antagonist for arm in scenario.arms)]
    if scenario.parameters is None:
        return drawn(opioid(scenario.opioid), wanted, scenario.n, scenario.seed)
    return published(scenario.parameters, opioid(scenario.opioid), wanted, scenario.n)


def simulate(scenario: Scenario, *, threads: int | None = None, numerics: Numerics | None = None) -> Result:
    """Run every arm of a scenario; the answer does not depend on `threads`."""
    if threads is not None and threads < 1:
        raise BadQuantity(f"The number of threads is {threads}; it must be at least 1.")
    load_kernels()
    started = time.perf_counter()
    population = population_of(scenario)
    numerics = numerics or Numerics.standard()
    runs = [(k, curve) for k, arm in enumerate(scenario.arms) for curve in range(len(product(arm.antagonist).curves))]
    out = run_population(scenario, population, runs, threads or os.cpu_count() or 1, numerics)
    outcomes = [Outcomes(out[k]) for k in range(len(runs) + 1)]
    none = summarise(NONE, NONE, outcomes[0], population.n, arrest_rule(), has_dose=False)
    arms: list[ArmResult] = [none]
    kept = [[outcomes[0]]]
    for k, arm in enumerate(scenario.arms):
        mine = [outcomes[r + 1] for r, (which, _) in enumerate(runs) if which == k]
        chosen = product(arm.antagonist)
        arms.append(
            summarise(
                arm_name(arm),
                chosen.id,
                mine[0],
                population.n,
                arrest_rule(),
                curves=mine,
                is_fitted=chosen.status == FITTED,
                is_published=ways.strategy(arm.strategy).published,
                strategy=arm.strategy,
                delay_s=arm.delay_s,
            )
        )
        kept.append(mine)
    return Result(
        scenario=scenario,
        population=population.name,
        subjects=population.subjects,
        arms=tuple(arms),
        outcomes=tuple(mine[0] for mine in kept),
        differences=compare(arms, kept),
        wall_s=time.perf_counter() - started,
        provenance=Provenance(
            engine=ENGINE,
            command=command_of(scenario),
            seed=scenario.seed,
            inputs={
                "scenario": fingerprint(scenario.as_dict()),
                "registers": fingerprint(
                    [tables(r) for r in ("overdose", "overdose-opioids", "overdose-products", "overdose-strategies")]
                ),
                **population.inputs,
            },
            sources=("Mann 2022, doi 10.1002/cpt.2696", "Strauss 2024, JAMA Network Open, and its public code"),
            limits=LIMITS,
        ),
    )


@cache
def load_kernels() -> None:
    """Compile or load the engine, once in a process; half a minute when it has never run here."""
    one = Scenario(opioid="fentanyl", dose_mg=0.01, n=1)
    run_population(one, typical(opioid(one.opioid), []), [], 1, Numerics.standard())


def run_population(
    scenario: Scenario, population: Population, runs: list[tuple[int, int]], threads: int, numerics: Numerics
) -> np.ndarray:
    """Outcomes (runs + 1, n, N_OUTCOMES) of the engine; run 0 is without antagonist.

    runs   (arm, curve of its product), in the order of the answer
    """
    from beredd.overdose.engine.block import run_block

    rule, ph = arrest_rule(), physiology()
    arms = [scenario.arms[k] for k, _ in runs]
    chosen: list[Product] = [product(arm.antagonist) for arm in arms]
    delays = sorted({arm.delay_s for arm in arms})
    tables = [
        ways.events(ways.strategy(a.strategy), p, resting_ventilation()) for a, p in zip(arms, chosen, strict=True)
    ]
    events = np.concatenate([*tables, np.zeros((1, layout.N_EVENT_COLUMNS))])
    first = np.cumsum([0, *(len(table) for table in tables)])
    plan = np.array(
        [(k, delays.index(arm.delay_s), first[k], len(tables[k])) for k, arm in enumerate(arms)], dtype=np.int64
    ).reshape(-1, 4)
    # Without an intramuscular product in the comparison, the run without antagonist follows the later study's rule.
    im = [p.route == "im" for p in chosen]
    is_im = np.array([any(im) or not im, *im])
    horizons = np.where(is_im, rule.horizon_im_s, rule.horizon_in_iv_s)
    opioids = opioid_rows(population, opioid(scenario.opioid), subject(scenario.subject), scenario.dose_mg)
    antagonists = np.zeros((len(runs), population.n, N_ANTAGONIST))
    for k, (_, curve) in enumerate(runs):
        antagonists[k] = antagonist_rows(population, chosen[k], population.antagonist[chosen[k].id][curve])
    start = np.zeros(layout.N_STATES)
    for here, there in _STATES.items():
        start[here] = resting_state()[there]
    start[layout.S_FREE] = 1.0
    safe = load("overdose")[f"safe_occupancy.{scenario.subject}"].value if numerics.may_stop_early else -1.0
    threshold = rule.ventilation_share * resting_ventilation()

    def block(span: slice) -> np.ndarray:
        out = np.empty((len(runs) + 1, len(opioids[span]), layout.N_OUTCOMES))
        run_block(
            opioids[span], np.ascontiguousarray(antagonists[:, span]), start, np.array(delays), plan, events,
            numerics.as_array(), is_im, horizons, threshold, safe, rule, ph, out,
        )  # fmt: skip
        return out

    size = int(load("overdose")["engine.block_patients"].value)
    spans = [slice(at, min(at + size, population.n)) for at in range(0, population.n, size)]
    if threads == 1 or len(spans) == 1:
        parts = [block(span) for span in spans]
    else:
        with ThreadPoolExecutor(min(threads, len(spans))) as pool:
            parts = list(pool.map(block, spans))
    return np.concatenate(parts, axis=1)


def command_of(scenario: Scenario) -> str:
    """A command line that makes the same result again; arms of several delays or strategies name them all."""
    words = ["beredd overdose run", f"--opioid {scenario.opioid}", f"--dose-mg {scenario.dose_mg!r}"]
    words.append(f"--subject {scenario.subject}")
    words += [f"--antagonist {name}" for name in dict.fromkeys(arm.antagonist for arm in scenario.arms)]
    words += [f"--strategy {name}" for name in dict.fromkeys(arm.strategy for arm in scenario.arms)]
    words += [f"--delay-s {delay:g}" for delay in dict.fromkeys(arm.delay_s for arm in scenario.arms)]
    words += [f"--population {scenario.n}", f"--seed {scenario.seed}"]
    if scenario.parameters is not None:
        words.append("--parameters DIR")
    return " ".join(words)


__all__ = ["Arm", "Numerics", "Scenario", "arm_name", "arms_of", "load_kernels", "population_of", "simulate"]
