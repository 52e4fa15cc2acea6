"""What the stores hold for an assignment."""

from datetime import date

import pytest

from beredd.assignments.evidence import coverage
from beredd.assignments.store import read_assignments
from beredd.reports.holdings import holdings

ALL = read_assignments()


@pytest.mark.parametrize("assignment", ALL.values(), ids=ALL)
def test_nothing_that_the_program_ships_meets_a_clause_by_itself(assignment):
    held = holdings(assignment)
    assert held
    assert {one.status for one in held} <= {"draft", "planned"}
    states = {one.state for one in coverage(assignment, held, today=date(2026, 11, 27))}
    assert states == {"thin", "missing"}


@pytest.mark.parametrize("assignment", ALL.values(), ids=ALL)
def test_every_clause_that_a_holding_names_is_there(assignment):
    named = {id for one in holdings(assignment) for id in one.clauses}
    assert named <= {clause.id for clause in assignment.clauses}
