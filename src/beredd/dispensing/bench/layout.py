"""How the fast engine lays out an instance: fields of a record, arrays of the state, work space of a worker."""

from typing import NamedTuple

import numpy as np

from beredd.dispensing.bench.instance import PACK_DAYS, Instance
from beredd.dispensing.errors import InstanceError
from beredd.provenance import threshold

PAGE_BITS = 5
PAGE = 1 << PAGE_BITS
"""Records in a page: 256 bytes."""
PACK_UNIT = PACK_DAYS[0]
PACK_MASK = 3
"""A record's lowest two bits: pack length in units of PACK_UNIT days."""
RECORD_BITS = 64

REQUESTS, DISPENSED, SAME_DAY, DELIVERED, N_COUNTS = range(5)
"""Places in Scratch.counts."""
STOCK, MARGIN, SPAN, N_CELL = range(4)
"""Columns of State.cells: packs in stock; order position less reorder point; order-up-to less reorder point."""


class Rules(NamedTuple):
    """The instance's scalars, and where in a record each field begins (bit) and what it may hold (mask)."""

    n_products: int
    horizon: int
    first_outage: int
    end_outage: int
    delivery_days: int
    max_lead: int
    divert_below: int
    key_low: int
    key_high: int
    first_runout: int
    """Run-out days are kept as days after this one, so that they are never negative."""
    refill_bit: int
    refill_mask: int
    visit_bit: int
    visit_mask: int
    runout_bit: int
    runout_mask: int
    product_bit: int
    product_mask: int
    line_bit: int
    """The topmost field: the line's number within its home pharmacy."""


class State(NamedTuple):
    """What is fixed per pharmacy, and all that changes during a run. P pharmacies, C clusters, K products, H days."""

    off: np.ndarray
    """(P+1,) first line of each pharmacy."""
    capacity: np.ndarray
    closed: np.ndarray
    members: np.ndarray
    """(P,) pharmacies by cluster, ascending within each."""
    cluster_start: np.ndarray
    """(C+1,) into members."""
    target: np.ndarray
    """(C,) who serves the cluster during the outage."""
    fresh_page: np.ndarray
    """(P,) the pharmacy's first page that has never been used."""
    free_page: np.ndarray
    """(P,) the page given back last, or -1; `link` leads to the one before."""
    link: np.ndarray
    """(pages,) the page before this one, in a bucket or among the free ones; -1 at the end."""
    records: np.ndarray
    """(pages * PAGE,) uint64."""
    tail: np.ndarray
    """(P * (H+1),) where bucket (p, day) goes on; a multiple of PAGE asks for a page first. Bucket H: the waiting."""
    n_waiting: np.ndarray
    """(P,) pending lines left over from yesterday, by home."""
    cells: np.ndarray
    """(P*K, N_CELL)."""
    order_start: np.ndarray
    """(P+1,) each pharmacy's ring in `orders`."""
    order_head: np.ndarray
    order_tail: np.ndarray
    orders: np.ndarray
    """(…,) product << 32 | packs."""
    n_ordered: np.ndarray
    """(P*H,) orders placed, by pharmacy and day."""
    backlog: np.ndarray
    """(H, P)"""


class Scratch(NamedTuple):
    """Work space of one worker, sized for the largest cluster, and what the worker has counted."""

    queue: np.ndarray
    """Records of the pending lines of one cluster, home after home."""
    turn: np.ndarray
    """Places in the queue, in order of attempt."""
    found: np.ndarray
    """Whether the attempt at that place of the queue found stock."""
    comes: np.ndarray
    part: np.ndarray
    """Where each home's part of the queue begins."""
    n_by_day: np.ndarray
    served: np.ndarray
    next_visit: np.ndarray
    place: np.ndarray
    """By line number within the home: its record."""
    marks: np.ndarray
    """One bit per line number; zero between calls."""
    due: np.ndarray
    """Products to be reviewed."""
    missed: np.ndarray
    """(K,)"""
    counts: np.ndarray


