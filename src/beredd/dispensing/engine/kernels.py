"""The dispensing chain compiled: the same rules as `reference.py`, over blocks of pharmacies, without the GIL.

A block owns its pharmacies' shelves and queues, and the people who are in one of its queues or come from home to one
of its counters in the hour at hand. Only `route` moves people between pharmacies and only `ship` touches the sites;
they run alone or over articles. Tallies are one per block and added afterwards, so the number of threads never shows.
"""

import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.compiling import inlined, kernel, part
from beredd.dispensing.engine.counter import replaced, serve, stop_waiting
from beredd.dispensing.engine.goods import order, receive
from beredd.dispensing.engine.plan import MU_ONE, ORDER_HOUR, RING
from beredd.dispensing.engine.population import collected_until
from beredd.dispensing.engine.state import (
    AVOIDS_HOME,
    COURSE_PENDING,
    COURSE_WAITING,
    DAY_BITS,
    LINE_PENDING,
    PENDING,
    STOCKS_UP,
    TODAY,
)
from beredd.dispensing.engine.streams import ARRIVAL, COURSE, COURSES_PER_DAY, DIVERT, EARLY
from beredd.provenance import below, philox

# -- who comes ------------------------------------------------------------------------------------------------------


@part
def _open_weight(hours, weight):
    """Sum of the arrival weights of a day's open hours."""
    total = 0
    for h in range(24):
        if hours[h].is_open:
            total += weight[h]
    return total


@part
def _arrival_hour(hours, weight, total, k, i, d):
    """The hour in which person i comes to a pharmacy with these 24 hours of day d; -1 when none is open."""
    if total == 0:
        return -1
    word, _b, _c, _d = philox(i, d, ARRIVAL, k.replicate, k.seed_low, k.seed_high)
    rest = below(word, total)
    for h in range(24):
        if hours[h].is_open:
            rest -= weight[h]
            if rest < 0:
                return h
    return -1


@inlined
def _comes_early(g, s, k, i, d, early):
    """Does a person without need come on day d to stock up?"""
    word, _b, _c, _d = philox(i, d, EARLY, k.replicate, k.seed_low, k.seed_high)
    comes = False
    if below(word, 1000) < early:
        for n in range(s.person[i].line_from, s.person[i].line_from + s.person[i].n_lines):
            if s.line[n].runout_h - 24 * d <= g.article[s.line[n].article].stock_up_h:
                comes = True
    return comes


@kernel
def morning(first, last, d, g, s, tally):
    """List today's visitors of pharmacies first … last-1 by hour, and open the day's telephone minutes."""
    k = g.knobs[0]
    any_early = g.any_early[d] != 0
    for p in range(first, last):
        hours = g.hour[p, 24 * d : 24 * d + 24]
        total = _open_weight(hours, g.arrival_weight)
        start, end = g.person_from[p], g.person_from[p + 1]
        n = start
        backlog = 0
        for i in range(start, end):
            visit = s.visit[i]
            backlog += visit >> 15
            is_due = (visit & DAY_BITS) <= d
            if any_early and not is_due:
                early = g.early_permille[d, s.person[i].municipality]
                if early > 0 and _comes_early(g, s, k, i, d, early):
                    s.person[i].flags |= STOCKS_UP
                    is_due = True
            if is_due:
                hour = _arrival_hour(hours, g.arrival_weight, total, k, i, d)
                if hour < 0:
                    s.person[i].flags &= ~STOCKS_UP
                    s.visit[i] = (visit & PENDING) | max(visit & DAY_BITS, d + 1)
                else:
                    s.person[i].flags |= TODAY
                    s.unsorted[n] = i
                    s.unsorted_hour[n] = hour
                    n += 1
        tally.day[d, T.BACKLOG] += backlog
        if end > start:
            n = _courses(g, s, k, hours, total, p, d, start, end - start, n)
        _sort_by_hour(s.today_from[p], s.unsorted, s.unsorted_hour, s.today, start, n)
        c = s.counter[p]
        c.phone_left = np.int64(c.phone_pool) * g.phone_permille[d, c.municipality] // 1000
    return 0


