"""The dispensing chain compiled: the same rules as `reference.py`, over blocks of pharmacies, without the GIL.

A block owns its pharmacies' shelves and queues, and the people who are in one of its queues or come from home to one
of its counters in the hour at hand. Only `rejected.route` moves people between pharmacies and only `goods.ship` touches
the sites; they run alone or over articles. Tallies are one per block and added afterwards, so the number of threads
never shows.
"""

import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.compiling import fetch, inlined, kernel, part
from beredd.dispensing.engine.counter import serve
from beredd.dispensing.engine.gaps import ask
from beredd.dispensing.engine.goods import order, receive
from beredd.dispensing.engine.plan import MU_ONE, ORDER_HOUR, RING
from beredd.dispensing.engine.queues import first_of, join, most_urgent, put, wait_min
from beredd.dispensing.engine.state import (
    ARTICLE_BITS,
    AVOIDS_HOME,
    COURSE_PENDING,
    COURSE_WAITING,
    DAY_BITS,
    LATER,
    LINE_PENDING,
    LINE_WAITING,
    ORDINARY,
    PENDING,
    REJECTED,
    STOCKS_UP,
    TODAY,
    URGENT,
)
from beredd.dispensing.engine.streams import ARRIVAL, COURSE, COURSES_PER_DAY, EARLY
from beredd.dispensing.engine.visits import known_hours, planned_day
from beredd.provenance import below, philox

# -- before the first hour --------------------------------------------------------------------------------------------


@kernel
def look_ahead(first, last, is_special, g, s, room):
    """Those whose next visit falls on a day that is not as in an ordinary week plan it anew, knowing the calendar."""
    k = g.knobs[0]
    for p in range(first, last):
        n = 0
        for i in range(g.person_from[p], g.person_from[p + 1]):
            room.person[n] = i
            n += s.visit[i] < is_special.shape[0] and is_special[s.visit[i]]
        for x in range(n):
            fetch(s.person, room.person[x])
        for x in range(n):
            fetch(s.line, s.person[room.person[x]].line_from)
        for x in range(n):
            i = np.int64(room.person[x])
            person = s.person[i]
            lead_h = 24 * np.int64(person.lead_days)
            due, slack = np.int64(1) << 40, np.int64(0)
            for y in range(person.line_from, person.line_from + person.n_lines):
                early = np.int64(g.article[s.line[y].what & ARTICLE_BITS].early_h)
                own = s.line[y].runout_h - min(lead_h, early)
                if own < due:
                    due, slack = own, min(early, lead_h + k.collect_window_h) - min(lead_h, early)
            if person.n_lines > 0:
                s.visit[i] = planned_day(
                    i,
                    due // 24,
                    slack // 24,
                    0,
                    g.is_workday,
                    g.hours_as,
                    k.start_weekday,
                    g.opens_h[p],
                    g.closes_h[p],
                    k.avoids_weekend_below,
                )
    return 0


# -- who comes ------------------------------------------------------------------------------------------------------


@part
def _open_weights(hours_mask, weight, up_to):
    """The weight of the day's known hours, added up hour by hour into `up_to` (24 or more,); their total."""
    total = 0
    for h in range(24):
        total += weight[h] * ((hours_mask >> h) & 1)
        up_to[h] = total
    return total


@part
def _arrival_hour(up_to, total, k, i, d):
    """The hour in which person i comes to a pharmacy with these open weights on day d; -1 when it is never open."""
    if total == 0:
        return -1
    word, _b, _c, _d = philox(i, d, ARRIVAL, k.replicate, k.seed_low, k.seed_high)
    drawn = below(word, total)
    hour = 0
    for h in range(24):  # without a branch: which hour it will be cannot be foreseen
        hour += up_to[h] <= drawn
    return hour


@inlined
def _somebody_works(g, p, d, max_travel_min):
    """Does any other pharmacy within the longest journey hand out at some hour of day d?"""
    for x in range(g.alternatives.shape[1]):
        q = np.int64(g.alternatives[p, x])
        if q >= 0 and g.travel_min[p, x] <= max_travel_min:
            for h in range(24 * d, 24 * d + 24):
                if g.hour[q, h].is_open and g.hour[q, h].rate > 0:
                    return True
    return False


