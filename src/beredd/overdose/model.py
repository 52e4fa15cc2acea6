"""The published equations for one patient, in plain Python: the reference that the compiled engine must agree with.

Time s, pressures mmHg, gas contents L/L, flows L/s, opioid amounts mg, antagonist amounts ng and volumes mL, effect
sites pM, receptor states as shares of all receptors, ventilatory drives L/min of minute ventilation.

Source: Mann et al. 2022 (doi 10.1002/cpt.2696) and its public code; physiology after Magosso, Ursino and Spencer.
Every function here is plain Python and can also be called from compiled code (`register_jitable`).
"""

from math import exp, log, sqrt
from typing import NamedTuple

from numba.extending import register_jitable

# Places of the states in the vector y. The published order, without its unused and constant states.
DEPOT, TRANSIT_1, TRANSIT_2, PLASMA_ANT, EFFECT_ANT = 0, 1, 2, 3, 4
CENTRAL_OP, PERIPHERAL_OP_1, PERIPHERAL_OP_2, EFFECT_OP, BOUND_OP, BOUND_ANT = 5, 6, 7, 8, 9, 10
ALVEOLAR_CO2, ALVEOLAR_O2, BRAIN_CO2, BRAIN_O2, TISSUE_CO2, TISSUE_O2 = 11, 12, 13, 14, 15, 16
FLOW_CO2, FLOW_O2, DRIVE_P, DRIVE_C, HYPOXIC, PERFUSION_B, PERFUSION_T, PERIPHERAL_ANT = 17, 18, 19, 20, 21, 22, 23, 24
N_STATES = 25

PUBLISHED_NAMES = (
    *("D", "NT1", "NT2", "PlasmaN", "N", "PlasmaF", "C2", "C3", "L", "CAR", "CBR", "P_A_co2", "P_A_o2"),
    *("C_B_co2", "C_B_o2", "C_T_co2", "C_T_o2", "yco2", "yo2", "Dp", "Dc", "alphaH", "im25", "im26", "C2N"),
)
"""Name of each state in the published code, in our order."""

PLASMA_PM = 1e9  # mg/L over g/mol to pM
ANTAGONIST_PM = 1e6  # ng/mL over g/mol to pM


class Patient(NamedTuple):
    """Everything that may differ between two patients, or between two substances."""

    opioid_volume_l: float  # VP
    opioid_k_out: float  # kout, k12 … in 1/s
    opioid_k12: float
    opioid_k21: float
    opioid_k13: float
    opioid_k31: float
    opioid_k_effect: float  # k1
    opioid_molar_mass: float  # g/mol
    opioid_k_on: float  # A1, 1/(pM**hill s)
    opioid_k_off: float  # B1, 1/s
    opioid_hill: float  # n
    antagonist_k_on: float  # A2
    antagonist_k_off: float  # B2
    antagonist_hill: float  # n2
    antagonist_k_effect: float  # k2
    antagonist_molar_mass: float
    # Depot routes (intramuscular, intranasal)
    bioavailability: float  # F
    bioavailability_f1: float  # from the third single spray on
    bioavailability_f2: float  # from the second double spray on
    k_transit: float  # ktr, 1/s
    k_absorption: float  # kin, 1/s
    central_ml: float  # V1
    clearance_ml_per_s: float  # CL
    exchange_ml_per_s: float  # Qp
    peripheral_ml: float  # V2
    # Intravenous route
    iv_volume_l: float  # Vc
    iv_k_el: float
    iv_k12: float
    iv_k21: float
    iv_k13: float
    iv_k31: float
    # Subject type
    chemoreflex_exponent: float  # P1
    wakefulness_exponent: float  # P3


class Gas(NamedTuple):
    """What follows algebraically from the gas states: pressures mmHg, contents L/L, flows L/s."""

    brain_co2_mmhg: float
    brain_o2_mmhg: float
    tissue_co2_mmhg: float
    tissue_o2_mmhg: float
    brain_flow: float
    tissue_flow: float
    capillary_co2: float
    capillary_o2: float
    brain_venous_co2: float
    brain_venous_o2: float
    tissue_venous_co2: float
    tissue_venous_o2: float
    mixed_co2: float
    mixed_o2: float
    arterial_co2: float
    arterial_o2: float
    paco2_mmhg: float
    pao2_mmhg: float


