"""What is handed out instead of rolls, compiled. Prose: docs/explanation/dose-dispensing.md, step 8."""

import numpy as np

from beredd.dispensing.dose.columns import (
    BUFFER,
    CARE_HOUSING,
    CONVERTED,
    DOSETT,
    ERRORS,
    KINDS,
    MIX_UP,
    NURSE_LACK,
    NURSE_MIN,
    PHARMACY_LACK,
    PHARMACY_LINES,
    PRESCRIBER_LACK,
    PRESCRIBER_MIN,
    REQUISITION,
    SUPPLY,
)
from beredd.dispensing.dose.kernels import PERIOD, _is_without, _rank, cover
from beredd.dispensing.engine.compiling import kernel, part
from beredd.provenance import philox

SUPPLY_DAYS = 2
"""Days that a 48-hour supply lasts."""
BUFFER_DAYS = 7
"""Days that are taken from a municipality's buffer at a time."""
TIERS = 10


@part
def _fill_dosett(k, s, y, i, d, nurse):
    """A nurse fills a dosett for a fortnight."""
    nurse[k.unit[i]] -= k.nurse_min
    y.help[d, NURSE_MIN] += k.nurse_min
    cover(s, i, d + 1, d + 1 + PERIOD, d)
    word, _b, _c, _d = philox(k.person[i], d, MIX_UP, k.replicate, k.seed_low, k.seed_high)
    if np.uint64(word) < k.mix_up_below:
        y.help[d, ERRORS] += 1


@part
def _from_pharmacy(k, s, y, i, d, nurse, prescriber, pharmacy):
    """Whole packs from an ordinary pharmacy and a dosett: needs a prescriber, the pharmacy and a nurse, in turn."""
    c, m = k.county[i], k.place[i]
    minutes = 0 if s.is_converted[i] else k.conversion_min
    lines = 0 if s.is_converted[i] else k.lines[i]
    if prescriber[c] < minutes or (not s.is_converted[i] and prescriber[c] == 0):
        y.help[d, PRESCRIBER_LACK] += 1
        return False
    if pharmacy[m] < lines:
        y.help[d, PHARMACY_LACK] += 1
        return False
    if nurse[k.unit[i]] < k.nurse_min:
        y.help[d, NURSE_LACK] += 1
        return False
    if not s.is_converted[i]:
        s.is_converted[i] = 1
        y.help[d, CONVERTED] += 1
    prescriber[c] -= minutes
    pharmacy[m] -= lines
    y.help[d, PRESCRIBER_MIN] += minutes
    y.help[d, PHARMACY_LINES] += lines
    _fill_dosett(k, s, y, i, d, nurse)
    return True


@part
def _by_requisition(k, s, y, i, d, nurse, pharmacy, requisition):
    """The municipality orders in its own name: no prescriber, but the pharmacy's goods and a nurse's time."""
    m = k.place[i]
    if requisition[m] == 0:
        return False
    if pharmacy[m] < k.lines[i]:
        y.help[d, PHARMACY_LACK] += 1
        return False
    if nurse[k.unit[i]] < k.nurse_min:
        y.help[d, NURSE_LACK] += 1
        return False
    requisition[m] -= 1
    pharmacy[m] -= k.lines[i]
    y.help[d, PHARMACY_LINES] += k.lines[i]
    _fill_dosett(k, s, y, i, d, nurse)
    return True


@part
def _help_one(k, s, y, i, d, nurse, prescriber, pharmacy, requisition):
    """The first that is possible: buffer, whole packs and dosett, requisition, 48-hour supply."""
    m, c = k.place[i], k.county[i]
    here = y.place[m, k.kind[i], d]
    if k.kind[i] == CARE_HOUSING and s.buffer_left[m] > 0:
        days = min(s.buffer_left[m], BUFFER_DAYS)
        s.buffer_left[m] -= days
        cover(s, i, d + 1, d + 1 + days, d)
        here[BUFFER] += days
        return
    if k.dosett[m, d] and _from_pharmacy(k, s, y, i, d, nurse, prescriber, pharmacy):
        here[DOSETT] += 1
        return
    if _by_requisition(k, s, y, i, d, nurse, pharmacy, requisition):
        here[REQUISITION] += 1
        return
    if s.supply_left[c] > 0:
        s.supply_left[c] -= 1
        cover(s, i, d + 1, d + 1 + SUPPLY_DAYS, d)
        here[SUPPLY] += 1


@kernel
def hand_out(k, s, y, d, key, count, queue, nurse, prescriber, pharmacy, requisition):
    """8. Who would be without tomorrow gets something else, as far as people, goods and time last.

    Room, int64: key, queue (N,), count (KINDS * TIERS + 1,), nurse (U,), prescriber (C,), pharmacy and requisition (M,)
    """
    for c in range(prescriber.shape[0]):
        prescriber[c] = k.prescriber_min[c, d]
        s.supply_left[c] += k.supply[c, d]
    for m in range(pharmacy.shape[0]):
        pharmacy[m], requisition[m] = k.pharmacy_lines[m, d], k.requisition[m, d]
        s.buffer_left[m] += k.buffer[m, d]
    for u in range(nurse.shape[0]):
        nurse[u] = k.unit_minutes[u] * k.nurse_permille[k.unit_place[u], d] // 1000
        if nurse[u] > 0:
            nurse[u] += s.nurse_kept[u]
    count[:] = 0
    for i in range(s.until.shape[0]):
        key[i] = -1
        if _is_without(s, i, d + 1):
            key[i] = TIERS * _rank(k.help_first[d], k.kind[i]) + k.tier[i]
            count[key[i] + 1] += 1
    for at in range(KINDS * TIERS):
        count[at + 1] += count[at]
    n = count[KINDS * TIERS]
    for i in range(s.until.shape[0]):
        if key[i] >= 0:
            queue[count[key[i]]] = i
            count[key[i]] += 1
    for at in range(n):
        _help_one(k, s, y, queue[at], d, nurse, prescriber, pharmacy, requisition)
    for u in range(nurse.shape[0]):
        if k.unit_minutes[u] * k.nurse_permille[k.unit_place[u], d] >= 1000:
            s.nurse_kept[u] = min(nurse[u], k.nurse_min)
