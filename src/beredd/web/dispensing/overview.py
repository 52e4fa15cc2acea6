"""Runs as lists and the start page show them."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import Count, Max, Q, QuerySet

from beredd.dispensing.errors import ResultsDamaged
from beredd.dispensing.reading import Lens, Results, map_figure, open_results, people_curve, without_places, worst_hour
from beredd.web.dispensing.catalogue import EVERYDAY
from beredd.web.dispensing.kind import DISPENSING_RUN, title_of
from beredd.web.dispensing.results import headline, lead_sentences
from beredd.web.jobs.models import OPEN_STATES, State, note_workers
from beredd.web.runs.models import Run
from beredd.wording import Sentence, is_worded

__all__ = ["beside", "list_version", "newest_shown", "readable_runs", "results_of", "rows_of"]

log = logging.getLogger(__name__)
LOOKED_AT = 5
"""So many runs are tried before the start page shows none."""


def readable_runs(user) -> QuerySet[Run]:
    """The runs that `may_read_run` says yes to, with what a list shows of them."""
    return Run.objects.of_kind(DISPENSING_RUN.name).readable_by(user).select_related("job", "created_by")


def list_version(user) -> tuple[Any, ...] | None:
    """Changes when a list of the runs that the user may read does; None while one of them waits or runs."""
    runs = Run.objects.of_kind(DISPENSING_RUN.name).readable_by(user)
    told = runs.aggregate(
        n=Count("pk"),
        is_open=Count("pk", filter=Q(state__in=OPEN_STATES)),
        made=Max("created_at"),
        ended=Max("finished_at"),
    )
    return None if told["is_open"] else (told["n"], told["made"], told["ended"])


def rows_of(runs) -> list[dict[str, Any]]:
    """Runs as the list and the start page show them: what each comes to, in its own sentence."""
    rows, runs = [], list(runs)
    note_workers(run.job for run in runs)
    for run in runs:
        told = (run.summary or {}).get("lead") or []
        is_known = bool(told) and is_worded(told[0]["code"])
        # Only the first sentence, and without places: lists are read by everybody.
        lead = Sentence.from_json(without_places(told)[0]) if is_known else ""
        rows.append({"run": run, "title": title_of(run), "lead": lead})
    return rows


def results_of(run: Run) -> Results | None:
    """A run's results, None when its files are gone or cannot be read."""
    try:
        return open_results(Path(run.folder))
    except ResultsDamaged:
        log.exception("A run's results cannot be read.", extra={"run": run.pk})
        return None


T = TypeVar("T")


def beside(baseline: Results | None, make: Callable[[Results | None], T]) -> tuple[T, bool]:
    """What is made of a run beside its everyday, and whether it had to be made without, the everyday being damaged."""
    try:
        return make(baseline), False
    except ResultsDamaged as damaged:
        if baseline is None or damaged.run != baseline.folder.name:
            raise
        log.exception("The results of a run's everyday cannot be read.")
        return make(None), True


def newest_shown(user, *, with_places: bool) -> tuple[dict[str, Any] | None, list[Run]]:
    """What the start page shows of the newest run that can be read; the damaged ones that were passed over."""
    done = readable_runs(user).filter(state=State.DONE)
    damaged: list[Run] = []
    for run in [*done.exclude(topic=EVERYDAY)[:LOOKED_AT], *done.filter(topic=EVERYDAY)[:LOOKED_AT]]:
        try:
            return start_figure(run, with_places=with_places), damaged
        except ResultsDamaged:
            log.exception("A run's results cannot be read.", extra={"run": run.pk})
            damaged.append(run)
    return None, damaged


def start_figure(run: Run, *, with_places: bool) -> dict[str, Any]:
    """A run for the start page: what it comes to, a curve, and the map at the worst hour."""
    results = open_results(Path(run.folder))
    lens = Lens(hour=worst_hour(results), first_weekday=results.first_weekday).fitting(results)
    return {
        "run": run,
        "title": title_of(run),
        "moment": lens.moment(),
        "lead": lead_sentences(results, with_places=with_places),
        "figures": headline(results, None)[:3],
        "replicates": results.replicates,
        "curve": people_curve(results, lens, label=title_of(run)),
        "map": map_figure(results, lens) if with_places else None,
    }
