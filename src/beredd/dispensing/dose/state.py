"""The state of a dose run and what is counted in it: flat arrays that the kernels change in place."""

from typing import NamedTuple

import numpy as np

from beredd.dispensing.dose.columns import KINDS, N_HELP, N_PLACE, N_PLANT, NONE
from beredd.dispensing.dose.network import PERIOD_DAYS
from beredd.dispensing.dose.plan import BURN_IN, DosePlan
from beredd.dispensing.network.model import TIERS


class DoseState(NamedTuple):
    """N patients, P plants. A patient is covered on the days before `until` that do not lie in their hole."""

    until: np.ndarray  # (N,) int32: first day without
    hole_from: np.ndarray  # (N,) int32: days between what is at home and a roll that begins later
    hole_to: np.ndarray  # (N,) int32
    was_without: np.ndarray  # (N,) uint8, at the last count
    # the last roll at home
    roll_from: np.ndarray  # (N,) int32
    roll_packed: np.ndarray  # (N,) int32: day, NONE when it is not a roll of this run
    roll_by: np.ndarray  # (N,) int8
    roll_wrong: np.ndarray  # (N,) uint8
    # the ordinary roll that is asked for
    unread: np.ndarray  # (N,) int32: its period, before the plant has read the order
    waits: np.ndarray  # (N,) int32: its period, in the plant's queue
    released: np.ndarray  # (N,) int32: the day it came into the queue
    coming: np.ndarray  # (N,) int32: the period whose roll is looked for
    expected: np.ndarray  # (N,) int32: the day on which it should be delivered
    # the ordinary roll on the road
    road: np.ndarray  # (N,) int32: its period
    road_day: np.ndarray  # (N,) int32: delivered from this day on
    road_packed: np.ndarray  # (N,) int32
    road_by: np.ndarray  # (N,) int8
    road_wrong: np.ndarray  # (N,) uint8
    # the acute roll
    acute: np.ndarray  # (N,) int8: 0 none, 1 in the queue, 2 on the road
    acute_for: np.ndarray  # (N,) int8
    acute_asked: np.ndarray  # (N,) int32
    acute_day: np.ndarray  # (N,) int32: delivered from this day on
    acute_packed: np.ndarray  # (N,) int32
    acute_by: np.ndarray  # (N,) int8
    acute_wrong: np.ndarray  # (N,) uint8
    packs_asked: np.ndarray  # (N,) int32: whole packs, day of the order
    plant: np.ndarray  # (N,) int8
    is_moved: np.ndarray  # (N,) uint8
    is_new: np.ndarray  # (N,) uint8: the plant has not packed for them yet
    is_converted: np.ndarray  # (N,) uint8: has ordinary prescriptions as well
    # plants and stores
    stock: np.ndarray  # (P,) int64, goods for so many rolls
    supply_left: np.ndarray  # (C,) int64
    buffer_left: np.ndarray  # (M,) int64
    nurse_kept: np.ndarray  # (U,) int64: minutes of the days before towards the unit's next dosett


class DoseTally(NamedTuple):
    """Counts by day; T days from the burn-in's first, B books."""

    plant: np.ndarray  # (P, T, N_PLANT) int64
    place: np.ndarray  # (M, KINDS, T, N_PLACE) int64
    tier: np.ndarray  # (T, TIERS) int64: patients without, by the most urgent of what is in their roll
    help: np.ndarray  # (T, N_HELP) int64
    first_without: np.ndarray  # (N,) int32: first day of the run without, NONE
    days_without: np.ndarray  # (N,) int32, in the run
    errors: np.ndarray  # (T, 5) int64: rolls, lines, patients, whole packs, goods; all zero when the books balance


BOOKS = ("rolls", "lines", "patients", "whole_packs", "goods")


def first_dose_state(plan: DosePlan) -> DoseState:
    """Everyone with the roll that the calendar says, on time, the next one as far as it has come."""
    n, n_plants = len(plan.person), plan.capacity.shape[0]
    coming = np.where(plan.phase > 0, plan.phase, PERIOD_DAYS)[plan.slot].astype(np.int32)
    stop, packed, arrives = (x[plan.slot] for x in (plan.first_stop, plan.first_packed, plan.first_arrives))
    is_home, is_packed, is_asked = arrives < 0, packed < 0, stop < 0

    def days(value, where) -> np.ndarray:
        return np.where(where, value, NONE).astype(np.int32)

    def none() -> np.ndarray:
        return np.full(n, NONE, np.int32)

    def zero(kind=np.uint8) -> np.ndarray:
        return np.zeros(n, kind)

    return DoseState(
        until=(coming + np.where(is_home, PERIOD_DAYS, 0)).astype(np.int32),
        hole_from=none(),
        hole_to=none(),
        was_without=zero(),
        roll_from=(coming - np.where(is_home, 0, PERIOD_DAYS)).astype(np.int32),
        roll_packed=none(),
        roll_by=plan.plant.copy(),
        roll_wrong=zero(),
        unread=none(),
        waits=days(coming, is_asked & ~is_packed),
        released=days(stop, is_asked & ~is_packed),
        coming=days(coming, is_asked & ~is_home),
        expected=days(arrives, is_asked & ~is_home),
        road=days(coming, is_packed & ~is_home),
        road_day=days(arrives, is_packed & ~is_home),
        road_packed=none(),
        road_by=plan.plant.copy(),
        road_wrong=zero(),
        acute=zero(np.int8),
        acute_for=zero(np.int8),
        acute_asked=none(),
        acute_day=none(),
        acute_packed=none(),
        acute_by=plan.plant.copy(),
        acute_wrong=zero(),
        packs_asked=none(),
        plant=plan.plant.copy(),
        is_moved=zero(),
        is_new=zero(),
        is_converted=zero(),
        stock=plan.stock_target.copy() if n_plants else np.zeros(0, np.int64),
        supply_left=np.zeros(plan.supply.shape[0], np.int64),
        buffer_left=np.zeros(plan.buffer.shape[0], np.int64),
        nurse_kept=np.zeros(len(plan.unit_minutes), np.int64),
    )


def first_tally(plan: DosePlan) -> DoseTally:
    """Nothing counted yet."""
    n, total = len(plan.person), plan.capacity.shape[1]
    return DoseTally(
        plant=np.zeros((plan.capacity.shape[0], total, N_PLANT), np.int64),
        place=np.zeros((plan.buffer.shape[0], KINDS, total, N_PLACE), np.int64),
        tier=np.zeros((total, TIERS), np.int64),
        help=np.zeros((total, N_HELP), np.int64),
        first_without=np.full(n, NONE, np.int32),
        days_without=np.zeros(n, np.int32),
        errors=np.zeros((total, len(BOOKS)), np.int64),
    )


def of_the_run(tally: DoseTally) -> DoseTally:
    """The counts of the run's own days, the burn-in left out."""
    return tally._replace(
        plant=tally.plant[:, BURN_IN:],
        place=tally.place[:, :, BURN_IN:],
        tier=tally.tier[BURN_IN:],
        help=tally.help[BURN_IN:],
        errors=tally.errors[BURN_IN:],
    )
