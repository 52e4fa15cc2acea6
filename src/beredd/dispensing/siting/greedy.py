"""The plain reference: one candidate after another, always the one that helps most. And the rule that is published."""

import numpy as np

from beredd.dispensing.siting.problem import Problem

MOST_EXCHANGES, MOST_TRIED = 1000, 20
"""How often a set is changed at most, and how many of the least missed are tried for what must be kept."""
NEAR = 64
"""Candidates of each point that the greedy choice by distance looks at; beyond them a point waits for a later one."""


def greedy_coverage(problem: Problem) -> np.ndarray:
    """A set by the largest gain in people covered, (J,) bool: the counties' and the fixed ones first.

    Equal gains are settled by the lower row. At least 1 - 1/e of the best there is when nothing else is asked
    (Nemhauser, Wolsey and Fisher 1978, Math. Programming 14:265).
    """
    chosen = problem.is_fixed.copy()
    left = _uncovered(problem, chosen)
    for county in problem.bare_counties:
        _take(problem, chosen, left, problem.county == county)
    while chosen.sum() < problem.count:
        _take(problem, chosen, left, np.ones(len(chosen), bool))
    return chosen


def greedy_distance(problem: Problem) -> np.ndarray:
    """A set by the largest fall in person-kilometres, (J,) bool; among each point's `NEAR` nearest."""
    index, km = problem.roads.nearest(min(NEAR, len(problem.county)))
    rows, at = np.nonzero(index >= 0)
    reach, far = index[rows, at], km[rows, at]
    worst = 2 * np.max(far, initial=1.0)
    chosen = problem.is_fixed.copy()
    now = np.minimum(problem.roads.to(chosen), worst)

    def take(able: np.ndarray) -> None:
        gain = np.bincount(reach, problem.people[rows] * np.maximum(0.0, now[rows] - far), minlength=len(chosen))
        best = int(np.argmax(np.where(able & ~chosen, gain, -1.0)))
        chosen[best] = True
        mine = reach == best
        np.minimum.at(now, rows[mine], far[mine])

    for county in problem.bare_counties:
        take(problem.county == county)
    while chosen.sum() < problem.count:
        take(np.ones(len(chosen), bool))
    return chosen


def interchange(problem: Problem, chosen: np.ndarray) -> np.ndarray:
    """A set by distance, improved by opening the best and closing the least missed as long as that helps, (J,) bool.

    As Teitz and Bart (1968, Oper. Res. 16:955) exchange, among each point's `NEAR` nearest. Keeps what the set kept.
    """
    index, km = problem.roads.nearest(min(NEAR, len(problem.county)))
    index = np.where(index >= 0, index, 0)
    people, worst = problem.people, 2 * np.max(km, initial=1.0)
    best, n = chosen.copy(), len(chosen)
    for _ in range(MOST_EXCHANGES):
        open_km = np.where(best[index], km, worst)
        now = open_km.min(axis=1)
        gain = np.bincount(index.ravel(), (people[:, None] * np.maximum(0.0, now[:, None] - km)).ravel(), n)
        comes = int(np.argmax(np.where(best, -1.0, gain)))
        trial = best.copy()
        trial[comes] = True
        open_km = np.where(trial[index], km, worst)
        two = np.argpartition(open_km, 1, axis=1)[:, :2]
        first, second = (np.take_along_axis(open_km, two[:, k : k + 1], axis=1)[:, 0] for k in (0, 1))
        nearest = np.take_along_axis(index, two[:, :1], axis=1)[:, 0]
        missed = np.bincount(nearest, people * (second - first), n)
        order = np.argsort(np.where(trial & ~problem.is_fixed, missed, np.inf), kind="stable")
        goes = next((int(j) for j in order[:MOST_TRIED] if _may_swap(problem, trial, int(j))), comes)
        if goes == comes or missed[goes] >= gain[comes] * (1 - 1e-12):
            return best
        trial[goes] = False
        best = trial
    return best


def _may_swap(problem: Problem, trial: np.ndarray, goes: int) -> bool:
    """Does the set without this one keep to what is asked?"""
    without = trial.copy()
    without[goes] = False
    return problem.keeps(without)


def published_rule(problem: Problem) -> np.ndarray:
    """The published way to 300 as it is read here, (J,) bool: one per county, then by population, placed by coverage.

    TLV's final report for 2023, reproduced publicly: one per county, then by population, then maximum coverage within
    10 km. Read so: after the counties' first, each seat goes to the municipality with most people for the seats that it
    has (Sainte-Laguë), and there to the pharmacy that covers most people who are not covered.
    """
    people = np.bincount(problem.point_town, problem.people, int(max(problem.town.max(), problem.point_town.max())) + 1)
    able = np.bincount(problem.town, minlength=len(people))
    chosen = problem.is_fixed.copy()
    left = _uncovered(problem, chosen)
    for county in np.setdiff1d(problem.county, problem.county[chosen]):
        if chosen.sum() < problem.count:
            _take(problem, chosen, left, problem.county == county)
    seats = np.bincount(problem.town[chosen], minlength=len(people))
    while chosen.sum() < problem.count:
        town = int(np.argmax(np.where(seats < able, people / (seats + 0.5), -1.0)))
        _take(problem, chosen, left, problem.town == town)
        seats[town] += 1
    return chosen


def _uncovered(problem: Problem, chosen: np.ndarray) -> np.ndarray:
    """People whom none of the chosen covers, (N,)."""
    return np.where((problem.covers @ chosen.astype(np.int32)) > 0, 0.0, problem.people)


def _take(problem: Problem, chosen: np.ndarray, left: np.ndarray, able: np.ndarray) -> None:
    """Add the able candidate that covers most of those who are left; of nobody, the one with most people at all."""
    free = able & ~chosen
    gain = problem.by_candidate.T @ left
    if not (gain[free] > 0).any():
        gain = problem.by_candidate.T @ problem.people
    best = int(np.argmax(np.where(free, gain, -1.0)))
    chosen[best] = True
    left[problem.covered_by(best)] = 0.0
