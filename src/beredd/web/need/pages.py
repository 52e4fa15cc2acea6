"""What the planner's page says beside its tables and figures: key figures, the switch of modes, the ceiling."""

from typing import Any

from django.utils.translation import gettext as _

from beredd.figures import Table
from beredd.figures.numbers import interval, number, percent
from beredd.need import Plan
from beredd.need.reading.tables import price_decimals
from beredd.need.results import notes_of
from beredd.wording import Sentence


def figures(found: dict[str, Any]) -> list[dict[str, str]]:
    """The figures at the top, each with its interval."""
    totals = found["totals"]
    drawn = totals.get("intervals", {})

    def ends(name, kind="number", decimals=None):
        return interval(drawn[name]["low"], drawn[name]["high"], kind, decimals) if name in drawn else ""

    def share(value):
        return percent(value) if value is not None else _("saknas")

    return [
        {
            "label": _("Kit att dela ut per år"),
            "text": number(totals["kits_per_year"], 0),
            "more": ends("kits_per_year", decimals=0),
        },
        {
            "label": _("Färre dödsfall per år än i dag"),
            "text": number(totals["deaths_averted"], 1),
            "more": ends("deaths_averted", decimals=1),
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
            "label": _("Vad rättvisan kostar, dödsfall per år"),
            "text": number(totals["price_deaths"], price_decimals(found)),
            "more": _price_interval(found),
        },
    ]


def _price_interval(found: dict[str, Any]) -> str:
    mode = found["question"]["equity"]
    row = next(row for row in found["equity"] if row["mode"] == mode)
    low, high = row.get("price_interval", (None, None))
    return interval(low, high, decimals=price_decimals(found))


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
