"""What levers and measures add to a scenario."""

import pytest

from beredd.dispensing.errors import ScenarioError
from beredd.dispensing.scenarios import load_scenario
from beredd.dispensing.scenarios.effects import Effects, with_effects

SHIFTS = {"id": "a", "hit": "shifts", "where": "dos-a1", "from": "d1h00", "for": 24, "factor": 1.5}


def test_nothing_added_is_the_same_scenario():
    plain = load_scenario("s5a-dos")
    assert with_effects(plain, {"none": Effects()}) is plain


def test_what_is_added_bears_the_name_of_what_added_it():
    plain = load_scenario("s5a-dos")
    changed = with_effects(
        plain, {"L7": Effects(dose=(SHIFTS,)), "m2": Effects(dose=(SHIFTS,), cover={"insulin": 120})}
    )
    assert [e.id for e in changed.dose] == [*(e.id for e in plain.dose), "l7-a", "m2-a"]
    assert changed.cover == {"insulin": 120}
    assert changed.fingerprint != plain.fingerprint


def test_a_measure_replaces_the_scenarios_own_value_and_two_measures_must_agree():
    plain = load_scenario("s5a-dos").model_copy(update={"parameters": {"late_share": 0.3}})
    low, high = Effects(parameters={"late_share": 0.1}), Effects(parameters={"late_share": 0.2})
    assert with_effects(plain, {"a": low}).parameters == {"late_share": 0.1}
    assert with_effects(plain, {"a": low, "b": low}).parameters == {"late_share": 0.1}
    with pytest.raises(ScenarioError, match=r"'a' sets late_share to 0\.1, 'b' sets it to 0\.2"):
        with_effects(plain, {"a": low, "b": high})