@inlined
def _comes_early(g, s, k, i, d, early):
    """Does a person without need come on day d to stock up?"""
    word, _b, _c, _d = philox(i, d, EARLY, k.replicate, k.seed_low, k.seed_high)
    comes = False
    if below(word, 1000) < early:
        for n in range(s.person[i].line_from, s.person[i].line_from + s.person[i].n_lines):
            if s.line[n].runout_h - 24 * d <= g.article[s.line[n].what & ARTICLE_BITS].stock_up_h:
                comes = True
    return comes


@part
def _would_come_in_vain(g, s, k, i, d):
    """Does person i only wait for goods that have not come, and nothing most urgent has run out?"""
    person = s.person[i]
    q = np.int64(person.waits_at)
    if q < 0:
        return False
    waits = False
    lead_h = 24 * np.int64(person.lead_days)
    for n in range(person.line_from, person.line_from + person.n_lines):
        line = s.line[n]
        a = g.article[line.what & ARTICLE_BITS]
        if line.what & LINE_WAITING:
            waits = True
            if s.cell[q, line.what & ARTICLE_BITS].stock > 0 or (a.tier <= 1 and line.runout_h < 24 * d):
                return False
        elif line.what & LINE_PENDING or line.runout_h - min(lead_h, np.int64(a.early_h)) < 24 * (d + 1):
            return False
    if person.course_article >= 0:
        if not person.flags & COURSE_WAITING or g.article[person.course_article].tier <= 1:
            return False
        waits = True
        if s.cell[q, person.course_article].stock > 0:
            return False
    return waits


@kernel
def morning(first, last, d, g, s, tally, room):
    """List today's visitors of pharmacies first … last-1 by hour, and open the day's telephone minutes."""
    k = g.knobs[0]
    for p in range(first, last):
        up_to = s.today_from[p]  # until visitors are sorted
        total = _open_weights(known_hours(g, p, d), g.arrival_weight, up_to)
        cannot_ask = total == 0 and not _somebody_works(g, p, d, k.max_travel_min)
        start, end = g.person_from[p], g.person_from[p + 1]
        due = _due(g, s, k, start, end, d, tally, room)
        for x in range(due):
            fetch(s.person, room.person[x])
        n = 0
        for x in range(due):
            i = np.int64(room.person[x])
            visit = s.visit[i]
            if visit & PENDING and _would_come_in_vain(g, s, k, i, d):
                s.visit[i] = PENDING | (d + 1)
                continue
            hour = _arrival_hour(up_to, total, k, i, d)
            if hour < 0:
                s.visit[i] = (visit & PENDING) | max(visit & DAY_BITS, d + 1)
                if cannot_ask and not s.person[i].flags & STOCKS_UP:
                    ask(
                        s.person[i],
                        s.line,
                        g.article,
                        g.tolerance_h,
                        24 * d,
                        tally.without,
                        tally.past,
                        tally.past_hours,
                    )
                s.person[i].flags &= ~STOCKS_UP
            else:
                s.person[i].flags |= TODAY
                room.person[n] = i
                room.hour[n] = hour
                n += 1
        if end > start:
            n = _courses(g, s, k, up_to, total, p, d, start, end - start, n, room)
        _sort_by_hour(s.today_from[p], room, n, s.today, start)
        c = s.counter[p]
        c.phone_left = np.int64(c.phone_pool) * g.phone_permille[d, c.municipality] // 1000
    return 0


@inlined
def _due(g, s, k, start, end, d, tally, room):
    """List those of start … end-1 whose day it is, or who come to stock up; returns how many."""
    n = 0
    backlog = 0
    if g.any_early[d]:
        for i in range(start, end):
            visit = s.visit[i]
            backlog += visit >> 15
            is_due = (visit & DAY_BITS) <= d
            if not is_due:
                early = g.early_permille[d, s.person[i].municipality]
                if early > 0 and _comes_early(g, s, k, i, d, early):
                    s.person[i].flags |= STOCKS_UP
                    is_due = True
            room.person[n] = i
            n += is_due
    else:
        for i in range(start, end):
            visit = s.visit[i]
            backlog += visit >> 15
            room.person[n] = i  # written over by the next one unless due: cheaper than a branch
            n += (visit & DAY_BITS) <= d
    tally.day[d, T.BACKLOG] += backlog
    return n


