"""The dispensing chain compiled: the same rules as `reference.py`, over blocks of pharmacies, without the GIL.

A block owns its pharmacies' shelves and queues, and the people who are in one of its queues or come from home to one
of its counters in the hour at hand. Only `route` moves people between pharmacies and only `ship` touches the sites;
they run alone or over articles. Tallies are one per block and added afterwards, so the number of threads never shows.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.plan import MU_ONE, NEVER, ORDER_HOUR, RING, UPSTREAM
from beredd.dispensing.engine.state import (
    AVOIDS_HOME,
    COURSE_PENDING,
    COURSE_SHELF,
    COURSE_WAITING,
    LINE_PENDING,
    LINE_SHELF,
    LINE_WAITING,
    PENDING,
    STOCKS_UP,
    TODAY,
)
from beredd.dispensing.engine.streams import ARRIVAL, COURSE, COURSES_PER_DAY, DIVERT, EARLY, LATE, STOCKOUT
from beredd.provenance import below, philox


class Given(NamedTuple):
    """Everything a day reads and does not change: world, people as drawn, shelves' policy, conditions."""

    world: NamedTuple
    person_from: np.ndarray
    municipality: np.ndarray
    lead_days: np.ndarray
    line_from: np.ndarray
    article: np.ndarray
    one_off_expected: np.ndarray
    home: np.ndarray  # (N,) int16
    reorder_at: np.ndarray
    up_to: np.ndarray
    budget_s: np.ndarray
    next_workday: np.ndarray  # (D + 2 RING,) int64
    is_workday: np.ndarray
    is_open: np.ndarray
    rate_permille: np.ndarray
    max_tier: np.ndarray
    needs_phone: np.ndarray
    unregistered: np.ndarray
    phone_permille: np.ndarray
    early_permille: np.ndarray
    can_order: np.ndarray
    ship_permille: np.ndarray
    transit_days: np.ndarray
    can_receive: np.ndarray
    inflow_permille: np.ndarray
    replicate: int


# -- who comes ------------------------------------------------------------------------------------------------------


@njit(cache=True, nogil=True)
def _arrival_hour(g, i, p, d):
    """The hour in which person i comes to their own pharmacy p on day d; -1 when it has no open hour."""
    total = 0
    for h in range(24):
        if g.is_open[p, 24 * d + h]:
            total += g.world.arrival_weight[h]
    if total == 0:
        return -1
    word, _b, _c, _d = philox(i, d, ARRIVAL, g.replicate, g.world.seed_low, g.world.seed_high)
    rest = below(word, total)
    for h in range(24):
        if g.is_open[p, 24 * d + h]:
            rest -= g.world.arrival_weight[h]
            if rest < 0:
                return h
    return -1


@njit(cache=True, nogil=True)
def _comes_early(g, s, i, d, early):
    """Does a person without need come on day d to stock up?"""
    word, _b, _c, _d = philox(i, d, EARLY, g.replicate, g.world.seed_low, g.world.seed_high)
    if below(word, 1000) >= early:
        return False
    for n in range(g.line_from[i], g.line_from[i + 1]):
        if s.runout_h[n] - 24 * d <= g.world.article_early_h[g.article[n]]:
            return True
    return False


@njit(cache=True, nogil=True)
def morning(first, last, d, g, s, tally):
    """List today's visitors of pharmacies first … last-1 by hour, and open the day's telephone minutes."""
    w = g.world
    hours = np.empty(26, np.int64)
    for p in range(first, last):
        start, end = g.person_from[p], g.person_from[p + 1]
        n = start
        backlog = 0
        for i in range(start, end):
            if s.flags[i] & PENDING:
                backlog += 1
            is_due = s.visit_day[i] <= d
            if not is_due:
                early = g.early_permille[d, g.municipality[i]]
                if early > 0 and _comes_early(g, s, i, d, early):
                    s.flags[i] |= STOCKS_UP
                    is_due = True
            if is_due:
                hour = _arrival_hour(g, i, p, d)
                if hour < 0:
                    s.flags[i] &= ~STOCKS_UP
                    s.visit_day[i] = max(s.visit_day[i], d + 1)
                else:
                    s.flags[i] |= TODAY
                    s.unsorted[n] = i
                    s.unsorted_hour[n] = hour
                    n += 1
        tally.day[d, T.BACKLOG] += backlog
        if end > start:
            n = _courses(g, s, p, d, n)
        hours[:] = 0
        for x in range(start, n):
            hours[s.unsorted_hour[x] + 1] += 1
        for h in range(25):
            hours[h + 1] += hours[h]
        for h in range(25):
            s.today_from[p, h] = start + hours[h]
        for x in range(start, n):
            h = s.unsorted_hour[x]
            s.today[start + hours[h]] = s.unsorted[x]
            hours[h] += 1
        s.phone_left[p] = np.int64(w.phone_pool[p]) * g.phone_permille[d, w.pharmacy_municipality[p]] // 1000
    return 0


