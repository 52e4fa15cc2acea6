"""What a run's page shows of its results, and what can be fetched there."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from beredd.dispensing import reading
from beredd.dispensing.reading import FILES, Results
from beredd.figures import Curve, Map, Origin, Table
from beredd.figures.numbers import moment, number, rounded, weekdays
from beredd.provenance import limits_of
from beredd.web.dispensing.kind import title_of
from beredd.web.dispensing.lens import PARTS, TIERS, PageLens
from beredd.web.downloads import Files
from beredd.web.runs.models import Run
from beredd.wording import Sentence, in_language

MUNICIPALITIES_SHOWN = 25
GROUPS_SHOWN = 15
HEADLINE = (
    "people_past_limit_beyond_everyday",
    "people_without_beyond_everyday",
    "people_turned_away",
    "mean_wait_min",
)
OLD_HEADLINE = ("people_without_peak", "people_without_critical_peak", "all_at_first_visit", "mean_wait_min")
"""Of runs from before everydays were computed with them."""


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
        "lan": lambda: reading.places_table(results, lens),
        "kommuner": lambda: reading.places_table(results, lens),
        "dagar": lambda: reading.days_table(results, baseline),
        "timmar": lambda: reading.hours_table(results, lens),
        "varaktighet": lambda: reading.durations_table(results, baseline, lens),
        "varugrupper": lambda: reading.groups_table(results, baseline, group_names()),
        "nyckeltal": lambda: reading.key_figures(results, baseline),
    }
    return makers[name]() if name in makers else None


def curves_of(results: Results, baseline: Results | None, lens: PageLens, *, label: str) -> dict[str, Curve]:
    """The curves of a run by their names in addresses."""
    return {
        "utan": reading.people_curve(results, lens, label=label),
        "koer": reading.queue_curve(results, baseline, lens, label=label),
        "direkt": reading.fill_curve(results, baseline, lens, label=label),
    }


def figure_named(
    name: str, results: Results, baseline: Results | None, lens: PageLens, *, label: str
) -> Curve | Map | None:
    """A figure by its name in addresses; None when there is no such."""
    if name == "karta":
        return reading.map_figure(results, lens)
    return curves_of(results, baseline, lens, label=label).get(name)


def group_names() -> dict[str, str]:
    """Product group -> its name in the page's language."""
    return {item["group_id"]: in_language(item, "name") for item in reading.product_groups()}


def headline(results: Results, baseline: Results | None) -> list[dict[str, Any]]:
    """Key figures at the top of a page."""
    names = HEADLINE if results.has_everyday else OLD_HEADLINE
    rows = {row.cells[0].raw: row.cells for row in reading.key_figures(results, baseline).rows}
    figures = []
    for name in names:
        if name not in rows:
            continue
        label, median, interval, *everyday = (cell.shown for cell in rows[name])
        figures.append(
            {"label": label, "text": median, "interval": interval, "everyday": everyday[0] if everyday else ""}
        )
    return figures


def lead_sentences(results: Results, *, with_places: bool) -> tuple[Sentence, ...]:
    """What the run comes to; for a run from before everydays were computed with it, that it does not say."""
    lead = results.lead
    return lead.sentences(with_places=with_places) if lead else (Sentence("dispensing.lead-no-everyday"),)


def page_of(
    run: Run, results: Results, baseline: Results | None, lens: PageLens, *, with_places: bool
) -> dict[str, Any]:
    """The context of the page of a run that is done."""
    here_is = reverse("dispensing:run", args=[run.pk])
    files = Files(
        tables=f"{here_is}tabell/",
        figures=f"{here_is}bild/",
        query=lens.link(),
        record=reverse("runs:record", args=[run.pk]),
    )
    curves = curves_of(results, baseline, lens, label=title_of(run))
    provenance = results.summary.get("provenance", {})
    context = {
        "results": results,
        "baseline": baseline,
        "weekdays": ",".join(weekdays()) if lens.first_weekday is not None else "",
        "lens": lens,
        "lead": lead_sentences(results, with_places=with_places),
        "basis": reading.basis(results),
        "tiers": reading.tiers_table(results.summary.get("overrides", {})),
        "last_hour": results.hours - 1,
        "now": _now(results, lens),
        "figures": curves,
        "headline": headline(results, baseline),
        "key_figures": reading.key_figures(results, baseline),
        "days": curves["koer"].table,
        "durations": reading.durations_table(results, baseline, lens),
        "groups": reading.groups_table(results, baseline, group_names()).cut(GROUPS_SHOWN),
        "files": files,
        "origin": origin_of(run, results),
        "limits": limits_of(provenance),
        "parquet": [name for name in FILES if (results.folder / f"{name}.parquet").is_file()],
        "chosen": _chosen(lens, with_places=with_places),
        **_choices(results, lens),
    }
    if with_places:
        on_map = reading.map_figure(results, lens)
        places = _places(on_map.table, lens)
        context |= {
            "places": places,
            "selected": _selected(on_map.table, lens),
            "figures": {"karta": replace(on_map, table=places), **curves},
        }
    return context


