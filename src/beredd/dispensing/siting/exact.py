"""The best set there is, by HiGHS (Huangfu and Hall 2018) as scipy carries it, with the gap that is left.

Prose: docs/explanation/siting.md. Every answer is at least as good as the greedy one, which is kept where time ran out.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack

from beredd.dispensing.siting.greedy import greedy_coverage, greedy_distance, interchange
from beredd.dispensing.siting.lagrange import Bound, lagrange_bound
from beredd.dispensing.siting.problem import NoSuchSet, Problem

INFEASIBLE = 2
FIRST_DEPTH = 12
"""Nearest candidates of each point that are written out at first."""


@dataclass(frozen=True, kw_only=True)
class Solution:
    """A set, what it is worth, and what no set can better.

    value, bound   people covered (more is better), or person-kilometres (less is better)
    """

    chosen: np.ndarray  # (J,) bool
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """How much better another set could be at most, as a share of the bound; 0: none is."""
        return max(0.0, abs(self.bound - self.value) / abs(self.bound)) if self.bound else 0.0


def best_coverage(problem: Problem, *, seconds: float, gap: float) -> Solution:
    """The set that covers most people (Church and ReVelle 1974), within `seconds` or as near as `gap`."""
    covers, people, _county = _merged(problem)
    n_points, n_candidates = covers.shape
    own = hstack([-covers, _eye(n_points)]).tocsr()  # z - sum y <= 0
    constraints = [LinearConstraint(own, ub=0.0), *_asked(problem, n_points)]
    found = _solve(problem, np.concatenate([np.zeros(n_candidates), -people]), constraints, seconds=seconds, gap=gap)
    best = max(_sets(problem, found, greedy_coverage(problem)), key=problem.coverage)
    value = problem.coverage(best)
    bound = float(people.sum()) if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    return Solution(chosen=best, value=value, bound=max(bound, value))


def best_distance(problem: Problem, *, seconds: float, gap: float) -> Solution:
    """The set with the fewest person-kilometres (the p-median), within `seconds` or as near as `gap`.

    A Lagrangian bound first: it settles most candidates, and often is near enough. What is left goes to HiGHS in the
    radius formulation (García, Labbé and Marín 2011, INFORMS J. Comput. 23:546): z[i, m] is 1 where none of the m
    candidates nearest to point i is chosen, and costs the step to the next one. Only each point's nearest candidates
    are written out; a point whose own are all passed over goes on at the distance of the first that is not, which is
    hardly far enough, so the bound holds. Where that happens the point gets more of them, and all is solved again.
    """
    started = time.perf_counter()
    start = greedy_distance(problem)
    if not problem.keeps(start):
        start = _any_set(problem, seconds)
    known = lagrange_bound(problem, interchange(problem, start))
    best, value, bound = known.chosen, known.value, known.bound
    depth = np.full(len(problem.people), min(len(problem.county), FIRST_DEPTH))
    while value - bound > gap * bound:
        left = seconds - (time.perf_counter() - started)
        if left <= 0:
            break
        radius = _radius(problem, depth, known)
        constraints = [radius.rows, *_asked(problem, len(radius.cost) - len(problem.county))]
        found = _solve(problem, radius.cost, constraints, seconds=left, gap=gap, settled=known)
        if found.status == INFEASIBLE:  # no set is better than the known one
            return Solution(chosen=best, value=value, bound=value)
        if found.mip_dual_bound is not None:
            bound = max(bound, min(value, radius.base + float(found.mip_dual_bound)))
        best = min(_sets(problem, found, best), key=problem.person_km)
        value = problem.person_km(best)
        short = radius.short(best) & (depth < len(problem.county))
        if not short.any():
            break
        depth[short] = np.minimum(2 * depth[short], len(problem.county))
    return Solution(chosen=best, value=value, bound=min(bound, value))


@dataclass(frozen=True)
class _Radius:
    """The radius formulation: costs of y and z, rows z[i, m] >= z[i, m - 1] - y[the m-th of i] with z[i, 0] = 1."""

    cost: np.ndarray
    rows: LinearConstraint
    base: float
    """Person-kilometres when everybody has the nearest one that may be chosen."""
    point: np.ndarray
    candidate: np.ndarray
    is_cut: np.ndarray  # (N,) bool: points of which not all that may be chosen are written out

    def short(self, chosen: np.ndarray) -> np.ndarray:
        """Points whose written candidates are all passed over, though more could be written, (N,) bool."""
        served = np.zeros(len(self.is_cut), bool)
        served[self.point[chosen[self.candidate]]] = True
        return self.is_cut & ~served


def _radius(problem: Problem, depth: np.ndarray, known: Bound) -> _Radius:
    n_candidates = len(problem.county)
    index, km = problem.roads.nearest(min(n_candidates, 4 * int(depth.max()) + 1))
    able = ~known.is_out[index]
    rank = np.cumsum(able, axis=1) - 1
    surely = able & known.is_in[index]
    before = np.cumsum(surely, axis=1) - surely == 0  # nobody goes on beyond one that is surely chosen
    entry = able & before & (rank <= depth[:, None])
    point, at = np.nonzero(entry)
    candidate, far = index[point, at], km[point, at]
    is_last = np.append(point[1:] != point[:-1], True)
    stops = is_last & (surely[point, at] | (rank[point, at] == depth[point]))
    step = np.where(is_last, 0.0, np.append(far[1:], 0.0) - far)
    first = np.append(True, point[1:] != point[:-1])
    base = float(problem.people[point[first]] @ far[first])
    cut = np.ones(len(depth), bool)
    cut[point[stops & surely[point, at]]] = False
    if index.shape[1] == n_candidates:
        cut[(able & before).sum(axis=1) <= depth] = False
    point, candidate, step, first = (x[~stops] for x in (point, candidate, step, first))
    row = np.arange(len(point))
    more = ~first
    parts = [
        (row, n_candidates + row, np.ones(len(row))),
        (row, candidate, np.ones(len(row))),
        (row[more], n_candidates + row[more] - 1, -np.ones(int(more.sum()))),
    ]
    r, c, v = (np.concatenate(column) for column in zip(*parts, strict=True))
    cost = np.concatenate([np.zeros(n_candidates), problem.people[point] * step])
    matrix = csr_array((v, (r, c)), shape=(len(row), len(cost)))
    return _Radius(cost, LinearConstraint(matrix, lb=first.astype(float)), base, point, candidate, cut)


def _any_set(problem: Problem, seconds: float) -> np.ndarray:
    """A set that keeps to all that is asked, where the greedy one does not."""
    return best_coverage(problem, seconds=seconds, gap=1.0).chosen


def fairest_coverage(problem: Problem, *, seconds: float, gap: float) -> Solution:
    """The set that covers most people of those that give the county with the lowest share the highest it can have.

    Two problems, each with half of the time: the lowest share first, then all people with that share as a floor. The
    bound is of the second: what no set with that floor betters.
    """
    covers, people, county = _merged(problem, by_county=True)
    n_points, n_candidates = covers.shape
    whole = np.bincount(problem.point_county, problem.people)
    own = hstack([-covers, _eye(n_points), csr_array((n_points, 1))]).tocsr()
    inside = np.flatnonzero(whole > 0)
    of_county = csr_array(((county[None, :] == inside[:, None]) * people[None, :]).astype(float))
    floors = hstack([csr_array((len(inside), n_candidates)), -of_county, csr_array(whole[inside][:, None])]).tocsr()
    constraints = [
        LinearConstraint(own, ub=0.0),
        LinearConstraint(floors, ub=0.0),
        *_asked(problem, n_points + 1),
    ]
    nothing = np.zeros(n_candidates + n_points)
    lowest = _solve(problem, np.append(nothing, -1.0), constraints, seconds=seconds / 2, gap=gap)
    if lowest.x is None:
        raise NoSuchSet("siting.no-set-in-time", count=problem.count)
    floor = float(lowest.x[-1]) * (1 - 1e-6)  # the solver's own tolerance
    cost = np.concatenate([np.zeros(n_candidates), -people, [0.0]])
    found = _solve(problem, cost, constraints, seconds=seconds / 2, gap=gap, floor=floor)
    first = lowest.x[:n_candidates] > 0.5
    best = max(_sets(problem, found, first), key=problem.coverage)
    value = problem.coverage(best)
    bound = float(people.sum()) if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    return Solution(chosen=best, value=value, bound=max(bound, value))


def _merged(problem: Problem, *, by_county: bool = False) -> tuple[csr_array, np.ndarray, np.ndarray]:
    """Points that the same candidates cover are one: (G, J), their people, their county (of the first, or of all).

    Those whom nobody covers are left out.
    """
    covers = problem.covers.tocsr()
    covers.sort_indices()
    seen: dict[bytes, int] = {}
    group = np.full(len(problem.people), -1)
    first = []
    for n in range(covers.shape[0]):
        own = covers.indices[covers.indptr[n] : covers.indptr[n + 1]]
        if len(own):
            key = own.tobytes() + (bytes([problem.point_county[n]]) if by_county else b"")
            group[n] = seen.setdefault(key, len(seen))
            if group[n] == len(first):
                first.append(n)
    people = np.bincount(group[group >= 0], problem.people[group >= 0], len(first))
    return covers[first].astype(np.float64), people, problem.point_county[first]


def _asked(problem: Problem, n_more: int) -> list[LinearConstraint]:
    """How many, one per county, and what must be reached: over the candidates and n_more other variables."""
    n = len(problem.county)
    rows: list[csr_array] = [csr_array(np.ones((1, n)))]
    low, high = [float(problem.count)], [float(problem.count)]
    for county in problem.bare_counties:
        rows.append(csr_array((problem.county == county).astype(float)[None]))
        low.append(1.0)
        high.append(np.inf)
    if problem.must_reach is not None and problem.must_reach.shape[0]:
        rows.append(problem.must_reach.astype(np.float64))
        low += [1.0] * problem.must_reach.shape[0]
        high += [np.inf] * problem.must_reach.shape[0]
    whole = vstack(rows)
    return [LinearConstraint(hstack([whole, csr_array((whole.shape[0], n_more))]).tocsr(), lb=low, ub=high)]


def _solve(
    problem: Problem,
    cost: np.ndarray,
    constraints,
    *,
    seconds: float,
    gap: float,
    settled: Bound | None = None,
    floor: float = 0.0,
) -> Any:
    """What scipy's `milp` answers. floor: the least of the last variable."""
    n = len(problem.county)
    whole = np.zeros(len(cost))
    whole[:n] = 1
    low = np.zeros(len(cost))
    low[:n], high = problem.is_fixed, np.ones(len(cost))
    if settled is not None:
        low[:n], high[:n] = settled.is_in, ~settled.is_out
    low[-1] = max(low[-1], floor)
    bounds = Bounds(low, high)
    options = {"time_limit": seconds, "mip_rel_gap": gap, "presolve": True}
    found = milp(cost, integrality=whole, bounds=bounds, constraints=constraints, options=options)
    if found.status == INFEASIBLE and settled is None:
        raise NoSuchSet("siting.infeasible", count=problem.count)
    return found


def _sets(problem: Problem, found: Any, known: np.ndarray | None) -> list[np.ndarray]:
    """The solver's set, if it found one, and the known one, if it keeps to what is asked."""
    sets = [] if known is None else [known]
    if found.x is not None:
        sets.append(found.x[: len(problem.county)] > 0.5)
    kept = [one for one in sets if problem.keeps(one)]
    if not kept:
        raise NoSuchSet("siting.no-set-in-time", count=problem.count)
    return kept


def _eye(n: int) -> csr_array:
    return csr_array((np.ones(n), (np.arange(n), np.arange(n))), shape=(n, n))
