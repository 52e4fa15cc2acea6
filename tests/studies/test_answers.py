"""Questions that a report may ask: what each comes to, and what decides it."""

import pytest

from beredd.parameters import Register, load
from beredd.studies.answers import answer_to, inputs_of, kinds
from beredd.studies.errors import StudyError

QUESTIONS = {
    "dispensing.dose": {"scenario": "s5a-dos", "days": 28, "seed": 1},
    "dispensing.run": {"scenario": "s1-erecept", "days": 7, "seed": 1},
    "dispensing.compare": {"scenario": "s5a-dos", "measures": ["dosfabriker-hjalps-at"], "days": 14},
    "overdose.answer": {"opioid": "fentanyl", "dose_mg": 1.625},
    "need.plan": {"budget": 20_000, "draws": 0},
}


def test_every_kind_says_what_decides_it_without_computing():
    assert set(kinds()) == set(QUESTIONS)
    for kind, question in QUESTIONS.items():
        found = inputs_of(kind, question)
        assert any(name.startswith("parameter ") for name in found), kind
        assert found == inputs_of(kind, question)


@pytest.fixture
def with_parameter(monkeypatch):
    """with_parameter(register, name, factor): the register as it would be with another value of one parameter."""

    def change(register, name, factor):
        was = load(register)
        other = [
            one.model_copy(update={"value": one.value * factor}) if one.name == name else one for one in was.values()
        ]
        moved = Register(other, name=register)
        for module in ("beredd.dispensing.parameters", "beredd.dispensing.dose.question", "beredd.parameters"):
            real = __import__(module, fromlist=["load"]).load
            monkeypatch.setattr(f"{module}.load", lambda asked, real=real: moved if asked == register else real(asked))

    return change


def test_a_parameter_decides_the_questions_that_read_it_and_no_other(with_parameter):
    before = {kind: inputs_of(kind, question) for kind, question in QUESTIONS.items()}
    with_parameter("dose", "takeover_work", 1.5)
    moved = {
        kind: sorted(name for name, value in inputs_of(kind, question).items() if before[kind][name] != value)
        for kind, question in QUESTIONS.items()
    }
    dose = ["parameter takeover_work"]
    assert moved == {
        "dispensing.dose": dose,
        "dispensing.compare": dose,
        "dispensing.run": [],
        "overdose.answer": [],
        "need.plan": [],
    }


def test_the_plan_for_invented_figures_gives_its_totals_by_name():
    found = answer_to("need.plan", QUESTIONS["need.plan"])
    assert found.engine == "need/1"
    assert found.values["kits_men"] + found.values["kits_women"] == pytest.approx(20_000)
    assert answer_to("need.plan", QUESTIONS["need.plan"]) == found


def test_another_kind_is_refused_with_those_there_are():
    with pytest.raises(StudyError, match=r"cannot compute apa\. It can: dispensing\.dose"):
        answer_to("apa", {})
