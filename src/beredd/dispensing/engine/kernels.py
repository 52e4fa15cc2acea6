"""The dispensing chain compiled: the same rules as `reference.py`, over blocks of pharmacies, without the GIL.

A block owns its pharmacies' shelves and queues, and the people who are in one of its queues or come from home to one
of its counters in the hour at hand. Only `route` moves people between pharmacies and only `ship` touches the sites;
they run alone or over articles. Tallies are one per block and added afterwards, so the number of threads never shows.

Functions used in one place are inlined: passing the arrays along would cost more than most of them do.
"""

import numpy as np
from numba import njit

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.plan import MU_ONE, NEVER, ORDER_HOUR, RING, UPSTREAM
from beredd.dispensing.engine.population import weekday_instead
from beredd.dispensing.engine.state import (
    AVOIDS_HOME,
    COURSE_PENDING,
    COURSE_SHELF,
    COURSE_WAITING,
    DAY_BITS,
    LINE_PENDING,
    LINE_SHELF,
    LINE_WAITING,
    PENDING,
    STOCKS_UP,
    TODAY,
)
from beredd.dispensing.engine.streams import ARRIVAL, COURSE, COURSES_PER_DAY, DIVERT, EARLY, LATE, STOCKOUT
from beredd.provenance import below, philox

LASTED_6H, LASTED_1D, LASTED_3D, LASTED_7D = T.LASTED_BELOW_H
FAR = np.int64(NEVER) * 24

kernel = njit(cache=True, nogil=True)
inlined = njit(inline="always")

# -- who comes ------------------------------------------------------------------------------------------------------


@njit
def _arrival_hour(hours, weight, k, i, d):
    """The hour in which person i comes to a pharmacy with these 24 hours of day d; -1 when none is open."""
    total = 0
    for h in range(24):
        if hours[h].is_open:
            total += weight[h]
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
            if s.line[n].runout_h - 24 * d <= g.article[s.line[n].article].early_h:
                comes = True
    return comes


@kernel
def morning(first, last, d, g, s, tally):
    """List today's visitors of pharmacies first … last-1 by hour, and open the day's telephone minutes."""
    k = g.knobs[0]
    offset = np.empty(26, np.int64)
    any_early = np.any(g.early_permille[d] > 0)
    for p in range(first, last):
        hours = g.hour[p, 24 * d : 24 * d + 24]
        start, end = g.person_from[p], g.person_from[p + 1]
        n = start
        backlog = 0
        for i in range(start, end):
            visit = s.visit[i]
            if visit & PENDING:
                backlog += 1
            is_due = (visit & DAY_BITS) <= d
            if not is_due:
                early = g.early_permille[d, s.person[i].municipality] if any_early else 0
                if early > 0 and _comes_early(g, s, k, i, d, early):
                    s.person[i].flags |= STOCKS_UP
                    is_due = True
            if is_due:
                hour = _arrival_hour(hours, g.arrival_weight, k, i, d)
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
            n = _courses(g, s, k, hours, p, d, start, end - start, n)
        offset[:] = 0
        for x in range(start, n):
            offset[s.unsorted_hour[x] + 1] += 1
        for h in range(25):
            offset[h + 1] += offset[h]
        for h in range(25):
            s.today_from[p, h] = start + offset[h]
        for x in range(start, n):
            h = s.unsorted_hour[x]
            s.today[start + offset[h]] = s.unsorted[x]
            offset[h] += 1
        c = s.counter[p]
        c.phone_left = np.int64(c.phone_pool) * g.phone_permille[d, c.municipality] // 1000
    return 0


@inlined
def _courses(g, s, k, hours, p, d, start, n_people, n):
    """One-off courses that begin today at pharmacy p; returns the new end of the unsorted list."""
    at = d * COURSES_PER_DAY
    word, _b, _c, _d = philox(p, at + COURSES_PER_DAY - 1, COURSE, k.replicate, k.seed_low, k.seed_high)
    count = g.one_off_expected[p] // MU_ONE
    if below(word, MU_ONE) < g.one_off_expected[p] % MU_ONE:
        count += 1
    for c in range(count):
        who, which, _e, _f = philox(p, at + c, COURSE, k.replicate, k.seed_low, k.seed_high)
        i = start + below(who, n_people)
        person = s.person[i]
        if person.course_article < 0:
            hour = _arrival_hour(hours, g.arrival_weight, k, i, d)
            person.course_article = np.searchsorted(g.course_to, np.uint64(which), side="right")
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


