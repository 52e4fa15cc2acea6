"""Measures in a scenario beside each other: paired differences with intervals, and what may be ranked."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from beredd.descriptions import command_words
from beredd.dispensing.dose.network import DoseNetwork, load_dose_network
from beredd.dispensing.errors import DispensingError
from beredd.dispensing.experiment import ENGINE, LIMITS, peak_rss_mb
from beredd.dispensing.measures.catalogue import Measure, find_measures, with_measures
from beredd.dispensing.measures.crew import Alone, Bench, Crew, Draw, Everyday, Setting, Task, shared_out
from beredd.dispensing.measures.draws import draw_worlds, strongest, undrawn
from beredd.dispensing.measures.figures import labels
from beredd.dispensing.measures.intervals import (
    CONFIDENCE,
    QUANTILE_DRAWS,
    Band,
    bands,
    chance_band,
    in_two_stages,
    pairs,
    places,
)
from beredd.dispensing.measures.kpis import ALL_TIERS, KPIS, LEADING, NATIONAL, Label
from beredd.dispensing.measures.question import (
    KIND,
    MOST_REPLICATES,
    REPLICATES_PER_DRAW,
    USUAL_REPLICATES,
    CompareQuestion,
)
from beredd.dispensing.measures.small_country import residents_share, small_country, small_dose, small_scenario
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.scenarios import Scenario, load_scenario, scenario_ids
from beredd.provenance import Record, file_fingerprint, fingerprint

LEAST_DRAWS = 2
WITHOUT = "without"
"""What the run without measures is called beside the measures."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Compared:
    """Figures by draw, replicate, scenario and label: (K, R, S, n). Without draws K is 1."""

    rows: np.ndarray
    is_drawn: bool
    first_stage: int | None = None
    is_width_reached: bool | None = None
    dropped: tuple[dict[str, Any], ...] = ()
    not_drawn: tuple[str, ...] = ()
    worlds: tuple[dict[str, float], ...] = ()
    """The parameters of each draw that was used."""

    def paired(self, n: int) -> np.ndarray:
        """(K, R, n) or, without draws, (R, n): what a measure changes."""
        found = self.rows[:, :, n] - self.rows[:, :, 0]
        return found if self.is_drawn else found[0]


