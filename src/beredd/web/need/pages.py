"""What the planner's page says beside its tables and figures: key figures, the switch of modes, the ceiling."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from beredd.figures import Table
from beredd.figures.numbers import interval, number, percent, rounded, rounded_ends
from beredd.need import Plan
from beredd.need.reading.tables import extra_decimals
from beredd.need.results import notes_of
from beredd.wording import Sentence


def figures(found: dict[str, Any]) -> list[dict[str, str]]:
    """The figures at the top, each with its interval."""
    totals = found["totals"]
    drawn = totals.get("intervals", {})

    def ends(name, kind="number", finest=1.0):
        if name not in drawn:
            return ""
        low, high = drawn[name]["low"], drawn[name]["high"]
        if kind == "number" and None not in (low, high, totals[name]):
            low, high = rounded_ends(totals[name], low, high, finest=finest)
        return interval(low, high, kind)

    def known(name, finest=1.0):
        value, found = totals[name], drawn.get(name, {})
        return number(None if value is None else rounded(value, found.get("low"), found.get("high"), finest=finest))

    def share(value):
        return percent(value) if value is not None else _("saknas")

    return [
        {
            "label": _("Kit ute samtidigt"),
            "text": number(totals["kits_in_circulation"], 0),
            "more": _("i dag %(now)s") % {"now": number(totals["kits_in_circulation_now"], 0)},
        },
        {
            "label": _("Kit att dela ut per år"),
            "text": known("kits_per_year"),
            "more": _("%(ends)s; i dag %(now)s") % {"ends": ends("kits_per_year"), "now": known("kits_per_year_now")},
        },
        *_kronor(totals, known, ends),
        {
            "label": _("Färre dödsfall per år än i dag"),
            "text": known("deaths_averted", finest=0.1),
            "more": ends("deaths_averted", finest=0.1),
        },
        {
            "label": _("Tillgång, kvinnor"),
            "text": share(totals["p_women"]),
            "more": _("%(ends)s; i dag %(now)s")
            % {"ends": ends("p_women", "percent"), "now": share(totals["p_now_women"])},
        },
        {
            "label": _("Tillgång, män"),
            "text": share(totals["p_men"]),
            "more": _("%(ends)s; i dag %(now)s")
            % {"ends": ends("p_men", "percent"), "now": share(totals["p_now_men"])},
        },
        {
            "label": _("Fler dödsfall per år än med Flest liv"),
            "text": number(totals["extra_deaths"], extra_decimals(found)),
            "more": _extra_interval(found),
        },
    ]


def _kronor(totals: dict[str, Any], known: Callable[..., str], ends: Callable[..., str]) -> list[dict[str, str]]:
    """What a year's kits cost, where a price is given."""
    if totals.get("kronor_per_year") is None:
        return []
    return [
        {
            "label": _("Kronor per år för kit"),
            "text": known("kronor_per_year"),
            "more": ends("kronor_per_year"),
        }
    ]


def _extra_interval(found: dict[str, Any]) -> str:
    mode = found["question"]["equity"]
    row = next(row for row in found["equity"] if row["mode"] == mode)
    low, high = row.get("extra_deaths_interval", (None, None))
    return interval(low, high, decimals=extra_decimals(found))


def modes(table: Table, found: dict[str, Any]) -> list[dict[str, Any]]:
    """The equity switch: every way of sharing, with the cells of its row."""
    chosen = found["question"]["equity"]
    return [
        {
            "mode": row.cells[0].raw,
            "label": row.head,
            "is_chosen": row.cells[0].raw == chosen,
            "is_refused": "refused" in told,
            "cells": cells[1:],
        }
        for (row, cells), told in zip(table.shown_rows, found["equity"], strict=True)
    ]


def notes(plan: Plan, *, is_demo: bool) -> list[Sentence]:
    """What a reader must know of this plan; why a mode cannot be had stands in the table of modes."""
    beside = {*plan.refused.values()}
    return [
        note
        for note in notes_of(plan)
        if note not in beside and not (is_demo and note.code == "need.note-other-columns")
    ]


def ceiling(found: dict[str, Any]) -> dict[str, str]:
    """What kits cannot do, and what fewer overdoses alone would."""
    told = found["witnesses"]
    return {
        "unwitnessed": percent(told["unwitnessed_share_of_deaths"]),
        "none": number(told["deaths_without_naloxone"], 0),
        "plan": number(told["deaths_with_plan"], 0),
        "full": number(told["deaths_with_full_availability"], 0),
        "together": number(told["deaths_with_plan_and_fewer_alone"], 0),
        "fewer": percent(told["fewer_alone_unwitnessed_share"]),
    }
