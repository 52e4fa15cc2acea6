"""A table as the file that a record names: the same text for the same rows, however they came."""

import csv
import io
from typing import Any

import numpy as np

from beredd.need.table import FATALITY, KITS, AreaTable
from beredd.provenance import fingerprint


def table_text(table: AreaTable) -> str:
    """The table as CSV, every number whole; `parse_table` makes the same table of it."""
    columns: dict[str, Any] = {
        "county_code": table.codes,
        "county": table.areas,
        "sex": table.sexes,
        "population": table.population,
    }
    if not np.isnan(table.at_risk).all():
        columns["at_risk"] = table.at_risk
    columns["opioid_deaths"] = table.deaths
    if not np.isnan(table.fatality).all():
        columns |= {name: table.fatality[:, p] for p, name in enumerate(FATALITY)}
    if table.has_kits:
        columns |= {name: table.kits_per_year[:, channel] for channel, name in enumerate(KITS)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, *table.other])
    writer.writerows(map(_cells, zip(*columns.values(), *table.other.values(), strict=True)))
    return out.getvalue()


def _cells(row: tuple[Any, ...]) -> list[str]:
    return [cell if isinstance(cell, str) else _number(float(cell)) for cell in row]


def _number(value: float) -> str:
    if np.isnan(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def table_file(table: AreaTable) -> tuple[str, bytes]:
    """(name, bytes) of the file: named by what it holds."""
    raw = table_text(table).encode()
    return f"need-table-{fingerprint(raw)}.csv", raw