# -- an hour ----------------------------------------------------------------------------------------------------------


@njit
def _wait_min(queue_count, visit_s, budget_s, rate):
    """Expected waiting time in minutes for one who joins the queue now."""
    return np.int64(queue_count) * visit_s * 60_000 // (budget_s * rate)


@njit
def _most_urgent(person, line, article, collect_window_h, t):
    """The lowest tier among the lines a person comes for; 4 when there is none."""
    best = 4
    stocks_up = person.flags & STOCKS_UP != 0
    for n in range(person.line_from, person.line_from + person.n_lines):
        a = article[line[n].article]
        early = np.int64(a.early_h)
        window = early if stocks_up else min(early, 24 * np.int64(person.lead_days) + collect_window_h)
        if line[n].flags & LINE_PENDING or line[n].runout_h - t <= window:
            best = min(best, np.int64(a.tier))
    if person.course_article >= 0:
        best = min(best, np.int64(article[person.course_article].tier))
    return best


@njit
def _join(counter, person, i):
    person[i].next = -1
    if counter.queue_count == 0:
        counter.queue_head = i
    else:
        person[counter.queue_tail].next = i
    counter.queue_tail = i
    counter.queue_count += 1


@njit
def _reject(counter, person, i):
    person[i].next = -1
    if counter.rejected_head < 0:
        counter.rejected_head = i
    else:
        person[counter.rejected_tail].next = i
    counter.rejected_tail = i


@njit
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


@njit
def _cannot_be_served(k, counter, visit, person, i, t, hour_county, day):
    """At a closed counter or a hopeless queue: some go elsewhere at once, the rest come back another day."""
    word, _b, _c, _d = philox(i, t, DIVERT, k.replicate, k.seed_low, k.seed_high)
    if np.int64(word) < k.divert_below:
        _reject(counter, person, i)
    else:
        _turn_away(visit, person, i, counter.county, t, hour_county, day)


@njit
def _stop_waiting(person, line, cell, i):
    """Cancel what the person has on order for them."""
    one = person[i]
    p = one.waits_at
    for n in range(one.line_from, one.line_from + one.n_lines):
        if line[n].flags & LINE_WAITING:
            cell[p, line[n].article].waiting -= 1
            line[n].flags &= ~LINE_WAITING
    if one.flags & COURSE_WAITING and one.course_article >= 0:
        cell[p, one.course_article].waiting -= 1
        one.flags &= ~COURSE_WAITING
    one.waits_at = -1


@inlined
def _receive(g, s, p, d, hour, tally):
    """The day's deliveries of this hour go onto the shelf, unless the pharmacy cannot receive."""
    any_now = False
    if g.can_receive[d, p]:
        for x in range(g.delivery_h.shape[1]):
            if g.delivery_h[p, x] == hour:
                any_now = True
    if any_now:
        slot = d % RING
        delivered = 0
        for a in range(s.cell.shape[1]):
            packs = s.road[slot, p, a]
            if packs != 0 and g.delivery_h[p, g.article[a].distributor] == hour:
                s.road[slot, p, a] = 0
                s.cell[p, a].stock += packs
                s.cell[p, a].on_order -= packs
                delivered += packs
                tally.day_group[T.G_DELIVERED, d, s.counter[p].county, g.article[a].group] += packs
        tally.day[d, T.DELIVERED] += delivered


