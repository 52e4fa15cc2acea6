"""Programmes and plans as they are read, and as files. Nothing is changed here."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.contrib.auth.decorators import user_passes_test
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beredd.exercises.package import package
from beredd.exercises.prints import PARTS, parts_of
from beredd.exercises.programme import lint_programme
from beredd.exercises.workbook import workbook
from beredd.web.accounts import policy
from beredd.web.downloads import CONTENT_TYPES
from beredd.web.exercises import pages, prints, shelf
from beredd.web.exercises.desk import desk_of, waits_for
from beredd.web.exercises.micro import playable
from beredd.web.exercises.models import Entry
from beredd.web.exercises.words import PRINTS, STATES

FIRST = "s5-rullen-som-inte-kom"
"""The special exercise of 2026, which the first page leads to."""


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whom `may_read_plans` allows may look; the others are asked to sign in."""
    return user_passes_test(policy.may_read_plans)(never_cache(require_safe(view)))


def start_of_run() -> str:
    """Where a run begins; empty on a site without the room that plays."""
    try:
        return reverse("play:start")
    except NoReverseMatch:
        return ""


@never_cache
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Anyone: the programme and every plan. What is in one is for those who are signed in: players must not see it."""
    programmes = shelf.programmes()
    may_read = policy.may_read_plans(request.user)
    every = shelf.latest()
    shown = {id: one for id, one in every.items() if may_read or one.row is None}
    rows = [pages.listed(one, [p for p, _r in programmes.values()]) for one in shown.values()]
    context = {
        "room": "exercises",
        "programmes": [_programme(one, shown) for one, _revision in programmes.values()],
        "plans": [row for row in rows if not row.is_micro],
        "micro": [{"row": row, "opens": _opens(row.plan.id)} for row in rows if row.is_micro],
        "first": shown.get(FIRST),
        "run": start_of_run(),
        "may_read": may_read,
        "may_write": policy.may_write_plans(request.user),
        "waiting": [row for row in rows if waits_for(shown[row.plan.id], request.user)],
    }
    return render(request, "exercises/list.html", context)


def _opens(id: str) -> str:
    """Where a micro exercise is played; empty for what is none, or not open to all."""
    return reverse("exercises:micro", args=[id]) if id in playable() else ""


def _programme(programme: Any, shown: dict[str, shelf.Kept]) -> dict[str, Any]:
    """A programme with its occasions by year, each with its plan."""
    years = [
        {
            "year": year,
            "occasions": [
                {
                    "one": occasion,
                    "who": _names(occasion.takes_part),
                    "plan": shown[occasion.plan].plan if occasion.plan in shown else None,
                    "state": STATES[shown[occasion.plan].plan.status] if occasion.plan in shown else None,
                }
                for occasion in programme.occasions
                if occasion.year == year
            ],
        }
        for year in programme.years
    ]
    return {"one": programme, "years": years}


def _names(actors: tuple[str, ...]) -> list[str]:
    known = shelf.catalogue().actors
    return [known[id].name if id in known else id for id in actors]


def _objective(id: str) -> str:
    known = shelf.catalogue().objectives
    return known[id].name if id in known else id


@for_readers
def programme(request: HttpRequest, id: str) -> HttpResponse:
    """Those who are signed in: a programme, what it is to build, its occasions, its meetings and what they agreed."""
    found = shelf.programmes().get(id)
    if found is None:
        raise Http404
    one, revision = found
    plans = {id: kept.plan for id, kept in shelf.latest().items()}
    context = {
        "room": "exercises",
        "programme": _programme(one, shelf.latest()),
        "one": one,
        "abilities": [{"one": a, "name": _objective(a.objective)} for a in one.abilities],
        "meetings": [{"one": m, "takes_part": _names(m.takes_part)} for m in one.meetings],
        "found": list(lint_programme(one, plans, shelf.catalogue())),
        "may_write": policy.may_write_plans(request.user),
        "entries": (entries := Entry.objects.filter(thing=id, version=0)[:50]),
        "undo": next((e for e in entries[:1] if e.before is not None), None),
        "token": revision,
    }
    return render(request, "exercises/programme.html", context)


def found_or_404(id: str, version: int | None = None) -> shelf.Kept:
    """The version of a plan, the newest where none is asked for."""
    one = shelf.version_of(id, version)
    if one is None:
        raise Http404
    return one


def _brought_in(one: shelf.Kept) -> Any:
    return Entry.objects.filter(thing=one.plan.id, version=one.plan.version, what="brought-in", rows__isnull=False)


@for_readers
def plan(request: HttpRequest, id: str, version: int | None = None) -> HttpResponse:
    """Those who are signed in: a plan in one version, the newest where none is asked for."""
    one = found_or_404(id, version)
    every, desk = shelf.versions(id), desk_of(one, request.user)
    context = {
        "room": "exercises",
        "run": start_of_run(),
        "versions": every,
        "newest": every[0],
        "desk": desk,
        "opens": _opens(id),
        "edit": desk.get("edit"),
        "entries": Entry.objects.filter(thing=id, version=one.plan.version)[:100],
        "has_report": _brought_in(one).exists(),
        **pages.page_of(one),
    }
    return render(request, "exercises/plan.html", context)


def _file(content: bytes, *, stem: str, form: str, content_type: str = "") -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type or CONTENT_TYPES[form])
    answer["Content-Disposition"] = content_disposition_header(True, f"{stem}.{form}") or ""
    return answer


def stem_of(one: shelf.Kept) -> str:
    """What files of a version are called."""
    return f"{one.plan.id}-v{one.plan.version}"


@for_readers
def plan_file(request: HttpRequest, id: str, version: int, form: str) -> HttpResponse:
    """Those who are signed in: a version as a workbook, or as a package that holds its attachments too."""
    one = found_or_404(id, version)
    if form == "xlsx":
        return _file(workbook(one.plan, shelf.catalogue()), stem=stem_of(one), form=form)
    if form == "json":
        return _file(package(one.plan, shelf.attachments(one)), stem=stem_of(one), form=form)
    raise Http404


@for_readers
def print_page(request: HttpRequest, id: str, version: int) -> HttpResponse:
    """Those who are signed in: the parts of the print pack, and all of it."""
    one = found_or_404(id, version)
    context = {
        "room": "exercises",
        "kept": one,
        "plan": one.plan,
        "parts": [{"name": name, "label": PRINTS[name], "place": PARTS.index(name) + 1} for name in parts_of(one.plan)],
    }
    return render(request, "exercises/prints.html", context)


@for_readers
def print_part(request: HttpRequest, id: str, version: int, part: str) -> HttpResponse:
    """Those who are signed in: one part of the print pack as PDF."""
    one = found_or_404(id, version)
    if part not in parts_of(one.plan):
        raise Http404
    name, raw = prints.made(one.plan, part)
    return _file(raw, stem=f"{stem_of(one)}-{name.removesuffix('.pdf')}", form="pdf", content_type="application/pdf")


@for_readers
def print_pack(request: HttpRequest, id: str, version: int) -> HttpResponse:
    """Those who are signed in: the whole print pack."""
    one = found_or_404(id, version)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for part in parts_of(one.plan):
            name, raw = prints.made(one.plan, part)
            whole.writestr(f"{stem_of(one)}/{name}", raw)
    return _file(out.getvalue(), stem=f"{stem_of(one)}-utskrift", form="zip", content_type="application/zip")
