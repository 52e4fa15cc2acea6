"""A block of patients through the run without antagonist and then through every arm.

Jobs wait in a fixed queue; a lane that has finished one takes the next, so all eight lanes stay busy although some
patients are settled after five minutes and others need an hour and a half. A job's arithmetic does not depend on which
lane it got or what ran beside it, hence not on the number of threads. Each arm starts from the snapshot that the run
without antagonist left at the time of its first dose.
"""

# ruff: noqa: F403, F405

import math

import numpy as np
from numba import njit

import beredd.kernel_cache  # noqa: F401
from beredd.overdose.engine.layout import *
from beredd.overdose.engine.steps import begin, finish
from beredd.overdose.engine.watch import observe, stays_safe, ventilation_now

CHECK_EVERY_S = 20.0
EARLIEST_STOP_S = 60.0
# Two base steps at once from here on, while PaO2 is above this, changes more slowly than this, and blood flow is usual.
QUIET_FROM_S, QUIET_MMHG, QUIET_MMHG_PER_S, QUIET_L_PER_S = 120.0, 30.0, 0.2, 7.0 / 60.0
NEAR_S = 1e-9
SPANS = (O_HYPOXIC_FROM, O_LOW_O2_FROM, O_LOW_SATURATION_FROM, O_HIGH_CO2_FROM)
NEAR_THRESHOLD = 1.5  # times the threshold
SLOW_PER_S = 2e-4  # of all receptors


@njit(error_model="numpy")
def load_patient(w, i, job, opioid, start, ph):
    """Lane i becomes a patient at time 0, opioid just injected."""
    for r in range(N_ROWS):
        w[r * LANES + i] = 0.0
    for s in range(N_STATES):
        w[(U + s) * LANES + i] = start[s]
    for p in range(len(opioid) - 1):
        w[(P_OP_OUT + p) * LANES + i] = opioid[p]
    w[(U + S_CENTRAL) * LANES + i] = opioid[len(opioid) - 1]
    w[C_INSPIRED * LANES + i] = ph.inspired_o2_mmhg
    w[L_T_PREV * LANES + i] = -1.0
    w[L_GRID * LANES + i] = -1.0
    w[L_ON_GRID * LANES + i] = 1.0
    w[L_NEXT_EVENT * LANES + i] = math.inf
    w[L_JOB * LANES + i] = job
    w[L_STATE * LANES + i] = WATCHING
    for o in (O_T_CROSS, O_T15, O_TCA, O_PAO2_AT, O_T_BACK):
        w[o * LANES + i] = math.nan
    for first in SPANS:
        w[first * LANES + i] = math.nan
        w[(first + 1) * LANES + i] = math.nan
    w[O_MIN_PAO2 * LANES + i] = math.inf
    w[O_MIN_VENT * LANES + i] = math.inf
    w[L_T_FIRST * LANES + i] = math.nan


@njit(error_model="numpy")
def load_arm(w, i, job, snapshot, antagonist, first_event_s):
    """Lane i becomes a patient as the run without antagonist left it when the first dose is due."""
    for r in range(N_ROWS):
        w[r * LANES + i] = snapshot[r]
    for p in range(len(antagonist)):
        w[(FIRST_ANTAGONIST + p) * LANES + i] = antagonist[p]
    w[L_JOB * LANES + i] = job
    w[L_EVENT * LANES + i] = 0.0
    w[L_T_FIRST * LANES + i] = w[L_T * LANES + i]
    w[L_NEXT_EVENT * LANES + i] = w[L_T * LANES + i] + first_event_s


@njit(error_model="numpy")
def do_event(w, i, event, ph):
    """One row of the event table happens to lane i."""
    level = event[E_LEVEL]
    kind, value = event[E_KIND], event[E_VALUE]
    if level == SAME_DECISION:
        is_done = w[L_DECISION * LANES + i] > 0.5
    elif kind == EVENT_STOP_ADDED:
        is_done = ventilation_now(w, i, ph) >= level
    else:
        is_done = level == math.inf or ventilation_now(w, i, ph) < level
        if event[E_IS_DOSE] > 0.0:
            w[L_DECISION * LANES + i] = 1.0 if is_done else 0.0
    if not is_done:
        return
    w[O_DOSES * LANES + i] += event[E_IS_DOSE]
    if kind in (EVENT_ADDED, EVENT_INSPIRED, EVENT_STOP_ADDED):
        w[L_KINK * LANES + i] = 2.0
    if kind == EVENT_BOLUS:
        w[(U + S_DEPOT) * LANES + i] += value
    elif kind == EVENT_INFLOW:
        w[C_INFLOW * LANES + i] += value
    elif kind == EVENT_BIOAVAILABILITY:
        w[P_1_D * LANES + i] = w[(P_F + int(value)) * LANES + i]
    elif kind == EVENT_ADDED:
        w[C_ADDED * LANES + i] = value
    elif kind == EVENT_INSPIRED:
        w[C_INSPIRED * LANES + i] = value
    elif kind == EVENT_STOP_ADDED:
        w[C_ADDED * LANES + i] = 0.0
    elif kind >= EVENT_BIOAVAILABILITY_FROM and w[O_DOSES * LANES + i] >= kind - EVENT_BIOAVAILABILITY_FROM:
        w[P_1_D * LANES + i] = w[(P_F + int(value)) * LANES + i]


