"""The nitazene scenario of the lab: opioids slower than fentanyl at an equally deadly dose. For professionals."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beredd.figures import Figure, Origin
from beredd.figures.numbers import number
from beredd.overdose import nitazenes
from beredd.overdose.reading import scenario as reading
from beredd.web.downloads import Files, figure_answer, json_answer, table_answer
from beredd.web.overdose import answers
from beredd.web.overdose.answers import LONG_WAIT_S, SHORT_WAIT_S, plane
from beredd.web.overdose.forms import FIRST_PLANE, NitazeneForm
from beredd.web.overdose.kind import OVERDOSE_PLANE, save_plane
from beredd.web.overdose.saving import asked, is_counting, keep, show
from beredd.web.overdose.views import first_asked, for_professionals
from beredd.web.runs.access import readable_run
from beredd.wording import say

PAGE = "overdose_lab/nitazenes.html"


def _asked(request: HttpRequest) -> NitazeneForm:
    return NitazeneForm(request.GET or first_asked(FIRST_PLANE))


@for_professionals
def scenario(request: HttpRequest) -> HttpResponse:
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


def _answered(form: NitazeneForm) -> dict[str, Any]:
    found = plane(form.question)
    ways = _ways(form, found)
    return {
        "answer": found,
        "ways": ways,
        "lead": reading.lead_of(found, ways),
        "table": reading.points_table(found, ways),
        "planes": reading.planes(found, ways),
        "opioids": reading.opioids_figures(found, ways),
        "question": form.address(),
        "choices": form.choices(form.NAMES.values()),
        "question_fields": list(QueryDict(form.address()).items()),
        "files": Files(
            tables=reverse("overdose:nitazenes") + "tabell/",
            figures=reverse("overdose:nitazenes") + "bild/",
            query=f"?{form.address()}",
            record=f"{reverse('overdose:nitazenes-record')}?{form.address()}",
        ),
        "origin": _origin(form, found),
        "notes": nitazenes.notes_of(found),
        "scenario_only": nitazenes.SCENARIO,
        "n": found.question.n,
        "seconds": number(found.wall_s, 1),
        "record": found.record,
    }


def _ways(form: NitazeneForm, found: nitazenes.Answer) -> list[reading.Way]:
    return reading.ways_of(found, [letter for letter, _arm in form.arms])


def _origin(form: NitazeneForm, found: nitazenes.Answer) -> Origin:
    record, question = found.record, found.question
    return Origin.of(
        record.as_dict(),
        run=record.identity(),
        record=f"{reverse('overdose:nitazenes-record')}?{form.address()}",
        notes=(
            say("overdose.given-scenario", dose=question.dose_mg, n=question.n),
            say("overdose.for-research"),
        ),
    )


def save(request: HttpRequest) -> HttpResponse:
    """The question that is sent, answered and kept as a run; the same question is the same run."""
    form = NitazeneForm(request.POST)

    def kept(address: str):
        return save_plane(by=request.user, answer=plane(form.question), address=address)

    return keep(request, form, page=PAGE, save=kept, question="overdose:nitazenes", then="overdose:nitazenes-saved")


save = for_professionals(save, method=require_POST)


@for_professionals
def saved(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may read the run: the saved answer's figures and the way to its record."""
    run = readable_run(request.user, pk, kind=OVERDOSE_PLANE.name)
    form = NitazeneForm(QueryDict((run.summary or {})["address"]))
    return show(request, run, form, page=PAGE, answered=_answered)


def _found(request: HttpRequest) -> tuple[NitazeneForm, nitazenes.Answer]:
    form = _asked(request)
    if not form.is_valid() or form.question is None:
        raise Http404
    answers.ENGINE.is_ready(LONG_WAIT_S)
    return form, plane(form.question)


def _figures(form: NitazeneForm, found: nitazenes.Answer) -> dict[str, Figure]:
    ways = _ways(form, found)
    return {one.name: one for one in (*reading.planes(found, ways), *reading.opioids_figures(found, ways))}


@for_professionals
def figure_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A figure as an SVG or PNG file that needs nothing else."""
    asked, found = _found(request)
    figure = _figures(asked, found).get(name)
    if figure is None:
        raise Http404
    return figure_answer(figure, form=form, stem=f"{found.record.identity()}-{name}", origin=_origin(asked, found))


@for_professionals
def table_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A table as CSV, XLSX or JSON."""
    asked, found = _found(request)
    if name == reading.POINTS:
        table = reading.points_table(found, _ways(asked, found))
    elif (figure := _figures(asked, found).get(name)) is not None:
        table = figure.table
    else:
        raise Http404
    return table_answer([table], form=form, stem=f"{found.record.identity()}-{name}", origin=_origin(asked, found))


@for_professionals
def record_file(request: HttpRequest) -> HttpResponse:
    """The run record: question, answer and origin, for citing and for making it again."""
    _form, found = _found(request)
    return json_answer(nitazenes.document(found), stem=found.record.identity())
