"""Pages about runs of every kind. A run that one may not read does not exist; rooms route their own addresses here."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beredd.provenance import limits_of
from beredd.web.accounts import policy
from beredd.web.asking import ask
from beredd.web.downloads import file_answer
from beredd.web.jobs.models import note_workers
from beredd.web.runs.access import readable_run
from beredd.web.runs.actions import cancel_run, remove_run, restore_run
from beredd.web.runs.errors import RunConflict
from beredd.web.runs.kinds import RunKind, kind_of, open_to
from beredd.web.runs.models import Run
from beredd.web.runs.records import record_of
from beredd.web.runs.retention import goes_at

RUNS_A_PAGE = 20


@never_cache
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Anyone: the runs of every kind that one may read, newest first; those one has removed and can restore.

    Ordinary days that stand beside other runs are in the way of what one looks for: they come when asked for.
    """
    found = Run.objects.readable_by(request.user).select_related("job", "created_by")
    names = found.order_by("kind").values_list("kind", flat=True).distinct()
    chosen = request.GET.get("slag", "")
    if chosen:
        found = found.of_kind(chosen)
    listed = found if "vardag" in request.GET else found.in_sight()
    page = Paginator(listed, RUNS_A_PAGE).get_page(request.GET.get("sida"))
    note_workers(run.job for run in page)
    context = {
        "page": page,
        "rows": [_row(run) for run in page],
        "kinds": [{"name": name, "label": kind_of(name).label, "is_on": name == chosen} for name in names],
        "chosen": chosen,
        "aside": found.count() - listed.count(),
        "is_moving": any(run.is_open for run in page),
        "removed": [_row(run) | {"goes_at": goes_at(run)} for run in _removed(request.user)],
    }
    template = "runs/_list.html" if request.htmx and request.htmx.target == "lista" else "runs/list.html"
    return render(request, template, context)


def _row(run: Run) -> dict[str, object]:
    kind = kind_of(run.kind)
    return {"run": run, "title": kind.title_of(run), "kind": kind.label, "page": kind.page}


def _removed(user) -> list[Run]:
    if not user.is_authenticated:
        return []
    mine = Run.objects.filter(created_by=user, removed_at__isnull=False).filter(kind__in=open_to(user))
    return list(mine.order_by("-removed_at")[:RUNS_A_PAGE])


def _found(request: HttpRequest, pk: str, kind: str) -> tuple[Run, RunKind]:
    run = readable_run(request.user, pk, kind=kind)
    return run, kind_of(run.kind)


@never_cache
@require_GET
def progress(request: HttpRequest, pk: str, kind: str = "") -> HttpResponse:
    """Who may read the run: its state as a fragment. Ended: tells htmx to fetch the page anew."""
    run, known = _found(request, pk, kind)
    if not request.htmx:
        return redirect(known.page, pk=pk)
    answer = render(request, "runs/_progress.html", {"run": run})
    if not run.is_open:
        answer["HX-Refresh"] = "true"
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: str, kind: str = "") -> HttpResponse:
    """Whoever started it, or an administrator. GET asks, POST does."""
    run, known = _found(request, pk, kind)
    if not policy.may_cancel_run(request.user, run):
        raise Http404
    if request.method != "POST":
        if not run.is_open:
            return redirect(known.page, pk=pk)
        return ask(
            request,
            title=_("Avbryta körningen?"),
            facts=_facts(run, known),
            says=_("Det som har räknats går förlorat. Du kan köra igen med samma värden; samma frö ger samma tal."),
            button=_("Avbryt körningen"),
            back=reverse(known.page, args=[pk]),
        )
    try:
        cancel_run(by=request.user, run=run)
        messages.success(request, _("Körningen avbryts. Inget sparas av den."))
    except RunConflict as error:
        messages.error(request, str(error))
    return redirect(known.page, pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: str, kind: str = "") -> HttpResponse:
    """Whoever started it, or an administrator; demo runs by administrators of the site. GET asks, POST does."""
    run, known = _found(request, pk, kind)
    if not policy.may_delete_run(request.user, run):
        raise Http404
    if request.method == "POST":
        try:
            remove_run(by=request.user, run=run)
        except RunConflict as error:
            messages.error(request, str(error))
            return redirect(known.page, pk=pk)
        return redirect("runs:removed", pk=pk)
    days = known.keep_removed.days
    return ask(
        request,
        title=_("Ta bort körningen?"),
        facts=_facts(run, known),
        says=ngettext(
            "Körningen försvinner för alla som kan läsa den. Du kan ångra dig i %(days)s dygn; "
            "sedan raderas den med sina filer.",
            "Körningen försvinner för alla som kan läsa den. Du kan ångra dig i %(days)s dygn; "
            "sedan raderas den med sina filer.",
            days,
        )
        % {"days": days},
        button=_("Ta bort körningen och dess filer"),
        back=reverse(known.page, args=[pk]),
    )


def _facts(run: Run, known: RunKind) -> list[tuple[str, object]]:
    made = date_format(timezone.localtime(run.created_at), "Y-m-d H.i")
    return [(_("Körning"), run.pk), (_("Namn"), known.title_of(run)), (_("Slag"), known.label), (_("Skapad"), made)]


def _removed_run(request: HttpRequest, pk: str) -> Run:
    run = get_object_or_404(Run, pk=pk, kind__in=open_to(request.user))
    if not policy.may_delete_run(request.user, run):
        raise Http404
    return run


@login_required
@never_cache
@require_GET
def removed(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may remove the run: that it is removed, until when it can be restored, and the button for that."""
    run = _removed_run(request, pk)
    known = kind_of(run.kind)
    if run.removed_at is None:
        return redirect(known.page, pk=pk)
    context = {"room": known.room, "run": run, "title": known.title_of(run), "goes_at": goes_at(run)}
    return render(request, "runs/removed.html", context)


@login_required
@require_POST
def restore(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may remove the run: it is there again."""
    run = _removed_run(request, pk)
    restore_run(by=request.user, run=run)
    messages.success(request, _("Körningen %(id)s är återställd.") % {"id": pk})
    return redirect(kind_of(run.kind).page, pk=pk)


@never_cache
@require_GET
def record(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may read the run: what it takes to cite the result and to make it again."""
    run, known = _found(request, pk, "")
    found = record_of(run)
    if found is None:
        raise Http404
    context = {
        "room": known.room,
        "run": run,
        "kind": known,
        "title": known.title_of(run),
        "record": found,
        "limits": limits_of(found),
        "question": json.dumps(found["question"], indent=1, ensure_ascii=False),
        "events": run.events.all(),
        "goes_at": goes_at(run),
    }
    return render(request, "runs/record.html", context)


@never_cache
@require_GET
def record_file(request: HttpRequest, pk: str) -> JsonResponse:
    """Who may read the run: the record as JSON."""
    run, _known = _found(request, pk, "")
    found = record_of(run)
    if found is None:
        raise Http404
    answer = JsonResponse(found, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{run.pk}.json"'
    return answer


@never_cache
@require_GET
def saved_file(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """Who may read the run: a file that its commands read, or the whole answer."""
    run, _known = _found(request, pk, "")
    path = run.folder / name
    # A saved run's folder holds what was saved and nothing else; other kinds serve their files themselves.
    if run.key is None or name not in {file.name for file in run.folder.glob("*")}:
        raise Http404
    return file_answer(request, path, content_type="application/octet-stream", filename=name)
