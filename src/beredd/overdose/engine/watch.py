"""What is looked for between steps: crossings, the arrest rule, hypoxia, and whether the run may stop.

All of it reads the finished step [t_prev, t] of one lane through cubic dense output: times do not depend on the step.
"""

# ruff: noqa: F403, F405

import math

from numba import njit

from beredd.overdose.engine.layout import *
from beredd.overdose.model import gas_exchange
from beredd.overdose.trajectory import hermite
from beredd.overdose.vectors import vexp, vlog, vpow

GRID_PER_S = 10.0  # the published output grid: 0.1 s
FUTURE_STEP_S = 20.0

# What is watched against a level.
VENTILATION, BRAIN_O2, ARTERIAL_O2, SATURATION, ARTERIAL_CO2 = 0, 1, 2, 3, 4


@njit(error_model="numpy")
def dense(w, i, state, theta):
    """A state at share theta of the finished step."""
    step = w[L_T * LANES + i] - w[L_T_PREV * LANES + i]
    return hermite(
        theta,
        step,
        w[(UP + state) * LANES + i],
        w[(U + state) * LANES + i],
        w[(KP + state) * LANES + i],
        w[(K1 + state) * LANES + i],
    )


@njit(error_model="numpy")
def dense_gas(w, i, theta, ph):
    """Gas exchange at share theta of the finished step."""
    return gas_exchange(
        dense(w, i, S_ALV_CO2, theta),
        dense(w, i, S_ALV_O2, theta),
        dense(w, i, S_BRAIN_CO2, theta),
        dense(w, i, S_BRAIN_O2, theta),
        dense(w, i, S_TISSUE_CO2, theta),
        dense(w, i, S_TISSUE_O2, theta),
        dense(w, i, S_FLOW_CO2, theta),
        dense(w, i, S_FLOW_O2, theta),
        1.0,
        1.0,
        ph,
    )


@njit(error_model="numpy")
def dense_pao2(w, i, theta, ph):
    """Arterial PO2 (mmHg) at share theta of the finished step."""
    return dense_gas(w, i, theta, ph).pao2_mmhg


@njit(error_model="numpy")
def spontaneous(bound_ant, free, drive_p, drive_c, hypoxic, wake_exponent, ph):
    """Ventilation from the patient's own drives, L/min."""
    awake = ph.wakefulness_l_per_min * (1.0 - vpow(max(0.0, 1.0 - free - bound_ant), wake_exponent))
    return awake + max(0.0, (hypoxic * drive_p if drive_p >= 0.0 else drive_p) + drive_c)


@njit(error_model="numpy")
def dense_ventilation(w, i, theta, ph):
    """Spontaneous ventilation (L/min) at share theta of the finished step."""
    return spontaneous(
        dense(w, i, S_BOUND_ANT, theta),
        dense(w, i, S_FREE, theta),
        dense(w, i, S_DRIVE_P, theta),
        dense(w, i, S_DRIVE_C, theta),
        dense(w, i, S_HYPOXIC, theta),
        w[P_WAKE * LANES + i],
        ph,
    )


@njit(error_model="numpy")
def ventilation_now(w, i, ph):
    """Spontaneous ventilation (L/min) of the lane's state U."""
    return spontaneous(
        w[(U + S_BOUND_ANT) * LANES + i],
        w[(U + S_FREE) * LANES + i],
        w[(U + S_DRIVE_P) * LANES + i],
        w[(U + S_DRIVE_C) * LANES + i],
        w[(U + S_HYPOXIC) * LANES + i],
        w[P_WAKE * LANES + i],
        ph,
    )


@njit(error_model="numpy")
def falls_to(w, i, level, low, ph):
    """Share of the finished step, from `low` on, where PaO2 has fallen to level."""
    high = 1.0
    for _ in range(30):
        middle = 0.5 * (low + high)
        if dense_pao2(w, i, middle, ph) > level:
            low = middle
        else:
            high = middle
    return high


@njit(error_model="numpy")
def on_grid(t):
    """The first time of the published 0.1 s grid at or after t."""
    return math.ceil(t * GRID_PER_S - 1e-7) / GRID_PER_S


