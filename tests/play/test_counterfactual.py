"""The other run is the run played so from the start, and differs only from the decision's hour on."""

import pytest
from toy import Toy, contents, decision, fresh, shipped, with_conditions

from beredd.dispensing.measures.catalogue import UnknownMeasure
from beredd.exercises.acts import Act
from beredd.play.counterfactuals import counterfactual
from beredd.play.errors import PlayError
from beredd.play.national import model_of
from beredd.play.playing import Play, play

PLAN = with_conditions(i9="storhet dos-utan > 1500", i14="storhet kritiska-utan > 200", i22="beslut L6")
ACTS = (
    decision("dag 2 10:00"),
    decision("dag 3 10:00", "b2", "L6"),
    Act(at="dag 4 08:00", act="jump", to="dag 6 08:00"),
    decision("dag 10 08:00", "b3", "L4", parameters={"amount": 5}, starts="dag 11 08:00"),
    Act(at="dag 21 08:00", act="judgement", by="spelledare", inject="22", outcome="uppfyllt"),
)


def played(*acts):
    return play(PLAN, shipped().catalogue, Toy(), acts, seed=1).run


def test_without_a_decision_it_equals_the_run_played_without_it():
    other, answer = counterfactual(played(*ACTS), lambda: fresh(PLAN), without="b1")
    assert other == played(*ACTS[1:])
    assert answer["first_difference_h"] == 24 + 10 + 1
    assert answer["kpi"]["hours"]["difference"] > 0


def test_conditioned_injects_are_looked_at_anew_and_the_answer_says_so():
    run = played(*ACTS)
    other, answer = counterfactual(run, lambda: fresh(PLAN), without="b2")
    assert answer["injects_gone"] == ["22"]
    assert answer["left_out"] == [{"act": "judgement", "at": "T+482:20", "inject": "22"}]
    moved = {id: (contents(run, "inject")[id]["due"], contents(other, "inject")[id]["due"]) for id in ("9", "14")}
    assert {id for id, (was, now) in moved.items() if was > now} == set(answer["injects_moved"])


def test_earlier_by_hours_equals_the_run_played_so():
    other, answer = counterfactual(played(*ACTS), lambda: fresh(PLAN), earlier=("b2", 20))
    assert other == played(ACTS[0], decision("dag 2 14:00", "b2", "L6"), *ACTS[2:])
    assert answer["first_difference_h"] == 24 + 14 + 1
    later, _ = counterfactual(played(*ACTS), lambda: fresh(PLAN), earlier=("b3", 6))
    sooner = decision("dag 10 02:00", "b3", "L4", parameters={"amount": 5}, starts="dag 11 02:00")
    assert later == played(*ACTS[:3], sooner, ACTS[4])


def test_with_a_measure_every_decision_stays_and_conditions_are_looked_at_anew():
    class Better(Toy):
        """Half of it never happens."""

        def values(self, hour, names):
            found = super().values(hour, names)
            return {name: None if value is None else value // 2 for name, value in found.items()}

    told = Act(at="T+1:00", act="share", by="krisledning", inject="1", roles=("region",), text="Packningen står.")
    run = played(told, *ACTS)
    better = play(PLAN, shipped().catalogue, Better(), (told, *ACTS), seed=1).run
    other, answer = counterfactual(run, lambda: Play(PLAN, shipped().catalogue, Better(), seed=1), measure="half")
    assert other == better
    assert answer["measure"] == "half"
    assert set(other.state.decisions) == set(run.state.decisions)
    assert "9" in {*answer["injects_moved"], *answer["injects_gone"]}


def test_a_measure_that_there_is_not_is_one_sentence():
    with pytest.raises(UnknownMeasure, match="no-such"):
        model_of(shipped().plan("s5-rullen-som-inte-kom"), seed=1, measure="no-such")


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"without": "b9"}, "has no decision b9. It has: b1, b2, b3"),
        ({"earlier": ("b1", 40)}, "clock never showed"),
        ({"earlier": ("b3", 100)}, "jumped over it"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(how, says):
    with pytest.raises(PlayError, match=says):
        counterfactual(played(*ACTS), lambda: fresh(PLAN), **how)
