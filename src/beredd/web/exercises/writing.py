"""A version's way: begun from an empty page, a copy or a file; reviewed, sent back, approved; compared, undone."""

from dataclasses import astuple, is_dataclass, replace
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from beredd.errors import BereddError
from beredd.exercises.comparison import differences
from beredd.exercises.importing import rows
from beredd.exercises.package import from_package
from beredd.exercises.plan import Plan
from beredd.exercises.plan_sheets import Cells, from_sheets
from beredd.exercises.store import attachments_of, plan_of
from beredd.exercises.workbook import plain_data
from beredd.exercises.workflow import is_fixed, seal_of
from beredd.intake import FileRefused
from beredd.intake.structured import File
from beredd.web.accounts import policy
from beredd.web.asking import ask
from beredd.web.exercises import drafting, shelf
from beredd.web.exercises.desk import desk_of
from beredd.web.exercises.editing import acting, for_those_who, said_of, token_of
from beredd.web.exercises.forms import CloneForm, FileForm, NewPlanForm
from beredd.web.exercises.models import Entry
from beredd.web.exercises.views import for_readers, found_or_404
from beredd.web.exercises.words import MODES, PREPAREDNESS

RULES = (
    "All kontakt hålls inom övningen och inleds med ÖVNING ÖVNING ÖVNING.",
    "Säg ÖVNING BRYT om något verkligt händer. Då stannar klockan för alla.",
    "Inga verkliga patienter, leverantörer eller avtal nämns.",
    "Ett beslut gäller tills den som fattat det ändrar det. Skriv alltid skäl och den grund ni stöder er på.",
)
"""What a new plan begins with; plans are in Swedish."""