@njit(error_model="numpy")
def dense_value(w, i, which, theta, ph):
    """One watched quantity at share theta of the finished step: see `crosses`."""
    if which == VENTILATION:
        return dense_ventilation(w, i, theta, ph)
    if which == BRAIN_O2:
        return dense(w, i, S_BRAIN_O2, theta) / ph.o2_solubility_per_mmhg
    gas = dense_gas(w, i, theta, ph)
    if which == ARTERIAL_O2:
        return gas.pao2_mmhg
    if which == ARTERIAL_CO2:
        return gas.paco2_mmhg
    return 100.0 * gas.arterial_o2 / (ph.spencer_z_l_per_mmol * ph.spencer_c1_mmol_per_l)


@njit(error_model="numpy")
def crosses(w, i, which, before, level, ph):
    """Share of the finished step where a watched quantity, which was `before`, passes the level, either way."""
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = 0.5 * (low + high)
        if (dense_value(w, i, which, middle, ph) > level) == (before > level):
            low = middle
        else:
            high = middle
    return high


@njit(error_model="numpy")
def note_span(w, i, which, before, now, level, sign, first, ph):
    """Write when a quantity is first beyond its level (row `first`) and when last (the next row), on the grid.

    sign   1: beyond is at or below the level; -1: at or above
    """
    was, is_now = sign * (before - level) <= 0.0, sign * (now - level) <= 0.0
    if was == is_now:
        return
    t0 = w[L_T_PREV * LANES + i]
    at = on_grid(t0 + (w[L_T * LANES + i] - t0) * crosses(w, i, which, before, level, ph))
    if is_now:
        if math.isnan(w[first * LANES + i]):
            w[first * LANES + i] = at
        w[(first + 1) * LANES + i] = math.nan
    else:
        w[(first + 1) * LANES + i] = at - 1.0 / GRID_PER_S


@njit(error_model="numpy")
def found_hypoxic(w, i, t15, is_im, rule):
    """PaO2 has reached 15 mmHg at t15: first, the clock starts; later (not in the IM model), it is settled."""
    if w[L_STATE * LANES + i] == WATCHING:
        w[O_T15 * LANES + i] = t15
        w[O_TCA * LANES + i] = t15 + rule.duration_s
        w[L_STATE * LANES + i] = PENDING
    elif w[L_STATE * LANES + i] == RECOVERED and not is_im:
        w[O_TCA * LANES + i] = t15 + rule.duration_s
        w[O_REN * LANES + i] = 1.0
        w[O_CA * LANES + i] = 1.0
        w[L_STATE * LANES + i] = SETTLED


