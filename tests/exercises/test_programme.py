"""The programme of several years: its abilities are trained, its years filled, its parties there."""

import pytest

from beredd.exercises.programme import Programme, lint_programme
from beredd.exercises.store import read_exercises, shipped
from beredd.intake import FileRefused
from beredd.intake.structured import checked, parse

EXERCISES = read_exercises()
ID = "aktorsgemensam-2026-2028"
TEXT = (shipped() / "programmes" / f"{ID}.yaml").read_text(encoding="utf-8")


def loose(old, new):
    assert old in TEXT
    file = parse(TEXT.replace(old, new).encode(), name="p.yaml")
    return {
        (one.rule, file.line(*one.path))
        for one in lint_programme(checked(file, Programme, file.data), EXERCISES.plans, EXERCISES.catalogue)
    }


def line_of(text):
    return TEXT[: TEXT.index(text)].count("\n") + 1


def test_the_shipped_programme_holds_the_rules_and_names_every_plan():
    programme = EXERCISES.programmes[ID]
    assert not list(lint_programme(programme, EXERCISES.plans, EXERCISES.catalogue))
    assert programme.years == (2026, 2027, 2028)
    assert {one.plan for one in programme.occasions} == set(EXERCISES.plans)


def test_what_meetings_agreed_is_left_to_who_was_there():
    assert [one.agreed for one in EXERCISES.programmes[ID].meetings] == [()] * 7


@pytest.mark.parametrize(
    ("old", "new", "rule", "place"),
    [
        ("years: [2026, 2027, 2028]", "years: [2026, 2027, 2028, 2029]", "year", "years:"),
        ("years: [2026, 2027, 2028]", "years: [2026, 2027]", "year", "  - {plan: s9-skarpt"),
        ("{objective: M8,", "{objective: M9,", "untrained", "  - {objective: M8"),
        ("id: aktorsgemensam-2026-2028", "id: annat", "programme", "  - {plan: s11-apoteksbordet"),
        ("takes_part: [apotek]}", "takes_part: [ingen]}", "dead", "  - {plan: s11-apoteksbordet"),
        ("utredningen", "kommun", "never", "occasions:"),
    ],
)
def test_a_loose_end_of_a_programme_is_found_where_it_is(old, new, rule, place):
    assert (rule, line_of(place)) in loose(old, new)


def test_an_agreement_needs_someone_who_does_it():
    text = TEXT.replace('purpose: "Enas om inriktning', 'agreed: [{text: Vi övar}], purpose: "Enas om inriktning')
    file = parse(text.encode(), name="p.yaml")
    with pytest.raises(FileRefused, match="no who"):
        checked(file, Programme, file.data)
