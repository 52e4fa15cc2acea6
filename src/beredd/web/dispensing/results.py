"""What a run's page shows of its results, and what can be fetched there."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from beredd.dispensing import reading
from beredd.dispensing.reading import FILES, Results
from beredd.figures import Curve, Map, Origin, Table
from beredd.figures.numbers import moment, number, weekdays
from beredd.provenance import limits_of
from beredd.web.dispensing.kind import title_of
from beredd.web.dispensing.lens import TIERS, PageLens
from beredd.web.downloads import Files
from beredd.web.runs.models import Run
from beredd.wording import Sentence, in_language

MUNICIPALITIES_SHOWN = 25
HEADLINE = ("people_without_peak", "people_without_critical_peak", "all_at_first_visit", "mean_wait_min")
FIGURES: dict[str, Callable[..., Curve]] = {
    "utan": reading.without_curve,
    "koer": reading.queue_curve,
    "direkt": reading.fill_curve,
}
"""A curve's name in addresses -> what makes it."""


def origin_of(run: Run, results: Results) -> Origin:
    """Where the run's numbers come from."""
    return Origin.of(
        results.summary.get("provenance", {}),
        run=run.pk,
        fingerprint=run.fingerprint,
        created=moment(localtime(run.finished_at)) if run.finished_at else "",
        record=reverse("runs:record", args=[run.pk]),
        notes=(
            _("Modellresultat med syntetisk befolkning och uppskattade tal; rangordnar platser, för internt bruk."),
        ),
    )


def table_named(name: str, results: Results, baseline: Results | None, lens: PageLens) -> Table | None:
    """A table by its name in addresses; None when there is no such."""
    makers: dict[str, Callable[[], Table]] = {
        "lan": lambda: reading.places_table(results, baseline, lens),
        "kommuner": lambda: reading.places_table(results, baseline, lens),
        "dagar": lambda: reading.days_table(results, baseline),
        "timmar": lambda: reading.hours_table(results, baseline, lens),
        "varaktighet": lambda: reading.durations_table(results, baseline, lens),
        "varugrupper": lambda: reading.groups_table(results, group_names()),
        "nyckeltal": lambda: reading.key_figures(results, baseline),
    }
    return makers[name]() if name in makers else None


def figure_named(
    name: str, results: Results, baseline: Results | None, lens: PageLens, *, label: str
) -> Curve | Map | None:
    """A figure by its name in addresses; None when there is no such."""
    if name == "karta":
        return reading.map_figure(results, baseline, lens)
    return FIGURES[name](results, baseline, lens, label=label) if name in FIGURES else None


def group_names() -> dict[str, str]:
    """Product group -> its name in the page's language."""
    return {item["group_id"]: in_language(item, "name") for item in reading.product_groups()}


def headline(results: Results, baseline: Results | None, names: tuple[str, ...] = HEADLINE) -> list[dict[str, Any]]:
    """Key figures at the top of a page."""
    figures = []
    for name in names:
        here, there = results.kpi(name), baseline.kpi(name) if baseline else None
        if here is None:
            continue
        kind = reading.KEY_FIGURES[name][0]
        text, ends = reading.spread_text(here, kind)
        everyday = reading.spread_text(there, kind)[0] if there else ""
        figures.append({"label": reading.figure_label(name), "text": text, "interval": ends, "everyday": everyday})
    return figures


def lead_sentences(results: Results) -> tuple[Sentence, ...]:
    """What the run comes to; for a run from before everydays were computed with it, that it does not say."""
    return results.lead.sentences() if results.lead else (Sentence("dispensing.lead-no-everyday"),)