@njit(cache=True, nogil=True)
def _courses(g, s, p, d, n):
    """One-off courses that begin today at pharmacy p; returns the new end of the unsorted list."""
    w = g.world
    start = g.person_from[p]
    n_people = g.person_from[p + 1] - start
    word, _b, _c, _d = philox(
        p, d * COURSES_PER_DAY + COURSES_PER_DAY - 1, COURSE, g.replicate, w.seed_low, w.seed_high
    )
    count = g.one_off_expected[p] // MU_ONE
    if below(word, MU_ONE) < g.one_off_expected[p] % MU_ONE:
        count += 1
    for c in range(count):
        who, which, _c, _d = philox(p, d * COURSES_PER_DAY + c, COURSE, g.replicate, w.seed_low, w.seed_high)
        i = start + below(who, n_people)
        if s.course_article[i] >= 0:
            continue
        a = np.searchsorted(w.course_article_to, np.uint64(which), side="right")
        hour = _arrival_hour(g, i, p, d)
        s.course_article[i] = a
        s.course_runout_h[i] = 24 * d + (hour if hour >= 0 else 12)
        s.flags[i] &= ~(COURSE_PENDING | COURSE_WAITING)
        if hour < 0:
            s.visit_day[i] = min(s.visit_day[i], d + 1)
        elif not s.flags[i] & TODAY:
            s.flags[i] |= TODAY
            s.unsorted[n] = i
            s.unsorted_hour[n] = hour
            n += 1
    return n


# -- an hour ----------------------------------------------------------------------------------------------------------


@njit(cache=True, nogil=True)
def _works(g, p, t):
    return g.is_open[p, t] != 0 and g.rate_permille[p, t] > 0


@njit(cache=True, nogil=True)
def _wait_min(g, s, p, t):
    return np.int64(s.queue_count[p]) * g.world.visit_s * 60_000 // (g.budget_s[p] * g.rate_permille[p, t])


@njit(cache=True, nogil=True)
def _window(g, i, a, stocks_up):
    """How long before run-out person i collects article a, in hours."""
    early = np.int64(g.world.article_early_h[a])
    if stocks_up:
        return early
    return min(early, 24 * np.int64(g.lead_days[i]) + g.world.collect_window_h)


@njit(cache=True, nogil=True)
def _most_urgent(g, s, i, t):
    """The lowest tier among the lines person i comes for; 4 when there is none."""
    best = 4
    stocks_up = s.flags[i] & STOCKS_UP != 0
    for n in range(g.line_from[i], g.line_from[i + 1]):
        a = g.article[n]
        if s.line_flags[n] & LINE_PENDING or s.runout_h[n] - t <= _window(g, i, a, stocks_up):
            best = min(best, np.int64(g.world.article_tier[a]))
    if s.course_article[i] >= 0:
        best = min(best, np.int64(g.world.article_tier[s.course_article[i]]))
    return best


@njit(cache=True, nogil=True)
def _join(s, p, i):
    s.next_person[i] = -1
    if s.queue_count[p] == 0:
        s.queue_head[p] = i
    else:
        s.next_person[s.queue_tail[p]] = i
    s.queue_tail[p] = i
    s.queue_count[p] += 1


@njit(cache=True, nogil=True)
def _reject(s, p, i):
    s.next_person[i] = -1
    if s.rejected_head[p] < 0:
        s.rejected_head[p] = i
    else:
        s.next_person[s.rejected_tail[p]] = i
    s.rejected_tail[p] = i


@njit(cache=True, nogil=True)
def _set_pending(s, i, d, value, tally):
    if value and not s.flags[i] & PENDING:
        s.flags[i] |= PENDING
        tally.day[d, T.ENTERED] += 1
    elif not value and s.flags[i] & PENDING:
        s.flags[i] &= ~PENDING
        tally.day[d, T.LEFT] += 1


