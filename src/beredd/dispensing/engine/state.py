"""What changes during a run, as flat arrays: the whole of it is a snapshot."""

from typing import Final, NamedTuple

import numpy as np

from beredd.dispensing.engine.plan import RING, UPSTREAM
from beredd.dispensing.engine.population import Population
from beredd.dispensing.engine.shelves import Shelves

OPEN_TIERS: Final = 0b11111
"""Bits 0–4 of a person's flags: tiers in which they are counted as being without."""
PENDING: Final = 1 << 5
AVOIDS_HOME: Final = 1 << 6
TODAY: Final = 1 << 7
STOCKS_UP: Final = 1 << 8
COURSE_PENDING: Final = 1 << 9
COURSE_WAITING: Final = 1 << 10
COURSE_SHELF: Final = 1 << 11
"""Within one visit only: asked for and not on the shelf."""

LINE_PENDING: Final = 1
LINE_WAITING: Final = 2
LINE_SHELF: Final = 4
"""Within one visit only: asked for and not on the shelf."""


class State(NamedTuple):
    """N people, L lines, P pharmacies, K articles, S sites."""

    # people
    visit_day: np.ndarray  # (N,) int16
    flags: np.ndarray  # (N,) uint16
    waits_at: np.ndarray  # (N,) int16, pharmacy that has ordered for them, -1
    course_article: np.ndarray  # (N,) int16, -1
    course_runout_h: np.ndarray  # (N,) int16
    next_person: np.ndarray  # (N,) int32: the next in the same queue or list of rejected, -1
    # lines
    runout_h: np.ndarray  # (L,) int16
    line_flags: np.ndarray  # (L,) uint8
    # today's visitors
    today: np.ndarray  # (N,) int32: per pharmacy, from person_from[p], in order of coming
    unsorted: np.ndarray  # (N,) int32
    unsorted_hour: np.ndarray  # (N,) uint8
    today_from: np.ndarray  # (P, 25) int32: offset of each hour's visitors
    # pharmacies
    queue_head: np.ndarray  # (P,) int32
    queue_tail: np.ndarray  # (P,) int32
    queue_count: np.ndarray  # (P,) int32
    rejected_head: np.ndarray  # (P,) int32
    rejected_tail: np.ndarray  # (P,) int32
    carry_s: np.ndarray  # (P,) int64
    unregistered: np.ndarray  # (P,) int64
    phone_left: np.ndarray  # (P,) int32
    # goods
    stock: np.ndarray  # (P, K) int32
    on_order: np.ndarray  # (P, K) int32
    waiting: np.ndarray  # (P, K) int32: customers who wait for what was ordered
    at_site: np.ndarray  # (P, K) int32: ordered, not yet shipped
    road: np.ndarray  # (RING, P, K) int32: on the way, by day of arrival
    site_stock: np.ndarray  # (S, K) int64
    upstream: np.ndarray  # (UPSTREAM, S, K) int64
    clock: np.ndarray  # (1,) int64: hours simulated


def initial_state(population: Population, shelves: Shelves) -> State:
    """The state at midnight of day 0. Copies what will change, so a population can be used again."""
    n, n_lines = len(population.visit_day), len(population.article)
    n_pharmacies, n_articles = shelves.stock.shape
    return State(
        visit_day=population.visit_day.copy(),
        flags=np.zeros(n, np.uint16),
        waits_at=np.full(n, -1, np.int16),
        course_article=np.full(n, -1, np.int16),
        course_runout_h=np.zeros(n, np.int16),
        next_person=np.zeros(n, np.int32),
        runout_h=population.runout_h.copy(),
        line_flags=np.zeros(n_lines, np.uint8),
        today=np.zeros(n, np.int32),
        unsorted=np.zeros(n, np.int32),
        unsorted_hour=np.zeros(n, np.uint8),
        today_from=np.zeros((n_pharmacies, 25), np.int32),
        queue_head=np.full(n_pharmacies, -1, np.int32),
        queue_tail=np.full(n_pharmacies, -1, np.int32),
        queue_count=np.zeros(n_pharmacies, np.int32),
        rejected_head=np.full(n_pharmacies, -1, np.int32),
        rejected_tail=np.full(n_pharmacies, -1, np.int32),
        carry_s=np.zeros(n_pharmacies, np.int64),
        unregistered=np.zeros(n_pharmacies, np.int64),
        phone_left=np.zeros(n_pharmacies, np.int32),
        stock=shelves.stock.copy(),
        on_order=np.zeros((n_pharmacies, n_articles), np.int32),
        waiting=np.zeros((n_pharmacies, n_articles), np.int32),
        at_site=np.zeros((n_pharmacies, n_articles), np.int32),
        road=np.zeros((RING, n_pharmacies, n_articles), np.int32),
        site_stock=shelves.site_stock.copy(),
        upstream=shelves.upstream.copy(),
        clock=np.zeros(1, np.int64),
    )


assert RING <= UPSTREAM
