"""One patient over time: classical Runge–Kutta at a small fixed step with Hermite-interpolated delays.

The reference integrator. The same source runs as plain Python (`integrate`) and compiled (`integrate_compiled`); the
population engine is another scheme and must agree with it. Lagged gas exchange is evaluated from the lagged states with
the *current* perfusion multipliers, as in the published code, which matters only after collapse.
"""

import math

import numpy as np
from numba import njit
from numba.extending import register_jitable

import beredd.kernel_cache  # noqa: F401
from beredd.overdose.model import (
    ALVEOLAR_CO2,
    ALVEOLAR_O2,
    BRAIN_CO2,
    BRAIN_O2,
    CENTRAL_OP,
    DEPOT,
    FLOW_CO2,
    FLOW_O2,
    N_STATES,
    PERFUSION_B,
    PERFUSION_T,
    TISSUE_CO2,
    TISSUE_O2,
    delays,
    derivatives,
    gas_exchange,
    gas_of,
    ventilation,
)

# What an event does to the patient.
OPIOID, ANTAGONIST, BIOAVAILABILITY, ADDED_VENTILATION, INSPIRED_O2, STOP_ADDED = 0, 1, 2, 3, 4, 5
BIOAVAILABILITY_FROM = 10  # plus a number of doses: only if so many have been given

# Columns of `seen`: what can be observed at each time.
VENTILATION, PAO2, PACO2, BRAIN_PO2, BRAIN_PCO2, FLOW, N_SEEN = 0, 1, 2, 3, 4, 5, 6

NO_LEVEL = math.inf
"""An event without a condition."""
SAME_DECISION = -1.0
"""An event that happens if the last dose did."""


@register_jitable
def hermite(theta, step_s, y0, y1, d0, d1):
    """Cubic through two values and two slopes at share `theta` of a step."""
    a = theta - 1.0
    return (
        (1.0 + 2.0 * theta) * a * a * y0
        + theta * theta * (3.0 - 2.0 * theta) * y1
        + step_s * theta * a * (a * d0 + theta * d1)
    )


@register_jitable
def find_interval(times, last, when):
    """Largest i < last with times[i] <= when."""
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        if times[middle] <= when:
            low = middle
        else:
            high = middle
    return low


@register_jitable
def lagged_gas(times, states, rates, last, when, y, ph):
    """Gas exchange of the states at an earlier time `when`, with the perfusion of now."""
    i = find_interval(times, last, when)
    step = times[i + 1] - times[i]
    theta = (when - times[i]) / step
    s0, s1, r0, r1 = states[i], states[i + 1], rates[i], rates[i + 1]
    return gas_exchange(
        hermite(theta, step, s0[ALVEOLAR_CO2], s1[ALVEOLAR_CO2], r0[ALVEOLAR_CO2], r1[ALVEOLAR_CO2]),
        hermite(theta, step, s0[ALVEOLAR_O2], s1[ALVEOLAR_O2], r0[ALVEOLAR_O2], r1[ALVEOLAR_O2]),
        hermite(theta, step, s0[BRAIN_CO2], s1[BRAIN_CO2], r0[BRAIN_CO2], r1[BRAIN_CO2]),
        hermite(theta, step, s0[BRAIN_O2], s1[BRAIN_O2], r0[BRAIN_O2], r1[BRAIN_O2]),
        hermite(theta, step, s0[TISSUE_CO2], s1[TISSUE_CO2], r0[TISSUE_CO2], r1[TISSUE_CO2]),
        hermite(theta, step, s0[TISSUE_O2], s1[TISSUE_O2], r0[TISSUE_O2], r1[TISSUE_O2]),
        hermite(theta, step, s0[FLOW_CO2], s1[FLOW_CO2], r0[FLOW_CO2], r1[FLOW_CO2]),
        hermite(theta, step, s0[FLOW_O2], s1[FLOW_O2], r0[FLOW_O2], r1[FLOW_O2]),
        y[PERFUSION_B],
        y[PERFUSION_T],
        ph,
    )