@njit(cache=True, nogil=True)
def _turn_away(g, s, i, p, t, tally):
    d = t // 24
    tally.hour_county[T.TURNED_AWAY, t, g.world.pharmacy_county[p]] += 1
    s.flags[i] &= ~TODAY
    if s.flags[i] & STOCKS_UP:
        s.flags[i] &= ~STOCKS_UP
    else:
        s.visit_day[i] = d + 1
        _set_pending(s, i, d, True, tally)


@njit(cache=True, nogil=True)
def _cannot_be_served(g, s, i, p, t, tally):
    word, _b, _c, _d = philox(i, t, DIVERT, g.replicate, g.world.seed_low, g.world.seed_high)
    if np.int64(word) < g.world.divert_below:
        _reject(s, p, i)
    else:
        _turn_away(g, s, i, p, t, tally)


@njit(cache=True, nogil=True)
def _stop_waiting(g, s, i):
    p = s.waits_at[i]
    for n in range(g.line_from[i], g.line_from[i + 1]):
        if s.line_flags[n] & LINE_WAITING:
            s.waiting[p, g.article[n]] -= 1
            s.line_flags[n] &= ~np.uint8(LINE_WAITING)
    if s.flags[i] & COURSE_WAITING and s.course_article[i] >= 0:
        s.waiting[p, s.course_article[i]] -= 1
        s.flags[i] &= ~COURSE_WAITING
    s.waits_at[i] = -1


@njit(cache=True, nogil=True)
def _receive(g, s, p, d, hour, tally):
    w = g.world
    if not g.can_receive[d, p]:
        return
    any_now = False
    for x in range(w.delivery_h.shape[1]):
        if w.delivery_h[p, x] == hour:
            any_now = True
    if not any_now:
        return
    slot = d % RING
    for a in range(s.stock.shape[1]):
        packs = s.road[slot, p, a]
        if packs != 0 and w.delivery_h[p, w.article_distributor[a]] == hour:
            s.road[slot, p, a] = 0
            s.stock[p, a] += packs
            s.on_order[p, a] -= packs
            tally.day[d, T.DELIVERED] += packs
            tally.day_group[T.G_DELIVERED, d, w.pharmacy_county[p], w.article_group[a]] += packs


@njit(cache=True, nogil=True)
def _order(g, s, p, d, t, tally):
    w = g.world
    if g.is_open[p, t] and g.rate_permille[p, t] == 0:
        return
    ordered = 0
    for a in range(s.stock.shape[1]):
        position = s.stock[p, a] + s.on_order[p, a]
        if w.counts_waiting or g.up_to[p, a] == 0:
            position -= s.waiting[p, a]
        if position <= g.reorder_at[p, a] and g.can_order[d, w.pharmacy_site[p, w.article_distributor[a]]]:
            packs = g.up_to[p, a] - position
            s.on_order[p, a] += packs
            s.at_site[p, a] += packs
            ordered += packs
    tally.day[d, T.ORDERED] += ordered


@njit(cache=True, nogil=True)
def _arrivals(g, s, p, t, tally):
    w = g.world
    hour = t % 24
    if g.is_open[p, t] and g.rate_permille[p, t] == 0 and s.queue_count[p] > 0:
        i = s.queue_head[p]
        for _ in range(s.queue_count[p]):
            after = s.next_person[i]
            _cannot_be_served(g, s, i, p, t, tally)
            i = after
        s.queue_count[p] = 0
    first, last = s.today_from[p, hour], s.today_from[p, hour + 1]
    tally.hour_county[T.ARRIVALS, t, w.pharmacy_county[p]] += last - first
    works = _works(g, p, t)
    for x in range(first, last):
        i = s.today[x]
        if s.flags[i] & AVOIDS_HOME or (s.waits_at[i] >= 0 and s.waits_at[i] != p):
            _reject(s, p, i)
        elif (
            works
            and _wait_min(g, s, p, t) <= w.patience_min
            and (g.max_tier[p, t] >= 4 or _most_urgent(g, s, i, t) <= g.max_tier[p, t])
        ):
            _join(s, p, i)
        else:
            _cannot_be_served(g, s, i, p, t, tally)


