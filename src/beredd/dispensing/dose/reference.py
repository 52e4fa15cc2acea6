"""The dose chain in plain Python: a patient is an object, a day is read from top to bottom.

Prose: docs/explanation/dose-dispensing.md. The kernels must give the same integers. Shares with them only the plan, the
names of columns and the streams of chance.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from beredd.dispensing.dose import columns as C
from beredd.dispensing.dose.columns import NONE
from beredd.dispensing.dose.plan import BURN_IN, ROLL_WORK, DosePlan
from beredd.dispensing.dose.state import DoseTally, first_tally
from beredd.provenance import philox_plain

PERIOD = 14
SUPPLY_DAYS, BUFFER_DAYS = 2, 7


@dataclass
class Roll:
    """A packed roll: for which period it is (None: acute), when and where it was packed, is its content wrong."""

    period: int | None
    packed: int | None
    by: int
    is_wrong: bool
    arrives: int


@dataclass
class Acute:
    """An acute order."""

    why: int
    asked: int
    roll: Roll | None = None


class Patient:
    """One dose patient: what is at home, what is asked for, what is on its way."""

    def __init__(self, plan: DosePlan, i: int):
        self.plan, self.i = plan, i
        self.person = int(plan.person[i])
        self.place, self.county = int(plan.place[i]), int(plan.county[i])
        self.kind, self.unit, self.tier = int(plan.kind[i]), int(plan.unit[i]), int(plan.tier[i])
        self.lines, self.slot, self.plant = int(plan.lines[i]), int(plan.slot[i]), int(plan.plant[i])
        self.phase = int(plan.phase[self.slot])
        self.hole = (NONE, NONE)
        self.was_without = self.is_moved = self.is_new = self.is_converted = False
        self.unread: int | None = None
        self.waits: int | None = None
        self.released = 0
        self.coming: int | None = None
        self.expected = 0
        self.road: Roll | None = None
        self.acute: Acute | None = None
        self.packs_asked: int | None = None
        self._begin()

    def _begin(self):
        """The rolls that an undisturbed calendar gives."""
        plan, slot = self.plan, self.slot
        coming = self.phase or PERIOD
        stop, packed, arrives = (int(x[slot]) for x in (plan.first_stop, plan.first_packed, plan.first_arrives))
        self.until = coming
        self.roll_from, self.roll = coming - PERIOD, Roll(None, None, self.plant, False, 0)
        if arrives < 0:
            self.until, self.roll_from = coming + PERIOD, coming
            return
        if stop < 0:
            self.coming, self.expected = coming, arrives
            if packed < 0:
                self.road = Roll(coming, None, self.plant, False, arrives)
            else:
                self.waits, self.released = coming, stop

    def word(self, stream: int, day: int) -> tuple[int, int, int, int]:
        """Four words of chance."""
        k = self.plan
        return philox_plain(self.person, day, stream, k.replicate, k.seed_low, k.seed_high)

    def is_without(self, day: int) -> bool:
        """Has nothing to take on a day."""
        return self.until <= day or self.hole[0] <= day < self.hole[1]

    def cover(self, first: int, end: int, today: int) -> bool:
        """Cover days first … end-1; did the end move?"""
        open_hole = self.hole[1] > today + 1
        if open_hole and first <= max(self.hole[0], today + 1):
            self.hole = (max(self.hole[0], end), self.hole[1])
        if end <= self.until:
            return False
        if first > max(self.until, today + 1) and not open_hole:
            self.hole = (self.until, first)
        self.until = end
        return True

    def take_home(self, roll: Roll, first: int, end: int, today: int):
        """A delivered roll."""
        if self.cover(first, end, today):
            self.roll_from, self.roll = first, roll


class DoseReference:
    """A run, day by day."""

    def __init__(self, plan: DosePlan):
        self.plan = plan
        self.patients = [Patient(plan, i) for i in range(len(plan.person))]
        self.tally: DoseTally = first_tally(plan)
        self.n_plants = plan.capacity.shape[0]
        self.stock = [int(x) for x in plan.stock_target]
        self.nurse_kept = [0] * len(plan.unit_minutes)
        self.supply = [0] * plan.supply.shape[0]
        self.buffer = [0] * plan.buffer.shape[0]
        self.before = self._held()

    def run(self) -> DoseTally:
        """All days; the counts."""
        for day in range(self.plan.capacity.shape[1]):
            self.live(day)
        return self.tally

    def live(self, day: int) -> None:
        """One day, the next."""
        self.d = day
        self.count_without()
        if self.plan.is_work[day]:
            self.deliver()
        self.call_back()
        if self.plan.is_work[day]:
            self.order()
        self.release()
        self.take_over()
        self.pack()
        self.hand_out()
        self.balance()

    def note(self, plant: int, column: int, n: int = 1):
        """Count for a plant."""
        self.tally.plant[plant, self.d, column] += n

    def here(self, x: Patient):
        """The counts of a patient's municipality and kind today."""
        return self.tally.place[x.place, x.kind, self.d]

    # 1
    def count_without(self):
        y, d = self.tally, self.d
        for x in self.patients:
            lacks = x.is_without(d)
            if lacks:
                self.here(x)[C.WITHOUT] += 1
                y.tier[d, x.tier] += 1
                if d >= BURN_IN:
                    y.days_without[x.i] += 1
                    if y.first_without[x.i] == NONE:
                        y.first_without[x.i] = d - BURN_IN
            elif x.roll.is_wrong and x.roll_from <= d:
                self.here(x)[C.WRONG] += 1
            if lacks and not x.was_without:
                self.here(x)[C.RAN_OUT] += 1
            if x.was_without and not lacks:
                self.here(x)[C.REGAINED] += 1
            x.was_without = lacks

    # 2
    def deliver(self):
        k, d = self.plan, self.d
        for x in self.patients:
            roll = x.road if x.road and x.road.arrives <= d else None
            acute = x.acute.roll if x.acute and x.acute.roll and x.acute.roll.arrives <= d else None
            if not (roll or acute) or x.word(C.ROAD, d)[0] >= int(k.road_below[x.county, d]):
                continue
            if roll:
                x.road = None
                first = max(roll.period, d + 1)
                self.note(x.plant, C.ARRIVED)
                self.note(x.plant, C.ARRIVED_LATE, int(first > roll.period))
                if x.coming is None or roll.period >= x.coming:
                    x.coming = None
                    if x.acute and x.acute.roll is None and x.acute.why == C.FOR_MISSING:
                        x.acute = None
                        self.note(x.plant, C.WITHDRAWN_ACUTE)
                        self.note(x.plant, C.LINES_WITHDRAWN, x.lines)
                x.take_home(roll, first, roll.period + PERIOD, d)
            if acute:
                x.acute = None
                self.note(x.plant, C.ARRIVED_ACUTE)
                left = PERIOD - (d + 1 - x.phase) % PERIOD
                x.take_home(acute, d + 1, d + 1 + left + (PERIOD if left < k.acute_min_days else 0), d)

    # 3
    def call_back(self):
        k, d = self.plan, self.d

        def called(roll: Roll) -> bool:
            packed = NONE if roll.packed is None else roll.packed
            return int(k.recall_from[roll.by, d]) <= packed < int(k.recall_to[roll.by, d])

        for x in self.patients:
            lost = False
            if x.road and called(x.road):
                x.road, lost = None, True
                self.note(x.plant, C.LOST)
            if x.acute and x.acute.roll and called(x.acute.roll):
                x.acute, lost = None, True
                self.note(x.plant, C.LOST)
            if x.until > d + 1 and called(x.roll):
                x.until = min(x.until, max(x.roll_from, d + 1))
                x.roll, lost = Roll(None, None, x.plant, False, 0), True
                self.here(x)[C.RECALLED] += 1
            if lost and x.acute is None:
                self.ask_acute(x, C.FOR_RECALL)

    def ask_acute(self, x: Patient, why: int):
        """An acute order enters the queue."""
        x.acute = Acute(why, self.d)
        self.note(x.plant, (C.ACUTE_CHANGE, C.ACUTE_MISSING, C.ACUTE_RECALL)[why])
        self.note(x.plant, C.LINES_ORDERED, x.lines)

    # 4
    def order(self):
        k, d = self.plan, self.d
        for x in self.patients:
            change, acute, packs, gets_through = x.word(C.CHANGE, d)
            if gets_through >= int(k.order_below[x.county, d]):
                continue
            if change < k.change_below:
                self.note(x.plant, C.CHANGES)
                if acute < k.acute_change_below and x.acute is None:
                    self.ask_acute(x, C.FOR_CHANGE)
            if k.has_others[x.i] and x.packs_asked is None and packs < k.packs_below:
                x.packs_asked = d
                self.note(x.plant, C.PACKS_ORDERED)
            is_missing = x.coming is not None and x.expected < d and x.until <= d + k.notice_days
            if is_missing and x.acute is None and x.word(C.MISSING, d)[0] < k.missing_below:
                self.ask_acute(x, C.FOR_MISSING)

    # 5
    def release(self):
        k, d = self.plan, self.d
        for x in self.patients:
            period = int(k.stop_for[d, x.slot])
            if period != NONE:
                if x.waits is not None or x.unread is not None:
                    x.waits = None
                    self.note(x.plant, C.WITHDRAWN)
                    self.note(x.plant, C.LINES_WITHDRAWN, x.lines)
                x.unread = x.coming = period
                x.expected = int(k.next_work[k.next_work[d]])
                self.note(x.plant, C.RELEASED)
                self.note(x.plant, C.LINES_ORDERED, x.lines)
            reads = bool(k.is_read[x.county, d])
            if x.unread is not None and k.is_work[d] and (reads or k.is_frozen[x.county, d]):
                self.note(x.plant, C.OLD_LIST, int(not reads))
                x.waits, x.released, x.unread = x.unread, d, None

    # 6
    def take_over(self):
        k, d = self.plan, self.d
        for p in range(self.n_plants):
            to, most = int(k.takeover_to[p, d]), int(k.takeover_n[p, d])
            if to < 0:
                continue
            able = [
                x for x in self.patients if x.plant == p and not x.is_moved and x.word(C.RANGE, 0)[0] < k.range_below
            ]
            able.sort(key=lambda x: (min(max(x.until, d - PERIOD), d + 2 * PERIOD), x.i))
            for x in able[: max(most, 0)]:
                x.plant, x.is_moved, x.is_new = to, True, True
                self.note(to, C.MOVED_IN)

    # 7
    def pack(self):
        k, d = self.plan, self.d
        for p in range(self.n_plants):
            if k.is_work[d]:
                comes = max(int(k.stock_target[p]) - self.stock[p], 0) * int(k.inflow_permille[p, d]) // 1000
                self.stock[p] += comes
                self.note(p, C.GOODS_IN, comes)
            capacity = left = int(k.capacity[p, d])
            self.note(p, C.CAPACITY, capacity)
            own = [x for x in self.patients if x.plant == p]
            left = capacity - self.pack_acute(p, own, capacity * k.acute_permille // 1000)
            left = self.pack_ordinary(p, own, left)
            left = self.send_packs(p, own, left)
            self.note(p, C.WORK, capacity - left)

    def packed(self, x: Patient, p: int, period: int | None) -> Roll:
        """A roll leaves the machine."""
        self.stock[p] -= 1
        x.is_new = False
        self.note(p, C.LINES_PACKED, x.lines)
        wrong = x.word(C.CONTENT, self.d)[0] < int(self.plan.wrong_below[p, self.d])
        return Roll(period, self.d, p, wrong, int(self.plan.next_work[self.d]))

    def pack_acute(self, p: int, own: list[Patient], left: int) -> int:
        """The oldest order first, in the part of the day that acute rolls may take; how much was taken."""
        k, most = self.plan, left
        queue: list[Any] = [x for x in own if x.acute and x.acute.roll is None]
        for x in sorted(queue, key=lambda x: (x.acute.asked, x.i)):
            work = k.acute_work + (k.takeover_work if x.is_new else 0)
            if left < work or self.stock[p] < 1:
                break
            left -= work
            x.acute.roll = self.packed(x, p, None)
            self.note(p, C.PACKED_ACUTE)
        return most - left

    def rank(self, first: int, kind: int) -> int:
        """0 all alike; 1 those at home first; 2 care housing first."""
        return {0: 0, 1: int(kind == C.CARE_HOUSING), 2: int(kind != C.CARE_HOUSING)}[first]

    def pack_ordinary(self, p: int, own: list[Patient], left: int) -> int:
        """By who is first, then by when the roll begins."""
        k, d = self.plan, self.d
        first = int(k.first_kind[p, d])
        queue: list[Any] = [x for x in own if x.waits is not None and x.released < d]
        for x in queue:
            if x.waits + PERIOD - (k.next_work[d] + 1) < k.least_days:
                x.waits = None
                self.note(p, C.WITHDRAWN)
                self.note(p, C.LINES_WITHDRAWN, x.lines)
        queue = [x for x in queue if x.waits is not None]
        for x in sorted(queue, key=lambda x: (self.rank(first, x.kind), x.waits, x.i)):
            work = ROLL_WORK + (k.takeover_work if x.is_new else 0)
            if left < work or self.stock[p] < 1:
                break
            left -= work
            if x.road:
                self.note(p, C.LOST)
            x.road, x.waits = self.packed(x, p, x.waits), None
            self.note(p, C.PACKED)
        return left

    def send_packs(self, p: int, own: list[Patient], left: int) -> int:
        """With what work is left; who has waited too long goes to an ordinary pharmacy."""
        k, d = self.plan, self.d
        queue: list[Any] = [x for x in own if x.packs_asked is not None]
        for x in sorted(queue, key=lambda x: (x.packs_asked, x.i)):
            if left >= k.packs_work:
                left -= k.packs_work
                x.packs_asked = None
                self.note(p, C.PACKS_SENT)
            elif d - x.packs_asked >= k.patience_days:
                x.packs_asked = None
                self.note(p, C.PACKS_REDIRECTED)
        return left

    # 8
    def hand_out(self):
        k, d = self.plan, self.d
        self.prescriber = [int(x) for x in k.prescriber_min[:, d]]
        self.pharmacy = [int(x) for x in k.pharmacy_lines[:, d]]
        self.requisition = [int(x) for x in k.requisition[:, d]]
        today = [
            int(minutes) * int(k.nurse_permille[place, d]) // 1000
            for minutes, place in zip(k.unit_minutes, k.unit_place, strict=True)
        ]
        self.nurse = [new + kept if new else 0 for new, kept in zip(today, self.nurse_kept, strict=True)]
        self.supply = [left + int(new) for left, new in zip(self.supply, k.supply[:, d], strict=True)]
        self.buffer = [left + int(new) for left, new in zip(self.buffer, k.buffer[:, d], strict=True)]
        first = int(k.help_first[d])
        without = [x for x in self.patients if x.is_without(d + 1)]
        for x in sorted(without, key=lambda x: (self.rank(first, x.kind), x.tier, x.i)):
            self.help(x)
        for unit, new in enumerate(today):
            if new:
                self.nurse_kept[unit] = min(self.nurse[unit], k.nurse_min)

    def help(self, x: Patient):
        """The first that is possible."""
        d, here = self.d, self.here(x)
        if x.kind == C.CARE_HOUSING and self.buffer[x.place] > 0:
            days = min(self.buffer[x.place], BUFFER_DAYS)
            self.buffer[x.place] -= days
            x.cover(d + 1, d + 1 + days, d)
            here[C.BUFFER] += days
        elif self.plan.dosett[x.place, d] and self.from_pharmacy(x):
            here[C.DOSETT] += 1
        elif self.requisition[x.place] > 0 and self.has_goods_and_nurse(x, x.lines):
            self.requisition[x.place] -= 1
            self.fill_dosett(x, x.lines)
            here[C.REQUISITION] += 1
        elif self.supply[x.county] > 0:
            self.supply[x.county] -= 1
            x.cover(d + 1, d + 1 + SUPPLY_DAYS, d)
            here[C.SUPPLY] += 1

    def from_pharmacy(self, x: Patient) -> bool:
        """Whole packs on ordinary prescriptions, shared out by a nurse."""
        spent = self.tally.help[self.d]
        if x.is_converted:
            if not self.has_goods_and_nurse(x, 0):
                return False
            self.fill_dosett(x, 0)
            return True
        minutes = self.plan.conversion_min
        if self.prescriber[x.county] < max(minutes, 1):
            spent[C.PRESCRIBER_LACK] += 1
            return False
        if not self.has_goods_and_nurse(x, x.lines):
            return False
        self.prescriber[x.county] -= minutes
        spent[C.PRESCRIBER_MIN] += minutes
        spent[C.CONVERTED] += 1
        x.is_converted = True
        self.fill_dosett(x, x.lines)
        return True

    def has_goods_and_nurse(self, x: Patient, lines: int) -> bool:
        """Room at the municipality's pharmacies, and a nurse's time."""
        spent = self.tally.help[self.d]
        if self.pharmacy[x.place] < lines:
            spent[C.PHARMACY_LACK] += 1
            return False
        if self.nurse[x.unit] < self.plan.nurse_min:
            spent[C.NURSE_LACK] += 1
            return False
        return True

    def fill_dosett(self, x: Patient, lines: int):
        """Goods and time are spent; now and then something is mixed up."""
        spent, d = self.tally.help[self.d], self.d
        self.pharmacy[x.place] -= lines
        self.nurse[x.unit] -= self.plan.nurse_min
        spent[C.PHARMACY_LINES] += lines
        spent[C.NURSE_MIN] += self.plan.nurse_min
        spent[C.ERRORS] += int(x.word(C.MIX_UP, d)[0] < self.plan.mix_up_below)
        x.cover(d + 1, d + 1 + PERIOD, d)

    # 9
    def _held(self) -> np.ndarray:
        """What is there now: rolls asked for and on the road, lines asked for, whole packs, goods, people without."""
        held = np.zeros(6, np.int64)
        for x in self.patients:
            asked = sum((x.waits is not None, x.unread is not None, x.acute is not None and x.acute.roll is None))
            road = int(x.road is not None) + int(x.acute is not None and x.acute.roll is not None)
            held += (asked, road, asked * x.lines, int(x.packs_asked is not None), 0, int(x.was_without))
        held[4] = sum(self.stock)
        return held

    def balance(self):
        y, d = self.tally, self.d
        for x in self.patients:
            is_acute = x.acute is not None
            waiting = is_acute and x.acute.roll is None
            asked = sum((x.waits is not None, x.unread is not None, waiting))
            for column, n in (
                (C.WAITING, x.waits is not None),
                (C.UNREAD, x.unread is not None),
                (C.WAITING_ACUTE, waiting),
                (C.LINES_WAITING, asked * x.lines),
                (C.ON_ROAD, int(x.road is not None) + int(is_acute and not waiting)),
                (C.PACKS_WAITING, x.packs_asked is not None),
            ):
                self.note(x.plant, column, int(n))
        for p in range(self.n_plants):
            self.note(p, C.STOCK, self.stock[p])
        of = {name: int(n) for name, n in zip(range(C.N_PLANT), y.plant[:, d].sum(axis=0), strict=True)}
        packed = of[C.PACKED] + of[C.PACKED_ACUTE]
        asked = of[C.RELEASED] + of[C.ACUTE_CHANGE] + of[C.ACUTE_MISSING] + of[C.ACUTE_RECALL]
        places = y.place[:, :, d].sum(axis=(0, 1))
        since = np.array(
            [
                asked - packed - of[C.WITHDRAWN] - of[C.WITHDRAWN_ACUTE],
                packed - of[C.ARRIVED] - of[C.ARRIVED_ACUTE] - of[C.LOST],
                of[C.LINES_ORDERED] - of[C.LINES_PACKED] - of[C.LINES_WITHDRAWN],
                of[C.PACKS_ORDERED] - of[C.PACKS_SENT] - of[C.PACKS_REDIRECTED],
                of[C.GOODS_IN] - packed,
                places[C.RAN_OUT] - places[C.REGAINED],
            ]
        )
        now = self._held()
        off = now - self.before - since
        y.errors[d] = (abs(off[0]) + abs(off[1]), off[2], off[5], off[3], off[4])
        self.before = now