@inlined
def _order(g, s, k, p, d, tally):
    """Every cell at or below its reorder point orders up to S."""
    ordered = 0
    for a in range(s.cell.shape[1]):
        cell = s.cell[p, a]
        position = cell.stock + cell.on_order
        if k.counts_waiting or cell.up_to == 0:
            position -= cell.waiting
        if position <= cell.reorder_at and g.can_order[d, g.site_of[p, g.article[a].distributor]]:
            packs = cell.up_to - position
            cell.on_order += packs
            cell.at_site += packs
            ordered += packs
    tally.day[d, T.ORDERED] += ordered


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
            left_s -= _serve(g, s, k, i, p, t, tally)
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
        _receive(g, s, p, d, h, tally)
        if h == ORDER_HOUR and g.is_workday[d] and not (g.hour[p, t].is_open and g.hour[p, t].rate == 0):
            _order(g, s, k, p, d, tally)
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


@njit
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
        if best < 0:
            _turn_away(s.visit, s.person, i, s.counter[p].county, t, tally.hour_county, tally.day)
        else:
            person.flags &= ~AVOIDS_HOME
            if person.waits_at >= 0 and person.waits_at != best:
                _stop_waiting(s.person, s.line, s.cell, i)
            _join(s.counter[best], s.person, i)
            tally.hour_county[T.DIVERTED, t, s.counter[p].county] += 1


# -- one person at the counter -----------------------------------------------------------------------------------------


