"""What those do who are not served where they are: compiled, between hours, one pharmacy after the other."""

import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.compiling import inlined, kernel, part
from beredd.dispensing.engine.counter import stop_waiting
from beredd.dispensing.engine.gaps import ask
from beredd.dispensing.engine.queues import first_of, join, most_urgent, put, wait_min
from beredd.dispensing.engine.state import (
    ARTICLE_BITS,
    AVOIDS_HOME,
    LATER,
    LINE_PENDING,
    PENDING,
    REJECTED,
    STOCKS_UP,
    TODAY,
    TURNED_AWAY,
)
from beredd.dispensing.engine.streams import DIVERT
from beredd.dispensing.engine.visits import collected_until, known_hours
from beredd.provenance import below, philox

WAITS_AT_MOST_DAYS = 3
"""Who has something left at home comes back on one of so many days."""


@kernel
def route(t, g, s, tally):
    """Everybody rejected in hour t, in order of pharmacy and of being rejected.

    Who goes elsewhere gets there during the hour and is served from the next one on.
    """
    k = g.knobs[0]
    for p in range(s.counter.shape[0]):
        while s.queue[p, REJECTED].count > 0:
            _decide(g, s, k, first_of(s.queue[p, REJECTED], s.person), p, t, tally)
    return 0


@part
def _serves_next(hours, t):
    """Open and able to hand out something in hour t, and open in the next hour of the same day too."""
    return t % 24 < 23 and hours[t].is_open != 0 and hours[t].rate > 0 and hours[t + 1].is_open != 0


@part
def _would_queue(g, s, k, i, q, t, urgent):
    """Does q serve in the next hour, hand out what person i needs most, and have a queue they would stand in?"""
    return (
        _serves_next(g.hour[q], t) and urgent <= g.hour[q, t].max_tier and wait_min(g, s, k, i, q, t) <= k.patience_min
    )


@inlined
def _best_elsewhere(g, s, k, i, p, t, urgent):
    """The pharmacy with the least way plus queue within reach, -1 when there is none.

    For a customer of the web: as from the main shop of where they live, which itself counts as the nearest.
    """
    base = np.int64(p)
    if s.counter[p].is_web:
        base = np.int64(g.main_shop[s.person[i].municipality])
    best, best_cost = np.int64(-1), np.int64(0)
    if base >= 0:
        nearest = np.int64(g.travel_min[base, 0])
        for x in range(1, g.travel_min.shape[1]):
            nearest = min(nearest, np.int64(g.travel_min[base, x]))
        for x in range(0 if base != p else 1, g.alternatives.shape[1] + 1):
            q = base if x == 0 else np.int64(g.alternatives[base, x - 1])
            travel = nearest if x == 0 else np.int64(g.travel_min[base, x - 1])
            if q >= 0 and travel <= k.max_travel_min and _would_queue(g, s, k, i, q, t, urgent):
                cost = travel + wait_min(g, s, k, i, q, t)
                if best < 0 or cost < best_cost:
                    best, best_cost = q, cost
    return best


@inlined
def _decide(g, s, k, i, p, t, tally):
    person = s.person[i]
    elsewhere_word, back_word, hour_word, days_word = philox(i, t, DIVERT, k.replicate, k.seed_low, k.seed_high)
    urgent = most_urgent(person, s.line, g.article, k.collect_window_h, t)
    holder = np.int64(person.waits_at)
    has_holder = holder >= 0 and holder != p
    avoids = person.flags & AVOIDS_HOME != 0
    person.flags &= ~AVOIDS_HOME
    goes_to = np.int64(-1)
    if has_holder and _would_queue(g, s, k, i, holder, t, urgent):
        goes_to = holder
    else:
        if avoids or has_holder or np.int64(elsewhere_word) < k.divert_below:
            goes_to = _best_elsewhere(g, s, k, i, p, t, urgent)
            if goes_to >= 0:
                tally.hour_county[T.DIVERTED, t, s.counter[p].county] += 1
            elif (avoids or has_holder) and _would_queue(g, s, k, i, p, t, urgent):
                goes_to = np.int64(p)  # nowhere else to go: they queue here after all
        if goes_to >= 0 and person.waits_at >= 0 and person.waits_at != goes_to:
            stop_waiting(s.person, s.line, s.cell, i)
    if goes_to >= 0:
        join(g, s, k, i, goes_to, t)
    else:
        if not person.flags & STOCKS_UP:
            ask(person, s.line, g.article, g.tolerance_h, t, tally.without, tally.past, tally.past_hours)
        hour = np.int64(-1)
        if np.int64(back_word) < k.same_day_below:
            hour = _later_today(known_hours(g, person.home, t // 24), t % 24, hour_word)
        if hour >= 0:
            put(s.queue[person.home, LATER + hour], s.person, i)
            tally.hour_county[T.COMES_BACK, t, s.counter[p].county] += 1
        else:
            _turn_away(g, s, k, i, s.counter[p].county, t, days_word, tally)


@part
def _later_today(hours, h, word):
    """One of the hours known to be open from two hours on, -1 when there is none."""
    n = 0
    for later in range(h + 2, 24):
        n += (hours >> later) & 1
    if n == 0:
        return np.int64(-1)
    left = below(word, n)
    for later in range(h + 2, 24):
        if (hours >> later) & 1:
            if left == 0:
                return np.int64(later)
            left -= 1
    return np.int64(-1)


@part
def _turn_away(g, s, k, i, county, t, days_word, tally):
    """Another day: the next, or who has something left one of the next. One who only stocks up gives it up."""
    person, d = s.person[i], t // 24
    tally.hour_county[T.TURNED_AWAY, t, county] += 1
    if person.flags & STOCKS_UP:
        person.flags &= ~(TODAY | STOCKS_UP)
    else:
        if not person.flags & TURNED_AWAY:
            tally.hour_county[T.PEOPLE_TURNED_AWAY, t, county] += 1
            tally.day_age[T.A_TURNED_AWAY, d, person.age] += 1
        person.flags = (person.flags & ~TODAY) | TURNED_AWAY
        if not s.visit[i] & PENDING:
            tally.day[d, T.ENTERED] += 1
        days = 1
        if _first_runout(g, s, k, i, t) >= 24 * (d + 1 + WAITS_AT_MOST_DAYS):
            days += below(days_word, WAITS_AT_MOST_DAYS)
        s.visit[i] = PENDING | (d + days)


@part
def _first_runout(g, s, k, i, t):
    """The hour at which the first of what person i came for runs out."""
    person = s.person[i]
    first = np.int64(1) << 40
    if person.course_article >= 0:
        first = np.int64(person.course_runout_h)
    lead_h = 24 * np.int64(person.lead_days)
    for n in range(person.line_from, person.line_from + person.n_lines):
        early = np.int64(g.article[s.line[n].what & ARTICLE_BITS].early_h)
        until = collected_until(early, 0, lead_h, k.collect_window_h, False, t // 24)
        if s.line[n].what & LINE_PENDING or s.line[n].runout_h < until:
            first = min(first, np.int64(s.line[n].runout_h))
    return first
