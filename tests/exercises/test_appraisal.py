"""An evaluation rests on what it says it rests on, is of the run it says it is of, and says nothing of few people."""

import json
from dataclasses import replace

import pytest

from beredd.exercises.appraisal import appraisal_of, knowledge_of, measures_to_test, survey_of
from beredd.exercises.log import Head, Run
from beredd.exercises.plan import Question
from beredd.exercises.store import read_exercises
from beredd.intake import FileRefused
from beredd.intake.structured import parse

EXERCISES = read_exercises()
S5 = EXERCISES.plan("s5-rullen-som-inte-kom")
QUESTION = Question(text="Vem beslutar?", choices=("Regionen", "Ingen"), answer=1, why="Den har avtalet.")
PLAN = replace(S5, evaluation=replace(S5.evaluation, knowledge=(QUESTION,)))
SCALE = EXERCISES.catalogue.scales[PLAN.evaluation.scale]
RUN = Run(Head("s5", "1", "d", 1))
RUN = RUN.added("clock", wall=0, salt="s", about="start", value=0, at=0)
RUN = RUN.added("end", wall=1, salt="s", at=0, kpi={}, series={})

FINDING = {
    "id": "F1", "kind": "deficiency", "observation": "Två aktörer arbetade efter olika ordning.", "objective": "M4",
    "conclusion": "Ingen ägde prioriteringen.", "actors": ["region"], "evidence": ["event:1", "held:h1"],
}  # fmt: skip
PROPOSAL = {
    "id": "A1", "text": "Regionen leder prioriteringen.", "findings": ["F1"], "owner": "region", "due": "2027-06-30",
    "cost_class": "small", "changes_law": False, "actors": "in_interplay", "tags": ["ansvar"], "measure": "dose-buffer",
    "assent": "reserves", "reservation": "Om staten betalar.",
}  # fmt: skip
HELD = {"id": "h1", "name": "Länsövning", "on": "2026-03-02", "organiser": "Region", "text": "Samma.", "source": "RS"}
WHOLE = {
    "format": 1, "run": RUN.hash, "by": "Utvärderaren", "on": "2026-11-27", "summary": "Det gick.",
    "ratings": [{"indicator": "M7.dos", "level": 2, "by": "P1", "evidence": ["indicator:M7.dos"]}],
    "findings": [FINDING], "proposals": [PROPOSAL], "held": [HELD],
}  # fmt: skip


def read(**changed):
    file = parse(json.dumps(WHOLE | changed, ensure_ascii=False).encode(), name="utvardering.json")
    return appraisal_of(file, PLAN, SCALE, RUN)


def test_a_whole_evaluation_is_read_and_says_which_measures_can_be_computed():
    told = read()
    assert told.proposals[0].findings == ("F1",)
    assert told.findings[0].evidence == ("event:1", "held:h1")
    assert measures_to_test(told) == {"A1": "dose-buffer"}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"run": "0" * 64}, "It is of the run 0000"),
        ({"findings": [FINDING | {"evidence": ["event:3"]}]}, "There is no event 3"),
        ({"findings": [FINDING | {"evidence": ["held:h2"]}]}, "There is no held h2"),
        ({"findings": [FINDING | {"evidence": []}]}, "evidence"),
        ({"findings": [FINDING | {"evidence": ["hearsay"]}]}, "evidence"),
        ({"findings": [FINDING | {"objective": "M99"}]}, "There is no objective M99"),
        ({"findings": [FINDING, FINDING]}, "F1 stands twice|F1"),
        ({"proposals": [PROPOSAL | {"findings": ["F2"]}]}, "There is no finding F2"),
        ({"proposals": [PROPOSAL | {"findings": []}]}, "findings"),
        ({"proposals": [PROPOSAL | {"owner": "ingen"}]}, "There is no actor ingen"),
        ({"proposals": [PROPOSAL | {"reservation": ""}]}, "reservation stands without its words"),
        ({"proposals": [PROPOSAL | {"assent": "agrees"}]}, "words without a reservation"),
        ({"ratings": [WHOLE["ratings"][0] | {"level": 6}]}, "not on the plan's scale"),
        ({"ratings": [WHOLE["ratings"][0] | {"indicator": "M7.x"}]}, "There is no indicator M7.x"),
        ({"survey": [{"answers": [5]}]}, "There are 1 answers"),
        ({"survey": [{"answers": [5, 4, 3], "by": "Anna"}]}, "anonymous"),
        ({"knowledge": [{"actor": "region", "when": "before", "answers": []}]}, "There are 0 answers"),
        ({"knowledge": [{"actor": "x", "when": "before", "answers": [1]}]}, "There is no actor x"),
        ({"betyg": 5}, "betyg"),
    ],
)
def test_what_does_not_hold_together_is_one_sentence_with_its_place(changed, says):
    with pytest.raises(FileRefused, match=says):
        read(**changed)


def test_answers_are_told_of_five_people_or_more():
    def people(n, when, answer):
        return [{"actor": "region", "when": when, "answers": [answer]}] * n

    told = read(knowledge=[*people(5, "before", 2), *people(4, "after", 1)], survey=[{"answers": [5, 1, 0]}] * 5)
    assert knowledge_of(told, PLAN) == [{"actor": "region", "before": 0, "after": None}]
    assert [(one["answers"], one["mean"]) for one in survey_of(told, PLAN)] == [(5, 5.0), (5, 1.0), (None, None)]
    told = read(knowledge=[*people(5, "before", 2), *people(5, "after", 1)])
    assert knowledge_of(told, PLAN) == [{"actor": "region", "before": 0, "after": 100}]
