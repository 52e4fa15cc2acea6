"""Packs on their way, compiled: from manufacturers to sites, from sites to shelves, and the books."""

import numpy as np
from numba import njit

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.compiling import fetch, inlined, kernel, part
from beredd.dispensing.engine.plan import RING, UPSTREAM
from beredd.dispensing.engine.state import COURSE_PENDING, LINE_PENDING
from beredd.dispensing.engine.streams import LATE
from beredd.provenance import philox


@inlined
def receive(g, s, p, d, hour, tally):
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
def order(g, s, k, p, d, tally):
    """Every cell at or below its reorder point orders up to S, and withdraws what is beyond S and not yet shipped."""
    ordered = 0
    for a in range(s.cell.shape[1]):
        cell = s.cell[p, a]
        position = cell.stock + cell.on_order
        if k.counts_waiting or cell.up_to == 0:
            position -= cell.waiting
        packs = np.int64(0)
        if position <= cell.reorder_at:
            packs = np.int64(cell.up_to - position)
        elif position > cell.up_to:
            packs = np.int64(-min(cell.at_site, position - cell.up_to))
        if packs != 0 and g.can_order[d, g.site_of[p, g.article[a].distributor]]:
            cell.on_order += packs
            cell.at_site += packs
            ordered += max(0, packs)
    tally.day[d, T.ORDERED] += ordered


@kernel
def inflow(d, g, s, tally):
    """What manufacturers send reaches the sites, as much as a site can receive.

    While inflow of an article is disturbed its share of what is due comes, and the rest is held back until it is whole
    again. What a site cannot receive waits likewise.
    """
    slot = d % UPSTREAM
    for x in range(s.site_stock.shape[0]):
        offered = np.int64(0)
        for a in range(s.site_stock.shape[1]):
            offered += _comes(g, s, d, slot, x, a)
        before = np.int64(0)
        for a in range(s.site_stock.shape[1]):
            sent = _comes(g, s, d, slot, x, a)
            come = part_of_all(sent, before, offered, g.site_in[x], d)
            before += sent
            s.held[x, a] += s.upstream[slot, x, a] - come
            s.upstream[slot, x, a] = 0
            s.site_stock[x, a] += come
            tally.day[d, T.INFLOW] += come
    return 0


@part
def part_of_all(packs, before, wanted, able, d):
    """What is moved of an article on day d when `able` of `wanted` packs can be; `before`: those of articles before it.

    Every article gets the same share and `able` are moved in all. Which get the whole pack that their fractions make
    is another from day to day, so that nothing that is asked for one at a time is left for ever.
    """
    if wanted <= able:
        return packs
    turn = d * able % wanted
    return ((before + packs) * able + turn) // wanted - (before * able + turn) // wanted


@part
def _comes(g, s, d, slot, x, a):
    """What manufacturers send of article a to site x on day d."""
    whole = np.int64(g.inflow_permille[d, x]) * g.article_inflow_permille[d, a]
    if whole >= 1_000_000:
        return s.upstream[slot, x, a] + s.held[x, a]
    return s.upstream[slot, x, a] * whole // 1_000_000


@kernel
def add_orders(first, last, g, s, total):
    """What is ordered of articles first … last-1 at each site, into `total` (S, K)."""
    for x in range(total.shape[0]):
        for a in range(first, last):
            total[x, a] = 0
    for p in range(s.cell.shape[0]):
        for a in range(first, last):
            if s.cell[p, a].at_site > 0:
                total[g.site_of[p, g.article[a].distributor], a] += s.cell[p, a].at_site
    return 0


@kernel
def share_out(d, g, s, total, can):
    """What leaves each site of each article, into `can`: what is there and ordered, within what the site can do.

    Where the road is shut for longer than goods on it are followed, nothing is loaded.
    """
    latest = g.next_workday[g.next_workday[d]] - d
    for x in range(total.shape[0]):
        wanted = np.int64(0)
        for a in range(total.shape[1]):
            can[x, a] = min(s.site_stock[x, a], total[x, a])
            wanted += can[x, a]
        able = g.site_out[x] * g.ship_permille[d, x] // 1000
        if latest + g.transit_days[d, x] > RING - 1:
            able = np.int64(0)
        before = np.int64(0)
        for a in range(total.shape[1]):
            packs = can[x, a]
            can[x, a] = part_of_all(packs, before, wanted, able, d)
            before += packs
    return 0


