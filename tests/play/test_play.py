"""A play against a toy: what is due comes at its time, what is decided counts from then, and the log says all of it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import Toy, begun, contents, decision, fresh, plan, shipped, with_conditions

from beredd.exercises.acts import Act, read_script
from beredd.exercises.errors import RuleBroken
from beredd.exercises.indicators import compared, indicators_of
from beredd.exercises.record import as_bytes, proved
from beredd.exercises.store import script_of
from beredd.play.errors import PlayError
from beredd.play.playing import HOUR, MINUTE, deeds_of, follow, play, replay

END = 514 * 60 + 20
CONDITIONED = with_conditions(
    i9="storhet dos-utan > 300 åter 200",
    i14="storhet kritiska-utan > 100 och beslut L8",
    i22="inspel 9 sänt",
)


def played(acts=(), read=CONDITIONED):
    return play(read, shipped().catalogue, Toy(), acts, seed=1)


def test_every_timed_inject_comes_at_its_minute_and_once():
    run = played(read=plan()).run
    timed = {one.id: MINUTE * one.minute for one in plan().injects if one.minute is not None}
    assert {id: one["due"] for id, one in contents(run, "inject").items() if one["because"] == "time"} == timed


def test_a_condition_fires_at_the_first_whole_hour_at_which_it_is_crossed():
    given_out = contents(played().run, "inject")
    crossed = next(hour for hour in range(600) if 16 * hour > 300)
    assert given_out["9"]["due"] == crossed * HOUR - (5 * HOUR + 40 * MINUTE)
    assert given_out["9"]["quantities"] == {"dos-utan": 16 * crossed}
    assert given_out["22"]["due"] == given_out["9"]["due"]
    assert "14" not in given_out


def test_a_decision_fires_what_waits_for_it():
    given_out = contents(played([decision("dag 5 10:00")]).run, "inject")
    assert given_out["14"]["due"] == (4 * 24 + 10) * HOUR - (5 * HOUR + 40 * MINUTE)


def test_a_decision_moves_the_model_from_its_next_whole_hour_on():
    free, bound = played().run, played([decision("dag 3 10:20")]).run
    one, other = (run.events[-1].content["series"]["dos-utan"] for run in (free, bound))
    assert one[: 2 * 24 + 12] == other[: 2 * 24 + 12]
    assert all(a > b for a, b in zip(one[2 * 24 + 12 :], other[2 * 24 + 12 :], strict=True))
    assert contents(bound, "decision")["b1"]["hour"] == 2 * 24 + 11


def test_a_decision_that_the_model_cannot_say_is_logged_and_said_so():
    made = played([decision("dag 2 08:00", lever="L15", by="krisledning", parameters={"whatever": 3})])
    assert made.summary["not_computed"] == ["b1"]
    assert made.run.events[-1].content["kpi"] == played().run.events[-1].content["kpi"]


def test_a_number_in_a_text_is_the_models_at_release():
    read = with_conditions(i9="storhet dos-utan > 300")
    value = {one.id: one for one in read.values}["natt"]

    read = replace(
        read, values=tuple(replace(one, quantity="dos-utan") if one is value else one for one in read.values)
    )
    told = contents(played(read=read).run, "inject")["9"]
    assert "304 personer" in told["text"]
    assert told["values"]["natt"] == {"value": 304, "assumed": False, "quantity": "dos-utan"}
    assert "{" not in " ".join(one["text"] for one in contents(played().run, "inject").values())


def test_a_card_is_used_as_often_as_it_says_and_by_those_it_names():
    with pytest.raises(RuleBroken, match="has used L8 1 times"):
        played([decision("T+1:00"), decision("T+2:00", id="b2")])
    with pytest.raises(RuleBroken, match=r"tlv has no card for L8\. It has cards for L11, L17, L22"):
        played([decision("T+1:00", by="tlv")])
    with pytest.raises(RuleBroken, match="only exercise control"):
        played([decision("T+1:00", by="tlv", actor="region")])
    assert (
        contents(played([decision("T+1:00", by="spelledare", actor="region")]).run, "decision")["b1"]["actor"]
        == "region"
    )


@pytest.mark.parametrize(
    ("lever", "by", "parameters", "says"),
    [
        ("L4", "region", {}, "L4 lacks the parameter amount"),
        ("L4", "region", {"amount": 0}, "amount is 0; allowed is 1–1000000"),
        ("L4", "region", {"amount": 2.5}, "amount is 2.5"),
        ("L8", "region", {"amount": 2}, "L8 has no parameter amount"),
        ("L9", "region", {"of": "packing", "first": "nobody"}, "first is nobody; allowed is home, care_housing"),
    ],
)
def test_what_a_lever_cannot_be_asked_is_one_sentence_and_nothing_is_logged(lever, by, parameters, says):
    one = begun()
    before = len(one.run.events)
    with pytest.raises(PlayError, match=says):
        one.do(decision("T+0:00", lever=lever, by=by, parameters=parameters))
    assert len(one.run.events) == before


times = st.lists(st.integers(0, END), max_size=8)


@pytest.mark.slow
@settings(max_examples=60)
@given(times, st.lists(st.integers(0, END), max_size=3))
def test_the_log_is_the_same_for_any_pattern_of_steps(steps, decided):
    acts = [
        decision(f"T+{at // 60}:{at % 60:02}", id=f"b{n}", lever=lever, **more)
        for n, (at, (lever, more)) in enumerate(
            zip(sorted(decided), (("L8", {}), ("L6", {}), ("L4", {"parameters": {"amount": 9}})), strict=False)
        )
    ]
    at_once = played(acts).run
    stepped = begun(CONDITIONED)
    for at, act in sorted(
        [*((at, None) for at in steps), *zip(sorted(decided), acts, strict=True)], key=lambda x: x[0]
    ):
        stepped.advance(at * MINUTE)
        if act is not None:
            stepped.do(act)
    stepped.finish()
    assert stepped.run == at_once


@pytest.mark.slow
@settings(max_examples=60)
@given(st.integers(0, END), st.integers(0, END))
def test_in_a_jump_conditions_are_met_at_the_same_hour_and_all_comes_as_one_digest(since, until):
    since, until = sorted((since, until))
    free = contents(played().run, "inject")
    jump = Act(at=f"T+{since // 60}:{since % 60:02}", act="jump", to=f"T+{until // 60}:{until % 60:02}")
    jumped = contents(played([jump]).run, "inject")
    assert {id: one["due"] for id, one in jumped.items()} == {id: one["due"] for id, one in free.items()}
    in_it = {id for id, one in free.items() if since < one["due"] / MINUTE <= until}
    assert {id for id, one in jumped.items() if "digest" in one} == in_it
    assert {one["at"] for id, one in jumped.items() if id in in_it} <= {until * MINUTE}


def test_a_log_is_replayed_to_the_same_hash_and_a_changed_one_is_noticed():
    acts = [
        decision("dag 2 10:00"),
        Act(at="dag 3 08:00", act="jump", to="dag 7 08:00"),
        decision("dag 10 08:00", "b2", "L6"),
    ]
    run = played(acts).run
    again = fresh(CONDITIONED)
    replay(again, proved(as_bytes(run)))
    assert again.run == run
    other = played([*acts[:2], decision("dag 10 09:00", "b2", "L6")]).run
    assert other.hash != run.hash


def test_what_has_become_impossible_is_left_out_and_told():
    judged = Act(at="dag 10 08:00", act="judgement", by="spelledare", inject="14", outcome="uppfyllt")
    run = played([decision("dag 5 10:00"), judged]).run
    again = fresh(CONDITIONED)
    left_out = follow(again, [deed for deed in deeds_of(run) if not (deed.act and deed.act.id)])
    assert [(one.act, one.inject) for one in left_out] == [("judgement", "14")]


def test_nobody_acts_before_what_the_exercise_has_come_to():
    one = begun()
    one.do(Act(at="T+1:00", act="jump", to="T+20:00"))
    with pytest.raises(RuleBroken, match=r"T\+10:00 lies before T\+20:00"):
        one.do(decision("T+10:00"))


def test_a_model_that_ends_before_the_exercise_is_refused():
    with pytest.raises(PlayError, match="the model reaches 48"):
        begun(model=Toy(hours=48))


def test_every_decision_of_the_shipped_script_can_be_taken():
    """None is refused; a decision on rules that names no way to work is one that the model does not compute."""
    exercises = shipped()
    s5 = exercises.plans["s5-rullen-som-inte-kom"]
    whole = play(s5, exercises.catalogue, Toy(), read_script(script_of("s5-demospelet"), s5), seed=1)
    taken = contents(whole.run, "decision")
    assert len(taken) >= 25
    assert taken["b24"]["lever"] == "L22"
    assert not taken["b24"]["computed"]
    assert sum(one["computed"] for one in taken.values()) >= 15


def test_the_same_indicators_stand_side_by_side_for_several_runs():
    free, bound = played().run, played([decision("dag 3 10:20")]).run
    rows = {row["id"]: row for row in compared([(CONDITIONED, free), (CONDITIONED, bound)])}
    assert rows["M7.dos"]["values"] == [row_of(free, "M7.dos"), row_of(bound, "M7.dos")]
    assert rows["M7.dos"]["values"][0] > rows["M7.dos"]["values"][1]
    other = replace(CONDITIONED, indicators=(replace(CONDITIONED.indicators[0], text="Något annat."),))
    twice = [row["values"] for row in compared([(CONDITIONED, free), (other, bound)]) if row["id"] == "M1.1"]
    assert twice == [[0, None], [None, 0]]


def row_of(run, id):
    return next(row["value"] for row in indicators_of(CONDITIONED, run) if row["id"] == id)
