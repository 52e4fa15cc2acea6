"""dispensing-bench in compiled kernels: a calendar that the lines themselves move through.

Layout (docs/explanation/dispensing-bench.md has the reasons and measurements):

- A line is one 64-bit record: number within its home pharmacy, product, run-out day, visit day, refill number, pack
  length. The record *is* the calendar entry: it lies in the bucket (pharmacy, visit day) and is written anew in a later
  bucket when the line has been served. Nothing else is kept per line.
- A bucket is a chain of pages. Those who wait have a bucket of their own.
- Order within a day is restored when the day comes: new lines by number, after those who already wait.
- Orders lie in one ring per pharmacy: every delivery takes equally long, so first ordered is first delivered.
- A cluster is an open pharmacy with the closed ones that divert to it. Clusters share nothing, so blocks of whole
  clusters run side by side and in any order; what they count is added up as integers.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise

import numpy as np
from numba import njit, uint64

from beredd.dispensing.bench.calendar import KERNEL, append, field, take_day, take_waiting
from beredd.dispensing.bench.instance import Instance
from beredd.dispensing.bench.layout import (
    DELIVERED,
    DISPENSED,
    MARGIN,
    PACK_MASK,
    PACK_UNIT,
    REQUESTS,
    SAME_DAY,
    SPAN,
    STOCK,
    Scratch,
    State,
    make_rules,
    make_scratch,
    make_state,
)
from beredd.dispensing.bench.outcome import Outcome, sum_up
from beredd.provenance import below, philox

BLOCKS_PER_THREAD = 4
"""Enough that a stolen core is made up for by the other."""
LINES_PER_BLOCK = 100_000
"""Fewer are served in less time than it takes to hand out their day."""
PACKS_MASK = 0xFFFFFFFF


@njit(cache=True, **KERNEL)
def settle(state, rules, scratch, lines, first_cluster, end_cluster):
    """Put every line of some clusters in its first bucket; count the missed days of those never asked for."""
    product, pack_days, visit_day, runout_day = lines
    for m in range(state.cluster_start[first_cluster], state.cluster_start[end_cluster]):
        home = state.members[m]
        first = state.off[home]
        for line in range(first, state.off[home + 1]):
            visit, runout = np.int64(visit_day[line]), np.int64(runout_day[line])
            if visit >= rules.horizon:
                scratch.missed[product[line]] += max(0, rules.horizon - runout)
                continue
            record = (
                uint64(line - first) << uint64(rules.line_bit)
                | uint64(product[line]) << uint64(rules.product_bit)
                | uint64(runout - rules.first_runout) << uint64(rules.runout_bit)
                | uint64(visit) << uint64(rules.visit_bit)
                | uint64(pack_days[line] // PACK_UNIT)
            )
            append(state, rules, home, visit, record)


@njit(**KERNEL)
def _deliver(state, rules, scratch, pharmacy, today):
    """Orders due today arrive."""
    if today < rules.delivery_days:
        return
    n_due = state.n_ordered[pharmacy * rules.horizon + today - rules.delivery_days]
    head, end = state.order_head[pharmacy], state.order_start[pharmacy + 1]
    delivered = np.int64(0)
    for _ in range(n_due):
        order = state.orders[head]
        packs = np.int64(order & uint64(PACKS_MASK))
        state.cells[pharmacy * rules.n_products + np.int64(order >> uint64(32)), STOCK] += packs
        delivered += packs
        head += 1
        if head == end:
            head = state.order_start[pharmacy]
    state.order_head[pharmacy] = head
    scratch.counts[DELIVERED] += delivered


@njit(**KERNEL)
def _gather(state, rules, scratch, home, today, n):
    """Append everyone pending at a home to the queue of n records, in order of (visit day, line); return its length."""
    n_old = take_waiting(state, rules, scratch, home, n)
    end = take_day(state, rules, scratch, home, today, n_old)
    scratch.counts[REQUESTS] += end - n_old
    for i in range(n, end):
        scratch.found[i] = False
    return end


@njit(**KERNEL)
def _attempt(state, rules, scratch, target, n):
    """Attempt the first n of `turn` at a pharmacy; return how many products are listed as due for review.

    A product is due when its reorder point has been met, and may be listed twice. A failed attempt lists none: what it
    could find due was ordered on the day it came due.
    """
    n_due = 0
    for attempt in range(n):
        i = scratch.turn[attempt]
        product = field(scratch.queue[i], rules.product_bit, rules.product_mask)
        cell = target * rules.n_products + product
        stock = np.int64(state.cells[cell, STOCK])
        found = stock > 0
        margin = np.int64(state.cells[cell, MARGIN]) - found
        state.cells[cell, STOCK] = stock - found
        state.cells[cell, MARGIN] = margin
        scratch.found[i] = found
        scratch.due[n_due] = product
        n_due += found and margin <= 0
    return n_due


@njit(**KERNEL)
def _review(state, rules, scratch, target, today, n_due):
    """Order each listed product up to its level."""
    tail, end = state.order_tail[target], state.order_start[target + 1]
    arrives = today + rules.delivery_days < rules.horizon
    n_orders = 0
    for i in range(n_due):
        product = scratch.due[i]
        cell = target * rules.n_products + product
        packs = np.int64(state.cells[cell, SPAN]) - np.int64(state.cells[cell, MARGIN])
        state.cells[cell, MARGIN] = state.cells[cell, SPAN]
        if packs > 0 and arrives:
            state.orders[tail] = uint64(product) << uint64(32) | uint64(packs)
            n_orders += 1
            tail += 1
            if tail == end:
                tail = state.order_start[target]
    state.order_tail[target] = tail
    state.n_ordered[target * rules.horizon + today] = n_orders


@njit(**KERNEL)
def _part(state, rules, scratch, home, today, start, end):
    """Part one home's stretch of the queue into served and waiting."""
    n_served = 0
    same_day = 0
    for i in range(start, end):
        record = scratch.queue[i]
        if scratch.found[i]:
            scratch.served[n_served] = record
            n_served += 1
            same_day += field(record, rules.visit_bit, rules.visit_mask) == today
            runout = field(record, rules.runout_bit, rules.runout_mask) + rules.first_runout
            scratch.missed[field(record, rules.product_bit, rules.product_mask)] += max(0, today - runout)
        else:
            append(state, rules, home, rules.horizon, record)
    n_waiting = end - start - n_served
    state.n_waiting[home] = n_waiting
    state.backlog[today, home] = n_waiting
    scratch.counts[DISPENSED] += n_served
    scratch.counts[SAME_DAY] += same_day
    _refill(state, rules, scratch, home, today, n_served)


