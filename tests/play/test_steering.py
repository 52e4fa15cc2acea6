"""What control and players do in a run besides deciding: stop a jump, end a decision, steer a value, tell others."""

from dataclasses import replace
from itertools import pairwise

import pytest
from toy import Toy, begun, contents, decision, fresh, plan, shipped, with_conditions

from beredd.exercises.acts import Act
from beredd.exercises.audiences import BRIEFLY, view
from beredd.exercises.errors import RuleBroken
from beredd.exercises.plan import Sharing
from beredd.exercises.record import as_bytes, proved
from beredd.play.counterfactuals import counterfactual
from beredd.play.errors import PlayError
from beredd.play.playing import HOUR, MINUTE, play, replay

CONDITIONED = with_conditions(i9="storhet dos-utan > 300 åter 200", i22="inspel 9 sänt")
BEGINS = 5 * HOUR + 40 * MINUTE


def played(*acts, read=CONDITIONED):
    return play(read, shipped().catalogue, Toy(), acts, seed=1).run


def clocks(run):
    return {event.about: event.content for event in run.events if event.kind == "clock"}


def again(run, read=CONDITIONED):
    other = fresh(read)
    replay(other, proved(as_bytes(run)))
    return other.run


# -- jumps ------------------------------------------------------------------------------------------------------------


def test_a_jump_that_stops_goes_no_farther_than_the_first_condition_met():
    free = contents(played(), "inject")["9"]["due"]
    run = played(Act(at="T+1:00", act="jump", to="dag 8 08:00", stops=True))
    assert clocks(run)["jump"]["value"] == free
    assert clocks(run)["jump"]["asked"] == (7 * 24 + 8) * HOUR - BEGINS
    assert {one["due"] for id, one in contents(run, "inject").items() if id in ("9", "22")} == {free}
    assert again(run) == run


def test_what_is_decided_where_a_jump_stopped_counts_from_there():
    one = begun(CONDITIONED)
    one.do(Act(at="T+1:00", act="jump", to="dag 8 08:00", stops=True))
    stopped = one.run.state.clock.at
    assert one.model.hour == (stopped + BEGINS) // HOUR
    one.do(decision(f"T+{stopped // HOUR}:{stopped % HOUR // MINUTE:02}"))
    series = one.model
    one.finish()
    hour = contents(one.run, "decision")["b1"]["hour"]
    grows = [series.values(n, ("dos-utan",))["dos-utan"] for n in (hour - 1, hour, hour + 1)]
    assert [b - a for a, b in pairwise(grows)] == [16, 8]


def test_a_jump_that_meets_no_condition_leads_where_it_was_asked_to():
    run = played(Act(at="T+1:00", act="jump", to="T+9:00", stops=True))
    assert clocks(run)["jump"]["value"] == clocks(run)["jump"]["asked"] == 9 * HOUR


def test_in_another_run_a_jump_leads_where_it_led():
    run = played(
        decision("T+0:30"),
        Act(at="T+1:00", act="jump", to="dag 8 08:00", stops=True),
        decision("dag 12 08:00", "b2", "L6"),
    )
    other, answer = counterfactual(run, lambda: fresh(CONDITIONED), without="b1")
    assert clocks(other)["jump"]["value"] == clocks(run)["jump"]["value"]
    assert contents(other, "decision")["b2"]["at"] == contents(run, "decision")["b2"]["at"]
    assert "9" in answer["injects_moved"]


# -- a decision that ends ------------------


def lift(at, by="region", id="b1"):
    return Act(at=at, act="lift", by=by, id=id, reason="behövs inte längre")


def test_a_decision_ended_early_changes_nothing_before_and_nothing_after():
    run = played(decision("dag 2 10:00"), lift("dag 4 10:00"))
    never, always = played(), played(decision("dag 2 10:00"))
    mine, free, bound = (one.events[-1].content["series"]["dos-utan"] for one in (run, never, always))
    end = 3 * 24 + 10
    assert contents(run, "lift")["b1"]["hour"] == end
    assert mine[: end + 1] == bound[: end + 1]
    assert [b - a for a, b in zip(mine[end:], mine[end + 1 :], strict=False)] == [
        b - a for a, b in zip(free[end:], free[end + 1 :], strict=False)
    ]
    assert again(run) == run


def test_who_did_not_take_a_decision_cannot_end_it_but_control_can():
    with pytest.raises(RuleBroken, match="is region's; tlv can neither end it"):
        played(decision("dag 2 10:00"), lift("dag 4 10:00", by="tlv"))
    with pytest.raises(RuleBroken, match="it has not been taken, or has ended"):
        played(decision("dag 2 10:00"), lift("dag 4 10:00"), lift("dag 5 10:00"))
    with pytest.raises(RuleBroken, match="it has not been taken, or has ended"):
        played(lift("dag 4 10:00"))
    assert contents(played(decision("dag 2 10:00"), lift("dag 4 10:00", by="spelledare")), "lift")


