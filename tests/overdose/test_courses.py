"""One patient over time against single published figures; the two-pass arrest rule; events."""

import math

import numpy as np
import pytest

from beredd.overdose import Arm, Question, model, trajectory
from beredd.overdose.constants import physiology
from beredd.overdose.courses import events_of, find_arrest, integrate_once, typical_course
from beredd.overdose.patients import typical_patient
from beredd.overdose.rest import resting_state
from beredd.overdose.substances import opioid, product


# Figures of the public code of Mann 2022 and Strauss 2024, run with its own solver; fentanyl 1.625 mg.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("subject", "antagonist", "strategy", "t_cross_s", "t15_s", "min_pao2_mmhg"),
    [
        ("chronic", None, "1-dose", 16.5635, 197.2, 12.48350),
        ("chronic", "im-generic-2mg", "1-dose", 16.5635, 199.5, 13.04928),
        ("chronic", "im-evzio-2mg", "1-dose", 16.5635, 209.4, 14.33843),
        ("chronic", "in-4mg", "1-dose", 16.5635, 202.2, 13.49833),
        ("chronic", "in-4mg", "2-doses-rapid", 16.5635, 209.7, 14.36698),
        ("chronic", "iv-0.04mg", "1-dose", 16.5635, None, 26.86851),
        ("chronic", "iv-2mg", "1-dose", 16.5635, None, 42.48168),
        ("chronic", "iv-0.04mg", "iv-escalation-6", 16.5635, None, 26.86851),
        ("naive", None, "1-dose", 14.0238, 152.4, 10.15095),
        ("naive", "im-evzio-2mg", "1-dose", 14.0238, 152.8, 11.09312),
    ],
)
def test_typical_patient_is_the_published_one(subject, antagonist, strategy, t_cross_s, t15_s, min_pao2_mmhg):
    arms = (Arm(antagonist, strategy),) if antagonist else ()
    course = typical_course(Question("fentanyl", 1.625, subject, arms), horizon_s=900.0).summary()
    assert course["t_cross_s"] == pytest.approx(t_cross_s, abs=0.01)
    assert course["min_pao2_mmhg"] == pytest.approx(min_pao2_mmhg, abs=0.01)
    assert course["t15_s"] is None if t15_s is None else course["t15_s"] == pytest.approx(t15_s, abs=0.1)


@pytest.mark.slow
def test_collapse_stops_the_blood_and_is_irreversible():
    course = typical_course(Question("fentanyl", 1.625), horizon_s=900.0, step_s=0.25, every_s=1.0)
    assert course.summary()["t_arrest_s"] == pytest.approx(417.2, abs=0.1)  # public code
    assert course.seen[-1, trajectory.FLOW] < 0.01
    flow = course.seen[course.times_s > 430.0, trajectory.FLOW]
    assert (np.diff(flow) <= 0.0).all()


@pytest.mark.slow
def test_halving_the_reference_step_moves_arterial_oxygen_by_less_than_a_thousandth():
    pt = typical_patient(opioid("fentanyl"), product("im-generic-2mg"), "chronic")
    coarse = integrate_once(pt, 1.625, [], False, math.inf, 300.0, 0.2)
    fine = integrate_once(pt, 1.625, [], False, math.inf, 300.0, 0.1)
    assert np.abs(coarse[2][:, trajectory.PAO2] - fine[2][::2, trajectory.PAO2]).max() < 1e-3


@pytest.mark.slow
def test_plain_python_and_compiled_integrator_are_one():
    pt = typical_patient(opioid("fentanyl"), product("in-4mg"), "chronic")
    times = np.round(np.arange(0.0, 16.01, 0.5), 6)
    events = np.array(
        [(0.0, trajectory.OPIOID, 1.625, math.inf, 0.0), (8.0, trajectory.ANTAGONIST, 4e6, math.inf, 1.0)]
    )
    answers = []
    for integrate in (trajectory.integrate, trajectory.integrate_compiled):
        n = len(times)
        states, rates = np.empty((n, model.N_STATES)), np.empty((n, model.N_STATES))
        seen, given = np.empty((n, trajectory.N_SEEN)), np.zeros(2, np.int64)
        settings = np.array([pt.bioavailability, 0.0, 149.0])
        integrate(
            times,
            events,
            np.array(resting_state()),
            settings,
            12.0,
            False,
            pt,
            physiology(),
            states,
            rates,
            seen,
            given,
        )
        answers.append(states)
    np.testing.assert_allclose(answers[0], answers[1], rtol=1e-9, atol=1e-12)


def grid(*pao2: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    times = np.round(np.arange(0.0, 1000.05, 0.1), 6)
    return times, np.interp(times, [t for t, _ in pao2], [p for _, p in pao2])


def test_no_arrest_without_fifteen_mmhg():
    assert all(math.isnan(x) for x in find_arrest(*grid((0, 90), (500, 15.01), (1000, 90)), True, 5400.0))


def test_arrest_220_s_after_fifteen_mmhg_if_still_there():
    t15, then, t_arrest = find_arrest(*grid((0, 90), (100, 14), (600, 14), (1000, 80)), True, 5400.0)
    assert t_arrest == pytest.approx(t15 + 220.0)
    assert then == pytest.approx(14.0)


RENARCOTISED = grid((0, 90), (100, 14), (150, 14), (200, 40), (400, 40), (500, 14), (1000, 14))


def test_a_second_episode_counts_in_the_nasal_model_only():
    assert math.isnan(find_arrest(*RENARCOTISED, True, 5400.0)[2])
    t_arrest = find_arrest(*RENARCOTISED, False, 4500.0)[2]
    assert t_arrest == pytest.approx(496.2 + 220.0, abs=0.2)  # PaO2 passes 15 at 400 + 100 * 25/26


def test_220_s_that_would_pass_after_the_horizon_are_no_arrest():
    t15, _, t_arrest = find_arrest(*grid((0, 90), (800, 14), (1000, 14)), True, 1000.0)
    assert t15 < 800.0
    assert math.isnan(t_arrest)


def test_an_intravenous_dose_is_one_percent_more_than_its_name():
    """Oddity kept: 101 pulses of a hundredth each."""
    chosen = product("iv-2mg")
    pt = typical_patient(opioid("fentanyl"), chosen, "chronic")
    events = events_of("1-dose", chosen, 60.0, pt)
    assert len(events) == 101
    assert sum(event[2] for event in events) == pytest.approx(1.01 * 2e6)
    assert events[-1][0] == pytest.approx(70.0)


def test_response_doses_are_given_only_while_breathing_is_low():
    question = Question("fentanyl", 1.625, arms=(Arm("in-4mg", "response-120s"),))
    course = typical_course(question, horizon_s=900.0, step_s=0.25)
    assert course.summary()["doses"] == 2.0  # back above 40 % of rest before 240 s after the first
