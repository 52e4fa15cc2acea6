"""Pages about measures. Reading proposals: anyone. A comparison follows `may_read_run`; starting: `may_start_run`."""

import json
import logging
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from beredd.dispensing.measures import list_measures, reading
from beredd.dispensing.measures.catalogue import Measure
from beredd.figures import Origin, Table
from beredd.figures.numbers import moment, percent
from beredd.web.accounts import policy
from beredd.web.dispensing.measures.actions import start_comparison
from beredd.web.dispensing.measures.forms import CompareForm, filled_like
from beredd.web.dispensing.measures.kind import COMPARISON, title_of
from beredd.web.dispensing.measures.work import ANSWER
from beredd.web.downloads import Files, figure_answer, table_answer
from beredd.web.jobs.models import State, note_workers
from beredd.web.runs.access import readable_run
from beredd.web.runs.errors import RunError
from beredd.web.runs.models import Run

log = logging.getLogger(__name__)
SHOWN = 20
COST = {
    "small": gettext_lazy("liten: under 1 mnkr om året"),
    "medium": gettext_lazy("måttlig: 1–10 mnkr om året"),
    "large": gettext_lazy("stor: 10–100 mnkr om året"),
    "very_large": gettext_lazy("mycket stor: över 100 mnkr om året"),
}
TAGS = {
    "ansvar": gettext_lazy("ansvar"),
    "finansiering": gettext_lazy("finansiering"),
    "funktion": gettext_lazy("funktion"),
}
FIRST = {"scenario": "s5a-dos", "over": "slump", "times": "5", "country": "litet", "seed": "1"}
MATRIX_RUNS = 200


def _readable(user) -> QuerySet[Run]:
    return Run.objects.of_kind(COMPARISON.name).readable_by(user).select_related("job", "created_by")


