"""The days of a dose run, one after the other, with new events taken while it goes on.

A day has two parts: in the morning it is counted who is without; the rest follows when the day is over, with what was
decided during it. Stepped in any pattern a run gives the same integers as in one piece.
"""

import numpy as np

from beredd.dispensing.dose import columns as C
from beredd.dispensing.dose.conditions import DoseConditions
from beredd.dispensing.dose.kernels import (
    KEYS,
    balance,
    call_back,
    count_without,
    deliver,
    order,
    pack,
    release,
    take_over,
)
from beredd.dispensing.dose.plan import BURN_IN, DosePlan
from beredd.dispensing.dose.relief import TIERS, hand_out
from beredd.dispensing.dose.state import DoseState, DoseTally, first_dose_state, first_tally
from beredd.dispensing.errors import DispensingError

MORNING_H = 8
"""When it is counted who is without."""


class DoseDays:
    """A dose run that stands at some hour; hours count from the run's day 0, the burn-in lies before."""

    def __init__(self, plan: DosePlan):
        self.plan = plan
        self.state: DoseState = first_dose_state(plan)
        self.tally: DoseTally = first_tally(plan)
        self.hour = -24 * BURN_IN
        self._mornings = self._days = 0
        n = len(plan.person)
        self._key, self._queue = np.empty(n, np.int64), np.empty(n, np.int64)
        self._count = np.empty(2 * KEYS + 1, np.int64)
        self._ranks = np.empty(C.KINDS * TIERS + 1, np.int64)
        s = self.state
        like = (plan.unit_minutes, s.supply_left, s.buffer_left, s.buffer_left)
        self._room = [np.empty(len(x), np.int64) for x in like]
        asked = int((s.waits != C.NONE).sum())
        road = int((s.road != C.NONE).sum())
        lines = int(plan.lines[s.waits != C.NONE].sum())
        self._totals = np.array([asked, road, lines, 0, s.stock.sum()], np.int64)

    @property
    def days(self) -> int:
        """Days of the plan, the burn-in included."""
        return int(self.plan.capacity.shape[1])

    def take(self, conditions: DoseConditions) -> None:
        """Other conditions from now on; DispensingError where they change a day that is over."""
        for name, new in conditions._asdict().items():
            old = getattr(self.plan, name)
            if not np.array_equal(new[..., : self._days], old[..., : self._days]):
                raise DispensingError("dose.past", day=self._days - BURN_IN, what=name)
        self.plan = self.plan._replace(**conditions._asdict())

    def advance(self, to_hour: int) -> None:
        """Go on until `to_hour` hours of the run have passed."""
        while True:
            d = self._days
            if self._mornings == d and d < self.days and 24 * (d - BURN_IN) + MORNING_H <= to_hour:
                count_without(self.plan, self.state, self.tally, d, BURN_IN)
                self._mornings += 1
            elif self._mornings > d and 24 * (d + 1 - BURN_IN) <= to_hour:
                self._rest(d)
                self._days += 1
            else:
                break
        self.hour = max(self.hour, to_hour)

    def _rest(self, d: int) -> None:
        plan, s, y = self.plan, self.state, self.tally
        deliver(plan, s, y, d)
        call_back(plan, s, y, d)
        order(plan, s, y, d)
        release(plan, s, y, d)
        take_over(plan, s, y, d)
        pack(plan, s, y, d, self._key, self._count, self._queue)
        hand_out(plan, s, y, d, self._key, self._ranks, self._queue, *self._room)
        balance(plan, s, y, d, self._totals)
