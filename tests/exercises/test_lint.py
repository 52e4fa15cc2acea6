"""Plans: the shipped ones hold the rules, and each way of breaking one is told with place and remedy."""

from importlib.resources import files

import pytest

from beredd.dispensing.levers import list_levers
from beredd.exercises.lint import lint
from beredd.exercises.store import plan_of, read_catalogue, read_exercises, shipped
from beredd.intake import FileRefused
from beredd.intake.structured import parse

TEXT = (shipped() / "plans" / "s11-apoteksbordet.yaml").read_text(encoding="utf-8")


def broken(old, new):
    assert old in TEXT
    file = parse(TEXT.replace(old, new, 1).encode(), name="plan.yaml")
    catalogue = read_catalogue()
    plan = plan_of(file, catalogue)
    return [(one.rule, file.line(*one.path)) for one in lint(plan, catalogue)]


def line_of(text):
    return TEXT[: TEXT.index(text)].count("\n") + 1


def test_every_shipped_plan_holds_the_rules():
    exercises = read_exercises()
    assert exercises.plans
    for plan in exercises.plans.values():
        assert lint(plan, exercises.catalogue) == (), plan.id


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("indicators: [M1.1, M2.1,", "indicators: [M2.1,", "no-indicator"),
        ("objective: M8, indicator: M8.1", "objective: M8", "not-fed"),
        ("to: [apotekschef, kundmottagare]", "to: []", "no-receiver"),
        ("to: [apotekschef, kundmottagare]", "to: [okand]", "dead"),
        ("objective: M8, indicator: M8.1", "objective: M9, indicator: M8.1", "dead"),
        ("channel: sms", "channel: rok", "dead"),
        ("scale: formaga", "scale: betyg", "dead"),
        ("information_class: open", "information_class: hemlig", "dead"),
        ('at: "T+0:29"', 'at: "T+2:29"', "after-end"),
        ('at: "T+0:29"', "condition: storhet vinden > 4", "quantity"),
        ('at: "T+0:29"', "condition: storhet djur-utan > 4", "not-given"),
        ('at: "T+0:29"', "condition: när som helst", "condition"),
        ('at: "T+0:29"', "condition: storhet koetid > 40 åter 60", "condition"),
        ('at: "T+0:29"', "condition: beslut L8", "no-card"),
        ('at: "T+0:29"', "condition: inspel 5 besvarat", "dead-end"),
        ("Åtta kunder väntar", "48 kunder väntar", "bare-number"),
        ("Åtta kunder väntar", "{koande} kunder väntar", "no-value"),
        ("Lokalradion", "Apotek Hjärtat", "real-name"),
        ('- id: "8"', '- id: "7"', "twice"),
        ("modes: [micro, paper]", "modes: [micro, paper]\nserves_assignment: true", "party"),
        ('duration: "T+1:00"', 'duration: "T+9:00"', "idle"),
    ],
)
def test_a_loose_end_is_found_where_it_is(old, new, rule):
    found = broken(old, new)
    assert rule in {name for name, _ in found}
    if rule in {"bare-number", "no-value"}:
        assert (rule, line_of('text: "Klockan är')) in found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("aim: ", "goal: ", "goal"),
        ("status: draft", "status: klar", "draft"),
        ('at: "T+0:05"', 'at: "snart"', "snart"),
        ("version: 1", "version: noll", "noll"),
        ("modes: [micro, paper]", "modes: []", "modes"),
        ("indicators: [M1.1,", "indicators: [M77.1,", "M77.1"),
        ("starts_on: 2026-11-24", "starts_on: tisdag", "tisdag"),
    ],
)
def test_a_plan_that_cannot_be_read_is_refused_with_line_and_reason(old, new, said):
    with pytest.raises(FileRefused) as refused:
        broken(old, new)
    assert said in str(refused.value)
    assert "row " in str(refused.value)


def test_an_offset_is_taken_as_a_day_and_a_clock_too():
    file = parse(TEXT.replace('at: "T+0:05"', 'at: "dag 1 09:05"').encode(), name="plan.yaml")
    assert plan_of(file, read_catalogue()).injects[0].at == "T+0:05"


def test_the_levers_are_all_there_and_none_claims_a_legal_ground():
    levers = read_catalogue().levers
    assert list(levers) == [f"L{n}" for n in range(1, 29)]
    assert {lever.legal for lever in levers.values()} == {"rättsläge ej bekräftat"}


def test_a_lever_counts_as_computed_only_where_a_run_follows_it():
    followed = {lever.id for lever in list_levers() if lever.is_modelled}
    levers = read_catalogue().levers
    assert {id for id, lever in levers.items() if lever.is_computed} == followed
    assert not followed & {"L11", "L15", "L16", "L19"}


def test_a_party_whose_levers_are_only_logged_is_found():
    text = (shipped() / "plans" / "s5-rullen-som-inte-kom.yaml").read_text(encoding="utf-8")
    text = text.replace("{lever: L21, actors: [kommun, partihandel, utredningen]", "{lever: L21, actors: [kommun]")
    catalogue = read_catalogue()
    plan = plan_of(parse(text.encode(), name="plan.yaml"), catalogue)
    assert {one.rule for one in lint(plan, catalogue)} == {"party"}


def test_the_package_holds_the_plans():
    assert (files("beredd") / "content" / "exercises" / "catalogue.yaml").is_file()
