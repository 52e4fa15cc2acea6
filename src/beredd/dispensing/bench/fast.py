"""dispensing-bench in compiled kernels: a calendar that the lines themselves move through.

Layout, worked out in docs/explanation/dispensing-bench.md:

- A line is one 64-bit record (its number within the home pharmacy, product, run-out day, refill number, pack length).
  The record *is* the calendar entry: it lies in the bucket (pharmacy, visit day) and is written anew in a later bucket
  when the line has been served. Nothing else is kept per line.
- A bucket is a chain of pages of PAGE records. The newest page is filled from its start; each page links to the one
  before it. Order within a bucket is restored when the day comes, by line number.
- Stock is one row per pharmacy and product: packs in stock, packs left before the reorder point is met, order size.
- Orders lie in one ring per pharmacy: every delivery takes equally long, so first ordered is first delivered.
- A cluster is an open pharmacy with the closed ones that divert to it. Clusters share nothing, so blocks of whole
  clusters run side by side and in any order; what they count is added up as integers.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, uint64
from numba.core import types
from numba.extending import intrinsic

from beredd.dispensing.bench.instance import PACK_DAYS, Instance
from beredd.dispensing.bench.outcome import Outcome, sum_up
from beredd.dispensing.errors import InstanceError
from beredd.provenance import below, philox, threshold

PAGE = 32
"""Records in a page: 256 bytes."""
PAGE_BITS = 5
PACK_UNIT = PACK_DAYS[0]
"""Days that one unit of the record's pack length stands for."""

REQUESTS, DISPENSED, SAME_DAY, DELIVERED, N_COUNTS = range(5)


class Rules(NamedTuple):
    """The instance's scalars, and where a record's fields begin."""

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
    runout_bit: int
    product_bit: int
    line_bit: int


class State(NamedTuple):
    """All that changes during a run, and what is fixed per pharmacy. A pharmacy has its own range in every array."""

    off: np.ndarray
    """(P+1,) first line of each pharmacy."""
    capacity: np.ndarray
    closed: np.ndarray
    members: np.ndarray
    """(P,) pharmacies by cluster: the closed ones in ascending order around their open one."""
    cluster_start: np.ndarray
    """(C+1,) into members."""
    target: np.ndarray
    """(C,) the open pharmacy of each cluster."""
    page_start: np.ndarray
    """(P+1,) first page of each pharmacy."""
    fresh_page: np.ndarray
    """(P,) first page never used yet."""
    free_page: np.ndarray
    """(P,) newest page given back, or -1; the chain continues in `link`."""
    link: np.ndarray
    """(pages,) the page before this one, in a bucket or among the free ones; -1 ends."""
    records: np.ndarray
    """(pages * PAGE,) uint64."""
    tail: np.ndarray
    """(P*H,) where the next record of bucket (p, v) goes; a multiple of PAGE asks for a new page first."""
    stock: np.ndarray
    """(P*K, 3): packs in stock; packs until the reorder point is met; distance from reorder point to order-up-to."""
    order_start: np.ndarray
    """(P+1,) each pharmacy's ring in `orders`."""
    order_head: np.ndarray
    order_tail: np.ndarray
    orders: np.ndarray
    """(…,) product << 32 | packs."""
    ordered: np.ndarray
    """(P*H,) orders placed per pharmacy and day."""
    waiting: np.ndarray
    """(L,) records of pending lines by home, in order of (visit day, line)."""
    waiting_since: np.ndarray
    """(L,) their visit days."""
    n_waiting: np.ndarray
    """(P,)"""
    backlog: np.ndarray
    """(H, P)"""


class Scratch(NamedTuple):
    """Work space of one worker, and what it has counted."""

    queue: np.ndarray
    since: np.ndarray
    turn: np.ndarray
    found: np.ndarray
    comes: np.ndarray
    part: np.ndarray
    n_since: np.ndarray
    served: np.ndarray
    next_visit: np.ndarray
    place: np.ndarray
    marks: np.ndarray
    asked: np.ndarray
    missed: np.ndarray
    counts: np.ndarray


