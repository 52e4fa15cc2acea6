"""Articles of a network folder: shares, substances, who may replace whom, and makers."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from beredd.dispensing.errors import NetworkError
from beredd.dispensing.network.assortment import renumbered
from beredd.dispensing.network.model import NOT_SAID
from beredd.dispensing.network.tables import Table
from beredd.wording import Sentence

UNKNOWN_SUPPLIER = "okand", "Okänd"
"""Id and name of the one supplier of a folder that does not tell them apart."""


def own_articles(tables: dict[str, Table], group_id: Sequence[str]) -> tuple[dict[str, Any], np.ndarray]:
    """Every `article_`, `substance_` and `supplier_` field but the distributor, and the rows' order (K,) by group.

    An article without a substance is one of its own; without an exchange label it is never replaced.
    """
    table = tables["articles"]
    group = table.reference("group_id", group_id, "groups.csv")
    order = np.argsort(group, kind="stable")
    ids = _ids(table, group, order, group_id)
    substance, substances = _substances(table, tables.get("substances"), ids)
    supplier, suppliers = _suppliers(table, tables.get("suppliers"))
    return {
        "article_id": tuple(ids[row] for row in order),
        "article_group": group[order].astype(np.int16),
        "article_share": _shares(table, group, group_id)[order],
        "article_substance": substance[order].astype(np.int16),
        "article_exchange": renumbered(_exchange(table, group, substance)[order]),
        "article_supplier": supplier[order].astype(np.int16),
        "article_cover_days": _cover(table)[order],
        "substance_id": tuple(s[0] for s in substances),
        "substance_name_sv": tuple(s[1] for s in substances),
        "substance_name_en": tuple(s[2] for s in substances),
        "supplier_id": tuple(s[0] for s in suppliers),
        "supplier_name": tuple(s[1] for s in suppliers),
    }, order


def _shares(table: Table, group: np.ndarray, group_id: Sequence[str]) -> np.ndarray:
    share = table.number("share", 0, 1)
    total = np.bincount(group, share, len(group_id))
    for wrong in np.flatnonzero(np.abs(total - 1) > 1e-6):
        which = group_id[int(wrong)]
        raise NetworkError("network.article-sum", file=table.name, found=round(total[wrong], 6), group=which)
    return share


def _ids(table: Table, group: np.ndarray, order: np.ndarray, group_id: Sequence[str]) -> tuple[str, ...]:
    """The table's own, or the group's id and a number."""
    if "article_id" in table:
        return table.keys("article_id")
    number = np.empty(len(group), dtype=np.int64)
    number[order] = np.arange(len(group)) - np.searchsorted(group[order], group[order]) + 1
    return tuple(f"{group_id[g]}/{n}" for g, n in zip(group, number, strict=True))


def _substances(table: Table, names: Table | None, ids: Sequence[str]) -> tuple[np.ndarray, list[tuple[str, str, str]]]:
    """Which substance each article has, (K,), and (id, Swedish, English) of all; those not named are called by id."""
    cells = table.text("substance_id") if "substance_id" in table else ("",) * len(table)
    found: list[tuple[str, str, str]] = []
    if names:
        keys = names.keys("substance_id")
        table.reference("substance_id", keys, "substances.csv", empty=-1)
        found = list(zip(keys, names.text("name_sv"), names.text("name_en"), strict=True))
    of = [cell or article for cell, article in zip(cells, ids, strict=True)]
    known = {row[0] for row in found}
    found += [(name, name, name) for name in dict.fromkeys(of) if name not in known]
    index = {row[0]: n for n, row in enumerate(found)}
    return np.array([index[name] for name in of]), found


def _suppliers(table: Table, names: Table | None) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Who makes each article, (K,), and (id, name) of all."""
    if "supplier_id" not in table:
        return np.zeros(len(table), dtype=np.int64), [UNKNOWN_SUPPLIER]
    if names:
        keys = names.keys("supplier_id")
        return table.reference("supplier_id", keys, "suppliers.csv"), list(
            zip(keys, names.text("supplier"), strict=True)
        )
    keys = tuple(dict.fromkeys(table.text("supplier_id")))
    return table.reference("supplier_id", keys, "articles.csv"), [(key, key) for key in keys]


def _cover(table: Table) -> np.ndarray:
    """Days of use that the distributor holds, (K,) int32, NOT_SAID where the cell is empty."""
    if "cover_days" not in table:
        return np.full(len(table), NOT_SAID, dtype=np.int32)
    return table.integer("cover_days", 1, 3650, empty=NOT_SAID).astype(np.int32)


def _exchange(table: Table, group: np.ndarray, substance: np.ndarray) -> np.ndarray:
    """Number of each article's exchange label within its group, (K,), -1 for none; one label, one substance."""
    cells = table.text("exchange") if "exchange" in table else ("",) * len(table)
    label = {key: n for n, key in enumerate(dict.fromkeys(zip(group.tolist(), cells, strict=True)))}
    number = np.array([label[key] if key[1] else -1 for key in zip(group.tolist(), cells, strict=True)])
    first: dict[int, int] = {}
    for row in np.flatnonzero(number >= 0).tolist():
        if substance[first.setdefault(int(number[row]), row)] != substance[row]:
            raise table.wrong(row, "exchange", Sentence("network.exchange-label"))
    return number
