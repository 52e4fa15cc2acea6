"""The lab's figures: four courses of the typical patient, and the arrest shares with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beredd.figures.numbers import interval, number
from beredd.overdose.answer import COURSE_EVERY_S, Answer
from beredd.web.design.curves import Curve, curve_chart
from beredd.web.design.standalone import standalone_style
from beredd.web.dispensing.forms import plain

if TYPE_CHECKING:
    from beredd.overdose import ArmResult

FIGURES = {
    "ventilation": "ventilation",
    "po2": "pao2",
    "opioid": "occupancy_opioid",
    "antagonist": "occupancy_antagonist",
}
"""A figure's name in addresses -> the quantity it draws."""
SHARES = "hjartstopp"


def titles() -> dict[str, str]:
    """What each figure is called."""
    return {
        "ventilation": _("Ventilation, liter per minut"),
        "po2": _("Arteriellt PO2, mmHg"),
        "opioid": _("Receptorer som opioiden håller, procent"),
        "antagonist": _("Receptorer som antagonisten håller, procent"),
        SHARES: _("Hjärtstopp i populationen, procent"),
    }


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One arm as the page names it."""

    letter: str
    words: str
    result: "ArmResult"


def limit_of(name: str, answer: Answer) -> tuple[float, str] | None:
    """The line that a course is read against."""
    from beredd.overdose.constants import arrest_rule

    rule = arrest_rule()
    if name == "ventilation":
        share = number(100 * rule.ventilation_share)
        return rule.ventilation_share * answer.resting_l_per_min, _("%(share)s %% av vila") % {"share": share}
    if name == "po2":
        return rule.pao2_mmhg, f"{number(rule.pao2_mmhg)} mmHg"
    return None


def course_chart(name: str, answer: Answer, arms: Sequence[Shown], *, standalone: bool = False) -> SafeString:
    """One quantity of the typical patient over half an hour, one curve per arm and one without antagonist."""
    quantity, title = FIGURES[name], titles()[name]
    without, *given = answer.courses
    curves = []
    if name != "antagonist":
        curves.append(Curve(label=_("utan"), median=without.value[quantity], is_baseline=True))
    for arm, course in zip(arms, given, strict=True):
        low, high = course.low[quantity], course.high[quantity]
        curves.append(Curve(label=arm.letter, median=course.value[quantity], low=low, high=high))
    spans = [
        _("%(letter)s är lägst %(low)s och %(last)s efter en halvtimme")
        % {
            "letter": arm.letter,
            "low": number(min(course.value[quantity]), 1),
            "last": number(course.value[quantity][-1], 1),
        }
        for arm, course in zip(arms, given, strict=True)
    ]
    description = _(
        "Kurva: %(title)s, den typiska patienten, från att opioiden ges. %(spans)s. Talen finns i tabellen."
    ) % {
        "title": title,
        "spans": "; ".join(spans) or _("Ingen antagonist är vald"),
    }
    minutes = [0, 10, 20, 30]
    is_share = name in ("opioid", "antagonist")
    return curve_chart(
        curves=curves or [Curve(label="", median=without.value[quantity])],
        description=description,
        ticks=[(60 * m / COURSE_EVERY_S, _("%(m)d min") % {"m": m} if m == 30 else str(m)) for m in minutes],
        unit={"ventilation": "l/min", "po2": "mmHg"}.get(name, "%"),
        top=100.0 if is_share else None,
        limit=limit_of(name, answer),
        low=not standalone,
        names_apart=True,
        title=title,
        standalone=standalone,
    )


def share_figure(arms: Sequence[Shown], *, standalone: bool = False) -> SafeString:
    """One line per arm from 0 to 100 per cent: the 95 % interval with its share, or the span of a fitted product."""
    rows, height = [], 100.0 / (len(arms) + 1)
    spoken = []
    for k, arm in enumerate(arms):
        one = arm.result
        fitted = one.span_pct
        low, high = fitted or one.ci95
        if fitted:
            text = interval(low, high, decimals=0) + " % " + _("(alla kurvor)")
        else:
            text = f"{number(one.cardiac_arrest_pct, 1)} % ({interval(low, high, decimals=0)})"
        name = arm.letter or _("utan")
        spoken.append(f"{name}: {text}")
        rows.append(
            {
                "css": f"c{k}" if arm.letter else "",
                "name": name,
                "text": text,
                "low": f"{low:.2f}%",
                "high": f"{high:.2f}%",
                "at": "" if fitted else f"{one.cardiac_arrest_pct:.2f}%",
                "text_y": f"{height * (k + 0.42):.2f}%",
                "y": f"{height * (k + 0.68):.2f}%",
            }
        )
    return render_to_string(
        "overdose_lab/shares.html",
        {
            "rows": rows,
            "n_rows": len(rows),
            "axis": f"{100 - 0.75 * height:.2f}%",
            "tick_y": f"{100 - 0.2 * height:.2f}%",
            "ticks": [
                {
                    "x": f"{x}%",
                    "text": f"{x} %" if x == 100 else str(x),
                    "css": "" if x == 0 else "end" if x == 100 else "mid",
                }
                for x in (0, 25, 50, 75, 100)
            ],
            "description": _("Hjärtstopp i populationen. %(rows)s. Talen finns i tabellen.")
            % {"rows": "; ".join(spoken)},
            "title": titles()[SHARES],
            "standalone": standalone,
            "height": 46 * (len(rows) + 1),
            "style": standalone_style() if standalone else "",
        },
    )


def figure_file(name: str, answer: Answer, arms: Sequence[Shown]) -> SafeString:
    """A figure that stands alone: heading, what each line is, which run it shows, and that nobody has reviewed it."""
    if name == SHARES:
        chart, chart_height = share_figure(arms, standalone=True), 46 * (len(arms) + 1)
    else:
        chart, chart_height = course_chart(name, answer, arms[1:], standalone=True), 360
    question, record = answer.result.question, answer.result.record
    given = (
        _("%(opioid)s %(dose)s mg, typisk patient") if name != SHARES else _("%(opioid)s %(dose)s mg, %(n)s personer")
    )
    facts = {"opioid": opioid_name(question.opioid), "dose": plain(question.dose_mg), "n": number(question.n)}
    at = chart_height + 62
    rows = [
        {
            "y": at + 22 * k,
            "css": f"c{k}" if arm.letter else "",
            "dash": f"d{k}",
            "text": f"{arm.letter} {arm.words}".strip() + (f" · {mark}" if (mark := mark_of(arm)) else ""),
        }
        for k, arm in enumerate(arms)
    ]
    at += 22 * len(rows) + 16
    said = (
        f"{given % facts}. Beredd {record.version}, {record.engine}, {record.identity()}.",
        _("Modellresultat för forskning och utbildning. Ska granskas av kliniker innan något används eller sprids."),
    )
    return render_to_string(
        "overdose_lab/figure.html",
        {
            "title": titles()[name],
            "description": f"{titles()[name]}. {' '.join(said)}",
            "chart": chart,
            "rows": rows,
            "foot": [{"y": at + 20 * k, "text": text} for k, text in enumerate(said)],
            "height": at + 34,
            "style": standalone_style(),
        },
    )


def mark_of(arm: Shown) -> str:
    """What a reader must know of an arm beside its name; empty where it is as published."""
    if arm.result.is_label_fitted:
        return _("etikettanpassad")
    return "" if arm.result.is_within_published else _("utöver publicerad validering")


def opioid_name(name: str) -> str:
    """An opioid's name in the page's language."""
    from beredd.overdose.substances import opioid
    from beredd.wording import in_language

    return in_language(opioid(name))
