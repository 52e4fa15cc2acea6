"""The studio. Reading follows `may_read_run`: a run one may not read does not exist. Starting: `may_start_run`."""

import logging
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from beredd.dispensing.errors import ResultsDamaged
from beredd.dispensing.reading import FILES, Results
from beredd.web.accounts import policy
from beredd.web.dispensing import catalogue
from beredd.web.dispensing.actions import start_run
from beredd.web.dispensing.baselines import ensure_baseline, find_baseline
from beredd.web.dispensing.forms import (
    RunForm,
    is_share,
    scenario_summary,
    scenario_title,
    unit_of,
)
from beredd.web.dispensing.internal import may_see
from beredd.web.dispensing.kind import DISPENSING_RUN, title_of
from beredd.web.dispensing.lens import PageLens
from beredd.web.dispensing.overview import beside, list_version, readable_runs, results_of, rows_of
from beredd.web.dispensing.results import figure_named, origin_of, page_of, table_named
from beredd.web.downloads import figure_answer, table_answer
from beredd.web.jobs.models import State
from beredd.web.questions import plain
from beredd.web.remembered import remembered
from beredd.web.runs.access import readable_run
from beredd.web.runs.errors import RunError
from beredd.web.runs.models import Run
from beredd.wording import in_language

log = logging.getLogger(__name__)
RUNS_A_PAGE = 20
STATES = {"vardag": 1, "fredstida_kris": 2, "skarpt_beredskap": 3, "hogsta_beredskap": 4, "krig": 5}
"""A scenario's state of preparedness -> its place on Beredskapslinjen."""
FIRST_SCENARIO = "s1-erecept"
ORDINARY: dict[str, Any] = {"days": 14, "replicates": 5, "seed": 1}