@njit(error_model="numpy")
def may_stop(w, i, horizon_s, threshold, is_none_pending, safe_share, follows, rule):
    """Whether nothing that is reported can change any more."""
    if w[L_STATE * LANES + i] == SETTLED and w[O_CA * LANES + i] > 0.5:
        return not is_none_pending
    t = w[L_T * LANES + i]
    if t >= horizon_s - NEAR_S:
        return True
    if is_none_pending or t < max(EARLIEST_STOP_S, w[L_NEXT_CHECK * LANES + i]) or w[L_STATE * LANES + i] == PENDING:
        return False
    if w[L_NEXT_EVENT * LANES + i] < math.inf or w[C_ADDED * LANES + i] > 0.0:
        return False
    if w[A_VENT * LANES + i] < 1.02 * threshold or w[A_BRAIN_O2 * LANES + i] <= rule.brain_hypoxia_mmhg + 1.0:
        return False
    if follows and w[A_SATURATION * LANES + i] <= rule.desaturation_pct + 1.0:
        return False
    if follows and w[A_PACO2 * LANES + i] >= rule.hypercapnia_mmhg - 0.5:
        return False
    # While occupancy still rises fast, ventilation has not yet followed it.
    if -(w[(K1 + S_FREE) * LANES + i] + w[(K1 + S_BOUND_ANT) * LANES + i]) > SLOW_PER_S:
        return False
    w[L_NEXT_CHECK * LANES + i] = t + CHECK_EVERY_S
    return stays_safe(w, i, horizon_s, safe_share)


@njit(error_model="numpy")
def write_outcome(w, i, out, horizon_s, threshold, rule):
    """Copy lane i's outcomes, closing what is still open."""
    t = w[L_T * LANES + i]
    if w[O_STATUS * LANES + i] != FAILED:
        w[O_STATUS * LANES + i] = HORIZON if t >= horizon_s - NEAR_S else RESOLVED
        if w[L_STATE * LANES + i] == PENDING:  # 220 s would pass after the horizon: no arrest within it
            w[O_TCA * LANES + i] = math.nan
        if w[L_VENT_PREV * LANES + i] < threshold or w[O_CA * LANES + i] > 0.5:
            w[O_T_BACK * LANES + i] = math.nan
        for first in SPANS:
            if math.isnan(w[(first + 1) * LANES + i]) and not math.isnan(w[first * LANES + i]):
                w[(first + 1) * LANES + i] = t
    w[O_END * LANES + i] = t
    for o in range(N_OUTCOMES):
        out[o] = w[(FIRST_OUTCOME + o) * LANES + i]


@njit(error_model="numpy")
def is_quiet(w, i, threshold):
    """Whether lane i may take two base steps at once: recovering or steady, well away from 15 mmHg and from events.

    Not while breathing comes near the threshold for the first time: where it creeps up to it, 3 s steps move the
    crossing by a fifth of a second and more.
    """
    if math.isnan(w[O_T_CROSS * LANES + i]) and w[A_VENT * LANES + i] < NEAR_THRESHOLD * threshold:
        return False
    pao2 = w[A_PAO2 * LANES + i]
    step = w[L_T * LANES + i] - w[L_T_PREV * LANES + i]
    is_steady = abs(pao2 - w[L_PAO2_PREV * LANES + i]) < QUIET_MMHG_PER_S * step
    is_helped = w[C_ADDED * LANES + i] > 0.0 or w[L_KINK * LANES + i] > 0.0
    return is_steady and pao2 > QUIET_MMHG and w[A_FLOW * LANES + i] < QUIET_L_PER_S and not is_helped


