"""One person at the counter, compiled: `ReferenceChain.serve` and what it calls, in one function that is never left."""

import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.compiling import inlined, part
from beredd.dispensing.engine.gaps import note_gaps, out_since
from beredd.dispensing.engine.plan import NEVER, ORDER_HOUR
from beredd.dispensing.engine.state import (
    ARTICLE_BITS,
    ASKED,
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
    TURNED_AWAY,
)
from beredd.dispensing.engine.streams import STOCKOUT
from beredd.dispensing.engine.visits import collected_until, planned_day
from beredd.provenance import philox

LASTED_6H, LASTED_1D, LASTED_3D, LASTED_7D = T.LASTED_BELOW_H
FAR = np.int64(NEVER) * 24


@part
def stop_waiting(person, line, cell, i):
    """Cancel what the person has on order for them."""
    one = person[i]
    p = one.waits_at
    for n in range(one.line_from, one.line_from + one.n_lines):
        if line[n].what & LINE_WAITING:
            cell[p, line[n].what & ARTICLE_BITS].waiting -= 1
            line[n].what &= ~LINE_WAITING
    if one.flags & COURSE_WAITING and one.course_article >= 0:
        cell[p, one.course_article].waiting -= 1
        one.flags &= ~COURSE_WAITING
    one.waits_at = -1


@part
def _instead(cells, article, a):
    """Another article of the same exchange set that is on this shelf and nobody waits for, -1 when there is none."""
    b = np.int64(article[a].exchange_next)
    while b >= 0 and b != a:
        if cells[b].stock > cells[b].waiting:
            return b
        b = np.int64(article[b].exchange_next)
    return np.int64(-1)


@inlined
def serve(g, s, k, i, p, t, tally):
    """Hand out what can be handed out to person i. Returns the pharmacist's seconds."""
    d = t // 24
    person, counter, now = s.person[i], s.counter[p], g.hour[p, t]
    place = person.municipality
    county = g.county_of[place]
    first_line = np.int64(person.line_from)
    last_line = first_line + person.n_lines
    stocks_up = person.flags & STOCKS_UP != 0
    lead_h = 24 * np.int64(person.lead_days)
    since = out_since(person, s.line, g.article, t)
    note_gaps(since, person, g.tolerance_h, t, True, tally.without, tally.past, tally.past_hours)
    bought = T.ON_THE_WEB if counter.is_web else T.OWN_PHARMACY if person.home == p else T.OTHER_PHARMACY

    wanted, missing, shelf_missing, urgent_missing, is_return = 0, 0, 0, False, False
    due, slack = FAR, np.int64(0)
    out_after = np.int64(0)
    for n in range(first_line, last_line + 1):
        is_course = n == last_line
        if is_course:
            a, runout = np.int64(person.course_article), np.int64(person.course_runout_h)
            was_pending, waits = person.flags & COURSE_PENDING != 0, person.flags & COURSE_WAITING != 0
        else:
            a, runout = np.int64(s.line[n].what & ARTICLE_BITS), np.int64(s.line[n].runout_h)
            was_pending, waits = s.line[n].what & LINE_PENDING != 0, s.line[n].what & LINE_WAITING != 0
        if a >= 0:
            article = g.article[a]
            early, tier, group = np.int64(article.early_h), np.int64(article.tier), article.group
            until = collected_until(early, np.int64(article.stock_up_h), lead_h, k.collect_window_h, stocks_up, d)
            is_filled = False
            if is_course or was_pending or runout < until:
                wanted += 1
                if was_pending:
                    is_return = True
                else:
                    tally.day_group[T.G_REQUESTED, d, county, group] += 1
                    tally.place_lines[0, d, place, tier] += 1
                    tally.day_age[T.A_REQUESTED, d, person.age] += 1
                blocked = tier > now.max_tier or (now.needs_phone != 0 and counter.phone_left < k.phone_min)
                given = a
                if not blocked and s.cell[p, a].stock <= (0 if waits else s.cell[p, a].waiting):
                    given = _instead(s.cell[p], g.article, a)
                if blocked or given < 0:
                    missing += 1
                    if not blocked:
                        shelf_missing += 1
                        urgent_missing = urgent_missing or tier <= 1
                    if is_course:
                        person.flags |= COURSE_PENDING if blocked else COURSE_PENDING | COURSE_SHELF
                    else:
                        s.line[n].what |= LINE_PENDING if blocked else LINE_PENDING | LINE_SHELF
                else:
                    is_filled = True
                    s.cell[p, given].stock -= 1
                    tally.day_group[T.G_DISPENSED, d, county, group] += 1
                    if given != a:
                        tally.day_group[T.G_EXCHANGED, d, county, group] += 1
                    if not was_pending:
                        tally.day_group[T.G_FIRST, d, county, group] += 1
                    tally.place_lines[1, d, place, tier] += 1
                    tally.day_age[T.A_DISPENSED, d, person.age] += 1
                    tally.day_owner[bought, d, counter.owner] += 1
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
                        if s.line[n].what & LINE_WAITING:
                            s.cell[p, a].waiting -= 1
                        runout = max(runout, t + (k.web_ship_h if counter.is_web else 0)) + article.pack_h
                        s.line[n].what = a
                        s.line[n].runout_h = runout
            if not (is_course and is_filled) and runout <= t and article.for_people:
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
                stop_waiting(s.person, s.line, s.cell, i)
            if p == person.home:
                person.flags |= AVOIDS_HOME
            else:
                person.flags &= ~AVOIDS_HOME
            s.visit[i] = PENDING | (d + 1)
        else:
            for n in range(first_line, last_line):
                if s.line[n].what & LINE_SHELF and not s.line[n].what & LINE_WAITING:
                    s.line[n].what |= LINE_WAITING
                    s.cell[p, s.line[n].what & ARTICLE_BITS].waiting += 1
            if person.flags & COURSE_SHELF and not person.flags & COURSE_WAITING:
                person.flags |= COURSE_WAITING
                s.cell[p, person.course_article].waiting += 1
            person.waits_at = p
            ordered = d if g.is_workday[d] and t % 24 < ORDER_HOUR else g.next_workday[d]
            s.visit[i] = PENDING | (g.next_workday[ordered] + 1)
        for n in range(first_line, last_line):
            s.line[n].what &= ~LINE_SHELF
        person.flags &= ~COURSE_SHELF
    elif missing > 0:
        s.visit[i] = PENDING | (d + 1)
    else:
        person.waits_at = -1
        if due == FAR:
            s.visit[i] = NEVER
        else:
            home = np.int64(person.home)
            s.visit[i] = planned_day(
                i,
                due // 24,
                slack // 24,
                d + 1,
                g.is_workday,
                g.hours_as,
                k.start_weekday,
                g.opens_h[home],
                g.closes_h[home],
                k.avoids_weekend_below,
            )
    if wanted > 0 and not is_return:
        tally.day[d, T.CUSTOMERS] += 1
        tally.day_age[T.A_CUSTOMERS, d, person.age] += 1
        if missing == 0:
            tally.day[d, T.ALL_FIRST] += 1
    for tier in range(5):
        if since[tier] < t and not (out_after >> tier) & 1:
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
    if missing > 0:
        person.flags |= ASKED
        person.asked_h = t
    else:
        person.flags &= ~(ASKED | TURNED_AWAY)
    person.flags &= ~(TODAY | STOCKS_UP)
    return k.customer_s + k.line_s * wanted
