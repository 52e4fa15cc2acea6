"""The plain reference: one candidate after another, always the one that helps most. And the rule that is published."""

import numpy as np
from scipy.sparse import csr_array

from beredd.dispensing.siting.problem import Problem

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
    gain = problem.covers.T @ left
    if not (gain[free] > 0).any():
        gain = problem.covers.T @ problem.people
    best = int(np.argmax(np.where(free, gain, -1.0)))
    chosen[best] = True
    left[_column(problem.covers, best)] = 0.0


def _column(covers: csr_array, at: int) -> np.ndarray:
    return covers[:, [at]].nonzero()[0]