@njit(cache=True, nogil=True)
def _serve_hour(g, s, p, t, tally):
    w = g.world
    d, county = t // 24, w.pharmacy_county[p]
    if _works(g, p, t):
        tally.hour_county[T.OPEN_PHARMACIES, t, county] += 1
        left_s = g.budget_s[p] * g.rate_permille[p, t] // 1000 + s.carry_s[p]
        served = 0
        while s.queue_count[p] > 0 and left_s > 0:
            i = s.queue_head[p]
            s.queue_head[p] = s.next_person[i]
            s.queue_count[p] -= 1
            left_s -= _serve(g, s, i, p, t, tally)
            served += 1
        tally.hour_county[T.SERVED, t, county] += served
        if left_s > 0 and not g.unregistered[p, t] and s.unregistered[p] > 0:
            s.unregistered[p] -= min(s.unregistered[p], left_s // w.register_s)
        s.carry_s[p] = min(0, left_s)
    waiting = s.queue_count[p]
    if waiting > 0:
        tally.hour_county[T.WAITING, t, county] += waiting
        tally.day[d, T.QUEUE_HOURS] += waiting
    if t % 24 == 23 or not g.is_open[p, t + 1]:
        if waiting > 0:
            i = s.queue_head[p]
            for _ in range(waiting):
                after = s.next_person[i]
                _turn_away(g, s, i, p, t, tally)
                i = after
            s.queue_count[p] = 0
        s.carry_s[p] = 0


@njit(cache=True, nogil=True)
def take_in(first, last, t, g, s, tally):
    """Deliveries, orders and arrivals of hour t. Returns at how many pharmacies somebody is to be routed."""
    d, hour = t // 24, t % 24
    rejected = 0
    for p in range(first, last):
        _receive(g, s, p, d, hour, tally)
        if hour == ORDER_HOUR and g.is_workday[d]:
            _order(g, s, p, d, t, tally)
        _arrivals(g, s, p, t, tally)
        if s.rejected_head[p] >= 0:
            rejected += 1
    return rejected


@njit(cache=True, nogil=True)
def serve(first, last, t, g, s, tally):
    """Serve hour t; after the day's last, leave undelivered goods for tomorrow."""
    d = t // 24
    slot, after = d % RING, (d + 1) % RING
    for p in range(first, last):
        _serve_hour(g, s, p, t, tally)
        if t % 24 == 23:
            for a in range(s.stock.shape[1]):
                packs = s.road[slot, p, a]
                if packs != 0:
                    s.road[after, p, a] += packs
                    s.road[slot, p, a] = 0
    return 0


@njit(cache=True, nogil=True)
def route(t, g, s, tally):
    """Move the rejected of hour t: to the pharmacy that holds their order, or where way plus queue is shortest."""
    for p in range(s.rejected_head.shape[0]):
        i = s.rejected_head[p]
        s.rejected_head[p] = -1
        while i >= 0:
            after = s.next_person[i]
            _go_elsewhere(g, s, i, p, t, tally)
            i = after
    return 0


@njit(cache=True, nogil=True)
def _go_elsewhere(g, s, i, p, t, tally):
    w = g.world
    holder = s.waits_at[i]
    if holder >= 0 and holder != p and _works(g, holder, t):
        _join(s, holder, i)
        return
    base = np.int64(p)
    if w.pharmacy_is_web[p]:
        base = np.int64(w.main_shop[g.municipality[i]])
    best, best_cost = np.int64(-1), np.int64(0)
    if base >= 0:
        urgent = _most_urgent(g, s, i, t)
        nearest = w.travel_min[base, 0]
        for x in range(1, w.travel_min.shape[1]):
            nearest = min(nearest, w.travel_min[base, x])
        for x in range(0 if base != p else 1, w.alternatives.shape[1] + 1):
            q = base if x == 0 else np.int64(w.alternatives[base, x - 1])
            travel = np.int64(nearest if x == 0 else w.travel_min[base, x - 1])
            if q >= 0 and travel <= w.max_travel_min and _works(g, q, t) and urgent <= g.max_tier[q, t]:
                cost = travel + _wait_min(g, s, q, t)
                if best < 0 or cost < best_cost:
                    best, best_cost = q, cost
    if best < 0:
        _turn_away(g, s, i, p, t, tally)
        return
    s.flags[i] &= ~AVOIDS_HOME
    if s.waits_at[i] >= 0 and s.waits_at[i] != best:
        _stop_waiting(g, s, i)
    _join(s, best, i)
    tally.hour_county[T.DIVERTED, t, w.pharmacy_county[p]] += 1


# -- one person at the counter -----------------------------------------------------------------------------------------


@njit(cache=True, nogil=True)
def _serve(g, s, i, p, t, tally):
    """Hand out what can be handed out to person i. Returns the pharmacist's seconds."""
    w = g.world
    d = t // 24
    place = g.municipality[i]
    county = w.municipality_county[place]
    first_line, last_line = g.line_from[i], g.line_from[i + 1]
    stocks_up = s.flags[i] & STOCKS_UP != 0
    lead_h = 24 * np.int64(g.lead_days[i])
    # Before: since when is the person without something, tier by tier?
    since = (np.int64(0), np.int64(0), np.int64(0), np.int64(0), np.int64(0))
    out_before = 0
    for n in range(first_line, last_line + 1):
        if n < last_line:
            a, runout = np.int64(g.article[n]), np.int64(s.runout_h[n])
        else:
            a, runout = np.int64(s.course_article[i]), np.int64(s.course_runout_h[i])
        if a >= 0 and runout < t:
            tier = np.int64(w.article_tier[a])
            if not out_before >> tier & 1:
                out_before |= 1 << tier
                since = _with(since, tier, runout)
            elif runout < since[tier]:
                since = _with(since, tier, runout)
    newly = out_before & ~np.int64(s.flags[i] & 31)
    if newly:
        for tier in range(5):
            if newly >> tier & 1:
                tally.without[max(0, since[tier]), place, tier] += 1
        s.flags[i] |= np.uint16(newly)

    wanted, missing, urgent_missing = 0, 0, False
    is_return = False
    shelf_missing, due = 0, np.int64(NEVER) * 24
    out_after = 0
    for n in range(first_line, last_line + 1):
        is_course = n == last_line
        if is_course:
            a, runout = np.int64(s.course_article[i]), np.int64(s.course_runout_h[i])
            if a < 0:
                continue
            was_pending = s.flags[i] & COURSE_PENDING != 0
        else:
            a, runout = np.int64(g.article[n]), np.int64(s.runout_h[n])
            was_pending = s.line_flags[n] & LINE_PENDING != 0
        early = np.int64(w.article_early_h[a])
        tier = np.int64(w.article_tier[a])
        window = early if stocks_up else min(early, lead_h + w.collect_window_h)
        if is_course or was_pending or runout - t <= window:
            wanted += 1
            group = w.article_group[a]
            if was_pending:
                is_return = True
            else:
                tally.day_group[T.G_REQUESTED, d, county, group] += 1
                tally.place_lines[0, d, place, tier] += 1
            if tier > g.max_tier[p, t] or (g.needs_phone[p, t] and s.phone_left[p] < w.phone_min):
                missing += 1
                _mark_line(s, i, n, is_course, 0)
            elif s.stock[p, a] == 0:
                missing += 1
                shelf_missing += 1
                urgent_missing = urgent_missing or tier <= 1
                _mark_line(s, i, n, is_course, 1)
            else:
                s.stock[p, a] -= 1
                tally.day_group[T.G_DISPENSED, d, county, group] += 1
                if not was_pending:
                    tally.day_group[T.G_FIRST, d, county, group] += 1
                tally.place_lines[1, d, place, tier] += 1
                if g.needs_phone[p, t]:
                    s.phone_left[p] -= w.phone_min
                    tally.day[d, T.PHONE_MINUTES] += w.phone_min
                if g.unregistered[p, t]:
                    s.unregistered[p] += 1
                    tally.day[d, T.UNREGISTERED] += 1
                if is_course:
                    if s.flags[i] & COURSE_WAITING:
                        s.waiting[p, a] -= 1
                    s.flags[i] &= ~(COURSE_PENDING | COURSE_WAITING)
                    s.course_article[i] = -1
                    continue
                if s.line_flags[n] & LINE_WAITING:
                    s.waiting[p, a] -= 1
                s.line_flags[n] = 0
                ship_h = w.web_ship_h if w.pharmacy_is_web[p] else 0
                runout = max(runout, t + ship_h) + w.article_pack_h[a]
                s.runout_h[n] = runout
        if runout <= t:
            out_after |= 1 << tier
        if not is_course:
            due = min(due, runout - min(lead_h, early))

    _settle(g, s, i, p, t, missing, shelf_missing, urgent_missing, due, tally)
    if wanted > 0 and not is_return:
        tally.day[d, T.CUSTOMERS] += 1
        if missing == 0:
            tally.day[d, T.ALL_FIRST] += 1
    closed = np.int64(s.flags[i] & 31) & ~out_after
    if closed:
        for tier in range(5):
            if closed >> tier & 1:
                tally.without[t, place, tier] -= 1
                hours = t - since[tier]
                lasted = 0
                for limit in T.LASTED_BELOW_H:
                    if hours >= limit:
                        lasted += 1
                tally.lasted[county, tier, lasted] += 1
        s.flags[i] &= ~np.uint16(closed)
    s.flags[i] &= ~(TODAY | STOCKS_UP)
    return w.customer_s + w.line_s * wanted


@njit(cache=True, nogil=True, inline="always")
def _with(values, index, value):
    """The tuple with one place changed."""
    a, b, c, d, e = values
    if index == 0:
        a = value
    elif index == 1:
        b = value
    elif index == 2:
        c = value
    elif index == 3:
        d = value
    else:
        e = value
    return a, b, c, d, e


@njit(cache=True, nogil=True)
def _mark_line(s, i, n, is_course, from_shelf):
    if is_course:
        s.flags[i] |= COURSE_PENDING
        if from_shelf:
            s.flags[i] |= COURSE_SHELF
    else:
        s.line_flags[n] |= np.uint8(LINE_PENDING)
        if from_shelf:
            s.line_flags[n] |= np.uint8(LINE_SHELF)


@njit(cache=True, nogil=True)
def _settle(g, s, i, p, t, missing, shelf_missing, urgent_missing, due, tally):
    """When does the person come next, and where? `due` is the earliest next refill, in hours."""
    w = g.world
    d = t // 24
    _set_pending(s, i, d, missing > 0, tally)
    if shelf_missing > 0:
        elsewhere = False
        if urgent_missing:
            word, _b, _c, _d = philox(i, t, STOCKOUT, g.replicate, w.seed_low, w.seed_high)
            elsewhere = np.int64(word) < w.elsewhere_below
        if elsewhere:
            if s.waits_at[i] == p:
                _stop_waiting(g, s, i)
            if p == g.home[i]:
                s.flags[i] |= AVOIDS_HOME
            else:
                s.flags[i] &= ~AVOIDS_HOME
            s.visit_day[i] = d + 1
        else:
            for n in range(g.line_from[i], g.line_from[i + 1]):
                if s.line_flags[n] & LINE_SHELF and not s.line_flags[n] & LINE_WAITING:
                    s.line_flags[n] |= np.uint8(LINE_WAITING)
                    s.waiting[p, g.article[n]] += 1
            if s.flags[i] & COURSE_SHELF and not s.flags[i] & COURSE_WAITING:
                s.flags[i] |= COURSE_WAITING
                s.waiting[p, s.course_article[i]] += 1
            s.waits_at[i] = p
            ordered = d if g.is_workday[d] and t % 24 < ORDER_HOUR else g.next_workday[d]
            s.visit_day[i] = g.next_workday[ordered] + 1
        for n in range(g.line_from[i], g.line_from[i + 1]):
            s.line_flags[n] &= ~np.uint8(LINE_SHELF)
        s.flags[i] &= ~COURSE_SHELF
    elif missing > 0:
        s.visit_day[i] = d + 1
    else:
        s.waits_at[i] = -1
        s.visit_day[i] = NEVER if due == np.int64(NEVER) * 24 else max(d + 1, due // 24)


# -- people without, at any moment --------------------------------------------------------------------------------------


@njit(cache=True, nogil=True)
def note_gaps(first, last, t, g, s, without):
    """Add to `without` those people of pharmacies first … last-1 who are without at t and not yet counted."""
    w = g.world
    for i in range(g.person_from[first], g.person_from[last]):
        for tier in range(5):
            if s.flags[i] >> tier & 1:
                continue
            start = np.int64(t)
            for n in range(g.line_from[i], g.line_from[i + 1]):
                if w.article_tier[g.article[n]] == tier:
                    start = min(start, np.int64(s.runout_h[n]))
            if s.course_article[i] >= 0 and w.article_tier[s.course_article[i]] == tier:
                start = min(start, np.int64(s.course_runout_h[i]))
            if start < t:
                without[max(0, start), g.municipality[i], tier] += 1
    return 0


# -- goods ------------------------------------------------------------------------------------------------------------


@njit(cache=True, nogil=True)
def inflow(d, g, s, tally):
    """Upstream deliveries to the sites; what a disturbed inflow holds back comes the day after."""
    slot, after = d % UPSTREAM, (d + 1) % UPSTREAM
    for x in range(s.site_stock.shape[0]):
        for a in range(s.site_stock.shape[1]):
            packs = s.upstream[slot, x, a]
            if packs:
                come = packs * g.inflow_permille[d, x] // 1000
                s.upstream[slot, x, a] = 0
                s.upstream[after, x, a] += packs - come
                s.site_stock[x, a] += come
                tally.day[d, T.INFLOW] += come
    return 0


@njit(cache=True, nogil=True)
def ship(first, last, d, g, s):
    """Sites ship articles first … last-1 at the end of working day d; scarcity is shared in proportion."""
    w = g.world
    n_pharmacies, n_sites = s.stock.shape[0], s.site_stock.shape[0]
    n_distributors = w.pharmacy_site.shape[1]
    arrival = np.empty((n_pharmacies, n_distributors), np.int64)
    for p in range(n_pharmacies):
        for x in range(n_distributors):
            word, _b, _c, _d = philox(p, d * 8 + x, LATE, g.replicate, w.seed_low, w.seed_high)
            day = g.next_workday[d]
            if np.int64(word) < w.late_below:
                day = g.next_workday[day]
            arrival[p, x] = min(day + g.transit_days[d, w.pharmacy_site[p, x]], d + RING - 1)
    total = np.zeros((n_sites, last - first), np.int64)
    for p in range(n_pharmacies):
        for a in range(first, last):
            if s.at_site[p, a] > 0:
                total[w.pharmacy_site[p, w.article_distributor[a]], a - first] += s.at_site[p, a]
    can = np.zeros((n_sites, last - first), np.int64)
    rest = np.zeros((n_sites, last - first), np.int64)
    for x in range(n_sites):
        for a in range(first, last):
            can[x, a - first] = min(s.site_stock[x, a], total[x, a - first] * g.ship_permille[d, x] // 1000)
            rest[x, a - first] = can[x, a - first]
    for p in range(n_pharmacies):
        for a in range(first, last):
            if s.at_site[p, a] > 0:
                x = w.pharmacy_site[p, w.article_distributor[a]]
                if can[x, a - first] < total[x, a - first]:
                    rest[x, a - first] -= s.at_site[p, a] * can[x, a - first] // total[x, a - first]
    for p in range(n_pharmacies):
        for a in range(first, last):
            asked = np.int64(s.at_site[p, a])
            if asked > 0:
                x = w.pharmacy_site[p, w.article_distributor[a]]
                n = a - first
                if can[x, n] == 0:
                    continue
                packs = asked
                if can[x, n] < total[x, n]:
                    packs = asked * can[x, n] // total[x, n]
                    if rest[x, n] > 0 and packs < asked:
                        packs += 1
                        rest[x, n] -= 1
                s.road[arrival[p, w.article_distributor[a]] % RING, p, a] += packs
                s.at_site[p, a] -= packs
    for x in range(n_sites):
        for a in range(first, last):
            s.site_stock[x, a] -= can[x, a - first]
            s.upstream[(d + w.upstream_days) % UPSTREAM, x, a] += can[x, a - first]
    return 0


@njit(cache=True, nogil=True)
def balance(first, last, d, g, s, tally):
    """Count packs on shelves and on the road, and people in the backlog, afresh for the ledger. Returns the backlog."""
    w = g.world
    day = tally.day
    for p in range(first, last):
        for a in range(s.stock.shape[1]):
            day[d, T.PHARMACY_PACKS] += s.stock[p, a]
            tally.day_group[T.G_PACKS, d, w.pharmacy_county[p], w.article_group[a]] += s.stock[p, a]
        day[d, T.UNREGISTERED_OPEN] += s.unregistered[p]
    for slot in range(RING):
        total = 0
        for p in range(first, last):
            for a in range(s.stock.shape[1]):
                total += s.road[slot, p, a]
        day[d, T.TRANSIT_PACKS] += total
    backlog = 0
    for i in range(g.person_from[first], g.person_from[last]):
        if s.flags[i] & PENDING:
            backlog += 1
    return backlog
