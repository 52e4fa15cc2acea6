"""Plans and programmes as they are written. Each view names its permission; the rules are the library's."""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from beredd.errors import BereddError
from beredd.exercises.lint import Finding
from beredd.exercises.plan import Plan
from beredd.intake import Fault, FileRefused
from beredd.web.accounts import policy
from beredd.web.accounts.models import ExerciseDuty, User
from beredd.web.asking import ask
from beredd.web.exercises.documents import Document, plan_document, programme_document
from beredd.web.exercises.drafting import ChangedMeanwhile
from beredd.web.exercises.forms import WhyForm, form_class, initial_of, values_of
from beredd.web.exercises.layouts import Part
from beredd.web.exercises.views import found_or_404

View = Callable[..., HttpResponse]
MOST_INNER = 20
"""So many items a nested list of one item may have in its form."""


def for_those_who(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """The view is for those whom the policy admits; others are asked to sign in, or refused."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return never_cache(guarded)

    return wrap


def acting(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and who signs: what every change is given."""
    duty: ExerciseDuty | None = policy.exercise_duty(request.user)
    if duty is None or not isinstance(request.user, User):
        raise PermissionDenied
    return {"by": request.user, "signs": duty}


def said_of(error: BereddError) -> list[str]:
    """What was refused, a sentence each."""
    return [str(fault) for fault in error.faults] if isinstance(error, FileRefused) else [str(error)]


def token_of(request: HttpRequest) -> int:
    """Which state of the thing the form was made from; -1, which none is, where it says no number."""
    given = request.POST.get("token", "")
    return int(given) if given.isdigit() else -1


def editable(document: Document | None) -> Document:
    """The document, if it can be changed here."""
    if document is None or document.is_fixed:
        raise Http404
    return document


# One item of a list --------------------------------------------------------------------------------------------------


@for_those_who(policy.may_write_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, id: str, version: int, part: str, key: str = "") -> HttpResponse:
    """Planners: one item of a plan's list, such as an inject; without a key a new one."""
    return _item(request, editable(plan_document(found_or_404(id, version))), part, key)


@for_those_who(policy.may_write_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def programme_item(request: HttpRequest, id: str, part: str, key: str = "") -> HttpResponse:
    """Planners: one item of a programme's list, such as a meeting; without a key a new one."""
    return _item(request, editable(programme_document(id)), part, key)


def _list_at(thing: Any, key: str) -> Sequence[Any]:
    for name in key.split("."):
        thing = getattr(thing, name)
    found: Sequence[Any] = thing
    return found


def _place(items: Sequence[Any], key: str) -> int:
    """Where the item stands: by its id, else by its place from 0. Http404 where there is none."""
    for at, one in enumerate(items):
        if getattr(one, "id", None) == key:
            return at
    if key.isdigit() and int(key) < len(items) and not hasattr(items[0], "id"):
        return int(key)
    raise Http404


def _put(data: dict[str, Any], key: str, items: list[Any]) -> dict[str, Any]:
    *path, last = key.split(".")
    into = data
    for name in path:
        into = into[name]
    into[last] = items
    return data


def _item(request: HttpRequest, document: Document, name: str, key: str) -> HttpResponse:
    part = document.parts.get(name)
    if part is None:
        raise Http404
    items = _list_at(document.thing, part.key)
    at = _place(items, key) if key else len(items)
    now = items[at] if key else None
    forms_ = _ItemForms(request, document, part, now)
    context: dict[str, Any] = {
        "room": "exercises",
        "document": document,
        "part": part,
        "now": now,
        "form": forms_.form,
        "inner": forms_.inner,
        "why": forms_.why,
        "token": document.token,
        "remove": document.remove_address(name, key) if key else "",
    }

    def to(data: dict[str, Any]) -> dict[str, Any]:
        listed = list(_list_of(data, part.key))
        listed[at : at + 1] = [_merged(listed[at] if at < len(listed) else {}, forms_.values(), part)]
        return _put(data, part.key, listed)

    path: tuple[str | int, ...] = (*part.key.split("."), at)
    if request.method != "POST":
        if now is not None:
            _attach(forms_, document.findings(document.thing), path)
        return render(request, "exercises/item.html", context)
    if not forms_.is_valid():
        return render(request, "exercises/item.html", context, status=422)
    try:
        if "look" in request.POST:
            _attach(forms_, document.findings(document.read(to(document.data))), path)
            return render(request, "exercises/item.html", {**context, "looked": True})
        document.save(**acting(request), token=token_of(request), text=_about(part, forms_), to=to)
    except ChangedMeanwhile as changed:
        forms_.form.add_error(None, str(changed))
        return render(request, "exercises/item.html", context, status=409)
    except FileRefused as refused:
        forms_.refuse(refused.faults, path)
        return render(request, "exercises/item.html", context, status=422)
    except BereddError as refused_otherwise:
        forms_.form.add_error(None, str(refused_otherwise))
        return render(request, "exercises/item.html", context, status=422)
    messages.success(request, _("Sparat."))
    return redirect(f"{document.page}#{part.anchor}")


def _list_of(data: Any, key: str) -> list[Any]:
    for name in key.split("."):
        data = data[name]
    found: list[Any] = data
    return found


def _merged(before: dict[str, Any], values: dict[str, Any], part: Part) -> dict[str, Any]:
    """The item with what its form says; what the form does not show stays."""
    shown = {column.key for column in part.columns} | ({part.inner} if part.inner else set())
    return {**{k: v for k, v in before.items() if k not in shown}, **values}


def _about(part: Part, forms_: "_ItemForms") -> str:
    """What was changed, for the history."""
    said = forms_.why.cleaned_data.get("why", "")
    given = forms_.form.cleaned_data
    name = next((str(given[k]) for k in ("id", "name", "title", "lever", "plan", "text") if given.get(k)), "")
    return f"{part.one} {name[:60]}".strip() + (f": {said}" if said else "")


class _ItemForms:
    """The form of an item, those of its nested list, and why it is changed."""

    def __init__(self, request: HttpRequest, document: Document, part: Part, now: Any):
        given = request.POST if request.method == "POST" else None
        self.part, self.starts = part, document.starts
        start = initial_of(now, part.columns) if now is not None else self._fresh(document)
        self.form = form_class(part.columns, part.item, document.choices, start)(given, initial=start, prefix="i")
        self.form.found = []
        self.why = WhyForm(given)
        self.inner = None
        if part.inner and part.inner_type is not None:
            rows = [initial_of(one, part.inner_columns) for one in getattr(now, part.inner, ())]
            kind = form_class(part.inner_columns, part.inner_type, document.choices)
            formset = forms.formset_factory(kind, extra=1, can_delete=True, can_delete_extra=False, max_num=MOST_INNER)
            self.inner = formset(given, initial=rows, prefix="n")
            for one in self.inner.initial_forms:
                one.fields["DELETE"].label = _("Ta bort raden")

    def _fresh(self, document: Document) -> dict[str, Any]:
        """What a new item begins with: the next number of an inject, and what most have."""
        if self.part.key != "injects" or not isinstance(document.thing, Plan):
            return {"count": 1} if self.part.key == "cards" else {}
        numbers = [int("".join(filter(str.isdigit, one.id))) for one in document.thing.injects]
        return {"id": str(max(numbers, default=0) + 1), "status": "draft", "link": "all", "channel": "mail"}

    def is_valid(self) -> bool:
        """Whether all of them can be used."""
        return self.form.is_valid() & self.why.is_valid() & (self.inner is None or self.inner.is_valid())

    def values(self) -> dict[str, Any]:
        """What they say, as plain data."""
        found = values_of(self.form, self.part.columns, starts=self.starts)
        if self.inner is not None:
            found[self.part.inner] = [
                values_of(one, self.part.inner_columns, starts=self.starts)
                for one in self.inner.forms
                if one.has_changed() | bool(one.initial)
                if one.cleaned_data and not one.cleaned_data.get("DELETE")
            ]
        return found

    def field(self, rest: Sequence[str | int]) -> tuple[Any, str] | None:
        """The form and the name of the field that a path within the item points at."""
        if self.inner is not None and len(rest) > 2 and rest[0] == self.part.inner and str(rest[1]).isdigit():
            n, name = int(rest[1]), str(rest[2])
            if n < len(self.inner.forms) and name in self.inner.forms[n].fields:
                return self.inner.forms[n], name
        name = str(rest[0]).replace(".", "__") if rest else ""
        return (self.form, name) if name in self.form.fields else None

    def refuse(self, faults: Sequence[Fault], path: Sequence[str | int]) -> None:
        """Each fault at its field; those of something else where all can see them."""
        for fault in faults:
            keys = fault.column.split(".")[1:]
            here = [str(one) for one in path]
            at = self.field(keys[len(here) :]) if keys[: len(here)] == here else None
            form, name = at or (self.form, None)
            form.add_error(name, f"{fault.found}: {fault.allowed}" if at else str(fault))


def _attach(forms_: _ItemForms, findings: Sequence[Finding], path: Sequence[str | int]) -> None:
    """What the rules find, at the fields that it is about; the rest of the item's at its head."""
    for one in findings:
        if tuple(one.path[: len(path)]) != tuple(path):
            continue
        at = forms_.field(one.path[len(path) :])
        if at is None:
            forms_.form.found.append(one)
        else:
            bound = at[0][at[1]]
            bound.found = [*getattr(bound, "found", []), one]


@for_those_who(policy.may_write_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_item(request: HttpRequest, id: str, version: int, part: str, key: str) -> HttpResponse:
    """Planners: one item of a plan's list goes. GET asks, POST does; it can be undone."""
    return _remove_item(request, editable(plan_document(found_or_404(id, version))), part, key)


@for_those_who(policy.may_write_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_programme_item(request: HttpRequest, id: str, part: str, key: str) -> HttpResponse:
    """Planners: one item of a programme's list goes. GET asks, POST does; it can be undone."""
    return _remove_item(request, editable(programme_document(id)), part, key)


def _remove_item(request: HttpRequest, document: Document, name: str, key: str) -> HttpResponse:
    part = document.parts.get(name)
    if part is None:
        raise Http404
    items = _list_at(document.thing, part.key)
    at = _place(items, key)
    called = _called(items[at]) or key
    if request.method != "POST":
        return ask(
            request,
            title=_("Ta bort?"),
            facts=[(str(part.one), str(called))],
            says=_("Det går att ångra på planens sida."),
            button=_("Ta bort"),
            back=document.item_address(name, key),
        )

    def to(data: dict[str, Any]) -> dict[str, Any]:
        listed = list(_list_of(data, part.key))
        del listed[at]
        return _put(data, part.key, listed)

    text = _("%(what)s %(name)s togs bort") % {"what": part.one, "name": str(called)[:60]}
    try:
        document.save(**acting(request), token=document.token, text=text, to=to)
    except BereddError as refused:
        for sentence in said_of(refused):
            messages.error(request, sentence)
    else:
        messages.success(request, _("Borttaget."))
    return redirect(f"{document.page}#{part.anchor}")


# The whole -----------------------------------------------------------------------------------------------------------


@for_those_who(policy.may_write_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def head(request: HttpRequest, id: str, version: int) -> HttpResponse:
    """Planners: what is said of a plan as a whole, from its directive to how it is judged."""
    return _head(request, editable(plan_document(found_or_404(id, version))), Plan)


@for_those_who(policy.may_write_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def programme_head(request: HttpRequest, id: str) -> HttpResponse:
    """Planners: a programme's name, years and direction, and the way to its lists."""
    document = editable(programme_document(id))
    return _head(request, document, type(document.thing))


def _head(request: HttpRequest, document: Document, kind: type) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    start = initial_of(document.thing, document.head)
    form = form_class(document.head, kind, document.choices, start)(given, initial=start)
    form.found = []
    why = WhyForm(given)
    context: dict[str, Any] = {
        "room": "exercises",
        "document": document,
        "form": form,
        "why": why,
        "token": document.token,
        "lists": list(_lists(document)),
    }
    page = "exercises/head.html"

    def to(data: dict[str, Any]) -> dict[str, Any]:
        return _within(data, values_of(form, document.head, starts=document.starts), document.head)

    if given is None:
        _attach_head(form, document.findings(document.thing))
        return render(request, page, context)
    if not (form.is_valid() & why.is_valid()):
        return render(request, page, context, status=422)
    try:
        if "look" in request.POST:
            _attach_head(form, document.findings(document.read(to(document.data))))
            return render(request, page, {**context, "looked": True})
        text = why.cleaned_data["why"] or _("planen som helhet")
        document.save(**acting(request), token=token_of(request), text=text, to=to)
    except FileRefused as refused:
        for fault in refused.faults:
            name = "__".join(one for one in fault.column.split(".")[1:] if not one.isdigit())
            known = name in form.fields
            form.add_error(name if known else None, f"{fault.found}: {fault.allowed}" if known else str(fault))
        return render(request, page, context, status=422)
    except BereddError as refused_otherwise:
        form.add_error(None, str(refused_otherwise))
        status = 409 if isinstance(refused_otherwise, ChangedMeanwhile) else 422
        return render(request, page, context, status=status)
    messages.success(request, _("Sparat."))
    return redirect(document.page)


def _lists(document: Document) -> Iterator[dict[str, Any]]:
    """The document's lists, with the way to each of their items."""
    for name, part in document.parts.items():
        items = _list_at(document.thing, part.key)
        yield {
            "part": part,
            "new": document.new_address(name),
            "rows": [
                {"title": _called(one), "address": document.item_address(name, getattr(one, "id", str(at)))}
                for at, one in enumerate(items)
            ],
        }


def _called(item: Any) -> str:
    """What people call an item, its number first where it has one."""
    names = ("title", "name", "question", "theme", "text", "coverage")
    called = next((str(v) for n in names if (v := getattr(item, n, ""))), "")
    return f"{id} {called}" if (id := getattr(item, "id", "")) and id != called else called


def _within(data: dict[str, Any], values: dict[str, Any], columns: Sequence[Any]) -> dict[str, Any]:
    """The data with the form's values; what the form leaves empty is left out, so that it is as it would be anyway."""
    found = dict(data)
    for column in columns:
        *path, last = column.key.split(".")
        into, said = found, values
        for name in path:
            into[name] = dict(into[name])
            into, said = into[name], said.get(name, {})
        into.pop(last, None)
        if last in said:
            into[last] = said[last]
    return found


def _attach_head(form: Any, findings: Sequence[Finding]) -> None:
    for one in findings:
        name = "__".join(str(key) for key in one.path if not isinstance(key, int))
        if name in form.fields:
            bound = form[name]
            bound.found = [*getattr(bound, "found", []), one]
