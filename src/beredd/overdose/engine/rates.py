"""Rates of change of eight lanes at once: the compiled spelling of `beredd.overdose.model`, before any collapse.

Reads the rows Y (trial state), writes the rows K (rates) and A (algebraic values). One loop over lanes without branches
or calls, so that the compiler makes vector instructions of it; the delayed values are looked up before, lane by lane.
"""

# The layout's names are the engine's alphabet; naming all of them in each file would hide the formulas.
# ruff: noqa: F403, F405

from numba import njit

from beredd.overdose.engine.layout import *
from beredd.overdose.vectors import vexp, vlog


@njit(error_model="numpy")
def look_back(w, share, base_s, ph):
    """Write total flow and the two delayed values of the trial state at time t + share * h.

    Three loops: where to look (vectors), fetching the four history points around it (lane by lane), and the cubic
    through them (vectors).
    """
    per_base = 1.0 / base_s
    for i in range(LANES):
        flow_o2 = w[(Y + S_FLOW_O2) * LANES + i]
        flow = ph.brain_flow_l_per_s * (1.0 + w[(Y + S_FLOW_CO2) * LANES + i] + flow_o2)
        flow += ph.tissue_flow_l_per_s * (1.0 + ph.tissue_flow_o2_gain * flow_o2)
        t, per_flow = w[L_T * LANES + i] + share * w[L_H * LANES + i], 1.0 / flow
        then_p, then_c = t - ph.delay_peripheral_l * per_flow, t - ph.delay_central_l * per_flow
        w[A_EARLY_P * LANES + i] = 1.0 if then_p <= 0.0 else 0.0
        w[A_EARLY_C * LANES + i] = 1.0 if then_c <= 0.0 else 0.0
        then_p, then_c = then_p if then_p > 0.0 else 0.0, then_c if then_c > 0.0 else 0.0
        w[A_POINTS_P * LANES + i] = then_p * per_base
        w[A_POINTS_C * LANES + i] = then_c * per_base
    for i in range(LANES):
        newest = int(w[L_GRID * LANES + i]) - 3
        x = w[A_POINTS_P * LANES + i]
        at = max(0, min(int(x) - 1, newest))
        w[A_POINTS_P * LANES + i] = x - at
        for k in range(4):
            w[(A_POINTS_P1 + k) * LANES + i] = w[(R_CHEMO + ((at + k) & (RING - 1))) * LANES + i]
        x = w[A_POINTS_C * LANES + i]
        at = max(0, min(int(x) - 1, newest))
        w[A_POINTS_C * LANES + i] = x - at
        for k in range(4):
            w[(A_POINTS_C1 + k) * LANES + i] = w[(R_BRAIN + ((at + k) & (RING - 1))) * LANES + i]
    for i in range(LANES):
        u = w[A_POINTS_P * LANES + i]
        a, b, c = u - 1.0, u - 2.0, u - 3.0
        w[A_LAG_CHEMO * LANES + i] = (1.0 / 6.0) * (
            b * c * (3.0 * u * w[A_POINTS_P2 * LANES + i] - a * w[A_POINTS_P1 * LANES + i])
            + u * a * (b * w[A_POINTS_P4 * LANES + i] - 3.0 * c * w[A_POINTS_P3 * LANES + i])
        )
        u = w[A_POINTS_C * LANES + i]
        a, b, c = u - 1.0, u - 2.0, u - 3.0
        w[A_LAG_BRAIN * LANES + i] = (1.0 / 6.0) * (
            b * c * (3.0 * u * w[A_POINTS_C2 * LANES + i] - a * w[A_POINTS_C1 * LANES + i])
            + u * a * (b * w[A_POINTS_C4 * LANES + i] - 3.0 * c * w[A_POINTS_C3 * LANES + i])
        )


