"""The typical patient over time, by the reference integrator with the published two passes."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from beredd.overdose import model, trajectory
from beredd.overdose.constants import arrest_rule, physiology
from beredd.overdose.errors import BadQuantity
from beredd.overdose.model import Patient
from beredd.overdose.patients import typical_patient
from beredd.overdose.question import USUAL_DELAY_S, USUAL_WAY, Question
from beredd.overdose.rest import resting_state, resting_ventilation
from beredd.overdose.strategies import NG_PER_MG, strategy
from beredd.overdose.substances import Product, opioid, product

STEP_S = 0.1
LONGEST_STEP_S = 600.0
"""Between the rows that are reported."""
PULSES = 100
PULSE_EVERY_S = 0.1


@dataclass(frozen=True, kw_only=True)
class Course:
    """One patient over time; arrays are (n_times,) or (n_times, …)."""

    times_s: np.ndarray
    states: np.ndarray
    seen: np.ndarray
    every: int
    t_cross_s: float
    t_first_s: float
    t15_s: float
    t_arrest_s: float
    pao2_at_mmhg: float
    pass_one: np.ndarray
    """`seen` of the first pass, before any collapse is let happen."""
    doses: float

    def summary(self) -> dict[str, float | None]:
        """The published summaries: crossing, first PaO2 at 15 mmHg, PaO2 220 s later, collapse, lowest PaO2."""
        figures = {
            "t_cross_s": self.t_cross_s,
            "t_first_dose_s": self.t_first_s,
            "t15_s": self.t15_s,
            "pao2_at_t15_plus_220_mmhg": self.pao2_at_mmhg,
            "t_arrest_s": self.t_arrest_s,
            "min_pao2_mmhg": float(self.pass_one[:, trajectory.PAO2].min()),
            "min_brain_po2_mmhg": float(self.pass_one[:, trajectory.BRAIN_PO2].min()),
            "max_bound_opioid": float(self.states[:, model.BOUND_OP].max()),
            "max_bound_antagonist": float(self.states[:, model.BOUND_ANT].max()),
            "doses": self.doses,
        }
        return {name: value if math.isfinite(value) else None for name, value in figures.items()}

    def rows(self) -> list[dict[str, Any]]:
        """One row per reported time."""
        return [
            {
                "time_s": round(float(t), 3),
                "ventilation_l_per_min": float(s[trajectory.VENTILATION]),
                "pao2_mmhg": float(s[trajectory.PAO2]),
                "paco2_mmhg": float(s[trajectory.PACO2]),
                "brain_po2_mmhg": float(s[trajectory.BRAIN_PO2]),
                "flow_l_per_min": float(s[trajectory.FLOW]),
                "opioid_effect_site_pm": float(y[model.EFFECT_OP]),
                "antagonist_effect_site_pm": float(y[model.EFFECT_ANT]),
                "occupancy_opioid": float(y[model.BOUND_OP]),
                "occupancy_antagonist": float(y[model.BOUND_ANT]),
            }
            for t, s, y in zip(
                self.times_s[:: self.every], self.seen[:: self.every], self.states[:: self.every], strict=True
            )
        ]


def events_of(
    plan_id: str, chosen: Product, t_first_s: float, pt: Patient
) -> list[tuple[float, float, float, float, float]]:
    """The reference integrator's events of a strategy whose first dose is at t_first_s."""
    plan = strategy(plan_id)
    rest = resting_ventilation()
    use = {"f1": pt.bioavailability_f1, "f2": pt.bioavailability_f2}
    has_use = pt.bioavailability_f1 > 0.0
    conditional = plan.bioavailability.get("from_dose")
    found = []
    for dose in plan.doses:
        at, level = t_first_s + dose.at_s, dose.below_share * rest
        amount = NG_PER_MG * (dose.mg if dose.mg is not None else dose.units * chosen.dose_mg)
        if chosen.is_iv:
            found.append((at, trajectory.ANTAGONIST, amount / PULSES, level, 1.0))
            found += [
                (at + k * PULSE_EVERY_S, trajectory.ANTAGONIST, amount / PULSES, trajectory.SAME_DECISION, 0.0)
                for k in range(1, PULSES + 1)
            ]
        else:
            found.append((at, trajectory.ANTAGONIST, amount, level, float(dose.units)))
            if conditional and has_use:
                kind = trajectory.BIOAVAILABILITY_FROM + conditional
                found.append((at, kind, use[plan.bioavailability["use"]], trajectory.SAME_DECISION, 0.0))
    if plan.bioavailability and not conditional and has_use:
        at = t_first_s + plan.bioavailability["at_s"]
        found.append((at, trajectory.BIOAVAILABILITY, use[plan.bioavailability["use"]], math.inf, 0.0))
    if plan.oxygen:
        found.append((t_first_s, trajectory.INSPIRED_O2, plan.oxygen["inspired_mmhg"], math.inf, 0.0))
    if plan.breathing:
        hook = plan.breathing
        found.append((t_first_s, trajectory.ADDED_VENTILATION, hook["l_per_min"], math.inf, 0.0))
        for at_s in range(hook["check_every_s"], hook["for_s"], hook["check_every_s"]):
            found.append((t_first_s + at_s, trajectory.STOP_ADDED, 0.0, hook["until_share"] * rest, 0.0))
        found.append((t_first_s + hook["for_s"], trajectory.ADDED_VENTILATION, 0.0, math.inf, 0.0))
    return sorted(found, key=lambda event: event[0])


