"""The real model, small: its quantities are the same however it is stepped, and are those of whole runs."""

from dataclasses import replace

import numpy as np
import pytest
from small_dose import dose, network
from toy import decision, plan, shipped

from beredd.dispensing.dose import columns as C
from beredd.dispensing.dose.run import run_dose
from beredd.dispensing.levers import find_lever
from beredd.dispensing.scenarios import make_scenario
from beredd.dispensing.scenarios.effects import Effects, with_effects
from beredd.dispensing.scenarios.scenario import DoseEvent, Event
from beredd.dispensing.twin import start_twin
from beredd.exercises.acts import Decision
from beredd.exercises.conditions import OnQuantity, leaves, parse
from beredd.play.errors import PlayError
from beredd.play.levers import WAYS, effects_of
from beredd.play.national import GIVES, start_national
from beredd.play.playing import play

DAYS = 24
STOP = {"id": "stopp", "name": "stopp", "hit": "plant", "where": "dos-1", "from": "d2h05", "for": 200.0, "level": 0.0}
DOWN = {"id": "nere", "name": "nere", "hit": "erecept", "from": "d3h09", "for": 30.0}
SCENARIO = make_scenario({"name": "x", "days": DAYS, "dose": [STOP], "event": [DOWN]}, identifier="x", file="test")
DOSETT = Effects(dose=(DoseEvent(**{"id": "dosett", "hit": "dosett", "from": "d5h11", "for": "rest"}),))
PAPER = Effects(
    event=(Event(**{"id": "papper", "hit": "rule:connection", "mode": "paper_log", "from": "d3h12", "for": "rest"}),)
)


def started():
    return start_national(SCENARIO, seed=1, network=network(), dose=dose(), threads=1)


def stepped(*hours):
    model, seen = started(), {}
    for hour in sorted({*hours, 84, 131, 24 * DAYS}):
        model.advance(hour)
        seen |= {h: model.values(h, GIVES) for h in range(hour + 1) if h not in seen or h == hour}
        if hour == 84:
            model.take("b1", PAPER)
        if hour == 131:
            model.take("b2", DOSETT)
    model.close()
    return model, seen


@pytest.mark.slow
def test_each_hour_has_the_same_quantities_for_any_pattern_of_steps():
    _, at_once = stepped()
    _, by_steps = stepped(*range(1, 24 * DAYS, 7))
    assert at_once == by_steps
    assert any(values["kritiska-utan"] for values in at_once.values())
    assert any(values["oregistrerade"] for values in at_once.values())


@pytest.mark.slow
def test_it_is_the_run_in_which_the_decisions_had_been_known():
    model, seen = stepped()
    whole = with_effects(SCENARIO, {"b1": PAPER, "b2": DOSETT})
    alone = run_dose(scenario=whole, network=network(), dose=dose(), seed=1, days=DAYS, threads=1)
    without = alone.tally.place[..., C.WITHOUT].sum(axis=(0, 1))
    assert [seen[24 * day + 8]["dos-utan"] for day in range(DAYS)] == without.tolist()
    twin = start_twin(whole, network=network(), seed=1, days=DAYS, threads=1)
    twin.advance(24 * DAYS)
    assert twin.state_fingerprint() == model.twin.state_fingerprint()
    assert model.kpi()["books_off"] == 0
    assert model.kpi()["dose_patient_days_without"] == int(without.sum())
    twin.close()


def shortened(effects, hours):
    """The same with its only event that lasts so long."""
    kind = "event" if effects.event else "dose"
    (one,) = getattr(effects, kind)
    return effects.model_copy(update={kind: (one.model_copy(update={"lasts": float(hours)}),)})