def compare(
    question: CompareQuestion,
    *,
    network: Network | None = None,
    dose: DoseNetwork | None = None,
    threads: int | None = None,
    crew: Crew | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The comparison as JSON-ready data; whatever a user can get wrong is refused before anything is run.

    `crew` does the runs, this process with so many `threads` unless it is given; the numbers are the same.
    `progress(done, total)` is told after each run; the total may grow with `until_width`.
    """
    started = time.perf_counter()
    scenario = load_scenario(question.scenario)
    measures = find_measures(question.measures)
    scenarios = [scenario, *(with_measures(scenario, one) for one in measures.values())]
    chains = _chains(scenario, measures)
    place = network or load_network(question.network or scenario.network)
    if "dose" in chains:
        dose = dose or load_dose_network(place)
    whole = place
    if question.small:
        place = small_country(whole)
        less, share = small_dose(dose, whole, place) if dose else None, residents_share(whole, place)
        scenarios = [small_scenario(one, dose, less, share) for one in scenarios]
        dose = less
    days = question.days or scenario.days
    setting = Setting(scenarios=scenarios, network=place, dose=dose, chains=chains, days=days, seed=question.seed)
    found = _Runs(question, setting, crew or Alone(threads), progress).compared()
    told = labels(place, chains)
    leading = LEADING[chains[-1]]
    effects, told_pairs = _effects(found, measures, told, place, chains), _pairs(found, measures, told, leading)
    result = fingerprint(effects)
    return {
        "scenario": scenario.id,
        "scenario_name": scenario.name.model_dump(),
        "network": place.name,
        "residents_share": round(residents_share(whole, place), 4),
        "days": days,
        "seed": question.seed,
        "replicates": found.rows.shape[1],
        "draws": _draws(found, chains) if found.is_drawn else None,
        "until_width": None
        if question.until_width is None
        else {"asked": question.until_width, "reached": found.is_width_reached, "first_stage": found.first_stage},
        "confidence": CONFIDENCE,
        "interval": _interval_word(found),
        "chains_run": list(chains),
        "leading": leading,
        "measures": [_measure_row(name, one) for name, one in measures.items()],
        "effects": effects,
        "ranking": _ranking(found, measures, told, leading, told_pairs),
        "combinations": _combinations(found, measures, told, leading),
        "matter_most": _matter_most(found, measures, told, leading),
        "pairs": [_plain(pair._asdict()) for pair in told_pairs],
        "provenance": _record(question, scenario, place, result).as_dict(),
        "fingerprint": result,
        "wall_s": round(time.perf_counter() - started, 3),
        "peak_rss_mb": round(peak_rss_mb(), 1),
    }


def _chains(scenario: Scenario, measures: dict[str, dict[str, Measure]]) -> tuple[str, ...]:
    """The chains that have to be run: those that a measure can touch, the dose chain where the scenario has one."""
    effects = [one.effects for together in measures.values() for one in together.values()]
    asked = {"chain": any(one.touches_chain for one in effects)}
    asked["dose"] = bool(scenario.dose) and any(one.touches_dose for one in effects)
    if not any(asked.values()):
        asked["dose" if scenario.dose else "chain"] = True
    return tuple(name for name, is_asked in asked.items() if is_asked)


class _Runs:
    """All runs of a comparison, in one world or in many."""

    def __init__(self, question: CompareQuestion, setting: Setting, crew: Crew, progress: Progress | None):
        self.question, self.setting, self.crew, self.progress = question, setting, crew, progress
        self.days = setting.days
        self.done, self.total = 0, 0

    def compared(self) -> _Compared:
        """As the question asks."""
        Bench(setting=self.setting, threads=1).world({}, {}, is_kept=False, has_patients=False).check()
        if self.question.uncertainty is not None:
            return self._in_worlds(self.question.uncertainty, self.question.replicates or REPLICATES_PER_DRAW)
        if self.question.until_width is None:
            return _Compared(self._rows(0, self.question.replicates or USUAL_REPLICATES)[None], False)
        told = labels(self.setting.network, self.setting.chains)
        at = [n for n, label in enumerate(told) if _is_leading(label)]

        def leading(rows: np.ndarray) -> np.ndarray:
            return (rows[:, 1:] - rows[:, :1])[..., at[-1:]]

        rows, first, reached = in_two_stages(self._rows, leading, self.question.until_width, most=MOST_REPLICATES)
        return _Compared(rows[None], False, first, reached)

    def _in_worlds(self, n: int, replicates: int) -> _Compared:
        scenarios, chains = self.setting.scenarios, self.setting.chains
        fixed = {name for one in scenarios for name in (*one.parameters, *one.dose_parameters)}
        worlds = [
            tuple({name: value for name, value in values.items() if name not in fixed} for values in pair)
            for pair in draw_worlds(n, seed=self.question.seed)
        ]
        self.total = n * replicates * len(scenarios) * len(chains)
        usual = self._do([Everyday()])[0] if "chain" in chains else {}
        tasks = [Draw(values=a, dose_values=b, usual=usual, replicates=replicates) for a, b in worlds]
        found, dropped, used = [], [], []
        for number, (pair, (wrong, rows)) in enumerate(zip(worlds, self._do(tasks), strict=True)):
            if wrong:
                dropped.append({"draw": number, "outside": list(wrong)})
            else:
                found.append(rows)
                used.append({name: value for kind in self._drawn_kinds(pair) for name, value in kind.items()})
        if len(found) < LEAST_DRAWS:
            raise DispensingError("measures.draws-dropped", asked=n, left=len(found), least=LEAST_DRAWS)
        return _Compared(
            np.stack(found), True, dropped=tuple(dropped), not_drawn=tuple(sorted(fixed)), worlds=tuple(used)
        )

    def _drawn_kinds(self, pair: tuple[dict[str, float], ...]) -> list[dict[str, float]]:
        """Of a draw's two sets of parameters those that a chain that is run reads."""
        return [values for kind, values in zip(("chain", "dose"), pair, strict=True) if kind in self.setting.chains]

    def _rows(self, first: int, last: int) -> np.ndarray:
        self.total += (last - first) * len(self.setting.scenarios) * len(self.setting.chains)
        return np.concatenate(self._do(shared_out(first, last, self.crew.hands)))

    def _do(self, tasks: Sequence[Task]) -> list[Any]:
        return self.crew.do(self.setting, tasks, self._told)

    def _told(self) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, max(self.done, self.total))


def _is_leading(label: Label) -> bool:
    return label.kpi in LEADING.values() and (label.area, label.tier) == (NATIONAL, ALL_TIERS)


def _effects(found: _Compared, measures, told: list[Label], place: Network, chains) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    base = found.rows[:, :, 0].mean(axis=(0, 1))
    for n, name in enumerate(measures, start=1):
        paired = found.paired(n)
        if found.is_drawn:
            all_bands = bands(paired)
            known: dict[str, Band] = all_bands._asdict()
            shown, effect = all_bands.both, paired.mean(axis=(0, 1))
        else:
            shown, effect, known = chance_band(paired, first=found.first_stage), paired.mean(axis=0), {}
        for at, label in enumerate(told):
            row = {
                "measure": name,
                **label._asdict(),
                "effect": effect[at],
                "low": shown.low[at],
                "high": shown.high[at],
            }
            row |= {"without": base[at], "unit": KPIS[label.kpi].unit}
            row |= {kind: [band.low[at], band.high[at]] for kind, band in known.items() if kind != "both"}
            rows.append(_plain(row))
        rows += [_untouched(name, label) for label in _not_run(place, chains)]
    return rows


def _not_run(place: Network, chains: tuple[str, ...]) -> list[Label]:
    """Figures of the chain for the nation, where no measure can touch it and it was not run."""
    if "chain" in chains:
        return []
    return [label for label in labels(place, ("chain",)) if (label.area, label.tier) == (NATIONAL, ALL_TIERS)]