@register_jitable
def blood_contents(po2_mmhg, pco2_mmhg, ph):
    """(CO2, O2) content of blood, L/L, at these pressures (Spencer's curves)."""
    f1 = po2_mmhg * (1.0 + ph.spencer_beta1_per_mmhg * pco2_mmhg)
    f1 /= ph.spencer_k1_mmhg * (1.0 + ph.spencer_alpha1_per_mmhg * pco2_mmhg)
    f2 = pco2_mmhg * (1.0 + ph.spencer_beta2_per_mmhg * po2_mmhg)
    f2 /= ph.spencer_k2_mmhg * (1.0 + ph.spencer_alpha2_per_mmhg * po2_mmhg)
    x1 = max(f1, 0.0) ** (1.0 / ph.spencer_a1)
    x2 = max(f2, 0.0) ** (1.0 / ph.spencer_a2)
    o2 = ph.spencer_z_l_per_mmol * ph.spencer_c1_mmol_per_l * x1 / (1.0 + x1)
    co2 = ph.spencer_z_l_per_mmol * ph.spencer_c2_mmol_per_l * x2 / (1.0 + x2)
    return co2, o2


@register_jitable
def blood_pressures(co2, o2, ph):
    """(PCO2, PO2) in mmHg of blood with these contents: the inverse of `blood_contents`."""
    al1, al2, be1, be2 = (
        ph.spencer_alpha1_per_mmhg,
        ph.spencer_alpha2_per_mmhg,
        ph.spencer_beta1_per_mmhg,
        ph.spencer_beta2_per_mmhg,
    )
    full_o2 = ph.spencer_z_l_per_mmol * ph.spencer_c1_mmol_per_l
    full_co2 = ph.spencer_z_l_per_mmol * ph.spencer_c2_mmol_per_l
    d1 = ph.spencer_k1_mmhg * (max(o2, 0.0) / (full_o2 - o2)) ** ph.spencer_a1
    d2 = ph.spencer_k2_mmhg * (max(co2, 0.0) / (full_co2 - co2)) ** ph.spencer_a2
    den1 = be2 + al2 * be1 * d2
    den2 = be1 + al1 * be2 * d1
    s1 = -(d1 + al1 * d1 * d2) / den1
    s2 = -(d2 + al2 * d1 * d2) / den2
    r1 = -(1.0 + be1 * d2 - be2 * d1 - al1 * al2 * d1 * d2) / (2.0 * den1)
    r2 = -(1.0 + be2 * d1 - be1 * d2 - al1 * al2 * d1 * d2) / (2.0 * den2)
    return r2 + sqrt(max(r2 * r2 - s2, 0.0)), r1 + sqrt(max(r1 * r1 - s1, 0.0))


@register_jitable
def gas_exchange(pa_co2, pa_o2, cb_co2, cb_o2, ct_co2, ct_o2, flow_co2, flow_o2, perfusion_b, perfusion_t, ph):
    """Pressures, contents and flows that follow from the gas states; negative contents count as zero."""
    pa_co2, cb_co2, cb_o2 = max(pa_co2, 0.0), max(cb_co2, 0.0), max(cb_o2, 0.0)
    ct_co2, ct_o2 = max(ct_co2, 0.0), max(ct_o2, 0.0)
    pb_co2 = (cb_co2 - ph.bicarbonate_content) / ph.co2_solubility_per_mmhg
    pt_co2 = (ct_co2 - ph.bicarbonate_content) / ph.co2_solubility_per_mmhg
    pb_o2, pt_o2 = cb_o2 / ph.o2_solubility_per_mmhg, ct_o2 / ph.o2_solubility_per_mmhg
    vb_co2, vb_o2 = blood_contents(pb_o2, pb_co2, ph)
    vt_co2, vt_o2 = blood_contents(pt_o2, pt_co2, ph)
    e_co2, e_o2 = blood_contents(pa_o2, pa_co2, ph)
    qb = ph.brain_flow_l_per_s * (1.0 + flow_co2 + flow_o2) * perfusion_b
    qt = ph.tissue_flow_l_per_s * (1.0 + ph.tissue_flow_o2_gain * flow_o2) * perfusion_t
    v_co2 = (qb * vb_co2 + qt * vt_co2) / (qb + qt)
    v_o2 = (qb * vb_o2 + qt * vt_o2) / (qb + qt)
    s = ph.shunt_fraction
    a_co2 = (1.0 - s) * e_co2 + s * v_co2
    a_o2 = (1.0 - s) * e_o2 + s * v_o2
    paco2, pao2 = blood_pressures(a_co2, a_o2, ph)
    return Gas(
        pb_co2, pb_o2, pt_co2, pt_o2, qb, qt, e_co2, e_o2, vb_co2, vb_o2, vt_co2, vt_o2, v_co2, v_o2, a_co2, a_o2,
        paco2, pao2,
    )  # fmt: skip


