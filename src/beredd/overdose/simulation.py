"""Runs a question over a population and summarises what came of it.

    result = simulate(question)
    result.arms[1].cardiac_arrest_pct

All arms share the same patients (common random numbers), so their differences are paired.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from beredd.overdose import model
from beredd.overdose import strategies as ways
from beredd.overdose.constants import arrest_rule, physiology, subject
from beredd.overdose.engine import layout
from beredd.overdose.engine.packing import N_ANTAGONIST, antagonist_rows, opioid_rows
from beredd.overdose.errors import BadQuantity
from beredd.overdose.limits import LIMITS
from beredd.overdose.populations import Population, drawn, published, typical
from beredd.overdose.question import KIND, Arm, Question, arm_name, command_of
from beredd.overdose.rest import resting_state, resting_ventilation
from beredd.overdose.results import ENGINE, ArmResult, Outcomes, Result, compare, summarise
from beredd.overdose.substances import FITTED, Product, opioid, product
from beredd.parameters import load, tables
from beredd.provenance import Record, fingerprint

SOURCES = ("Mann 2022, doi 10.1002/cpt.2696", "Strauss 2024, JAMA Network Open, and its public code")
NONE = "none"
_MODEL_STATE = {
    layout.S_ALV_CO2: model.ALVEOLAR_CO2,
    layout.S_ALV_O2: model.ALVEOLAR_O2,
    layout.S_BRAIN_CO2: model.BRAIN_CO2,
    layout.S_BRAIN_O2: model.BRAIN_O2,
    layout.S_TISSUE_CO2: model.TISSUE_CO2,
    layout.S_TISSUE_O2: model.TISSUE_O2,
    layout.S_FLOW_CO2: model.FLOW_CO2,
    layout.S_FLOW_O2: model.FLOW_O2,
    layout.S_DRIVE_P: model.DRIVE_P,
    layout.S_DRIVE_C: model.DRIVE_C,
    layout.S_HYPOXIC: model.HYPOXIC,
}
"""Where the engine keeps a state -> where the model does: those that are not zero at rest."""


@dataclass(frozen=True)
class Numerics:
    """How the engine steps; the defaults come from the register. Halve the step to see what it changes."""

    base_step_s: float
    early_parts: tuple[tuple[float, float], ...]
    may_stop_early: bool = True
    refine: float = 1.0

    @classmethod
    def standard(cls, refine: float = 1.0, may_stop_early: bool = True) -> "Numerics":
        """The register's steps divided by `refine`."""
        engine = load("overdose").section("engine")
        parts = tuple((until, step / refine) for until, step in engine["early_parts"])
        return cls(engine["base_step_s"] / refine, parts, may_stop_early, refine)

    def options(self) -> tuple[str | float, ...]:
        """What the command line adds for steps that are not the register's."""
        refine = ("--refine", self.refine) if self.refine != 1.0 else ()
        return (*refine, *(() if self.may_stop_early else ("--full-horizon",)))

    def inputs(self) -> dict[str, str]:
        """The steps as an input of a record, where they are not the register's."""
        return {"numerics": fingerprint(list(self.options()))} if self.options() else {}

    def as_array(self) -> np.ndarray:
        """The engine's settings."""
        return np.array([self.base_step_s, *(value for part in self.early_parts for value in part)])


def population_of(question: Question, rows: Path | None = None) -> Population:
    """The subjects a question asks for: drawn from fitted distributions, or the published rows in a folder."""
    wanted = [product(name) for name in dict.fromkeys(arm.antagonist for arm in question.arms)]
    if rows is None:
        return drawn(opioid(question.opioid), wanted, question.n, question.seed)
    return published(rows, opioid(question.opioid), wanted, question.n)


def simulate(
    question: Question, *, rows: Path | None = None, threads: int | None = None, numerics: Numerics | None = None
) -> Result:
    """Run every arm of a question; the answer does not depend on `threads`. `rows`: folder of published subjects."""
    if threads is not None and threads < 1:
        raise BadQuantity("overdose.threads", found=threads)
    load_kernels()
    started = time.perf_counter()
    population = population_of(question, rows)
    numerics = numerics or Numerics.standard()
    arms, kept = run_arms(question, population, threads=threads or os.cpu_count() or 1, numerics=numerics)
    differences = compare(arms, kept)
    return Result(
        question=question,
        population=population.name,
        subjects=population.subjects,
        arms=tuple(arms),
        outcomes=tuple(mine[0] for mine in kept),
        differences=differences,
        wall_s=time.perf_counter() - started,
        record=_record(question, population, numerics, arms, differences),
    )