@part
def _sort_by_hour(begins, unsorted, hour, today, start, end):
    """Stable counting sort of start … end-1 by hour; `begins` (25,), becomes where each hour begins."""
    begins[:] = 0
    for x in range(start, end):
        begins[hour[x] + 1] += 1
    begins[0] = start
    for h in range(24):
        begins[h + 1] += begins[h]
    for x in range(start, end):
        h = hour[x]
        today[begins[h]] = unsorted[x]
        begins[h] += 1
    for h in range(24, 0, -1):  # each has moved to where the next begins
        begins[h] = begins[h - 1]
    begins[0] = start


@inlined
def _courses(g, s, k, hours, total, p, d, start, n_people, n):
    """One-off courses that begin today at pharmacy p; returns the new end of the unsorted list."""
    at = d * COURSES_PER_DAY
    word, _b, _c, _d = philox(p, at + COURSES_PER_DAY - 1, COURSE, k.replicate, k.seed_low, k.seed_high)
    permille = k.course_workday_permille if g.is_workday[d] else k.course_restday_permille
    expected = g.one_off_expected[p] * permille // 1000
    count = expected // MU_ONE
    if below(word, MU_ONE) < expected % MU_ONE:
        count += 1
    for c in range(count):
        who, which, _e, _f = philox(p, at + c, COURSE, k.replicate, k.seed_low, k.seed_high)
        i = start + below(who, n_people)
        person = s.person[i]
        if person.course_article < 0:
            hour = _arrival_hour(hours, g.arrival_weight, total, k, i, d)
            person.course_article = _pick(g.course_to, which)
            person.course_runout_h = 24 * d + (hour if hour >= 0 else 12)
            person.flags &= ~(COURSE_PENDING | COURSE_WAITING)
            if hour < 0:
                s.visit[i] = (s.visit[i] & PENDING) | min(s.visit[i] & DAY_BITS, d + 1)
            elif not person.flags & TODAY:
                person.flags |= TODAY
                s.unsorted[n] = i
                s.unsorted_hour[n] = hour
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


@part
def _wait_min(queue_count, visit_s, budget_s, rate):
    """Expected waiting time in minutes for one who joins the queue now."""
    return np.int64(queue_count) * visit_s * 60_000 // (budget_s * rate)


@part
def _most_urgent(person, line, article, collect_window_h, t):
    """The lowest tier among the lines a person comes for; 4 when there is none."""
    best = 4
    stocks_up = person.flags & STOCKS_UP != 0
    lead_h, day = 24 * np.int64(person.lead_days), t // 24
    for n in range(person.line_from, person.line_from + person.n_lines):
        a = article[line[n].article]
        until = collected_until(np.int64(a.early_h), np.int64(a.stock_up_h), lead_h, collect_window_h, stocks_up, day)
        if line[n].flags & LINE_PENDING or line[n].runout_h < until:
            best = min(best, np.int64(a.tier))
    if person.course_article >= 0:
        best = min(best, np.int64(article[person.course_article].tier))
    return best


@part
def _join(counter, person, i):
    person[i].next = -1
    if counter.queue_count == 0:
        counter.queue_head = i
    else:
        person[counter.queue_tail].next = i
    counter.queue_tail = i
    counter.queue_count += 1


@part
def _reject(counter, person, i):
    person[i].next = -1
    if counter.rejected_head < 0:
        counter.rejected_head = i
    else:
        person[counter.rejected_tail].next = i
    counter.rejected_tail = i


@part
def _turn_away(visit, person, i, county, t, hour_county, day):
    """Nothing handed out; tries again tomorrow. One who only stocks up gives it up."""
    d = t // 24
    hour_county[T.TURNED_AWAY, t, county] += 1
    if person[i].flags & STOCKS_UP:
        person[i].flags &= ~(TODAY | STOCKS_UP)
    else:
        person[i].flags &= ~TODAY
        if not visit[i] & PENDING:
            day[d, T.ENTERED] += 1
        visit[i] = PENDING | (d + 1)


@part
def _cannot_be_served(k, counter, visit, person, i, t, hour_county, day):
    """At a closed counter or a hopeless queue: some go elsewhere at once, the rest come back another day."""
    word, _b, _c, _d = philox(i, t, DIVERT, k.replicate, k.seed_low, k.seed_high)
    if np.int64(word) < k.divert_below:
        _reject(counter, person, i)
    else:
        _turn_away(visit, person, i, counter.county, t, hour_county, day)


