"""The nitazene scenario: an equally deadly dose, what each axis does, how long opioids hold, what is refused."""

import json

import numpy as np
import pytest

from beredd.descriptions import Refused
from beredd.overdose import Arm, model
from beredd.overdose.courses import course_of
from beredd.overdose.nitazenes import NitazeneQuestion, answer_to, document
from beredd.overdose.nitazenes.equal_dose import equal_dose
from beredd.overdose.nitazenes.lasting import STEP_S, effect_site, held_until_s
from beredd.overdose.patients import typical_patient
from beredd.overdose.populations import drawn, typical
from beredd.overdose.substances import opioid, product

SPRAY, TWICE, VEIN = Arm("in-4mg"), Arm("in-4mg", "2-doses-rapid"), Arm("iv-0.4mg")
NYXOID, MUSCLE = Arm("nyxoid-1.8mg"), Arm("im-generic-2mg")
N = 120


@pytest.fixture(scope="module")
def plane():
    return answer_to(NitazeneQuestion(arms=(SPRAY, VEIN, NYXOID, MUSCLE), n=N, steps=2, seed=4))


def arrests(point, k):
    return point.arms[k].cardiac_arrest_pct


# The question ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"slowest": 18.0}, "slowest", "overdose.cannot-answer-slower"),
        ({"until_min": 360}, "until_min", "overdose.cannot-answer-longer"),
        ({"until_min": 90}, "until_min", "overdose.cannot-answer-longer"),
        ({"until_min": 95, "arms": (MUSCLE,)}, "until_min", "overdose.cannot-answer-longer"),
        ({"arms": (SPRAY, SPRAY)}, "arms.1", "overdose.arm-twice"),
    ],
)
def test_what_the_model_has_no_ground_for_is_refused_with_a_code(changes, field, code):
    with pytest.raises(Refused) as refused:
        NitazeneQuestion(**{"arms": (SPRAY,)} | changes)
    (fault,) = refused.value.faults
    assert (fault.field, fault.sentence.code) == (field, code)
    assert fault.sentence.in_("sv").startswith("Modellen kan inte svara") or code == "overdose.arm-twice"


def test_ninety_minutes_can_be_asked_where_all_is_given_into_a_muscle():
    assert NitazeneQuestion(arms=(MUSCLE,), until_min=90).until_min == 90.0


def test_factors_go_evenly_in_ratio_from_fentanyl_to_the_slowest():
    asked = NitazeneQuestion(arms=(SPRAY,), slowest=16, steps=3)
    assert asked.factors == (1.0, 4.0, 16.0)
    assert asked.plane[:4] == ((1.0, 1.0), (1.0, 4.0), (1.0, 16.0), (4.0, 1.0))
    assert len(asked.plane) == 9


# The dose ----------------------------------------------------------------------------------------------------------
def threshold_deaths(thresholds):
    return lambda dose_mg, who: thresholds[who] <= dose_mg


@pytest.mark.parametrize("start_mg", [0.01, 1.0, 49.0])
def test_the_equal_dose_gives_just_the_arrests_asked_for_wherever_the_search_starts(start_mg):
    thresholds = np.random.default_rng(5).permutation(np.geomspace(0.05, 40.0, 500))
    found = equal_dose(threshold_deaths(thresholds), 500, hits=260, start_mg=start_mg, limit_mg=50.0, tolerance=0.001)
    assert found.hits == (thresholds <= found.dose_mg).sum() == 260
    assert found.runs < 3 * 500 or start_mg != 1.0


def test_where_no_dose_gives_just_so_many_it_is_the_smallest_within_the_tolerance_that_gives_more():
    thresholds = np.array([1.0, 2.0, 2.0, 2.0, 9.0])
    found = equal_dose(threshold_deaths(thresholds), 5, hits=2, start_mg=1.5, limit_mg=50.0, tolerance=0.001)
    assert found.hits == 4
    assert 2.0 <= found.dose_mg < 2.0 * 1.001


def test_a_dose_beyond_the_limit_is_no_answer():
    thresholds = np.array([1.0, 60.0, 70.0])
    assert equal_dose(threshold_deaths(thresholds), 3, hits=2, start_mg=1.0, limit_mg=50.0, tolerance=0.001) is None


@pytest.mark.slow
def test_every_opioid_is_as_deadly_untreated_as_fentanyl_at_the_reference_dose(plane):
    """Exact in people but where two of them die within one per cent of dose of each other."""
    wanted = round(plane.target_pct * N / 100)
    for point in (*plane.points, *plane.beside):
        assert abs(arrests(point, 0) * N / 100 - wanted) <= 2
    assert plane.base.dose_mg == plane.question.dose_mg


