"""From a question to an answer: the chosen pharmacies, who reaches them, and what other ways of choosing give."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from beredd.descriptions import command_words
from beredd.dispensing.errors import DispensingError
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.question import REFERENCE_NETWORK
from beredd.dispensing.siting.demand import Demand, demand_of, siting_values
from beredd.dispensing.siting.exact import Solution, best_coverage, best_distance, fairest_coverage
from beredd.dispensing.siting.fixed import read_fixed
from beredd.dispensing.siting.greedy import greedy_coverage, greedy_distance, published_rule
from beredd.dispensing.siting.in_chain import Progress, in_chain
from beredd.dispensing.siting.problem import NoSuchSet, Problem
from beredd.dispensing.siting.question import KIND, SitingQuestion
from beredd.dispensing.siting.roads import StraightRoads
from beredd.provenance import Record, entity_of, file_fingerprint, fingerprint
from beredd.wording import Sentence

ENGINE = "siting/1"
WAYS = {"coverage": (best_coverage, greedy_coverage), "distance": (best_distance, greedy_distance)}
"""Goal -> the exact way and the greedy one."""
LIMITS = (
    Sentence("siting.limit-points"),
    Sentence("siting.limit-roads"),
    Sentence("siting.limit-car"),
    Sentence("siting.limit-places"),
    Sentence("siting.limit-capacity"),
)


def site(
    question: SitingQuestion,
    *,
    network: Network | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The chosen pharmacies as JSON-ready data, with shares of people by distance, the gap, and other ways.

    progress   told how many of how many runs of a scenario are done
    """
    started = time.perf_counter()
    place = network or load_network(question.network or REFERENCE_NETWORK)
    demand = demand_of(place)
    candidates = np.flatnonzero(~place.pharmacy_is_ecommerce)
    problem = _problem(question, place, demand, candidates)
    solution, price = _solved(question, problem)
    greedy = WAYS[question.goal][1]
    others = {
        "rule": published_rule(problem),
        "greedy": greedy(problem),
        "random": _drawn(problem, question.seed),
        "all": np.ones(len(candidates), bool),
    }
    sets = {"exact": solution.chosen, **{name: one for name, one in others.items() if name != "all"}}
    ids = {name: [place.pharmacy_id[p] for p in candidates[one]] for name, one in sets.items()}
    how: dict[str, Any] = {"threads": threads, "progress": progress}
    chosen = _rows(place, candidates, solution.chosen, problem)
    shown = _Shown(problem, demand)
    result = fingerprint([row["pharmacy_id"] for row in chosen])
    return {
        "network": place.name,
        "goal": question.goal,
        "count": question.count,
        "within_km": question.within,
        "candidates": len(candidates),
        "points": len(demand.people),
        "people": round(float(demand.people.sum())),
        "chosen": chosen,
        **shown.of(solution.chosen),
        **_sureness(solution),
        "equity": price,
        "counties": shown.by_county(solution.chosen, place),
        "compared": [{"method": name, **shown.of(one)} for name, one in others.items()],
        "in_chain": [
            in_chain(name, ids, network=place, seed=question.seed, runs=question.replicates, **how)
            for name in question.scenarios
        ],
        "estimated": "points, roads, without_car",
        "provenance": _record(question, place, result).as_dict(),
        "fingerprint": result,
        "wall_s": round(time.perf_counter() - started, 3),
    }


def _solved(question: SitingQuestion, problem: Problem) -> tuple[Solution, dict[str, Any] | None]:
    """The set, and what asking for equity costs: the same without it. None where none is asked for."""
    best, _greedy = WAYS[question.goal]
    how: dict[str, float] = {"seconds": question.seconds, "gap": question.gap}
    if question.municipality_within is None and not question.worst_county_first:
        return best(problem, **how), None
    if question.worst_county_first and question.goal != "coverage":
        raise NoSuchSet("siting.county-share-alone")
    solution = (fairest_coverage if question.worst_county_first else best)(problem, **how)
    plain = best(replace(problem, must_reach=None), **how)
    asked = {name: getattr(question, name) for name in ("municipality_within", "worst_county_first")}
    rows = {name: _county_shares(problem, one.chosen) for name, one in (("with", solution), ("without", plain))}
    covered = {name: round(problem.coverage(one.chosen)) for name, one in (("with", solution), ("without", plain))}
    return solution, {
        **asked,
        "people_covered": covered,
        "people_fewer": covered["without"] - covered["with"],
        "lowest_county_share": {name: round(float(shares.min()), 4) for name, shares in rows.items()},
    }


def _county_shares(problem: Problem, chosen: np.ndarray) -> np.ndarray:
    """Share of each county's people that is covered, counties without people left out."""
    near = (problem.covers @ chosen.astype(np.int32)) > 0
    whole = np.bincount(problem.point_county, problem.people)
    covered = np.bincount(problem.point_county[near], problem.people[near], len(whole))
    return covered[whole > 0] / whole[whole > 0]


def _seats_reached(place: Network, candidates: np.ndarray, within_km: float, detour: float) -> csr_array:
    """(M, J) of ones: which candidates each municipality's seat has within reach. Refused where one has none."""
    roads = StraightRoads(
        place.municipality_lat,
        place.municipality_lon,
        place.pharmacy_lat[candidates],
        place.pharmacy_lon[candidates],
        detour=detour,
    )
    reached = roads.within(within_km)
    bare = np.flatnonzero(reached.sum(axis=1) == 0)
    if len(bare):
        km = roads.to(np.ones(len(candidates), bool))
        worst = int(bare[np.argmax(km[bare])])
        raise NoSuchSet(
            "siting.municipality-too-far",
            n=len(bare),
            municipality=place.municipality_name[worst],
            km=round(float(km[worst]), 1),
            asked=within_km,
        )
    return reached


