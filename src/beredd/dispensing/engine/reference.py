"""The dispensing chain hour by hour in plain Python: slow, literal, and the one to believe.

Reads like docs/explanation/dispensing-model.md, section by section. `kernels.py` must agree with every tally to the
integer on any network (tests/dispensing/engine/test_agreement.py).
"""

from dataclasses import dataclass

import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.plan import MU_ONE, NEVER, ORDER_HOUR, RING, UPSTREAM, World
from beredd.dispensing.engine.reference_population import Line, Person, collected_until, first_due, visit_day
from beredd.dispensing.engine.streams import ARRIVAL, COURSE, COURSES_PER_DAY, DIVERT, EARLY, LATE, STOCKOUT
from beredd.dispensing.scenarios import Conditions
from beredd.provenance import below_plain, philox_plain


@dataclass
class Patient:
    """A person and what has happened to them so far."""

    drawn: Person
    index: int
    visit_day: int
    open_tiers: set
    is_pending: bool = False
    avoids_home: bool = False
    is_today: bool = False
    stocks_up: bool = False
    waits_at: int = -1
    course: Line | None = None

    @property
    def lines(self) -> list[Line]:
        """Chronic lines, then the one-off course if there is one."""
        return [*self.drawn.lines, self.course] if self.course else self.drawn.lines