def _readable(request: HttpRequest, pk: str) -> Run:
    return readable_run(request.user, pk, kind=DISPENSING_RUN.name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """Anyone: the runs one may read. POST, for who may start runs: a new run and, beside it, its baseline."""
    if request.method == "POST":
        return _start(request)
    form = _form_like(request.GET.get("som", ""), request) if policy.may_start_run(request.user) else None
    return _list(request, form)


def _list(request: HttpRequest, form: RunForm | None, status: int = 200) -> HttpResponse:
    found = readable_runs(request.user)
    shows_everyday = "vardag" in request.GET
    # Everydays stand beside other runs: on the list they are in the way of what one looks for.
    listed = found if shows_everyday else found.in_sight()
    everydays = found.count() - listed.count()
    page = Paginator(listed, RUNS_A_PAGE).get_page(request.GET.get("sida"))
    context = {
        "room": "compute",
        "page": page,
        "rows": rows_of(page),
        "everydays": everydays,
        "is_moving": any(run.is_open for run in page),
        "form": form,
        "scenarios": _scenarios(),
    }
    template = "dispensing/_list.html" if request.htmx and request.htmx.target == "lista" else "dispensing/list.html"
    return render(request, template, context, status=status)


def _scenarios() -> list[dict[str, str]]:
    return [{"id": s["id"], "title": scenario_title(s), "summary": scenario_summary(s)} for s in catalogue.scenarios()]


def _form_like(pk: str, request: HttpRequest) -> RunForm:
    """An empty form, or one filled in like an earlier run that the reader may see."""
    run = readable_runs(request.user).filter(pk=pk).first() if pk else None
    if run is None:
        wanted = request.GET.get("scenario", "")
        wanted = wanted if catalogue.scenario(wanted) else FIRST_SCENARIO
        return RunForm(initial=ORDINARY | {"scenario": wanted})
    return _form_of(run)


def _form_of(run: Run) -> RunForm:
    return RunForm(
        initial={
            "scenario": run.topic,
            "days": run.spec["days"],
            "replicates": run.spec["replicates"],
            "seed": run.spec["seed"],
            "title": run.title,
        },
        network=run.spec["network"],
        overrides=run.spec["overrides"],
    )


def _start(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    earlier = readable_runs(request.user).filter(pk=request.POST.get("som", "")).first()
    overrides = earlier.spec["overrides"] if earlier else {}
    form = RunForm(request.POST, overrides=overrides)
    if not form.is_valid():
        return _list(request, form, status=422)
    membership = request.user.memberships.filter(role__in=("analyst", "administrator")).first()
    try:
        run = start_run(
            by=request.user,
            organisation=membership.organisation if membership else None,
            title=form.cleaned_data["title"],
            **form.question.as_data(),
        )
    except RunError as error:
        form.add_error(None, str(error))
        return _list(request, form, status=403 if error.kind == "not_allowed" else 422)
    ensure_baseline(by=request.user, run=run)
    return redirect("dispensing:run", pk=run.pk)


def _page_version(request: HttpRequest, pk: str) -> tuple[Any, ...] | None:
    """Changes when the run's page may: with any run that the reader may read, for one may be its everyday."""
    return list_version(request.user) if readable_runs(request.user).filter(pk=pk).exists() else None


@never_cache
@require_safe
@remembered(_page_version)
def run(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may read the run: how far it has come, or its results."""
    found = _readable(request, pk)
    scenario = catalogue.scenario(found.topic)
    context: dict[str, Any] = {
        "room": "compute",
        "run": found,
        "title": title_of(found),
        "summary": scenario_summary(scenario) if scenario else "",
        "assumed": in_language(scenario, "assumed") if scenario else "",
        "not_carried": in_language(scenario, "not_carried") if scenario else "",
        "sources": (scenario or {}).get("sources", []),
        "may_cancel": policy.may_cancel_run(request.user, found) and found.is_open,
        "may_delete": policy.may_delete_run(request.user, found) and not found.is_open,
        "may_start": policy.may_start_run(request.user),
        "overrides": _overrides(found),
    }
    results = results_of(found) if found.state == State.DONE else None
    if results is None:
        context["files_missing"] = found.state == State.DONE
        return render(request, "dispensing/waiting.html", context)
    try:
        context |= _results_context(request, found, results)
    except ResultsDamaged:
        log.exception("A run's results cannot be read.", extra={"run": found.pk})
        return render(request, "dispensing/waiting.html", context | {"files_missing": True})
    if request.htmx and request.htmx.target == "tidsvy":
        return render(request, "dispensing/_moment.html", context | {"is_part": True})
    return render(request, "dispensing/run.html", context)


def _baseline(request: HttpRequest, run: Run) -> tuple[Run | None, Results | None]:
    found = find_baseline(run=run, reader=request.user)
    return found, results_of(found) if found is not None and found.state == State.DONE else None


def _results_context(request: HttpRequest, run: Run, results: Results) -> dict[str, Any]:
    baseline_run, baseline = _baseline(request, run)
    with_places = policy.may_see_places(request.user)
    lens = _lens(request, results)
    page, is_alone = beside(baseline, lambda other: page_of(run, results, other, lens, with_places=with_places))
    is_damaged = baseline_run is not None and baseline_run.state == State.DONE and (is_alone or baseline is None)
    return page | {
        "baseline_run": None if is_damaged else baseline_run,
        "damaged": [baseline_run] if is_damaged else [],
        "is_everyday": run.topic == catalogue.EVERYDAY,
        "with_places": with_places,
        "scenario_level": STATES.get((catalogue.scenario(run.topic) or {}).get("state", ""), 1),
        "form": _form_of(run) if policy.may_start_run(request.user) else None,
    }


def _lens(request: HttpRequest, results: Results) -> PageLens:
    query = request.GET.dict()
    if not policy.may_see_places(request.user):
        query = {name: value for name, value in query.items() if name not in ("plats", "karta")}
    return PageLens.read(query, results)


def _overrides(run: Run) -> list[dict[str, str]]:
    """The parameters that differ from the register, in words."""
    known = {parameter["name"]: parameter for parameter in catalogue.parameters()}
    rows = []
    for name, value in run.spec["overrides"].items():
        parameter = known.get(name)
        if parameter is None:
            rows.append({"label": name, "value": plain(value), "ordinary": "", "unit": ""})
            continue
        scale = 100.0 if is_share(parameter) else 1.0
        rows.append(
            {
                "label": in_language(parameter, "label"),
                "value": plain(value * scale),
                "ordinary": plain(parameter["value"] * scale),
                "unit": unit_of(parameter),
            }
        )
    return rows


@require_safe
def parameters(request: HttpRequest) -> HttpResponse:
    """Anyone: the whole parameter register, with source and confidence."""
    rows = []
    for parameter in catalogue.parameters():
        scale = 100.0 if is_share(parameter) else 1.0
        low, high = parameter["range"]
        rows.append(
            parameter
            | {
                "label": in_language(parameter, "label"),
                "shown": parameter["value"] * scale,
                "shown_unit": unit_of(parameter),
                "low": low * scale,
                "high": high * scale,
            }
        )
    return render(request, "dispensing/parameters.html", {"room": "compute", "rows": rows})


# Files -----------------------------------------------------------------------------------------------------------
def _done(request: HttpRequest, pk: str) -> tuple[Run, Results]:
    found = _readable(request, pk)
    results = results_of(found) if found.state == State.DONE else None
    if results is None:
        raise Http404
    return found, results


@require_safe
def result_file(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """Who may read the run: one of the files that it wrote; those that hold places for the signed in alone."""
    found, results = _done(request, pk)
    allowed = {f"{file}.parquet" for file in FILES} | {"summary.json"}
    path = results.folder / name
    if name not in allowed or not path.is_file():
        raise Http404
    if not may_see(request.user, name):
        return redirect_to_login(request.get_full_path())
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{found.pk}-{name}")


@require_safe
def table_file(request: HttpRequest, pk: str, name: str, form: str) -> HttpResponse:
    """Who may read the run: a table of its page as CSV, XLSX or JSON, every row of it."""
    found, results = _done(request, pk)
    _run, baseline = _baseline(request, found)
    if not may_see(request.user, name):
        return redirect_to_login(request.get_full_path())
    lens = _lens(request, results)
    table, _alone = beside(baseline, lambda other: table_named(name, results, other, lens))
    if table is None:
        raise Http404
    return table_answer([table], form=form, stem=f"{pk}-{name}", origin=origin_of(found, results))


@require_safe
def figure_file(request: HttpRequest, pk: str, name: str, form: str) -> HttpResponse:
    """Who may read the run: the map or a curve as an SVG or PNG file that needs nothing else."""
    found, results = _done(request, pk)
    _run, baseline = _baseline(request, found)
    if not may_see(request.user, name):
        return redirect_to_login(request.get_full_path())
    label, lens = title_of(found), _lens(request, results)
    figure, _alone = beside(baseline, lambda other: figure_named(name, results, other, lens, label=label))
    if figure is None:
        raise Http404
    return figure_answer(figure, form=form, stem=f"{pk}-{name}", origin=origin_of(found, results))
