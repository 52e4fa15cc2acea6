"""Instances of any size with the parameters of the published base case; a pure function of size and seed."""

from enum import IntEnum

import numpy as np
from numba import njit

from beredd.dispensing.bench.instance import PACK_DAYS, Instance, make_instance
from beredd.provenance import WORD_RANGE, below, philox

LINES_PER_PATIENT = 5
PACK_SHARES = (0.3, 0.3, 0.4)
MAX_LEAD = 15
DELIVERY_DAYS = 2
OUTAGE_DAYS = (30, 40)
CLOSED_SHARE = 0.3
DIVERT_SHARE = 0.7
SPARE_CAPACITY = 1.3
"""Service attempts per day, as a multiple of the mean number of refills that fall due."""
PRODUCT_EXPONENT = 0.8
"""Demand for the k-th most common product falls as k to the power of minus this."""
SMALLEST, LARGEST = 200, 1_800
"""A pharmacy's size, uniform between these in thousandths of the mean."""
DAY_PARTS = 180
"""1/30, 1/60 and 1/90 packs a day are 6, 3 and 2 of these: demand is summed in whole numbers."""


class Cause(IntEnum):
    """What a number is drawn for; the third word of the counter."""

    SIZE = 0
    PLACE = 1
    CLOSED = 2
    LINE = 3


@njit(cache=True)
def _words(n, cause, key_low, key_high):
    """(n, 4) uniform words, one row per entity."""
    words = np.empty((n, 4), dtype=np.uint32)
    for entity in range(n):
        words[entity] = philox(entity, 0, cause, 1, key_low, key_high)
    return words


@njit(cache=True)
def _fill_lines(product, pack_days, visit_day, runout_day, product_table, product_upto, pack_upto, packs, lead, key):
    """Draw each line's product, pack length, first visit day and lead."""
    for line in range(len(product)):
        words = philox(line, 0, np.uint32(Cause.LINE), 1, key[0], key[1])
        k = product_table[words[0] >> np.uint32(16)]
        while words[0] >= product_upto[k]:
            k += 1
        product[line] = k
        kind = 0
        while words[1] >= pack_upto[kind]:
            kind += 1
        pack_days[line] = packs[kind]
        visit_day[line] = below(words[2], packs[kind])
        runout_day[line] = visit_day[line] + below(words[3], lead)


def generate(*, n_lines: int, n_pharmacies: int, n_products: int, horizon_days: int = 90, seed: int = 0) -> Instance:
    """An instance of n_lines; s and S follow mean demand, capacity the mean load."""
    key = np.array([seed & 0xFFFFFFFF, seed >> 32], dtype=np.uint32)
    off = _homes(n_lines, n_pharmacies, key)
    weight = np.rint(1e6 * np.arange(1, n_products + 1) ** -PRODUCT_EXPONENT).astype(np.int64)
    product_upto = np.floor(np.cumsum(weight) / weight.sum() * WORD_RANGE).astype(np.uint64)
    product_upto[-1] = WORD_RANGE
    pack_upto = np.floor(np.cumsum(PACK_SHARES) * WORD_RANGE).astype(np.uint64)
    pack_upto[-1] = WORD_RANGE
    product = np.empty(n_lines, dtype=np.uint16)
    pack_days = np.empty(n_lines, dtype=np.uint8)
    visit_day, runout_day = np.empty(n_lines, dtype=np.int16), np.empty(n_lines, dtype=np.int16)
    _fill_lines(
        product,
        pack_days,
        visit_day,
        runout_day,
        np.searchsorted(product_upto, np.arange(1 << 16, dtype=np.uint64) << np.uint64(16), side="right"),
        product_upto,
        pack_upto,
        np.array(PACK_DAYS),
        MAX_LEAD,
        key,
    )
    demand = _demand(off, product, pack_days, n_products)
    load = demand.sum(axis=1)
    closed, alternative = _closures(n_pharmacies, key)
    over_delivery = (DELIVERY_DAYS + 1) * demand.reshape(-1)
    reorder_point = np.ceil(over_delivery + 2.0 * np.sqrt(over_delivery)).astype(np.int32)
    return make_instance(
        {
            "off": off,
            "product": product,
            "pack_days": pack_days,
            "visit_day": visit_day,
            "runout_day": runout_day,
            "reorder_point": reorder_point,
            "order_up_to": reorder_point + np.maximum(1, np.ceil(5.0 * demand.reshape(-1))).astype(np.int32),
            "capacity": np.ceil(SPARE_CAPACITY * load + 2.0).astype(np.int32),
            "closed": closed,
            "alternative": alternative,
            "n_products": np.int64(n_products),
            "horizon_days": np.int64(horizon_days),
            "seed": np.uint64(seed),
            "outage_days": np.array(OUTAGE_DAYS),
            "delivery_days": np.int64(DELIVERY_DAYS),
            "max_lead": np.int64(MAX_LEAD),
            "divert_share": np.float64(DIVERT_SHARE),
        },
        origin=f"generated instance of {n_lines:,} lines",
    )


def _homes(n_lines: int, n_pharmacies: int, key: np.ndarray) -> np.ndarray:
    """First line of each pharmacy; whole patients, in proportion to drawn sizes."""
    size = SMALLEST + (_words(n_pharmacies, Cause.SIZE, *key)[:, 0].astype(np.int64) * (LARGEST - SMALLEST + 1) >> 32)
    upto = np.concatenate(([0], np.cumsum(size)))
    patients = n_lines // LINES_PER_PATIENT
    off = patients * upto // upto[-1] * LINES_PER_PATIENT
    off[-1] = n_lines
    return off


def _demand(off: np.ndarray, product: np.ndarray, pack_days: np.ndarray, n_products: int) -> np.ndarray:
    """(P, K) packs a day."""
    parts = np.zeros((len(off) - 1, n_products), dtype=np.int64)
    for pharmacy in range(len(off) - 1):
        here = slice(off[pharmacy], off[pharmacy + 1])
        weights = DAY_PARTS // pack_days[here].astype(np.int64)
        parts[pharmacy] = np.bincount(product[here], weights=weights, minlength=n_products)
    return parts / DAY_PARTS


def _closures(n_pharmacies: int, key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which pharmacies close, and each one's nearest open pharmacy on a square map."""
    x, y = (_words(n_pharmacies, Cause.PLACE, *key)[:, :2] >> np.uint32(8)).astype(np.int64).T
    order = np.argsort(_words(n_pharmacies, Cause.CLOSED, *key)[:, 0], kind="stable")
    closed = np.zeros(n_pharmacies, dtype=bool)
    closed[order[: int(n_pharmacies * CLOSED_SHARE)]] = True
    alternative = np.arange(n_pharmacies)
    still_open = np.flatnonzero(~closed)
    for pharmacy in np.flatnonzero(closed):
        distance = (x[still_open] - x[pharmacy]) ** 2 + (y[still_open] - y[pharmacy]) ** 2
        alternative[pharmacy] = still_open[np.argmin(distance)]
    return closed, alternative