@part
def _sort_by_hour(begins, room, count, today, start):
    """Stable counting sort by hour into `today`, from `start` on; `begins` (25,), becomes where each hour begins."""
    begins[:] = 0
    for x in range(count):
        begins[room.hour[x] + 1] += 1
    begins[0] = start
    for h in range(24):
        begins[h + 1] += begins[h]
    for x in range(count):
        h = room.hour[x]
        today[begins[h]] = room.person[x]
        begins[h] += 1
    for h in range(24, 0, -1):  # each has moved to where the next begins
        begins[h] = begins[h - 1]
    begins[0] = start


@inlined
def _courses(g, s, k, up_to, total, p, d, start, n_people, n, room):
    """One-off courses that begin today at pharmacy p; n people are listed, returns how many are then."""
    at = d * COURSES_PER_DAY
    word, _b, _c, _d = philox(p, at + COURSES_PER_DAY - 1, COURSE, k.replicate, k.seed_low, k.seed_high)
    permille = k.course_workday_permille if g.is_workday[d] else k.course_restday_permille
    expected = g.one_off_expected[p] * permille // 1000 * g.course_permille[d] // 1000
    count = expected // MU_ONE
    if below(word, MU_ONE) < expected % MU_ONE:
        count += 1
    for c in range(count):
        who, _which, _e, _f = philox(p, at + c, COURSE, k.replicate, k.seed_low, k.seed_high)
        fetch(s.person, start + below(who, n_people))
    for c in range(count):
        who, which, _e, _f = philox(p, at + c, COURSE, k.replicate, k.seed_low, k.seed_high)
        i = start + below(who, n_people)
        person = s.person[i]
        if person.course_article < 0:
            hour = _arrival_hour(up_to, total, k, i, d)
            person.course_article = _pick(g.course_to, which)
            person.course_runout_h = 24 * d + (hour if hour >= 0 else 12)
            person.flags &= ~(COURSE_PENDING | COURSE_WAITING)
            if hour < 0:
                s.visit[i] = (s.visit[i] & PENDING) | min(s.visit[i] & DAY_BITS, d + 1)
            elif not person.flags & TODAY:
                person.flags |= TODAY
                room.person[n] = i
                room.hour[n] = hour
                n += 1
    return n


@part
def _pick(to, word):
    """Index of the first cumulative threshold above the word, by bisection."""
    low, high = 0, to.shape[0] - 1
    while low < high:
        middle = (low + high) // 2
        if np.uint64(word) < to[middle]:
            high = middle
        else:
            low = middle + 1
    return low


# -- an hour ----------------------------------------------------------------------------------------------------------


@inlined
def _comes(g, s, k, i, p, t, works):
    """Queue here, or be rejected."""
    person, now = s.person[i], g.hour[p, t]
    is_sent_on = (person.flags & AVOIDS_HOME and p == person.home) or (person.waits_at >= 0 and person.waits_at != p)
    queues = False
    if works and not is_sent_on:
        queues = wait_min(g, s, k, i, p, t) <= k.patience_min and (
            now.max_tier >= 4 or most_urgent(person, s.line, g.article, k.collect_window_h, t) <= now.max_tier
        )
    if queues:
        join(g, s, k, i, p, t)
    else:
        put(s.queue[p, REJECTED], s.person, i)


@inlined
def _arrivals(g, s, k, p, t, tally):
    """If nothing is handed out, all in the queue are rejected. Then those who come back, then those who come."""
    h = t % 24
    works = g.hour[p, t].is_open != 0 and g.hour[p, t].rate > 0
    if not works:
        for queue in range(2):
            while s.queue[p, queue].count > 0:
                put(s.queue[p, REJECTED], s.person, first_of(s.queue[p, queue], s.person))
    while s.queue[p, LATER + h].count > 0:
        i = first_of(s.queue[p, LATER + h], s.person)
        _comes(g, s, k, i, p, t, works)
    first, last = s.today_from[p, h], s.today_from[p, h + 1]
    tally.hour_county[T.ARRIVALS, t, s.counter[p].county] += last - first
    for x in range(first, last):
        _comes(g, s, k, s.today[x], p, t, works)


