"""An evaluation rests on what it says it rests on, is of the run it says it is of, and says nothing of few people."""

import pytest
from appraised import FINDING, PLAN, PROPOSAL, WHOLE, read

from beredd.exercises.appraisal import knowledge_of, measures_to_test, survey_of
from beredd.intake import FileRefused


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
