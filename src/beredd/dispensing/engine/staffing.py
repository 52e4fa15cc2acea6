"""Pharmacists' seconds per open hour and day: staffed for the calendar's load, anchored on its own."""

import numpy as np

from beredd.dispensing.engine.plan import NATION, Behaviour, World
from beredd.dispensing.network import Network
from beredd.dispensing.scenarios import Conditions

ONE_PHARMACIST_S = 3600
"""Law 2009:366, chapter 2 § 6: a pharmacist must be present while the pharmacy is open."""
DAYS_BEFORE = 5
"""Working days over which those who avoid a day off spread before it."""


def ordinary_load_s(network: Network, behaviour: Behaviour, mean: np.ndarray) -> np.ndarray:
    """(P,) float: pharmacists' seconds a day each pharmacy is staffed for before `pharmacist_capacity`.

    The nation's `staffed_hours_per_day`, split as lines are. Not computed from the lines' number or the seconds per
    line: more lines, or slower work, must meet the same staff.
    """
    part = float(network.municipality_population.sum()) / NATION
    share = mean.sum(axis=1) / max(1, mean.sum())
    return behaviour["staffed_hours_per_day"] * 3600 * part * share


def day_budgets(
    load_s: np.ndarray, world: World, conditions: Conditions, *, days: int, capacity: float, avoids: float
) -> np.ndarray:
    """(P, D) int32: pharmacists' seconds per open hour of each day, at normal speed; at least one pharmacist.

    load_s     (P,) seconds of an ordinary day
    capacity   times the expected load
    avoids     share of people who come on a working day before rather than on a day off

    Pharmacies know the calendar as people do: those who avoid a day off, and everybody who finds it shut, come on the
    working days before.
    """
    usual_h = np.maximum(0, world.closes_h.astype(np.int64) - world.opens_h)[:, conditions.hours_as]  # (P, D + ahead)
    is_rest = conditions.is_workday == 0
    moving = np.where(usual_h == 0, 1.0, np.where(is_rest, avoids, 0.0))
    share = 1.0 - moving
    workdays = np.flatnonzero(~is_rest)
    for day in np.flatnonzero(moving.any(axis=0)):
        before = workdays[: np.searchsorted(workdays, day)][-DAYS_BEFORE:]
        for other in before:
            share[:, other] += moving[:, day] / DAYS_BEFORE
    for _ in range(7):  # shops that are shut on a working day: whoever would come then comes the day after
        shut = (usual_h == 0) & (share > 0)
        moved = np.where(shut, share, 0.0)
        share = share - moved
        share[:, 1:] += moved[:, :-1]
    budget = capacity * load_s[:, None] * share[:, :days] / np.maximum(1, usual_h[:, :days])
    # Days of a pharmacy side by side whatever their number: kernels are compiled anew for another layout.
    return np.ascontiguousarray(np.maximum(ONE_PHARMACIST_S, np.rint(budget)), np.int32)