def make_rules(instance: Instance) -> Rules:
    """Scalars and fields; a record must hold the largest pharmacy's lines, the products and the days in 64 bits."""
    first_runout = min(0, int(instance.runout_day.min(initial=0)))
    # Nobody comes earlier than the longest lead before running out, so a later run-out day is never kept.
    latest = max(instance.horizon_days + instance.max_lead, int(instance.runout_day.max(initial=0)))
    last_runout = latest + PACK_DAYS[-1]
    largest = int(np.diff(instance.off).max())
    refill_width = instance.horizon_days.bit_length()  # at most one refill a day
    visit_width = (instance.horizon_days - 1).bit_length()
    runout_width = (last_runout - first_runout).bit_length()
    product_width = (instance.n_products - 1).bit_length()
    refill_bit = PACK_MASK.bit_length()
    visit_bit = refill_bit + refill_width
    runout_bit = visit_bit + visit_width
    product_bit = runout_bit + runout_width
    line_bit = product_bit + product_width
    if line_bit + largest.bit_length() > RECORD_BITS:
        raise InstanceError(
            "bench.too-wide",
            bits=RECORD_BITS,
            days=instance.horizon_days,
            products=instance.n_products,
            lines=largest,
            needed=line_bit + largest.bit_length(),
        )
    return Rules(
        n_products=instance.n_products,
        horizon=instance.horizon_days,
        first_outage=instance.outage_days[0],
        end_outage=instance.outage_days[1],
        delivery_days=instance.delivery_days,
        max_lead=instance.max_lead,
        divert_below=threshold(instance.divert_share),
        key_low=instance.seed & 0xFFFFFFFF,
        key_high=instance.seed >> 32,
        first_runout=first_runout,
        refill_bit=refill_bit,
        refill_mask=(1 << refill_width) - 1,
        visit_bit=visit_bit,
        visit_mask=(1 << visit_width) - 1,
        runout_bit=runout_bit,
        runout_mask=(1 << runout_width) - 1,
        product_bit=product_bit,
        product_mask=(1 << product_width) - 1,
        line_bit=line_bit,
    )


def make_state(instance: Instance) -> State:
    """An empty calendar and full shelves."""
    n_pharmacies, n_products, horizon = instance.n_pharmacies, instance.n_products, instance.horizon_days
    diverts = instance.closed & ~instance.closed[instance.alternative]
    server = np.where(diverts, instance.alternative, np.arange(n_pharmacies))
    target, n_members = np.unique(server, return_counts=True)
    lines = np.diff(instance.off)
    # Full pages, and one begun in each bucket.
    page_start = _starts(lines // PAGE + np.minimum(lines, horizon + 1))
    # In a ring: of every product at most one order a day, and at least one pack in each.
    in_flight = np.minimum(instance.order_up_to, min(instance.delivery_days, horizon)).astype(np.int64)
    order_start = _starts(in_flight.reshape(n_pharmacies, n_products).sum(axis=1) + 1)
    span = instance.order_up_to - instance.reorder_point
    small = max(int(instance.order_up_to.max()), int(span.max())) < np.iinfo(np.int16).max
    return State(
        off=instance.off,
        capacity=instance.capacity,
        closed=instance.closed,
        members=np.argsort(server, kind="stable"),
        cluster_start=_starts(n_members),
        target=target,
        fresh_page=page_start[:-1].copy(),
        free_page=np.full(n_pharmacies, -1, dtype=np.int64),
        link=np.empty(page_start[-1], dtype=np.int32),
        records=np.empty(page_start[-1] * PAGE, dtype=np.uint64),
        tail=np.zeros(n_pharmacies * (horizon + 1), dtype=np.int64),
        n_waiting=np.zeros(n_pharmacies, dtype=np.int64),
        cells=np.stack((instance.order_up_to, span, span), axis=1).astype(np.int16 if small else np.int32),
        order_start=order_start,
        order_head=order_start[:-1].copy(),
        order_tail=order_start[:-1].copy(),
        orders=np.empty(order_start[-1], dtype=np.uint64),
        n_ordered=np.zeros(n_pharmacies * horizon, dtype=np.int32),
        backlog=np.zeros((horizon, n_pharmacies), dtype=np.int64),
    )


def make_scratch(instance: Instance, state: State) -> Scratch:
    """Work space for one worker."""
    lines = np.diff(instance.off)
    largest_home = int(lines.max())
    largest = int(np.add.reduceat(lines[state.members], state.cluster_start[:-1]).max())
    return Scratch(
        queue=np.empty(largest, dtype=np.uint64),
        turn=np.empty(largest, dtype=np.int32),
        found=np.empty(largest, dtype=np.bool_),
        comes=np.empty(largest, dtype=np.bool_),
        part=np.empty(int(np.diff(state.cluster_start).max()) + 1, dtype=np.int64),
        n_by_day=np.empty(instance.horizon_days + 1, dtype=np.int64),
        served=np.empty(largest_home, dtype=np.uint64),
        next_visit=np.empty(largest_home, dtype=np.int32),
        place=np.empty(largest_home, dtype=np.uint64),
        marks=np.zeros((largest_home >> 6) + 1, dtype=np.uint64),
        # One more than there can be: the kernel writes first and then decides whether to keep it.
        due=np.empty(largest + 1, dtype=np.int32),
        missed=np.zeros(instance.n_products, dtype=np.int64),
        counts=np.zeros(N_COUNTS, dtype=np.int64),
    )


def _starts(lengths: np.ndarray) -> np.ndarray:
    """Where each of consecutive ranges begins, and where the last one ends; int64."""
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
