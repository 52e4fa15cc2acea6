"""What small counts hide in a plan: before it becomes a document, and so before table, figure, file, record and API."""

from typing import Any

from beredd.figures.secrecy import Hidden, hidden_cells
from beredd.need.table import AreaTable

SECRET = ("opioid_deaths", "overdoses_per_year", "deaths_averted", "deaths_averted_interval", "uses_expected_per_year")
"""What follows from the deaths of one row."""
DECIMALS = {
    "deaths": 1,
    "extra": 1,
    "overdoses": 0,
    "uses": 0,
    "p": 2,
}
"""Sums over rows: beginning of the name -> decimals that are left where a row is hidden.

Unrounded, a few sums with known weights are equations that can be solved for the hidden rows.
"""
SUMS = ("totals", "equity", "scenarios", "witnesses", "tornado")


def hidden_rows(table: AreaTable) -> Hidden:
    """Which rows of the table are hidden. The one total that is shown of deaths is that of all rows."""
    return hidden_cells([float(count) for count in table.deaths], {"all": range(len(table))})


def guarded(found: dict[str, Any], hidden: Hidden) -> dict[str, Any]:
    """A plan's document as it may leave: hidden rows without what follows from their deaths, sums rounded."""
    if not hidden:
        return found
    rows = [
        row | {name: None for name in SECRET if name in row} | {"hidden_as": hidden.shown_as(i)} if i in hidden else row
        for i, row in enumerate(found["rows"])
    ]
    is_closed = bool(hidden.totals)
    return found | {"rows": rows} | {name: _rounded(found[name], is_closed=is_closed) for name in SUMS}


def rounded_sum(value: float, hidden: Hidden) -> float | None:
    """Deaths over all rows as they may be shown; None where the total itself is hidden."""
    if not hidden:
        return value
    return None if hidden.totals else round(value, DECIMALS["deaths"])


def _rounded(value: Any, *, is_closed: bool, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item, is_closed=is_closed, name=_sort(key) or name) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item, is_closed=is_closed, name=name) for item in value]
    if not name or not isinstance(value, float):
        return value
    return None if is_closed else round(value, DECIMALS[name])


def _sort(key: str) -> str:
    """The kind of sum that a key names, or nothing."""
    first = key.split("_")[1 if key.startswith("opioid_") else 0]
    return first if first in DECIMALS else ""
