"""The dose at which as many die untreated as at another: found by bisection over the same virtual people.

More of the drug never saves anybody, so a person who dies at a dose dies at every larger one, and only those whose
outcome differs between the two ends of the bracket are run again: the whole search costs about two runs of everybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

Arrests = Callable[[float, np.ndarray], np.ndarray]
"""(dose, numbers of the people to run) -> who of them goes into arrest."""
STRIDE = 3.0


@dataclass(frozen=True, kw_only=True)
class EqualDose:
    """A dose in mg and how many arrests it gives; `runs` of one person each were made to find it."""

    dose_mg: float
    hits: int
    runs: int


def equal_dose(
    arrests: Arrests, n: int, *, hits: int, start_mg: float, limit_mg: float, tolerance: float
) -> EqualDose | None:
    """The dose that gives `hits` arrests among n people; None where none does up to `limit_mg`.

    It is exact in the number of arrests where some dose gives just that, and else the smallest dose of the bracket that
    gives at least as many; the bracket is closed when its ends differ by less than `tolerance` of themselves.
    """
    search = _Search(arrests, n)
    low, high = 0.0, start_mg
    low_hit, high_hit = np.zeros(n, bool), search.at(start_mg, np.zeros(n, bool), np.ones(n, bool))
    while high_hit.sum() < hits:
        if high >= limit_mg:
            return None
        low, low_hit = high, high_hit
        high = min(high * STRIDE, limit_mg)
        high_hit = search.at(high, low_hit, np.ones(n, bool))
    while high_hit.sum() != hits and (low == 0.0 or high / low > 1.0 + tolerance):
        middle = sqrt(low * high) if low > 0.0 else high / STRIDE
        found = search.at(middle, low_hit, high_hit)
        if found.sum() >= hits:
            high, high_hit = middle, found
        else:
            low, low_hit = middle, found
    return EqualDose(dose_mg=high, hits=int(high_hit.sum()), runs=search.runs)


class _Search:
    def __init__(self, arrests: Arrests, n: int) -> None:
        self.arrests, self.everybody, self.runs = arrests, np.arange(n), 0

    def at(self, dose_mg: float, already: np.ndarray, possible: np.ndarray) -> np.ndarray:
        """Who dies at a dose between one at which `already` do and one at which `possible` do."""
        hit, open_ = already.copy(), self.everybody[possible & ~already]
        if len(open_):
            hit[open_] = self.arrests(dose_mg, open_)
            self.runs += len(open_)
        return hit