def _untouched(name: str, label: Label) -> dict[str, Any]:
    known = {"effect": 0.0, "low": 0.0, "high": 0.0, "without": None, "unit": KPIS[label.kpi].unit}
    return {"measure": name, **label._asdict(), **known}


def _values(found: _Compared, measures, told: list[Label], leading: str) -> dict[str, np.ndarray]:
    """The leading figure of each, the run without measures first: (R,) by replicate or (K,) by draw."""
    at = told.index(Label(leading, NATIONAL, ALL_TIERS))
    rows = found.rows[..., at].mean(axis=1) if found.is_drawn else found.rows[0, ..., at]
    return {name: rows[:, n] for n, name in enumerate((WITHOUT, *measures))}


def _pairs(found: _Compared, measures, told: list[Label], leading: str) -> list:
    if Label(leading, NATIONAL, ALL_TIERS) not in told:
        return []
    return pairs(_values(found, measures, told, leading), is_draws=found.is_drawn, first=found.first_stage)


def _ranking(found: _Compared, measures, told: list[Label], leading: str, compared) -> list[dict[str, Any]]:
    """Best first; those that are not told apart share a place."""
    if not compared:
        return []
    values = _values(found, measures, told, leading)
    place = places(list(values), compared)
    rows = []
    for name in sorted(values, key=lambda one: (place[one], values[one].mean())):
        same = [p.second if p.first == name else p.first for p in compared if name in p[:2] and not p.is_told_apart]
        rows.append(
            {
                "measure": name,
                "place": place[name],
                "kpi": leading,
                "mean": float(values[name].mean()),
                "not_told_apart_from": same,
            }
        )
    return rows


def _combinations(found: _Compared, measures, told: list[Label], leading: str) -> list[dict[str, Any]]:
    """What a combination does beyond its parts, where each part was compared alone, too: below 0, more than they."""
    rows = []
    at = told.index(Label(leading, NATIONAL, ALL_TIERS))
    number = {name: n for n, name in enumerate(measures, start=1)}
    for name, together in measures.items():
        if len(together) < 2 or not set(together) <= set(number):
            continue
        beyond = found.paired(number[name])[..., at] - sum(found.paired(number[part])[..., at] for part in together)
        band = bands(beyond).both if found.is_drawn else chance_band(beyond, first=found.first_stage)
        known = {"beyond_parts": beyond.mean(), "low": float(band.low), "high": float(band.high)}
        rows.append(_plain({"measure": name, "kpi": leading, **known}))
    return rows


def _matter_most(found: _Compared, measures, told: list[Label], leading: str) -> list[dict[str, Any]]:
    """For each measure the parameters whose draws go with its effect on the leading figure, strongest first."""
    if len(found.worlds) < QUANTILE_DRAWS:
        return []
    at = told.index(Label(leading, NATIONAL, ALL_TIERS))
    return [
        {"measure": name, "parameters": strongest(found.worlds, found.paired(n)[..., at].mean(axis=1))}
        for n, name in enumerate(measures, start=1)
    ]


def _draws(found: _Compared, chains: tuple[str, ...]) -> dict[str, Any]:
    asked = len(found.rows) + len(found.dropped)
    return {
        "asked": asked,
        "used": len(found.rows),
        "dropped": list(found.dropped),
        "dropped_share": len(found.dropped) / asked,
        "everyday_is_checked": "chain" in chains,
        "set_by_scenario_or_measure": list(found.not_drawn),
        "parameters": undrawn(),
    }


def _interval_word(found: _Compared) -> str:
    if not found.is_drawn:
        if found.rows.shape[1] == 1:
            return "none: one replicate"
        return "student_t_two_stages" if found.first_stage else "student_t"
    return "order_statistics_of_draws" if len(found.rows) >= QUANTILE_DRAWS else "student_t_next_draw"


def _measure_row(name: str, together: dict[str, Measure]) -> dict[str, Any]:
    return {
        "id": name,
        "name": {
            "sv": " + ".join(one.name.sv for one in together.values()),
            "en": " + ".join(one.name.en for one in together.values()),
        },
        "confidence": [one.confidence for one in together.values()],
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Numbers as JSON has them; what is not known is None."""
    return {key: _number(value) for key, value in row.items()}


def _number(value: Any) -> Any:
    if isinstance(value, list):
        return [_number(one) for one in value]
    if isinstance(value, float | np.floating):
        return round(float(value), 6) if np.isfinite(value) else None
    return value


def _record(question: CompareQuestion, scenario: Scenario, place: Network, result: str) -> Record:
    own = [name for name in (question.scenario, *question.measures) if name not in scenario_ids()]
    return Record(
        kind=KIND,
        question=question.as_data(),
        engine=ENGINE,
        command=command_words(
            ("dispensing", "compare", question.scenario, *(w for m in question.measures for w in ("--measure", m))),
            question,
            but=("scenario", "measures"),
        )[0],
        files={
            name: file_fingerprint(Path(name)) for name in own if name not in scenario_ids() and Path(name).is_file()
        },
        inputs={"scenario": scenario.fingerprint, "network": place.fingerprint},
        sources=place.sources,
        limits=LIMITS,
        result=result,
    )
