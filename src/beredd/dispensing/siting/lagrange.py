"""A bound for the p-median that needs no solver, and what it settles: which candidates no best set has, or must have.

Each point's demand to be served once is priced instead of required (Cornuéjols, Fisher and Nemhauser 1977, Management
Sci. 23:789); the prices go along subgradients (Held, Wolfe and Crowder 1974, Math. Programming 6:62).
"""

from dataclasses import dataclass

import numpy as np

from beredd.dispensing.siting.problem import Problem

NEAREST = 80
"""Candidates of each point that are looked at; a price never passes the next one's, so the bound holds for all."""
ROUNDS = 600
PATIENCE = 25
"""Rounds without a better bound after which steps are halved."""


@dataclass(frozen=True)
class Bound:
    """What no set betters, the best set met on the way, and the candidates that are settled.

    is_out, is_in   (J,) bool: in no set that is better than the one that was met, in every such set
    """

    bound: float
    chosen: np.ndarray  # (J,) bool
    value: float
    is_out: np.ndarray
    is_in: np.ndarray


def lagrange_bound(problem: Problem, start: np.ndarray) -> Bound:
    """From a set that keeps to what is asked, (J,) bool. Raises nothing; the bound is at least 0."""
    n_candidates = len(problem.county)
    index, km = problem.roads.nearest(min(n_candidates, NEAREST + 1))
    depth = min(NEAREST, n_candidates)
    cost = problem.people[:, None] * km
    ceiling = cost[:, depth] if index.shape[1] > depth else np.full(len(cost), np.inf)
    index, cost = index[:, :depth], cost[:, :depth]
    chosen, value = start.copy(), problem.person_km(start)
    price = np.minimum(problem.people * problem.roads.to(start), ceiling)
    reduced: np.ndarray = np.zeros(n_candidates)
    best_bound, best_open = 0.0, start
    size, idle = 1.0, 0
    for _ in range(ROUNDS):
        saved = np.minimum(0.0, cost - price[:, None])
        worth = np.bincount(index.ravel(), saved.ravel(), minlength=n_candidates)
        opened = _cheapest(problem, worth)
        bound = float(price.sum() + worth[opened].sum())
        if bound > best_bound:
            best_bound, reduced, best_open, idle = bound, worth, opened, 0
        else:
            idle += 1
        if idle == 0 or idle == PATIENCE:
            here = problem.person_km(opened)
            if here < value and problem.keeps(opened):
                chosen, value = opened.copy(), here
        if idle == PATIENCE:
            size, idle = size / 2, 0
        served = ((saved < 0) & opened[index]).sum(axis=1)
        slope = 1.0 - served
        length = float(slope @ slope)
        if length == 0 or size < 1e-3 or value - best_bound <= 1e-9 * value:
            break
        price = np.clip(price + size * 1.02 * (value - bound) / length * slope, 0.0, ceiling)
    return Bound(best_bound, chosen, value, *_settled(problem, reduced, best_open, best_bound, value))


def _cheapest(problem: Problem, worth: np.ndarray) -> np.ndarray:
    """The set of least worth that keeps to count, fixed ones and counties, (J,) bool."""
    opened = problem.is_fixed.copy()
    for county in problem.bare_counties:
        own = np.flatnonzero(problem.county == county)
        opened[own[np.argmin(worth[own])]] = True
    order = np.argsort(np.where(opened, np.inf, worth), kind="stable")
    opened[order[: problem.count - int(opened.sum())]] = True
    return opened


def _settled(problem: Problem, worth, opened, bound, value) -> tuple[np.ndarray, np.ndarray]:
    """By what swapping a candidate in or out does to the bound, where that alone passes the best known set.

    Whoever comes in takes the place of the dearest that may go; the county's only one is not asked to.
    """
    may_go = opened & ~problem.is_fixed
    for county in problem.bare_counties:
        own = opened & (problem.county == county)
        if own.sum() == 1:
            may_go &= ~own
    if not may_go.any() or opened.all():
        return np.zeros(len(opened), bool), problem.is_fixed.copy()
    dearest, cheapest = worth[may_go].max(), worth[~opened].min()
    slack = value - bound + 1e-9 * value
    # A county's only one may be replaced by another of its own: what that costs is at least what is counted here only
    # if the newcomer is compared with it.
    rival = np.full(len(opened), dearest)
    for county in problem.bare_counties:
        own = problem.county == county
        rival[own] = np.maximum(dearest, worth[own & opened].max())
    is_out = ~opened & (worth - rival > slack)
    is_in = may_go & (cheapest - worth > slack)
    return is_out, is_in | problem.is_fixed