def _now(results: Results, lens: PageLens) -> dict[str, Any]:
    """The moment looked at, in the whole country."""
    text, ends = reading.spread_text(lens.country(results).at(lens.hour), "count")
    everyday = rounded(lens.country(results, "everyday").at(lens.hour).median) if results.has_everyday else None
    shut = reading.is_shut(results, lens.hour)
    return {
        "people": text,
        "interval": ends,
        "everyday": everyday,
        "is_shut": shut,
        "who": reading.PART_LABELS[lens.part],
    }


def _places(table: Table, lens: PageLens) -> Table:
    """The table as the page shows it: with links, and of the municipalities the first ones."""
    most = None if lens.level == "counties" or lens.shows_all else MUNICIPALITIES_SHOWN

    def row(code: str) -> str:
        return lens.link(plats="" if code == lens.selected else code)

    return table.linked(sort=lens.sorted_link, row=row).cut(most)


def _selected(table: Table, lens: PageLens) -> dict[str, str] | None:
    """The callout: the chosen place, else the one where the map is darkest."""
    rates = table.values(lens.rate)
    codes = table.values("code")
    if not codes:
        return None
    at = codes.index(lens.selected) if lens.selected in codes else max(range(len(rates)), key=rates.__getitem__)
    says = _("%(n)s fler per 10 000 invånare") if lens.is_beyond else _("%(n)s per 10 000 invånare")
    shown = {column.key: cell.shown for column, cell in zip(table.columns, table.rows[at].cells, strict=True)}
    return {
        "name": shown["code"],
        "people": shown["people"],
        "interval": shown["people_interval"],
        "everyday": shown.get("everyday_people", ""),
        "says": says % {"n": number(rates[at], 1)},
    }


def _chosen(lens: PageLens, *, with_places: bool) -> list[str]:
    """The choices that were made, in words, for paper."""
    found = [lens.moment(), str(reading.PART_LABELS[lens.part]), reading.tier_labels()[lens.tiers]]
    if with_places:
        found.append(_("fler än en vanlig dag") if lens.is_beyond else _("alla"))
        found.append(_("län") if lens.level == "counties" else _("kommuner"))
        found += [lens.places[lens.selected].name] if lens.selected else []
    return found


def _choices(results: Results, lens: PageLens) -> dict[str, Any]:
    """Links to the same page seen otherwise."""
    last = results.hours - 1
    labels = reading.tier_labels()
    on_map = lens.level == "counties"
    return {
        "steps": {
            "back": lens.link(tid=max(lens.hour - 24, 0)),
            "forward": lens.link(tid=min(lens.hour + 24, last)),
            "hour_back": lens.link(tid=max(lens.hour - 1, 0)),
            "hour_forward": lens.link(tid=min(lens.hour + 1, last)),
        },
        "divisions": [
            {"label": _("Län"), "link": lens.link(karta="lan", plats=""), "is_on": on_map},
            {"label": _("Kommuner"), "link": lens.link(karta="kommun", plats=""), "is_on": not on_map},
        ],
        "parts": [
            {"label": str(label), "link": lens.link(visa=word), "is_on": lens.part == part}
            for word, part in PARTS.items()
            for label in (reading.PART_LABELS[part],)
        ]
        if results.has_everyday
        else [],
        "measures": [
            {"label": _("Fler än en vanlig dag"), "link": lens.link(matt="utover"), "is_on": lens.is_beyond},
            {"label": _("Alla"), "link": lens.link(matt="niva"), "is_on": not lens.is_beyond},
        ]
        if results.has_everyday
        else [],
        "tier_choices": [
            {"key": key, "label": labels[tiers], "is_on": tiers == lens.tiers} for key, tiers in TIERS.items()
        ],
        "hidden": {k: v for k, v in lens.chosen().items() if k not in ("tid", "grad")},
        "all_rows": lens.link(rader="alla"),
        "no_place": lens.link(plats=""),
    }
