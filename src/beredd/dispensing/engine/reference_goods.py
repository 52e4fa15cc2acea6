"""Packs on their way in plain Python: from manufacturers to sites, from sites to shelves, and the books."""

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.plan import RING, UPSTREAM
from beredd.dispensing.engine.streams import LATE
from beredd.provenance import philox_plain


class ReferenceGoods:
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
        """Every cell at or below its reorder point orders up to S; a pharmacy that has stopped sends nothing."""
        w, c = self.world, self.conditions
        if c.is_open[p, t] and c.rate_permille[p, t] == 0:
            return
        for a in range(self.n_articles):
            if not c.can_order[d, w.pharmacy_site[p, w.article_distributor[a]]]:
                continue
            position = self.stock[p][a] + self.on_order[p][a]
            if w.counts_waiting or self.up_to[p][a] == 0:
                position -= self.waiting[p][a]
            if position <= self.reorder_at[p][a]:
                packs = self.up_to[p][a] - position
                self.on_order[p][a] += packs
                self.at_site[p][a] += packs
                self.tally.day[d, T.ORDERED] += packs

    def inflow_arrives(self, d: int) -> None:
        """Upstream deliveries to the sites; what a disturbed inflow holds back comes the day after."""
        slot, after = d % UPSTREAM, (d + 1) % UPSTREAM
        for s in range(self.n_sites):
            for a in range(self.n_articles):
                packs = self.upstream[slot][s][a]
                come = packs * int(self.conditions.inflow_permille[d, s]) // 1000
                self.upstream[slot][s][a] = 0
                self.upstream[after][s][a] += packs - come
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
                for a in range(self.n_articles):
                    self.ship(s, a, d)
        self.balance(d)

    def ship(self, s: int, a: int, d: int) -> None:
        """What is ordered of article a leaves site s; in scarcity each pharmacy gets its share of what there is."""
        w, c = self.world, self.conditions
        distributor = int(w.article_distributor[a])
        orders = [
            p for p in range(self.n_pharmacies) if w.pharmacy_site[p, distributor] == s and self.at_site[p][a] > 0
        ]
        total = sum(self.at_site[p][a] for p in orders)
        can = min(self.site_stock[s][a], total * int(c.ship_permille[d, s]) // 1000)
        if can == 0:
            return
        packs = {p: self.at_site[p][a] * can // total for p in orders}
        rest = can - sum(packs.values())
        for p in orders:
            if rest > 0 and packs[p] < self.at_site[p][a]:
                packs[p] += 1
                rest -= 1
        for p in orders:
            word = philox_plain(p, d * 8 + distributor, LATE, self.replicate, *self.key)[0]
            day = self.next_workday(d)
            if word < w.late_below:
                day = self.next_workday(day)
            day = min(day + int(c.transit_days[d, s]), d + RING - 1)
            self.road[day % RING][p][a] += packs[p]
            self.at_site[p][a] -= packs[p]
        self.site_stock[s][a] -= can
        self.upstream[(d + w.upstream_days) % UPSTREAM][s][a] += can

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