def integrate_once(
    pt: Patient, dose_mg: float, events, is_iv: bool, t_collapse: float, horizon_s: float, step_s: float
):
    """One pass: (times, states, seen, doses given)."""
    table = np.array([(0.0, trajectory.OPIOID, dose_mg, math.inf, 0.0), *events])
    table = table[table[:, 0] <= horizon_s]
    grid = np.round(np.arange(0.0, horizon_s + step_s / 2, step_s), 6)
    times = np.unique(np.concatenate([grid, table[:, 0]]))
    # Times closer than a nanosecond are one time; the event's wins, for it must not come early.
    times = times[np.concatenate([np.diff(times) > 1e-9, [True]])]
    n = len(times)
    states, rates = np.empty((n, model.N_STATES)), np.empty((n, model.N_STATES))
    seen, given = np.empty((n, trajectory.N_SEEN)), np.zeros(len(table), np.int64)
    ph = physiology()
    settings = np.array([pt.bioavailability, 0.0, ph.inspired_o2_mmhg])
    trajectory.integrate_compiled(
        times, table, np.array(resting_state()), settings, t_collapse, is_iv, pt, ph, states, rates, seen, given
    )
    return times, states, seen, float((table[:, 4] * given).sum())


def find_arrest(times: np.ndarray, pao2: np.ndarray, is_im: bool, horizon_s: float) -> tuple[float, float, float]:
    """(t15, PaO2 220 s later, time of collapse) of a first pass; NaN where there is none. The published rule."""
    rule = arrest_rule()
    low = np.flatnonzero(pao2 <= rule.pao2_mmhg)
    if len(low) == 0:
        return math.nan, math.nan, math.nan
    t15 = float(times[low[0]])
    due = t15 + rule.duration_s
    if due > horizon_s:
        return t15, math.nan, math.nan
    then = float(np.interp(due, times, pao2))
    if then <= rule.pao2_mmhg:
        return t15, then, due
    again = low[times[low] > due]
    if is_im or len(again) == 0 or times[again[0]] + rule.duration_s > horizon_s:
        return t15, then, math.nan
    return t15, then, float(times[again[0]]) + rule.duration_s


def crossing(times: np.ndarray, ventilation_l_per_min: np.ndarray) -> float:
    """First time ventilation falls below 40 % of rest, s; NaN if never. Linear between points, as published."""
    level = arrest_rule().ventilation_share * resting_ventilation()
    below = np.flatnonzero(ventilation_l_per_min < level)
    if len(below) == 0:
        return math.nan
    i = int(below[0])
    v0, v1 = ventilation_l_per_min[i - 1], ventilation_l_per_min[i]
    return float(times[i - 1] + (times[i] - times[i - 1]) * (v0 - level) / (v0 - v1))


def course_of(
    pt: Patient,
    dose_mg: float,
    chosen: Product | None,
    strategy_id: str,
    delay_s: float,
    *,
    step_s: float = STEP_S,
    horizon_s: float | None = None,
    every: int = 1,
) -> Course:
    """Two passes for one patient: find the collapse, then run again with it."""
    rule = arrest_rule()
    is_im = chosen is None or chosen.route == "im"
    is_iv = chosen is not None and chosen.is_iv
    horizon = horizon_s or (rule.horizon_im_s if is_im else rule.horizon_in_iv_s)
    plain = integrate_once(pt, dose_mg, [], is_iv, math.inf, horizon, step_s)
    t_cross = crossing(plain[0], plain[2][:, trajectory.VENTILATION])
    t_first = t_cross + delay_s if chosen is not None else math.nan
    events = events_of(strategy_id, chosen, t_first, pt) if chosen is not None and math.isfinite(t_first) else []
    first = integrate_once(pt, dose_mg, events, is_iv, math.inf, horizon, step_s) if events else plain
    t15, then, t_arrest = find_arrest(first[0], first[2][:, trajectory.PAO2], is_im, horizon)
    last = first
    if math.isfinite(t_arrest):
        last = integrate_once(pt, dose_mg, events, is_iv, t_arrest, horizon, step_s)
    return Course(
        times_s=last[0],
        states=last[1],
        seen=last[2],
        every=every,
        t_cross_s=t_cross,
        t_first_s=t_first,
        t15_s=t15,
        t_arrest_s=t_arrest,
        pao2_at_mmhg=then,
        pass_one=first[2],
        doses=last[3],
    )


def typical_course(
    question: Question, *, every_s: float = 1.0, step_s: float = STEP_S, horizon_s: float | None = None
) -> Course:
    """The typical patient's course under the question's first arm; without arms the run without antagonist."""
    if not step_s <= every_s <= LONGEST_STEP_S:
        raise BadQuantity("overdose.row-distance", found=every_s, low=step_s, high=LONGEST_STEP_S)
    arm = question.arms[0] if question.arms else None
    chosen = product(arm.antagonist) if arm else None
    pt = typical_patient(opioid(question.opioid), chosen or product("im-generic-2mg"), question.subject)
    return course_of(
        pt,
        question.dose_mg,
        chosen,
        arm.strategy if arm else USUAL_WAY,
        arm.delay_s if arm else USUAL_DELAY_S,
        step_s=step_s,
        horizon_s=horizon_s,
        every=max(1, round(every_s / step_s)),
    )
