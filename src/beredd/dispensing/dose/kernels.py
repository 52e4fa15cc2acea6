"""The day's steps of the dose chain, compiled. Prose: docs/explanation/dose-dispensing.md; plain: `reference.py`.

`k` is the plan, `s` the state, `y` the tally, `d` the day from the burn-in's first. A day is far less than a
millisecond per step for the whole nation, so nothing is divided over threads.
"""

import numpy as np

from beredd.dispensing.dose.columns import (
    ACUTE_CHANGE,
    ACUTE_MISSING,
    ACUTE_RECALL,
    ARRIVED,
    ARRIVED_ACUTE,
    ARRIVED_LATE,
    CAPACITY,
    CARE_HOUSING,
    CHANGE,
    CHANGES,
    CONTENT,
    FOR_CHANGE,
    FOR_MISSING,
    FOR_RECALL,
    GOODS_IN,
    LINES_ORDERED,
    LINES_PACKED,
    LINES_WAITING,
    LINES_WITHDRAWN,
    LOST,
    MISSING,
    MOVED_IN,
    NONE,
    OLD_LIST,
    ON_ROAD,
    PACKED,
    PACKED_ACUTE,
    PACKS_ORDERED,
    PACKS_REDIRECTED,
    PACKS_SENT,
    PACKS_WAITING,
    RAN_OUT,
    RANGE,
    RECALLED,
    REGAINED,
    RELEASED,
    ROAD,
    STOCK,
    UNREAD,
    WAITING,
    WAITING_ACUTE,
    WITHDRAWN,
    WITHDRAWN_ACUTE,
    WITHOUT,
    WORK,
    WRONG,
)
from beredd.dispensing.engine.compiling import kernel, part
from beredd.provenance import philox

PERIOD = 14
ROLL = 1000
KEYS = 64
"""Due days that are told apart in a queue."""


@kernel
def _words(entity, stream, counter, low, high, out):
    for j in range(entity.shape[0]):
        out[j], _b, _c, _d = philox(entity[j], counter, stream, 0, low, high)


def words(entity: np.ndarray, stream: int, counter: int, low: int, high: int) -> np.ndarray:
    """The first uniform 32-bit word of each entity, uint32."""
    out = np.empty(len(entity), np.uint32)
    _words(np.ascontiguousarray(entity, np.int64), stream, counter, low, high, out)
    return out


@kernel
def lines_in_rolls(line_from, article, in_roll, tier_of, lines, tier, others):
    """Of each person: lines that go into a roll, the most urgent tier among them (9: none), has others."""
    for i in range(lines.shape[0]):
        n, best, beside = 0, 9, 0
        for at in range(line_from[i], line_from[i + 1]):
            a = article[at]
            if in_roll[a]:
                n += 1
                best = min(best, np.int64(tier_of[a]))
            else:
                beside = 1
        lines[i], tier[i], others[i] = n, best, beside


@part
def _is_without(s, i, day):
    return s.until[i] <= day or (s.hole_from[i] <= day and day < s.hole_to[i])


@part
def cover(s, i, first, end, d):
    """The days first … end-1 are covered from now on, day d being today. Says whether the end moved."""
    if s.hole_to[i] > d + 1 and first <= max(s.hole_from[i], d + 1):
        s.hole_from[i] = max(s.hole_from[i], end)
    if end <= s.until[i]:
        return False
    if first > max(s.until[i], d + 1) and s.hole_to[i] <= d + 1:
        s.hole_from[i], s.hole_to[i] = s.until[i], first
    s.until[i] = end
    return True


@kernel
def count_without(k, s, y, d, day0):
    """1. At eight in the morning: who has nothing to take, and who takes what is wrong."""
    for i in range(s.until.shape[0]):
        lacks = _is_without(s, i, d)
        here = y.place[k.place[i], k.kind[i], d]
        if lacks:
            here[WITHOUT] += 1
            y.tier[d, k.tier[i]] += 1
            if d >= day0:
                y.days_without[i] += 1
                if y.first_without[i] == NONE:
                    y.first_without[i] = d - day0
            if not s.was_without[i]:
                here[RAN_OUT] += 1
        else:
            if s.was_without[i]:
                here[REGAINED] += 1
            if s.roll_wrong[i] and s.roll_from[i] <= d:
                here[WRONG] += 1
        s.was_without[i] = lacks


