"""The equations against single figures of the published code, and the oddities that must be kept."""

import math

import numpy as np
import pytest
from published_rates import VECTORS

from beredd.overdose import model
from beredd.overdose.constants import physiology, subject
from beredd.overdose.model import Patient
from beredd.overdose.patients import typical_patient
from beredd.overdose.rest import resting_state, resting_ventilation
from beredd.overdose.substances import opioid, product

PH = physiology()


@pytest.fixture(scope="module")
def patient() -> Patient:
    return typical_patient(opioid("fentanyl"), product("im-generic-2mg"), "chronic")


def rates_of(y, patient, *, is_collapsing=False, is_iv=False):
    dy = [0.0] * model.N_STATES
    gas = model.gas_of(y, PH)
    lagged = (gas.paco2_mmhg, gas.pao2_mmhg, gas.brain_co2_mmhg)
    model.derivatives(
        y, dy, gas, lagged, is_collapsing, patient.bioavailability, 0.0, PH.inspired_o2_mmhg, is_iv, patient, PH
    )
    return dy, gas


@pytest.mark.parametrize("name", VECTORS)
def test_rates_of_change_are_the_published_codes(name, patient):
    is_collapsing, y, published, _, _ = VECTORS[name]
    dy, _ = rates_of(y, patient, is_collapsing=is_collapsing)
    wrong = [
        (model.PUBLISHED_NAMES[k], ours, theirs)
        for k, (ours, theirs) in enumerate(zip(dy, published, strict=True))
        if abs(ours - theirs) > 1e-12 + 1e-9 * abs(theirs)
    ]
    assert not wrong


@pytest.mark.parametrize("name", VECTORS)
def test_ventilation_and_arterial_oxygen_are_the_published_codes(name, patient):
    _, y, _, minute, pao2 = VECTORS[name]
    gas = model.gas_of(y, PH)
    assert model.ventilation(y, gas.brain_flow + gas.tissue_flow, 0.0, patient, PH)[0] == pytest.approx(
        minute, rel=1e-9
    )
    assert gas.pao2_mmhg == pytest.approx(pao2, rel=1e-9)


# Published code, last row of its drug-free hour: 1e-6 relative.
@pytest.mark.parametrize(
    ("place", "published"),
    [
        (model.ALVEOLAR_CO2, 38.6606943951598),
        (model.ALVEOLAR_O2, 100.674131803115),
        (model.BRAIN_CO2, 0.612709830767351),
        (model.BRAIN_O2, 1.00200561145535e-03),
        (model.TISSUE_CO2, 0.610561113113972),
        (model.TISSUE_O2, 1.22876662431661e-03),
        (model.FLOW_CO2, -0.0934446316494924),
        (model.FLOW_O2, 6.69870366744028e-04),
        (model.DRIVE_P, -0.199682609110001),
        (model.DRIVE_C, 0.344050263883959),
        (model.HYPOXIC, 0.877686038624165),
    ],
)
def test_rest_is_the_published_equilibrium(place, published):
    assert resting_state()[place] == pytest.approx(published, rel=1e-6)


def test_resting_ventilation_is_the_published():
    assert resting_ventilation() == pytest.approx(6.76436765477396, rel=1e-6)


def test_blood_pressures_invert_blood_contents():
    for po2, pco2 in ((5.0, 80.0), (15.0, 60.0), (40.0, 46.0), (95.0, 38.0), (250.0, 30.0)):
        co2, o2 = model.blood_contents(po2, pco2, PH)
        assert model.blood_pressures(co2, o2, PH) == pytest.approx((pco2, po2), rel=1e-9)


def test_chronic_users_need_more_receptors_for_the_same_depression():
    """The exponents as the published code has them; its README has the two roles the other way round."""
    assert subject("naive") == (2.875, 0.9)
    assert subject("chronic") == (4.22625, 1.323)


def test_central_volumes_halve_in_a_rush_of_blood_and_never_grow():
    rest = PH.rest_flow_l_per_s
    assert model.volume_factor(rest, PH) == pytest.approx(1.0, abs=1e-4)
    assert model.volume_factor(1.6 * rest, PH) == pytest.approx(1.5)
    assert model.volume_factor(3.0 * rest, PH) == pytest.approx(2.0, abs=1e-9)
    assert model.volume_factor(0.0, PH) >= 1.0


