"""One patient's parameters for the reference model, out of a population or typical."""

import numpy as np

from beredd.overdose.constants import subject as subject_type
from beredd.overdose.model import Patient
from beredd.overdose.populations import Population, typical
from beredd.overdose.substances import Opioid, Product


def patient(population: Population, i: int, opioid: Opioid, product: Product, subject: str, curve: int = 0) -> Patient:
    """The i-th subject (from 0) of a population, with one product's kinetics."""
    own = {k: float(v[i]) for k, v in population.opioid.items()}
    binding = {k: float(v[i]) for k, v in population.antagonist_binding[product.substance.id].items()}
    kinetics = {k: float(v[i]) for k, v in population.antagonist[product.id][curve].items()}
    exponents = subject_type(subject)

    def of(name: str) -> float:
        return kinetics.get(name, 0.0)

    return Patient(
        opioid_volume_l=own["volume_l"],
        opioid_k_out=own["k_out"],
        opioid_k12=own["k12"],
        opioid_k21=own["k21"],
        opioid_k13=own["k13"],
        opioid_k31=own["k31"],
        opioid_k_effect=opioid.k_effect,
        opioid_molar_mass=opioid.molar_mass,
        opioid_k_on=own["k_on"],
        opioid_k_off=own["k_off"],
        opioid_hill=own["hill"],
        antagonist_k_on=binding["k_on"],
        antagonist_k_off=binding["k_off"],
        antagonist_hill=binding["hill"],
        antagonist_k_effect=product.substance.k_effect,
        antagonist_molar_mass=product.substance.molar_mass,
        bioavailability=of("bioavailability"),
        bioavailability_f1=of("bioavailability_f1"),
        bioavailability_f2=of("bioavailability_f2"),
        k_transit=of("k_transit"),
        k_absorption=of("k_absorption"),
        central_ml=of("central_ml") or np.inf,
        clearance_ml_per_s=of("clearance_ml_per_s"),
        exchange_ml_per_s=of("exchange_ml_per_s"),
        peripheral_ml=of("peripheral_ml") or np.inf,
        iv_volume_l=of("iv_volume_l") or np.inf,
        iv_k_el=of("iv_k_el"),
        iv_k12=of("iv_k12"),
        iv_k21=of("iv_k21"),
        iv_k13=of("iv_k13"),
        iv_k31=of("iv_k31"),
        chemoreflex_exponent=exponents.chemoreflex_exponent,
        wakefulness_exponent=exponents.wakefulness_exponent,
    )


def typical_patient(opioid: Opioid, product: Product, subject: str, curve: int = 0) -> Patient:
    """Everybody's typical values."""
    return patient(typical(opioid, [product]), 0, opioid, product, subject, curve)
