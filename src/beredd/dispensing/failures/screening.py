"""Which failures hurt most: screened in the small country, confirmed in the whole one, ranked as far as can be told."""

import time
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from beredd.descriptions import command_words
from beredd.dispensing.errors import DispensingError
from beredd.dispensing.experiment import ENGINE, LIMITS, default_threads
from beredd.dispensing.failures.elements import Element, elements_of
from beredd.dispensing.failures.halving import FIRST_RUNS, halve
from beredd.dispensing.failures.question import KIND, FailureQuestion
from beredd.dispensing.failures.trials import Failure, Place, Threads, small_place, whole_place
from beredd.dispensing.measures.intervals import CONFIDENCE, chance_band, pairs, places
from beredd.dispensing.measures.kpis import ALL_TIERS, KPIS, LEADING
from beredd.dispensing.measures.small_country import residents_share
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.question import REFERENCE_NETWORK
from beredd.provenance import Record, fingerprint
from beredd.wording import Sentence

FEW = 12
"""So few elements are run in the whole country at once."""
SMALL_PEOPLE = 2_000_000
"""A network with fewer residents is small enough as it is."""
FEW_RUNS = 5
"""Runs of elements so few that nothing has to be halved."""
CONFIRM_RUNS = 3
PAIRED = 6
"""Of the worst, so many are put together two by two."""
Progress = Callable[[int], None]