@njit(**KERNEL)
def _refill(state, rules, scratch, home, today, n_served):
    """Give each served record its next run-out and visit day, and put it in that bucket."""
    first_line = state.off[home]
    kept = (uint64(rules.product_mask) << uint64(rules.product_bit)) | uint64(PACK_MASK)
    kept |= ~uint64(0) << uint64(rules.line_bit)
    # Apart from the next loop, so that the compiler draws eight lines' chance at a time.
    for i in range(n_served):
        record = scratch.served[i]
        line = np.int64(record >> uint64(rules.line_bit)) + first_line
        refill = field(record, rules.refill_bit, rules.refill_mask) + 1
        runout = field(record, rules.runout_bit, rules.runout_mask) + rules.first_runout
        runout = max(runout, today) + np.int64(record & uint64(PACK_MASK)) * PACK_UNIT
        word = philox(line, refill, 0, 0, rules.key_low, rules.key_high)[0]
        visit = max(today + 1, runout - below(word, rules.max_lead))
        scratch.next_visit[i] = visit
        scratch.served[i] = (
            (record & kept)
            | uint64(refill) << uint64(rules.refill_bit)
            | (uint64(visit) & uint64(rules.visit_mask)) << uint64(rules.visit_bit)
            | uint64(runout - rules.first_runout) << uint64(rules.runout_bit)
        )
    for i in range(n_served):
        # A line asked for after the horizon is out of the story: it runs out later still.
        if scratch.next_visit[i] < rules.horizon:
            append(state, rules, home, scratch.next_visit[i], scratch.served[i])


@njit(**KERNEL)
def _usual_day(state, rules, scratch, home, today):
    """A pharmacy that serves its own lines and no others."""
    _deliver(state, rules, scratch, home, today)
    n = _gather(state, rules, scratch, home, today, 0)
    n_attempted = min(n, state.capacity[home])
    for i in range(n_attempted):
        scratch.turn[i] = i
    n_due = _attempt(state, rules, scratch, home, n_attempted)
    _review(state, rules, scratch, home, today, n_due)
    _part(state, rules, scratch, home, today, 0, n)


@njit(**KERNEL)
def _diverts(state, rules, home, record):
    """True when a pending line leaves its closed home for the alternative."""
    line = np.int64(record >> uint64(rules.line_bit)) + state.off[home]
    refill = field(record, rules.refill_bit, rules.refill_mask)
    return np.int64(philox(line, refill, 0, 0, rules.key_low, rules.key_high)[1]) < rules.divert_below


@njit(**KERNEL)
def _outage_day(state, rules, scratch, cluster, today):
    """An open pharmacy that also serves the diverted lines of the closed ones of its cluster."""
    first, n_members = state.cluster_start[cluster], state.cluster_start[cluster + 1] - state.cluster_start[cluster]
    n_by_day = scratch.n_by_day
    n_by_day[: today + 2] = 0
    n_coming = 0
    scratch.part[0] = 0
    for k in range(n_members):
        home = state.members[first + k]
        _deliver(state, rules, scratch, home, today)
        scratch.part[k + 1] = _gather(state, rules, scratch, home, today, scratch.part[k])
        for i in range(scratch.part[k], scratch.part[k + 1]):
            comes = not state.closed[home] or _diverts(state, rules, home, scratch.queue[i])
            scratch.comes[i] = comes
            n_by_day[field(scratch.queue[i], rules.visit_bit, rules.visit_mask) + 1] += comes
            n_coming += comes

    # Homes ascend and each stretch is in order of (visit day, line): a stable sort by visit day orders the whole.
    for day in range(today + 1):
        n_by_day[day + 1] += n_by_day[day]
    for i in range(scratch.part[n_members]):
        if scratch.comes[i]:
            day = field(scratch.queue[i], rules.visit_bit, rules.visit_mask)
            scratch.turn[n_by_day[day]] = i
            n_by_day[day] += 1

    target = state.target[cluster]
    n_due = _attempt(state, rules, scratch, target, min(n_coming, state.capacity[target]))
    _review(state, rules, scratch, target, today, n_due)
    for k in range(n_members):
        _part(state, rules, scratch, state.members[first + k], today, scratch.part[k], scratch.part[k + 1])