@inlined
def _serve(g, s, k, i, p, t, tally):
    """Hand out what can be handed out to person i. Returns the pharmacist's seconds."""
    d = t // 24
    person, counter, now = s.person[i], s.counter[p], g.hour[p, t]
    place = person.municipality
    county = g.county_of[place]
    first_line = np.int64(person.line_from)
    last_line = first_line + person.n_lines
    stocks_up = person.flags & STOCKS_UP != 0
    lead_h = 24 * np.int64(person.lead_days)
    # Before: since when is the person without something, tier by tier?
    since = (np.int64(0), np.int64(0), np.int64(0), np.int64(0), np.int64(0))
    out_before = np.int64(0)
    for n in range(first_line, last_line + 1):
        a, runout = np.int64(-1), np.int64(0)
        if n < last_line:
            a, runout = np.int64(s.line[n].article), np.int64(s.line[n].runout_h)
        elif person.course_article >= 0:
            a, runout = np.int64(person.course_article), np.int64(person.course_runout_h)
        if a >= 0 and runout < t:
            tier = np.int64(g.article[a].tier)
            if not (out_before >> tier) & 1 or runout < since[tier]:
                since = _with(since, tier, runout)
            out_before |= np.int64(1) << tier
    newly = out_before & ~(np.int64(person.flags) & 31)
    if newly:
        for tier in range(5):
            if (newly >> tier) & 1:
                tally.without[max(0, since[tier]), place, tier] += 1
        person.flags |= newly

    wanted, missing, shelf_missing, urgent_missing, is_return = 0, 0, 0, False, False
    due, slack = FAR, np.int64(0)
    out_after = np.int64(0)
    for n in range(first_line, last_line + 1):
        is_course = n == last_line
        if is_course:
            a, runout = np.int64(person.course_article), np.int64(person.course_runout_h)
            was_pending = person.flags & COURSE_PENDING != 0
        else:
            a, runout = np.int64(s.line[n].article), np.int64(s.line[n].runout_h)
            was_pending = s.line[n].flags & LINE_PENDING != 0
        if a >= 0:
            article = g.article[a]
            early, tier, group = np.int64(article.early_h), np.int64(article.tier), article.group
            window = early if stocks_up else min(early, lead_h + k.collect_window_h)
            is_filled = False
            if is_course or was_pending or runout - t <= window:
                wanted += 1
                if was_pending:
                    is_return = True
                else:
                    tally.day_group[T.G_REQUESTED, d, county, group] += 1
                    tally.place_lines[0, d, place, tier] += 1
                blocked = tier > now.max_tier or (now.needs_phone != 0 and counter.phone_left < k.phone_min)
                if blocked or s.cell[p, a].stock == 0:
                    missing += 1
                    if not blocked:
                        shelf_missing += 1
                        urgent_missing = urgent_missing or tier <= 1
                    if is_course:
                        person.flags |= COURSE_PENDING if blocked else COURSE_PENDING | COURSE_SHELF
                    else:
                        s.line[n].flags |= LINE_PENDING if blocked else LINE_PENDING | LINE_SHELF
                else:
                    is_filled = True
                    s.cell[p, a].stock -= 1
                    tally.day_group[T.G_DISPENSED, d, county, group] += 1
                    if not was_pending:
                        tally.day_group[T.G_FIRST, d, county, group] += 1
                    tally.place_lines[1, d, place, tier] += 1
                    if now.needs_phone:
                        counter.phone_left -= k.phone_min
                        tally.day[d, T.PHONE_MINUTES] += k.phone_min
                    if now.unregistered:
                        counter.unregistered += 1
                        tally.day[d, T.UNREGISTERED] += 1
                    if is_course:
                        if person.flags & COURSE_WAITING:
                            s.cell[p, a].waiting -= 1
                        person.flags &= ~(COURSE_PENDING | COURSE_WAITING)
                        person.course_article = -1
                    else:
                        if s.line[n].flags & LINE_WAITING:
                            s.cell[p, a].waiting -= 1
                        runout = max(runout, t + (k.web_ship_h if counter.is_web else 0)) + article.pack_h
                        s.line[n].flags = 0
                        s.line[n].runout_h = runout
            if not (is_course and is_filled) and runout <= t:
                out_after |= np.int64(1) << tier
            if not is_course:
                own_due = runout - min(lead_h, early)
                if own_due < due:
                    due, slack = own_due, min(early, lead_h + k.collect_window_h) - min(lead_h, early)

    # When does the person come next, and where?
    was_in_backlog = s.visit[i] & PENDING != 0
    if missing > 0 and not was_in_backlog:
        tally.day[d, T.ENTERED] += 1
    elif missing == 0 and was_in_backlog:
        tally.day[d, T.LEFT] += 1
    if shelf_missing > 0:
        goes_elsewhere = False
        if urgent_missing:
            word, _b, _c, _d = philox(i, t, STOCKOUT, k.replicate, k.seed_low, k.seed_high)
            goes_elsewhere = np.int64(word) < k.elsewhere_below
        if goes_elsewhere:
            if person.waits_at == p:
                _stop_waiting(s.person, s.line, s.cell, i)
            if p == person.home:
                person.flags |= AVOIDS_HOME
            else:
                person.flags &= ~AVOIDS_HOME
            s.visit[i] = PENDING | (d + 1)
        else:
            for n in range(first_line, last_line):
                if s.line[n].flags & LINE_SHELF and not s.line[n].flags & LINE_WAITING:
                    s.line[n].flags |= LINE_WAITING
                    s.cell[p, s.line[n].article].waiting += 1
            if person.flags & COURSE_SHELF and not person.flags & COURSE_WAITING:
                person.flags |= COURSE_WAITING
                s.cell[p, person.course_article].waiting += 1
            person.waits_at = p
            ordered = d if g.is_workday[d] and t % 24 < ORDER_HOUR else g.next_workday[d]
            s.visit[i] = PENDING | (g.next_workday[ordered] + 1)
        for n in range(first_line, last_line):
            s.line[n].flags &= ~LINE_SHELF
        person.flags &= ~COURSE_SHELF
    elif missing > 0:
        s.visit[i] = PENDING | (d + 1)
    else:
        person.waits_at = -1
        if due == FAR:
            s.visit[i] = NEVER
        else:
            s.visit[i] = max(d + 1, weekday_instead(i, due // 24, slack // 24, k.start_weekday, k.avoids_weekend_below))
    if wanted > 0 and not is_return:
        tally.day[d, T.CUSTOMERS] += 1
        if missing == 0:
            tally.day[d, T.ALL_FIRST] += 1
    closed = (np.int64(person.flags) & 31) & ~out_after
    if closed:
        for tier in range(5):
            if (closed >> tier) & 1:
                tally.without[t, place, tier] -= 1
                hours = t - since[tier]
                lasted = 0
                if hours >= LASTED_6H:
                    lasted = 1
                if hours >= LASTED_1D:
                    lasted = 2
                if hours >= LASTED_3D:
                    lasted = 3
                if hours >= LASTED_7D:
                    lasted = 4
                tally.lasted[county, tier, lasted] += 1
    person.flags &= ~(TODAY | STOCKS_UP | closed)
    return k.customer_s + k.line_s * wanted


@njit
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


# -- people without, at any moment --------------------------------------------------------------------------------------


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
                    since = _with(since, tier, runout)
        if person.course_article >= 0:
            tier, runout = np.int64(g.article[person.course_article].tier), np.int64(person.course_runout_h)
            if runout < since[tier]:
                since = _with(since, tier, runout)
        for tier in range(5):
            if since[tier] < t and not (person.flags >> tier) & 1:
                without[max(0, since[tier]), person.municipality, tier] += 1
    return 0


# -- goods ------------------------------------------------------------------------------------------------------------


@kernel
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


@kernel
def ship(first, last, d, g, s):
    """Sites ship articles first … last-1 at the end of working day d; scarcity is shared in proportion."""
    k = g.knobs[0]
    n_pharmacies, n_sites = s.cell.shape[0], s.site_stock.shape[0]
    n_distributors = g.site_of.shape[1]
    arrival = np.empty((n_pharmacies, n_distributors), np.int64)
    for p in range(n_pharmacies):
        for x in range(n_distributors):
            word, _b, _c, _d = philox(p, d * 8 + x, LATE, k.replicate, k.seed_low, k.seed_high)
            day = g.next_workday[d]
            if np.int64(word) < k.late_below:
                day = g.next_workday[day]
            arrival[p, x] = min(day + g.transit_days[d, g.site_of[p, x]], d + RING - 1)
    total = np.zeros((n_sites, last - first), np.int64)
    for p in range(n_pharmacies):
        for a in range(first, last):
            if s.cell[p, a].at_site > 0:
                total[g.site_of[p, g.article[a].distributor], a - first] += s.cell[p, a].at_site
    can = np.zeros((n_sites, last - first), np.int64)
    rest = np.zeros((n_sites, last - first), np.int64)
    for x in range(n_sites):
        for a in range(first, last):
            can[x, a - first] = min(s.site_stock[x, a], total[x, a - first] * g.ship_permille[d, x] // 1000)
            rest[x, a - first] = can[x, a - first]
    for p in range(n_pharmacies):
        for a in range(first, last):
            asked = np.int64(s.cell[p, a].at_site)
            if asked > 0:
                x, n = g.site_of[p, g.article[a].distributor], a - first
                if can[x, n] < total[x, n]:
                    rest[x, n] -= asked * can[x, n] // total[x, n]
    for p in range(n_pharmacies):
        for a in range(first, last):
            asked = np.int64(s.cell[p, a].at_site)
            if asked > 0:
                x, n = g.site_of[p, g.article[a].distributor], a - first
                packs = asked
                if can[x, n] < total[x, n]:
                    packs = asked * can[x, n] // total[x, n]
                    if rest[x, n] > 0 and packs < asked:
                        packs += 1
                        rest[x, n] -= 1
                s.road[arrival[p, g.article[a].distributor] % RING, p, a] += packs
                s.cell[p, a].at_site -= packs
    for x in range(n_sites):
        for a in range(first, last):
            s.site_stock[x, a] -= can[x, a - first]
            s.upstream[(d + k.upstream_days) % UPSTREAM, x, a] += can[x, a - first]
    return 0


@kernel
def balance(first, last, d, g, s, tally):
    """Count packs on shelves and on the road, and people in the backlog, afresh for the ledger. Returns the backlog."""
    packs = 0
    for p in range(first, last):
        county = s.counter[p].county
        for a in range(s.cell.shape[1]):
            packs += s.cell[p, a].stock
            tally.day_group[T.G_PACKS, d, county, g.article[a].group] += s.cell[p, a].stock
        tally.day[d, T.UNREGISTERED_OPEN] += s.counter[p].unregistered
    tally.day[d, T.PHARMACY_PACKS] += packs
    on_road = 0
    for slot in range(RING):
        on_road += np.sum(s.road[slot, first:last])
    tally.day[d, T.TRANSIT_PACKS] += on_road
    backlog = 0
    for i in range(g.person_from[first], g.person_from[last]):
        if s.visit[i] & PENDING:
            backlog += 1
    return backlog
