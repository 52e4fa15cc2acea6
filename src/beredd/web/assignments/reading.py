"""An assignment with all that is known of it: what was entered here, in the home's file, and what the stores hold."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from beredd.assignments.decision import Assignment
from beredd.assignments.evidence import Answered, Evidence, coverage
from beredd.assignments.store import read_assignments, read_evidence
from beredd.errors import BereddError
from beredd.figures.numbers import number
from beredd.reports.holdings import holdings
from beredd.reports.registers import Registers
from beredd.web.assignments.models import Deed, Expense, Reached, Recommendation


def find_or_404(assignment_id: str) -> Assignment:
    """The assignment with that id."""
    found = read_assignments().get(assignment_id)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Known:
    """What is known of an assignment on a day; `wrong` says why the home's file does not count."""

    registers: Registers
    answered: tuple[Answered, ...]
    entered: tuple[Evidence, ...]
    wrong: str


def known_of(assignment: Assignment, on: date) -> Known:
    """Everything there is for an assignment."""
    from_file, wrong = _from_file(assignment)
    entered = (*(one.evidence() for one in Deed.of(assignment.id)), *_reach(assignment), *from_file)
    evidence = (*entered, *holdings(assignment))
    registers = Registers(
        assignment=assignment,
        on=on,
        costs=tuple(one.cost() for one in Expense.of(assignment.id)),
        evidence=evidence,
        is_demo=settings.DEMO,
        earlier=tuple(one.recommended() for one in Recommendation.of(assignment.id)),
        reach=tuple({"setting": one.setting, "sex": one.sex, "kits": one.n} for one in Reached.of(assignment.id)),
    )
    return Known(registers, coverage(assignment, evidence, today=on), entered, wrong)


def _reach(assignment: Assignment) -> tuple[Evidence, ...]:
    """What was handed out, as evidence of the clauses that reach can answer; of women and men where both are seen."""
    rows = list(Reached.of(assignment.id))
    sexes = {one.sex for one in rows}
    clauses = tuple(
        clause.id
        for clause in assignment.clauses
        if "reach" in clause.answered and {one for one in clause.groups if one in ("women", "men")} <= sexes
    )
    if not rows or not clauses:
        return ()
    last = max(one.on for one in rows)
    total = sum(one.n for one in rows)
    what = _("Spridningslogg: %(n)s utdelade i %(settings)s sammanhang") % {
        "n": number(total, 0),
        "settings": len({one.setting for one in rows}),
    }
    return (Evidence(clauses=clauses, kind="reach", what=what, status="done", on=last, reference="spridning"),)


def _from_file(assignment: Assignment) -> tuple[tuple[Evidence, ...], str]:
    """What was done, from the file in the site's home where there is one; and what is wrong with the file."""
    path = settings.BEREDD_HOME / "assignments" / f"{assignment.id}.yaml"
    if not path.is_file():
        return (), ""
    try:
        return read_evidence(path, assignment), ""
    except BereddError as error:
        return (), str(error)