def screen(
    question: FailureQuestion,
    *,
    network: Network | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Every element with what its failure adds to the leading figure, worst first, as JSON-ready data.

    progress   told how many runs have just been made
    """
    started = time.perf_counter()
    whole = network or load_network(question.network or REFERENCE_NETWORK)
    chain = "dose" if question.what == "plants" else "chain"
    everywhere = whole_place(whole, chain=chain, days=question.days, seed=question.seed)
    all_of_them = elements_of(whole, everywhere.dose, question.what)
    if not all_of_them:
        raise DispensingError("failures.none", network=whole.name, what=question.what)
    people = int(whole.municipality_population.sum())
    is_small = not question.whole and len(all_of_them) > FEW and people > SMALL_PEOPLE
    place = small_place(everywhere) if is_small else everywhere
    elements = elements_of(place.network, place.dose, question.what)
    threads = threads or default_threads()
    run = Threads(place, threads, progress)
    hours = question.hours
    failures: list[Failure] = [(one,) for one in elements]
    first = FIRST_RUNS if len(failures) > question.keep else FEW_RUNS
    found = halve(failures, lambda some, a, b: run(some, hours, a, b), keep=question.keep, first=first)
    rows = _ranked(elements, found, place)
    if is_small and question.confirm:
        _confirm(rows, elements, Threads(everywhere, threads, progress), question)
    told_pairs = _pairs(rows, elements, found, run, question, place) if question.pairs else []
    result = fingerprint([[row["id"], row["effect"]] for row in rows])
    return {
        "what": question.what,
        "network": whole.name,
        "screened_in": place.network.name,
        "residents_share": round(residents_share(whole, place.network), 4),
        "hours": hours,
        "days": question.days,
        "kpi": LEADING[chain],
        "unit": KPIS[LEADING[chain]].unit,
        "confidence": CONFIDENCE,
        "elements": rows,
        "pairs": told_pairs,
        "without_alternative": [row["id"] for row in rows if row["has_alternative"] is False],
        "secrecy": "internal",
        "provenance": _record(question, whole, result).as_dict(),
        "fingerprint": result,
        "wall_s": round(time.perf_counter() - started, 3),
    }


def _ranked(elements: Sequence[Element], found: Sequence[np.ndarray], place: Place) -> list[dict[str, Any]]:
    """Worst first. Those with the most runs are ranked as far as their intervals allow; the others have no place."""
    most = max(len(runs) for runs in found)
    last = {one.id: -runs[:, 0] for one, runs in zip(elements, found, strict=True) if len(runs) == most}
    compared = pairs(last, is_draws=False)
    place_of = places(list(last), compared)
    rows = []
    for one, runs in zip(elements, found, strict=True):
        same = [p.second if p.first == one.id else p.first for p in compared if one.id in p[:2] and not p.is_told_apart]
        rows.append(
            {
                "id": one.id,
                "name": one.name,
                "county": one.county,
                "municipality": one.municipality,
                "place": place_of.get(one.id),
                "not_told_apart_from": same,
                **_figures(runs, place),
                "nearest_km": one.nearest_km,
                "has_alternative": one.has_alternative,
                "confirmed": None,
            }
        )
    return sorted(rows, key=lambda row: (row["place"] is None, row["place"] or 0, -row["effect"], row["id"]))


def _figures(runs: np.ndarray, place: Place) -> dict[str, Any]:
    """(R, n) runs as numbers: the leading figure with its interval, by tier, and what else people meet."""
    band, mean = chance_band(runs), runs.mean(axis=0)
    low, high = (None if np.isnan(end[0]) else round(float(end[0]), 2) for end in band)
    told = [(label, round(float(x), 2)) for label, x in zip(place.labels, mean, strict=True)][1:]
    tiers = {str(label.tier): x for label, x in told if label.tier != ALL_TIERS}
    others = {label.kpi: x for label, x in told if label.tier == ALL_TIERS}
    return {
        "runs": len(runs),
        "effect": round(float(mean[0]), 2),
        "low": low,
        "high": high,
        "by_tier": tiers,
        **others,
    }


def _confirm(rows, elements, run: Threads, question: FailureQuestion) -> None:
    """Put what the worst do in the whole country beside what they did in the small one."""
    by_id = {one.id: one for one in elements}
    worst = [row for row in rows if row["place"] is not None][: question.confirm]
    failures: list[Failure] = [(by_id[row["id"]],) for row in worst]
    found = run(failures, question.hours, 0, CONFIRM_RUNS)
    for n, row in enumerate(worst):
        row["confirmed"] = _figures(found[:, n], run.place)


def _pairs(rows, elements, found, run, question: FailureQuestion, place: Place) -> list[dict[str, Any]]:
    """Of the worst two by two, and each with its nearest neighbour: what both out together add beyond each alone."""
    by_id = {one.id: one for one in elements}
    worst = [by_id[row["id"]] for row in rows if row["place"] is not None][:PAIRED]
    asked = {tuple(sorted((a.id, b.id))): (a, b) for a, b in combinations(worst, 2)}
    for one in worst:
        if one.neighbour in by_id:
            asked.setdefault(tuple(sorted((one.id, one.neighbour))), (one, by_id[one.neighbour]))
    if not asked:
        return []
    both = list(asked.values())
    single = {one.id: one for pair in both for one in pair}
    runs = max(len(one) for one in found)
    together = run(both, question.hours, 0, runs)[..., 0]
    names = list(single)
    alone = run([(single[id],) for id in names], question.hours, 0, runs)[..., 0]
    told = []
    for n, (a, b) in enumerate(both):
        beyond = together[:, n] - alone[:, names.index(a.id)] - alone[:, names.index(b.id)]
        band = chance_band(beyond)
        told.append(
            {
                "first": a.id,
                "second": b.id,
                "together": round(float(together[:, n].mean()), 2),
                "beyond_each_alone": round(float(beyond.mean()), 2),
                "low": round(float(band.low), 2),
                "high": round(float(band.high), 2),
                "is_worse_together": bool(band.low > 0),
            }
        )
    return sorted(told, key=lambda row: -row["beyond_each_alone"])


def _record(question: FailureQuestion, whole: Network, result: str) -> Record:
    return Record(
        kind=KIND,
        question=question.as_data(),
        engine=ENGINE,
        command=command_words(("dispensing", "screen"), question)[0],
        files={},
        inputs={"network": whole.fingerprint},
        sources=whole.sources,
        limits=(*LIMITS, Sentence("failures.limit-small"), Sentence("failures.limit-places")),
        result=result,
    )