@never_cache
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Anyone: every proposal, or those of one kind; the comparisons that one may read."""
    tag = request.GET.get("galler", "")
    wrong = tag not in ("", *TAGS)
    chosen = [one for one in list_measures() if not tag or tag in one.tags] if not wrong else []
    runs = list(_readable(request.user)[:SHOWN])
    note_workers(run.job for run in runs)
    context = {
        "room": "compute",
        "rows": [_row(one) for one in chosen],
        "total": len(list_measures()),
        "tag": tag,
        "wrong": tag if wrong else "",
        "tags": [{"id": id, "name": name} for id, name in TAGS.items()],
        "runs": [_run_row(run) for run in runs],
        "may_start": policy.may_start_run(request.user),
    }
    return render(request, "dispensing/measures/list.html", context, status=422 if wrong else 200)


@never_cache
@require_safe
def measure(request: HttpRequest, id: str) -> HttpResponse:
    """Anyone: one proposal, and what comparisons that one may read say of it."""
    one = next((each for each in list_measures() if each.id == id), None)
    if one is None:
        raise Http404
    context = _row(one) | {
        "room": "compute",
        "one": one,
        "effects": json.dumps(
            one.effects.model_dump(mode="json", by_alias=True, exclude_defaults=True), indent=1, ensure_ascii=False
        ),
        "found": _found_of(request, id),
        "may_start": policy.may_start_run(request.user),
    }
    return render(request, "dispensing/measures/measure.html", context)


def _row(one: Measure) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": str(one.name),
        "assumptions": str(one.assumptions),
        "pays": str(one.pays),
        "decides": str(one.decides),
        "cost": COST[one.cost_class],
        "tags": [TAGS[tag] for tag in one.tags],
        "in_interplay": one.actors == "in_interplay",
        "confidence": one.confidence,
        "source": one.source,
        "is_modelled": one.is_modelled,
        "not_modelled": str(one.not_modelled) if one.not_modelled else "",
        "levers": one.levers,
    }


def _summary(run: Run) -> dict[str, Any]:
    return run.summary or {}


def _run_row(run: Run) -> dict[str, Any]:
    told = _summary(run)
    lead = reading.lead(told)[0] if "rows" in told else ""
    return {"run": run, "title": title_of(run), "lead": lead, "n": len(run.spec["measures"])}


def _found_of(request: HttpRequest, id: str) -> list[dict[str, Any]]:
    """What done comparisons say of a measure alone, newest first."""
    rows = []
    for run in _readable(request.user).filter(state=State.DONE)[:MATRIX_RUNS]:
        for row in _summary(run).get("rows", ()):
            if row["measure"] == id:
                share = row["effect"] / row["without"] if row["without"] else None
                rows.append({"run": run, "title": title_of(run), "share": share, "is_clear": row["is_told_apart"]})
    return rows[:SHOWN]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Who may start runs: what to compare. POST starts it."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not policy.may_start_run(request.user):
        raise Http404
    form = CompareForm(request.POST) if request.method == "POST" else CompareForm(initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        membership = request.user.memberships.filter(role__in=("analyst", "administrator")).first()
        try:
            run = start_comparison(
                by=request.user,
                spec=form.spec,
                organisation=membership.organisation if membership else None,
                title=form.cleaned_data["title"],
            )
            return redirect("dispensing:compared", pk=run.pk)
        except RunError as error:
            form.add_error(None, str(error))
    status = 422 if form.errors else 200
    return render(request, "dispensing/measures/ask.html", {"room": "compute", "form": form}, status=status)


def _initial(request: HttpRequest) -> dict[str, Any]:
    earlier = _readable(request.user).filter(pk=request.GET.get("som", "")).first()
    if earlier:
        return filled_like(earlier.spec)
    return FIRST | {"measures": request.GET.getlist("atgard")} | _scenario(request)


def _scenario(request: HttpRequest) -> dict[str, str]:
    wanted = request.GET.get("scenario", "")
    return {"scenario": wanted} if wanted else {}


# One comparison ---------------------------------------------------------------------------------------------------
def _run(request: HttpRequest, pk: str) -> Run:
    return readable_run(request.user, pk, kind=COMPARISON.name)


def _answer(run: Run) -> dict[str, Any] | None:
    if run.state != State.DONE:
        return None
    try:
        answer: dict[str, Any] = json.loads((run.folder / ANSWER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        log.exception("A comparison's answer cannot be read.", extra={"run": run.pk})
        return None
    return answer


@never_cache
@require_safe
def compared(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may read the run: how far it has come, or what the measures are worth."""
    run = _run(request, pk)
    answer = _answer(run)
    context: dict[str, Any] = {
        "room": "compute",
        "run": run,
        "title": title_of(run),
        "may_cancel": policy.may_cancel_run(request.user, run) and run.is_open,
        "may_delete": policy.may_delete_run(request.user, run) and not run.is_open,
        "may_start": policy.may_start_run(request.user),
        "asked": [_asked(ref) for ref in run.spec["measures"]],
    }
    if answer is None:
        context["files_missing"] = run.state == State.DONE
        return render(request, "dispensing/measures/waiting.html", context)
    with_places = policy.may_see_places(request.user)
    context |= {
        "answer": answer,
        "lead": reading.lead(answer),
        "kind": reading.interval_kind(answer),
        "figure": reading.effects_figure(answer),
        "figures": reading.figures_table(answer),
        "tiers": reading.tiers_table(answer),
        "pairs": reading.pairs_table(answer),
        "counties": reading.counties_table(answer) if with_places else None,
        "with_places": with_places,
        "combinations": reading.combinations(answer),
        "matter": _matter_most(answer),
        "is_small": answer["residents_share"] < 1,
        "share": percent(answer["residents_share"]),
        "dropped": percent(answer["draws"]["dropped_share"]) if answer["draws"] else "",
        "origin": _origin(run),
        "files": _files(run),
    }
    return render(request, "dispensing/measures/compared.html", context)


def _asked(ref: str) -> dict[str, str]:
    known = {one.id: str(one.name) for one in list_measures()}
    parts = ref.split("+")
    return {"id": parts[0] if len(parts) == 1 else "", "name": " + ".join(known.get(part, part) for part in parts)}