class ReferenceChain:
    """One run. Call `step_day` for each day; read `tally`."""

    def __init__(
        self, *, world: World, people, shelves, one_off_expected, conditions: Conditions, replicate: int, days: int
    ):
        self.world, self.conditions, self.replicate, self.days = world, conditions, replicate, days
        self.key = (world.seed_low, world.seed_high)
        self.n_pharmacies, self.n_articles = shelves.stock.shape
        self.n_sites = shelves.site_stock.shape[0]
        self.people = [Patient(p, i, p.visit_day, set()) for i, p in enumerate(people)]
        self.of = [[x for x in self.people if x.drawn.home == p] for p in range(self.n_pharmacies)]
        self.one_off_expected = [int(x) for x in one_off_expected]
        self.stock = shelves.stock.astype(int).tolist()
        self.on_order = np.zeros_like(shelves.stock, dtype=int).tolist()
        self.waiting = np.zeros_like(shelves.stock, dtype=int).tolist()
        self.at_site = np.zeros_like(shelves.stock, dtype=int).tolist()
        self.reorder_at, self.up_to = shelves.reorder_at.tolist(), shelves.up_to.tolist()
        self.budget_s = shelves.budget_s.tolist()
        self.site_stock = shelves.site_stock.astype(int).tolist()
        self.upstream = shelves.upstream.astype(int).tolist()
        self.road = [[[0] * self.n_articles for _ in range(self.n_pharmacies)] for _ in range(RING)]
        self.queue: list[list[Patient]] = [[] for _ in range(self.n_pharmacies)]
        self.carry_s = [0] * self.n_pharmacies
        self.unregistered = [0] * self.n_pharmacies
        self.phone_left = [0] * self.n_pharmacies
        self.tally = T.empty_tally(
            days=days,
            counties=world.n_counties,
            municipalities=len(world.municipality_county),
            groups=world.n_groups,
        )
        self.dispensed = 0
        self.open_books()

    def begin_again(self, conditions: Conditions, *, days: int, replicate: int) -> None:
        """Make the end of these days, a midnight, hour 0 of a new run: what the burn-in does."""
        gone, self.conditions, self.days, self.replicate = self.days, conditions, days, replicate
        for person in self.people:
            for line in person.lines:
                line.runout_h -= 24 * gone
            if person.visit_day != NEVER:
                person.visit_day = max(0, person.visit_day - gone)
            person.open_tiers = set()
        self.road = [self.road[(slot + gone) % RING] for slot in range(RING)]
        self.upstream = [self.upstream[(slot + gone) % UPSTREAM] for slot in range(UPSTREAM)]
        w = self.world
        self.tally = T.empty_tally(
            days=days, counties=w.n_counties, municipalities=len(w.municipality_county), groups=w.n_groups
        )
        self.dispensed = 0
        self.open_books()

    # -- days ---------------------------------------------------------------------------------------------------

    def is_workday(self, day: int) -> bool:
        """Weekday and no holiday; beyond the horizon only weekdays are known."""
        if day < self.days:
            return bool(self.conditions.is_workday[day])
        return (self.conditions.start_weekday + day) % 7 < 5

    def next_workday(self, day: int) -> int:
        """The first working day after `day`."""
        day += 1
        while not self.is_workday(day):
            day += 1
        return day

    def step_day(self, d: int) -> None:
        """Run day d from midnight to midnight."""
        self.inflow_arrives(d)
        today = [self.who_comes_today(p, d) for p in range(self.n_pharmacies)]
        for p in range(self.n_pharmacies):
            place = int(self.world.pharmacy_municipality[p])
            self.phone_left[p] = int(self.world.phone_pool[p]) * int(self.conditions.phone_permille[d, place]) // 1000
        for hour in range(24):
            t = 24 * d + hour
            rejected: list[list[Patient]] = [[] for _ in range(self.n_pharmacies)]
            for p in range(self.n_pharmacies):
                self.receive(p, d, hour)
                if hour == ORDER_HOUR and self.is_workday(d):
                    self.order(p, d, t)
                self.arrivals(p, t, [x for h, x in today[p] if h == hour], rejected[p])
                self.serve_hour(p, t)
            for p in range(self.n_pharmacies):
                for person in rejected[p]:
                    self.go_elsewhere(person, p, t)
        self.end_day(d)

    # -- who comes ----------------------------------------------------------------------------------------------

    def who_comes_today(self, p: int, d: int) -> list[tuple[int, Patient]]:
        """(hour, person) for the people of pharmacy p: those whose day it is, by index; then one-off courses."""
        c, w = self.conditions, self.world
        coming = []
        for person in self.of[p]:
            if person.is_pending:
                self.tally.day[d, T.BACKLOG] += 1
            is_due = person.visit_day <= d
            early = int(c.early_permille[d, person.drawn.municipality])
            if not is_due and early > 0:
                word = philox_plain(person.index, d, EARLY, self.replicate, *self.key)[0]
                if below_plain(word, 1000) < early and any(
                    line.runout_h - 24 * d <= int(w.article_stock_up_h[line.article]) for line in person.drawn.lines
                ):
                    person.stocks_up = is_due = True
            if is_due:
                hour = self.arrival_hour(person, p, d)
                if hour < 0:
                    person.stocks_up = False
                    person.visit_day = max(person.visit_day, d + 1)
                else:
                    person.is_today = True
                    coming.append((hour, person))
        coming += self.courses(p, d)
        return coming

    def courses(self, p: int, d: int) -> list[tuple[int, Patient]]:
        """One-off courses that begin today: a new need that has no home stock."""
        w = self.world
        permille = w.course_workday_permille if self.is_workday(d) else w.course_restday_permille
        whole, part = divmod(self.one_off_expected[p] * permille // 1000, MU_ONE)
        word = philox_plain(p, d * COURSES_PER_DAY + COURSES_PER_DAY - 1, COURSE, self.replicate, *self.key)[0]
        count = whole + (below_plain(word, MU_ONE) < part) if self.of[p] else 0
        coming = []
        for n in range(count):
            who, which, _c, _d = philox_plain(p, d * COURSES_PER_DAY + n, COURSE, self.replicate, *self.key)
            person = self.of[p][below_plain(who, len(self.of[p]))]
            if person.course is not None:
                continue
            article = next(
                a for a in range(self.n_articles) if which < int(w.course_article_to[a]) or a == self.n_articles - 1
            )
            hour = self.arrival_hour(person, p, d)
            person.course = Line(article, 24 * d + (hour if hour >= 0 else 12))
            if hour < 0:
                person.visit_day = min(person.visit_day, d + 1)
            elif not person.is_today:
                person.is_today = True
                coming.append((hour, person))
        return coming

    def arrival_hour(self, person: Patient, p: int, d: int) -> int:
        """The hour in which the person comes: weighted over the hours their own pharmacy is open; -1 if none."""
        weights = [
            int(self.world.arrival_weight[h]) if self.conditions.is_open[p, 24 * d + h] else 0 for h in range(24)
        ]
        if sum(weights) == 0:
            return -1
        word = philox_plain(person.index, d, ARRIVAL, self.replicate, *self.key)[0]
        rest = below_plain(word, sum(weights))
        for h in range(24):
            rest -= weights[h]
            if rest < 0:
                return h
        raise AssertionError("the weights add up to more than the draw")

    # -- an hour at a pharmacy ----------------------------------------------------------------------------------

    def works(self, p: int, t: int) -> bool:
        """Open and able to hand out something."""
        return bool(self.conditions.is_open[p, t]) and self.conditions.rate_permille[p, t] > 0

    def serves_next(self, p: int, t: int) -> bool:
        """Works in hour t and is still open in the next, when somebody sent there in hour t will have come."""
        return t % 24 < 23 and self.works(p, t) and bool(self.conditions.is_open[p, t + 1])

    def budget(self, p: int, t: int) -> int:
        """Pharmacists' seconds in an open hour of this weekday."""
        return self.budget_s[p][(self.conditions.start_weekday + t // 24) % 7]

    def wait_min(self, p: int, t: int) -> int:
        """Expected waiting time in minutes for one who joins the queue now."""
        rate = int(self.conditions.rate_permille[p, t])
        return len(self.queue[p]) * self.world.visit_s * 60_000 // (self.budget(p, t) * rate)

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

    def arrivals(self, p: int, t: int, coming: list[Patient], rejected: list[Patient]) -> None:
        """Queue, or leave for another pharmacy, or come back another day."""
        c, w = self.conditions, self.world
        if c.is_open[p, t] and c.rate_permille[p, t] == 0:
            for person in self.queue[p]:
                self.cannot_be_served(person, p, t, rejected)
            self.queue[p] = []
        self.tally.hour_county[T.ARRIVALS, t, w.pharmacy_county[p]] += len(coming)
        for person in coming:
            if person.avoids_home or person.waits_at not in (-1, p):
                rejected.append(person)
            elif (
                self.works(p, t)
                and self.wait_min(p, t) <= w.patience_min
                and (c.max_tier[p, t] >= 4 or self.most_urgent(person, t) <= c.max_tier[p, t])
            ):
                self.queue[p].append(person)
            else:
                self.cannot_be_served(person, p, t, rejected)

    def most_urgent(self, person: Patient, t: int) -> int:
        """The lowest tier among the lines the person comes for; 4 when there is none."""
        return min((int(self.world.article_tier[x.article]) for x in self.wanted(person, t)), default=4)

    def wanted(self, person: Patient, t: int) -> list[Line]:
        """The lines collected at a visit in hour t: near enough to run-out for this person's habit and the law."""
        w, day = self.world, t // 24
        out = []
        for line in person.lines:
            until = collected_until(person.drawn, line, w, day)
            if person.stocks_up:
                until = 24 * day + int(w.article_stock_up_h[line.article]) + 1
            if line is person.course or line.is_pending or line.runout_h < until:
                out.append(line)
        return out

    def cannot_be_served(self, person: Patient, p: int, t: int, rejected: list[Patient]) -> None:
        """At a closed counter or a hopeless queue: some go elsewhere at once, the rest come back another day."""
        if philox_plain(person.index, t, DIVERT, self.replicate, *self.key)[0] < self.world.divert_below:
            rejected.append(person)
        else:
            self.turn_away(person, p, t)

    def turn_away(self, person: Patient, p: int, t: int) -> None:
        """Nothing handed out; tries again tomorrow. One who only stocks up gives it up."""
        d = t // 24
        self.tally.hour_county[T.TURNED_AWAY, t, self.world.pharmacy_county[p]] += 1
        person.is_today = False
        if person.stocks_up:
            person.stocks_up = False
        else:
            person.visit_day = d + 1
            self.set_pending(person, d, True)

    def set_pending(self, person: Patient, d: int, value: bool) -> None:
        """Enter or leave the backlog of people whose need is not met."""
        if value != person.is_pending:
            person.is_pending = value
            self.tally.day[d, T.ENTERED if value else T.LEFT] += 1

    def go_elsewhere(self, person: Patient, p: int, t: int) -> None:
        """To the pharmacy that holds their order, else to the alternative with the shortest way plus queue."""
        w, c = self.world, self.conditions
        holder = person.waits_at
        if holder not in (-1, p) and self.serves_next(holder, t):
            self.queue[holder].append(person)
            return
        base = p if not w.pharmacy_is_web[p] else int(w.main_shop[person.drawn.municipality])
        best, best_cost = -1, 0
        if base >= 0:
            urgent = self.most_urgent(person, t)
            start = int(w.travel_min[base].min())
            options = [
                (int(q), int(m)) for q, m in zip(w.alternatives[base], w.travel_min[base], strict=True) if q >= 0
            ]
            if base != p:
                options.insert(0, (base, start))
            for q, travel in options:
                if travel <= w.max_travel_min and self.serves_next(q, t) and urgent <= c.max_tier[q, t]:
                    cost = travel + self.wait_min(q, t)
                    if best < 0 or cost < best_cost:
                        best, best_cost = q, cost
        avoided_home, person.avoids_home = person.avoids_home, False
        if best < 0:
            if avoided_home and self.serves_next(p, t):
                self.queue[p].append(person)  # nowhere else to go: they wait at home for what has been ordered
            else:
                self.turn_away(person, p, t)
            return
        if person.waits_at not in (-1, best):
            self.stop_waiting(person)
        self.queue[best].append(person)
        self.tally.hour_county[T.DIVERTED, t, w.pharmacy_county[p]] += 1

    def stop_waiting(self, person: Patient) -> None:
        """Cancel what the person has on order for them."""
        for line in person.lines:
            if line.is_waiting:
                self.waiting[person.waits_at][line.article] -= 1
                line.is_waiting = False
        person.waits_at = -1

    def serve_hour(self, p: int, t: int) -> None:
        """First come, first served, as long as the pharmacists' seconds last; then register what is on paper."""
        c, w = self.conditions, self.world
        d, county = t // 24, w.pharmacy_county[p]
        if self.works(p, t):
            self.tally.hour_county[T.OPEN_PHARMACIES, t, county] += 1
            left_s = self.budget(p, t) * int(c.rate_permille[p, t]) // 1000 + self.carry_s[p]
            while self.queue[p] and left_s > 0:
                left_s -= self.serve(self.queue[p].pop(0), p, t)
            if left_s > 0 and not c.unregistered[p, t]:
                self.unregistered[p] -= min(self.unregistered[p], left_s // w.register_s)
            self.carry_s[p] = min(0, left_s)
        waiting = len(self.queue[p])
        self.tally.hour_county[T.WAITING, t, county] += waiting
        self.tally.day[d, T.QUEUE_HOURS] += waiting
        if t % 24 == 23 or not c.is_open[p, t + 1]:
            for person in self.queue[p]:
                self.turn_away(person, p, t)
            self.queue[p] = []
            self.carry_s[p] = 0

    # -- one person at the counter ------------------------------------------------------------------------------

    def serve(self, person: Patient, p: int, t: int) -> int:
        """Hand out what can be handed out. Returns the pharmacist's seconds."""
        w, c = self.world, self.conditions
        d, place = t // 24, person.drawn.municipality
        county = w.municipality_county[place]
        out_since = self.note_gaps(person, t)
        wanted = self.wanted(person, t)
        is_return = any(line.is_pending for line in wanted)
        missing, on_shelf_missing, urgent_missing = 0, [], False
        for line in wanted:
            a = line.article
            tier, group = int(w.article_tier[a]), w.article_group[a]
            is_first = not line.is_pending
            if is_first:
                self.tally.day_group[T.G_REQUESTED, d, county, group] += 1
                self.tally.place_lines[0, d, place, tier] += 1
            if tier > c.max_tier[p, t] or (c.needs_phone[p, t] and self.phone_left[p] < w.phone_min):
                missing += 1
                line.is_pending = True
            elif self.stock[p][a] == 0:
                missing += 1
                line.is_pending = True
                on_shelf_missing.append(line)
                urgent_missing = urgent_missing or tier <= 1
            else:
                self.hand_out(person, line, p, t, is_first)
        self.settle(person, p, t, missing, on_shelf_missing, urgent_missing)
        if wanted and not is_return:
            self.tally.day[d, T.CUSTOMERS] += 1
            self.tally.day[d, T.ALL_FIRST] += missing == 0
        self.tally.hour_county[T.SERVED, t, w.pharmacy_county[p]] += 1
        self.close_gaps(person, t, out_since)
        person.is_today = person.stocks_up = False
        return w.customer_s + w.line_s * len(wanted)

    def hand_out(self, person: Patient, line: Line, p: int, t: int, is_first: bool) -> None:
        """One pack over the counter."""
        w, c = self.world, self.conditions
        d, a = t // 24, line.article
        county, group = w.municipality_county[person.drawn.municipality], w.article_group[a]
        self.stock[p][a] -= 1
        self.dispensed += 1
        self.tally.day_group[T.G_DISPENSED, d, county, group] += 1
        self.tally.day_group[T.G_FIRST, d, county, group] += is_first
        self.tally.place_lines[1, d, person.drawn.municipality, int(w.article_tier[a])] += 1
        if c.needs_phone[p, t]:
            self.phone_left[p] -= w.phone_min
            self.tally.day[d, T.PHONE_MINUTES] += w.phone_min
        if c.unregistered[p, t]:
            self.unregistered[p] += 1
            self.tally.day[d, T.UNREGISTERED] += 1
        if line.is_waiting:
            self.waiting[p][a] -= 1
        line.is_waiting = line.is_pending = False
        if line is person.course:
            person.course = None
        else:
            ship_h = w.web_ship_h if w.pharmacy_is_web[p] else 0
            line.runout_h = max(line.runout_h, t + ship_h) + int(w.article_pack_h[a])

    def settle(
        self, person: Patient, p: int, t: int, missing: int, on_shelf_missing: list, urgent_missing: bool
    ) -> None:
        """When does the person come next, and where?"""
        w, d = self.world, t // 24
        self.set_pending(person, d, missing > 0)
        if on_shelf_missing:
            word = philox_plain(person.index, t, STOCKOUT, self.replicate, *self.key)[0]
            if urgent_missing and word < w.elsewhere_below:
                if person.waits_at == p:
                    self.stop_waiting(person)
                person.avoids_home = p == person.drawn.home
                person.visit_day = d + 1
            else:
                for line in on_shelf_missing:
                    if not line.is_waiting:
                        line.is_waiting = True
                        self.waiting[p][line.article] += 1
                person.waits_at = p
                ordered = d if self.is_workday(d) and t % 24 < ORDER_HOUR else self.next_workday(d)
                person.visit_day = self.next_workday(ordered) + 1
        elif missing:
            person.visit_day = d + 1
        else:
            person.waits_at = -1
            if person.drawn.lines:
                due, trigger = first_due(person.drawn, w)
                day = visit_day(person.drawn, person.index, due, trigger, w, self.conditions.start_weekday)
                person.visit_day = max(d + 1, day)
            else:
                person.visit_day = NEVER

    # -- people without -----------------------------------------------------------------------------------------

    def note_gaps(self, person: Patient, t: int) -> dict[int, int]:
        """Before a visit: tier -> hour since which the person has been without something of it."""
        since: dict[int, int] = {}
        for line in person.lines:
            tier = int(self.world.article_tier[line.article])
            if line.runout_h < t:
                since[tier] = min(since.get(tier, line.runout_h), line.runout_h)
        for tier, start in since.items():
            if tier not in person.open_tiers:
                person.open_tiers.add(tier)
                self.tally.without[max(0, start), person.drawn.municipality, tier] += 1
        return since

    def close_gaps(self, person: Patient, t: int, since: dict[int, int]) -> None:
        """After a visit: close the tiers in which nothing is missing any more."""
        still = {int(self.world.article_tier[x.article]) for x in person.lines if x.runout_h <= t}
        county = self.world.municipality_county[person.drawn.municipality]
        for tier in sorted(person.open_tiers - still):
            person.open_tiers.discard(tier)
            self.tally.without[t, person.drawn.municipality, tier] -= 1
            hours = t - since[tier]
            self.tally.lasted[county, tier, sum(hours >= limit for limit in T.LASTED_BELOW_H)] += 1

    def finish(self) -> None:
        """At the end: those who have run out and have not been to a pharmacy since are without, too."""
        end = 24 * self.days
        for person in self.people:
            self.note_gaps(person, end)

    # -- goods ---------------------------------------------------------------------------------------------------

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
