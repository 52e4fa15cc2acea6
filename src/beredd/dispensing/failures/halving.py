"""Successive halving: all get a few runs, the better half as many again, until few enough are left.

Karnin, Koren and Somekh 2013 (ICML, PMLR 28:1238). Runs have common chance, so what is compared is paired.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

FIRST_RUNS = 2

Arm = TypeVar("Arm")
Run = Callable[[Sequence[Arm], int, int], np.ndarray]
"""(arms, first replicate, last) -> (last - first, arms, n); the first of the n figures is what is ranked."""


def halve(arms: Sequence[Arm], run: Run[Arm], *, keep: int, first: int = FIRST_RUNS) -> list[np.ndarray]:
    """Every arm's runs, (R of the arm, n), largest mean of the first figure kept longest.

    All arms have `first` runs. Each round keeps the larger half, at least `keep`, and doubles its runs. Those that are
    left in the end, at most `keep` or all, have the most runs, the same replicates for each of them.
    """
    found: list[list[np.ndarray]] = [[] for _ in arms]
    alive, done = list(range(len(arms))), 0
    while True:
        more = max(first, done)
        rows = run([arms[a] for a in alive], done, done + more)
        for n, a in enumerate(alive):
            found[a].append(rows[:, n])
        done += more
        if len(alive) <= keep:
            return [np.concatenate(parts) for parts in found]
        mean = {a: float(np.concatenate(found[a])[:, 0].mean()) for a in alive}
        left = max(keep, (len(alive) + 1) // 2)
        alive = sorted(sorted(alive, key=lambda a: -mean[a])[:left])