@intrinsic
def _trailing_zeros(typing_context, word):
    """Number of the lowest set bit of a uint64 that is not zero."""

    def generate(context, builder, signature, arguments):
        never_zero = context.get_constant(types.boolean, True)
        return builder.cttz(arguments[0], never_zero)

    return types.uint64(types.uint64), generate


@njit(nogil=True)
def _append(state, rules, pharmacy, day, record):
    """Put a record in the bucket (pharmacy, day)."""
    bucket = pharmacy * rules.horizon + day
    position = state.tail[bucket]
    if position & (PAGE - 1) == 0:
        page = state.free_page[pharmacy]
        if page >= 0:
            state.free_page[pharmacy] = state.link[page]
        else:
            page = state.fresh_page[pharmacy]
            state.fresh_page[pharmacy] = page + 1
        state.link[page] = (position >> PAGE_BITS) - 1
        position = page << PAGE_BITS
    state.records[position] = record
    state.tail[bucket] = position + 1


@njit(nogil=True, cache=True)
def _settle(state, rules, scratch, product, pack_days, visit_day, runout_day, first_cluster, end_cluster):
    """Put every line of some clusters in its first bucket; count the missed days of those never asked for."""
    for m in range(state.cluster_start[first_cluster], state.cluster_start[end_cluster]):
        pharmacy = state.members[m]
        first = state.off[pharmacy]
        for line in range(first, state.off[pharmacy + 1]):
            runout = np.int64(runout_day[line])
            if visit_day[line] >= rules.horizon:
                scratch.missed[product[line]] += max(0, rules.horizon - runout)
                continue
            record = (
                uint64(line - first) << uint64(rules.line_bit)
                | uint64(product[line]) << uint64(rules.product_bit)
                | uint64(runout - rules.first_runout) << uint64(rules.runout_bit)
                | uint64(pack_days[line] // PACK_UNIT)
            )
            _append(state, rules, pharmacy, np.int64(visit_day[line]), record)


@njit(nogil=True)
def _deliver(state, rules, scratch, pharmacy, today):
    """Orders due today arrive."""
    if today < rules.delivery_days:
        return
    n_due = state.ordered[pharmacy * rules.horizon + today - rules.delivery_days]
    head, end = state.order_head[pharmacy], state.order_start[pharmacy + 1]
    cells = pharmacy * rules.n_products
    delivered = np.int64(0)
    for _ in range(n_due):
        order = state.orders[head]
        packs = np.int64(order & uint64(0xFFFFFFFF))
        state.stock[cells + np.int64(order >> uint64(32)), 0] += packs
        delivered += packs
        head += 1
        if head == end:
            head = state.order_start[pharmacy]
    state.order_head[pharmacy] = head
    scratch.counts[DELIVERED] += delivered


@njit(nogil=True)
def _collect(state, rules, scratch, pharmacy, today, n):
    """Append today's bucket to the queue of n records, in order of line number; return the queue's new length.

    A line number is a place in a table, and its mark a bit: reading the marks gives the order without comparing.
    """
    bucket = pharmacy * rules.horizon + today
    position = state.tail[bucket]
    if position == 0:
        return n
    state.tail[bucket] = 0
    line_bit = uint64(rules.line_bit)
    page = (position - 1) >> PAGE_BITS
    end = position
    while page >= 0:
        for i in range(page << PAGE_BITS, end):
            record = state.records[i]
            line = record >> line_bit
            scratch.place[line] = record
            scratch.marks[line >> uint64(6)] |= uint64(1) << (line & uint64(63))
        before = state.link[page]
        state.link[page] = state.free_page[pharmacy]
        state.free_page[pharmacy] = page
        page = before
        end = (page + 1) << PAGE_BITS
    n_words = (state.off[pharmacy + 1] - state.off[pharmacy] + 63) >> 6
    for word in range(n_words):
        bits = scratch.marks[word]
        scratch.marks[word] = 0
        while bits:
            lowest = bits & (~bits + uint64(1))
            scratch.queue[n] = scratch.place[(word << 6) + _trailing_zeros(bits)]
            n += 1
            bits ^= lowest
    return n


@njit(nogil=True)
def _refill(state, rules, scratch, home, today, n_served):
    """Give each served record its next run-out and visit day, and put it in that bucket."""
    first_line = state.off[home]
    runout_mask = (uint64(1) << uint64(rules.product_bit - rules.runout_bit)) - uint64(1)
    refill_mask = (uint64(1) << uint64(rules.runout_bit - rules.refill_bit)) - uint64(1)
    keep = ~(runout_mask << uint64(rules.runout_bit))
    for i in range(n_served):
        record = scratch.served[i]
        line = np.int64(record >> uint64(rules.line_bit)) + first_line
        runout = np.int64(record >> uint64(rules.runout_bit) & runout_mask) + rules.first_runout
        refill = np.int64(record >> uint64(rules.refill_bit) & refill_mask) + 1
        pack = np.int64(record & uint64(3)) * PACK_UNIT
        word = philox(line, refill, 0, 0, rules.key_low, rules.key_high)[0]
        runout = max(runout, today) + pack
        scratch.next_visit[i] = max(today + 1, runout - below(word, rules.max_lead))
        scratch.served[i] = (
            (record & keep)
            + (uint64(1) << uint64(rules.refill_bit))
            + (uint64(runout - rules.first_runout) << uint64(rules.runout_bit))
        )
    for i in range(n_served):
        if scratch.next_visit[i] < rules.horizon:
            _append(state, rules, home, scratch.next_visit[i], scratch.served[i])


@njit(nogil=True)
def _serve(state, rules, scratch, target, n):
    """Attempt n of the queue at a pharmacy, in the order of `turn`; mark the served as `found`.

    Returns how many products are listed in `asked`: those whose reorder point has been met, perhaps twice. A failed
    attempt never lists one: whatever had been due was ordered on the day it came due.
    """
    cells = target * rules.n_products
    product_mask = (uint64(1) << uint64(rules.line_bit - rules.product_bit)) - uint64(1)
    n_asked = 0
    for turn in range(n):
        i = scratch.turn[turn]
        product = np.int64(scratch.queue[i] >> uint64(rules.product_bit) & product_mask)
        cell = cells + product
        stock = state.stock[cell, 0]
        found = stock > 0
        left = state.stock[cell, 1] - found
        state.stock[cell, 0] = stock - found
        state.stock[cell, 1] = left
        scratch.found[i] = found
        scratch.asked[n_asked] = product
        n_asked += found and left <= 0
    return n_asked


@njit(nogil=True)
def _review(state, rules, scratch, target, today, n_asked):
    """Order up each listed product."""
    cells = target * rules.n_products
    tail, end = state.order_tail[target], state.order_start[target + 1]
    arrives = today + rules.delivery_days < rules.horizon
    n_orders = 0
    for i in range(n_asked):
        product = scratch.asked[i]
        cell = cells + product
        packs = np.int64(state.stock[cell, 2]) - state.stock[cell, 1]
        state.stock[cell, 1] = state.stock[cell, 2]
        if packs > 0 and arrives:
            state.orders[tail] = uint64(product) << uint64(32) | uint64(packs)
            n_orders += 1
            tail += 1
            if tail == end:
                tail = state.order_start[target]
    state.order_tail[target] = tail
    state.ordered[target * rules.horizon + today] = n_orders


@njit(nogil=True)
def _gather(state, rules, scratch, home, today, n):
    """Append everyone pending at a home to the queue of n records, in order of (visit day, line)."""
    base, n_old = state.off[home], state.n_waiting[home]
    for i in range(n_old):
        scratch.queue[n + i] = state.waiting[base + i]
        scratch.since[n + i] = state.waiting_since[base + i]
    n += n_old
    end = _collect(state, rules, scratch, home, today, n)
    scratch.counts[REQUESTS] += end - n
    for i in range(n, end):
        scratch.since[i] = today
    return end


@njit(nogil=True)
def _part(state, rules, scratch, home, today, start, end):
    """Split one home's part of the queue into served and waiting; count; refill the served."""
    base = state.off[home]
    product_mask = (uint64(1) << uint64(rules.line_bit - rules.product_bit)) - uint64(1)
    runout_mask = (uint64(1) << uint64(rules.product_bit - rules.runout_bit)) - uint64(1)
    n_served = 0
    n_left = 0
    same_day = 0
    for i in range(start, end):
        record = scratch.queue[i]
        if scratch.found[i]:
            scratch.served[n_served] = record
            n_served += 1
            same_day += scratch.since[i] == today
            late = today - rules.first_runout - np.int64(record >> uint64(rules.runout_bit) & runout_mask)
            scratch.missed[record >> uint64(rules.product_bit) & product_mask] += max(0, late)
        else:
            state.waiting[base + n_left] = record
            state.waiting_since[base + n_left] = scratch.since[i]
            n_left += 1
    state.n_waiting[home] = n_left
    state.backlog[today, home] = n_left
    scratch.counts[DISPENSED] += n_served
    scratch.counts[SAME_DAY] += same_day
    _refill(state, rules, scratch, home, today, n_served)


@njit(nogil=True)
def _pharmacy_day(state, rules, scratch, home, today):
    """A pharmacy that serves its own lines and no others."""
    _deliver(state, rules, scratch, home, today)
    n = _gather(state, rules, scratch, home, today, 0)
    n_attempted = min(n, state.capacity[home])
    for i in range(n):
        scratch.turn[i] = i
        scratch.found[i] = False
    n_asked = _serve(state, rules, scratch, home, n_attempted)
    _review(state, rules, scratch, home, today, n_asked)
    _part(state, rules, scratch, home, today, 0, n)


@njit(nogil=True)
def _diverts(state, rules, home, record):
    """True when a pending line leaves its closed home for the alternative."""
    refill_mask = (uint64(1) << uint64(rules.runout_bit - rules.refill_bit)) - uint64(1)
    line = np.int64(record >> uint64(rules.line_bit)) + state.off[home]
    refill = np.int64(record >> uint64(rules.refill_bit) & refill_mask)
    return np.int64(philox(line, refill, 0, 0, rules.key_low, rules.key_high)[1]) < rules.divert_below


@njit(nogil=True)
def _outage_day(state, rules, scratch, cluster, today):
    """An open pharmacy that also serves the diverted lines of the closed ones of its cluster."""
    first, end = state.cluster_start[cluster], state.cluster_start[cluster + 1]
    target = state.target[cluster]
    n = 0
    scratch.part[0] = 0
    for m in range(first, end):
        _deliver(state, rules, scratch, state.members[m], today)
        n = _gather(state, rules, scratch, state.members[m], today, n)
        scratch.part[m - first + 1] = n

    # Homes ascend and each part is in order of (visit day, line): a stable sort on the visit day orders the whole.
    scratch.n_since[: today + 2] = 0
    n_attempted = 0
    for m in range(first, end):
        home = state.members[m]
        for i in range(scratch.part[m - first], scratch.part[m - first + 1]):
            scratch.found[i] = False
            comes = not state.closed[home] or _diverts(state, rules, home, scratch.queue[i])
            scratch.comes[i] = comes
            scratch.n_since[scratch.since[i] + 1] += comes
            n_attempted += comes
    for day in range(today + 1):
        scratch.n_since[day + 1] += scratch.n_since[day]
    for i in range(n):
        if scratch.comes[i]:
            scratch.turn[scratch.n_since[scratch.since[i]]] = i
            scratch.n_since[scratch.since[i]] += 1

    n_asked = _serve(state, rules, scratch, target, min(n_attempted, state.capacity[target]))
    _review(state, rules, scratch, target, today, n_asked)
    for m in range(first, end):
        _part(state, rules, scratch, state.members[m], today, scratch.part[m - first], scratch.part[m - first + 1])


@njit(nogil=True, cache=True)
def _run_days(state, rules, scratch, first_cluster, end_cluster, first_day, end_day):
    """Run some clusters through some days."""
    for today in range(first_day, end_day):
        outage = rules.first_outage <= today < rules.end_outage
        for cluster in range(first_cluster, end_cluster):
            first, end = state.cluster_start[cluster], state.cluster_start[cluster + 1]
            if outage and (end - first > 1 or state.closed[state.members[first]]):
                _outage_day(state, rules, scratch, cluster, today)
            else:
                for m in range(first, end):
                    _pharmacy_day(state, rules, scratch, state.members[m], today)


@njit(nogil=True, cache=True)
def _close_books(state, rules, scratch, first_cluster, end_cluster):
    """Count the missed days of those still waiting; return the packs left in stock."""
    product_mask = (uint64(1) << uint64(rules.line_bit - rules.product_bit)) - uint64(1)
    runout_mask = (uint64(1) << uint64(rules.product_bit - rules.runout_bit)) - uint64(1)
    stock_end = np.int64(0)
    for m in range(state.cluster_start[first_cluster], state.cluster_start[end_cluster]):
        home = state.members[m]
        for i in range(state.off[home], state.off[home] + state.n_waiting[home]):
            record = state.waiting[i]
            runout = np.int64(record >> uint64(rules.runout_bit) & runout_mask) + rules.first_runout
            scratch.missed[record >> uint64(rules.product_bit) & product_mask] += max(0, rules.horizon - runout)
        for cell in range(home * rules.n_products, (home + 1) * rules.n_products):
            stock_end += state.stock[cell, 0]
    return stock_end


def _rules(instance: Instance) -> Rules:
    """Scalars and field widths; a record must hold the largest pharmacy, the products and the days in 64 bits."""
    first_runout = min(0, int(instance.runout_day.min(initial=0)))
    last_runout = max(instance.horizon_days, int(instance.runout_day.max(initial=0))) + PACK_DAYS[-1]
    refill_bit = 2
    runout_bit = refill_bit + (instance.horizon_days + 1).bit_length()
    product_bit = runout_bit + (last_runout - first_runout).bit_length()
    line_bit = product_bit + (instance.n_products - 1).bit_length()
    largest = int(np.diff(instance.off).max())
    if line_bit + largest.bit_length() > 64:
        raise InstanceError(
            f"The fast engine keeps a line in 64 bits, and {instance.horizon_days} days, {instance.n_products} "
            f"products and {largest:,} lines at one pharmacy need {line_bit + largest.bit_length()}; "
            "use the reference engine or split the pharmacy."
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
        runout_bit=runout_bit,
        product_bit=product_bit,
        line_bit=line_bit,
    )


def _starts(lengths: np.ndarray) -> np.ndarray:
    """Where each of consecutive ranges begins, and where the last one ends; int64."""
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))