@part
def _acute_end(k, s, i, first):
    """End of what an acute roll covers that is first taken on day `first`."""
    left = PERIOD - (first - k.phase[k.slot[i]]) % PERIOD
    return first + left + (PERIOD if left < k.acute_min_days else 0)


@kernel
def deliver(k, s, y, d):
    """2. What is on the road reaches the recipients, from the next morning on."""
    if not k.is_work[d]:
        return
    for i in range(s.until.shape[0]):
        has_roll = s.road[i] != NONE and s.road_day[i] <= d
        has_acute = s.acute[i] == 2 and s.acute_day[i] <= d
        if not (has_roll or has_acute):
            continue
        word, _b, _c, _d = philox(k.person[i], d, ROAD, k.replicate, k.seed_low, k.seed_high)
        if np.uint64(word) >= k.road_below[k.county[i], d]:
            continue
        p = s.plant[i]
        if has_roll:
            period = s.road[i]
            s.road[i] = NONE
            y.plant[p, d, ARRIVED] += 1
            first = max(period, d + 1)
            if first > period:
                y.plant[p, d, ARRIVED_LATE] += 1
            if period >= s.coming[i]:
                s.coming[i] = NONE
                if s.acute[i] == 1 and s.acute_for[i] == FOR_MISSING:
                    s.acute[i] = 0
                    y.plant[p, d, WITHDRAWN_ACUTE] += 1
                    y.plant[p, d, LINES_WITHDRAWN] += k.lines[i]
            if cover(s, i, first, period + PERIOD, d):
                s.roll_from[i], s.roll_packed[i] = first, s.road_packed[i]
                s.roll_by[i], s.roll_wrong[i] = s.road_by[i], s.road_wrong[i]
        if has_acute:
            s.acute[i] = 0
            y.plant[p, d, ARRIVED_ACUTE] += 1
            if cover(s, i, d + 1, _acute_end(k, s, i, d + 1), d):
                s.roll_from[i], s.roll_packed[i] = d + 1, s.acute_packed[i]
                s.roll_by[i], s.roll_wrong[i] = s.acute_by[i], s.acute_wrong[i]


@part
def _ask_acute(k, s, y, i, d, why):
    s.acute[i], s.acute_for[i], s.acute_asked[i] = 1, why, d
    column = ACUTE_CHANGE if why == FOR_CHANGE else ACUTE_MISSING if why == FOR_MISSING else ACUTE_RECALL
    y.plant[s.plant[i], d, column] += 1
    y.plant[s.plant[i], d, LINES_ORDERED] += k.lines[i]


@part
def _is_called_back(k, plant, packed, d):
    return k.recall_from[plant, d] <= packed and packed < k.recall_to[plant, d]


@kernel
def call_back(k, s, y, d):
    """3. Rolls that are called back leave home and road; each is asked for anew."""
    is_any = False
    for p in range(k.recall_from.shape[0]):
        is_any = is_any or k.recall_from[p, d] != NONE
    if not is_any:
        return
    for i in range(s.until.shape[0]):
        is_lost = False
        if s.road[i] != NONE and _is_called_back(k, s.road_by[i], s.road_packed[i], d):
            s.road[i] = NONE
            y.plant[s.plant[i], d, LOST] += 1
            is_lost = True
        if s.acute[i] == 2 and _is_called_back(k, s.acute_by[i], s.acute_packed[i], d):
            s.acute[i] = 0
            y.plant[s.plant[i], d, LOST] += 1
            is_lost = True
        if s.until[i] > d + 1 and _is_called_back(k, s.roll_by[i], s.roll_packed[i], d):
            s.until[i] = min(s.until[i], max(s.roll_from[i], d + 1))
            s.roll_packed[i], s.roll_wrong[i] = NONE, 0
            y.place[k.place[i], k.kind[i], d, RECALLED] += 1
            is_lost = True
        if is_lost and s.acute[i] == 0:
            _ask_acute(k, s, y, i, d, FOR_RECALL)


