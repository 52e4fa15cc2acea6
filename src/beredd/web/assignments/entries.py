"""An assignment's registers as they are filled in: list and form on one page, change, remove, have back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from beredd.web.accounts import policy
from beredd.web.accounts.models import User
from beredd.web.assignments import actions, tables
from beredd.web.assignments.reading import find_or_404
from beredd.web.assignments.registers import REGISTERS, Register
from beredd.web.assignments.views import for_readers, for_writers
from beredd.web.downloads import Files, table_answer


@for_readers
def register(request: HttpRequest, assignment_id: str, key: str) -> HttpResponse:
    """Who may read assignments: a register's rows, and its form for those who may write."""
    return _page(request, assignment_id, key, form=None)


@for_writers
@require_POST
def enter(request: HttpRequest, assignment_id: str, key: str) -> HttpResponse:
    """Analysts: a new row."""
    assignment, one = find_or_404(assignment_id), _found(key)
    form = one.form(request.POST, assignment=assignment)
    if not form.is_valid():
        return _page(request, assignment_id, key, form=form)
    row = actions.enter(by=person(request), row=form.save(commit=False), assignment_id=assignment.id)
    messages.success(request, _("Infört: %(what)s.") % {"what": row})
    return redirect("assignments:register", assignment.id, key)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, assignment_id: str, key: str, pk: int) -> HttpResponse:
    """Analysts: a row that stands, changed."""
    assignment, one = find_or_404(assignment_id), _found(key)
    row = _row(one, assignment.id, pk)
    form = one.form(request.POST or None, instance=row, assignment=assignment, initial=_lists(row))
    if request.method == "POST" and form.is_valid():
        actions.enter(by=person(request), row=form.save(commit=False), assignment_id=assignment.id)
        messages.success(request, _("Ändrat: %(what)s.") % {"what": row})
        return redirect("assignments:register", assignment.id, key)
    context = {"room": "assignments", "assignment": assignment, "register": one, "form": form, "row": row}
    return render(request, "assignments/change.html", context, status=422 if form.errors else 200)


@for_writers
@require_POST
def remove(request: HttpRequest, assignment_id: str, key: str, pk: int) -> HttpResponse:
    """Analysts: hide a row; the page offers to have it back."""
    one = _found(key)
    row = actions.remove(by=person(request), row=_row(one, assignment_id, pk))
    request.session["removed"] = [key, row.pk, str(row)]
    return redirect("assignments:register", assignment_id, key)


@for_writers
@require_POST
def restore(request: HttpRequest, assignment_id: str, key: str, pk: int) -> HttpResponse:
    """Analysts: have a removed row back."""
    one = _found(key)
    row = get_object_or_404(one.model, pk=pk, assignment=assignment_id)
    actions.restore(by=person(request), row=row)
    messages.success(request, _("Tillbaka: %(what)s.") % {"what": row})
    return redirect("assignments:register", assignment_id, key)


@for_readers
def register_file(request: HttpRequest, assignment_id: str, key: str, again: str, form: str) -> HttpResponse:
    """A register as a file."""
    assignment, one = find_or_404(assignment_id), _found(key)
    table = one.table(assignment, one.rows(assignment))
    origin = tables.origin(assignment, timezone.localdate())
    return table_answer([table], form=form, stem=f"{assignment.id}-{key}", origin=origin)


def person(request: HttpRequest) -> User:
    """Who is signed in; the view has asked the policy."""
    assert isinstance(request.user, User)
    return request.user


def _page(request: HttpRequest, assignment_id: str, key: str, *, form: Any) -> HttpResponse:
    assignment, one = find_or_404(assignment_id), _found(key)
    may_write = policy.may_write_assignments(request.user)
    rows = one.rows(assignment)
    table = one.table(assignment, rows)
    removed = request.session.pop("removed", None) if request.method == "GET" else None
    context = {
        "room": "assignments",
        "assignment": assignment,
        "register": one,
        "registers": REGISTERS.values(),
        "table": table,
        "rows": rows,
        "form": form or (one.form(assignment=assignment) if may_write else None),
        "is_open": form is not None or not rows,
        "removed": removed if removed and removed[0] == key else None,
        "files": Files(
            tables=f"{reverse('assignments:register', args=[assignment.id, key])}fil/", figures="", record="", query=""
        ),
    }
    return render(request, "assignments/register.html", context, status=422 if form is not None else 200)


def _found(key: str) -> Register:
    if key not in REGISTERS:
        raise Http404
    return REGISTERS[key]


def _row(one: Register, assignment_id: str, pk: int) -> Any:
    return get_object_or_404(one.model.of(assignment_id), pk=pk)


def _lists(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("parties", "clauses") if hasattr(row, name)}