@njit(cache=True, nogil=True)
def ship(first, last, d, g, s, total, can):
    """Articles first … last-1 leave the sites at the end of working day d, in proportion; what is left over by turns.

    What was asked for since the last working day is ordered from manufacturers, shipped or not.
    """
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
            arrival[p, x] = day + g.transit_days[d, g.site_of[p, x]]
            s.road_used[arrival[p, x] % RING] = 1
    rest = can[:, first:last].copy()
    for p in range(n_pharmacies):
        for a in range(first, last):
            asked = np.int64(s.cell[p, a].at_site)
            if asked > 0:
                x = g.site_of[p, g.article[a].distributor]
                packs = asked * can[x, a] // total[x, a]
                rest[x, a - first] -= packs
                s.road[arrival[p, g.article[a].distributor] % RING, p, a] += packs
                s.cell[p, a].at_site -= packs
    for x in range(n_sites):
        for a in range(first, last):
            if rest[x, a - first] > 0:
                _left_over(g, s, x, a, rest[x, a - first], arrival)
            s.site_stock[x, a] -= can[x, a]
            new = max(0, total[x, a] - s.owed[x, a])
            s.owed[x, a] += new - can[x, a]
            s.upstream[(d + k.upstream_days) % UPSTREAM, x, a] += new
    return 0


@part
def _left_over(g, s, x, a, packs, arrival):
    """Send `packs` single packs of article a from site x to pharmacies that still ask for it, by turns."""
    n_pharmacies, distributor, begins = s.cell.shape[0], g.article[a].distributor, np.int64(s.turn[x, a])
    for n in range(n_pharmacies):
        p = (begins + n) % n_pharmacies
        if packs > 0 and s.cell[p, a].at_site > 0 and g.site_of[p, distributor] == x:
            s.road[arrival[p, distributor] % RING, p, a] += 1
            s.cell[p, a].at_site -= 1
            packs -= 1
            s.turn[x, a] = p + 1


SCANNED = 64
"""People whose need is looked at in one stroke."""


@part
def _whose_need_is_not_met(s, start, end, room):
    """List those of start … end-1 in the backlog; returns how many."""
    n = 0
    for some in range(start, end, SCANNED):
        until = min(some + SCANNED, end)
        here = 0
        for i in range(some, until):  # added up without a branch: most of so few have nobody
            here += s.visit[i] >> 15
        if here > 0:
            for i in range(some, until):
                room.person[n] = i
                n += s.visit[i] >> 15
    return n


@part
def _pending_lines(person, line):
    """How many lines this person has asked for and not received, the course among them."""
    n_pending = 0
    for n in range(person.line_from, person.line_from + person.n_lines):
        n_pending += line[n].what & LINE_PENDING != 0
    if person.course_article >= 0 and person.flags & COURSE_PENDING:
        n_pending += 1
    return n_pending


@kernel
def backlog(first, last, g, s, room):
    """(people whose need is not met, their pending lines) among the people of pharmacies first … last-1."""
    people, pending_lines = 0, 0
    for p in range(first, last):
        n = _whose_need_is_not_met(s, g.person_from[p], g.person_from[p + 1], room)
        for x in range(n):
            fetch(s.person, room.person[x])
        for x in range(n):
            fetch(s.line, s.person[room.person[x]].line_from)
        for x in range(n):
            pending_lines += _pending_lines(s.person[room.person[x]], s.line)
        people += n
    return people, pending_lines


@kernel
def balance(first, last, d, g, s, tally, room):
    """Count packs, people in the backlog and their pending lines afresh for the ledger. Returns (people, lines)."""
    packs = 0
    for p in range(first, last):
        county = s.counter[p].county
        in_group, group = np.int64(0), np.int64(0)
        for a in range(s.cell.shape[1]):
            if g.article[a].group != group:  # articles of a group stand mostly together
                tally.day_group[T.G_PACKS, d, county, group] += in_group
                packs += in_group
                in_group, group = np.int64(0), np.int64(g.article[a].group)
            in_group += s.cell[p, a].stock
        tally.day_group[T.G_PACKS, d, county, group] += in_group
        packs += in_group
        tally.day[d, T.UNREGISTERED_OPEN] += s.counter[p].unregistered
    tally.day[d, T.PHARMACY_PACKS] += packs
    on_road = 0
    for slot in range(RING):
        if s.road_used[slot]:
            for p in range(first, last):
                for a in range(s.cell.shape[1]):
                    on_road += s.road[slot, p, a]
    tally.day[d, T.TRANSIT_PACKS] += on_road
    return backlog(first, last, g, s, room)