def test_without_a_decision_nobody_ends_it():
    run = played(decision("dag 2 10:00"), lift("dag 4 10:00"), decision("dag 6 10:00", "b2", "L6"))
    other, _ = counterfactual(run, lambda: fresh(CONDITIONED), without="b1")
    assert other == played(decision("dag 6 10:00", "b2", "L6"))


# -- values in control's hand ------------------


def steer(at, how, value=None, quantity="dos-utan", by="spelledare"):
    return Act(at=at, act="override", by=by, quantity=quantity, how=how, value=value, text="för spelets skull")


AT = 24 + 8
"""`dag 2 08:00`, in hours of the model."""


@pytest.mark.parametrize(
    ("how", "value", "shown"),
    [
        ("freeze", None, lambda hour: 16 * AT),
        ("pin", 40, lambda hour: 40),
        ("slow", 0.25, lambda hour: 16 * AT + 4 * (hour - AT)),
        ("force", 1000, lambda hour: 1000 + 16 * (hour - AT)),
    ],
)
def test_a_value_in_control_s_hand_is_what_control_says_until_it_is_given_back(how, value, shown):
    run = played(steer("dag 2 08:00", how, value), steer("dag 5 08:00", "release"))
    end = run.events[-1].content
    series, own = end["series"]["dos-utan"], end["model_series"]["dos-utan"]
    assert own == [16 * hour for hour in range(len(own))]
    back = 4 * 24 + 8
    assert series[:AT] == own[:AT]
    assert series[AT:back] == [shown(hour) for hour in range(AT, back)]
    assert series[back:] == own[back:]
    assert again(run) == run


def test_conditions_look_at_what_control_says_and_the_figures_at_the_model():
    pinned = played(steer("T+0:10", "pin", 10))
    assert "9" not in contents(pinned, "inject")
    assert pinned.events[-1].content["kpi"] == played().events[-1].content["kpi"]
    forced = contents(played(steer("T+0:10", "force", 1000)), "inject")
    assert forced["9"]["due"] == 6 * HOUR - BEGINS


def test_a_value_taken_in_hand_twice_goes_on_from_what_was_shown():
    run = played(steer("dag 2 08:00", "pin", 40), steer("dag 3 08:00", "slow", 0.5))
    series = run.events[-1].content["series"]["dos-utan"]
    assert series[AT + 24 : AT + 27] == [40, 48, 56]


@pytest.mark.parametrize(
    ("how", "error", "says"),
    [
        ({"how": "pin", "value": 1, "by": "region"}, RuleBroken, "only exercise control"),
        ({"how": "pin", "value": 1, "quantity": "djur-utan"}, PlayError, "gives no djur-utan"),
        ({"how": "slow", "value": 2}, PlayError, "allowed is 0–1"),
    ],
)
def test_a_value_that_cannot_be_steered_is_one_sentence(how, error, says):
    with pytest.raises(error, match=says):
        played(steer("dag 2 08:00", **how))


# -- decisions that others are told of -------------------


def told(read, role, *acts):
    run = played(*acts, read=read)
    return [one for one in view(read, run, role) if one["kind"] == "decision"]


@pytest.mark.parametrize(("form", "whole"), [("exact", True), ("sum", False)])
def test_a_plan_s_rule_tells_another_actor_of_decisions(form, whole):
    rule = Sharing(actor="region", quantity="beslut", to=("kommun",), form=form)
    read = replace(plan(), sharing=(*plan().sharing, rule))
    (seen,) = told(read, "mas", decision("dag 2 10:00"))
    assert (set(seen) - {"number", "kind", "about"} == set(BRIEFLY)) is not whole
    assert ("reason" in seen) is whole
    assert told(read, "tlv", decision("dag 2 10:00")) == told(plan(), "mas", decision("dag 2 10:00")) == []


def test_who_took_a_decision_can_tell_others_of_it_and_nobody_else():
    share = Act(at="dag 2 11:00", act="share", by="region", id="b1", roles=("mas",), text="Så här gör vi.")
    (seen,) = told(plan(), "mas", decision("dag 2 10:00"), share)
    assert seen["reason"] == "därför"
    assert told(plan(), "tlv", decision("dag 2 10:00"), share) == []
    with pytest.raises(RuleBroken, match="nor tell of it"):
        played(decision("dag 2 10:00"), replace(share, by="tlv"))
    assert again(played(decision("dag 2 10:00"), share)) == played(decision("dag 2 10:00"), share)
