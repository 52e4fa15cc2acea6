"""The model's fixed parameters as named tuples, read from the register `content/parameters/overdose.toml`.

A parameter has no default in code: a figure that is missing in the register, or one that the model does not know, is
an error. Named tuples because both plain Python and compiled kernels read them by name.
"""

from functools import cache
from typing import NamedTuple

from beredd.overdose.errors import UnknownName
from beredd.parameters import load, tables


class Physiology(NamedTuple):
    """Gas exchange, blood flow and ventilatory control of one 70 kg adult; units in the names and in the register."""

    alveolar_volume_l: float
    pressure_conversion: float
    shunt_fraction: float
    inspired_o2_mmhg: float
    spencer_z_l_per_mmol: float
    spencer_c1_mmol_per_l: float
    spencer_c2_mmol_per_l: float
    spencer_a1: float
    spencer_a2: float
    spencer_k1_mmhg: float
    spencer_k2_mmhg: float
    spencer_alpha1_per_mmhg: float
    spencer_alpha2_per_mmhg: float
    spencer_beta1_per_mmhg: float
    spencer_beta2_per_mmhg: float
    co2_solubility_per_mmhg: float
    bicarbonate_content: float
    o2_solubility_per_mmhg: float
    brain_volume_l: float
    tissue_volume_l: float
    brain_co2_l_per_s: float
    tissue_co2_l_per_s: float
    brain_o2_l_per_s: float
    tissue_o2_l_per_s: float
    metabolism_exponent: float
    metabolism_floor_co2: float
    metabolism_floor_o2: float
    anoxic_threshold_mmhg: float
    brain_flow_l_per_s: float
    tissue_flow_l_per_s: float
    tissue_flow_o2_gain: float
    flow_co2_low: float
    flow_co2_span: float
    flow_co2_middle_mmhg: float
    flow_co2_width_mmhg: float
    brain_mass_g: float
    flow_co2_tau_s: float
    flow_o2_gain: float
    flow_o2_scale_mmhg: float
    flow_o2_rest_mmhg: float
    flow_o2_max: float
    flow_o2_tau_s: float
    delay_peripheral_l: float
    delay_central_l: float
    low_flow_l_per_s: float
    chemo_gain: float
    chemo_co2_mmhg: float
    chemo_max: float
    chemo_min: float
    chemo_rest: float
    chemo_o2_middle_mmhg: float
    chemo_o2_width_mmhg: float
    peripheral_tau_s: float
    peripheral_gain: float
    central_tau_s: float
    central_gain_per_mmhg: float
    brain_co2_rest_mmhg: float
    hypoxic_low_mmhg: float
    hypoxic_high_mmhg: float
    hypoxic_rest_mmhg: float
    hypoxic_gain: float
    hypoxic_tau_s: float
    wakefulness_l_per_min: float
    alveolar_share: float
    rest_flow_l_per_s: float
    volume_flow_ratio: float
    volume_flow_width: float
    collapse_rate_per_s: float
    collapse_base: float
    collapse_co2: float
    collapse_co2_mmhg: float


class ArrestRule(NamedTuple):
    """When the published model calls it a cardiac arrest, and how long it looks."""

    pao2_mmhg: float
    duration_s: float
    ventilation_share: float
    brain_hypoxia_mmhg: float
    arterial_hypoxia_mmhg: float
    desaturation_pct: float
    hypercapnia_mmhg: float
    hypoxia_if_arrest_s: float
    horizon_im_s: float
    horizon_in_iv_s: float


class Subject(NamedTuple):
    """How strongly bound receptors depress breathing; the only difference between naive and chronic users."""

    chemoreflex_exponent: float
    wakefulness_exponent: float


@cache
def physiology() -> Physiology:
    """The published physiology."""
    return Physiology(**load("overdose").section("physiology"))


@cache
def arrest_rule() -> ArrestRule:
    """The published arrest rule."""
    return ArrestRule(**load("overdose").section("arrest"))


@cache
def initial_state() -> dict[str, float]:
    """Where the drug-free equilibration starts."""
    return load("overdose").section("initial")


def subject(name: str) -> Subject:
    """The exponents of a subject type, `naive` or `chronic`."""
    known = tables("overdose")["subject"]
    if name not in known:
        raise UnknownName("overdose.unknown-subject", field="subject", found=name, allowed=sorted(known))
    return Subject(**load("overdose").section(f"subject.{name}"))