@njit(error_model="numpy")
def observe(w, i, is_im, threshold, follows, rule, ph):
    """Take account of the finished step of lane i."""
    t0, t1 = w[L_T_PREV * LANES + i], w[L_T * LANES + i]
    h = t1 - t0
    pao2, vent, brain = w[A_PAO2 * LANES + i], w[A_VENT * LANES + i], w[A_BRAIN_O2 * LANES + i]
    pao2_0, vent_0, brain_0 = w[L_PAO2_PREV * LANES + i], w[L_VENT_PREV * LANES + i], w[L_BRAIN_PREV * LANES + i]

    if vent < threshold <= vent_0:
        if math.isnan(w[O_T_CROSS * LANES + i]):
            w[O_T_CROSS * LANES + i] = t0 + h * crosses(w, i, VENTILATION, vent_0, threshold, ph)
        w[O_T_BACK * LANES + i] = math.nan
    elif vent_0 < threshold <= vent:
        w[O_T_BACK * LANES + i] = t0 + h * crosses(w, i, VENTILATION, vent_0, threshold, ph)

    note_span(w, i, BRAIN_O2, brain_0, brain, rule.brain_hypoxia_mmhg, 1.0, O_HYPOXIC_FROM, ph)
    if follows:
        note_span(w, i, ARTERIAL_O2, pao2_0, pao2, rule.arterial_hypoxia_mmhg, 1.0, O_LOW_O2_FROM, ph)
        before, now = w[L_SATURATION_PREV * LANES + i], w[A_SATURATION * LANES + i]
        note_span(w, i, SATURATION, before, now, rule.desaturation_pct, 1.0, O_LOW_SATURATION_FROM, ph)
        before, now = w[L_PACO2_PREV * LANES + i], w[A_PACO2 * LANES + i]
        note_span(w, i, ARTERIAL_CO2, before, now, rule.hypercapnia_mmhg, -1.0, O_HIGH_CO2_FROM, ph)

    # A dip between two points: the parabola through the last three, unless the middle one is a corner.
    is_corner = w[L_KINK * LANES + i] == 1.0
    w[L_KINK * LANES + i] = max(0.0, w[L_KINK * LANES + i] - 1.0)
    before = w[L_PAO2_PREV2 * LANES + i]
    if before > pao2_0 < pao2 and not is_corner:
        ha = t0 - w[L_T_PREV2 * LANES + i]
        slope_a, slope_b = (pao2_0 - before) / ha, (pao2 - pao2_0) / h
        bend = (slope_b - slope_a) / (ha + h)
        tilt = slope_a + bend * ha
        lowest = pao2_0 - tilt * tilt / (4.0 * bend)
        w[O_MIN_PAO2 * LANES + i] = min(w[O_MIN_PAO2 * LANES + i], lowest)
        if lowest <= rule.pao2_mmhg < pao2_0 and w[L_STATE * LANES + i] != PENDING:
            at = (-tilt - math.sqrt(tilt * tilt - 4.0 * bend * (pao2_0 - rule.pao2_mmhg))) / (2.0 * bend)
            # The clock may have started a moment before the step's start; that changes nothing below.
            if on_grid(t0 + at) <= t0 + at + 1.0 / GRID_PER_S:
                found_hypoxic(w, i, on_grid(t0 + at), is_im, rule)
    w[O_MIN_PAO2 * LANES + i] = min(w[O_MIN_PAO2 * LANES + i], pao2)
    w[O_MIN_VENT * LANES + i] = min(w[O_MIN_VENT * LANES + i], vent)
    w[O_MAX_ANT * LANES + i] = max(w[O_MAX_ANT * LANES + i], w[(U + S_BOUND_ANT) * LANES + i])

    low = 0.0
    if w[L_STATE * LANES + i] == PENDING and w[O_TCA * LANES + i] <= t1:
        low = (w[O_TCA * LANES + i] - t0) / h
        then = dense_pao2(w, i, low, ph)
        w[O_PAO2_AT * LANES + i] = then
        if then > rule.pao2_mmhg:
            w[L_STATE * LANES + i] = RECOVERED
            w[O_TCA * LANES + i] = math.nan
            pao2_0 = then
        else:
            w[O_CA * LANES + i] = 1.0
            w[L_STATE * LANES + i] = SETTLED
    if pao2 <= rule.pao2_mmhg < pao2_0 and w[L_STATE * LANES + i] != PENDING:
        found_hypoxic(w, i, on_grid(t0 + h * falls_to(w, i, rule.pao2_mmhg, low, ph)), is_im, rule)


@njit(error_model="numpy")
def opioid_alone(w, i, effect_pm, plasma_pm):
    """Upper bound of the opioid-bound share from now on, were there no antagonist: (share, 0..1).

    Plasma falls after a bolus and the effect site follows it, so neither rises above the larger of the two.
    """
    on = w[P_ON_OP * LANES + i] * vpow(max(effect_pm, plasma_pm), w[P_HILL_OP * LANES + i])
    return on / (on + w[P_OFF_OP * LANES + i])


