"""Decisions as clauses, and what answers them."""

from datetime import date

import pytest

from beredd.assignments.errors import UnknownAssignment
from beredd.assignments.evidence import Evidence, coverage
from beredd.assignments.store import find_assignment, read_assignments, read_evidence, shipped
from beredd.intake import FileRefused

TODAY = date(2026, 11, 27)
DOSE = find_assignment("beredskap-2026")


def answered(*evidence, today=TODAY, assignment=DOSE):
    return {one.clause.id: one for one in coverage(assignment, evidence, today=today)}


def entry(**fields):
    return Evidence(**({"clauses": ("dosovning",), "kind": "exercise", "what": "Övning", "status": "done"} | fields))


def test_without_evidence_everything_is_missing():
    assert {one.state for one in answered().values()} == {"missing"}


def test_a_plan_or_a_draft_makes_a_clause_thin_and_only_a_deed_meets_it():
    assert answered(entry(status="planned"))["dosovning"].state == "thin"
    assert answered(entry(status="draft"))["dosovning"].state == "thin"
    assert answered(entry(on=date(2026, 11, 3)))["dosovning"].state == "met"


def test_a_deed_of_a_later_day_is_none_yet():
    assert answered(entry(on=date(2026, 12, 3)))["dosovning"].state == "thin"


def test_evidence_of_a_kind_that_cannot_answer_a_clause_does_not():
    assert answered(entry(kind="cost"))["dosovning"].state == "missing"


def test_a_dialogue_is_met_when_everybody_that_the_decision_names_has_been_heard():
    everybody = DOSE.clause("nara-dialog").parties
    some = entry(clauses=("nara-dialog",), kind="dialogue", parties=everybody[:-2])
    rest = entry(clauses=("nara-dialog",), kind="dialogue", parties=everybody[-2:], on=date(2026, 12, 24))
    partly = answered(some)["nara-dialog"]
    assert partly.state == "thin"
    assert [party.id for party in partly.not_heard] == list(everybody[-2:])
    assert answered(some, rest)["nara-dialog"].state == "thin"
    assert answered(some, rest, today=date(2027, 1, 1))["nara-dialog"].state == "met"


def test_a_day_that_has_passed_is_overdue_until_the_clause_is_met():
    assert answered(today=date(2026, 12, 31))["dosovning"].days_left == 0
    assert not answered(today=date(2026, 12, 31))["dosovning"].is_overdue
    assert answered(today=date(2027, 1, 1))["dosovning"].is_overdue
    assert not answered(entry(), today=date(2027, 1, 1))["dosovning"].is_overdue


def test_the_decisions_days_and_sums_are_those_of_the_decisions():
    naloxone = find_assignment("opioidantagonister-2025")
    due = {clause.id: clause.due for one in (DOSE, naloxone) for clause in one.clauses if clause.due}
    assert due["delredovisning"] == date(2027, 2, 15)
    assert due["dosovning"] == date(2026, 12, 31)
    assert due["rekvisition"] == date(2025, 12, 1)
    assert due["ekonomisk-redovisning"] == date(2026, 3, 31)
    assert [grant.kronor for grant in naloxone.grants] == [500_000]
    assert [(grant.year, grant.kronor) for grant in DOSE.grants] == [(2026, 3_000_000), (2027, 3_000_000)]
    assert naloxone.blanks == ()
    assert DOSE.blanks == ("decided_on", "reference")


def test_every_party_that_a_decision_names_stands_in_a_clause():
    for assignment in read_assignments().values():
        in_clauses = {id for clause in assignment.clauses for id in clause.parties}
        assert in_clauses == {party.id for party in assignment.parties}


def test_what_somebody_enters_is_checked_against_the_decision(tmp_path):
    path = tmp_path / "gjort.yaml"
    path.write_text(
        "evidence:\n"
        "  - {clauses: [dosovning], kind: exercise, what: Övning, status: done, on: 2026-11-03}\n"
        "  - {clauses: [finns-inte], kind: exercise, what: Övning, status: done, parties: [ingen]}\n"
    )
    with pytest.raises(FileRefused) as refused:
        read_evidence(path, DOSE)
    assert [fault.row for fault in refused.value.faults] == [3, 3]
    assert "finns-inte" in str(refused.value)
    assert "ingen" in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: dosovning", "id: ovningar", "ovningar stands twice"),
        ("parties: [forskrivare-manniska, forskrivare-djur]", "parties: [apan]", "apan"),
        ("due: 2027-02-15", "due: i vinter", "due"),
        ("kind: report", "kind: rapport", "rapport"),
        ("id: beredskap-2026", "id: beredskap", "beredskap-2026, as the file is called"),
        ("answered: [measure]", "answered: []", "answered"),
    ],
)
def test_a_decision_that_contradicts_itself_is_refused_with_its_line(tmp_path, old, new, said):
    text = (shipped() / "beredskap-2026.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "beredskap-2026.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read_assignments(tmp_path)
    assert said in str(refused.value)
    assert refused.value.faults[0].row


def test_what_is_classified_for_national_security_is_refused_with_its_line(tmp_path):
    path = tmp_path / "gjort.yaml"
    path.write_text(
        "evidence:\n  - {clauses: [dosovning], kind: exercise, what: Övning HEMLIG, status: done}\n"
        "  - {clauses: [dosovning], kind: exercise, what: En hemlig gäst, status: done}\n"
    )
    with pytest.raises(FileRefused) as refused:
        read_evidence(path, DOSE)
    assert [fault.row for fault in refused.value.faults] == [2]
    assert "marking of protective security" in str(refused.value)


def test_an_unknown_assignment_is_answered_with_those_that_there_are():
    with pytest.raises(UnknownAssignment, match="beredskap-2026, opioidantagonister-2025"):
        find_assignment("beredskap")
