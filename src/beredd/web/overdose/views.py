"""The lab. Whom `may_use_lab` allows; the others are told so, and are never led here."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from beredd import overdose
from beredd.figures import Origin, Table
from beredd.figures.numbers import number
from beredd.overdose import reading
from beredd.overdose.reading import Shown
from beredd.web.accounts import policy
from beredd.web.downloads import Files, figure_answer, json_answer, table_answer
from beredd.web.overdose import answers
from beredd.web.overdose.answers import SHORT_WAIT_S, answer
from beredd.web.overdose.forms import FIRST, LabForm
from beredd.web.overdose.kind import OVERDOSE_ANSWER, save_answer
from beredd.web.overdose.saving import asked, is_counting, keep, show
from beredd.web.questions import plain
from beredd.web.runs.access import readable_run
from beredd.wording import say

PAGE = "overdose_lab/lab.html"


def for_professionals(view, *, method=require_GET):
    @login_required
    @never_cache
    @method
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not policy.may_use_lab(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _asked(request: HttpRequest) -> LabForm:
    return LabForm(request.GET or first_asked(FIRST))


def first_asked(first: dict[str, str]) -> QueryDict:
    """What an empty address asks, the dose written as the reader writes numbers."""
    asked = QueryDict(mutable=True)
    asked.update(first | {"dos": plain(float(first["dos"]))})
    return asked


@for_professionals
def lab(request: HttpRequest) -> HttpResponse:
    """The question and, when the engine is ready, its answer."""
    form = _asked(request)
    context = asked(form)
    if not form.is_valid() or form.question is None:
        # htmx puts only answers of 200 in place; a page of its own says what it is.
        return render(request, PAGE, context, status=200 if request.htmx else 422)
    if not answers.ENGINE.is_ready(SHORT_WAIT_S):
        return render(request, PAGE, context | {"is_waiting": True})
    if is_counting(request, form):
        return render(request, PAGE, context | {"is_counting": True, "address": form.address()})
    return render(request, PAGE, context | _answered(form))


def _shown(form: LabForm, found: overdose.Answer) -> list[Shown]:
    """The arms as the page names them, the one without antagonist first."""
    return reading.shown_arms(found, [letter for letter, _arm in form.arms])


def _origin(form: LabForm, found: overdose.Answer, name: str = reading.SHARES) -> Origin:
    """Where the answer's numbers come from, with what must go wherever its figure `name` goes."""
    record = found.result.record
    return Origin.of(
        record.as_dict(),
        run=record.identity(),
        record=f"{reverse('overdose:record')}?{form.address()}",
        notes=(reading.given(name, found.result.question), say("overdose.for-research")),
    )


def _answered(form: LabForm) -> dict[str, Any]:
    found = answer(form.question)
    arms = _shown(form, found)
    result = found.result
    return {
        "answer": found,
        "arms": arms,
        "question": form.address(),
        "choices": form.choices(form.NAMES.values()),
        "question_fields": list(QueryDict(form.address()).items()),
        "shares": reading.shares_figure(arms),
        "recoveries": reading.recovery_table(arms),
        "differences": reading.differences_table(found, arms),
        "figures": [reading.course_figure(name, found, arms) for name in reading.COURSES],
        "files": Files(
            tables=reverse("overdose:lab") + "tabell/",
            figures=reverse("overdose:lab") + "bild/",
            query=f"?{form.address()}",
            record=f"{reverse('overdose:record')}?{form.address()}",
        ),
        "origin": _origin(form, found),
        "has_fitted": overdose.has_fitted(result),
        "notes": overdose.notes_of(result),
        "n": result.arms[0].n,
        "seconds": number(result.wall_s, 1),
        "record": result.record,
        "identity": result.record.identity(),
    }


def save(request: HttpRequest) -> HttpResponse:
    """The question that is sent, answered and kept as a run; the same question is the same run."""
    form = LabForm(request.POST)

    def kept(address: str):
        return save_answer(by=request.user, answer=answer(form.question), address=address)

    return keep(request, form, page=PAGE, save=kept, question="overdose:lab", then="overdose:saved")


save = for_professionals(save, method=require_POST)


@for_professionals
def saved(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may read the run: the saved answer's figures and the way to its record."""
    run = readable_run(request.user, pk, kind=OVERDOSE_ANSWER.name)
    return show(request, run, LabForm(QueryDict((run.summary or {})["address"])), page=PAGE, answered=_answered)


@for_professionals
def readiness(request: HttpRequest) -> HttpResponse:
    """A fragment while the engine gets ready; then tells htmx to fetch the page anew."""
    if not request.htmx:
        return redirect("overdose:lab")
    page = render(request, "overdose_lab/_waiting.html", {})
    if answers.ENGINE.is_ready():
        page["HX-Refresh"] = "true"
    return page


def _found(request: HttpRequest) -> tuple[LabForm, overdose.Answer]:
    form = _asked(request)
    if not form.is_valid() or form.question is None:
        raise Http404
    answers.ENGINE.is_ready(answers.LONG_WAIT_S)
    return form, answer(form.question)


@for_professionals
def figure_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A figure as an SVG or PNG file that needs nothing else."""
    if name not in (reading.SHARES, *reading.COURSES):
        raise Http404
    asked, found = _found(request)
    arms = _shown(asked, found)
    figure = reading.shares_figure(arms) if name == reading.SHARES else reading.course_figure(name, found, arms)
    stem = f"{found.result.record.identity()}-{name}"
    return figure_answer(figure, form=form, stem=stem, origin=_origin(asked, found, name))


@for_professionals
def table_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A table as CSV, XLSX or JSON."""
    if name not in (reading.SHARES, reading.DIFFERENCES, reading.RECOVERY, *reading.COURSES):
        raise Http404
    asked, found = _found(request)
    arms = _shown(asked, found)
    table: Table | None
    if name == reading.RECOVERY:
        table = reading.recovery_table(arms)
        if table is None:
            raise Http404
    elif name == reading.SHARES:
        table = reading.arms_table(arms)
    elif name == reading.DIFFERENCES:
        table = reading.differences_table(found, arms)
    else:
        table = reading.course_table(name, found, arms[1:])
    stem = f"{found.result.record.identity()}-{name}"
    return table_answer([table], form=form, stem=stem, origin=_origin(asked, found, name))


@for_professionals
def record_file(request: HttpRequest) -> HttpResponse:
    """The run record: question, answer and origin, for citing and for making it again."""
    _form, found = _found(request)
    return json_answer(overdose.document(found.result), stem=found.result.record.identity())
