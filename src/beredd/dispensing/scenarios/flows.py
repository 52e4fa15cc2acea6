"""What is not hour by hour at the counter: orders, shipments, roads, deliveries, prescribers' telephones, stocking up.

When in the day an interruption bites: orders are cut off at 16:00, sites ship 16–24, lorries drive until the next
16:00, prescribers answer 8–17, people go shopping 8–20.
"""

import numpy as np

from beredd.dispensing.network.model import Network
from beredd.dispensing.scenarios.checks import DEMAND, INFLOW, RECEIPT
from beredd.dispensing.scenarios.levels import Levels, Strand
from beredd.dispensing.scenarios.timeline import FULL

LAST_ORDER_HOUR = 15
SHIPPING = slice(16, 24)
PHONE_HOURS = slice(8, 17)
SHOPPING = slice(8, 20)


def site_flows(network: Network, strands: list[Strand], *, days: int) -> dict[str, np.ndarray]:
    """can_order, ship_permille, transit_days and inflow_permille, (D, S) each; article_inflow_permille, (D, K)."""
    shape = (days, len(network.site_id))
    can_order = np.ones(shape, dtype=np.uint8)
    ship = np.full(shape, FULL, dtype=np.int16)
    transit = np.zeros(shape, dtype=np.int16)
    inflow = np.full(shape, FULL, dtype=np.int16)
    by_article = np.full((days, len(network.article_group)), FULL, dtype=np.int16)
    for strand in strands:
        rows, by_day = np.flatnonzero(strand.reach.sites), strand.level.reshape(days, 24)
        hit = strand.event.hit
        if hit in ("order_pause", "site"):
            paused = by_day[:, LAST_ORDER_HOUR] < FULL // 2
            can_order[np.ix_(paused, rows)] = 0
        if hit in ("ship_pause", "ship_rate", "site"):
            _lower(ship, rows, by_day[:, SHIPPING].mean(axis=1))
        if hit == INFLOW:
            _lower(inflow, rows, by_day.mean(axis=1))
            _lower(by_article, np.flatnonzero(strand.reach.articles), by_day.mean(axis=1))
        if hit == "transit_pause":
            transit[:, rows] = np.maximum(transit[:, rows], _days_on_the_road(strand.level, days)[:, None])
    return {
        "can_order": can_order,
        "ship_permille": ship,
        "transit_days": transit,
        "inflow_permille": inflow,
        "article_inflow_permille": by_article,
    }


def can_receive(network: Network, strands: list[Strand], receives: np.ndarray, *, days: int) -> np.ndarray:
    """(D, P) uint8: 0 where a delivery hour falls in a receipt pause or in a mode that takes nothing in."""
    able = receives.copy() if any(s.event.hit == RECEIPT for s in strands) else receives
    for strand in strands:
        if strand.event.hit == RECEIPT:
            able[np.ix_(strand.reach.pharmacies, strand.level < FULL // 2)] = False
    by_day = able.reshape(able.shape[0], days, 24)
    result = np.ones((days, able.shape[0]), dtype=np.uint8)
    for d in range(network.pharmacy_delivery_h.shape[1]):
        at = network.pharmacy_delivery_h[:, d].astype(np.int64)
        result &= by_day[np.arange(able.shape[0]), :, at].T.astype(np.uint8)
    return np.ascontiguousarray(result)


def phones(network: Network, levels: Levels, *, usual: np.ndarray, hours: int) -> np.ndarray:
    """(D, M) int16: prescribers' minutes relative to a normal workday; telephones need links, and those need power.

    usual    (D,) int64, permille by the calendar
    """
    days = hours // 24
    result = np.repeat(usual[:, None], len(network.municipality_code), axis=1)
    for name in ("prescribers", "telecom"):
        if name in levels.at_place:
            level = np.full((result.shape[1], hours), FULL, dtype=np.int64)
            level[:, levels.first : levels.first + levels.width] = levels.at_place[name]
            part = level.reshape(-1, days, 24)[:, :, PHONE_HOURS]
            result = result * (part.sum(axis=2) // part.shape[2]).T // FULL
    return result.astype(np.int16)


def stocking_up(network: Network, strands: list[Strand], *, days: int) -> np.ndarray:
    """(D, M) int16: people per thousand who come without need that day."""
    result = np.zeros((days, len(network.municipality_code)), dtype=np.int64)
    for strand in strands:
        if strand.event.hit == DEMAND:
            lost = FULL - strand.level.reshape(days, 24)[:, SHOPPING]
            share = lost.sum(axis=1, dtype=np.int64) // lost.shape[1]
            result[:, strand.reach.municipalities] += (strand.event.early_permille * share // FULL)[:, None]
    return np.minimum(result, FULL).astype(np.int16)


def _lower(array, rows, by_day):
    array[:, rows] = np.minimum(array[:, rows], np.floor(by_day).astype(np.int16)[:, None])


def _days_on_the_road(level, days):
    """(D,) extra days for what leaves each evening: how many nights in a row the road is closed from then on."""
    road = np.concatenate([level[16:], np.full(16, level[-1])]).reshape(days, 24)
    closed = road.mean(axis=1) < FULL / 2
    extra, run = np.zeros(days, dtype=np.int16), 0
    for day in range(days - 1, -1, -1):
        run = run + 1 if closed[day] else 0
        extra[day] = run
    return extra
