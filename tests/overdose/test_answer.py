"""A whole answer: typical courses, spans of label-fitted products, what a reader is told, and what a record keeps."""

import json

import pytest

from beredd import overdose
from beredd.overdose import Arm, Question
from beredd.wording import Sentence

SPRAY = Arm("in-4mg")


def question(*arms, **how):
    return Question(**{"opioid": "fentanyl", "dose_mg": 1.625, "arms": arms, "n": 8, **how})


@pytest.mark.slow
def test_courses_begin_at_rest_and_a_labels_span_holds_its_curves():
    without, spray, fitted = overdose.courses_of(question(SPRAY, Arm("nyxoid-1.8mg")))
    for course in (without, spray, fitted):
        assert course.value["ventilation"][0] == pytest.approx(6.764, abs=0.01)  # L/min, Mann 2022 at rest
    assert spray.low == spray.high == spray.value
    low, value, high = (one["occupancy_antagonist"] for one in (fitted.low, fitted.value, fitted.high))
    assert all(a <= b <= c for a, b, c in zip(low, value, high, strict=True))
    assert max(high) > 1.05 * max(low)
    assert max(without.value["occupancy_antagonist"]) == 0.0


@pytest.mark.slow
def test_a_fitted_products_spans_hold_the_figures_of_its_first_curve():
    _none, spray, fitted = overdose.simulate(question(SPRAY, Arm("nyxoid-1.8mg", "response-120s"), n=60)).arms
    assert spray.spans is None
    for name, (low, high) in fitted.spans.items():
        assert low <= getattr(fitted, name) <= high, name
    assert fitted.spans["t_rescue_s"][0] < fitted.spans["t_rescue_s"][1]


@pytest.mark.slow
def test_a_document_says_what_to_mind_and_shows_no_single_curve_of_a_label():
    found = overdose.document(overdose.simulate(question(SPRAY, Arm("nyxoid-1.8mg"))))
    assert [note.split()[0] for note in found["notes"]] == ["Label-fitted", "Ways"]
    spray, fitted = found["arms"][1:]
    assert spray["cardiac_arrest_pct"] is not None
    assert spray["spans"] is None
    assert fitted["cardiac_arrest_pct"] is fitted["ci95"] is fitted["hypoxia_min"] is None
    assert fitted["span_pct"]
    assert {(row["arm"], row["minus"]) for row in found["differences"]} == {("in-4mg", "none")}
    assert found["provenance"]["id"] in found["cite_as"]
    assert json.loads(json.dumps(found, allow_nan=False)) == json.loads(json.dumps(found))


@pytest.mark.slow
def test_the_same_question_has_the_same_record_and_another_another():
    one, same, other = (overdose.simulate(question(SPRAY, seed=seed)).record for seed in (3, 3, 4))
    assert one.as_dict() | {"created": ""} == same.as_dict() | {"created": ""}
    assert one.identity() != other.identity()
    assert one.result != other.result


@pytest.mark.slow
def test_steps_that_are_not_the_registers_are_in_the_record():
    usual = overdose.simulate(question(SPRAY)).record
    finer = overdose.simulate(question(SPRAY), numerics=overdose.Numerics.standard(2.0, may_stop_early=False)).record
    assert finer.command == f"{usual.command} --refine 2.0 --full-horizon"
    assert finer.identity() != usual.identity()


def test_one_failed_run_is_one_and_two_are_two():
    assert Sentence("overdose.note-failed", n=1).in_("en").startswith("One computation failed")
    assert Sentence("overdose.note-failed", n=2).in_("sv").startswith("2 beräkningar")
