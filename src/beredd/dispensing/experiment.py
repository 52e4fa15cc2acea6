"""Describe, run, read: a scenario on a network, over replicates, to a summary and result files."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from beredd.dispensing.beginning import begin
from beredd.dispensing.engine.figures import key_figures, spread
from beredd.dispensing.engine.ground import Ground
from beredd.dispensing.engine.results import tables, write_tables
from beredd.dispensing.errors import DispensingError
from beredd.dispensing.everyday import Companion
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.parameters import load_parameters, resolve
from beredd.dispensing.question import KIND, Question, command_of
from beredd.dispensing.reading.lead import Lead, cubes_of, lead_of
from beredd.dispensing.scenarios import (
    Conditions,
    Scenario,
    as_found,
    compile_conditions,
    load_scenario,
    scenario_ids,
)
from beredd.provenance import Record, file_fingerprint, fingerprint
from beredd.wording import Sentence
from beredd.writing import check_folder, fresh_folder

ENGINE = "dispensing/3"
"""Changes when the rules change so that results do: see CHANGELOG, "Results changed"."""

LIMITS = (
    Sentence("dispensing.limit-synthetic"),
    Sentence("dispensing.limit-not-modelled"),
    Sentence("dispensing.limit-harm"),
    Sentence("dispensing.limit-substitution"),
    Sentence("dispensing.limit-prescribing"),
)
Progress = Callable[[int, int], None]


def default_threads() -> int:
    """As many threads as the machine has cores for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def run(
    *,
    scenario: str | Path | Scenario,
    network: str | Path | Network = "",
    days: int | None = None,
    seed: int = 1,
    replicates: int = 1,
    threads: int | None = None,
    overrides: Mapping[str, float] | None = None,
    out: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Run a scenario and return its summary; with `out`, also write the result folder, whole or not at all.

    With it runs its everyday (`everyday`), the same hours without the events, unless that is known from before.
    `progress(done, total)` is called in simulated days, those of the everyday included. Everything a user can get wrong
    is refused before anything is computed or written.
    """
    started = time.perf_counter()
    described = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    days = described.days if days is None else days
    asked = Question(
        scenario=described.id if isinstance(scenario, Scenario) else str(scenario),
        network=network.name if isinstance(network, Network) else str(network or described.network),
        days=days,
        seed=seed,
        replicates=replicates,
        overrides=overrides or {},
    )
    if out is not None:
        _check_free(out)
    place = network if isinstance(network, Network) else load_network(network or described.network)
    place = as_found(place, described)
    values = resolve({**described.parameters, **asked.overrides})
    threads = threads or default_threads()
    if threads < 1:
        raise DispensingError("dispensing.threads", found=threads)
    calm = compile_conditions(
        place, described.model_copy(update={"event": ()}), days=days, seed=seed, parameters=values
    )

    @lru_cache(1)  # the first of several, and the only one of one, is asked for thrice
    def conditions(replicate: int) -> Conditions:
        if not described.event:
            return calm
        return compile_conditions(place, described, days=days, seed=seed, replicate=replicate, parameters=values)

    for replicate in range(replicates):  # all replicates compile before the first is run
        conditions(replicate)
    beginning = begin(place, values, seed=seed, start_weekday=described.start.weekday(), threads=threads)

    @lru_cache(1)
    def companion(replicate: int) -> Companion:
        return Companion(beginning, conditions(replicate), calm, days=days, replicate=replicate)

    ground, told = beginning.ground, _Progress(progress)
    for replicate in range(replicates):
        told.total += companion(replicate).days_to_run
    parts: dict[str, list] = {}
    figures, prints, errors = [], [], np.zeros(2, np.int64)
    changes: tuple = ()
    for replicate in range(replicates):
        both = companion(replicate)
        changes = changes or both.conditions.changes
        chain, tally, everyday = both.run(threads=threads, each_day=told.one_more)
        errors += chain.errors.sum(axis=0)
        del chain  # a state of the nation is as large as its tables
        figures.append(key_figures(tally, everyday, packs_a_day=ground.packs_a_day))
        prints.append(fingerprint(b"".join(np.ascontiguousarray(x).tobytes() for x in tally)))
        named = {"network": place, "packs_a_day": ground.packs_a_day, "replicate": replicate}
        for stem, columns in tables(tally, everyday, **named):
            parts.setdefault(stem, []).append(columns)
            if out is None and stem == "hour_county":  # enough for the lead
                break
    summary = _summary(
        described,
        ground,
        asked,
        figures=figures,
        prints=prints,
        errors=errors,
        changes=changes,
        lead=_lead(parts["hour_county"], described),
        files={} if isinstance(scenario, Scenario) else _files(asked.scenario),
    )
    if out is not None:
        _write(out, parts, summary)
    summary["wall_s"] = round(time.perf_counter() - started, 3)
    summary["peak_rss_mb"] = round(peak_rss_mb(), 1)
    return summary


class _Progress:
    """Counts simulated days for whoever wants to know."""

    def __init__(self, tell: Progress | None):
        self.tell, self.done, self.total = tell, 0, 0

    def one_more(self) -> None:
        self.done += 1
        if self.tell:
            self.tell(self.done, self.total)


def peak_rss_mb() -> float:
    """The process's largest resident memory so far, MB."""
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return rss / (1e6 if sys.platform == "darwin" else 1e3)


def _check_free(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise DispensingError("dispensing.not-empty", folder=out)
    if not out.absolute().parent.exists():
        raise DispensingError("dispensing.no-parent", folder=out.parent)
    check_folder(out)


def _files(scenario: str) -> dict[str, str]:
    """The scenario's file and its fingerprint, where it is not the package's."""
    return {} if scenario in scenario_ids() else {scenario: file_fingerprint(Path(scenario))}


def _summary(
    scenario: Scenario, ground: Ground, asked: Question, *, figures, prints, errors, changes, lead, files
) -> dict[str, Any]:
    network, days, replicates = ground.network, asked.days or scenario.days, asked.replicates
    interval = spread(figures)
    register = load_parameters()
    record = Record(
        kind=KIND,
        question=asked.as_data(),
        engine=ENGINE,
        command=command_of(asked),
        files=files,
        inputs={
            "scenario": scenario.fingerprint,
            "network": network.fingerprint,
            "parameters": fingerprint({k: ground.behaviour.values[k] for k in sorted(register)}),
        },
        sources=network.sources,
        estimated_share=float(np.mean(list(network.estimated.values()))) if network.estimated else None,
        limits=LIMITS,
        result=fingerprint(prints),
    )
    return {
        "scenario": scenario.id,
        "scenario_name": {"sv": scenario.name.sv, "en": scenario.name.en},
        "start": scenario.start.isoformat(),
        "state": scenario.state,
        "network": network.name,
        "seed": asked.seed,
        "replicates": replicates,
        "overrides": dict(asked.overrides),
        "people": ground.n_people,
        "lines": ground.n_lines,
        "dormant_prescriptions": network.dormant_prescriptions,
        "pharmacies": len(network.pharmacy_id),
        "days": days,
        "dispensed_lines": round((interval["lines_per_day"]["median"] or 0) * days),
        "lead": [sentence.as_json() for sentence in lead.sentences()],
        "kpi": {name: figures[0][name] if replicates == 1 else x["median"] for name, x in interval.items()},
        "kpi_interval": interval,
        "ledger": {"packs_error": int(errors[0]), "lines_error": int(errors[1])},
        "changes": [vars(c) for c in changes[:500]],
        "fingerprint": fingerprint(prints),
        "provenance": record.as_dict(),
    }


def _lead(replicates: list[dict[str, np.ndarray]], scenario: Scenario) -> Lead:
    columns = {name: np.concatenate([one[name] for one in replicates]) for name in replicates[0]}
    return lead_of(*cubes_of(columns), first_weekday=scenario.start.weekday())


def _write(out: Path, parts: dict[str, list], summary: dict[str, Any]) -> None:
    """Write beside the goal and rename, so that a folder with results is always a whole one."""
    with fresh_folder(out) as work:
        summary["files"] = write_tables(parts, work)
        (work / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
