"""Assignments: what a decision demands, what there is for it, what is missing and due. Nothing is changed here."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import user_passes_test
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beredd.assignments.decision import Assignment
from beredd.assignments.evidence import Answered, Evidence
from beredd.assignments.evidence import coverage as answered_of
from beredd.assignments.store import read_assignments, read_evidence
from beredd.errors import BereddError
from beredd.reports.holdings import holdings
from beredd.web.accounts import policy
from beredd.web.assignments import tables
from beredd.web.downloads import Files, json_answer, table_answer


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whom `may_read_assignments` allows may look; the others are asked to sign in."""
    return user_passes_test(policy.may_read_assignments)(never_cache(require_safe(view)))


@for_readers
def overview(request: HttpRequest) -> HttpResponse:
    """The assignments: how far each has come, and what is due next."""
    today = timezone.localdate()
    found = [_summary(one, _answered(one, today), today) for one in read_assignments().values()]
    return render(request, "assignments/list.html", {"room": "assignments", "assignments": found})


@for_readers
def coverage(request: HttpRequest, assignment_id: str) -> HttpResponse:
    """One assignment, clause by clause."""
    assignment, today = _found(assignment_id), timezone.localdate()
    answered = _answered(assignment, today)
    context = {
        "room": "assignments",
        "assignment": assignment,
        "summary": _summary(assignment, answered, today),
        "answered": [
            {
                "one": one,
                "mark": tables.STATES[one.state],
                "state": tables.state_name(one.state),
                "shown": one.evidence[:5],
                "more": max(0, len(one.evidence) - 5),
            }
            for one in answered
        ],
        "clauses": tables.clauses(answered),
        "unheard": tables.unheard(assignment, answered),
        "entered": _entered(assignment),
        "money": tables.money(assignment),
        "files": Files(
            tables=f"{reverse('assignments:coverage', args=[assignment.id])}fil/",
            figures="",
            record=reverse("assignments:record", args=[assignment.id]),
            query="",
        ),
        "origin": tables.origin(assignment, today),
    }
    return render(request, "assignments/coverage.html", context)


@for_readers
def table_file(request: HttpRequest, assignment_id: str, name: str, form: str) -> HttpResponse:
    """One of the page's tables as a file."""
    assignment, today = _found(assignment_id), timezone.localdate()
    answered = _answered(assignment, today)
    makers = {
        "punkter": lambda: tables.clauses(answered),
        "inte-horda": lambda: tables.unheard(assignment, answered),
        "medel": lambda: tables.money(assignment),
    }
    if name not in makers:
        raise Http404
    stem = f"{assignment.id}-{name}"
    return table_answer([makers[name]()], form=form, stem=stem, origin=tables.origin(assignment, today))


@for_readers
def record_file(request: HttpRequest, assignment_id: str) -> HttpResponse:
    """Which decision, day and version the states come from."""
    assignment = _found(assignment_id)
    return json_answer(tables.origin(assignment, timezone.localdate()).data(), stem=assignment.id)


def _found(assignment_id: str) -> Assignment:
    found = read_assignments().get(assignment_id)
    if found is None:
        raise Http404
    return found


def _answered(assignment: Assignment, today: date) -> tuple[Answered, ...]:
    return answered_of(assignment, (*_entered(assignment)[0], *holdings(assignment)), today=today)


def _entered(assignment: Assignment) -> tuple[tuple[Evidence, ...], str]:
    """What was done, from the file in the site's home where there is one; and what is wrong with the file."""
    path = settings.BEREDD_HOME / "assignments" / f"{assignment.id}.yaml"
    if not path.is_file():
        return (), ""
    try:
        return read_evidence(path, assignment), ""
    except BereddError as error:
        return (), str(error)


def _summary(assignment: Assignment, answered: tuple[Answered, ...], today: date) -> dict:
    """How many clauses are met, thin and missing; the next day to come and days that have passed."""
    counts = Counter(one.state for one in answered)
    ahead = [one for one in answered if one.state != "met" and one.days_left is not None and one.days_left >= 0]
    return {
        "assignment": assignment,
        "states": [(tables.STATES[state], tables.state_name(state), counts[state]) for state in tables.STATES],
        "next": min(ahead, key=lambda one: one.days_left or 0, default=None),
        "overdue": [one for one in answered if one.is_overdue],
    }