@inlined
def _arrivals(g, s, k, p, t, tally):
    """Queue, or leave for another pharmacy, or come back another day."""
    counter, now, hour = s.counter[p], g.hour[p, t], t % 24
    if now.is_open and now.rate == 0 and counter.queue_count > 0:
        i = counter.queue_head
        for _ in range(counter.queue_count):
            after = s.person[i].next
            _cannot_be_served(k, counter, s.visit, s.person, i, t, tally.hour_county, tally.day)
            i = after
        counter.queue_count = 0
    first, last = s.today_from[p, hour], s.today_from[p, hour + 1]
    tally.hour_county[T.ARRIVALS, t, counter.county] += last - first
    works = now.is_open != 0 and now.rate > 0
    budget_s = g.budget_s[p, (k.start_weekday + t // 24) % 7]
    for x in range(first, last):
        i = s.today[x]
        person = s.person[i]
        if person.flags & AVOIDS_HOME or (person.waits_at >= 0 and person.waits_at != p):
            _reject(counter, s.person, i)
        elif (
            works
            and _wait_min(counter.queue_count, k.visit_s, budget_s, now.rate) <= k.patience_min
            and (now.max_tier >= 4 or _most_urgent(person, s.line, g.article, k.collect_window_h, t) <= now.max_tier)
        ):
            _join(counter, s.person, i)
        else:
            _cannot_be_served(k, counter, s.visit, s.person, i, t, tally.hour_county, tally.day)


@inlined
def _serve_hour(g, s, k, p, t, tally):
    """First come, first served, as long as the pharmacists' seconds last; then register what is on paper."""
    d, counter, now = t // 24, s.counter[p], g.hour[p, t]
    if now.is_open and now.rate > 0:
        tally.hour_county[T.OPEN_PHARMACIES, t, counter.county] += 1
        left_s = g.budget_s[p, (k.start_weekday + d) % 7] * now.rate // 1000 + counter.carry_s
        served = 0
        while counter.queue_count > 0 and left_s > 0:
            i = counter.queue_head
            counter.queue_head = s.person[i].next
            counter.queue_count -= 1
            left_s -= serve(g, s, k, i, p, t, tally)
            served += 1
        tally.hour_county[T.SERVED, t, counter.county] += served
        if left_s > 0 and not now.unregistered and counter.unregistered > 0:
            counter.unregistered -= min(counter.unregistered, left_s // k.register_s)
        counter.carry_s = min(0, left_s)
    waiting = counter.queue_count
    if waiting > 0:
        tally.hour_county[T.WAITING, t, counter.county] += waiting
        tally.day[d, T.QUEUE_HOURS] += waiting
    if t % 24 == 23 or not g.hour[p, t + 1].is_open:
        i = counter.queue_head
        for _ in range(waiting):
            after = s.person[i].next
            _turn_away(s.visit, s.person, i, counter.county, t, tally.hour_county, tally.day)
            i = after
        counter.queue_count = 0
        counter.carry_s = 0


@kernel
def hour(first, last, t, g, s, tally):
    """Hour t at pharmacies first … last-1: deliveries, orders, arrivals, service; after the day's last, goods wait.

    Returns at how many pharmacies somebody is to be routed.
    """
    k = g.knobs[0]
    d, h = t // 24, t % 24
    slot, after = d % RING, (d + 1) % RING
    rejected = 0
    touched = 0
    for p in range(first, last):
        # Read what the coming visits will need before any of them is served: loads that wait together, not in turn.
        for x in range(s.today_from[p, h], s.today_from[p, h + 1]):
            touched += s.person[s.today[x]].line_from
        for x in range(s.today_from[p, h], s.today_from[p, h + 1]):
            touched += s.line[s.person[s.today[x]].line_from].runout_h if s.person[s.today[x]].n_lines else 0
        receive(g, s, p, d, h, tally)
        if h == ORDER_HOUR and g.is_workday[d] and not (g.hour[p, t].is_open and g.hour[p, t].rate == 0):
            order(g, s, k, p, d, tally)
        _arrivals(g, s, k, p, t, tally)
        _serve_hour(g, s, k, p, t, tally)
        if s.counter[p].rejected_head >= 0:
            rejected += 1
        if h == 23:
            for a in range(s.cell.shape[1]):
                packs = s.road[slot, p, a]
                if packs != 0:
                    s.road[after, p, a] += packs
                    s.road[slot, p, a] = 0
    return rejected if touched != -1 else -1


@kernel
def route(t, g, s, tally):
    """Move the rejected of hour t: to the pharmacy that holds their order, or where way plus queue is shortest.

    They get there during the hour and are served from the next one on.
    """
    k = g.knobs[0]
    weekday = (k.start_weekday + t // 24) % 7
    for p in range(s.counter.shape[0]):
        i = s.counter[p].rejected_head
        s.counter[p].rejected_head = -1
        while i >= 0:
            after = s.person[i].next
            _go_elsewhere(g, s, k, i, p, t, weekday, tally)
            i = after
    return 0


@part
def _serves_next(hours, t):
    """Open and able to hand out something in hour t, and open in the next hour of the same day too."""
    return t % 24 < 23 and hours[t].is_open != 0 and hours[t].rate > 0 and hours[t + 1].is_open != 0


@inlined
def _go_elsewhere(g, s, k, i, p, t, weekday, tally):
    person = s.person[i]
    holder = np.int64(person.waits_at)
    if holder >= 0 and holder != p and _serves_next(g.hour[holder], t):
        _join(s.counter[holder], s.person, i)
    else:
        base = np.int64(p)
        if s.counter[p].is_web:
            base = np.int64(g.main_shop[person.municipality])
        best, best_cost = np.int64(-1), np.int64(0)
        if base >= 0:
            urgent = _most_urgent(person, s.line, g.article, k.collect_window_h, t)
            nearest = np.int64(g.travel_min[base, 0])
            for x in range(1, g.travel_min.shape[1]):
                nearest = min(nearest, np.int64(g.travel_min[base, x]))
            for x in range(0 if base != p else 1, g.alternatives.shape[1] + 1):
                q = base if x == 0 else np.int64(g.alternatives[base, x - 1])
                travel = nearest if x == 0 else np.int64(g.travel_min[base, x - 1])
                if (
                    q >= 0
                    and travel <= k.max_travel_min
                    and _serves_next(g.hour[q], t)
                    and urgent <= g.hour[q, t].max_tier
                ):
                    cost = travel + _wait_min(
                        s.counter[q].queue_count, k.visit_s, g.budget_s[q, weekday], g.hour[q, t].rate
                    )
                    if best < 0 or cost < best_cost:
                        best, best_cost = q, cost
        if best < 0 and person.flags & AVOIDS_HOME and _serves_next(g.hour[p], t):
            # Nowhere else to go: they wait at home for what has been ordered, like everybody else.
            person.flags &= ~AVOIDS_HOME
            _join(s.counter[p], s.person, i)
        elif best < 0:
            person.flags &= ~AVOIDS_HOME
            _turn_away(s.visit, s.person, i, s.counter[p].county, t, tally.hour_county, tally.day)
        else:
            person.flags &= ~AVOIDS_HOME
            if person.waits_at >= 0 and person.waits_at != best:
                stop_waiting(s.person, s.line, s.cell, i)
            _join(s.counter[best], s.person, i)
            tally.hour_county[T.DIVERTED, t, s.counter[p].county] += 1


# -- people without, at any moment ----------------------------------------------------------------------------------


@kernel
def note_gaps(first, last, t, g, s, without):
    """Add to `without` those people of pharmacies first … last-1 who are without at t and not yet counted."""
    for i in range(g.person_from[first], g.person_from[last]):
        person = s.person[i]
        since = (np.int64(t), np.int64(t), np.int64(t), np.int64(t), np.int64(t))
        for n in range(person.line_from, person.line_from + person.n_lines):
            runout = np.int64(s.line[n].runout_h)
            if runout < t:
                tier = np.int64(g.article[s.line[n].article].tier)
                if runout < since[tier]:
                    since = replaced(since, tier, runout)
        if person.course_article >= 0:
            tier, runout = np.int64(g.article[person.course_article].tier), np.int64(person.course_runout_h)
            if runout < since[tier]:
                since = replaced(since, tier, runout)
        for tier in range(5):
            if since[tier] < t and not (person.flags >> tier) & 1:
                without[max(0, since[tier]), person.municipality, tier] += 1
    return 0
