"""Assignments: what a decision demands, what there is for it, what is missing and due. `entries` changes things."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beredd.assignments.decision import Assignment
from beredd.assignments.evidence import Answered
from beredd.assignments.store import read_assignments
from beredd.web.accounts import policy
from beredd.web.assignments import tables
from beredd.web.assignments.reading import find_or_404, known_of
from beredd.web.assignments.registers import REGISTERS
from beredd.web.downloads import Files, json_answer, table_answer


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whom `may_read_assignments` allows may look; the others are asked to sign in."""
    return user_passes_test(policy.may_read_assignments)(never_cache(require_safe(view)))


def for_writers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whom `may_write_assignments` allows may write; others are refused, or asked to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if policy.may_write_assignments(request.user):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())

    return never_cache(guarded)


@for_readers
def overview(request: HttpRequest) -> HttpResponse:
    """The assignments: how far each has come, and what is due next."""
    today = timezone.localdate()
    found = [_summary(one, known_of(one, today).answered) for one in read_assignments().values()]
    return render(request, "assignments/list.html", {"room": "assignments", "assignments": found})


@for_readers
def coverage(request: HttpRequest, assignment_id: str) -> HttpResponse:
    """One assignment, clause by clause."""
    assignment, today = find_or_404(assignment_id), timezone.localdate()
    known = known_of(assignment, today)
    answered = known.answered
    context = {
        "room": "assignments",
        "assignment": assignment,
        "summary": _summary(assignment, answered),
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
        "known": known,
        "registers": REGISTERS.values(),
        "may_write": policy.may_write_assignments(request.user),
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
    assignment, today = find_or_404(assignment_id), timezone.localdate()
    answered = known_of(assignment, today).answered
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
    assignment = find_or_404(assignment_id)
    return json_answer(tables.origin(assignment, timezone.localdate()).data(), stem=assignment.id)


def _summary(assignment: Assignment, answered: tuple[Answered, ...]) -> dict:
    """How many clauses are met, thin and missing; the next day to come and days that have passed."""
    counts = Counter(one.state for one in answered)
    ahead = [one for one in answered if one.state != "met" and one.days_left is not None and one.days_left >= 0]
    return {
        "assignment": assignment,
        "states": [(tables.STATES[state], tables.state_name(state), counts[state]) for state in tables.STATES],
        "next": min(ahead, key=lambda one: one.days_left or 0, default=None),
        "overdue": [one for one in answered if one.is_overdue],
    }