@njit(error_model="numpy")
def plan_step(w, i, quiet, settings, horizon_s):
    """Write the lane's next step: L_H, L_UNTIL, and L_SPAN, the history points it reaches (2: it passes one)."""
    t, base_s = w[L_T * LANES + i], settings[0]
    last = w[L_GRID * LANES + i] * base_s
    until, span = last + base_s, 1.0
    # The first seconds after a bolus in parts of the base step, which must divide it.
    k = 1
    while k < len(settings) and t >= settings[k] - NEAR_S:
        k += 2
    if k < len(settings):
        part_s = settings[k + 1]
        part_until = last + (math.floor((t - last) / part_s + 1e-6) + 1.0) * part_s
        if part_until < until - NEAR_S:
            until, span = part_until, 0.0
    elif quiet and t - last < NEAR_S and t >= QUIET_FROM_S:
        until, span = last + 2.0 * base_s, 2.0
    limit = min(w[L_NEXT_EVENT * LANES + i], horizon_s)
    if limit < last + base_s - NEAR_S and limit < until - NEAR_S:
        until, span = limit, 0.0
    elif limit < until - NEAR_S:  # a double step with something in its second half becomes a single one
        until, span = last + base_s, 1.0
    w[L_H * LANES + i] = until - t
    w[L_UNTIL * LANES + i] = until
    w[L_SPAN * LANES + i] = span