@njit(cache=True, **KERNEL)
def run_days(state, rules, scratch, first_day, end_day, first_cluster, end_cluster):
    """Run some clusters through some days, all of them through one day before any begins the next."""
    for today in range(first_day, end_day):
        outage = rules.first_outage <= today < rules.end_outage
        for cluster in range(first_cluster, end_cluster):
            first, end = state.cluster_start[cluster], state.cluster_start[cluster + 1]
            if outage and (end - first > 1 or state.closed[state.members[first]]):
                _outage_day(state, rules, scratch, cluster, today)
            else:
                for m in range(first, end):
                    _usual_day(state, rules, scratch, state.members[m], today)


@njit(cache=True, **KERNEL)
def close_books(state, rules, scratch, first_cluster, end_cluster):
    """Count the missed days of those still waiting at the end."""
    for m in range(state.cluster_start[first_cluster], state.cluster_start[end_cluster]):
        n = take_waiting(state, rules, scratch, state.members[m], 0)
        for i in range(n):
            record = scratch.queue[i]
            runout = field(record, rules.runout_bit, rules.runout_mask) + rules.first_runout
            product = field(record, rules.product_bit, rules.product_mask)
            scratch.missed[product] += max(0, rules.horizon - runout)


def simulate(instance: Instance, *, threads: int = 1, blocks: int | None = None) -> Outcome:
    """Run every day of the instance; same integers as every other engine, for any number of threads and blocks.

    No cluster begins a day before all have ended the day before, as a shared wholesaler would require.
    """
    rules, state = make_rules(instance), make_state(instance)
    scratches = [make_scratch(instance, state) for _ in range(threads)]
    if blocks is None:
        blocks = 1 if threads == 1 else min(threads * BLOCKS_PER_THREAD, instance.n_lines // LINES_PER_BLOCK)
    bounds = _block_bounds(state, max(1, blocks))
    lines = (instance.product, instance.pack_days, instance.visit_day, instance.runout_day)
    horizon = instance.horizon_days
    # One block alone keeps the barrier by itself.
    steps = [(0, horizon)] if len(bounds) == 1 else [(day, day + 1) for day in range(horizon)]
    with _workers(scratches, bounds) as each_block:
        each_block(lambda scratch, *block: settle(state, rules, scratch, lines, *block))
        for first_day, end_day in steps:
            each_block(lambda scratch, *block: run_days(state, rules, scratch, first_day, end_day, *block))  # noqa: B023
        each_block(lambda scratch, *block: close_books(state, rules, scratch, *block))
    counts = np.sum([scratch.counts for scratch in scratches], axis=0)
    return sum_up(
        instance,
        missed=np.sum([scratch.missed for scratch in scratches], axis=0),
        backlog=state.backlog,
        requests=counts[REQUESTS],
        dispensed=counts[DISPENSED],
        same_day=counts[SAME_DAY],
        stock_end=state.cells[:, STOCK].sum(dtype=np.int64),
        delivered=counts[DELIVERED],
    )


def _block_bounds(state: State, n_blocks: int) -> list[tuple[int, int]]:
    """At most n_blocks ranges of whole clusters, alike in lines."""
    lines = np.concatenate(([0], np.cumsum(np.diff(state.off)[state.members])))[state.cluster_start]
    shares = np.searchsorted(lines, np.arange(1, n_blocks) * int(lines[-1]) // n_blocks)
    edges = np.unique(np.concatenate(([0], shares, [len(state.target)]))).tolist()
    return list(pairwise(edges))


@contextmanager
def _workers(scratches: list[Scratch], bounds: list[tuple[int, int]]) -> Iterator[Callable]:
    """A function that runs a kernel on every block and returns when all are done; one worker per scratch."""

    def work(kernel: Callable, scratch: Scratch, blocks: Iterator[tuple[int, int]]) -> None:
        for block in blocks:  # a list's iterator hands each block to one worker
            kernel(scratch, *block)

    if len(scratches) == 1 or len(bounds) == 1:
        yield lambda kernel: work(kernel, scratches[0], iter(bounds))
        return
    with ThreadPoolExecutor(len(scratches)) as pool:

        def each_block(kernel: Callable) -> None:
            blocks = iter(bounds)
            for done in [pool.submit(work, kernel, scratch, blocks) for scratch in scratches]:
                done.result()

        yield each_block
