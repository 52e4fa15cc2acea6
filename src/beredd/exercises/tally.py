"""What many groups said of themselves after a micro exercise, so that no single group can be told from it.

A number from 1 to 4 is not told. Where one number of a row alone is kept back, it could be had from the sum: then the
smallest of the others is kept back, too. Under ten groups nothing is told at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST_GROUPS = 10
FEWEST_IN_A_CELL = 5


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many groups chose each level of an indicator, best first; None: kept back.

    groups   how many rated it; 0 where that is not told
    """

    indicator: str
    groups: int
    counts: tuple[int | None, ...]

    @property
    def is_told(self) -> bool:
        """Whether there are enough groups to say anything."""
        return self.groups > 0


def tally(answers: Iterable[Mapping[str, int]], indicators: Sequence[str], *, levels: int) -> tuple[Tally, ...]:
    """A row for each indicator. An answer is indicator -> level, from 1, best first."""
    counts = {id: [0] * levels for id in indicators}
    for answer in answers:
        for id, level in answer.items():
            if id in counts and 1 <= level <= levels:
                counts[id][level - 1] += 1
    return tuple(_told(id, row) for id, row in counts.items())


def _told(indicator: str, row: Sequence[int]) -> Tally:
    groups = sum(row)
    if groups < FEWEST_GROUPS:
        return Tally(indicator=indicator, groups=0, counts=(None,) * len(row))
    return Tally(indicator=indicator, groups=groups, counts=kept_back(row))


def kept_back(row: Sequence[int]) -> tuple[int | None, ...]:
    """The row with small numbers kept back, and another where one alone could be worked out from the sum."""
    shown: list[int | None] = [None if 0 < n < FEWEST_IN_A_CELL else n for n in row]
    if sum(n is None for n in shown) == 1:
        rest = [(n, at) for at, n in enumerate(shown) if n]
        if rest:
            shown[min(rest)[1]] = None
    return tuple(shown)