def run_arms(
    question: Question, population: Population, *, threads: int, numerics: Numerics, until_s: float | None = None
) -> tuple[list[ArmResult], list[list[Outcomes]]]:
    """Each arm's summary, the one without antagonist first, and its outcomes, one for each curve of its product."""
    runs = [(k, curve) for k, arm in enumerate(question.arms) for curve in range(len(product(arm.antagonist).curves))]
    out = run_population(question, population, runs, threads, numerics, until_s=until_s)
    outcomes = [Outcomes(out[k]) for k in range(len(runs) + 1)]
    follows = question.recovery
    arms = [summarise(NONE, NONE, outcomes[0], population.n, arrest_rule(), has_dose=False, follows=follows)]
    kept = [[outcomes[0]]]
    for k, arm in enumerate(question.arms):
        kept.append([outcomes[r + 1] for r, (which, _) in enumerate(runs) if which == k])
        arms.append(_summary(arm, kept[-1], population.n, follows=follows))
    return arms, kept


def _summary(arm: Arm, curves: list[Outcomes], n: int, *, follows: bool) -> ArmResult:
    chosen = product(arm.antagonist)
    return summarise(
        arm_name(arm),
        chosen.id,
        curves[0],
        n,
        arrest_rule(),
        curves=curves,
        is_fitted=chosen.status == FITTED,
        is_published=ways.strategy(arm.strategy).published,
        strategy=arm.strategy,
        delay_s=arm.delay_s,
        follows=follows,
    )


def registers_print() -> str:
    """Fingerprint of every register that an answer hangs on."""
    return fingerprint(
        [tables(r) for r in ("overdose", "overdose-opioids", "overdose-products", "overdose-strategies")]
    )


def _record(question: Question, population: Population, numerics: Numerics, arms, differences) -> Record:
    options = ("--parameters", "DIR") if population.is_published else ()
    command, files = command_of(question, *options, *numerics.options())
    return Record(
        kind=KIND,
        question=question.as_data(),
        engine=ENGINE,
        command=command,
        inputs={"registers": registers_print(), **numerics.inputs(), **population.inputs},
        files=files,
        result=fingerprint([[arm.as_dict() for arm in arms], list(differences)]),
        sources=SOURCES,
        limits=LIMITS,
    )


@cache
def load_kernels() -> None:
    """Compile or load the engine, once in a process; half a minute when it has never run here."""
    one = Question(opioid="fentanyl", dose_mg=0.01, n=1)
    run_population(one, typical(opioid(one.opioid), []), [], 1, Numerics.standard())


def run_population(
    question: Question,
    population: Population,
    runs: list[tuple[int, int]],
    threads: int,
    numerics: Numerics,
    *,
    until_s: float | None = None,
) -> np.ndarray:
    """Outcomes (runs + 1, n, N_OUTCOMES) of the engine; run 0 is without antagonist.

    runs      (arm, curve of its product), in the order of the answer
    until_s   where the run ends instead of at the studies' horizons
    """
    from beredd.overdose.engine.block import run_block

    rule, ph = arrest_rule(), physiology()
    arms = [question.arms[k] for k, _ in runs]
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
    asked = [product(arm.antagonist).route == "im" for arm in question.arms]
    is_im = np.array([any(asked) or not asked, *(p.route == "im" for p in chosen)])
    horizons = (
        np.where(is_im, rule.horizon_im_s, rule.horizon_in_iv_s) if until_s is None else np.full(len(is_im), until_s)
    )
    opioids = opioid_rows(population, opioid(question.opioid), subject(question.subject), question.dose_mg)
    antagonists = np.zeros((len(runs), population.n, N_ANTAGONIST))
    for k, (_, curve) in enumerate(runs):
        antagonists[k] = antagonist_rows(population, chosen[k], population.antagonist[chosen[k].id][curve])
    start = np.zeros(layout.N_STATES)
    for here, there in _MODEL_STATE.items():
        start[here] = resting_state()[there]
    start[layout.S_FREE] = 1.0
    occupancy = "recovered_occupancy" if question.recovery else "safe_occupancy"
    safe = load("overdose")[f"{occupancy}.{question.subject}"].value if numerics.may_stop_early else -1.0
    threshold = rule.ventilation_share * resting_ventilation()

    def block(span: slice) -> np.ndarray:
        out = np.empty((len(runs) + 1, len(opioids[span]), layout.N_OUTCOMES))
        run_block(
            opioids[span], np.ascontiguousarray(antagonists[:, span]), start, np.array(delays), plan, events,
            numerics.as_array(), is_im, horizons, threshold, safe, question.recovery, rule, ph, out,
        )  # fmt: skip
        return out

    size = int(load("overdose")["engine.block_patients"].number)
    spans = [slice(at, min(at + size, population.n)) for at in range(0, population.n, size)]
    if threads == 1 or len(spans) == 1:
        parts = [block(span) for span in spans]
    else:
        with ThreadPoolExecutor(min(threads, len(spans))) as pool:
            parts = list(pool.map(block, spans))
    return np.concatenate(parts, axis=1)
