"""The levers' data is whole, true to the register and the vocabulary, and never reads as a permission."""

from datetime import date

import pytest

from beredd.dispensing.levers import DECIDERS, FIGURES, STATES, UnknownLever, find_lever, levers_in, list_levers
from beredd.dispensing.parameters import load_parameters
from beredd.dispensing.scenarios.checks import vocabulary
from beredd.dispensing.scenarios.dose_events import HITS
from beredd.dispensing.scenarios.rules import load_rules
from beredd.intake.errors import FileRefused
from beredd.intake.structured import parse
from beredd.parameters import load

LEVERS = list_levers()
TODAY = date(2026, 11, 26)

OWN = """levers:
  - id: L1
    name: {sv: a, en: a}
    decided_by: [region]
    decider: {sv: a, en: a}
    does: {sv: a, en: a}
    limits: {sv: a, en: a}
    changes: {sv: a, en: a}
    does_not_model: {sv: a, en: a}
    moves: []
    models: []
    legal: {}
    lead_time_h: 4
    staff_minutes: [5, 15]
    reversible: true
    source: a
    confidence: found
    basis:
      lead_time_h: {confidence: judged, why: {sv: a, en: a}}
      staff_minutes: {confidence: found, source: a}
"""


def test_the_catalogue_holds_l1_to_l28():
    assert [one.id for one in LEVERS] == [f"L{n}" for n in range(1, 29)]


def test_no_cell_of_legal_ground_is_confirmed():
    assert {one.ground(state).confirmed_by for one in LEVERS for state in STATES} == {None}
    assert all(set(one.legal) <= set(STATES) for one in LEVERS)


def test_a_ground_that_is_said_to_exist_has_a_reference():
    told = [(one.id, state, ground) for one in LEVERS for state, ground in one.legal.items()]
    assert len(told) > 30
    assert [key for *key, g in told if g.status in ("in_force", "proposed", "under_inquiry") and not g.reference] == []


def test_emergency_hand_out_is_not_said_to_be_a_right():
    grounds = {find_lever("L3").ground(state).status for state in STATES}
    assert grounds == {"none_found", "not_examined"}


def test_proposals_of_2026_are_never_in_force():
    later = [one for one in LEVERS if int(one.id[1:]) >= 23]
    assert {g.status for one in later for g in one.legal.values()} == {"proposed", "under_inquiry"}


def test_what_a_lever_models_is_something_done_in_the_dose_chain():
    assert all(HITS[hit].is_lever for one in LEVERS for hit in one.models)


def test_what_a_lever_changes_in_an_ordinary_run_is_in_the_vocabulary():
    words = vocabulary(load_rules(TODAY))
    assert {hit for one in LEVERS for hit in one.chain} <= set(words)
    assert {name for one in LEVERS for name in one.parameters} <= set(load_parameters())


@pytest.mark.parametrize("one", LEVERS, ids=lambda one: one.id)
def test_a_lever_that_nothing_computes_says_so_and_one_that_is_computed_says_what_it_changes(one):
    is_nothing = one.changes["en"].startswith("Nothing; the lever is logged.")
    assert is_nothing == (not one.is_modelled)
    assert one.changes["sv"].startswith("Ingenting; spaken loggas.") == is_nothing
    assert len(one.does_not_model["sv"]) > 20


@pytest.mark.parametrize("one", LEVERS[:22], ids=lambda one: one.id)
def test_a_lever_of_the_exercise_has_lead_time_and_minutes(one):
    assert one.lead_time_h is not None
    assert one.staff_minutes is not None


def test_a_figure_of_our_own_is_marked_judged_with_a_reason():
    judged = [b for one in LEVERS for b in one.basis.values() if b.confidence == "judged"]
    assert len(judged) > 40
    assert all(b.why for b in judged)
    unsaid = [one.id for one in LEVERS for name in FIGURES if (getattr(one, name) is None) == (name in one.basis)]
    assert unsaid == []


def test_figures_from_the_register_are_the_registers():
    chain, dose = load_parameters(), load("dose")
    assert find_lever("L2").staff_minutes == chain["phone_minutes_per_line"].ends
    assert find_lever("L18").staff_minutes == tuple(s / 60 for s in chain["unregistered_seconds"].ends)
    for id in ("L5", "L6"):
        low, high = find_lever(id).staff_minutes
        assert low <= dose["nurse_minutes_per_dosett"].value <= high
        assert find_lever(id).error_rate == dose["dosett_error_share"].value
    assert find_lever("L6").capacity == dose["pharmacy_spare_share"].value


def test_every_decider_has_a_lever_and_who_is_not_settled_has_none():
    assert {who for one in LEVERS for who in one.decided_by} == set(DECIDERS)
    assert [one.id for one in LEVERS if not one.decided_by] == ["L26", "L27", "L28"]


def test_an_unknown_lever_is_one_sentence():
    with pytest.raises(UnknownLever, match="There is no lever 'L99'; there are L1"):
        find_lever("L99")


def test_a_whole_lever_of_ones_own_is_read():
    (one,) = levers_in(parse(OWN.encode(), name="own.yaml"))
    assert one.staff_minutes == (5, 15)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("lead_time_h: 4", "lead_time_h: -4", "at least 0"),
        ("lead_time_h: 4", "lead_time_h: soon", "a number"),
        ("[5, 15]", "[15, 5]", "found 15 to 5"),
        ("reversible: true", "reversible: true\n    error_rate: 1.5", "at most 1"),
        ("reversible: true", "reversible: true\n    capacity: 3", "capacity and its basis belong together"),
        ("reversible: true", "reversible: true\n    finite_count: 2.5", "a whole number"),
        ("    lead_time_h: 4\n", "", "lead_time_h and its basis belong together"),
        ("{confidence: judged, why: {sv: a, en: a}}", "{confidence: judged}", "say why"),
        ("{confidence: found, source: a}", "{confidence: found}", "give the source"),
        ("does: {sv: a, en: a}", "does: {sv: a}", "needs both sv and en"),
        ("decided_by: [region]", "decided_by: [king]", "prescriber"),
        ("legal: {}", "legal: {fred: {status: in_force}}", "vardag"),
        ("legal: {}", "legal: {vardag: {status: allowed}}", "in_force"),
        ("reversible: true", "reversible: true\n    effect: 3", "effect"),
    ],
)
def test_an_impossible_lever_is_refused_in_one_sentence(old, new, says):
    assert old in OWN
    with pytest.raises(FileRefused, match=says) as refused:
        levers_in(parse(OWN.replace(old, new, 1).encode(), name="own.yaml"))
    assert "own.yaml" in str(refused.value)