@for_those_who(policy.may_write_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Planners: an exercise from an empty page."""
    catalogue = shelf.catalogue()
    start = {"modes": ["seminar"], "preparedness": "everyday", "starts": "08:00", "hours": 8}
    form = NewPlanForm(request.POST or None, initial=start | {"starts_on": timezone.localdate()})
    form.fields["modes"].choices = list(MODES.items())  # type: ignore[attr-defined]
    form.fields["preparedness"].choices = [(id, label) for id, (label, _p) in PREPAREDNESS.items()]  # type: ignore[attr-defined]
    form.fields["objectives"].choices = [(o.id, f"{o.id} {o.name}") for o in catalogue.objectives.values()]  # type: ignore[attr-defined]
    form.fields["actors"].choices = [  # type: ignore[attr-defined]
        (a.id, a.name) for a in catalogue.actors.values() if a.id != "omvarlden"
    ]
    if request.method == "POST" and form.is_valid():
        who = acting(request)
        try:
            if shelf.versions(form.cleaned_data["id"]):
                form.add_error("id", _("Kortnamnet är redan taget."))
            else:
                plan = shelf.from_data(begun(form.cleaned_data, sponsor=str(request.user.own_organisation or "")))  # type: ignore[union-attr]
                plan = drafting.written(plan, signs=who["signs"], on=timezone.localdate())
                drafting.begin(**who, plan=plan)
                messages.success(request, _("Utkastet finns. Fyll på med inspel, roller och bedömningsgrunder."))
                return redirect("exercises:version", plan.id, plan.version)
        except BereddError as refused:
            for sentence in said_of(refused):
                form.add_error(None, sentence)
    status = 422 if request.method == "POST" else 200
    return render(request, "exercises/new.html", {"room": "exercises", "form": form}, status=status)


def begun(given: dict[str, Any], *, sponsor: str) -> dict[str, Any]:
    """The plain data of a plan from the form of an empty page. What is not asked for is said to be open."""
    catalogue = shelf.catalogue()
    actors = [*given["actors"], "omvarlden"]
    roles = [
        {"id": id, "name": catalogue.actors[id].name, "actor": id, "brief": "Rollkortet är inte skrivet än."}
        for id in given["actors"]
    ]
    control = {
        "id": "spelledare",
        "name": "Spelledare",
        "actor": "omvarlden",
        "played": "control",
        "brief": "Du leder övningen, håller tiden och spelar alla som ingen annan spelar.",
    }
    inject = {
        "id": "1",
        "at": "T+0:00",
        "channel": "phone",
        "sender": "Spelledningen",
        "by": "spelledare",
        "to": ["all"],
        "title": given["title"],
        "text": given["text"],
        "link": "all",
    }
    open_yet = "Inte bestämt än."
    return {
        "format": 1,
        "id": given["id"],
        "name": given["name"],
        "version": 1,
        "status": "draft",
        "summary": given["summary"],
        "directive": {
            "sponsor": sponsor or open_yet,
            "background": open_yet,
            "scope": open_yet,
            "outside": open_yet,
            "resources": open_yet,
        },
        "aim": given["aim"],
        "modes": list(given["modes"]),
        "preparedness": given["preparedness"],
        "information_class": "limited",
        "starts": given["starts"],
        "duration": f"T+{given['hours']}:00",
        "idle_hours": max(1, given["hours"]),
        "scenario": {"starts_on": given["starts_on"].isoformat()},
        "rules": list(RULES),
        "objectives": list(given["objectives"]),
        "indicators": [i.id for i in catalogue.indicators.values() if i.objective in given["objectives"]],
        "actors": actors,
        "roles": [*roles, control],
        "injects": [inject],
        "evaluation": {
            "scale": next(iter(catalogue.scales)),
            "method": "Var och en skattar bedömningsgrunderna för sig. Gruppen jämför och enas om en nivå.",
            "hot_wash": ["Vad gick bättre än du trodde?", "När var det oklart vem som beslutade?"],
        },
    }


@for_those_who(policy.may_write_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def clone(request: HttpRequest, id: str, version: int) -> HttpResponse:
    """Planners: another plan that begins as this one."""
    one = found_or_404(id, version)
    form = CloneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new_id = form.cleaned_data["id"]
        try:
            drafting.clone(**acting(request), id=id, version=version, new_id=new_id, name=form.cleaned_data["name"])
        except BereddError as refused:
            for sentence in said_of(refused):
                form.add_error("id", sentence)
        else:
            messages.success(request, _("Kopian är ett utkast av dig."))
            return redirect("exercises:plan", new_id)
    context = {"room": "exercises", "form": form, "plan": one.plan}
    return render(request, "exercises/clone.html", context, status=422 if request.method == "POST" else 200)


@for_those_who(policy.may_write_plans)
@require_POST
def revise(request: HttpRequest, id: str) -> HttpResponse:
    """Planners: the next version of a plan, a draft."""
    found_or_404(id)
    try:
        row = drafting.revise(**acting(request), id=id)
    except BereddError as refused:
        messages.error(request, str(refused))
        return redirect("exercises:plan", id)
    messages.success(request, _("Version %(n)d är ett utkast av dig.") % {"n": row.version})
    return redirect("exercises:version", id, row.version)


# From a file ---------------------------------------------------------------------------------------------------------


@for_those_who(policy.may_write_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Planners: a plan from a workbook or a package, with what became of each row. Nothing is half written."""
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"room": "exercises", "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "exercises/bring_in.html", context, status=422 if request.method == "POST" else 200)
    upload = form.cleaned_data["file"]
    try:
        plan, file = _read(upload.read(), upload.name)
        before = shelf.version_of(plan.id)
        attached = attachments_of(plan, file, Path(upload.name))
        report = report_of(plan, file, before.plan if before else None)
        if "look" in request.POST:
            return render(request, "exercises/bring_in.html", {**context, "report": report, "plan": plan})
        version = _kept(request, plan, before, attached, report, upload.name)
    except FileRefused as refused:
        return render(request, "exercises/bring_in.html", {**context, "faults": refused.faults[:200]}, status=422)
    except BereddError as refused_otherwise:
        form.add_error("file", str(refused_otherwise))
        return render(request, "exercises/bring_in.html", context, status=422)
    messages.success(request, _("Filen är inläst som version %(n)d, ett utkast av dig.") % {"n": version})
    return redirect("exercises:report", plan.id, version)


def _read(raw: bytes, name: str) -> tuple[Plan, File]:
    file: File = (
        from_package(raw, name=name)
        if name.lower().endswith(".json")
        else from_sheets(raw, shelf.catalogue(), name=name)
    )
    return plan_of(file, shelf.catalogue()), file


def report_of(plan: Plan, file: File, before: Plan | None) -> dict[str, Any]:
    """What became of each row of a file, as plain data: counts, rows that are not as before, notes."""
    found = rows(plan, file, before)
    notes = [str(one) for one in file.passed_over] if isinstance(file, Cells) else []
    if plan.history or plan.status != "draft":
        notes.append(
            _("Filens status och historik togs inte över: det som läses in är ett utkast av den som läser in.")
        )
    return {
        "counts": {did: sum(row.did == did for row in found) for did in ("added", "changed", "removed", "unchanged")},
        "rows": [
            {"sheet": r.sheet, "row": r.row, "id": r.id, "title": r.title, "did": r.did, "fields": list(r.fields)}
            for r in found
            if r.did != "unchanged"
        ],
        "notes": notes,
    }


def _kept(
    request: HttpRequest,
    plan: Plan,
    before: shelf.Kept | None,
    attached: dict[str, bytes],
    report: dict[str, Any],
    name: str,
) -> int:
    """Keeps the plan as a draft: in the draft there is, else as the next version. Gives the version."""
    who, text = acting(request), _("filen %(name)s") % {"name": name}
    if before is not None and before.row is not None and not is_fixed(before.plan):
        version = before.plan.version
        data = plain_data(plan)
        history = plain_data(before.plan.history)
        drafting.change(
            **who,
            id=plan.id,
            version=version,
            token=before.token,
            text=text,
            to=lambda _now: {**data, "history": history},
            what="brought-in",
            attachments=attached,
            rows=report,
        )
        return version
    version = before.plan.version + 1 if before is not None else 1
    fresh = drafting.written(replace(plan, version=version), signs=who["signs"], on=timezone.localdate())
    drafting.begin(**who, plan=fresh, attachments=attached, what="brought-in", text=text, rows=report)
    return version


@for_readers
def report(request: HttpRequest, id: str, version: int) -> HttpResponse:
    """Those who are signed in: what became of each row of the file that was last brought in to a version."""
    one = found_or_404(id, version)
    entry = Entry.objects.filter(thing=id, version=version, what="brought-in", rows__isnull=False).first()
    if entry is None:
        raise Http404
    context = {"room": "exercises", "plan": one.plan, "report": entry.rows, "entry": entry}
    return render(request, "exercises/report.html", context)


# Steps ---------------------------------------------------------------------------------------------------------------


@for_those_who(lambda user: policy.may_review_plans(user) or policy.may_approve_plans(user))
@require_POST
def take_step(request: HttpRequest, id: str, version: int, verb: str) -> HttpResponse:
    """Reviewers and approvers, each verb its own: say that it is read, approve it, send it back."""
    found_or_404(id, version)
    which: dict[str, Any] = {"id": id, "version": version, "token": token_of(request)}
    text = request.POST.get("text", "").strip()[:4000]
    may = {
        "granska": policy.may_review_plans,
        "godkann": policy.may_approve_plans,
        "tillbaka": lambda user: True,
    }
    if verb not in may:
        raise Http404
    if not may[verb](request.user):
        raise PermissionDenied
    try:
        if verb == "tillbaka":
            drafting.send_back(**acting(request), **which, text=text)
        else:
            drafting.take_step(
                **acting(request), **which, step="reviewed" if verb == "granska" else "approved", text=text
            )
    except BereddError as refused:
        messages.error(request, str(refused))
        if text:
            messages.info(request, _("Det du skrev: %(text)s") % {"text": text})
    else:
        done = {
            "granska": _("Planen är granskad."),
            "godkann": _("Planen är godkänd och står fast."),
            "tillbaka": _("Skickad tillbaka till den som skrev."),
        }
        messages.success(request, done[verb])
    return redirect("exercises:version", id, version)


@for_those_who(policy.may_write_plans)
@require_POST
def undo(request: HttpRequest, id: str, version: int) -> HttpResponse:
    """Planners: take back the latest change of a draft."""
    found_or_404(id, version)
    try:
        drafting.undo(**acting(request), id=id, version=version, token=token_of(request))
    except BereddError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Ändringen är ångrad."))
    return redirect("exercises:version", id, version)


@for_those_who(policy.may_write_plans)
@require_POST
def undo_programme(request: HttpRequest, id: str) -> HttpResponse:
    """Planners: take back the latest change of a programme."""
    if id not in shelf.programmes():
        raise Http404
    try:
        drafting.undo_programme(**acting(request), id=id, token=token_of(request))
    except BereddError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Ändringen är ångrad."))
    return redirect("exercises:programme", id)


@for_those_who(policy.may_write_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, id: str, version: int) -> HttpResponse:
    """Planners: a draft goes. GET asks, POST does."""
    one = found_or_404(id, version)
    if not desk_of(one, request.user).get("remove"):
        raise Http404
    if request.method != "POST":
        return ask(
            request,
            title=_("Ta bort utkastet?"),
            facts=[(_("Plan"), one.plan.name), (_("Version"), version)],
            says=_(
                "Utkastet och dess historik försvinner och går inte att få tillbaka. "
                "Hämta det som XLSX eller JSON först."
            ),
            button=_("Ta bort utkastet"),
            back=request.path.removesuffix("ta-bort/"),
        )
    try:
        drafting.remove(by=acting(request)["by"], id=id, version=version, token=one.token)
    except BereddError as refused:
        messages.error(request, str(refused))
        return redirect("exercises:version", id, version)
    messages.success(request, _("Utkastet är borttaget."))
    return redirect("exercises:plan", id) if shelf.versions(id) else redirect("exercises:list")


@for_readers
def compare(request: HttpRequest, id: str) -> HttpResponse:
    """Those who are signed in: two versions of a plan, or two plans, side by side; else the latest two."""
    after = _asked(request.GET.get("till", ""), id) or found_or_404(id)
    every = shelf.versions(id)
    before = _asked(request.GET.get("fran", ""), id) or next(
        (one for one in every if one.plan.version < after.plan.version), after
    )
    every_plan = [
        (f"{v.plan.id}@{v.plan.version}", v.plan.name, v) for known in shelf.latest() for v in shelf.versions(known)
    ]
    context = {
        "room": "exercises",
        "plan": after.plan,
        "before": before.plan,
        "after": after.plan,
        "is_same": seal_of(before.plan) == seal_of(after.plan),
        "changes": [_shown(change) for change in differences(before.plan, after.plan)],
        "every": [{"value": value, "name": name, "version": v.plan.version} for value, name, v in every_plan],
        "from_": f"{before.plan.id}@{before.plan.version}",
        "to": f"{after.plan.id}@{after.plan.version}",
    }
    return render(request, "exercises/compare.html", context)


def _asked(text: str, id: str) -> shelf.Kept | None:
    """The version that an address names as `plan@version`; Http404 for one there is not."""
    if not text:
        return None
    name, _at, version = text.rpartition("@")
    if not version.isdigit():
        raise Http404
    return found_or_404(name or id, int(version))


def _shown(change: Any) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "sheet": _(change.sheet),
        "id": change.id,
        "title": change.title,
        "fields": [(_(h) if h else _("ordningen"), _text(a), _text(b)) for h, (a, b) in (change.fields or {}).items()],
    }


def _text(value: Any) -> str:
    """A value for people: lists with a line each, nested items by their fields."""
    if isinstance(value, tuple):
        return "\n".join(_text(one) for one in value) or "–"
    if is_dataclass(value) and not isinstance(value, type):
        return ", ".join(_text(one) for one in astuple(value) if one not in ("", 0, ()))
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return str(value) if value not in ("", None) else "–"
