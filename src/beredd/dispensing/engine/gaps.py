"""People without, and people past their limit: intervals noted at every visit, compiled.

Between visits nothing is written. When a person is at a counter, asks for the first time, or the tallies are read, the
hours since they were last accounted for are noted as intervals: from the run-out of the tier's oldest line (without),
and from the end of what the tier tolerates, but not before they asked (past the limit). The last column is the person,
counted once.
"""

from typing import Final

import numpy as np

from beredd.dispensing.engine.compiling import kernel, part
from beredd.dispensing.engine.state import ARTICLE_BITS, ASKED

ANY_TIER: Final = 5


@part
def replaced(values, index, value):
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


@part
def out_since(person, line, article, t):
    """Tier by tier the hour since which the person has been without something of it; t where nothing is missing."""
    none = np.int64(t)
    since = (none, none, none, none, none)
    for n in range(person.line_from, person.line_from + person.n_lines):
        runout = np.int64(line[n].runout_h)
        if runout < t:
            a = article[line[n].what & ARTICLE_BITS]
            tier = np.int64(a.tier)
            if a.for_people and runout < since[tier]:
                since = replaced(since, tier, runout)
    if person.course_article >= 0:
        a = article[person.course_article]
        tier, runout = np.int64(a.tier), np.int64(person.course_runout_h)
        if a.for_people and runout < since[tier]:
            since = replaced(since, tier, runout)
    return since


@part
def note_gaps(since, person, tolerance_h, t, ends, without, past, past_hours):
    """Note the intervals up to hour t of a person who has been without since `since`; `ends`: they end at t."""
    place = person.municipality
    asked = person.flags & ASKED != 0
    accounted = np.int64(person.asked_h) if asked else np.int64(-(1 << 20))
    first, first_past = np.int64(t), np.int64(t)
    for tier in range(5):
        start = max(0, accounted, since[tier])
        if start < t:
            first = min(first, start)
            without[start, place, tier] += 1
            if ends:
                without[t, place, tier] -= 1
            start = max(start, since[tier] + tolerance_h[tier])
            if asked and start < t:
                first_past = min(first_past, start)
                past[start, place, tier] += 1
                past_hours[person.age, tier] += t - start
                if ends:
                    past[t, place, tier] -= 1
    if first < t:
        without[first, place, ANY_TIER] += 1
        if ends:
            without[t, place, ANY_TIER] -= 1
    if first_past < t:
        past[first_past, place, ANY_TIER] += 1
        past_hours[person.age, ANY_TIER] += t - first_past
        if ends:
            past[t, place, ANY_TIER] -= 1


@part
def ask(person, line, article, tolerance_h, t, without, past, past_hours):
    """The person has asked, or could not: from now on hours past the limit count."""
    if not person.flags & ASKED:
        since = out_since(person, line, article, t)
        note_gaps(since, person, tolerance_h, t, True, without, past, past_hours)
        person.flags |= ASKED
        person.asked_h = t


@kernel
def note_open_gaps(first, last, t, g, s, without, past, past_hours):
    """Add those of pharmacies first … last-1 who are without at t, from when they were last accounted for."""
    for i in range(g.person_from[first], g.person_from[last]):
        person = s.person[i]
        since = out_since(person, s.line, g.article, t)
        note_gaps(since, person, g.tolerance_h, t, False, without, past, past_hours)
    return 0