@register_jitable
def gas_of(y, ph):
    """`gas_exchange` of a state vector."""
    return gas_exchange(
        y[ALVEOLAR_CO2], y[ALVEOLAR_O2], y[BRAIN_CO2], y[BRAIN_O2], y[TISSUE_CO2], y[TISSUE_O2],
        y[FLOW_CO2], y[FLOW_O2], y[PERFUSION_B], y[PERFUSION_T], ph,
    )  # fmt: skip


@register_jitable
def delays(flow_l_per_s, ph):
    """(peripheral, central) circulation delay in s; both zero when flow is nearly gone."""
    if flow_l_per_s < ph.low_flow_l_per_s:
        return 0.0, 0.0
    return ph.delay_peripheral_l / flow_l_per_s, ph.delay_central_l / flow_l_per_s


@register_jitable
def volume_factor(flow_l_per_s, ph):
    """How many times smaller the central volumes are at this flow, 1..2."""
    ratio = flow_l_per_s / ph.rest_flow_l_per_s
    q = 1.0 + 1.0 / (1.0 + exp((ph.volume_flow_ratio - ratio) / ph.volume_flow_width))
    return min(max(q, 1.0), 2.0)


@register_jitable
def power(base, exponent):
    """base ** exponent with a negative base counted as zero."""
    return max(base, 0.0) ** exponent


@register_jitable
def chemoreflex(paco2_mmhg, pao2_mmhg, ph):
    """Firing of the peripheral chemoreceptors, dimensionless."""
    e = exp((pao2_mmhg - ph.chemo_o2_middle_mmhg) / ph.chemo_o2_width_mmhg)
    level = (ph.chemo_max + ph.chemo_min * e) / (1.0 + e)
    return ph.chemo_gain * log(paco2_mmhg / ph.chemo_co2_mmhg) * level


@register_jitable
def ventilation(y, flow_l_per_s, added_l_per_min, pt, ph):
    """(minute ventilation, residual wakefulness drive, chemoreflex drive), all L/min, after low-flow scaling."""
    wake = ph.wakefulness_l_per_min * (1.0 - power(y[BOUND_OP], pt.wakefulness_exponent))
    peripheral = y[HYPOXIC] * y[DRIVE_P] if y[DRIVE_P] >= 0.0 else y[DRIVE_P]
    chemo = max(0.0, peripheral + y[DRIVE_C])
    total = added_l_per_min + wake + chemo
    if flow_l_per_s <= ph.low_flow_l_per_s:
        scale = flow_l_per_s / ph.low_flow_l_per_s if flow_l_per_s > 0.5 * ph.low_flow_l_per_s else 0.0
        total, wake, chemo = total * scale, wake * scale, chemo * scale
    return max(0.0, total), wake, chemo


