"""When a person comes and what they collect then: the calendar as people know it, compiled."""

import numpy as np

from beredd.dispensing.engine.compiling import part


@part
def collected_until(early_h, stock_up_h, lead_h, window_h, stocks_up, day):
    """A line is collected on `day` when its run-out lies before this hour: within the habit, and the law's third."""
    if stocks_up:
        return 24 * day + stock_up_h + 1
    return 24 * (day + 1) + min(early_h, lead_h + window_h)


@part
def is_rest(day, is_workday, start_weekday):
    """Is the day a weekend or a holiday? Beyond what the calendar tells, weeks are ordinary."""
    if 0 <= day < is_workday.shape[0]:
        return is_workday[day] == 0
    return (start_weekday + day) % 7 >= 5


@part
def is_usually_shut(day, hours_as, start_weekday, opens, closes):
    """Is a pharmacy with these (7,) usual hours shut on that day? What events do to it nobody knows beforehand."""
    weekday = np.int64(hours_as[day]) if 0 <= day < hours_as.shape[0] else (start_weekday + day) % 7
    return opens[weekday] >= closes[weekday]


@part
def planned_day(i, day, slack_days, earliest, is_workday, hours_as, start_weekday, opens, closes, avoids_below):
    """The day on which person i comes when a line is due on `day`.

    Who avoids days off, or finds the pharmacy shut, comes on a working day of their own before, one to five back, or
    else on the nearest possible day before; `slack_days` is how much earlier the line may be collected. Who cannot come
    earlier comes on the day itself; if the pharmacy is shut, on the first day it is not.
    """
    mixed = (np.uint64(i) * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    avoids = mixed < np.uint64(avoids_below)
    is_shut = is_usually_shut(day, hours_as, start_weekday, opens, closes)
    if is_shut or (avoids and is_rest(day, is_workday, start_weekday)):
        first = max(earliest, day - slack_days)
        left = 5 - np.int64(mixed % np.uint64(5))
        nearest = day
        c = day
        while c > first:
            c -= 1
            shut = is_usually_shut(c, hours_as, start_weekday, opens, closes)
            rest = is_rest(c, is_workday, start_weekday)
            if nearest == day and not shut and not (avoids and rest):
                nearest = c
            if not rest and not shut:
                left -= 1
                if left == 0:
                    return c
        day = nearest
    return max(day, earliest)


@part
def known_hours(g, p, d):
    """The hours in which people expect pharmacy p to be open on day d, as 24 bits.

    Those in which it is open; when it is never open that day, its usual ones, and people stand before a shut door.
    """
    mask = np.int64(0)
    for h in range(24):
        if g.hour[p, 24 * d + h].is_open:
            mask |= np.int64(1) << h
    if mask == 0:
        weekday = np.int64(g.hours_as[d])
        for h in range(g.opens_h[p, weekday], g.closes_h[p, weekday]):
            mask |= np.int64(1) << h
    return mask
