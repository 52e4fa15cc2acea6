"""Kernels of the calendar: put a record in a bucket, take a whole bucket out in order of line number.

All compiled without reference counting (`_nrt=False`): they allocate nothing, and counting the arrays of a State at
each call took three quarters of the run.
"""

from typing import Any

import numpy as np
from numba import njit, uint64
from numba.core import types
from numba.extending import intrinsic

from beredd.dispensing.bench.layout import PAGE, PAGE_BITS

KERNEL: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
"""How every kernel of the fast engine is compiled."""


@intrinsic
def trailing_zeros(typing_context, word):
    """Number of the lowest set bit of a uint64; the word must not be 0."""

    def generate(context, builder, signature, arguments):
        return builder.cttz(arguments[0], context.get_constant(types.boolean, True))

    return types.uint64(types.uint64), generate


@njit(**KERNEL)
def field(record, bit, mask):
    """One field of a record, as int64."""
    return np.int64(record >> uint64(bit) & uint64(mask))


@njit(**KERNEL)
def append(state, rules, pharmacy, day, record):
    """Put a record last in the bucket (pharmacy, day)."""
    bucket = pharmacy * (rules.horizon + 1) + day
    position = state.tail[bucket]
    if position & (PAGE - 1) == 0:
        # An empty bucket is at 0, whose page before is -1. A full one has ended exactly where the next page begins.
        before = (position >> PAGE_BITS) - 1
        page = state.free_page[pharmacy]
        if page >= 0:
            state.free_page[pharmacy] = state.link[page]
        else:
            page = state.fresh_page[pharmacy]
            state.fresh_page[pharmacy] = page + 1
        state.link[page] = before
        position = page << PAGE_BITS
    state.records[position] = record
    state.tail[bucket] = position + 1


@njit(**KERNEL)
def give_back(state, pharmacy, page):
    """Free a page of a bucket; return the one before it, or -1."""
    before = np.int64(state.link[page])
    state.link[page] = state.free_page[pharmacy]
    state.free_page[pharmacy] = page
    return before


@njit(**KERNEL)
def take_waiting(state, rules, scratch, pharmacy, n):
    """Append the waiting to the queue of n records as they lie, in order of (visit day, line); return its length."""
    bucket = pharmacy * (rules.horizon + 1) + rules.horizon
    position = state.tail[bucket]
    state.tail[bucket] = 0
    length = n + state.n_waiting[pharmacy]
    page, end, place = (position - 1) >> PAGE_BITS, position, length
    while page >= 0:
        for i in range(end - 1, (page << PAGE_BITS) - 1, -1):
            place -= 1
            scratch.queue[place] = state.records[i]
        page = give_back(state, pharmacy, page)
        end = (page + 1) << PAGE_BITS
    return length


@njit(**KERNEL)
def take_day(state, rules, scratch, pharmacy, day, n):
    """Append a day's bucket to the queue of n records, in order of line number; return the queue's new length.

    A line number is a place in a table and its mark a bit; reading the marks gives the order without comparing.
    """
    bucket = pharmacy * (rules.horizon + 1) + day
    position = state.tail[bucket]
    if position == 0:
        return n
    state.tail[bucket] = 0
    line_bit = uint64(rules.line_bit)
    page, end = (position - 1) >> PAGE_BITS, position
    while page >= 0:
        for i in range(page << PAGE_BITS, end):
            record = state.records[i]
            line = record >> line_bit
            scratch.place[line] = record
            scratch.marks[line >> uint64(6)] |= uint64(1) << (line & uint64(63))
        page = give_back(state, pharmacy, page)
        end = (page + 1) << PAGE_BITS
    n_words = (state.off[pharmacy + 1] - state.off[pharmacy] + 63) >> 6
    for word in range(n_words):
        bits = scratch.marks[word]
        scratch.marks[word] = 0
        while bits:
            scratch.queue[n] = scratch.place[(word << 6) + trailing_zeros(bits)]
            n += 1
            bits &= bits - uint64(1)
    return n
