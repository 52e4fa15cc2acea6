"""The reference network's articles: substances of each group, their strengths and makers, and who may replace whom.

An article is a substance in one strength or pack from one maker; it stands for about ten real ones. Shares follow
Zipf's law twice: over strengths, and over the makers of a strength, of whom the month's cheapest has most.
"""

from typing import Any

import numpy as np

from beredd.dispensing.network.model import NOT_SAID
from beredd.dispensing.network.package_tables import reference_settings, reference_table
from beredd.dispensing.network.tables import Table

KIND_OF_RULE = {"exchangeable": "generic", "goods": "goods", "animals": "animals"}
"""Which kind of supplier makes what falls under an exchange rule; `original` for all other rules."""

MOST_MAKERS = 100


def reference_articles(base: dict[str, Any], group_lines: np.ndarray) -> dict[str, Any]:
    """Substances, suppliers and every `article_` field; `base` holds groups and distributors, group_lines is (G,)."""
    table = reference_table("assortment")
    rules = reference_table("exchange_rules")
    row_group = table.reference("group_id", base["group_id"], "groups.csv")
    row_rule = table.reference("rule", rules.keys("rule"), "exchange_rules.csv")
    strengths, makers = table.integer("strengths", 1, 100), table.integer("makers", 1, MOST_MAKERS)

    row = np.repeat(np.arange(len(table)), strengths * makers)
    nth = np.arange(len(row)) - np.searchsorted(row, row)
    strength, maker = nth // makers[row], nth % makers[row]
    settings = reference_settings()
    share = _shares(table, row_group, base["group_id"])[row]
    share = share * _zipf(strength, strengths[row], settings["strength_zipf_exponent"])
    share = share * _zipf(maker, makers[row], settings["maker_zipf_exponent"])
    group = row_group[row]
    lines = share * group_lines[group]

    product = row * MOST_MAKERS + maker  # one maker's substance in all its strengths
    one_strength = np.cumsum(maker == 0) - 1
    may_replace = rules.flag("is_exchangeable")[row_rule[row]] & (makers[row] > 1)
    ids = table.text("substance_id")
    substances = tuple(dict.fromkeys(ids))
    index = {name: n for n, name in enumerate(substances)}
    sv, en = dict(zip(ids, table.text("name_sv"), strict=True)), dict(zip(ids, table.text("name_en"), strict=True))
    kind = np.array([KIND_OF_RULE.get(rule, "original") for rule in table.text("rule")])
    return {
        "substance_id": substances,
        "substance_name_sv": tuple(sv[name] for name in substances),
        "substance_name_en": tuple(en[name] for name in substances),
        "article_id": tuple(
            f"{base['group_id'][row_group[r]]}/{ids[r]}/{n + 1}" for r, n in zip(row, nth, strict=True)
        ),
        "article_group": group.astype(np.int16),
        "article_share": share,
        "article_substance": np.array([index[ids[r]] for r in row], dtype=np.int16),
        "article_exchange": renumbered(np.where(may_replace, one_strength, -1)),
        "article_distributor": _dealt(product, lines, _distributor_shares()).astype(np.int8),
        "article_cover_days": np.full(len(row), NOT_SAID, dtype=np.int32),
    } | _suppliers(product, lines, kind[row])


def renumbered(sets: np.ndarray) -> np.ndarray:
    """Numbers 0, 1, … in order of first appearance for what is not negative, (n,) int16; -1 stays."""
    found = list(dict.fromkeys(sets[sets >= 0].tolist()))
    number = {value: n for n, value in enumerate(found)}
    return np.array([number.get(value, -1) for value in sets.tolist()], dtype=np.int16)


def _shares(table: Table, row_group: np.ndarray, group_id: tuple[str, ...]) -> np.ndarray:
    """Share of its group's lines, (rows,); every group has substances and they make up all of it."""
    percent = table.number("share_percent", 0, 100)
    total = np.bincount(row_group, percent, len(group_id))
    assert (np.abs(total - 100) < 1e-9).all(), [g for g, t in zip(group_id, total, strict=True) if abs(t - 100) >= 1e-9]
    assert (np.diff(row_group) >= 0).all()
    return percent / 100


def _zipf(rank: np.ndarray, count: np.ndarray, exponent: float) -> np.ndarray:
    """Share of the item of this rank (from 0) among `count` items, (n,)."""
    total = np.array([np.sum(np.arange(1, c + 1) ** -exponent) for c in range(int(count.max()) + 1)])
    return (rank + 1.0) ** -exponent / total[count]


def _distributor_shares() -> np.ndarray:
    share = reference_table("distributors").number("share", 0, 1)
    return share / share.sum()


def _largest_first(product: np.ndarray, lines: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Products (p,), their lines a day (p,), and the order in which they are dealt (p,)."""
    names, index = np.unique(product, return_inverse=True)
    size = np.bincount(index, lines)
    return names, size, np.lexsort((names, -size))


def _dealt(product: np.ndarray, lines: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Which distributor has each article, (K,) int64: the largest products first, each to whoever lacks most."""
    names, size, order = _largest_first(product, lines)
    held, of = np.zeros(len(target)), np.empty(len(names), dtype=np.int64)
    for p in order:
        of[p] = np.argmax(target * (held.sum() + size[p]) - held)
        held[of[p]] += size[p]
    return of[np.searchsorted(names, product)]


def _suppliers(product: np.ndarray, lines: np.ndarray, kind: np.ndarray) -> dict[str, Any]:
    """Suppliers, and who makes each article: dealt within its kind, different companies for one substance."""
    table = reference_table("suppliers")
    kinds, share = np.array(table.text("kind")), table.number("share", 0, 1)
    names, size, order = _largest_first(product, lines)
    kind_of = kind[np.unique(product, return_index=True)[1]]
    held, of = np.zeros(len(table)), np.empty(len(names), dtype=np.int64)
    makers: dict[int, set[int]] = {}
    for p in order:
        wanted = np.flatnonzero(kinds == kind_of[p])
        taken = makers.setdefault(int(names[p]) // MOST_MAKERS, set())
        free = np.array([s for s in wanted if s not in taken])
        lack = share[free] / share[wanted].sum() * (held[wanted].sum() + size[p]) - held[free]
        of[p] = free[np.argmax(lack)]
        taken.add(int(of[p]))
        held[of[p]] += size[p]
    return {
        "supplier_id": table.keys("supplier_id"),
        "supplier_name": table.text("supplier"),
        "article_supplier": of[np.searchsorted(names, product)].astype(np.int16),
    }
