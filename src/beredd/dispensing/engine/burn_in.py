"""The world before hour 0: ordinary days by the same kernels, so that a run begins in the middle of life.

Nothing special happens in these days and no holiday falls in them. Their chance is that of a replicate of its own, so
no day of a run meets the same draws again.
"""

from typing import Final

import numpy as np

from beredd.dispensing.engine.plan import NEVER, RING, UPSTREAM
from beredd.dispensing.engine.state import DAY_BITS, PENDING, State
from beredd.dispensing.network import Network
from beredd.dispensing.scenarios import CALENDAR_AHEAD, Conditions

BURN_IN_DAYS: Final = 28
"""Whole weeks, so that weekdays stay. Measured: queues, backlog, shelves and those without are level after three."""
BURN_IN_REPLICATE: Final = 0xFFFF_FFFF


def ordinary_conditions(network: Network, *, days: int, start_weekday: int) -> Conditions:
    """Conditions in which nothing happens: the network's opening hours, weekends, no holidays."""
    n_pharmacies, n_places, n_sites = len(network.pharmacy_id), len(network.municipality_code), len(network.site_id)
    hours, weekdays = np.arange(24), (start_weekday + np.arange(days + CALENDAR_AHEAD)) % 7
    opens, closes = network.pharmacy_opens_h[:, :, None], network.pharmacy_closes_h[:, :, None]
    week = (opens <= hours) & (hours < closes)  # (P, 7, 24)
    shape = (n_pharmacies, 24 * days)
    return Conditions(
        start_weekday=start_weekday,
        is_workday=(weekdays < 5).astype(np.uint8),
        hours_as=weekdays.astype(np.int8),
        is_open=np.ascontiguousarray(week[:, weekdays[:days]].reshape(shape).astype(np.uint8)),
        rate_permille=np.full(shape, 1000, np.int16),
        max_tier=np.full(shape, 4, np.int8),
        needs_phone=np.zeros(shape, np.uint8),
        unregistered=np.zeros(shape, np.uint8),
        phone_permille=np.full((days, n_places), 1000, np.int16),
        course_permille=np.full(days, 1000, np.int16),
        early_permille=np.zeros((days, n_places), np.int16),
        can_order=np.ones((days, n_sites), np.uint8),
        ship_permille=np.full((days, n_sites), 1000, np.int16),
        transit_days=np.zeros((days, n_sites), np.int16),
        can_receive=np.ones((days, n_pharmacies), np.uint8),
        inflow_permille=np.full((days, n_sites), 1000, np.int16),
        article_inflow_permille=np.full((days, len(network.article_group)), 1000, np.int16),
        changes=(),
    )


def set_back(state: State, days: int) -> None:
    """Make midnight after `days` days the hour 0 of a new run, in place."""
    state.line["runout_h"] -= 24 * days
    courses = state.person["course_article"] >= 0
    state.person["course_runout_h"][courses] -= 24 * days
    state.person["asked_h"] -= 24 * days
    day = (state.visit & DAY_BITS).astype(np.int32)
    day = np.where(day == NEVER, NEVER, np.maximum(0, day - days))
    state.visit[:] = (state.visit & PENDING) | day.astype(np.uint16)
    state.road[:] = np.roll(state.road, -days % RING, axis=0)
    state.road_used[:] = np.roll(state.road_used, -days % RING)
    state.upstream[:] = np.roll(state.upstream, -days % UPSTREAM, axis=0)
    state.clock[0] = 0