@njit(error_model="numpy", nogil=True, cache=True)
def run_block(
    opioid, antagonists, start, delays_s, arms, events, settings, is_im, horizons_s, threshold, safe_share,
    follows, rule, ph, out,
):  # fmt: skip
    """Run n patients without antagonist and through every arm; fills `out`.

    opioid       (n, parameters + dose): rows P_OP_OUT … P_WAKE, then the dose in mg
    antagonists  (products, n, parameters): rows FIRST_ANTAGONIST … LAST_ANTAGONIST
    start        (N_STATES,) the equilibrium
    delays_s     (delays,) increasing; first dose this long after breathing has fallen below `threshold` L/min
    arms         (arms, 4) int: product, delay, first event, number of events
    events       (rows, N_EVENT_COLUMNS)
    settings     [base step, then pairs: until when, with steps of], s
    is_im        (arms + 1,) bool: which model's arrest rule; the last is for the run without antagonist
    horizons_s   (arms + 1,)
    safe_share   a run may stop once the opioid-bound share stays below this; negative: never
    follows      whether arterial oxygen, saturation and carbon dioxide are followed until they are back for good
    out          (arms + 1, n, N_OUTCOMES); [0] is the run without antagonist
    """
    n, n_arms, n_delays = opioid.shape[0], arms.shape[0], len(delays_s)
    n_jobs = n * (n_arms + 1)
    base_s = settings[0]
    w = np.zeros(N_ROWS * LANES)
    snapshots = np.empty((n_delays, n, N_ROWS))
    progress = np.zeros(n, np.int8)  # 1: run without antagonist done and doses due; 2: done, never dosed
    taken = np.zeros(n_jobs, np.bool_)
    scan = 0
    busy = 0
    for i in range(LANES):
        load_patient(w, i, -1, opioid[0], start, ph)
    while True:
        # --- give idle lanes something to do
        for i in range(LANES):
            if w[L_JOB * LANES + i] >= 0.0:
                continue
            while scan < n_jobs and taken[scan]:
                scan += 1
            job = scan
            while job < n_jobs:
                p = job % n
                if not taken[job]:
                    if job < n:
                        load_patient(w, i, job, opioid[p], start, ph)
                        taken[job] = True
                        busy += 1
                        break
                    arm = job // n - 1
                    if progress[p] == 2:
                        taken[job] = True
                        out[arm + 1, p, :] = out[0, p, :]
                        out[arm + 1, p, O_STATUS - FIRST_OUTCOME] = (
                            FAILED if out[0, p, O_STATUS - FIRST_OUTCOME] == FAILED else NOT_DOSED
                        )
                    elif progress[p] == 1:
                        first = arms[arm, 2]
                        offset = events[first, E_OFFSET] if arms[arm, 3] > 0 else math.inf
                        load_arm(w, i, job, snapshots[arms[arm, 1], p], antagonists[arms[arm, 0], p], offset)
                        taken[job] = True
                        busy += 1
                        # The first events are due at once.
                        while w[L_NEXT_EVENT * LANES + i] <= w[L_T * LANES + i] + NEAR_S:
                            k = int(w[L_EVENT * LANES + i])
                            do_event(w, i, events[first + k], ph)
                            w[L_EVENT * LANES + i] = k + 1.0
                            w[L_NEXT_EVENT * LANES + i] = math.inf
                            if k + 1 < arms[arm, 3]:
                                w[L_NEXT_EVENT * LANES + i] = w[L_T_FIRST * LANES + i] + events[first + k + 1, E_OFFSET]
                        break
                job += 1
        if busy == 0:
            if scan >= n_jobs:
                break
            continue
        # --- rates now, what the finished step shows, and whether the lane is done
        begin(w, base_s, ph)
        for i in range(LANES):
            job = int(w[L_JOB * LANES + i])
            if job < 0:
                continue
            p, arm = job % n, job // n  # arm 0 is the run without antagonist
            horizon = horizons_s[arm]
            is_bad = not (abs(w[A_PAO2 * LANES + i]) < 1e6 and abs(w[(U + S_FREE) * LANES + i]) < 1e3)
            if not is_bad and w[L_T_PREV * LANES + i] >= 0.0:
                observe(w, i, is_im[arm], threshold, follows, rule, ph)
            if arm == 0 and math.isnan(w[L_T_FIRST * LANES + i]) and not math.isnan(w[O_T_CROSS * LANES + i]):
                w[L_T_FIRST * LANES + i] = w[O_T_CROSS * LANES + i]
                if n_delays > 0:
                    w[L_NEXT_EVENT * LANES + i] = w[O_T_CROSS * LANES + i] + delays_s[0]
            is_none_pending = arm == 0 and w[L_NEXT_EVENT * LANES + i] < horizon
            quiet = is_quiet(w, i, threshold)
            w[L_PAO2_PREV2 * LANES + i] = w[L_PAO2_PREV * LANES + i]
            w[L_T_PREV2 * LANES + i] = w[L_T_PREV * LANES + i]
            if w[L_T_PREV * LANES + i] < 0.0:
                w[L_PAO2_PREV2 * LANES + i] = 0.0
            w[L_PAO2_PREV * LANES + i] = w[A_PAO2 * LANES + i]
            w[L_VENT_PREV * LANES + i] = w[A_VENT * LANES + i]
            w[L_BRAIN_PREV * LANES + i] = w[A_BRAIN_O2 * LANES + i]
            w[L_SATURATION_PREV * LANES + i] = w[A_SATURATION * LANES + i]
            w[L_PACO2_PREV * LANES + i] = w[A_PACO2 * LANES + i]
            if is_bad or may_stop(w, i, horizon, threshold, is_none_pending, safe_share, follows, rule):
                if is_bad:
                    w[O_STATUS * LANES + i] = FAILED
                    w[O_CA * LANES + i] = math.nan
                if w[O_STATUS * LANES + i] != FAILED and arm == 0:
                    progress[p] = 1 if int(w[L_EVENT * LANES + i]) == n_delays and n_delays > 0 else 2
                elif arm == 0:
                    progress[p] = 2
                write_outcome(w, i, out[arm, p], horizon, threshold, rule)
                w[L_JOB * LANES + i] = -1.0
                w[L_H * LANES + i] = 0.0
                busy -= 1
                continue
            if w[L_ON_GRID * LANES + i] > 0.5:
                grid = int(w[L_GRID * LANES + i]) + 1
                w[L_GRID * LANES + i] = grid
                w[(R_CHEMO + (grid & (RING - 1))) * LANES + i] = w[A_CHEMO * LANES + i]
                w[(R_BRAIN + (grid & (RING - 1))) * LANES + i] = w[A_BRAIN_CO2 * LANES + i]
                w[L_ON_GRID * LANES + i] = 0.0
            plan_step(w, i, quiet, settings, horizon)
            w[O_STEPS * LANES + i] += 1.0
        for s in range(N_STATES * LANES):
            w[UP * LANES + s] = w[U * LANES + s]
            w[KP * LANES + s] = w[K1 * LANES + s]
        finish(w, base_s, ph)
        # --- arrive
        for i in range(LANES):
            job = int(w[L_JOB * LANES + i])
            if job < 0:
                continue
            p, arm = job % n, job // n
            w[L_T_PREV * LANES + i] = w[L_T * LANES + i]
            until = w[L_UNTIL * LANES + i]
            w[L_T * LANES + i] = until
            w[L_ON_GRID * LANES + i] = 1.0 if w[L_SPAN * LANES + i] > 0.5 else 0.0
            if w[L_SPAN * LANES + i] > 1.5:
                grid = int(w[L_GRID * LANES + i]) + 1
                w[L_GRID * LANES + i] = grid
                w[(R_CHEMO + (grid & (RING - 1))) * LANES + i] = w[A_MIDDLE_CHEMO * LANES + i]
                w[(R_BRAIN + (grid & (RING - 1))) * LANES + i] = w[A_MIDDLE_BRAIN * LANES + i]
            while w[L_NEXT_EVENT * LANES + i] <= until + NEAR_S:
                k = int(w[L_EVENT * LANES + i])
                w[L_EVENT * LANES + i] = k + 1.0
                w[L_NEXT_EVENT * LANES + i] = math.inf
                if arm == 0:
                    for r in range(N_ROWS):
                        snapshots[k, p, r] = w[r * LANES + i]
                    if k + 1 < n_delays:
                        w[L_NEXT_EVENT * LANES + i] = w[L_T_FIRST * LANES + i] + delays_s[k + 1]
                else:
                    first = arms[arm - 1, 2]
                    do_event(w, i, events[first + k], ph)
                    if k + 1 < arms[arm - 1, 3]:
                        w[L_NEXT_EVENT * LANES + i] = w[L_T_FIRST * LANES + i] + events[first + k + 1, E_OFFSET]
