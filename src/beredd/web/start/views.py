"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beredd.web.accounts import policy
from beredd.web.dispensing.overview import list_version, newest_shown, readable_runs, rows_of
from beredd.web.jobs.models import State
from beredd.web.remembered import remembered

RUNS_SHOWN = 6


@never_cache
@require_safe
@remembered(lambda request: list_version(request.user))
def start(request: HttpRequest) -> HttpResponse:
    """Anyone: what Beredd is, the five steps, the latest runs that the reader may see, the two assignments."""
    runs = readable_runs(request.user)
    disrupted = runs.in_sight()
    shown, damaged = newest_shown(request.user, with_places=policy.may_see_places(request.user))
    context = {
        "room": "start",
        "rows": rows_of(disrupted[:RUNS_SHOWN]),
        "runs_done": disrupted.filter(state=State.DONE).count(),
        "shown": shown,
        "damaged": damaged,
        "may_start": policy.may_start_run(request.user),
    }
    return render(request, "start/start.html", context)
