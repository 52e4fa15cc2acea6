"""The body at rest without drugs: where every run starts."""

from functools import cache

import numpy as np

from beredd.overdose import model
from beredd.overdose.constants import initial_state, physiology
from beredd.overdose.substances import opioid, product
from beredd.overdose.trajectory import N_SEEN, integrate_compiled

EQUILIBRATION_S = 3600.0
STEP_S = 0.25


def patient_without_drugs() -> model.Patient:
    """Typical parameters; none of them matters while no drug is there."""
    from beredd.overdose.patients import typical_patient

    return typical_patient(opioid("fentanyl"), product("im-generic-2mg"), "chronic")


@cache
def resting_state() -> tuple[float, ...]:
    """The state after 3600 s without drugs, as published; history before it is not carried over."""
    start = np.zeros(model.N_STATES)
    begin = initial_state()
    start[model.ALVEOLAR_CO2] = begin["alveolar_co2_mmhg"]
    start[model.ALVEOLAR_O2] = begin["alveolar_o2_mmhg"]
    start[model.BRAIN_CO2], start[model.BRAIN_O2] = begin["brain_co2"], begin["brain_o2"]
    start[model.TISSUE_CO2], start[model.TISSUE_O2] = begin["tissue_co2"], begin["tissue_o2"]
    start[model.HYPOXIC] = begin["hypoxic_factor"]
    start[model.PERFUSION_B] = start[model.PERFUSION_T] = 1.0
    times = np.arange(0.0, EQUILIBRATION_S + STEP_S / 2, STEP_S)
    n = len(times)
    states, rates, seen = np.empty((n, model.N_STATES)), np.empty((n, model.N_STATES)), np.empty((n, N_SEEN))
    ph = physiology()
    settings = np.array([0.0, 0.0, ph.inspired_o2_mmhg])
    integrate_compiled(
        times, np.empty((0, 5)), start, settings, np.inf, False, patient_without_drugs(), ph, states, rates, seen,
        np.zeros(1, np.int64),
    )  # fmt: skip
    return tuple(float(value) for value in states[-1])


@cache
def resting_ventilation() -> float:
    """Minute ventilation at rest, L/min."""
    y = np.array(resting_state())
    gas = model.gas_of(y, physiology())
    flow = gas.brain_flow + gas.tissue_flow
    return float(model.ventilation(y, flow, 0.0, patient_without_drugs(), physiology())[0])