@njit(error_model="numpy")
def stays_safe(w, i, horizon_s, safe_share):
    """Whether the opioid-bound share will stay at or below `safe_share` until the horizon.

    Drugs and receptors alone, without the body, at the present blood flow (which only falls as breathing returns), in
    coarse implicit steps; ends as soon as the bound without antagonist is low enough.
    """
    bound_ant = w[(U + S_BOUND_ANT) * LANES + i]
    bound_op = 1.0 - w[(U + S_FREE) * LANES + i] - bound_ant
    if bound_op > safe_share:
        return False
    volume = w[A_VOLUME * LANES + i]
    c1, c2 = w[(U + S_CENTRAL) * LANES + i], w[(U + S_PERIPHERAL_1) * LANES + i]
    c3, effect = w[(U + S_PERIPHERAL_2) * LANES + i], w[(U + S_EFFECT_OP) * LANES + i]
    plasma_pm = w[P_OP_PM * LANES + i] * volume * c1
    if opioid_alone(w, i, effect, plasma_pm) <= safe_share:
        return True
    depot, t1, t2 = w[(U + S_DEPOT) * LANES + i], w[(U + S_TRANSIT_1) * LANES + i], w[(U + S_TRANSIT_2) * LANES + i]
    plasma, outer = w[(U + S_PLASMA) * LANES + i], w[(U + S_OUTER) * LANES + i]
    effect_ant = w[(U + S_EFFECT_ANT) * LANES + i]
    h = FUTURE_STEP_S
    t = w[L_T * LANES + i]
    while t < horizon_s:
        t += h
        # Implicit Euler, compartment by compartment; exchange with the peripheral ones by the solved 3 x 3 or 2 x 2.
        k21, k31 = h * w[P_OP_21 * LANES + i], h * w[P_OP_31 * LANES + i]
        k12, k13 = h * w[P_OP_12 * LANES + i], h * w[P_OP_13 * LANES + i]
        c1 = (c1 + k21 * c2 / (1.0 + k21) + k31 * c3 / (1.0 + k31)) / (
            1.0 + h * w[P_OP_OUT * LANES + i] - k21 * k12 / (1.0 + k21) - k31 * k13 / (1.0 + k31)
        )
        c2, c3 = (c2 + k12 * c1) / (1.0 + k21), (c3 + k13 * c1) / (1.0 + k31)
        plasma_pm = w[P_OP_PM * LANES + i] * volume * c1
        ke = h * w[P_OP_EFFECT * LANES + i]
        effect = (effect + ke * plasma_pm) / (1.0 + ke)
        if w[P_PM_D * LANES + i] > 0.0:  # intravenous: the same 3 x 3
            b1, b2 = h * w[P_D_1 * LANES + i], h * w[P_D_2 * LANES + i]
            a1, a2 = h * w[P_1_D * LANES + i], h * w[P_2_D * LANES + i]
            depot = (depot + b1 * t1 / (1.0 + b1) + b2 * t2 / (1.0 + b2)) / (
                1.0 - h * w[P_D_D * LANES + i] - b1 * a1 / (1.0 + b1) - b2 * a2 / (1.0 + b2)
            )
            t1, t2 = (t1 + a1 * depot) / (1.0 + b1), (t2 + a2 * depot) / (1.0 + b2)
        else:
            depot = depot / (1.0 - h * w[P_D_D * LANES + i])
            t1 = (t1 + h * w[P_1_D * LANES + i] * depot) / (1.0 - h * w[P_1_1 * LANES + i])
            t2 = (t2 + h * w[P_2_1 * LANES + i] * t1) / (1.0 - h * w[P_2_2 * LANES + i])
            x = h * w[P_O_N * LANES + i]
            on = h * w[P_N_O * LANES + i]
            plasma = (plasma + h * w[P_N_2 * LANES + i] * t2 + on * outer / (1.0 + x)) / (
                1.0 - h * w[P_N_N * LANES + i] - on * x / (1.0 + x)
            )
            outer = (outer + x * plasma) / (1.0 + x)
        ka = h * w[P_ANT_EFFECT * LANES + i]
        target = w[P_PM_N * LANES + i] * plasma + w[P_PM_D * LANES + i] * depot
        effect_ant = (effect_ant + ka * target) / (1.0 + ka)
        on_op = h * w[P_ON_OP * LANES + i] * vexp(w[P_HILL_OP * LANES + i] * vlog(effect))
        on_ant = h * w[P_ON_ANT * LANES + i] * vexp(w[P_HILL_ANT * LANES + i] * vlog(effect_ant))
        off_op, off_ant = 1.0 + h * w[P_OFF_OP * LANES + i], 1.0 + h * w[P_OFF_ANT * LANES + i]
        free = (1.0 - bound_op / off_op - bound_ant / off_ant) / (1.0 + on_op / off_op + on_ant / off_ant)
        bound_op, bound_ant = (bound_op + on_op * free) / off_op, (bound_ant + on_ant * free) / off_ant
        if bound_op > safe_share:
            return False
        if opioid_alone(w, i, effect, plasma_pm) <= safe_share:
            return True
    return True
