"""From populations to the engine's parameter rows."""

import numpy as np

from beredd.overdose.constants import Subject
from beredd.overdose.engine import layout
from beredd.overdose.model import ANTAGONIST_PM, PLASMA_PM
from beredd.overdose.populations import Columns, Population
from beredd.overdose.substances import Opioid, Product

N_ANTAGONIST = layout.LAST_ANTAGONIST - layout.FIRST_ANTAGONIST + 1


def opioid_rows(population: Population, opioid: Opioid, subject: Subject, dose_mg: float) -> np.ndarray:
    """(n, parameters + dose): the rows P_OP_OUT … P_WAKE of each subject, then the dose in mg."""
    own = population.opioid
    one = np.ones(population.n)
    return np.column_stack(
        [
            own["k_out"] + own["k12"] + own["k13"],
            *(own[k] for k in ("k12", "k21", "k13", "k31")),
            one * opioid.k_effect,
            PLASMA_PM / (own["volume_l"] * opioid.molar_mass),
            *(own[k] for k in ("k_on", "k_off", "hill")),
            one * subject.chemoreflex_exponent,
            one * subject.wakefulness_exponent,
            one * dose_mg,
        ]
    )


def antagonist_rows(population: Population, product: Product, columns: Columns) -> np.ndarray:
    """(n, parameters): the rows FIRST_ANTAGONIST … LAST_ANTAGONIST of each subject for one product's kinetics."""
    rows = np.zeros((population.n, N_ANTAGONIST))

    def put(row: int, value) -> None:
        rows[:, row - layout.FIRST_ANTAGONIST] = value

    binding = population.antagonist_binding[product.substance.id]
    put(layout.P_ON_ANT, binding["k_on"])
    put(layout.P_OFF_ANT, binding["k_off"])
    put(layout.P_HILL_ANT, binding["hill"])
    put(layout.P_ANT_EFFECT, product.substance.k_effect)
    mass = product.substance.molar_mass
    if product.is_iv:
        k = {name.removeprefix("iv_"): columns[name] for name in columns}
        put(layout.P_D_D, -(k["k_el"] + k["k12"] + k["k13"]))
        put(layout.P_D_1, k["k21"])
        put(layout.P_D_2, k["k31"])
        put(layout.P_1_D, k["k12"])
        put(layout.P_1_1, -k["k21"])
        put(layout.P_2_D, k["k13"])
        put(layout.P_2_2, -k["k31"])
        put(layout.P_PM_D, ANTAGONIST_PM / 1000.0 / (k["volume_l"] * mass))
        return rows
    ktr, kin, volume = columns["k_transit"], columns["k_absorption"], columns["central_ml"]
    clearance, exchange = columns["clearance_ml_per_s"], columns["exchange_ml_per_s"]
    put(layout.P_D_D, -ktr)
    put(layout.P_1_D, ktr * columns["bioavailability"])
    put(layout.P_F, ktr * columns["bioavailability"])
    if "bioavailability_f1" in columns:
        put(layout.P_F1, ktr * columns["bioavailability_f1"])
        put(layout.P_F2, ktr * columns["bioavailability_f2"])
    put(layout.P_1_1, -ktr)
    put(layout.P_2_1, ktr)
    put(layout.P_2_2, -kin)
    put(layout.P_N_2, kin / volume)
    put(layout.P_N_N, -(clearance + exchange) / volume)
    put(layout.P_N_O, exchange / volume)
    put(layout.P_O_N, exchange / columns["peripheral_ml"])
    put(layout.P_PM_N, ANTAGONIST_PM / mass)
    return rows
