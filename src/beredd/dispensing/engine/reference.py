"""The dispensing chain hour by hour in plain Python: slow, literal, and the one to believe.

Reads like docs/explanation/dispensing-model.md, section by section; `reference_counter.py` has what happens to one
person at the counter, `reference_goods.py` what happens to packs. The kernels must agree with every tally to the
integer on any network (tests/dispensing/engine/test_agreement.py).
"""

import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.plan import MU_ONE, NEVER, ORDER_HOUR, RING, UPSTREAM, World
from beredd.dispensing.engine.reference_counter import Patient, ReferenceCounter
from beredd.dispensing.engine.reference_goods import ReferenceGoods
from beredd.dispensing.engine.reference_population import Calendar, Line, planned_day
from beredd.dispensing.engine.streams import ARRIVAL, COURSE, COURSES_PER_DAY, DIVERT, EARLY
from beredd.dispensing.scenarios import Conditions
from beredd.provenance import below_plain, philox_plain

WAITS_AT_MOST_DAYS = 3


class ReferenceChain(ReferenceCounter, ReferenceGoods):
    """One run. Call `step_day` for each day; read `tally`."""

    def __init__(self, *, world: World, people, shelves, one_off_expected, site_out, site_in):
        self.world = world
        self.site_out, self.site_in = site_out.tolist(), site_in.tolist()
        self.key = (world.seed_low, world.seed_high)
        self.n_pharmacies, self.n_articles = shelves.stock.shape
        self.n_sites = shelves.site_stock.shape[0]
        self.people = [Patient(p, i, p.visit_day) for i, p in enumerate(people)]
        self.of = [[x for x in self.people if x.drawn.home == p] for p in range(self.n_pharmacies)]
        self.one_off_expected = [int(x) for x in one_off_expected]
        self.stock = shelves.stock.astype(int).tolist()
        self.on_order = np.zeros_like(shelves.stock, dtype=int).tolist()
        self.waiting = np.zeros_like(shelves.stock, dtype=int).tolist()
        self.at_site = np.zeros_like(shelves.stock, dtype=int).tolist()
        self.reorder_at, self.up_to = shelves.reorder_at.tolist(), shelves.up_to.tolist()
        self.site_stock = shelves.site_stock.astype(int).tolist()
        self.upstream = shelves.upstream.astype(int).tolist()
        self.held = np.zeros_like(shelves.site_stock, dtype=int).tolist()
        self.owed = np.zeros_like(shelves.site_stock, dtype=int).tolist()
        self.turn = np.zeros_like(shelves.site_stock, dtype=int).tolist()
        self.road = [[[0] * self.n_articles for _ in range(self.n_pharmacies)] for _ in range(RING)]
        self.urgent: list[list[Patient]] = [[] for _ in range(self.n_pharmacies)]
        self.ordinary: list[list[Patient]] = [[] for _ in range(self.n_pharmacies)]
        self.later: list[list[list[Patient]]] = [[[] for _ in range(24)] for _ in range(self.n_pharmacies)]
        self.carry_s = [0] * self.n_pharmacies
        self.unregistered = [0] * self.n_pharmacies
        self.phone_left = [0] * self.n_pharmacies

    def begin(self, conditions: Conditions, *, budget_s: np.ndarray, days: int, replicate: int) -> None:
        """Midnight of day 0: with these conditions from now on, and empty tallies."""
        self.conditions, self.days, self.replicate = conditions, days, replicate
        self.budget_s = budget_s.tolist()  # per pharmacy and day
        w = self.world
        self.calendar = Calendar(
            w, conditions.start_weekday, conditions.is_workday.tolist(), conditions.hours_as.tolist()
        )
        ordinary = Calendar(w, conditions.start_weekday)
        for person in self.people:
            day = person.visit_day
            known = day < len(conditions.hours_as) and not person.is_pending and person.drawn.lines
            if known and (
                self.calendar.is_rest(day) != ordinary.is_rest(day)
                or conditions.hours_as[day] != (conditions.start_weekday + day) % 7
            ):
                person.visit_day = planned_day(person.drawn, person.index, self.calendar, 0)
        self.tally = T.empty_tally(
            days=days,
            counties=w.n_counties,
            municipalities=len(w.municipality_county),
            groups=w.n_groups,
            owners=w.n_owners,
        )
        self.dispensed = 0
        self.open_books()

    def set_back(self) -> None:
        """Make the end of these days the midnight before a new run: what follows the burn-in."""
        gone = self.days
        for person in self.people:
            for line in person.lines:
                line.runout_h -= 24 * gone
            if person.visit_day != NEVER:
                person.visit_day = max(0, person.visit_day - gone)
            person.asked_h -= 24 * gone
        self.road = [self.road[(slot + gone) % RING] for slot in range(RING)]
        self.upstream = [self.upstream[(slot + gone) % UPSTREAM] for slot in range(UPSTREAM)]

    # -- days ---------------------------------------------------------------------------------------------------

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
                self.serve_hour(p, t, rejected[p])
            for p in range(self.n_pharmacies):
                for person in rejected[p]:
                    self.decide(person, p, t)
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
            if is_due and person.is_pending and self.would_come_in_vain(person, d):
                person.visit_day = d + 1
            elif is_due:
                hour = self.arrival_hour(person, p, d)
                if hour < 0:
                    person.visit_day = max(person.visit_day, d + 1)
                    if not person.stocks_up and not self.somebody_works(p, d):
                        self.ask(person, 24 * d)
                    person.stocks_up = False
                else:
                    person.is_today = True
                    coming.append((hour, person))
        coming += self.courses(p, d)
        return coming

    def would_come_in_vain(self, person: Patient, d: int) -> bool:
        """Does the person only wait for goods that have not come, and nothing most urgent has run out?"""
        w, q = self.world, person.waits_at
        waiting = [line for line in person.lines if line.is_waiting]
        if q < 0 or not waiting:
            return False
        for line in person.lines:
            tier, is_course = int(w.article_tier[line.article]), line is person.course
            lead_h = min(24 * person.drawn.lead_days, int(w.article_early_h[line.article]))
            if line.is_waiting:
                is_out = is_course or line.runout_h < 24 * d
                comes_for_it = self.stock[q][line.article] > 0 or (tier <= 1 and is_out)
            else:
                comes_for_it = is_course or line.is_pending or line.runout_h - lead_h < 24 * (d + 1)
            if comes_for_it:
                return False
        return True

    def courses(self, p: int, d: int) -> list[tuple[int, Patient]]:
        """One-off courses that begin today: a new need that has no home stock."""
        w = self.world
        permille = w.course_workday_permille if self.is_workday(d) else w.course_restday_permille
        today = int(self.conditions.course_permille[d])
        whole, part = divmod(self.one_off_expected[p] * permille // 1000 * today // 1000, MU_ONE)
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

    def known_hours(self, p: int, d: int) -> list[int]:
        """The hours in which people expect the pharmacy to be open: those in which it is, or else its usual ones."""
        is_open = [h for h in range(24) if self.conditions.is_open[p, 24 * d + h]]
        return is_open or list(self.calendar.usual_hours(p, d))

    def arrival_hour(self, person: Patient, p: int, d: int) -> int:
        """The hour in which the person comes: weighted over the hours known of their own pharmacy; -1 if none."""
        hours = self.known_hours(p, d)
        if not hours:
            return -1
        weights = {h: int(self.world.arrival_weight[h]) for h in hours}
        word = philox_plain(person.index, d, ARRIVAL, self.replicate, *self.key)[0]
        rest = below_plain(word, sum(weights.values()))
        for h in hours:
            rest -= weights[h]
            if rest < 0:
                return h
        raise AssertionError("the weights add up to more than the draw")

    def somebody_works(self, p: int, d: int) -> bool:
        """Does any other pharmacy within the longest journey hand out at some hour of the day?"""
        w = self.world
        near = [int(q) for q, m in zip(w.alternatives[p], w.travel_min[p], strict=True) if m <= w.max_travel_min]
        return any(self.works(q, 24 * d + h) for q in near if q >= 0 for h in range(24))

    # -- an hour at a pharmacy ----------------------------------------------------------------------------------

    def works(self, p: int, t: int) -> bool:
        """Open and able to hand out something."""
        return bool(self.conditions.is_open[p, t]) and self.conditions.rate_permille[p, t] > 0

    def serves_next(self, p: int, t: int) -> bool:
        """Works in hour t and is still open in the next, when somebody sent there in hour t will have come."""
        return t % 24 < 23 and self.works(p, t) and bool(self.conditions.is_open[p, t + 1])

    def goes_first(self, person: Patient, p: int, t: int) -> bool:
        """Where work is slowed, those who need something most urgent are let in before the others."""
        return (
            self.conditions.rate_permille[p, t] < 1000 and self.most_urgent(person, t) <= self.world.urgent_first_tier
        )

    def wait_min(self, person: Patient, p: int, t: int) -> int:
        """Expected waiting time in minutes if the person joins the queue now."""
        before = len(self.urgent[p])
        if not self.goes_first(person, p, t):
            before += len(self.ordinary[p])
        rate = int(self.conditions.rate_permille[p, t])
        return before * self.world.visit_s * 60_000 // (self.budget_s[p][t // 24] * rate)

    def join(self, person: Patient, p: int, t: int) -> None:
        """Queue from hour t on."""
        person.queued_h = t % 24
        (self.urgent if self.goes_first(person, p, t) else self.ordinary)[p].append(person)

    def arrivals(self, p: int, t: int, coming: list[Patient], rejected: list[Patient]) -> None:
        """If nothing is handed out, all in the queue are rejected. Then those who come back, then those who come."""
        if not self.works(p, t):
            rejected += self.urgent[p] + self.ordinary[p]
            self.urgent[p], self.ordinary[p] = [], []
        self.tally.hour_county[T.ARRIVALS, t, self.world.pharmacy_county[p]] += len(coming)
        back, self.later[p][t % 24] = self.later[p][t % 24], []
        for person in back + coming:
            is_sent_on = (person.avoids_home and p == person.drawn.home) or person.waits_at not in (-1, p)
            if (
                not is_sent_on
                and self.works(p, t)
                and self.wait_min(person, p, t) <= self.world.patience_min
                and self.most_urgent(person, t) <= self.conditions.max_tier[p, t]
            ):
                self.join(person, p, t)
            else:
                rejected.append(person)

    def serve_hour(self, p: int, t: int, rejected: list[Patient]) -> None:
        """Urgent ones first, else first come, as long as the pharmacists' seconds last; then register what is on paper.

        Then those leave who have waited long enough. When the pharmacy shuts, those inside are served for a while yet.
        """
        c, w = self.conditions, self.world
        d, county = t // 24, w.pharmacy_county[p]
        is_last = t % 24 == 23 or not c.is_open[p, t + 1]
        if self.works(p, t):
            self.tally.hour_county[T.OPEN_PHARMACIES, t, county] += 1
            an_hour_s = self.budget_s[p][d] * int(c.rate_permille[p, t]) // 1000
            left_s = an_hour_s + self.carry_s[p]
            overtime_s = an_hour_s * w.overtime_min // 60 if is_last else 0
            waiting_s = (len(self.urgent[p]) + len(self.ordinary[p])) * w.visit_s
            is_simplified = w.simplified_from_min > 0 and waiting_s * 60 >= an_hour_s * w.simplified_from_min
            permille = w.simplified_permille if is_simplified else 1000
            for queue in (self.urgent[p], self.ordinary[p]):
                while queue and left_s > -overtime_s:
                    left_s -= self.serve(queue.pop(0), p, t) * permille // 1000
                    self.tally.day[d, T.SIMPLIFIED] += permille < 1000
            if is_last:
                self.tally.day[d, T.OVERTIME_S] += max(0, -left_s)
            if left_s > 0 and not c.unregistered[p, t]:
                self.unregistered[p] -= min(self.unregistered[p], left_s // w.register_s)
            self.carry_s[p] = min(0, left_s)
        waiting = len(self.urgent[p]) + len(self.ordinary[p])
        self.tally.hour_county[T.WAITING, t, county] += waiting
        self.tally.day[d, T.QUEUE_HOURS] += waiting
        for queue in (self.urgent[p], self.ordinary[p]):
            while queue and (is_last or 60 * (t % 24 - queue[0].queued_h) >= w.patience_min):
                rejected.append(queue.pop(0))
        if is_last:
            self.carry_s[p] = 0

    # -- those who are rejected ---------------------------------------------------------------------------------

    def decide(self, person: Patient, p: int, t: int) -> None:
        """Where their order is; elsewhere; here after all; later today; another day."""
        w, d = self.world, t // 24
        elsewhere_word, back_word, hour_word, days_word = philox_plain(
            person.index, t, DIVERT, self.replicate, *self.key
        )
        has_holder = person.waits_at not in (-1, p)
        wants_elsewhere = person.avoids_home or has_holder
        person.avoids_home = False
        if has_holder and self.would_queue(person, person.waits_at, t):
            return self.join(person, person.waits_at, t)
        goes_to = -1
        if wants_elsewhere or elsewhere_word < w.divert_below:
            goes_to = self.best_elsewhere(person, p, t)
            if goes_to >= 0:
                self.tally.hour_county[T.DIVERTED, t, w.pharmacy_county[p]] += 1
            elif wants_elsewhere and self.would_queue(person, p, t):
                goes_to = p  # nowhere else to go: they queue here after all
        if goes_to >= 0:
            if person.waits_at not in (-1, goes_to):
                self.stop_waiting(person)
            return self.join(person, goes_to, t)
        if not person.stocks_up:
            self.ask(person, t)
        home = person.drawn.home
        later = [h for h in self.known_hours(home, d) if h >= t % 24 + 2]
        if back_word < w.same_day_below and later:
            self.later[home][later[below_plain(hour_word, len(later))]].append(person)
            self.tally.hour_county[T.COMES_BACK, t, w.pharmacy_county[p]] += 1
            return None
        return self.turn_away(person, p, t, days_word)

    def would_queue(self, person: Patient, q: int, t: int) -> bool:
        """Does q serve in the next hour, hand out what is needed most, and have a queue the person would stand in?"""
        return (
            self.serves_next(q, t)
            and self.most_urgent(person, t) <= self.conditions.max_tier[q, t]
            and self.wait_min(person, q, t) <= self.world.patience_min
        )

    def best_elsewhere(self, person: Patient, p: int, t: int) -> int:
        """The pharmacy with the least way plus queue within reach, -1 when there is none.

        For a customer of the web: as from the main shop of where they live, which itself counts as the nearest.
        """
        w = self.world
        base = p if not w.pharmacy_is_web[p] else int(w.main_shop[person.drawn.municipality])
        if base < 0:
            return -1
        options = [(int(q), int(m)) for q, m in zip(w.alternatives[base], w.travel_min[base], strict=True) if q >= 0]
        if base != p:
            options.insert(0, (base, int(w.travel_min[base].min())))
        best, best_cost = -1, 0
        for q, travel in options:
            if travel <= w.max_travel_min and self.would_queue(person, q, t):
                cost = travel + self.wait_min(person, q, t)
                if best < 0 or cost < best_cost:
                    best, best_cost = q, cost
        return best

    def turn_away(self, person: Patient, p: int, t: int, days_word: int) -> None:
        """Another day: the next, or who has something left one of the next. One who only stocks up gives it up."""
        d, county = t // 24, self.world.pharmacy_county[p]
        self.tally.hour_county[T.TURNED_AWAY, t, county] += 1
        person.is_today = False
        if person.stocks_up:
            person.stocks_up = False
            return
        if not person.is_turned_away:
            self.tally.hour_county[T.PEOPLE_TURNED_AWAY, t, county] += 1
            self.tally.day_age[T.A_TURNED_AWAY, d, person.drawn.age] += 1
            person.is_turned_away = True
        first = min((line.runout_h for line in self.wanted(person, t)), default=24 * self.days + NEVER)
        has_time = first >= 24 * (d + 1 + WAITS_AT_MOST_DAYS)
        person.visit_day = d + 1 + (below_plain(days_word, WAITS_AT_MOST_DAYS) if has_time else 0)
        self.set_pending(person, d, True)
