"""What the planner's page shows: figures, maps, curve and tables, in the reader's language."""

from dataclasses import replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from beredd.figures.numbers import interval, number, percent
from beredd.need import Plan, shown_rows
from beredd.need.names import EQUITY, SCENARIO
from beredd.need.plan import BudgetCurve
from beredd.need.reading import by_area
from beredd.need.results import notes_of
from beredd.need.table import AreaTable
from beredd.web.design.curves import Curve, curve_chart
from beredd.web.design.maps import Classes, atlas, choropleth
from beredd.web.need.forms import SEX_LABELS
from beredd.wording import Sentence, in_language

SEX_WORDS = {"women": pgettext_lazy("kön", "kvinnor"), "men": pgettext_lazy("kön", "män")}
AVAILABILITY = Classes(bounds=(20.0, 40.0, 60.0, 80.0), limit=80.0)
"""The same classes on both maps and for every budget, so that they can be compared."""


def map_level(table: AreaTable) -> str:
    """Which map the table's codes belong to; empty where they belong to none."""
    shapes = atlas()
    return next((level for level in ("counties", "municipalities") if set(table.codes) & set(shapes[level])), "")


def map_figure(plan: Plan, share, *, sex: str, title: str, standalone: bool = False) -> SafeString | str:
    """Availability by area on a map, for one sex or weighted by overdoses over both."""
    level = map_level(plan.table)
    if not level:
        return ""
    names = dict(zip(plan.table.codes, plan.table.areas, strict=True))
    values = {code: 100 * part for code, part in by_area(plan, share, "" if sex == "all" else sex).items()}
    lowest = sorted(values, key=lambda code: values[code])[:3]
    told = ", ".join(f"{names[code]} ({number(values[code], 0)})" for code in lowest)
    return choropleth(
        level=level,
        values=values,
        classes=replace(AVAILABILITY, limit=100 * plan.question.target),
        unit=_("Procent"),
        title=title,
        description=_("%(who)s. Lägst: %(names)s procent. Alla värden står i tabellen.")
        % {"who": SEX_LABELS[sex], "names": told},
        standalone=standalone,
    )


def budget_curve(plan: Plan, reached: BudgetCurve, *, title: str, standalone: bool = False) -> SafeString:
    """Deaths averted against the number of kits, for the mode chosen and for the efficient one."""
    chosen_mode, highest, points = plan.question.equity, reached.budgets[-1], len(reached.budgets) - 1
    best = list(reached.efficient)
    curves = [Curve(label=str(EQUITY["efficient"]), median=best, is_baseline=chosen_mode != "efficient")]
    if chosen_mode != "efficient":
        curves.append(Curve(label=_("vald fördelning"), median=list(reached.chosen)))
    return curve_chart(
        curves=curves,
        description=_(
            "Dödsfall per år som naloxon förhindrar, mot antal kit ute: från 0 vid 0 kit till %(best)s vid %(kits)s. "
            "Taket, med ett kit vid varje överdos som har ett vittne, är %(ceiling)s."
        )
        % {"best": number(best[-1]), "kits": number(highest), "ceiling": number(reached.ceiling)},
        ticks=[(0, _("0 kit")), (points / 2, number(highest / 2)), (points, number(highest))],
        limit=(reached.ceiling, _("taket: vittnen saknas")),
        now=min(points * plan.budget / highest, points) if highest else None,
        now_label=_("budget"),
        title=title,
        standalone=standalone,
    )


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
            "text": number(totals["price_deaths"], 2),
            "more": _price_interval(found),
        },
    ]


def _price_interval(found) -> str:
    mode = found["question"]["equity"]
    row = next(row for row in found["equity"] if row["mode"] == mode)
    low, high = row.get("price_interval", (None, None))
    return interval(low, high, decimals=2)


def modes(found: dict[str, Any], chosen: str) -> list[dict[str, Any]]:
    """The equity switch: every mode with what it costs."""
    rows = []
    for row in found["equity"]:
        refused = "refused" in row
        rows.append(
            {
                "mode": row["mode"],
                "label": EQUITY[row["mode"]],
                "is_chosen": row["mode"] == chosen,
                "refused": refused,
                "price": "" if refused else number(row["price_deaths"], 2),
                "averted": "" if refused else number(row["deaths_averted"], 1),
                "women": "" if refused or row["p_women"] is None else percent(row["p_women"]),
                "men": "" if refused or row["p_men"] is None else percent(row["p_men"]),
                "lowest": "" if refused else percent(row["lowest_availability"]),
            }
        )
    return rows


def rows(found: dict[str, Any]) -> list[dict[str, str]]:
    """The table by area and sex; counts under five are hidden."""
    lines = []
    for row in shown_rows(found):
        deaths, averted = row["opioid_deaths"], row["deaths_averted"]
        low, high = row.get("availability_interval", (None, None))
        lines.append(
            {
                "area": row["county"],
                "sex": SEX_WORDS[row["sex"]],
                "cells": [
                    number(row["at_risk"], 0),
                    deaths if isinstance(deaths, str) else number(deaths),
                    number(row["kits_in_circulation_now"], 0),
                    percent(row["availability_now"]),
                    number(row["kits_in_circulation"], 0),
                    number(row["kits_per_year"], 0),
                    percent(row["availability"]),
                    interval(low, high, "percent"),
                    ".." if averted is None else number(averted, 1),
                    number(row["kits_for_target"], 0),
                ],
            }
        )
    return lines


def notes(plan: Plan, *, is_demo: bool) -> list[Sentence]:
    """What a reader must know of this plan; why a mode cannot be had stands in the table of modes."""
    beside = {*plan.refused.values()}
    return [
        note
        for note in notes_of(plan)
        if note not in beside and not (is_demo and note.code == "need.note-other-columns")
    ]


def scenarios(found: dict[str, Any]) -> list[dict[str, str]]:
    """The same kits under other drugs."""
    return [
        {
            "label": str(SCENARIO[row["scenario"]]),
            "p": percent(row["p"]),
            "deaths": number(row["deaths_with_plan"], 0),
            "kits": number(row["kits_for_target"], 0),
        }
        for row in found["scenarios"]
    ]


def swings(found: dict[str, Any]) -> list[dict[str, str]]:
    """The parameters that matter most, at the ends of their ranges."""
    return [
        {
            "label": in_language(row, "label"),
            "range": interval(row["low"], row["high"]),
            "averted": " / ".join(number(value, 1) for value in row["deaths_averted"]),
            "kits": " / ".join(number(value, 0) for value in row["kits_for_target"]),
        }
        for row in found["tornado"]
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


def assumptions(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Every parameter in use."""
    return [
        {
            "label": in_language(row, "label"),
            "value": number(row["value"], None if abs(row["value"]) >= 0.1 else 5),
            "range": interval(row["range"][0], row["range"][1]),
            "confidence": row["confidence"],
            "source": row["source"],
        }
        for row in found["assumptions"]
    ]
