"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from beredd.web.dispensing.baselines import find_baseline
from beredd.web.dispensing.overview import list_version, readable_runs, results_of, rows_of, start_figure
from beredd.web.jobs.models import State
from beredd.web.remembered import remembered

RUNS_SHOWN = 6


@never_cache
@require_GET
@remembered(lambda request: list_version(request.user))
def start(request: HttpRequest) -> HttpResponse:
    """Anyone: what Beredd is, the five steps, the latest runs that the reader may see, the two assignments."""
    runs = readable_runs(request.user)
    newest = runs.filter(state=State.DONE).exclude(topic="vardag").first() or runs.filter(state=State.DONE).first()
    baseline = find_baseline(run=newest, reader=request.user) if newest else None
    everyday = results_of(baseline) if baseline and baseline.state == State.DONE else None
    context = {
        "room": "start",
        "rows": rows_of(runs[:RUNS_SHOWN]),
        "runs_done": runs.filter(state=State.DONE).count(),
        "shown": start_figure(newest, everyday) if newest else None,
    }
    return render(request, "start/start.html", context)
