"""A report's page: the document as it is in the files, each number leading to its run, the run to its clauses."""

import json

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from beredd.errors import BereddError
from beredd.reports.template import shipped
from beredd.web.accounts.models import User
from beredd.web.assignments.reading import find_or_404, known_of
from beredd.web.assignments.views import for_writers
from beredd.web.downloads import file_answer
from beredd.web.jobs.models import State
from beredd.web.reports.actions import start_report
from beredd.web.reports.kind import EDITIONS, KINDS, REPORT, title_of
from beredd.web.runs.access import readable_run

FILES = {
    "redovisning.pdf": "application/pdf",
    "redovisning.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "underlag.json": "application/json",
}


class BuildForm(forms.Form):
    """Which report, for whom."""

    kind = forms.ChoiceField(label=gettext_lazy("Slag"))
    edition = forms.ChoiceField(label=gettext_lazy("Utgåva"), choices=list(EDITIONS.items()))

    def __init__(self, *args, assignment_id: str, **more):
        super().__init__(*args, **more)
        known = {one.stem.rpartition("-")[2] for one in shipped().glob(f"{assignment_id}-*.yaml")}
        self.fields["kind"].choices = [(kind, label) for kind, label in KINDS.items() if kind in known]


@for_writers
def start(request: HttpRequest, assignment_id: str) -> HttpResponse:
    """Analysts: choose a report and have it built."""
    assignment = find_or_404(assignment_id)
    form = BuildForm(request.POST or None, assignment_id=assignment.id)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        registers = known_of(assignment, timezone.localdate()).registers
        try:
            run = start_report(by=request.user, registers=registers, **form.cleaned_data)
        except BereddError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Redovisningen byggs. Sidan visar den när den är klar."))
            return redirect("reports:report", run.pk)
    context = {"room": "assignments", "assignment": assignment, "form": form}
    return render(request, "reports/start.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def report(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may read the run: the report, or how far its building has come."""
    run = readable_run(request.user, pk, kind=REPORT.name)
    context = {
        "room": "assignments",
        "run": run,
        "title": title_of(run),
        "assignment": find_or_404(run.spec["assignment"]),
        "files": FILES,
    }
    if run.state == State.DONE:
        context["document"] = json.loads((run.folder / "dokument.json").read_text(encoding="utf-8"))
    return render(request, "reports/report.html", context)


@never_cache
@require_GET
def report_file(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """Who may read the run: one of its files."""
    run = readable_run(request.user, pk, kind=REPORT.name)
    path = run.folder / name
    if name not in FILES or not path.is_file():
        raise Http404
    stem = f"{run.spec['assignment']}-{run.spec['kind']}-{run.spec['edition']}-{run.pk}"
    return file_answer(request, path, content_type=FILES[name], filename=f"{stem}{path.suffix}")