def _state(instance: Instance) -> State:
    """Empty calendar, full shelves."""
    n_pharmacies, n_products, horizon = instance.n_pharmacies, instance.n_products, instance.horizon_days
    open_one = np.where(instance.closed, instance.alternative, np.arange(n_pharmacies))
    members = np.lexsort((np.arange(n_pharmacies), open_one))
    target, n_members = np.unique(open_one, return_counts=True)
    lines = np.diff(instance.off)
    page_start = _starts(lines // PAGE + np.minimum(lines, horizon) + 1)
    # In a ring: every product at most once a day, and at least one pack each.
    in_flight = np.minimum(instance.order_up_to, min(instance.delivery_days, horizon)).astype(np.int64)
    order_start = _starts(in_flight.reshape(n_pharmacies, n_products).sum(axis=1) + 1)
    span = instance.order_up_to - instance.reorder_point
    small = int(instance.order_up_to.max(initial=0)) < (1 << 15) - 1 and int(span.max(initial=0)) < (1 << 15) - 1
    stock = np.stack((instance.order_up_to, span, span), axis=1).astype(np.int16 if small else np.int32)
    return State(
        off=instance.off,
        capacity=instance.capacity,
        closed=instance.closed,
        members=members,
        cluster_start=_starts(n_members),
        target=target,
        page_start=page_start,
        fresh_page=page_start[:-1].copy(),
        free_page=np.full(n_pharmacies, -1, dtype=np.int64),
        link=np.empty(page_start[-1], dtype=np.int32),
        records=np.empty(page_start[-1] * PAGE, dtype=np.uint64),
        tail=np.zeros(n_pharmacies * horizon, dtype=np.int32),
        stock=stock,
        order_start=order_start,
        order_head=order_start[:-1].copy(),
        order_tail=order_start[:-1].copy(),
        orders=np.empty(order_start[-1], dtype=np.uint64),
        ordered=np.zeros(n_pharmacies * horizon, dtype=np.int32),
        waiting=np.empty(instance.n_lines, dtype=np.uint64),
        waiting_since=np.empty(instance.n_lines, dtype=np.int16),
        n_waiting=np.zeros(n_pharmacies, dtype=np.int64),
        backlog=np.zeros((horizon, n_pharmacies), dtype=np.int64),
    )


def _scratch(instance: Instance, state: State) -> Scratch:
    """Work space as large as the largest cluster may need."""
    largest_home = int(np.diff(instance.off).max())
    by_member = np.diff(instance.off)[state.members]
    largest = int(np.add.reduceat(by_member, state.cluster_start[:-1]).max())
    return Scratch(
        queue=np.empty(largest + 1, dtype=np.uint64),
        since=np.empty(largest + 1, dtype=np.int16),
        turn=np.empty(largest + 1, dtype=np.int32),
        found=np.empty(largest + 1, dtype=np.bool_),
        comes=np.empty(largest + 1, dtype=np.bool_),
        part=np.empty(int(np.diff(state.cluster_start).max()) + 1, dtype=np.int64),
        n_since=np.empty(instance.horizon_days + 2, dtype=np.int64),
        served=np.empty(largest_home + 1, dtype=np.uint64),
        next_visit=np.empty(largest_home + 1, dtype=np.int32),
        place=np.empty(largest_home + 1, dtype=np.uint64),
        marks=np.zeros((largest_home >> 6) + 1, dtype=np.uint64),
        asked=np.empty(largest + 1, dtype=np.int32),
        missed=np.zeros(instance.n_products, dtype=np.int64),
        counts=np.zeros(N_COUNTS, dtype=np.int64),
    )


def simulate(instance: Instance, *, threads: int = 1, blocks: int | None = None) -> Outcome:
    """Run every day of the instance; same integers as every other engine, for any number of threads and blocks."""
    rules, state = _rules(instance), _state(instance)
    scratch = _scratch(instance, state)
    n_clusters = len(state.target)
    _settle(
        state,
        rules,
        scratch,
        instance.product,
        instance.pack_days,
        instance.visit_day,
        instance.runout_day,
        0,
        n_clusters,
    )
    _run_days(state, rules, scratch, 0, n_clusters, 0, instance.horizon_days)
    stock_end = _close_books(state, rules, scratch, 0, n_clusters)
    return sum_up(
        instance,
        missed=scratch.missed,
        backlog=state.backlog,
        requests=scratch.counts[REQUESTS],
        dispensed=scratch.counts[DISPENSED],
        same_day=scratch.counts[SAME_DAY],
        stock_end=stock_end,
        delivered=scratch.counts[DELIVERED],
    )
