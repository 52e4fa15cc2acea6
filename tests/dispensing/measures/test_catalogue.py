"""Proposals as data: enough of them, whole, and refused in one sentence where they are not."""

import pytest

from beredd.dispensing.errors import DispensingError, ScenarioError
from beredd.dispensing.levers import find_lever
from beredd.dispensing.measures.catalogue import (
    NotComputed,
    UnknownMeasure,
    find_measures,
    list_measures,
    with_measures,
)
from beredd.dispensing.scenarios import Scenario, load_scenario
from beredd.errors import BereddError
from beredd.intake import FileRefused

OWN = """measures:
  - id: {id}
    name: {{sv: Egen, en: Own}}
    assumptions: {{sv: Antas., en: Assumed.}}
    cost_class: small
    pays: {{sv: regionen, en: the region}}
    decides: {{sv: regionen, en: the region}}
    actors: within_one
    tags: [ansvar]
    confidence: estimated
    source: judged
    {more}
"""


def own(tmp_path, more, id="egen"):
    path = tmp_path / "egna.yaml"
    path.write_text(OWN.format(id=id, more=more), encoding="utf-8")
    return str(path)


def test_there_are_enough_within_an_actor_and_between_actors():
    found = list_measures()
    assert len(found) >= 24
    assert sum(one.is_modelled for one in found) >= 24
    assert {one.actors for one in found} == {"within_one", "in_interplay"}
    assert {tag for one in found for tag in one.tags} == {"ansvar", "finansiering", "funktion"}


@pytest.mark.parametrize("one", list_measures(), ids=lambda one: one.id)
def test_every_measure_says_all_there_is_in_both_languages(one):
    texts = [one.name, one.assumptions, one.pays, one.decides, *([one.not_modelled] if one.not_modelled else [])]
    assert all(text.sv and text.en for text in texts)
    assert one.source
    assert one.assumptions.sv.endswith(".")
    assert one.assumptions.en.endswith(".")
    assert all(find_lever(lever) for lever in one.levers)


@pytest.mark.parametrize("one", [one for one in list_measures() if one.is_modelled], ids=lambda one: one.id)
def test_what_is_modelled_changes_a_scenario(one):
    plain = Scenario(id="plain", name="plain")
    assert with_measures(plain, {one.id: one}) != plain


def test_several_are_taken_together_and_a_file_brings_its_own(tmp_path):
    path = own(tmp_path, "effects: {parameters: {late_share: 0.1}}")
    found = find_measures(["packning-pa-helger+nattskift-i-dosfabriker", path])
    assert list(found) == ["packning-pa-helger+nattskift-i-dosfabriker", "egen"]
    assert list(found["packning-pa-helger+nattskift-i-dosfabriker"]) == [
        "packning-pa-helger",
        "nattskift-i-dosfabriker",
    ]
    assert found["egen"]["egen"].effects.parameters == {"late_share": 0.1}


def test_an_unknown_measure_is_one_sentence():
    with pytest.raises(UnknownMeasure, match="There is no measure 'packning'; "):
        find_measures(["packning"])


def test_what_the_model_cannot_compute_is_not_compared():
    with pytest.raises(NotComputed, match="'farmaceut-fornyar-recept' cannot be compared: Prescriptions do not expire"):
        find_measures(["farmaceut-fornyar-recept"])


def test_two_that_contradict_each_other_are_one_sentence(tmp_path):
    path = own(tmp_path, "effects: {parameters: {telephone_max_tier: 0}}")
    measures = find_measures([path, "telefonrecept-aven-niva-1"])
    both = {name: one for together in measures.values() for name, one in together.items()}
    with pytest.raises(ScenarioError, match="telephone_max_tier"):
        with_measures(load_scenario("s1-erecept"), both)


@pytest.mark.parametrize(
    ("more", "kind", "words"),
    [
        ("not_modelled: {sv: Nej., en: No.}\n    effects: {parameters: {late_share: 0.1}}", DispensingError, "either"),
        ("levers: []", DispensingError, "either effects or not_modelled"),
        ("effects: {parameters: {late_share: 0.9}}", DispensingError, "late_share"),
        ("effects: {dose: [{id: a, hit: shift, from: d0h00, for: rest}]}", DispensingError, "shift"),
        ("effects: {parametrs: {late_share: 0.1}}", FileRefused, "parametrs"),
        ("effects: {reinforce: [{id: a, gives: backup_power}]}", DispensingError, "backup_power"),
    ],
)
def test_a_file_of_ones_own_with_a_fault_is_refused(tmp_path, more, kind, words):
    with pytest.raises(BereddError, match=words):
        find_measures([own(tmp_path, more)])