@register_jitable
def antagonist_rates(y, dy, volume_q, bioavailability, is_iv, pt):
    """Write the antagonist's rates of change (depot routes, or intravenous in the same places)."""
    if is_iv:
        central, p1, p2 = y[DEPOT], y[TRANSIT_1], y[TRANSIT_2]
        dy[DEPOT] = -(pt.iv_k_el + pt.iv_k12 + pt.iv_k13) * central + pt.iv_k21 * p1 + pt.iv_k31 * p2
        dy[TRANSIT_1] = pt.iv_k12 * central - pt.iv_k21 * p1
        dy[TRANSIT_2] = pt.iv_k13 * central - pt.iv_k31 * p2
        dy[PLASMA_ANT] = 0.0
        dy[PERIPHERAL_ANT] = 0.0
        plasma_ng_per_ml = central * volume_q / (1000.0 * pt.iv_volume_l)
    else:
        dy[DEPOT] = -pt.k_transit * y[DEPOT]
        dy[TRANSIT_1] = pt.k_transit * (bioavailability * y[DEPOT] - y[TRANSIT_1])
        dy[TRANSIT_2] = pt.k_transit * y[TRANSIT_1] - pt.k_absorption * y[TRANSIT_2]
        plasma_ng_per_ml, outer = y[PLASMA_ANT], y[PERIPHERAL_ANT]
        exchange = pt.exchange_ml_per_s * (plasma_ng_per_ml - outer)
        inflow = pt.k_absorption * y[TRANSIT_2] - pt.clearance_ml_per_s * plasma_ng_per_ml - exchange
        dy[PLASMA_ANT] = inflow * volume_q / pt.central_ml
        dy[PERIPHERAL_ANT] = exchange / pt.peripheral_ml
    effect_pm = ANTAGONIST_PM * plasma_ng_per_ml / pt.antagonist_molar_mass
    dy[EFFECT_ANT] = pt.antagonist_k_effect * (effect_pm - y[EFFECT_ANT])


@register_jitable
def drug_rates(y, dy, flow_l_per_s, bioavailability, is_iv, pt, ph):
    """Write the rates of change of both drugs and of the receptors they hold."""
    q = volume_factor(flow_l_per_s, ph)
    antagonist_rates(y, dy, q, bioavailability, is_iv, pt)
    a1, a2, a3 = y[CENTRAL_OP], y[PERIPHERAL_OP_1], y[PERIPHERAL_OP_2]
    dy[CENTRAL_OP] = -(pt.opioid_k_out + pt.opioid_k12 + pt.opioid_k13) * a1 + pt.opioid_k21 * a2 + pt.opioid_k31 * a3
    dy[PERIPHERAL_OP_1] = pt.opioid_k12 * a1 - pt.opioid_k21 * a2
    dy[PERIPHERAL_OP_2] = pt.opioid_k13 * a1 - pt.opioid_k31 * a3
    plasma_pm = PLASMA_PM * a1 * q / (pt.opioid_volume_l * pt.opioid_molar_mass)
    dy[EFFECT_OP] = pt.opioid_k_effect * (plasma_pm - y[EFFECT_OP])
    free = 1.0 - y[BOUND_OP] - y[BOUND_ANT]
    on_op = pt.opioid_k_on * power(y[EFFECT_OP], pt.opioid_hill)
    on_ant = pt.antagonist_k_on * power(y[EFFECT_ANT], pt.antagonist_hill)
    dy[BOUND_OP] = on_op * free - pt.opioid_k_off * y[BOUND_OP]
    dy[BOUND_ANT] = on_ant * free - pt.antagonist_k_off * y[BOUND_ANT]


@register_jitable
def metabolism(bound_op, brain_o2_mmhg, tissue_o2_mmhg, pt, ph):
    """(brain CO2 made, brain O2 used, tissue CO2 made, tissue O2 used), L/s, all >= 0."""
    awake = max(0.0, 1.0 - power(bound_op, pt.wakefulness_exponent)) ** ph.metabolism_exponent
    co2, o2 = max(awake, ph.metabolism_floor_co2), max(awake, ph.metabolism_floor_o2)
    brain = min(1.0, brain_o2_mmhg / ph.anoxic_threshold_mmhg)
    tissue = min(1.0, tissue_o2_mmhg / ph.anoxic_threshold_mmhg)
    return (
        ph.brain_co2_l_per_s * co2 * brain,
        ph.brain_o2_l_per_s * o2 * brain,
        ph.tissue_co2_l_per_s * co2 * tissue,
        ph.tissue_o2_l_per_s * o2 * tissue,
    )


