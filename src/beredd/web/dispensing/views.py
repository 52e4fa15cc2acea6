"""The studio. Reading follows `may_read_run`: a run one may not read does not exist. Starting: `may_start_run`."""

from datetime import date
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from beredd.dispensing.reading import FILES, Results
from beredd.figures.numbers import number
from beredd.provenance import limits_of
from beredd.web.accounts import policy
from beredd.web.dispensing import catalogue, charts, tables
from beredd.web.dispensing.actions import start_run
from beredd.web.dispensing.baselines import EVERYDAY, ensure_baseline, find_baseline
from beredd.web.dispensing.errors import SpecRefused
from beredd.web.dispensing.forms import (
    RunForm,
    in_language,
    is_share,
    plain,
    scenario_summary,
    scenario_title,
    unit_of,
)
from beredd.web.dispensing.kind import DISPENSING_RUN, title_of
from beredd.web.dispensing.lens import Lens, tier_labels, weekdays
from beredd.web.dispensing.overview import readable_runs, results_of, rows_of
from beredd.web.jobs.models import State
from beredd.web.runs.access import readable_run
from beredd.web.runs.errors import RunError
from beredd.web.runs.models import Run

RUNS_A_PAGE = 20
MUNICIPALITIES_SHOWN = 25
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
    page = Paginator(readable_runs(request.user), RUNS_A_PAGE).get_page(request.GET.get("sida"))
    context = {"room": "compute", "page": page, "rows": rows_of(page), "form": form, "scenarios": _scenarios()}
    return render(request, "dispensing/list.html", context, status=status)


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
    given = form.cleaned_data
    membership = request.user.memberships.filter(role__in=("analyst", "administrator")).first()
    try:
        run = start_run(
            by=request.user,
            scenario=given["scenario"],
            days=given["days"],
            seed=given["seed"],
            replicates=given["replicates"],
            overrides=form.overrides(),
            organisation=membership.organisation if membership else None,
            title=given["title"],
        )
    except SpecRefused as error:
        form.add_error(form.field_of(error.field), str(error))
        return _list(request, form, status=422)
    except RunError as error:
        form.add_error(None, str(error))
        return _list(request, form, status=403)
    ensure_baseline(by=request.user, run=run)
    return redirect("dispensing:run", pk=run.pk)


@never_cache
@require_GET
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
    context |= _results_context(request, found, results)
    if request.htmx and request.htmx.target == "tidsvy":
        return render(request, "dispensing/_moment.html", context)
    return render(request, "dispensing/run.html", context)


def _baseline(request: HttpRequest, run: Run) -> tuple[Run | None, Results | None]:
    found = find_baseline(run=run, reader=request.user)
    return found, results_of(found) if found is not None and found.state == State.DONE else None


def _lens(request: HttpRequest, run: Run, results: Results, baseline: Results | None) -> Lens:
    start = (catalogue.scenario(run.topic) or {}).get("start")
    return Lens.read(
        request.GET,
        hours=results.hours,
        worst_hour=charts.worst_hour(results, baseline),
        first_weekday=date.fromisoformat(str(start)[:10]).weekday() if start else None,
        has_baseline=baseline is not None,
    )


def _results_context(request: HttpRequest, run: Run, results: Results) -> dict[str, Any]:
    baseline_run, baseline = _baseline(request, run)
    lens = _lens(request, run, results, baseline)
    label = title_of(run)
    here = results.national_hours(lens.tiers).at(lens.hour)
    everyday = baseline.national_hours(lens.tiers) if baseline else None
    limit = None if lens.division == "lan" or lens.shows_all else MUNICIPALITIES_SHOWN
    text, ends = tables.spread_text(here, "number")
    return {
        "results": results,
        "baseline_run": baseline_run,
        "baseline": baseline,
        "is_everyday": run.topic == EVERYDAY,
        "weekdays": ",".join(weekdays()) if lens.first_weekday is not None else "",
        "scenario_level": STATES.get((catalogue.scenario(run.topic) or {}).get("state", ""), 1),
        "lens": lens,
        "steps": {
            "back": lens.link(tid=max(lens.hour - 24, 0)),
            "forward": lens.link(tid=min(lens.hour + 24, results.hours - 1)),
            "hour_back": lens.link(tid=max(lens.hour - 1, 0)),
            "hour_forward": lens.link(tid=min(lens.hour + 1, results.hours - 1)),
            "worst": lens.link(tid=""),
        },
        "divisions": [
            {"label": _("Län"), "link": lens.link(karta="lan", plats=""), "is_on": lens.division == "lan"},
            {"label": _("Kommuner"), "link": lens.link(karta="kommun", plats=""), "is_on": lens.division == "kommun"},
        ],
        "measures": [
            {"label": _("Alla utan"), "link": lens.link(matt="niva"), "is_on": lens.measure == "niva"},
            {"label": _("Fler än vardag"), "link": lens.link(matt="utover"), "is_on": lens.measure == "utover"},
        ]
        if baseline
        else [],
        "tier_choices": [
            {"key": key, "label": label, "is_on": key == lens.tier_key} for key, label in tier_labels().items()
        ],
        "last_hour": results.hours - 1,
        "now": {
            "people": text,
            "interval": ends,
            "everyday": round(everyday.at(lens.hour).median) if everyday and lens.hour < len(everyday.median) else None,
        },
        "map": charts.map_figure(results, baseline, lens, title=charts.map_title(lens)),
        "selected": _selected(results, baseline, lens),
        "places": tables.places_table(results, baseline, lens, limit),
        "curve": charts.without_curve(results, baseline, lens, label=label),
        "queue": charts.queue_curve(results, baseline, lens, label=label),
        "fill": charts.fill_curve(results, baseline, lens, label=label),
        "headline": _headline(results, baseline),
        "key_figures": tables.key_figures(results, baseline),
        "days": tables.days_table(results),
        "durations": tables.durations_table(results, baseline, lens),
        "groups": tables.groups_table(results, group_names()),
        "provenance": results.summary.get("provenance", {}),
        "limits": limits_of(results.summary.get("provenance", {})),
        "parquet": [name for name in FILES if (results.folder / f"{name}.parquet").is_file()],
        "all_rows": lens.link(rader="alla"),
        "form": _form_of(run) if policy.may_start_run(request.user) else None,
    }


