"""Lists of people at a pharmacy, linked through `person.next`: who is in them, who goes first, how long it takes."""

import numpy as np

from beredd.dispensing.engine.compiling import part
from beredd.dispensing.engine.state import ARTICLE_BITS, LINE_PENDING, ORDINARY, STOCKS_UP, URGENT
from beredd.dispensing.engine.visits import collected_until


@part
def put(queue, person, i):
    """Person i becomes the last of the list."""
    person[i].next = -1
    if queue.count == 0:
        queue.head = i
    else:
        person[queue.tail].next = i
    queue.tail = i
    queue.count += 1


@part
def first_of(queue, person):
    """The first of a list that is not empty, taken out of it."""
    i = np.int64(queue.head)
    queue.head = person[i].next
    queue.count -= 1
    return i


@part
def most_urgent(person, line, article, collect_window_h, t):
    """The lowest tier among the lines a person comes for; 4 when there is none."""
    best = 4
    stocks_up = person.flags & STOCKS_UP != 0
    lead_h, day = 24 * np.int64(person.lead_days), t // 24
    for n in range(person.line_from, person.line_from + person.n_lines):
        a = article[line[n].what & ARTICLE_BITS]
        until = collected_until(np.int64(a.early_h), np.int64(a.stock_up_h), lead_h, collect_window_h, stocks_up, day)
        if line[n].what & LINE_PENDING or line[n].runout_h < until:
            best = min(best, np.int64(a.tier))
    if person.course_article >= 0:
        best = min(best, np.int64(article[person.course_article].tier))
    return best


@part
def goes_first(g, s, k, i, p, t):
    """Where work is slowed, those who need something most urgent are let in before the others."""
    if g.hour[p, t].rate >= 1000 or k.urgent_first_tier < 0:
        return False
    return most_urgent(s.person[i], s.line, g.article, k.collect_window_h, t) <= k.urgent_first_tier


@part
def wait_min(g, s, k, i, p, t):
    """Expected waiting time in minutes for person i if they join the queue at p now; p works."""
    before = np.int64(s.queue[p, URGENT].count)
    if s.queue[p, ORDINARY].count > 0 and not goes_first(g, s, k, i, p, t):
        before += s.queue[p, ORDINARY].count
    return before * k.visit_s * 60_000 // (np.int64(g.budget_s[p, t // 24]) * g.hour[p, t].rate)


@part
def join(g, s, k, i, p, t):
    """Person i queues at p from hour t on."""
    s.person[i].queued_h = t % 24
    put(s.queue[p, URGENT if goes_first(g, s, k, i, p, t) else ORDINARY], s.person, i)