@register_jitable
def body_rates(y, dy, gas, lagged, added_l_per_min, inspired_o2_mmhg, pt, ph):
    """Write the rates of change of gases, flow responses and drives.

    lagged   (PaCO2 and PaO2 one peripheral delay ago, brain PCO2 one central delay ago), mmHg
    """
    q = gas.brain_flow + gas.tissue_flow
    minute, _, _ = ventilation(y, q, added_l_per_min, pt, ph)
    alveolar = minute * ph.alveolar_share / 60.0
    uptake = ph.pressure_conversion * q * (1.0 - ph.shunt_fraction)
    made_b_co2, used_b_o2, made_t_co2, used_t_o2 = metabolism(
        y[BOUND_OP], gas.brain_o2_mmhg, gas.tissue_o2_mmhg, pt, ph
    )
    dy[ALVEOLAR_CO2] = (
        -alveolar * y[ALVEOLAR_CO2] + uptake * (gas.mixed_co2 - gas.capillary_co2)
    ) / ph.alveolar_volume_l
    dy[ALVEOLAR_O2] = (
        alveolar * (inspired_o2_mmhg - y[ALVEOLAR_O2]) + uptake * (gas.mixed_o2 - gas.capillary_o2)
    ) / ph.alveolar_volume_l
    dy[BRAIN_CO2] = (gas.brain_flow * (gas.arterial_co2 - gas.brain_venous_co2) + made_b_co2) / ph.brain_volume_l
    dy[BRAIN_O2] = (gas.brain_flow * (gas.arterial_o2 - gas.brain_venous_o2) - used_b_o2) / ph.brain_volume_l
    dy[TISSUE_CO2] = (gas.tissue_flow * (gas.arterial_co2 - gas.tissue_venous_co2) + made_t_co2) / ph.tissue_volume_l
    dy[TISSUE_O2] = (gas.tissue_flow * (gas.arterial_o2 - gas.tissue_venous_o2) - used_t_o2) / ph.tissue_volume_l
    dilation = ph.flow_co2_low + ph.flow_co2_span / (
        1.0 + exp(-(gas.paco2_mmhg - ph.flow_co2_middle_mmhg) / ph.flow_co2_width_mmhg)
    )
    # mL/min per 100 g of brain to L/s of the whole brain, relative to its resting flow
    to_co2 = dilation * ph.brain_mass_g / 100.0 / 1000.0 / 60.0 / ph.brain_flow_l_per_s
    dy[FLOW_CO2] = (to_co2 - y[FLOW_CO2]) / ph.flow_co2_tau_s
    to_o2 = ph.flow_o2_gain * (
        exp(-gas.pao2_mmhg / ph.flow_o2_scale_mmhg) - exp(-ph.flow_o2_rest_mmhg / ph.flow_o2_scale_mmhg)
    )
    dy[FLOW_O2] = (min(ph.flow_o2_max, to_o2) - y[FLOW_O2]) / ph.flow_o2_tau_s
    paco2_then, pao2_then, brain_co2_then = lagged
    open_share = 1.0 - power(y[BOUND_OP], pt.chemoreflex_exponent)
    firing = chemoreflex(paco2_then, pao2_then, ph) - ph.chemo_rest
    dy[DRIVE_P] = (open_share * ph.peripheral_gain * firing - y[DRIVE_P]) / ph.peripheral_tau_s
    central = open_share * ph.central_gain_per_mmhg * (brain_co2_then - ph.brain_co2_rest_mmhg)
    dy[DRIVE_C] = (central - y[DRIVE_C]) / ph.central_tau_s
    level = min(max(gas.brain_o2_mmhg, ph.hypoxic_low_mmhg), ph.hypoxic_high_mmhg)
    rest = ph.hypoxic_rest_mmhg
    dy[HYPOXIC] = (1.0 + ph.hypoxic_gain * (level - rest) / rest - y[HYPOXIC]) / ph.hypoxic_tau_s


@register_jitable
def derivatives(y, dy, gas, lagged, is_collapsing, bioavailability, added_l_per_min, inspired_o2_mmhg, is_iv, pt, ph):
    """Write dy/dt of the whole state; `gas` must be `gas_of(y)`."""
    drug_rates(y, dy, gas.brain_flow + gas.tissue_flow, bioavailability, is_iv, pt, ph)
    body_rates(y, dy, gas, lagged, added_l_per_min, inspired_o2_mmhg, pt, ph)
    rate = 0.0
    if is_collapsing:
        rate = ph.collapse_rate_per_s * (ph.collapse_base + ph.collapse_co2 * gas.paco2_mmhg / ph.collapse_co2_mmhg)
    dy[PERFUSION_B] = -rate * y[PERFUSION_B]
    dy[PERFUSION_T] = -rate * y[PERFUSION_T]
