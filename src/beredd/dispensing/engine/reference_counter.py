"""One person at the counter in plain Python: what is handed out, when they come next, how long they were without."""

from dataclasses import dataclass

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.plan import NEVER, ORDER_HOUR
from beredd.dispensing.engine.reference_population import Line, Person, collected_until, planned_day
from beredd.dispensing.engine.reference_state import ReferenceState
from beredd.dispensing.engine.streams import STOCKOUT
from beredd.provenance import philox_plain

ANY_TIER = 5


@dataclass
class Patient:
    """A person and what has happened to them so far."""

    drawn: Person
    index: int
    visit_day: int
    is_pending: bool = False
    avoids_home: bool = False
    is_today: bool = False
    stocks_up: bool = False
    has_asked: bool = False
    """Has asked and not received everything, or could not ask; accounted for until `asked_h`."""
    asked_h: int = 0
    is_turned_away: bool = False
    waits_at: int = -1
    queued_h: int = 0
    course: Line | None = None

    @property
    def lines(self) -> list[Line]:
        """Chronic lines, then the one-off course if there is one."""
        return [*self.drawn.lines, self.course] if self.course else self.drawn.lines


class ReferenceCounter(ReferenceState):
    """The half of `ReferenceChain` that happens to one person."""

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

    def serve(self, person: Patient, p: int, t: int) -> int:
        """Hand out what can be handed out. Returns the pharmacist's seconds."""
        w, c = self.world, self.conditions
        d, place = t // 24, person.drawn.municipality
        county = w.municipality_county[place]
        out_since = self.out_since(person, t)
        self.note_gaps(person, t, ends=True)
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
                self.tally.day_age[T.A_REQUESTED, d, person.drawn.age] += 1
            if tier > c.max_tier[p, t] or (c.needs_phone[p, t] and self.phone_left[p] < w.phone_min):
                missing += 1
                line.is_pending = True
            elif (given := self.on_shelf(p, a, line.is_waiting)) < 0:
                missing += 1
                line.is_pending = True
                on_shelf_missing.append(line)
                urgent_missing = urgent_missing or tier <= 1
            else:
                self.hand_out(person, line, given, p, t, is_first)
        self.settle(person, p, t, missing, on_shelf_missing, urgent_missing)
        if wanted and not is_return:
            self.tally.day[d, T.CUSTOMERS] += 1
            self.tally.day_age[T.A_CUSTOMERS, d, person.drawn.age] += 1
            self.tally.day[d, T.ALL_FIRST] += missing == 0
        self.tally.hour_county[T.SERVED, t, w.pharmacy_county[p]] += 1
        still_out = self.out_since(person, t + 1)
        for tier, since in out_since.items():
            if tier not in still_out:
                self.tally.lasted[county, tier, sum(t - since >= limit for limit in T.LASTED_BELOW_H)] += 1
        person.has_asked = missing > 0
        if missing:
            person.asked_h = t
        else:
            person.is_turned_away = False
        person.is_today = person.stocks_up = False
        return w.customer_s + w.line_s * len(wanted)

    def on_shelf(self, p: int, a: int, waits: bool) -> int:
        """The article itself, else the next of its exchange set that is there, round from it; -1 when there is none.

        As many packs as customers wait for are theirs; one who waits for the article takes one of those.
        """
        b = a
        while self.stock[p][b] <= (0 if waits and b == a else self.waiting[p][b]):
            b = int(self.world.article_exchange_next[b])
            if b in (-1, a):
                return -1
        return b

    def hand_out(self, person: Patient, line: Line, given: int, p: int, t: int, is_first: bool) -> None:
        """One pack over the counter."""
        w, c = self.world, self.conditions
        d, a = t // 24, line.article
        county, group = w.municipality_county[person.drawn.municipality], w.article_group[a]
        self.stock[p][given] -= 1
        self.tally.day_group[T.G_EXCHANGED, d, county, group] += given != a
        self.dispensed += 1
        self.tally.day_group[T.G_DISPENSED, d, county, group] += 1
        self.tally.day_group[T.G_FIRST, d, county, group] += is_first
        self.tally.place_lines[1, d, person.drawn.municipality, int(w.article_tier[a])] += 1
        self.tally.day_age[T.A_DISPENSED, d, person.drawn.age] += 1
        place = T.ON_THE_WEB if w.pharmacy_is_web[p] else T.OWN_PHARMACY if p == person.drawn.home else T.OTHER_PHARMACY
        self.tally.day_owner[place, d, w.pharmacy_owner[p]] += 1
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
                person.visit_day = planned_day(person.drawn, person.index, self.calendar, d + 1)
            else:
                person.visit_day = NEVER

    def set_pending(self, person: Patient, d: int, value: bool) -> None:
        """Enter or leave the backlog of people whose need is not met."""
        if value != person.is_pending:
            person.is_pending = value
            self.tally.day[d, T.ENTERED if value else T.LEFT] += 1

    def stop_waiting(self, person: Patient) -> None:
        """Cancel what the person has on order for them."""
        for line in person.lines:
            if line.is_waiting:
                self.waiting[person.waits_at][line.article] -= 1
                line.is_waiting = False
        person.waits_at = -1

    # -- people without -----------------------------------------------------------------------------------------

    def out_since(self, person: Patient, t: int) -> dict[int, int]:
        """Tier -> hour since which the person has been without something of it."""
        since: dict[int, int] = {}
        for line in person.lines:
            if line.runout_h < t and self.world.article_for_people[line.article]:
                tier = int(self.world.article_tier[line.article])
                since[tier] = min(since.get(tier, line.runout_h), line.runout_h)
        return since

    def note_gaps(self, person: Patient, t: int, *, ends: bool) -> None:
        """Note the hours without and past the limit since the person was last accounted for; `ends`: they end at t.

        Without from the run-out on. Past the limit from the end of what the tier tolerates, but only of one who has
        asked, and from then on. The last column is the person, counted once.
        """
        place, age = person.drawn.municipality, person.drawn.age
        accounted = person.asked_h if person.has_asked else 0
        without, past = {}, {}
        for tier, hour in self.out_since(person, t).items():
            start = max(0, accounted, hour)
            if start < t:
                without[tier] = start
                start = max(start, hour + int(self.world.tolerance_h[tier]))
                if person.has_asked and start < t:
                    past[tier] = start
        for intervals, changes in ((without, self.tally.without), (past, self.tally.past)):
            if intervals:
                for tier, start in {**intervals, ANY_TIER: min(intervals.values())}.items():
                    changes[start, place, tier] += 1
                    if ends:
                        changes[t, place, tier] -= 1
                    if intervals is past:
                        self.tally.past_hours[age, tier] += t - start

    def ask(self, person: Patient, t: int) -> None:
        """The person has asked, or could not: from now on hours past the limit count."""
        if not person.has_asked:
            self.note_gaps(person, t, ends=True)
            person.has_asked, person.asked_h = True, t

    def finish(self) -> None:
        """At the end: those who have run out and have not been to a pharmacy since are without, too."""
        for person in self.people:
            self.note_gaps(person, 24 * self.days, ends=False)