@kernel
def order(k, s, y, d):
    """4. Changed prescriptions, whole packs, and rolls that have not come: what recipients and prescribers order."""
    if not k.is_work[d]:
        return
    for i in range(s.until.shape[0]):
        change, acute, packs, pass_ = philox(k.person[i], d, CHANGE, k.replicate, k.seed_low, k.seed_high)
        p = s.plant[i]
        can_order = np.uint64(pass_) < k.order_below[k.county[i], d]
        if can_order and np.uint64(change) < k.change_below:
            y.plant[p, d, CHANGES] += 1
            if np.uint64(acute) < k.acute_change_below and s.acute[i] == 0:
                _ask_acute(k, s, y, i, d, FOR_CHANGE)
        if can_order and k.has_others[i] and s.packs_asked[i] == NONE and np.uint64(packs) < k.packs_below:
            s.packs_asked[i] = d
            y.plant[p, d, PACKS_ORDERED] += 1
        if s.coming[i] != NONE and s.expected[i] < d and s.until[i] <= d + k.notice_days and s.acute[i] == 0:
            word, _b, _c, _d = philox(k.person[i], d, MISSING, k.replicate, k.seed_low, k.seed_high)
            if can_order and np.uint64(word) < k.missing_below:
                _ask_acute(k, s, y, i, d, FOR_MISSING)


@kernel
def release(k, s, y, d):
    """5. The stop: rolls whose day it is are asked for; the plant reads what it can."""
    for i in range(s.until.shape[0]):
        period = k.stop_for[d, k.slot[i]]
        c, p = k.county[i], s.plant[i]
        if period != NONE:
            if s.waits[i] != NONE or s.unread[i] != NONE:
                s.waits[i], s.unread[i] = NONE, NONE
                y.plant[p, d, WITHDRAWN] += 1
                y.plant[p, d, LINES_WITHDRAWN] += k.lines[i]
            s.unread[i] = period
            y.plant[p, d, RELEASED] += 1
            y.plant[p, d, LINES_ORDERED] += k.lines[i]
            s.coming[i] = period
            s.expected[i] = k.next_work[k.next_work[d]]
        if s.unread[i] != NONE and k.is_work[d] and (k.is_read[c, d] or k.is_frozen[c, d]):
            if not k.is_read[c, d]:
                y.plant[p, d, OLD_LIST] += 1
            s.waits[i], s.released[i], s.unread[i] = s.unread[i], d, NONE


@kernel
def take_over(k, s, y, d):
    """6. Patients move to another plant, those whose roll ends first before others."""
    for p in range(k.takeover_to.shape[0]):
        to, left = k.takeover_to[p, d], k.takeover_n[p, d]
        if to < 0 or left <= 0:
            continue
        for end in range(d - PERIOD, d + 2 * PERIOD + 1):
            for i in range(s.until.shape[0]):
                if left == 0 or s.plant[i] != p or s.is_moved[i]:
                    continue
                if min(max(s.until[i], d - PERIOD), d + 2 * PERIOD) != end:
                    continue
                word, _b, _c, _d = philox(k.person[i], 0, RANGE, k.replicate, k.seed_low, k.seed_high)
                if np.uint64(word) >= k.range_below:
                    continue
                s.plant[i], s.is_moved[i], s.is_new[i] = to, 1, 1
                y.plant[to, d, MOVED_IN] += 1
                left -= 1


@part
def _rank(first_kind, kind):
    """Place of a kind of recipient in the order: 0 all alike, 1 those at home first, 2 care housing first."""
    if first_kind == 0:
        return 0
    is_care = kind == CARE_HOUSING
    return int(is_care) if first_kind == 1 else int(not is_care)