def _drawn(problem: Problem, seed: int) -> np.ndarray:
    """A set by chance, (J,) bool: what is fixed, and the rest drawn evenly."""
    chosen = problem.is_fixed.copy()
    rng = np.random.default_rng((seed, entity_of("siting/random")))
    free = np.flatnonzero(~chosen)
    chosen[rng.choice(free, problem.count - int(chosen.sum()), replace=False)] = True
    return chosen


def _problem(question: SitingQuestion, place: Network, demand: Demand, candidates: np.ndarray) -> Problem:
    if not len(candidates):
        raise DispensingError("siting.no-pharmacies", network=place.name)
    fixed, town = np.zeros(len(candidates), bool), place.pharmacy_municipality[candidates].astype(np.int64)
    if question.fixed is not None:
        fixed = np.isin(candidates, read_fixed(Path(question.fixed), place))
    roads = StraightRoads(
        demand.lat,
        demand.lon,
        place.pharmacy_lat[candidates],
        place.pharmacy_lon[candidates],
        detour=siting_values()["detour_factor"],
    )
    return Problem(
        people=demand.people,
        point_town=demand.municipality,
        point_county=place.municipality_county[demand.municipality].astype(np.int64),
        town=town,
        county=place.municipality_county[town].astype(np.int64),
        roads=roads,
        count=question.count,
        within_km=question.within,
        is_fixed=fixed,
        one_per_county=question.one_per_county,
        must_reach=None
        if question.municipality_within is None
        else _seats_reached(place, candidates, question.municipality_within, roads.detour),
    )


class _Shown:
    """Shares of people by distance for sets of candidates."""

    def __init__(self, problem: Problem, demand: Demand):
        self.problem, self.demand = problem, demand
        self.walk_km, self.shown_km = siting_values()["walk_km"], siting_values()["shown_km"]

    def of(self, chosen: np.ndarray) -> dict[str, Any]:
        """The figures of a set (J,) bool."""
        km, people, on_foot = self.problem.roads.to(chosen), self.demand.people, self.demand.without_car
        whole = people.sum()
        reached = km < np.inf
        return {
            **{f"share_within_{d:g}_km": round(float(people[km <= d].sum() / whole), 4) for d in self.shown_km},
            "mean_km": round(float(people[reached] @ km[reached] / max(people[reached].sum(), 1.0)), 1),
            "people_covered": round(float(people[km <= self.problem.within_km].sum())),
            "without_car": {
                "people": round(float(on_foot.sum())),
                "within_km": self.walk_km,
                "share_within": round(float(on_foot[km <= self.walk_km].sum() / max(on_foot.sum(), 1.0)), 4),
            },
        }

    def by_county(self, chosen: np.ndarray, place: Network) -> list[dict[str, Any]]:
        """County by county: residents, how many are chosen, shares of its people near one."""
        km, problem, n = self.problem.roads.to(chosen), self.problem, len(place.county_code)

        def people(mask: np.ndarray, of: np.ndarray) -> np.ndarray:
            return np.bincount(problem.point_county[mask], of[mask], n)

        everybody = np.ones(len(km), bool)
        whole, on_foot = people(everybody, self.demand.people), people(everybody, self.demand.without_car)
        near = people(km <= problem.within_km, self.demand.people)
        near_20 = people(km <= max(self.shown_km), self.demand.people)
        walks = people(km <= self.walk_km, self.demand.without_car)
        seats = np.bincount(problem.county[chosen], minlength=n)
        return [
            {
                "county_code": place.county_code[c],
                "county": place.county_name[c],
                "people": round(float(whole[c])),
                "chosen": int(seats[c]),
                "share_within": round(float(near[c] / whole[c]), 4),
                f"share_within_{max(self.shown_km):g}_km": round(float(near_20[c] / whole[c]), 4),
                "share_without_car": round(float(walks[c] / on_foot[c]), 4),
            }
            for c in range(n)
            if whole[c] > 0
        ]


def _sureness(solution: Solution) -> dict[str, Any]:
    return {"value": round(solution.value), "bound": round(solution.bound), "gap": round(solution.gap, 6)}


def _rows(place: Network, candidates: np.ndarray, chosen: np.ndarray, problem: Problem) -> list[dict[str, Any]]:
    """One row for each chosen pharmacy, with whom it is the nearest for."""
    rows = []
    for at in np.flatnonzero(chosen):
        p = candidates[at]
        m = int(place.pharmacy_municipality[p])
        c = int(place.municipality_county[m])
        rows.append(
            {
                "pharmacy_id": place.pharmacy_id[p],
                "pharmacy": place.pharmacy_name[p],
                "municipality_code": place.municipality_code[m],
                "municipality": place.municipality_name[m],
                "county_code": place.county_code[c],
                "county": place.county_name[c],
                "lat": round(float(place.pharmacy_lat[p]), 5),
                "lon": round(float(place.pharmacy_lon[p]), 5),
                "people_within": round(float(problem.people[problem.covered_by(int(at))].sum())),
                "is_fixed": bool(problem.is_fixed[at]),
                "is_estimated": bool(place.pharmacy_estimated[p]),
            }
        )
    return rows


def _record(question: SitingQuestion, place: Network, result: str) -> Record:
    return Record(
        kind=KIND,
        question=question.as_data(),
        engine=ENGINE,
        command=command_words(("dispensing", "site"), question)[0],
        files={} if question.fixed is None else {question.fixed: file_fingerprint(Path(question.fixed))},
        inputs={"network": place.fingerprint, "parameters": fingerprint(siting_values())},
        sources=place.sources,
        limits=LIMITS,
        result=result,
    )
