"""Describe, run, read: a scenario's dose events on a network, to counts by plant, place, kind and day."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import beredd
from beredd.descriptions import command_words
from beredd.dispensing.dose import columns as C
from beredd.dispensing.dose.conditions import compile_dose
from beredd.dispensing.dose.days import DoseDays
from beredd.dispensing.dose.network import DoseNetwork, load_dose_network
from beredd.dispensing.dose.patients import Patients, choose_patients
from beredd.dispensing.dose.plan import BURN_IN, DosePlan, dose_plan
from beredd.dispensing.dose.question import KIND, DoseQuestion, dose_register
from beredd.dispensing.dose.state import BOOKS, DoseTally, of_the_run
from beredd.dispensing.engine.ground import give_birth
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.parameters import load_parameters, resolve
from beredd.dispensing.scenarios import Scenario, load_scenario, scenario_ids
from beredd.dispensing.scenarios.reinforcements import with_reinforcements
from beredd.dispensing.store import Cache
from beredd.kernel_cache import sources_hash
from beredd.provenance import Record, file_fingerprint, fingerprint
from beredd.wording import Sentence

ENGINE = "dose/2"
"""Changes when the rules change so that results do: see CHANGELOG, "Results changed"."""
LIMITS = (
    Sentence("dispensing.limit-synthetic"),
    Sentence("dose.limit-network"),
    Sentence("dose.limit-uncoupled"),
    Sentence("dose.limit-harm"),
)
CHOSEN = Cache("dose-patients", most_bytes=200_000_000)
"""Choosing needs the whole population; what is chosen is small."""
DECIDING = ("dispensing/dose", "dispensing/engine", "dispensing/network", "provenance")
SMALL = 100_000
"""A network with fewer dose patients is drawn faster than it is read."""


@dataclass(frozen=True, kw_only=True)
class DoseRun:
    """A finished run: what it stood on and what was counted on its own days."""

    scenario: Scenario
    network: Network
    dose: DoseNetwork
    patients: Patients
    plan: DosePlan
    tally: DoseTally
    days: int
    wall_s: float
    """Seconds for the dose part: plan, conditions and days, without network and people."""


def play(plan: DosePlan) -> DoseTally:
    """All days of a plan, the burn-in included, by the compiled steps."""
    whole = DoseDays(plan)
    whole.advance(24 * (whole.days - BURN_IN))
    return whole.tally


def patients_of(network: Network, dose: DoseNetwork, values: Mapping[str, Any], *, seed: int, threads: int) -> Patients:
    """The dose patients of a network, from the disk when they have been chosen before.

    `values` are those of both registers. The people are drawn as for every run of the chain.
    """
    sources = sources_hash(Path(beredd.__file__).parent, DECIDING)
    key = fingerprint([sources, network.fingerprint, dose.fingerprint, {k: values[k] for k in sorted(values)}, seed])
    is_large = dose.county_patients.sum() >= SMALL
    found = CHOSEN.find(key) if is_large else None
    if found is not None:
        return Patients(**found)
    chain = {name: float(values[name]) for name in load_parameters()}
    birth = give_birth(network, chain, seed=seed, start_weekday=0, threads=threads)
    chosen = choose_patients(network, dose, birth.population, values, seed=seed)
    if is_large:
        CHOSEN.keep(key, chosen._asdict(), {"seed": seed, "network": network.name})
    return chosen


def run_dose(
    *,
    scenario: str | Path | Scenario,
    network: str | Path | Network | None = None,
    dose: DoseNetwork | None = None,
    dose_tables: str | Path | None = None,
    days: int | None = None,
    seed: int = 1,
    replicate: int = 0,
    overrides: Mapping[str, float] | None = None,
    threads: int = 2,
    patients: Patients | None = None,
) -> DoseRun:
    """Run a scenario's dose events; whatever a user can get wrong is refused before anything is computed.

    patients   of the same network, where they stand already: who they are does not follow the overrides then
    """
    described = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    days = days or described.days
    place = network if isinstance(network, Network) else load_network(network or described.network)
    place = with_reinforcements(place, described)
    dose = dose or load_dose_network(place, Path(dose_tables) if dose_tables else None)
    changed = dict(overrides or {})
    own = {name: changed.pop(name) for name in list(changed) if name in dose_register()}
    values = {
        **resolve({**described.parameters, **changed}),
        **dose_register().resolve({**described.dose_parameters, **own}),
    }
    started = time.perf_counter()
    conditions = compile_dose(
        place, dose, described.dose, values, start=described.start, days=days, burn_in=BURN_IN, file=described.id
    )
    compiled_s = time.perf_counter() - started
    if patients is None:
        patients = patients_of(place, dose, values, seed=seed, threads=threads)
    started = time.perf_counter()
    plan = dose_plan(
        place,
        dose,
        patients,
        conditions,
        values,
        start=described.start,
        days=days,
        seed=seed,
        replicate=replicate,
    )
    tally = of_the_run(play(plan))
    return DoseRun(
        scenario=described,
        network=place,
        dose=dose,
        patients=patients,
        plan=plan,
        tally=tally,
        days=days,
        wall_s=compiled_s + time.perf_counter() - started,
    )


def summary_of(asked: DoseQuestion, run: DoseRun) -> dict[str, Any]:
    """The run in numbers, ready for JSON, with what made it."""
    plant, place, tally = run.tally.plant, run.tally.place, run.tally
    without = place[..., C.WITHOUT].sum(axis=(0, 1))
    result = fingerprint(b"".join(np.ascontiguousarray(x).tobytes() for x in tally))
    own = {} if asked.scenario in scenario_ids() else {asked.scenario: file_fingerprint(Path(asked.scenario))}
    record = Record(
        kind=KIND,
        question=asked.as_data(),
        engine=ENGINE,
        command=command_words(("dispensing", "dose-run", asked.scenario), asked, but=("scenario",))[0],
        files=own,
        inputs={
            "scenario": fingerprint(run.scenario.as_data()),
            "network": run.network.fingerprint,
            "dose_network": run.dose.fingerprint,
        },
        sources=run.network.sources,
        limits=LIMITS,
        result=result,
    )
    ever = tally.first_without != C.NONE
    return {
        "scenario": run.scenario.id,
        "scenario_name": {"sv": run.scenario.name.sv, "en": run.scenario.name.en},
        "start": run.scenario.start.isoformat(),
        "days": run.days,
        "seed": asked.seed,
        "patients": len(run.patients.person),
        "kpi": {
            "patients_ever_without": int(ever.sum()),
            "patients_without_peak": int(without.max(initial=0)),
            "patients_without_end": int(without[-1]) if len(without) else 0,
            "patient_days_without": int(without.sum()),
            "patient_days_without_tier_0_1": int(tally.tier[:, :2].sum()),
            "patient_days_wrong_content": int(place[..., C.WRONG].sum()),
            **{name: int(plant[..., column].sum()) for name, column in _PLANT.items()},
            **{name: int(place[..., column].sum()) for name, column in _PLACE.items()},
            **{name: int(tally.help[:, column].sum()) for name, column in _HELP.items()},
        },
        "without_by_day": without.tolist(),
        "books": {name: int(np.abs(tally.errors[:, n]).sum()) for n, name in enumerate(BOOKS)},
        "fingerprint": result,
        "wall_s": round(run.wall_s, 3),
        "provenance": record.as_dict(),
    }


_PLANT = {
    "rolls_packed": C.PACKED,
    "acute_rolls_packed": C.PACKED_ACUTE,
    "rolls_late": C.ARRIVED_LATE,
    "rolls_withdrawn": C.WITHDRAWN,
    "rolls_lost": C.LOST,
    "rolls_by_old_list": C.OLD_LIST,
    "acute_orders_changes": C.ACUTE_CHANGE,
    "acute_orders_missing": C.ACUTE_MISSING,
    "acute_orders_recall": C.ACUTE_RECALL,
    "whole_packs_sent": C.PACKS_SENT,
    "whole_packs_to_pharmacies": C.PACKS_REDIRECTED,
    "patients_taken_over": C.MOVED_IN,
}
_PLACE = {
    "rolls_recalled": C.RECALLED,
    "dosetts": C.DOSETT,
    "requisitions": C.REQUISITION,
    "supplies_48h": C.SUPPLY,
    "buffer_days": C.BUFFER,
}
_HELP = {
    "nurse_minutes": C.NURSE_MIN,
    "prescriber_minutes": C.PRESCRIBER_MIN,
    "patients_converted": C.CONVERTED,
    "pharmacy_lines": C.PHARMACY_LINES,
    "dosett_errors": C.ERRORS,
    "refused_for_nurse": C.NURSE_LACK,
    "refused_for_prescriber": C.PRESCRIBER_LACK,
    "refused_for_pharmacy": C.PHARMACY_LACK,
}
