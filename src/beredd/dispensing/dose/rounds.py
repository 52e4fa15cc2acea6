"""The fortnightly rounds: working days, periods that begin, stops that are moved earlier before holidays.

Days are counted from the first of a run's burn-in. Slot 2 r + k is row r of the table of stop days,
in weeks of parity k.
"""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from beredd.dispensing.dose.columns import NONE
from beredd.dispensing.dose.network import PERIOD_DAYS, DoseNetwork
from beredd.dispensing.scenarios.calendar import is_workday

AHEAD = 64
"""Days beyond the end for which the calendar is known."""


class Rounds(NamedTuple):
    """Z slots, T days."""

    is_work: np.ndarray  # (T + AHEAD,) uint8
    next_work: np.ndarray  # (T + AHEAD,) int32: the first working day after
    phase: np.ndarray  # (Z,) int32: periods begin on days of this remainder of PERIOD_DAYS
    stop_for: np.ndarray  # (T, Z) int32: the period whose stop falls on that day, NONE
    first_stop: np.ndarray  # (Z,) int32: stop day of the first period that begins after day 0; may be negative
    first_packed: np.ndarray  # (Z,) int32: when its roll is packed if nothing goes wrong
    first_arrives: np.ndarray  # (Z,) int32


def slot_shares(dose: DoseNetwork) -> np.ndarray:
    """Share of patients with each stop day, (Z,): every row of the table in odd and in even weeks alike."""
    return np.repeat(dose.stop_share / 2, 2)


def planned_packing(dose: DoseNetwork, rounds: Rounds, total: int) -> np.ndarray:
    """(T,) float: the rolls that the calendar asks to pack on each day, over those of an ordinary working day."""
    share, planned = slot_shares(dose), np.zeros(total + AHEAD)
    for slot, stop in enumerate(rounds.first_packed):
        if stop >= 0:
            planned[stop] += share[slot] if rounds.first_stop[slot] < 0 else 0
    for day, slot in zip(*np.nonzero(rounds.stop_for != NONE), strict=True):
        planned[rounds.next_work[day]] += share[slot]
    return planned[:total] * PERIOD_DAYS * 5 / 7


def rounds_of(dose: DoseNetwork, first: date, total: int) -> Rounds:
    """Working days and stops of `total` days from `first`."""
    work, following = _working_days(first, total + AHEAD)
    return Rounds(is_work=work, next_work=following, **_periods(dose, first, work, total))


def _working_days(first: date, n: int):
    """(n,) uint8, and the first working day after each, (n,) int32."""
    work = np.array([is_workday(first + timedelta(t)) for t in range(n + 16)], np.uint8)
    following = np.zeros(n, np.int32)
    for t in range(n):
        following[t] = t + 1 + int(np.argmax(work[t + 1 :]))
    return work[:n], following


def stop_before(period: int, first_intake_day: int, is_work, weekday_of_0: int) -> int:
    """The stop day of the period that begins on day `period`; `is_work(day)` tells working days.

    It keeps the working days of an ordinary week between itself and the first intake: two at least, to pack and to
    deliver. So holidays move stops earlier, each by as much as lies in its own way, and not all onto one day.
    """
    stop = period - (first_intake_day - 1)
    needed = sum((weekday_of_0 + day) % 7 < 5 for day in range(stop + 1, period))
    while not is_work(stop) or sum(is_work(day) for day in range(stop + 1, period)) < needed:
        stop -= 1
    return stop


def _periods(dose: DoseNetwork, first: date, work, total: int) -> dict[str, np.ndarray]:
    """Stops and periods of each slot; slot 2 r + k is row r of the table in weeks of parity k."""
    n_slots = 2 * len(dose.stop_share)
    monday = -first.weekday() - 7 * ((first.toordinal() - 1) // 7 % 2)  # first day of an even pair of weeks
    phase = np.zeros(n_slots, np.int32)
    stop_for = np.full((total, n_slots), NONE, np.int32)
    begun = {name: np.zeros(n_slots, np.int32) for name in ("first_stop", "first_packed", "first_arrives")}

    def is_work(day):
        return bool(work[day]) if day >= 0 else is_workday(first + timedelta(day))

    def after(day):
        return next(d for d in range(day + 1, day + 16) if is_work(d))

    for slot in range(n_slots):
        row, parity = divmod(slot, 2)
        intake = int(dose.first_intake_day[row])
        phase[slot] = (monday + 7 * parity + int(dose.stop_weekday[row]) + intake - 1) % PERIOD_DAYS
        for period in range(int(phase[slot]), total + PERIOD_DAYS, PERIOD_DAYS):
            stop = stop_before(period, intake, is_work, first.weekday())
            if 0 <= stop < total:
                stop_for[stop, slot] = period
        coming = int(phase[slot]) or PERIOD_DAYS  # the first period that begins after day 0
        begun["first_stop"][slot] = stop = stop_before(coming, intake, is_work, first.weekday())
        begun["first_packed"][slot] = packed = after(stop)
        begun["first_arrives"][slot] = after(packed)
    return {"phase": phase, "stop_for": stop_for, **begun}