@register_jitable
def rates_at(t, y, dy, times, states, rates, last, t_collapse, settings, is_iv, pt, ph):
    """Write dy at time t, looking up the delayed pressures; returns the gas exchange of now.

    settings   [bioavailability, added ventilation L/min, inspired PO2 mmHg]
    """
    gas = gas_of(y, ph)
    lag_p, lag_c = delays(gas.brain_flow + gas.tissue_flow, ph)
    paco2, pao2, brain_co2 = gas.paco2_mmhg, gas.pao2_mmhg, gas.brain_co2_mmhg
    # No history before 0: until a delay has passed once, the present value stands in for the past one.
    if lag_p > 0.0 and t - lag_p > 0.0:
        then = lagged_gas(times, states, rates, last, t - lag_p, y, ph)
        paco2, pao2 = then.paco2_mmhg, then.pao2_mmhg
    if lag_c > 0.0 and t - lag_c > 0.0:
        brain_co2 = lagged_gas(times, states, rates, last, t - lag_c, y, ph).brain_co2_mmhg
    lagged = (paco2, pao2, brain_co2)
    derivatives(y, dy, gas, lagged, t >= t_collapse, settings[0], settings[1], settings[2], is_iv, pt, ph)
    return gas


@register_jitable
def apply_event(kind, value, y, settings):
    """Change the state or the settings as the event says."""
    if kind == OPIOID:
        y[CENTRAL_OP] += value
    elif kind == ANTAGONIST:
        y[DEPOT] += value
    elif kind in (ADDED_VENTILATION, STOP_ADDED):
        settings[1] = value
    elif kind == INSPIRED_O2:
        settings[2] = value
    else:
        settings[0] = value


@register_jitable
def is_due(event, now_l_per_min, last_decision, doses):
    """Whether an event's condition holds, given spontaneous ventilation, the last dose's decision and doses so far."""
    if event[1] == STOP_ADDED:
        return now_l_per_min >= event[3]
    if event[1] >= BIOAVAILABILITY_FROM and doses < event[1] - BIOAVAILABILITY_FROM:
        return False
    if event[3] == SAME_DECISION:
        return last_decision
    return now_l_per_min < event[3]


@register_jitable
def integrate(times, events, start, settings, t_collapse, is_iv, pt, ph, states, rates, seen, given):
    """Fill `states`, `rates`, `seen` (one row per time) for one patient; rows show the moment after its events.

    times    (n,) s, increasing, must contain every event's time
    events   (m, 5): time, kind, value, level, doses; done only if ventilation is below `level`, in order of time
    start    (N_STATES,) state at times[0]; settings (3,) see `rates_at`, changed in place
    given    (m,) set to 1 for each event that was done
    """
    n, m = len(times), len(events)
    y, trial, total = np.empty(N_STATES), np.empty(N_STATES), np.empty(N_STATES)
    d = np.empty(N_STATES)
    y[:] = start
    at = 0
    decision = False
    doses = 0.0
    for i in range(n):
        t = times[i]
        while at < m and events[at, 0] <= t:
            gas = gas_of(y, ph)
            now = ventilation(y, gas.brain_flow + gas.tissue_flow, 0.0, pt, ph)[0]
            due = is_due(events[at], now, decision, doses)
            if due:
                apply_event(events[at, 1], events[at, 2], y, settings)
                given[at] = 1
            if events[at, 4] > 0.0:
                decision = due
                doses += events[at, 4] if due else 0.0
            at += 1
        gas = rates_at(t, y, d, times, states, rates, i, t_collapse, settings, is_iv, pt, ph)
        flow = gas.brain_flow + gas.tissue_flow
        states[i, :] = y
        rates[i, :] = d
        seen[i, VENTILATION] = ventilation(y, flow, settings[1], pt, ph)[0]
        seen[i, PAO2], seen[i, PACO2] = gas.pao2_mmhg, gas.paco2_mmhg
        seen[i, BRAIN_PO2], seen[i, BRAIN_PCO2], seen[i, FLOW] = gas.brain_o2_mmhg, gas.brain_co2_mmhg, 60.0 * flow
        if i + 1 == n:
            break
        h = times[i + 1] - t
        total[:] = d
        for stage in range(3):
            share = 0.5 if stage < 2 else 1.0
            trial[:] = y + share * h * d
            rates_at(t + share * h, trial, d, times, states, rates, i, t_collapse, settings, is_iv, pt, ph)
            total += d * (2.0 if stage < 2 else 1.0)
        y += h / 6.0 * total


integrate_compiled = njit(cache=True, nogil=True, error_model="numpy")(integrate)