def page_of(run: Run, results: Results, baseline: Results | None, lens: PageLens) -> dict[str, Any]:
    """The context of the page of a run that is done."""
    here = results.national_hours(lens.tiers).at(lens.hour)
    everyday = baseline.national_hours(lens.tiers).median if baseline else ()
    text, ends = reading.spread_text(here, "count")
    here_is = reverse("dispensing:run", args=[run.pk])
    label = title_of(run)
    on_map = reading.map_figure(results, baseline, lens)
    curves = {name: make(results, baseline, lens, label=label) for name, make in FIGURES.items()}
    provenance = results.summary.get("provenance", {})
    return {
        "results": results,
        "baseline": baseline,
        "weekdays": ",".join(weekdays()) if lens.first_weekday is not None else "",
        "lens": lens,
        "lead": lead_sentences(results),
        "last_hour": results.hours - 1,
        "now": {
            "people": text,
            "interval": ends,
            "everyday": round(everyday[lens.hour]) if lens.hour < len(everyday) else None,
        },
        "figures": {"karta": on_map, **curves},
        "selected": _selected(on_map.table, lens),
        "places": _places(on_map.table, lens),
        "headline": headline(results, baseline),
        "key_figures": reading.key_figures(results, baseline),
        "days": curves["koer"].table,
        "durations": reading.durations_table(results, baseline, lens),
        "groups": reading.groups_table(results, group_names()),
        "files": Files(
            tables=f"{here_is}tabell/",
            figures=f"{here_is}bild/",
            query=lens.link(),
            record=reverse("runs:record", args=[run.pk]),
        ),
        "estimated_share": provenance.get("estimated_share"),
        "origin": origin_of(run, results),
        "limits": limits_of(provenance),
        "parquet": [name for name in FILES if (results.folder / f"{name}.parquet").is_file()],
        **_choices(results, baseline, lens),
    }


def _places(table: Table, lens: PageLens) -> Table:
    """The table as the page shows it: with links, and of the municipalities the first ones."""
    most = None if lens.level == "counties" or lens.shows_all else MUNICIPALITIES_SHOWN
    return table.linked(sort=lens.sorted_link, row=lambda code: lens.link(plats=code)).cut(most)


def _selected(table: Table, lens: PageLens) -> dict[str, str] | None:
    """The callout: the chosen place, else the one where the map is darkest."""
    records = table.records()
    measure = "beyond_per_10000" if lens.is_beyond else "per_10000"
    shown = [i for i, record in enumerate(records) if record[measure] is not None]
    if not shown:
        return None
    darkest = max(shown, key=lambda i: records[i][measure])
    at = next((i for i, record in enumerate(records) if record["code"] == lens.selected), darkest)
    says = _("%(n)s fler per 10 000") if lens.is_beyond else _("%(n)s per 10 000")
    cells = table.rows[at].cells
    return {
        "name": cells[0].shown,
        "people": cells[1].shown,
        "interval": cells[2].shown,
        "says": says % {"n": number(records[at][measure], 1)},
    }


def _choices(results: Results, baseline: Results | None, lens: PageLens) -> dict[str, Any]:
    """Links to the same page seen otherwise."""
    last = results.hours - 1
    labels = reading.tier_labels()
    return {
        "steps": {
            "back": lens.link(tid=max(lens.hour - 24, 0)),
            "forward": lens.link(tid=min(lens.hour + 24, last)),
            "hour_back": lens.link(tid=max(lens.hour - 1, 0)),
            "hour_forward": lens.link(tid=min(lens.hour + 1, last)),
        },
        "divisions": [
            {"label": _("Län"), "link": lens.link(karta="lan", plats=""), "is_on": lens.division == "lan"},
            {"label": _("Kommuner"), "link": lens.link(karta="kommun", plats=""), "is_on": lens.division == "kommun"},
        ],
        "measures": [
            {"label": _("Alla utan"), "link": lens.link(matt="niva"), "is_on": not lens.is_beyond},
            {"label": _("Fler än vardag"), "link": lens.link(matt="utover"), "is_on": lens.is_beyond},
        ]
        if baseline
        else [],
        "tier_choices": [
            {"key": key, "label": labels[tiers], "is_on": tiers == lens.tiers} for key, tiers in TIERS.items()
        ],
        "all_rows": lens.link(rader="alla"),
    }