def _headline(results: Results, baseline: Results | None) -> list[dict[str, Any]]:
    """The four figures at the top."""
    figures = []
    for name, kind in (
        ("people_without_peak", "number"),
        ("people_without_critical_peak", "number"),
        ("all_at_first_visit", "percent"),
        ("mean_wait_min", "decimal"),
    ):
        here = results.kpi(name)
        if here is None:
            continue
        text, ends = tables.spread_text(here, kind)
        there = baseline.kpi(name) if baseline else None
        figures.append(
            {
                "label": tables.figure_label(name),
                "text": text,
                "interval": ends,
                "everyday": tables.spread_text(there, kind)[0] if there else "",
            }
        )
    return figures


def _selected(results: Results, baseline: Results | None, lens: Lens) -> dict[str, Any] | None:
    """The callout: the chosen place, else the one where the map is darkest."""
    values = charts.map_values(results, baseline, lens)
    rows = {row.raw[0]: row for row in tables.places_table(results, None, lens).rows}
    code = lens.selected or max(values, key=values.__getitem__, default="")
    if code not in rows:
        return None
    row, value = rows[code], number(values.get(code, 0.0), 1)
    says = _("%(n)s fler per 10 000") if lens.measure == "utover" else _("%(n)s per 10 000")
    return {"name": row.head, "people": row.cells[0], "interval": row.cells[1], "says": says % {"n": value}}


def group_names() -> dict[str, str]:
    """Product group -> its name in the page's language."""
    return {item["id"]: in_language(item, "name") for item in _groups()}


def _groups() -> list[dict[str, str]]:
    import csv
    from importlib.resources import files

    with (files("beredd.content") / "networks" / "sweden" / "groups.csv").open("r", encoding="utf-8") as file:
        return [{"id": row["group_id"], **row} for row in csv.DictReader(file)]


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


@require_GET
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


@require_GET
def result_file(request: HttpRequest, pk: str, name: str) -> FileResponse:
    """Who may read the run: one of the files that the run wrote."""
    found, results = _done(request, pk)
    allowed = {f"{file}.parquet" for file in FILES} | {"summary.json"}
    path = results.folder / name
    if name not in allowed or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{found.pk}-{name}")


@require_GET
def table_file(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """Who may read the run: a table of its page as CSV, every row of it."""
    found, results = _done(request, pk)
    _run, baseline = _baseline(request, found)
    lens = _lens(request, found, results, baseline)
    makers = {
        "lan": lambda: tables.places_table(results, baseline, lens),
        "kommuner": lambda: tables.places_table(results, baseline, lens),
        "dagar": lambda: tables.days_table(results),
        "timmar": lambda: tables.hours_table(results, baseline, lens),
        "varaktighet": lambda: tables.durations_table(results, baseline, lens),
        "varugrupper": lambda: tables.groups_table(results, group_names()),
        "nyckeltal": lambda: tables.key_figures(results, baseline),
    }
    if name not in makers:
        raise Http404
    # A byte order mark, or spreadsheets read å, ä and ö as something else.
    answer = HttpResponse("\ufeff" + makers[name]().csv(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}-{name}.csv"'
    return answer


@require_GET
def figure_file(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """Who may read the run: the map or a curve as an SVG file that needs nothing else."""
    found, results = _done(request, pk)
    _run, baseline = _baseline(request, found)
    drawn = charts.figure(name, results, baseline, _lens(request, found, results, baseline), label=title_of(found))
    if drawn is None:
        raise Http404
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}-{name}.svg"'
    return answer
