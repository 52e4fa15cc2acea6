"""Small counts: which cells of a table of counts must be hidden, those they could be worked out from included.

A count from 1 to 4 says something of a person. It can be had by subtraction where it is the only hidden cell under a
total, and it is plain where the hidden cells under a total can only be all ones or all fours; then the smallest of the
others is hidden with it. Where there is no other, the total itself must be hidden.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST_SHOWN = 5
HIDDEN = ".."
"""What stands for a value that is hidden for another's sake, or could give one away."""


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What must not be shown of counts.

    small     cells with counts from 1 to 4
    beside    cells hidden for the sake of these
    totals    names of the groups whose totals must be hidden, too
    """

    small: frozenset[int]
    beside: frozenset[int]
    totals: frozenset[str]

    def __contains__(self, cell: int) -> bool:
        return cell in self.small or cell in self.beside

    def __bool__(self) -> bool:
        return bool(self.small)

    def shown_as(self, cell: int) -> str:
        """What stands in a hidden cell: `<5`, or `..`."""
        return f"<{LEAST_SHOWN}" if cell in self.small else HIDDEN


def hidden_cells(counts: Sequence[float], groups: Mapping[str, Iterable[int]]) -> Hidden:
    """The cells to hide of counts whose sums over `groups` are shown: name of a total -> the cells it sums."""
    small = frozenset(i for i, count in enumerate(counts) if 0 < count < LEAST_SHOWN)
    members = {name: sorted(cells) for name, cells in groups.items()}
    beside: set[int] = set()
    closed: set[str] = set()
    # Each round hides one cell more or closes a total, so there are not more rounds than cells and totals.
    while open_ones := [n for n in members if n not in closed and _gives_away(counts, members[n], small, beside)]:
        name = open_ones[0]
        others = [i for i in members[name] if i not in small and i not in beside]
        if others:
            beside.add(min(others, key=lambda i: (counts[i] == 0, counts[i], i)))
        else:
            closed.add(name)
    return Hidden(small=small, beside=frozenset(beside), totals=frozenset(closed))


def _gives_away(counts: Sequence[float], cells: Sequence[int], small: frozenset[int], beside: set[int]) -> bool:
    """Whether a total over `cells` and the cells that are shown tell a hidden small one.

    Who subtracts knows the sum of the hidden cells, that the small ones are 1 to 4 and the others 0 or at least 5.
    """
    n_small = sum(i in small for i in cells)
    hidden = [i for i in cells if i in small or i in beside]
    if not n_small:
        return len(hidden) == 1
    rest = sum(counts[i] for i in hidden)
    if len(hidden) == n_small:
        possible: Sequence[float] = [rest]
    else:
        sums = range(n_small, (LEAST_SHOWN - 1) * n_small + 1)
        possible = [small_sum for small_sum in sums if rest == small_sum or rest - small_sum >= LEAST_SHOWN]
    # One cell is known with the sum; more are known when all must be ones, or all as large as small ones are.
    is_plain = n_small == 1 or not n_small < possible[0] < (LEAST_SHOWN - 1) * n_small
    return len(possible) == 1 and is_plain