@pytest.mark.slow
def test_decisions_ended_early_are_the_run_in_which_their_end_had_been_known():
    model = started()
    later = {"id": "senare", "hit": "rule:connection", "mode": "paper_acute", "from": "d20h00", "for": "rest"}
    short = {"b1": shortened(PAPER, 95 - 84), "b2": shortened(DOSETT, 300 - 131)}
    model.advance(84)
    model.take("b1", PAPER)
    model.take("b3", Effects(event=(Event(**later),)))
    model.advance(95)  # while e-prescriptions are still down
    model.lift("b1", short["b1"])
    model.lift("b3", None)
    model.advance(131)
    model.take("b2", DOSETT)
    model.advance(300)
    model.lift("b2", short["b2"])
    model.advance(24 * DAYS)
    whole = with_effects(SCENARIO, short)
    alone = run_dose(scenario=whole, network=network(), dose=dose(), seed=1, days=DAYS, threads=1)
    without = alone.tally.place[..., C.WITHOUT].sum(axis=(0, 1))
    assert [model.values(24 * day + 8, GIVES)["dos-utan"] for day in range(DAYS)] == without.tolist()
    twin, for_ever = (start_twin(one, network=network(), seed=1, days=DAYS, threads=1) for one in (whole, SCENARIO))
    for_ever.advance(84)
    for_ever.advance(24 * DAYS, with_effects(SCENARIO, {"b1": PAPER}).event[1:])
    twin.advance(24 * DAYS)
    assert twin.state_fingerprint() == model.twin.state_fingerprint() != for_ever.state_fingerprint()
    for one in (model, twin, for_ever):
        one.close()


@pytest.mark.slow
def test_what_would_have_to_hold_from_the_start_is_no_decision():
    model = started()
    with pytest.raises(PlayError, match="only hold from the start"):
        model.take("b1", Effects(cover={"C09": 10}))
    model.close()


def test_every_quantity_that_a_shipped_plan_waits_for_is_given_or_named_as_not_given():
    named = {
        leaf.quantity
        for one in shipped().plans.values()
        for inject in one.injects
        if inject.condition
        for leaf in leaves(parse(inject.condition))
        if isinstance(leaf, OnQuantity)
    }
    assert named <= set(GIVES) <= set(shipped().catalogue.quantities)
    assert {one.id for one in shipped().catalogue.quantities.values() if one.is_computed} == set(GIVES)


@pytest.mark.parametrize("lever", sorted(WAYS))
def test_every_lever_in_the_table_makes_something_for_the_model(lever):
    samples = {"amount": 5, "to": "dos-2", "of": "help", "first": "home", "extend_h": 2, "factor": 1.5}
    samples |= {"whom": "nurses", "mode": "paper_log"}
    parameters = {key: samples[key] for key in WAYS[lever].keys}
    act = decision("T+1:00", lever=lever, parameters=parameters)
    made = Decision(
        id="b1", lever=lever, actor="region", parameters=act.parameters, scope=("dos-1",), starts=0, until=None
    )
    effects = effects_of(made, start=30, end=54)
    assert effects
    assert {(one.starts, one.lasts) for one in (*effects.dose, *effects.event)} == {("d1h06:00", 24.0)}
    assert effects_of(made, start=30, end=30) is None


def test_what_a_lever_makes_is_what_the_catalogue_says_that_it_touches():
    """L14 shares staff with the dose chain too; its row names the counters alone."""
    samples = {"amount": 5, "to": "dos-2", "first": "home", "extend_h": 2, "factor": 1.5, "mode": "paper_log"}
    for lever, way in WAYS.items():
        if lever == "L14":
            continue
        row = find_lever(lever)
        for of in ("packing", "help"):
            given = {key: {**samples, "of": of}[key] for key in way.keys}
            made = Decision(
                id="b1", lever=lever, actor="x", parameters=given, scope=("national",), starts=0, until=None
            )
            effects = effects_of(made, start=1, end=None)
            assert {one.hit for one in (*effects.dose, *effects.event)} <= {*row.models, *row.chain}, lever


def test_a_lever_outside_the_table_is_not_computed():
    for lever in set(shipped().catalogue.levers) - set(WAYS):
        made = Decision(id="b1", lever=lever, actor="x", parameters={}, scope=("national",), starts=0, until=None)
        assert effects_of(made, start=1, end=None) is None


@pytest.mark.slow
def test_a_small_exercise_is_played_against_it():
    short = replace(plan(), duration="T+500:00")
    acts = [
        decision("dag 5 10:00", lever="L6", scope=("01", "22")),
        decision("dag 6 10:00", "b2", "L5", parameters={"amount": 3}),
    ]
    model = started()
    run = play(short, shipped().catalogue, model, acts, seed=1)
    model.close()
    series = run.run.events[-1].content["series"]
    assert set(series) == set(GIVES)
    assert max(series["dos-utan"]) > 0
    assert not np.isnan([x for x in series["koetid"] if x is not None]).any()