@inlined
def _serve_hour(g, s, k, p, t, tally):
    """Urgent ones first, else first come, as long as the pharmacists' seconds last; then register what is on paper.

    Then those leave who have waited long enough. When the pharmacy shuts, those inside are served for a while yet.
    """
    d, counter, now = t // 24, s.counter[p], g.hour[p, t]
    is_last = t % 24 == 23 or not g.hour[p, t + 1].is_open
    if now.is_open and now.rate > 0:
        tally.hour_county[T.OPEN_PHARMACIES, t, counter.county] += 1
        an_hour_s = np.int64(g.budget_s[p, d]) * now.rate // 1000
        left_s = an_hour_s + counter.carry_s
        ends_at = -(an_hour_s * k.overtime_min // 60) if is_last else 0
        waiting = np.int64(s.queue[p, URGENT].count + s.queue[p, ORDINARY].count)
        permille = 1000
        if k.simplified_from_min > 0 and waiting * k.visit_s * 60 >= an_hour_s * k.simplified_from_min:
            permille = k.simplified_permille
        served = 0
        for queue in range(2):
            while s.queue[p, queue].count > 0 and left_s > ends_at:
                seconds = serve(g, s, k, first_of(s.queue[p, queue], s.person), p, t, tally)
                left_s -= seconds * permille // 1000
                served += 1
        tally.hour_county[T.SERVED, t, counter.county] += served
        if permille < 1000:
            tally.day[d, T.SIMPLIFIED] += served
        if is_last:
            tally.day[d, T.OVERTIME_S] += max(0, -left_s)
        if left_s > 0 and not now.unregistered and counter.unregistered > 0:
            counter.unregistered -= min(counter.unregistered, left_s // k.register_s)
        counter.carry_s = min(0, left_s)
    waiting = s.queue[p, URGENT].count + s.queue[p, ORDINARY].count
    tally.hour_county[T.WAITING, t, counter.county] += waiting
    tally.day[d, T.QUEUE_HOURS] += waiting
    for queue in range(2):
        line = s.queue[p, queue]
        while line.count > 0 and (is_last or 60 * (t % 24 - s.person[line.head].queued_h) >= k.patience_min):
            put(s.queue[p, REJECTED], s.person, first_of(line, s.person))
    if is_last:
        counter.carry_s = 0


FETCH_AHEAD = 4
"""Pharmacies: what the visits there will need is asked for in as many steps, each of which needs the one before."""


@inlined
def _fetch_ahead(g, s, p, t, first, last):
    """While p is played, ask for the memory of the next pharmacies' visits of hour t: who, they, their lines, shelves.

    A visit touches some ten places that no processor can foresee; waiting for them one by one costs thrice the work.
    """
    h = t % 24
    if p + 4 < last:
        fetch(s.today, s.today_from[p + 4, h])
        fetch(g.hour[p + 4], t)
        fetch(s.queue[p + 4], 0)
        fetch(s.queue[p + 4], LATER + h)
    if first <= p + 3 < last:
        for x in range(s.today_from[p + 3, h], s.today_from[p + 3, h + 1]):
            fetch(s.person, s.today[x])
            fetch(s.visit, s.today[x])
    if first <= p + 2 < last:
        for x in range(s.today_from[p + 2, h], s.today_from[p + 2, h + 1]):
            person = s.person[s.today[x]]
            fetch(s.line, person.line_from)
            fetch(s.line, person.line_from + person.n_lines)
    if first <= p + 1 < last:
        for x in range(s.today_from[p + 1, h], s.today_from[p + 1, h + 1]):
            person = s.person[s.today[x]]
            for n in range(person.line_from, person.line_from + person.n_lines):
                fetch(s.cell[p + 1], s.line[n].what & ARTICLE_BITS)


@kernel
def hour(first, last, t, g, s, tally):
    """Hour t at pharmacies first … last-1: deliveries, orders, arrivals, service; after the day's last, goods wait.

    Returns at how many pharmacies somebody is to be routed.
    """
    k = g.knobs[0]
    d, h = t // 24, t % 24
    slot, after = d % RING, (d + 1) % RING
    rejected = 0
    for p in range(first - FETCH_AHEAD, last):
        _fetch_ahead(g, s, p, t, first, last)
        if p < first:
            continue
        receive(g, s, p, d, h, tally)
        if h == ORDER_HOUR and g.is_workday[d] and not (g.hour[p, t].is_open and g.hour[p, t].rate == 0):
            order(g, s, k, p, d, tally)
        _arrivals(g, s, k, p, t, tally)
        _serve_hour(g, s, k, p, t, tally)
        if s.queue[p, REJECTED].count > 0:
            rejected += 1
        if h == 23 and s.road_used[slot]:
            for a in range(s.cell.shape[1]):
                packs = s.road[slot, p, a]
                if packs != 0:
                    s.road[after, p, a] += packs
                    s.road[slot, p, a] = 0
    return rejected