@part
def _queue(k, s, p, d, key, count, queue):
    """The plant's ordinary rolls that may be packed today, in order, in `queue`; how many."""
    count[:] = 0
    for i in range(s.until.shape[0]):
        key[i] = -1
        if s.plant[i] == p and s.waits[i] != NONE and s.released[i] < d:
            due = min(max(s.waits[i] - d + KEYS // 2, 0), KEYS - 1)
            key[i] = KEYS * _rank(k.first_kind[p, d], k.kind[i]) + due
            count[key[i] + 1] += 1
    for at in range(2 * KEYS):
        count[at + 1] += count[at]
    n = count[2 * KEYS]
    for i in range(s.until.shape[0]):
        if key[i] >= 0:
            queue[count[key[i]]] = i
            count[key[i]] += 1
    return n


@part
def _is_wrong(k, i, p, d):
    word, _b, _c, _d = philox(k.person[i], d, CONTENT, k.replicate, k.seed_low, k.seed_high)
    return np.uint64(word) < k.wrong_below[p, d]


@part
def _pack_acute(k, s, y, p, d, left):
    """Acute rolls, the oldest order first; what work is left."""
    oldest = d
    for i in range(s.until.shape[0]):
        if s.plant[i] == p and s.acute[i] == 1:
            oldest = min(oldest, s.acute_asked[i])
    for asked in range(oldest, d + 1):
        for i in range(s.until.shape[0]):
            if s.plant[i] != p or s.acute[i] != 1 or s.acute_asked[i] != asked:
                continue
            work = k.acute_work + (k.takeover_work if s.is_new[i] else 0)
            if left < work or s.stock[p] < 1:
                return left
            left -= work
            s.stock[p] -= 1
            s.is_new[i], s.acute[i] = 0, 2
            s.acute_day[i], s.acute_packed[i], s.acute_by[i] = k.next_work[d], d, p
            s.acute_wrong[i] = _is_wrong(k, i, p, d)
            y.plant[p, d, PACKED_ACUTE] += 1
            y.plant[p, d, LINES_PACKED] += k.lines[i]
    return left


@part
def _pack_ordinary(k, s, y, p, d, left, n, queue):
    """Ordinary rolls in the order of the queue; what work is left. What would come too late is not packed."""
    for at in range(n):
        i = queue[at]
        if s.waits[i] + PERIOD < k.next_work[d] + 1 + k.least_days:
            s.waits[i] = NONE
            y.plant[p, d, WITHDRAWN] += 1
            y.plant[p, d, LINES_WITHDRAWN] += k.lines[i]
    for at in range(n):
        i = queue[at]
        if s.waits[i] == NONE:
            continue
        work = ROLL + (k.takeover_work if s.is_new[i] else 0)
        if left < work or s.stock[p] < 1:
            return left
        left -= work
        s.stock[p] -= 1
        if s.road[i] != NONE:  # the one before is still on the road: the new one takes its place
            y.plant[p, d, LOST] += 1
        s.is_new[i], s.road[i] = 0, s.waits[i]
        s.road_day[i], s.road_packed[i], s.road_by[i] = k.next_work[d], d, p
        s.road_wrong[i] = _is_wrong(k, i, p, d)
        s.waits[i] = NONE
        y.plant[p, d, PACKED] += 1
        y.plant[p, d, LINES_PACKED] += k.lines[i]
    return left


@part
def _send_packs(k, s, y, p, d, left):
    """Whole packs with what work is left, the oldest order first; who has waited too long goes to a pharmacy."""
    for asked in range(d - k.patience_days, d + 1):
        for i in range(s.until.shape[0]):
            if s.plant[i] == p and s.packs_asked[i] == asked and left >= k.packs_work:
                left -= k.packs_work
                s.packs_asked[i] = NONE
                y.plant[p, d, PACKS_SENT] += 1
    for i in range(s.until.shape[0]):
        if s.plant[i] == p and s.packs_asked[i] != NONE and s.packs_asked[i] <= d - k.patience_days:
            s.packs_asked[i] = NONE
            y.plant[p, d, PACKS_REDIRECTED] += 1
    return left


@kernel
def pack(k, s, y, d, key, count, queue):
    """7. Goods come in; each plant packs acute rolls, then ordinary ones, then whole packs, and all leave at night.

    key   (N,) int64, count (2 KEYS + 2,) int64, queue (N,) int64: room
    """
    for p in range(k.capacity.shape[0]):
        if k.is_work[d]:
            comes = max(k.stock_target[p] - s.stock[p], 0) * k.inflow_permille[p, d] // 1000
            s.stock[p] += comes
            y.plant[p, d, GOODS_IN] += comes
        left = k.capacity[p, d]
        y.plant[p, d, CAPACITY] += left
        urgent = left * k.acute_permille // 1000
        left -= urgent - _pack_acute(k, s, y, p, d, urgent)
        n = _queue(k, s, p, d, key, count, queue)
        left = _pack_ordinary(k, s, y, p, d, left, n, queue)
        left = _send_packs(k, s, y, p, d, left)
        y.plant[p, d, WORK] += k.capacity[p, d] - left


@kernel
def balance(k, s, y, d, totals):
    """9. The books: everything is counted afresh and held against what was there and what has been since.

    totals   (5,) int64: rolls waiting, rolls on the road, lines waiting, whole packs waiting, goods
    """
    for i in range(s.until.shape[0]):
        p = s.plant[i]
        here = y.plant[p, d]
        n = (s.waits[i] != NONE) + (s.unread[i] != NONE) + (s.acute[i] == 1)
        here[WAITING] += s.waits[i] != NONE
        here[UNREAD] += s.unread[i] != NONE
        here[WAITING_ACUTE] += s.acute[i] == 1
        here[LINES_WAITING] += n * k.lines[i]
        here[ON_ROAD] += np.int64(s.road[i] != NONE) + np.int64(s.acute[i] == 2)
        here[PACKS_WAITING] += s.packs_asked[i] != NONE
    found = np.int64(0)
    road = np.int64(0)
    lines = np.int64(0)
    packs = np.int64(0)
    goods = np.int64(0)
    for p in range(y.plant.shape[0]):
        here = y.plant[p, d]
        here[STOCK] = s.stock[p]
        found += here[WAITING] + here[UNREAD] + here[WAITING_ACUTE]
        road += here[ON_ROAD]
        lines += here[LINES_WAITING]
        packs += here[PACKS_WAITING]
        goods += here[STOCK]
        packed = here[PACKED] + here[PACKED_ACUTE]
        asked = here[RELEASED] + here[ACUTE_CHANGE] + here[ACUTE_MISSING] + here[ACUTE_RECALL]
        totals[0] += asked - packed - here[WITHDRAWN] - here[WITHDRAWN_ACUTE]
        totals[1] += packed - here[ARRIVED] - here[ARRIVED_ACUTE] - here[LOST]
        totals[2] += here[LINES_ORDERED] - here[LINES_PACKED] - here[LINES_WITHDRAWN]
        totals[3] += here[PACKS_ORDERED] - here[PACKS_SENT] - here[PACKS_REDIRECTED]
        totals[4] += here[GOODS_IN] - packed
    without = np.int64(0)
    change = np.int64(0)
    for m in range(y.place.shape[0]):
        for kind in range(y.place.shape[1]):
            here = y.place[m, kind, d]
            without += here[WITHOUT]
            change += here[RAN_OUT] - here[REGAINED]
            if d > 0:
                without -= y.place[m, kind, d - 1, WITHOUT]
    y.errors[d, 0] = abs(found - totals[0]) + abs(road - totals[1])
    y.errors[d, 1] = lines - totals[2]
    y.errors[d, 2] = without - change
    y.errors[d, 3] = packs - totals[3]
    y.errors[d, 4] = goods - totals[4]
