"""What must not fail, as pages: start a screening, and its list to act on, county by county. Internal throughout."""

import json
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from beredd.descriptions import Refused, limits, on_site
from beredd.dispensing.failures import FailureQuestion, reading
from beredd.dispensing.failures.question import NAMES
from beredd.figures import Origin
from beredd.provenance import limits_of
from beredd.web.accounts import policy
from beredd.web.dispensing.kind import FAILURES_RUN, failures_title
from beredd.web.downloads import Files, json_answer, table_answer
from beredd.web.jobs.models import State
from beredd.web.questions import QuestionForm, field_of
from beredd.web.runs.access import readable_run
from beredd.web.runs.actions import queue_run
from beredd.web.runs.errors import RunError
from beredd.web.runs.models import Run

ASKED = on_site(FailureQuestion)
LIMITS = limits(ASKED)
FIELDS = {"what": "vad", "pairs": "par", "hours": "timmar"}
"""Field of the question -> its name in the form."""
LISTED = 20
SHOWN = 12
"""Rows of each county that a page shows."""


class FailureForm(QuestionForm):
    """What is asked; the question judges it."""

    vad = field_of(LIMITS["what"])
    par = field_of(LIMITS["pairs"], choices=[("nej", ""), ("ja", "")])
    timmar = field_of(LIMITS["hours"])

    def __init__(self, given: QueryDict | None = None):
        super().__init__(given, initial={"vad": "pharmacies", "par": "nej", "timmar": "72"})
        self.fields["vad"].widget.choices = [(name, str(label)) for name, label in NAMES.items()]
        self.fields["par"].widget.choices = [
            ("nej", _("nej, ett i taget")),
            ("ja", _("ja, de värsta också två och två")),
        ]

    def clean(self) -> dict[str, Any]:
        """The question, or each fault beside its field."""
        cleaned = super().clean() or self.cleaned_data
        written: dict[str, Any] = self.written(LIMITS, FIELDS)
        written["pairs"] = written.get("pairs") == "ja"
        try:
            self.question = ASKED(**written)
        except Refused as refused:
            self.refuse(refused, FIELDS)
        return cleaned


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def failures(request: HttpRequest) -> HttpResponse:
    """Who is signed in: the screenings that one may read. POST, for who may start runs: a new one."""
    if request.method == "POST" and not policy.may_start_run(request.user):
        raise PermissionDenied
    form = FailureForm(request.POST) if request.method == "POST" else FailureForm()
    if request.method == "POST" and request.user.is_authenticated and form.is_valid():
        membership = request.user.memberships.filter(role__in=("analyst", "administrator")).first()
        spec = form.question.as_data()
        try:
            run = queue_run(
                by=request.user,
                kind=FAILURES_RUN.name,
                spec=spec,
                topic=spec["what"],
                text=f"{spec['what']}, {spec['hours']} h, seed {spec['seed']}",
                organisation=membership.organisation if membership else None,
            )
            return redirect("dispensing:failure", pk=run.pk)
        except RunError as error:
            form.add_error(None, str(error))
    runs = Run.objects.of_kind(FAILURES_RUN.name).readable_by(request.user).select_related("job", "created_by")
    context = {
        "room": "compute",
        "form": form,
        "may_start": policy.may_start_run(request.user),
        "rows": [{"run": run, "title": failures_title(run)} for run in runs[:LISTED]],
    }
    return render(request, "dispensing/failures.html", context, status=422 if form.errors else 200)


def _answer(run: Run) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((run.folder / "answer.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


@never_cache
@login_required
@require_safe
def failure(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may read the screening: how far it has come, or its list, county by county."""
    run = readable_run(request.user, pk, kind=FAILURES_RUN.name)
    context: dict[str, Any] = {
        "room": "compute",
        "run": run,
        "title": failures_title(run),
        "may_cancel": policy.may_cancel_run(request.user, run) and run.is_open,
        "may_delete": policy.may_delete_run(request.user, run) and not run.is_open,
    }
    found = _answer(run) if run.state == State.DONE else None
    if found is None:
        context["files_missing"] = run.state == State.DONE
        return render(request, "dispensing/failure.html", context)
    ranked = [row for row in found["elements"] if row["place"] is not None]
    by_county = sorted(found["elements"], key=lambda row: row["county"])
    base = f"{request.path}"
    context |= {
        "found": found,
        "worst": reading.worst_table(found, ranked[: found["provenance"]["question"]["confirm"] or SHOWN]),
        "counties": [
            reading.county_table(found, county, sorted(rows, key=lambda row: -row["effect"])).cut(SHOWN)
            for county, rows in ((c, list(r)) for c, r in groupby(by_county, key=lambda row: row["county"]))
            if county
        ],
        "pairs": reading.pairs_table(found) if found["pairs"] else None,
        "alone": len(found["without_alternative"]),
        "files": Files(tables=base, figures=base, record=f"{base}svar.json"),
        "origin": _origin(found, run),
        "limits": [str(one) for one in limits_of(found["provenance"])],
    }
    return render(request, "dispensing/failure.html", context)


def _origin(found: dict[str, Any], run: Run) -> Origin:
    notes = tuple(str(one) for one in limits_of(found["provenance"]))
    return Origin.of(found["provenance"], run=run.pk, fingerprint=found["fingerprint"], notes=notes)


@never_cache
@login_required
@require_safe
def failure_file(request: HttpRequest, pk: str, name: str, form: str) -> HttpResponse:
    """Who may read the screening: its whole list, its pairs, or the answer as it is."""
    run = readable_run(request.user, pk, kind=FAILURES_RUN.name)
    found = _answer(run) if run.state == State.DONE else None
    if found is None:
        raise Http404
    stem = f"{pk}-{name}"
    if name == "svar":
        return json_answer(found, stem=stem)
    if name == "par" and found["pairs"]:
        return table_answer([reading.pairs_table(found)], form=form, stem=stem, origin=_origin(found, run))
    if name != "varst":
        raise Http404
    table = reading.worst_table(found, found["elements"])
    return table_answer([table], form=form, stem=stem, origin=_origin(found, run))