def _matter_most(answer: dict[str, Any]) -> list[dict[str, Any]]:
    named, labels = reading.names(answer), reading.parameter_labels()
    return [
        {
            "name": named[row["measure"]],
            "parameters": [one | {"label": labels.get(one["name"], one["name"])} for one in row["parameters"]],
        }
        for row in answer["matter_most"]
    ]


def _origin(run: Run) -> Origin:
    return Origin.of(
        run.provenance,
        run=run.pk,
        fingerprint=run.fingerprint,
        created=moment(localtime(run.finished_at)) if run.finished_at else "",
        record=reverse("runs:record", args=[run.pk]),
        notes=(_("Modellresultat med syntetisk befolkning och uppskattade tal. Förslag, inget är beslutat."),),
    )


def _files(run: Run) -> Files:
    base = reverse("dispensing:compared", args=[run.pk])
    record = reverse("runs:record", args=[run.pk])
    return Files(tables=f"{base}tabell/", figures=f"{base}bild/", record=record)


INTERNAL = {"lan"}
TABLES = {
    "effekter": reading.effects_table,
    "nyckeltal": reading.figures_table,
    "nivaer": reading.tiers_table,
    "par": reading.pairs_table,
    "lan": reading.counties_table,
}


@require_safe
def compared_table(request: HttpRequest, pk: str, name: str, form: str) -> HttpResponse:
    """Who may read the run: a table of its page as a file; counties for the signed in alone."""
    run = _run(request, pk)
    answer = _answer(run)
    if answer is None or name not in TABLES:
        raise Http404
    if name in INTERNAL and not policy.may_see_places(request.user):
        return redirect_to_login(request.get_full_path())
    return table_answer([TABLES[name](answer)], form=form, stem=f"{pk}-{name}", origin=_origin(run))


@require_safe
def compared_figure(request: HttpRequest, pk: str, name: str, form: str) -> HttpResponse:
    """Who may read the run: its picture as an SVG or PNG file that needs nothing else."""
    run = _run(request, pk)
    answer = _answer(run)
    if answer is None or name != "effekter":
        raise Http404
    return figure_answer(reading.effects_figure(answer), form=form, stem=f"{pk}-{name}", origin=_origin(run))


# Over scenarios ---------------------------------------------------------------------------------------------------
def _matrix(request: HttpRequest) -> tuple[Table | None, list[Run]]:
    """The matrix of the newest done comparison of each scenario and measure that the reader may read, oldest first."""
    whole = request.GET.get("land", "") == "hela"
    runs, seen = [], set()
    for run in _readable(request.user).filter(state=State.DONE)[:MATRIX_RUNS]:
        is_whole = _summary(run).get("residents_share", 1) == 1
        new = {(run.topic, ref) for ref in run.spec["measures"]} - seen
        if is_whole == whole and new and "rows" in _summary(run):
            seen |= new
            runs.append(run)
    runs.reverse()
    return (reading.matrix([_summary(run) for run in runs]) if runs else None), runs


@never_cache
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Anyone: measures against scenarios, from the comparisons that one may read."""
    table, runs = _matrix(request)
    whole = request.GET.get("land", "") == "hela"
    context = {
        "room": "compute",
        "table": table,
        "runs": [_run_row(run) for run in runs],
        "whole": whole,
        "may_start": policy.may_start_run(request.user),
    }
    return render(request, "dispensing/measures/matrix.html", context)


@require_safe
def matrix_table(request: HttpRequest, form: str) -> HttpResponse:
    """Anyone: the matrix as a file."""
    table, runs = _matrix(request)
    if table is None:
        raise Http404
    notes = (_("Ur jämförelserna %(runs)s.") % {"runs": ", ".join(run.pk for run in runs)},)
    record = runs[-1].provenance
    return table_answer([table], form=form, stem="matris", origin=Origin.of(record, notes=notes))
