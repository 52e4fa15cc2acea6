"""Measures beside each other on a small chain: shared runs, what cannot be touched, what is refused."""

import numpy as np
import pytest
from tests.dispensing.dose.small_dose import dose
from tests.dispensing.small_network import small_network

from beredd.descriptions import Refused
from beredd.dispensing.dose import run as dose_run
from beredd.dispensing.errors import DispensingError, ScenarioError
from beredd.dispensing.measures import CompareQuestion, compare, worlds
from beredd.dispensing.measures.comparison import WITHOUT

STOP = """name = "Stopp"
days = 5
[[event]]
id = "stopp"
hit = "erecept"
from = "d1h09"
for = 30
"""
ROLLS = """name = "Rullar"
days = 20
[[dose]]
id = "stopp"
hit = "plant"
where = "dos-1"
from = "d0h00"
for = "rest"
level = 0.0
"""
MEASURE = """measures:
  - id: {id}
    name: {{sv: A, en: A}}
    assumptions: {{sv: A., en: A.}}
    cost_class: small
    pays: {{sv: a, en: a}}
    decides: {{sv: a, en: a}}
    actors: within_one
    tags: [ansvar]
    confidence: estimated
    source: judged
    effects: {effects}
"""
TAKEOVER = """{dose: [
      {id: o, hit: takeover, where: dos-1, to: dos-2, amount: 5, from: d1h00, for: rest},
      {id: s, hit: shifts, where: dos-2, factor: 9.0, from: d1h00, for: rest}]}"""
COPY = "offline-receptkopia"


@pytest.fixture
def ask(tmp_path):
    (tmp_path / "stopp.toml").write_text(STOP, encoding="utf-8")
    (tmp_path / "rullar.toml").write_text(ROLLS, encoding="utf-8")

    def asked(scenario, *measures, **how):
        named = []
        for n, one in enumerate(measures):
            if one.startswith("{"):
                path = tmp_path / f"m{n}.yaml"
                path.write_text(MEASURE.format(id=f"m{n}", effects=one), encoding="utf-8")
                one = str(path)
            named.append(one)
        question = CompareQuestion(scenario=str(tmp_path / f"{scenario}.toml"), measures=named, **how)
        return compare(question, network=small_network(), dose=dose(), threads=1)

    return asked


def row_of(found, measure, kpi, area="national", tier="all"):
    (row,) = (
        row
        for row in found["effects"]
        if (row["measure"], row["kpi"], row["area"], row["tier"]) == (measure, kpi, area, tier)
    )
    return row


@pytest.mark.slow
def test_a_copy_of_prescriptions_helps_in_a_stop_and_parts_add_up(ask):
    found = ask("stopp", COPY, replicates=3)
    leading = row_of(found, COPY, "person_days_past_limit")
    assert leading["effect"] < 0
    assert leading["low"] <= leading["effect"] <= leading["high"]
    by_county = [row_of(found, COPY, "person_days_past_limit", code)["effect"] for code in ("01", "22")]
    assert sum(by_county) == pytest.approx(leading["effect"])
    assert found["replicates"] == 3
    assert found["interval"] == "student_t"
    assert {row["measure"] for row in found["ranking"]} == {WITHOUT, COPY}


@pytest.mark.slow
def test_one_replicate_claims_nothing(ask):
    found = ask("stopp", COPY, replicates=1)
    assert row_of(found, COPY, "person_days_past_limit")["low"] is None
    assert not any(pair["is_told_apart"] for pair in found["pairs"])
    assert [row["place"] for row in found["ranking"]] == [1, 1]


@pytest.mark.slow
def test_a_dose_measure_runs_the_dose_chain_alone_and_the_run_without_once(ask, monkeypatch):
    calls = []
    real = dose_run.run_dose

    def counted(**given):
        calls.append(given["scenario"])
        return real(**given)

    def never(*_args, **_given):
        raise AssertionError("the ordinary chain was run")

    monkeypatch.setattr(worlds, "run_dose", counted)
    monkeypatch.setattr(worlds, "give_birth", never)
    monkeypatch.setattr(worlds, "begin", never)
    found = ask("rullar", TAKEOVER, "packning-pa-helger", replicates=2)
    assert len(calls) == 2 * 3
    assert found["chains_run"] == ["dose"]
    assert row_of(found, "m0", "patient_days_without")["effect"] < 0
    untouched = row_of(found, "m0", "person_days_past_limit")
    assert (untouched["effect"], untouched["low"], untouched["high"], untouched["without"]) == (0, 0, 0, None)


