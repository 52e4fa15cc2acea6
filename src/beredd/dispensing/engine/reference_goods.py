"""Packs on their way in plain Python: from manufacturers to sites, from sites to shelves, and the books."""

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.plan import RING, UPSTREAM
from beredd.dispensing.engine.reference_state import ReferenceState
from beredd.dispensing.engine.streams import LATE
from beredd.provenance import philox_plain


def same_share(wanted: list[int], able: int, d: int) -> list[int]:
    """What is moved of each article on day d: all of it, or the same share of each and `able` packs in all.

    Fractions add up from article to article, from another beginning each day, and make a pack when they pass a whole.
    """
    total = sum(wanted)
    if total <= able:
        return wanted
    moved, passed, turn = [], 0, d * able % total
    for packs in wanted:
        moved.append(((passed + packs) * able + turn) // total - (passed * able + turn) // total)
        passed += packs
    return moved


class ReferenceGoods(ReferenceState):
    """The half of `ReferenceChain` that moves packs."""

    def receive(self, p: int, d: int, hour: int) -> None:
        """The day's deliveries of this hour go onto the shelf, unless the pharmacy cannot receive."""
        if not self.conditions.can_receive[d, p]:
            return
        w = self.world
        for a in range(self.n_articles):
            if int(w.delivery_h[p, w.article_distributor[a]]) == hour:
                packs = self.road[d % RING][p][a]
                self.road[d % RING][p][a] = 0
                self.stock[p][a] += packs
                self.on_order[p][a] -= packs
                self.tally.day[d, T.DELIVERED] += packs
                self.tally.day_group[T.G_DELIVERED, d, w.pharmacy_county[p], w.article_group[a]] += packs

    def order(self, p: int, d: int, t: int) -> None:
        """Every cell at or below its reorder point orders up to S, and withdraws what is beyond S and not yet shipped.

        A pharmacy that has stopped sends nothing.
        """
        w, c = self.world, self.conditions
        if c.is_open[p, t] and c.rate_permille[p, t] == 0:
            return
        for a in range(self.n_articles):
            if not c.can_order[d, w.pharmacy_site[p, w.article_distributor[a]]]:
                continue
            position = self.stock[p][a] + self.on_order[p][a]
            if w.counts_waiting or self.up_to[p][a] == 0:
                position -= self.waiting[p][a]
            packs = 0
            if position <= self.reorder_at[p][a]:
                packs = self.up_to[p][a] - position
            elif position > self.up_to[p][a]:
                packs = -min(self.at_site[p][a], position - self.up_to[p][a])
            self.on_order[p][a] += packs
            self.at_site[p][a] += packs
            self.tally.day[d, T.ORDERED] += max(0, packs)

    def inflow_arrives(self, d: int) -> None:
        """What manufacturers send reaches the sites, as much as a site can receive.

        While inflow of an article is disturbed its share of what is due comes, and the rest is held back until it is
        whole again. What a site cannot receive waits likewise.
        """
        by_article, c = self.conditions.article_inflow_permille[d], self.conditions
        for s in range(self.n_sites):
            due, self.upstream[d % UPSTREAM][s] = self.upstream[d % UPSTREAM][s], [0] * self.n_articles
            sent = []
            for a in range(self.n_articles):
                whole = int(c.inflow_permille[d, s]) * int(by_article[a])
                sent.append(due[a] + self.held[s][a] if whole >= 1_000_000 else due[a] * whole // 1_000_000)
            for a, come in enumerate(same_share(sent, self.site_in[s], d)):
                self.held[s][a] += due[a] - come
                self.site_stock[s][a] += come
                self.tally.day[d, T.INFLOW] += come

    def end_day(self, d: int) -> None:
        """Undelivered goods wait for tomorrow, sites ship, and the books are balanced."""
        for p in range(self.n_pharmacies):
            for a in range(self.n_articles):
                self.road[(d + 1) % RING][p][a] += self.road[d % RING][p][a]
                self.road[d % RING][p][a] = 0
        if self.is_workday(d):
            for s in range(self.n_sites):
                self.ship(s, d)
        self.balance(d)

    def ship(self, s: int, d: int) -> None:
        """What is ordered leaves site s, as much as it can do; in scarcity each pharmacy gets its share.

        What was asked for since the last working day is ordered from manufacturers, shipped or not.
        """
        w, c = self.world, self.conditions
        orders = [
            [
                (p, self.at_site[p][a])
                for p in range(self.n_pharmacies)
                if w.pharmacy_site[p, w.article_distributor[a]] == s and self.at_site[p][a] > 0
            ]
            for a in range(self.n_articles)
        ]
        can = [min(self.site_stock[s][a], sum(n for _, n in orders[a])) for a in range(self.n_articles)]
        able = self.site_out[s] * int(c.ship_permille[d, s]) // 1000
        latest = self.next_workday(self.next_workday(d)) + int(c.transit_days[d, s])
        if latest > d + RING - 1:
            able = 0  # the road is shut for longer than goods on it are followed: nothing is loaded
        can = same_share(can, able, d)
        for a in range(self.n_articles):
            total = sum(n for _, n in orders[a])
            packs = {p: n * can[a] // total for p, n in orders[a]}
            rest, begins = can[a] - sum(packs.values()), self.turn[s][a]
            for p, n in sorted(orders[a], key=lambda order: (order[0] < begins, order[0])):
                if rest > 0 and packs[p] < n:
                    packs[p] += 1
                    rest -= 1
                    self.turn[s][a] = p + 1
            for p, _ in orders[a]:
                word = philox_plain(p, d * 8 + int(w.article_distributor[a]), LATE, self.replicate, *self.key)[0]
                day = self.next_workday(d)
                if word < w.late_below:
                    day = self.next_workday(day)
                self.road[(day + int(c.transit_days[d, s])) % RING][p][a] += packs[p]
                self.at_site[p][a] -= packs[p]
            self.site_stock[s][a] -= can[a]
            new = max(0, total - self.owed[s][a])
            self.owed[s][a] += new - can[a]
            self.upstream[(d + w.upstream_days) % UPSTREAM][s][a] += new

    def open_books(self) -> None:
        """What there is when the run begins."""
        packs = sum(map(sum, self.stock)) + sum(map(sum, self.site_stock)) + sum(sum(map(sum, x)) for x in self.road)
        pending_lines = sum(line.is_pending for x in self.people for line in x.lines)
        self.tally.opening[:] = (packs, sum(x.is_pending for x in self.people), pending_lines)

    def balance(self, d: int) -> None:
        """Count every pack, every person in the backlog and every pending line afresh; the errors must be zero."""
        day = self.tally.day
        shelf, site = sum(map(sum, self.stock)), sum(map(sum, self.site_stock))
        road = sum(sum(map(sum, slot)) for slot in self.road)
        day[d, T.PHARMACY_PACKS], day[d, T.DISTRIBUTOR_PACKS], day[d, T.TRANSIT_PACKS] = shelf, site, road
        inflow = int(day[: d + 1, T.INFLOW].sum())
        packs_before, backlog_before, pending_before = (int(x) for x in self.tally.opening)
        day[d, T.PACKS_ERROR] = abs(packs_before + inflow - self.dispensed - shelf - site - road)
        backlog = sum(x.is_pending for x in self.people)
        entered, left = int(day[: d + 1, T.ENTERED].sum()), int(day[: d + 1, T.LEFT].sum())
        people_error = abs(backlog_before + entered - left - backlog)
        pending_lines = sum(line.is_pending for x in self.people for line in x.lines)
        requested = int(self.tally.day_group[T.G_REQUESTED].sum())
        day[d, T.LINES_ERROR] = people_error + abs(pending_before + requested - self.dispensed - pending_lines)
        day[d, T.UNREGISTERED_OPEN] = sum(self.unregistered)
        w = self.world
        for p in range(self.n_pharmacies):
            for a in range(self.n_articles):
                self.tally.day_group[T.G_PACKS, d, w.pharmacy_county[p], w.article_group[a]] += self.stock[p][a]
