"""The tables of the reference network as they lie in the package."""

from functools import cache
from importlib.resources import files

import numpy as np

from beredd.dispensing.network.model import AGE_BANDS
from beredd.dispensing.network.tables import Table, parse_table

AGE_COLUMNS = ("age_0_17", "age_18_44", "age_45_64", "age_65_79", "age_80")


@cache
def reference_table(name: str) -> Table:
    """A table of the reference network, by file name without ending."""
    path = files("beredd.content") / "networks" / "sweden" / f"{name}.csv"
    return parse_table(f"sweden/{name}.csv", path.read_text(encoding="utf-8"))


@cache
def reference_settings() -> dict[str, float]:
    """Numbers from which the reference tables' missing cells are made, by name."""
    table = reference_table("settings")
    return dict(zip(table.keys("name"), map(float, table.text("value")), strict=True))


def web_share_by_age() -> np.ndarray:
    """Share of each age band's lines that web pharmacies hand out, (A,)."""
    table = reference_table("web_customers")
    assert table.text("age_band") == AGE_BANDS
    return table.number("web_share", 0, 1)