@pytest.mark.slow
def test_a_slower_exit_needs_less_and_a_slower_entry_more_for_the_same_deaths(plane):
    base, on, off, both = plane.points
    assert off.dose_mg < base.dose_mg < on.dose_mg
    assert off.dose_mg < both.dose_mg < on.dose_mg


@pytest.mark.slow
def test_an_opioid_slow_to_bind_is_no_milder_at_an_equally_deadly_dose(plane):
    """The earlier sweep kept the dose: 54 per cent fell to 32 untreated and naloxone looked better."""
    base, on, _off, both = plane.points
    assert arrests(on, 1) > arrests(base, 1)
    assert arrests(both, 1) > arrests(base, 1)


@pytest.mark.slow
def test_the_answer_does_not_depend_on_threads_or_on_the_other_arms(plane):
    alone = answer_to(plane.question.but(arms=(SPRAY,)), threads=1)
    for one, all_ in zip(alone.points, plane.points, strict=True):
        assert one.dose_mg == all_.dose_mg
        assert one.arms[1].cardiac_arrest_pct == all_.arms[1].cardiac_arrest_pct


# How long it lasts -------------------------------------------------------------------------------------------------
def test_the_drug_alone_is_as_in_the_reference_model_where_flow_stays_at_rest():
    """A small dose leaves blood flow as it is; 1e-3 of a receptor share is the reference's flow within its rest."""
    fentanyl, dose_mg, until_s = opioid("fentanyl"), 0.05, 1800.0
    course = course_of(
        typical_patient(fentanyl, product("in-4mg"), "chronic"), dose_mg, None, "1-dose", 60.0, horizon_s=until_s
    )
    people = typical(fentanyl, [])
    site = effect_site(people, fentanyl, until_s=until_s)
    for share in (0.5, 0.3):
        ours = held_until_s(site, people.opioid, dose_mg=dose_mg, share=share)[0]
        above = course.times_s[course.states[:, model.BOUND_OP] > share]
        theirs = float(above.max()) if len(above) and above.max() < until_s - STEP_S else (np.inf if len(above) else 0)
        assert ours == pytest.approx(theirs, abs=2 * STEP_S)


def test_half_the_step_moves_nobody_by_more_than_a_step():
    fentanyl = opioid("fentanyl")
    people = drawn(fentanyl, [], 40, 3)
    found = [
        held_until_s(
            effect_site(people, fentanyl, until_s=4500.0, step_s=step),
            people.opioid,
            dose_mg=1.625,
            share=0.97,
            step_s=step,
        )
        for step in (STEP_S, STEP_S / 2)
    ]
    assert np.array_equal(np.isinf(found[0]), np.isinf(found[1]))
    finite = np.isfinite(found[0])
    assert np.abs(found[0][finite] - found[1][finite]).max() <= STEP_S


@pytest.mark.slow
def test_how_long_carfentanil_holds_is_no_number_but_a_refusal(plane):
    (carfentanil,) = plane.beside
    assert carfentanil.lasting.share_left > 0.5
    assert carfentanil.lasting.median_min is None
    assert carfentanil.lasting.refusal.code == "overdose.cannot-answer-lasting"
    assert plane.base.lasting.median_min < 75


# What is told ------------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_a_document_marks_every_opioid_as_a_scenario_and_refuses_in_codes(plane):
    told = json.loads(json.dumps(document(plane), allow_nan=False))
    assert told["scenario"] == "Scenario analysis, no human data"
    assert all(point["scenario"] == told["scenario"] for point in told["plane"] + told["beside"])
    _none, _spray, vein, nyxoid, muscle = told["plane"][0]["arms"]
    assert vein["renarcotised"] == 0 or isinstance(vein["renarcotised"], int)
    assert nyxoid["cardiac_arrest_pct"] is None
    assert len(nyxoid["span_pct"]) == 2
    assert muscle["renarcotised"]["code"] == "overdose.cannot-answer-episodes"
    assert told["beside"][0]["opioid_holds"]["refused"]["code"] == "overdose.cannot-answer-lasting"
    assert told["provenance"]["question"]["slowest"] == 16.0


@pytest.mark.slow
def test_an_opioid_whose_dose_cannot_be_found_has_no_numbers():
    """Naive people die at so small a share of the limit that a large reference dose has no equal 16 times slower."""
    asked = NitazeneQuestion(arms=(SPRAY,), n=50, steps=2, dose_mg=2.965, seed=1)
    found = answer_to(asked)
    slow = found.at(1.0, 16.0)
    assert slow.dose_mg is None
    assert slow.arms == ()
    assert document(found)["plane"][1]["refused"]["code"] == "overdose.cannot-answer-dose"
