"""Small cells: counts from 1 to 4 are not shown on screen nor in files, nor what they could be worked out from."""

import numpy as np

from beredd.need.table import AreaTable

LEAST_SHOWN = 5


def shown_deaths(deaths: float) -> str:
    """What stands where a hidden row's deaths would: `<5`, or `..` where the row is hidden for another's sake."""
    return f"<{LEAST_SHOWN}" if deaths < LEAST_SHOWN else ".."


def hidden_rows(table: AreaTable) -> np.ndarray:
    """(n_row,) which rows' deaths, overdoses, uses and deaths averted are not shown.

    A single hidden row could be had from the total by subtraction, so the smallest of the others is hidden with it.
    """
    hidden = (table.deaths > 0) & (table.deaths < LEAST_SHOWN)
    if hidden.sum() == 1 and len(table) > 1:
        others = np.where(hidden | (table.deaths <= 0), np.inf, table.deaths)
        if np.isfinite(others.min()):
            hidden[int(np.argmin(others))] = True
    return hidden