@njit(error_model="numpy")
def rates(w, ph):
    """Write K and A for the trial states Y of all lanes."""
    b1, b2, g1, g2 = (
        ph.spencer_alpha1_per_mmhg,
        ph.spencer_alpha2_per_mmhg,
        ph.spencer_beta1_per_mmhg,
        ph.spencer_beta2_per_mmhg,
    )
    k1, k2 = ph.spencer_k1_mmhg, ph.spencer_k2_mmhg
    full_o2 = ph.spencer_z_l_per_mmol * ph.spencer_c1_mmol_per_l
    full_co2 = ph.spencer_z_l_per_mmol * ph.spencer_c2_mmol_per_l
    up1, up2 = 1.0 / ph.spencer_a1, 1.0 / ph.spencer_a2
    per_co2, per_o2 = 1.0 / ph.co2_solubility_per_mmhg, 1.0 / ph.o2_solubility_per_mmhg
    to_co2 = ph.brain_mass_g / 100.0 / 1000.0 / 60.0 / ph.brain_flow_l_per_s
    rest_o2 = vexp(-ph.flow_o2_rest_mmhg / ph.flow_o2_scale_mmhg)
    s = ph.shunt_fraction
    for i in range(LANES):
        bound_ant, free = w[(Y + S_BOUND_ANT) * LANES + i], w[(Y + S_FREE) * LANES + i]
        bound_op = 1.0 - free - bound_ant
        bound_op = bound_op if bound_op > 0.0 else 0.0
        # --- receptors' effect
        log_bound = vlog(bound_op)
        shut = vexp(w[P_CHEMO * LANES + i] * log_bound)
        asleep = vexp(w[P_WAKE * LANES + i] * log_bound)
        awake = 1.0 - asleep
        awake = awake if awake > 0.0 else 0.0
        metabolic = vexp(ph.metabolism_exponent * vlog(awake))
        need_co2 = metabolic if metabolic > ph.metabolism_floor_co2 else ph.metabolism_floor_co2
        need_o2 = metabolic if metabolic > ph.metabolism_floor_o2 else ph.metabolism_floor_o2
        # --- pressures and contents
        pa_co2, pa_o2 = w[(Y + S_ALV_CO2) * LANES + i], w[(Y + S_ALV_O2) * LANES + i]
        pa_co2 = pa_co2 if pa_co2 > 0.0 else 0.0
        cb_co2, cb_o2 = w[(Y + S_BRAIN_CO2) * LANES + i], w[(Y + S_BRAIN_O2) * LANES + i]
        ct_co2, ct_o2 = w[(Y + S_TISSUE_CO2) * LANES + i], w[(Y + S_TISSUE_O2) * LANES + i]
        cb_o2 = cb_o2 if cb_o2 > 0.0 else 0.0
        ct_o2 = ct_o2 if ct_o2 > 0.0 else 0.0
        pb_co2, pb_o2 = (cb_co2 - ph.bicarbonate_content) * per_co2, cb_o2 * per_o2
        pt_co2, pt_o2 = (ct_co2 - ph.bicarbonate_content) * per_co2, ct_o2 * per_o2
        xb_o2 = vexp(up1 * vlog(pb_o2 * (1.0 + g1 * pb_co2) / (k1 * (1.0 + b1 * pb_co2))))
        xb_co2 = vexp(up2 * vlog(pb_co2 * (1.0 + g2 * pb_o2) / (k2 * (1.0 + b2 * pb_o2))))
        xt_o2 = vexp(up1 * vlog(pt_o2 * (1.0 + g1 * pt_co2) / (k1 * (1.0 + b1 * pt_co2))))
        xt_co2 = vexp(up2 * vlog(pt_co2 * (1.0 + g2 * pt_o2) / (k2 * (1.0 + b2 * pt_o2))))
        xe_o2 = vexp(up1 * vlog(pa_o2 * (1.0 + g1 * pa_co2) / (k1 * (1.0 + b1 * pa_co2))))
        xe_co2 = vexp(up2 * vlog(pa_co2 * (1.0 + g2 * pa_o2) / (k2 * (1.0 + b2 * pa_o2))))
        part_b = 1.0 / (1.0 + xb_o2)
        vb_o2, vb_co2 = full_o2 * xb_o2 * part_b, full_co2 * xb_co2 / (1.0 + xb_co2)
        vt_o2, vt_co2 = full_o2 * xt_o2 / (1.0 + xt_o2), full_co2 * xt_co2 / (1.0 + xt_co2)
        e_o2, e_co2 = full_o2 * xe_o2 / (1.0 + xe_o2), full_co2 * xe_co2 / (1.0 + xe_co2)
        flow_co2, flow_o2 = w[(Y + S_FLOW_CO2) * LANES + i], w[(Y + S_FLOW_O2) * LANES + i]
        qb = ph.brain_flow_l_per_s * (1.0 + flow_co2 + flow_o2)
        qt = ph.tissue_flow_l_per_s * (1.0 + ph.tissue_flow_o2_gain * flow_o2)
        q = qb + qt
        per_q = 1.0 / q
        v_o2, v_co2 = (qb * vb_o2 + qt * vt_o2) * per_q, (qb * vb_co2 + qt * vt_co2) * per_q
        a_o2, a_co2 = (1.0 - s) * e_o2 + s * v_o2, (1.0 - s) * e_co2 + s * v_co2
        d1 = k1 * vexp(ph.spencer_a1 * vlog(a_o2 / (full_o2 - a_o2)))
        d2 = k2 * vexp(ph.spencer_a2 * vlog(a_co2 / (full_co2 - a_co2)))
        den1, den2 = 1.0 / (g2 + b2 * g1 * d2), 1.0 / (g1 + b1 * g2 * d1)
        s1, s2 = -(d1 + b1 * d1 * d2) * den1, -(d2 + b2 * d1 * d2) * den2
        r1 = -0.5 * (1.0 + g1 * d2 - g2 * d1 - b1 * b2 * d1 * d2) * den1
        r2 = -0.5 * (1.0 + g2 * d1 - g1 * d2 - b1 * b2 * d1 * d2) * den2
        pao2, paco2 = r1 + (r1 * r1 - s1) ** 0.5, r2 + (r2 * r2 - s2) ** 0.5
        # --- ventilation
        drive_p, drive_c = w[(Y + S_DRIVE_P) * LANES + i], w[(Y + S_DRIVE_C) * LANES + i]
        hypoxic = w[(Y + S_HYPOXIC) * LANES + i]
        chemo = (hypoxic * drive_p if drive_p >= 0.0 else drive_p) + drive_c
        vent = ph.wakefulness_l_per_min * (1.0 - asleep) + (chemo if chemo > 0.0 else 0.0)
        alveolar = (vent + w[C_ADDED * LANES + i]) * (ph.alveolar_share / 60.0)
        uptake = ph.pressure_conversion * (1.0 - s) * q
        w[(K + S_ALV_CO2) * LANES + i] = (uptake * (v_co2 - e_co2) - alveolar * w[(Y + S_ALV_CO2) * LANES + i]) * (
            1.0 / ph.alveolar_volume_l
        )
        w[(K + S_ALV_O2) * LANES + i] = (
            alveolar * (w[C_INSPIRED * LANES + i] - w[(Y + S_ALV_O2) * LANES + i]) + uptake * (v_o2 - e_o2)
        ) * (1.0 / ph.alveolar_volume_l)
        # --- brain and tissue
        per_anoxic = 1.0 / ph.anoxic_threshold_mmhg
        part_brain, part_tissue = pb_o2 * per_anoxic, pt_o2 * per_anoxic
        is_anoxic = part_brain < 1.0
        part_brain = part_brain if is_anoxic else 1.0
        part_tissue = part_tissue if part_tissue < 1.0 else 1.0
        per_brain, per_tissue = 1.0 / ph.brain_volume_l, 1.0 / ph.tissue_volume_l
        w[(K + S_BRAIN_CO2) * LANES + i] = (
            qb * (a_co2 - vb_co2) + ph.brain_co2_l_per_s * need_co2 * part_brain
        ) * per_brain
        w[(K + S_BRAIN_O2) * LANES + i] = (qb * (a_o2 - vb_o2) - ph.brain_o2_l_per_s * need_o2 * part_brain) * per_brain
        w[(K + S_TISSUE_CO2) * LANES + i] = (
            qt * (a_co2 - vt_co2) + ph.tissue_co2_l_per_s * need_co2 * part_tissue
        ) * per_tissue
        w[(K + S_TISSUE_O2) * LANES + i] = (
            qt * (a_o2 - vt_o2) - ph.tissue_o2_l_per_s * need_o2 * part_tissue
        ) * per_tissue
        # Slope of the brain's oxygen balance: the one fast rate, at most some 5 per second.
        floor = pb_o2 if pb_o2 > 1e-9 else 1e-9
        slope = qb * full_o2 * up1 * xb_o2 * part_b * part_b / floor
        slope += ph.brain_o2_l_per_s * need_o2 * per_anoxic if is_anoxic else 0.0
        rate = -slope * per_o2 * per_brain
        w[A_RATE_BRAIN * LANES + i] = rate if rate < -1e-6 else -1e-6
        # --- flow control
        dilation = ph.flow_co2_low + ph.flow_co2_span / (
            1.0 + vexp((ph.flow_co2_middle_mmhg - paco2) * (1.0 / ph.flow_co2_width_mmhg))
        )
        w[(K + S_FLOW_CO2) * LANES + i] = (dilation * to_co2 - flow_co2) * (1.0 / ph.flow_co2_tau_s)
        more = ph.flow_o2_gain * (vexp(pao2 * (-1.0 / ph.flow_o2_scale_mmhg)) - rest_o2)
        more = more if more < ph.flow_o2_max else ph.flow_o2_max
        w[(K + S_FLOW_O2) * LANES + i] = (more - flow_o2) * (1.0 / ph.flow_o2_tau_s)
        # --- chemoreflexes
        e = vexp((pao2 - ph.chemo_o2_middle_mmhg) * (1.0 / ph.chemo_o2_width_mmhg))
        firing = ph.chemo_gain * vlog(paco2 * (1.0 / ph.chemo_co2_mmhg)) * (ph.chemo_max + ph.chemo_min * e) / (1.0 + e)
        then = firing if w[A_EARLY_P * LANES + i] > 0.5 else w[A_LAG_CHEMO * LANES + i]
        brain_then = pb_co2 if w[A_EARLY_C * LANES + i] > 0.5 else w[A_LAG_BRAIN * LANES + i]
        w[(K + S_DRIVE_P) * LANES + i] = ((1.0 - shut) * ph.peripheral_gain * (then - ph.chemo_rest) - drive_p) * (
            1.0 / ph.peripheral_tau_s
        )
        w[(K + S_DRIVE_C) * LANES + i] = (
            (1.0 - shut) * ph.central_gain_per_mmhg * (brain_then - ph.brain_co2_rest_mmhg) - drive_c
        ) * (1.0 / ph.central_tau_s)
        level = pb_o2 if pb_o2 > ph.hypoxic_low_mmhg else ph.hypoxic_low_mmhg
        level = level if level < ph.hypoxic_high_mmhg else ph.hypoxic_high_mmhg
        w[(K + S_HYPOXIC) * LANES + i] = (
            1.0 + ph.hypoxic_gain * (level - ph.hypoxic_rest_mmhg) * (1.0 / ph.hypoxic_rest_mmhg) - hypoxic
        ) * (1.0 / ph.hypoxic_tau_s)
        # --- opioid
        volume = 1.0 + 1.0 / (
            1.0 + vexp((ph.volume_flow_ratio - q * (1.0 / ph.rest_flow_l_per_s)) * (1.0 / ph.volume_flow_width))
        )
        c1, c2, c3 = (
            w[(Y + S_CENTRAL) * LANES + i],
            w[(Y + S_PERIPHERAL_1) * LANES + i],
            w[(Y + S_PERIPHERAL_2) * LANES + i],
        )
        from_2, from_3 = w[P_OP_21 * LANES + i] * c2, w[P_OP_31 * LANES + i] * c3
        w[(K + S_CENTRAL) * LANES + i] = from_2 + from_3 - w[P_OP_OUT * LANES + i] * c1
        w[(K + S_PERIPHERAL_1) * LANES + i] = w[P_OP_12 * LANES + i] * c1 - from_2
        w[(K + S_PERIPHERAL_2) * LANES + i] = w[P_OP_13 * LANES + i] * c1 - from_3
        effect_op = w[(Y + S_EFFECT_OP) * LANES + i]
        w[(K + S_EFFECT_OP) * LANES + i] = w[P_OP_EFFECT * LANES + i] * (
            w[P_OP_PM * LANES + i] * volume * c1 - effect_op
        )
        # --- antagonist, one linear form for all routes
        depot, t1, t2 = w[(Y + S_DEPOT) * LANES + i], w[(Y + S_TRANSIT_1) * LANES + i], w[(Y + S_TRANSIT_2) * LANES + i]
        plasma, outer = w[(Y + S_PLASMA) * LANES + i], w[(Y + S_OUTER) * LANES + i]
        effect_ant = w[(Y + S_EFFECT_ANT) * LANES + i]
        w[(K + S_DEPOT) * LANES + i] = (
            w[P_D_D * LANES + i] * depot
            + w[P_D_1 * LANES + i] * t1
            + w[P_D_2 * LANES + i] * t2
            + w[C_INFLOW * LANES + i]
        )
        w[(K + S_TRANSIT_1) * LANES + i] = w[P_1_D * LANES + i] * depot + w[P_1_1 * LANES + i] * t1
        w[(K + S_TRANSIT_2) * LANES + i] = (
            w[P_2_D * LANES + i] * depot + w[P_2_1 * LANES + i] * t1 + w[P_2_2 * LANES + i] * t2
        )
        w[(K + S_PLASMA) * LANES + i] = volume * (
            w[P_N_2 * LANES + i] * t2 + w[P_N_N * LANES + i] * plasma + w[P_N_O * LANES + i] * outer
        )
        w[(K + S_OUTER) * LANES + i] = w[P_O_N * LANES + i] * (plasma - outer)
        w[(K + S_EFFECT_ANT) * LANES + i] = w[P_ANT_EFFECT * LANES + i] * (
            w[P_PM_N * LANES + i] * plasma + w[P_PM_D * LANES + i] * volume * depot - effect_ant
        )
        # --- receptors
        on_op = w[P_ON_OP * LANES + i] * vexp(w[P_HILL_OP * LANES + i] * vlog(effect_op))
        on_ant = w[P_ON_ANT * LANES + i] * vexp(w[P_HILL_ANT * LANES + i] * vlog(effect_ant))
        off_op, off_ant = w[P_OFF_OP * LANES + i], w[P_OFF_ANT * LANES + i]
        w[(K + S_BOUND_ANT) * LANES + i] = on_ant * free - off_ant * bound_ant
        w[(K + S_FREE) * LANES + i] = off_op * (1.0 - free - bound_ant) + off_ant * bound_ant - (on_op + on_ant) * free
        w[A_RATE_FREE * LANES + i] = -(on_op + on_ant + off_op)
        # --- what is looked at between steps
        w[A_CHEMO * LANES + i] = firing
        w[A_BRAIN_CO2 * LANES + i] = pb_co2
        w[A_BRAIN_O2 * LANES + i] = pb_o2
        w[A_PAO2 * LANES + i] = pao2
        w[A_PACO2 * LANES + i] = paco2
        w[A_SATURATION * LANES + i] = 100.0 * a_o2 / full_o2
        w[A_VENT * LANES + i] = vent
        w[A_BOUND_OP * LANES + i] = bound_op
        w[A_VOLUME * LANES + i] = volume
