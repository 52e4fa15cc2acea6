"""The world before hour 0: ordinary days by the same kernels, so that a run begins in the middle of life.

Nothing special happens in these days and no holiday falls in them. Their chance is that of a replicate of its own, so
no day of a run meets the same draws again.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from beredd.dispensing.engine.compiling import kernel
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


def set_back(state: State, days: int, *, blocks: Sequence[tuple[int, int]], person_from: np.ndarray, each) -> None:
    """Make midnight after `days` days the hour 0 of a new run, in place.

    `each` calls a function for every block of pharmacies, as `Chain` does over its threads.
    """
    each(lambda block: _set_back(person_from[block[0]], person_from[block[1]], days, state), blocks)
    used = {slot: state.road[slot].copy() for slot in np.flatnonzero(state.road_used)}
    for slot in used:
        state.road[slot] = 0
    for slot, packs in used.items():
        state.road[(slot - days) % RING] = packs
    state.road_used[:] = np.roll(state.road_used, -days % RING)
    state.upstream[:] = np.roll(state.upstream, -days % UPSTREAM, axis=0)
    state.clock[0] = 0


@kernel
def _set_back(first, last, days, s):
    """People first … last-1 and their lines, `days` days back."""
    for i in range(first, last):
        person = s.person[i]
        if person.course_article >= 0:
            person.course_runout_h -= 24 * days
        person.asked_h -= 24 * days
        for n in range(person.line_from, person.line_from + person.n_lines):
            s.line[n].runout_h -= 24 * days
        day = np.int64(s.visit[i]) & DAY_BITS
        if day != NEVER:
            s.visit[i] = (s.visit[i] & PENDING) | max(0, day - days)
    return 0
