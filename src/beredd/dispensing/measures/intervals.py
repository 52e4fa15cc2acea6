"""How sure a difference is: intervals from paired runs, bands told apart, what may be ranked.

Prose and what was rejected: docs/explanation/measures.md. All arrays have runs on their first axis.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import t as student

CONFIDENCE = 0.90
FIRST_STAGE = 6
"""Replicates after which it is reckoned how many a width takes."""
QUANTILE_DRAWS = 19
"""From so many draws on, the 5th and 95th of them bound 90 per cent without a word about the distribution."""


class Band(NamedTuple):
    """Lowest and highest, arrays of equal shape; not-a-number where nothing can be said."""

    low: np.ndarray
    high: np.ndarray


def chance_band(paired: np.ndarray, *, first: int | None = None) -> Band:
    """Where the expected difference lies: Student's t over paired replicates (R, …).

    first   Stein's two stages: how many replicates the number of replicates was reckoned from. Their variance alone is
            used, which keeps the confidence whatever number came of it (Stein 1945, Ann. Math. Statist. 16:243).
    """
    n, used = len(paired), first or len(paired)
    mean = paired.mean(axis=0)
    if used < 2:
        return Band(np.full(mean.shape, np.nan), np.full(mean.shape, np.nan))
    half = _t(used - 1) * paired[:used].std(axis=0, ddof=1) / np.sqrt(n)
    return Band(mean - half, mean + half)


def replicates_for(paired: np.ndarray, width: float) -> int:
    """How many replicates make the interval of each difference (R, …) at most `width` wide, from a first stage."""
    used = len(paired)
    spread = float(np.max(paired.std(axis=0, ddof=1)))
    return max(used, int(np.ceil((2 * _t(used - 1) * spread / width) ** 2)))


class Bands(NamedTuple):
    """What is not known of an expected difference, told apart."""

    chance: Band
    """The runs are finite."""
    parameters: Band
    """The world may be another."""
    both: Band


def bands(paired: np.ndarray) -> Bands:
    """Bands from draws with replicates, (K, R, …): where the expected difference of one more draw would lie.

    Chance is the replicates' variance within a draw, pooled; parameters what draws' means vary beyond that.
    """
    k, r = paired.shape[:2]
    means = paired.mean(axis=1)
    centre, between = means.mean(axis=0), means.var(axis=0, ddof=1)
    unknown = np.full(centre.shape, np.nan)
    chance, within = Band(unknown, unknown), 0.0
    if r > 1:
        pooled = paired.var(axis=1, ddof=1).mean(axis=0)
        half = _t(k * (r - 1)) * np.sqrt(pooled / (k * r))
        chance, within = Band(centre - half, centre + half), pooled / r
    both = _next_draw(means)
    kept = np.sqrt(np.maximum(0.0, between - within) / np.where(between > 0, between, 1.0))
    parameters = _next_draw(centre + (means - centre) * kept)
    return Bands(chance, parameters, both)


def _next_draw(means: np.ndarray) -> Band:
    """Where one more draw would lie: order statistics where there are enough, else Student's t."""
    k = len(means)
    if k >= QUANTILE_DRAWS:
        tail = (1 - CONFIDENCE) / 2
        return Band(*np.quantile(means, [tail, 1 - tail], axis=0, method="weibull"))
    half = _t(k - 1) * means.std(axis=0, ddof=1) * np.sqrt(1 + 1 / k)
    return Band(means.mean(axis=0) - half, means.mean(axis=0) + half)


def _t(freedom: int, confidence: float = CONFIDENCE) -> float:
    return float(student.ppf((1 + confidence) / 2, freedom))


class Pair(NamedTuple):
    """Two measures side by side on the leading figure: `first` minus `second`."""

    first: str
    second: str
    difference: float
    low: float
    """Of the Holm-corrected interval; not-a-number with one run."""
    high: float
    p_first_better: float
    """Probability that the first one's figure is the lower one."""
    is_told_apart: bool


def pairs(values: dict[str, np.ndarray], *, is_draws: bool, first: int | None = None) -> list[Pair]:
    """Every two of them by Holm's steps (Holm 1979, Scand. J. Statist. 6:65), on paired values (R,) by name.

    is_draws   each value is a draw's mean: what is asked is where one more draw would lie, not where the mean lies
    first      of a first stage, as in `chance_band`
    """
    names = list(values)
    found = []
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            paired = values[one] - values[other]
            used = first or len(paired)
            mean = float(paired.mean())
            if used < 2:
                found.append((one, other, mean, np.nan, 1.0, 0, 0.5))
                continue
            error = float(paired[:used].std(ddof=1)) * np.sqrt(1 + 1 / len(paired) if is_draws else 1 / len(paired))
            better = _p_below(mean, error, used - 1)
            found.append((one, other, mean, error, 2 * min(better, 1 - better), used - 1, better))
    return _holm(found)


def _p_below(mean: float, error: float, freedom: int) -> float:
    if error == 0:
        return 0.5 if mean == 0 else float(mean < 0)
    return float(student.cdf(-mean / error, freedom))


def _holm(found: Sequence[tuple]) -> list[Pair]:
    by_p = sorted(range(len(found)), key=lambda n: found[n][4])
    made: dict[int, Pair] = {}
    still = True
    for step, at in enumerate(by_p):
        one, other, mean, error, p, freedom, better = found[at]
        level = (1 - CONFIDENCE) / (len(found) - step)
        half = np.nan if freedom < 1 else _t(freedom, 1 - level) * error
        still = still and freedom >= 1 and p <= level and mean != 0
        made[at] = Pair(one, other, mean, mean - half, mean + half, better, still)
    return [made[n] for n in range(len(found))]


def places(names: Sequence[str], compared: Sequence[Pair]) -> dict[str, int]:
    """The place of each: one more than the number of those that are told apart from it and better."""
    ahead = dict.fromkeys(names, 1)
    for pair in compared:
        if pair.is_told_apart:
            ahead[pair.second if pair.difference < 0 else pair.first] += 1
    return ahead


def in_two_stages(
    run: Callable[[int, int], np.ndarray], leading: Callable[[np.ndarray], np.ndarray], width: float, *, most: int
) -> tuple[np.ndarray, int, bool]:
    """What as many replicates give as a width takes: (it, the first stage's number, is the width reached).

    run       (from, to) -> (to - from, …) results of those replicates
    leading   of results, the paired differences that must be told so narrowly, (R, …)
    most      replicates at most
    """
    first = min(FIRST_STAGE, most)
    done = run(0, first)
    wanted = replicates_for(leading(done), width)
    if wanted > first:
        done = np.concatenate([done, run(first, min(wanted, most))])
    return done, first, wanted <= most