def test_the_plasma_antagonist_is_a_concentration_that_does_not_double_when_volumes_halve(patient):
    """Oddity kept: volume scales the rates of the concentration, so antagonist is not conserved when flow changes."""
    dy_rest, dy_rush = [0.0] * model.N_STATES, [0.0] * model.N_STATES
    y = np.zeros(model.N_STATES)
    y[model.PLASMA_ANT] = 1.0
    model.antagonist_rates(y, dy_rest, 1.0, patient.bioavailability, False, patient)
    model.antagonist_rates(y, dy_rush, 2.0, patient.bioavailability, False, patient)
    assert dy_rush[model.PLASMA_ANT] == pytest.approx(2.0 * dy_rest[model.PLASMA_ANT])
    assert dy_rush[model.EFFECT_ANT] == pytest.approx(dy_rest[model.EFFECT_ANT])


def test_a_changed_bioavailability_acts_on_what_is_left_in_the_depot(patient):
    """Oddity kept: the switch concerns earlier sprays too."""
    y, dy = np.zeros(model.N_STATES), np.zeros(model.N_STATES)
    y[model.DEPOT] = 1e6
    model.antagonist_rates(y, dy, 1.0, 0.25, False, patient)
    half = dy[model.TRANSIT_1]
    model.antagonist_rates(y, dy, 1.0, 0.5, False, patient)
    assert dy[model.TRANSIT_1] == pytest.approx(2.0 * half)


def test_delays_vanish_when_flow_is_nearly_gone():
    assert model.delays(0.98 / 60 * 0.999, PH) == (0.0, 0.0)
    peripheral, central = model.delays(4.931329952736711 / 60, PH)
    assert peripheral == pytest.approx(7.1544, abs=1e-3)  # 0.588 L over the resting flow
    assert central == pytest.approx(11.2414, abs=1e-3)


def test_low_flow_scales_ventilation_and_no_flow_stops_it(patient):
    y = np.array(resting_state())
    full = model.ventilation(y, 0.1, 0.0, patient, PH)[0]
    assert model.ventilation(y, 0.98 / 60 * 0.8, 0.0, patient, PH)[0] == pytest.approx(0.8 * full)
    assert model.ventilation(y, 0.49 / 60, 0.0, patient, PH)[0] == 0.0


def test_receptors_are_neither_made_nor_lost(patient):
    y, dy = np.array(resting_state()), np.zeros(model.N_STATES)
    y[model.EFFECT_OP], y[model.EFFECT_ANT] = 5000.0, 3000.0
    y[model.BOUND_OP], y[model.BOUND_ANT] = 0.7, 0.3
    model.drug_rates(y, dy, 0.08, patient.bioavailability, False, patient, PH)
    assert dy[model.BOUND_OP] == pytest.approx(-patient.opioid_k_off * 0.7)
    assert dy[model.BOUND_ANT] == pytest.approx(-patient.antagonist_k_off * 0.3)


def test_opioid_mass_leaves_only_by_elimination(patient):
    y, dy = np.array(resting_state()), np.zeros(model.N_STATES)
    y[model.CENTRAL_OP], y[model.PERIPHERAL_OP_1], y[model.PERIPHERAL_OP_2] = 1.0, 0.4, 0.2
    model.drug_rates(y, dy, 0.08, patient.bioavailability, False, patient, PH)
    change = dy[model.CENTRAL_OP] + dy[model.PERIPHERAL_OP_1] + dy[model.PERIPHERAL_OP_2]
    assert change == pytest.approx(-patient.opioid_k_out * 1.0, rel=1e-12)


def test_a_negative_concentration_counts_as_none(patient):
    y, dy = np.array(resting_state()), np.zeros(model.N_STATES)
    y[model.EFFECT_OP] = -1e-12
    model.drug_rates(y, dy, 0.08, patient.bioavailability, False, patient, PH)
    assert dy[model.BOUND_OP] == 0.0
    assert not any(math.isnan(rate) for rate in dy)


def test_half_occupancy_is_where_binding_equals_unbinding(patient):
    y, dy = np.array(resting_state()), np.zeros(model.N_STATES)
    y[model.EFFECT_OP] = (patient.opioid_k_off / patient.opioid_k_on) ** (1.0 / patient.opioid_hill)
    y[model.BOUND_OP] = 0.5
    model.drug_rates(y, dy, 0.08, patient.bioavailability, False, patient, PH)
    assert abs(dy[model.BOUND_OP]) < 1e-12  # 1/s; rounding only