@pytest.mark.slow
def test_what_changes_nothing_here_has_no_effect_at_all(ask):
    found = ask("stopp", "reservkraft-300-apotek", "hemmaboende-forst", replicates=2)
    assert {(row["effect"], row["low"], row["high"]) for row in found["effects"]} == {(0, 0, 0)}


@pytest.mark.slow
def test_people_and_shelves_do_not_follow_what_only_conditions_read():
    from beredd.dispensing.engine.chain import first_state
    from beredd.dispensing.engine.ground import give_birth
    from beredd.dispensing.parameters import load_parameters, resolve

    place, register = small_network(people=2_000), load_parameters()

    def born(values):
        return first_state(give_birth(place, values, seed=1, start_weekday=0, threads=1), threads=1)

    plain = born(resolve())
    changed = born(resolve({name: register[name].ends[1] for name in worlds.NOT_AT_BIRTH}))
    assert all(np.array_equal(one, other) for one, other in zip(plain, changed, strict=True))


@pytest.mark.slow
def test_draws_are_told_apart_from_chance(ask):
    found = ask("stopp", COPY, uncertainty=3)
    leading = row_of(found, COPY, "person_days_past_limit")
    assert found["draws"]["used"] + len(found["draws"]["dropped"]) == 3
    assert found["replicates"] == 2
    assert (
        leading["low"] <= leading["parameters"][0] <= leading["effect"] <= leading["parameters"][1] <= leading["high"]
    )
    assert leading["chance"][1] - leading["chance"][0] < leading["high"] - leading["low"]


@pytest.mark.slow
def test_runs_go_on_until_the_interval_is_narrow(ask):
    wide = ask("stopp", COPY, replicates=6)
    row = row_of(wide, COPY, "person_days_past_limit")
    width = (row["high"] - row["low"]) * 0.8
    found = ask("stopp", COPY, until_width=width)
    row = row_of(found, COPY, "person_days_past_limit")
    assert found["replicates"] > 6
    assert found["until_width"]["reached"]
    assert row["high"] - row["low"] <= width + 1e-6


def test_width_and_number_together_are_refused():
    with pytest.raises(Refused, match="leave --replicates out"):
        CompareQuestion(scenario="s1-erecept", measures=[COPY], until_width=3.0, replicates=2)


@pytest.mark.slow
def test_a_draw_with_no_ordinary_week_is_dropped_and_said(ask, monkeypatch):
    real, weeks = worlds.World.everyday, iter(range(99))

    def odd(self):
        found = real(self)
        return found | {"line_fill": found["line_fill"] * (0.5 if next(weeks) == 2 else 1)}

    monkeypatch.setattr(worlds.World, "everyday", odd)
    draws = ask("stopp", COPY, uncertainty=6)["draws"]
    assert [one["draw"] for one in draws["dropped"] if "line_fill" in one["outside"]][:1] == [1]
    assert draws["dropped_share"] == len(draws["dropped"]) / 6


@pytest.mark.slow
def test_too_few_ordinary_draws_are_one_sentence(ask, monkeypatch):
    monkeypatch.setattr("beredd.dispensing.measures.crew.outside", lambda week, usual: ("line_fill",))
    with pytest.raises(DispensingError, match="Of 3 draws 0 have an ordinary week"):
        ask("stopp", COPY, uncertainty=3)


@pytest.mark.slow
def test_a_combination_says_what_it_does_beyond_its_parts(ask):
    parts = ("packning-pa-helger", "nattskift-i-dosfabriker")
    found = ask("rullar", *parts, "+".join(parts), replicates=2)
    (both,) = found["combinations"]
    alone = [row_of(found, part, "patient_days_without")["effect"] for part in parts]
    together = row_of(found, "+".join(parts), "patient_days_without")["effect"]
    assert both["beyond_parts"] == pytest.approx(together - sum(alone))


def test_two_orders_that_contradict_each_other_are_refused_before_anything_is_run(ask, monkeypatch):
    monkeypatch.setattr(worlds.World, "rows", None)
    with pytest.raises(ScenarioError, match="say different things"):
        ask("rullar", "hemmaboende-forst+sarskilt-boende-forst")
