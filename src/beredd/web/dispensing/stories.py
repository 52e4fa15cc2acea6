"""A scenario as a page to read: its story, what happens when, what is assumed, what the model does not carry."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beredd.dispensing.reading import moment
from beredd.dispensing.reading.places import counties
from beredd.dispensing.scenarios.moments import hour_of
from beredd.figures.numbers import number
from beredd.web.dispensing import catalogue
from beredd.web.dispensing.forms import scenario_summary, scenario_title
from beredd.web.dispensing.levers import duration, said
from beredd.web.dispensing.views import STATES
from beredd.wording import in_language


@require_safe
def scenario(request: HttpRequest, id: str) -> HttpResponse:
    """Anyone: a scenario's story, what happens when, what is assumed and what the model does not carry."""
    found = catalogue.scenario(id)
    if found is None:
        raise Http404
    first_weekday = date.fromisoformat(found["start"]).weekday()
    context = {name: in_language(found, name) for name in ("assumed", "not_carried", "would_change")} | {
        "room": "compute",
        "id": id,
        "title": scenario_title(found),
        "summary": scenario_summary(found),
        "days": found["days"],
        "level": STATES.get(found["state"], 1),
        "backtest": found["backtest"],
        "sources": found["sources"],
        "parts": [
            {"key": "event", "rows": _happenings(found["event"], first_weekday)},
            {"key": "dose", "rows": _happenings(found.get("dose", []), first_weekday)},
        ],
        "is_dose_only": bool(found.get("dose")) and not found["event"],
    }
    return render(request, "dispensing/scenario.html", context)


def _happenings(events: Sequence[dict[str, Any]], first_weekday: int) -> list[dict[str, str]]:
    names = {event["id"]: said(event.get("name")) or event["id"] for event in events}
    return [
        {
            "name": names[event["id"]],
            "where": _places(event),
            "when": _moment(event, names, first_weekday),
            "lasts": _lasting(event["for"]),
            "times": (event.get("repeat") or {}).get("times", 0),
        }
        for event in events
    ]


def _places(event: dict[str, Any]) -> str:
    """Counties by name; owners, sites and plants are pseudonyms and stand by their ids."""
    if event.get("what"):
        return ", ".join(event["what"])
    named = tuple(event.get("levels") or event.get("where") or ("national",))
    if named == ("national",):
        return _("hela landet")
    return ", ".join(counties()[one].name if one in counties() else one for one in named)


def _moment(event: dict[str, Any], names: dict[str, str], first_weekday: int) -> str:
    if event.get("after"):
        return _("efter ”%(event)s”") % {"event": names[event["after"]]}
    return moment(hour_of(event["from"]), first_weekday)


def _lasting(lasts: Any) -> str:
    if lasts == "rest":
        return _("till slutet")
    if isinstance(lasts, dict):
        (form, (one, other)), *_rest = lasts.items()
        if form == "uniform_h":
            return _("%(low)s–%(high)s timmar") % {"low": number(one), "high": number(other)}
        return _("omkring %(time)s") % {"time": duration(one)}
    return duration(lasts)
