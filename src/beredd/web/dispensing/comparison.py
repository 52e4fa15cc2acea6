"""Two runs side by side, both chosen by the reader."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beredd.dispensing import reading
from beredd.dispensing.errors import ResultsDamaged
from beredd.dispensing.reading import Results
from beredd.figures.numbers import moment
from beredd.web.accounts import policy
from beredd.web.dispensing.baselines import find_baseline
from beredd.web.dispensing.kind import title_of
from beredd.web.dispensing.lens import PageLens
from beredd.web.dispensing.overview import beside, readable_runs, results_of
from beredd.web.dispensing.results import lead_sentences
from beredd.web.jobs.models import State
from beredd.web.runs.models import Run

log = logging.getLogger(__name__)
MOST_OFFERED = 100


@never_cache
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Who may read both runs: their sentences, curves, maps and key figures beside each other."""
    done = list(readable_runs(request.user).filter(state=State.DONE)[:MOST_OFFERED])
    chosen = [_found(request, name) for name in ("a", "b")]
    context: dict[str, Any] = {
        "room": "compute",
        "may_start": policy.may_start_run(request.user),
        "sides": [
            {"name": name, "letter": name.upper(), "run": run, "options": _options(done, run)}
            for name, run in zip(("a", "b"), chosen, strict=True)
        ],
    }
    one, other = (results_of(run) if run else None for run in chosen)
    if one is not None and other is not None:
        try:
            context |= _beside(request, (chosen[0], one), (chosen[1], other))
        except ResultsDamaged as damaged:
            log.exception("The results of a run that is compared cannot be read.")
            context["damaged"] = [run for run in chosen if run and run.folder.name == damaged.run]
    return render(request, "dispensing/compare.html", context)


def _found(request: HttpRequest, name: str) -> Run | None:
    return readable_runs(request.user).filter(pk=request.GET.get(name, ""), state=State.DONE).first()


def _options(done: list[Run], chosen: Run | None) -> list[dict[str, Any]]:
    """What can be chosen: every run by name and day; runs of one name are told apart by when they were made."""
    runs = done if chosen is None or chosen in done else [chosen, *done]
    return [
        {"id": run.pk, "label": f"{title_of(run)}, {moment(localtime(run.created_at))}", "is_on": run == chosen}
        for run in runs
    ]


def _beside(request: HttpRequest, a: tuple[Run | None, Results], b: tuple[Run | None, Results]) -> dict[str, Any]:
    (first, one), (second, other) = a, b
    with_places = policy.may_see_places(request.user)
    query = {name: request.GET.get(name, "") for name in ("tid", "visa")}
    lens = reading.both_fitting(PageLens.read(query, one), one, other)
    names = (f"A: {title_of(first)}", f"B: {title_of(second)}")
    runs: list[dict[str, Any]] = [
        {
            "run": run,
            "name": name,
            "lead": lead_sentences(results, with_places=with_places),
        }
        for run, results, name in ((first, one, names[0]), (second, other, names[1]))
    ]
    for side, drawn in zip(runs, reading.maps_beside(one, other, lens) if with_places else (), strict=False):
        side["map"] = drawn
    everyday = find_baseline(run=first, reader=request.user) if first else None
    usual = results_of(everyday) if everyday is not None and everyday.state == State.DONE else None
    figures, _alone = beside(usual, lambda found: reading.key_figures_beside(one, other, names=names, baseline=found))
    return {
        "runs": runs,
        "lens": lens,
        "curve": reading.people_beside(one, other, lens, names=names),
        "figures": figures,
        "here": reverse("dispensing:compare"),
    }
