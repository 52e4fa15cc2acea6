"""Runs as lists and the start page show them."""

from pathlib import Path
from typing import Any

import duckdb
from django.db.models import Count, Max, Q, QuerySet

from beredd.dispensing.reading import Lens, Results, map_figure, open_results, without_curve, worst_hour
from beredd.web.dispensing.kind import DISPENSING_RUN, title_of
from beredd.web.dispensing.results import HEADLINE, headline, lead_sentences
from beredd.web.jobs.models import OPEN_STATES, note_workers
from beredd.web.runs.models import Run


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
    """Runs as the list and the start page show them."""
    rows, runs = [], list(runs)
    note_workers(run.job for run in runs)
    for run in runs:
        kpi = (run.summary or {}).get("kpi", {})
        spread = (run.summary or {}).get("kpi_interval", {}).get("people_without_peak") or {}
        rows.append(
            {
                "run": run,
                "title": title_of(run),
                "peak": kpi.get("people_without_peak"),
                "low": spread.get("low"),
                "high": spread.get("high"),
            }
        )
    return rows


def results_of(run: Run) -> Results | None:
    """A run's results, None when its files are gone or cannot be read."""
    try:
        return open_results(Path(run.folder))
    except (OSError, ValueError, TypeError, KeyError, duckdb.Error):
        return None


def start_figure(run: Run, baseline: Results | None) -> dict[str, Any] | None:
    """The newest run for the start page: its map at the worst hour and three figures. None when it cannot be read."""
    results = results_of(run)
    if results is None:
        return None
    lens = Lens(hour=worst_hour(results, baseline))
    return {
        "run": run,
        "title": title_of(run),
        "moment": lens.moment(),
        "lead": lead_sentences(results),
        "figures": headline(results, baseline, HEADLINE[:3]),
        "replicates": results.replicates,
        "curve": without_curve(results, baseline, lens, label=title_of(run)),
        "map": map_figure(results, baseline, lens),
    }
