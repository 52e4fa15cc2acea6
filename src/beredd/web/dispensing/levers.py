"""Levers as pages to read: what can be done, who decides, on what legal ground, what the model changes and what not."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from beredd.dispensing.levers import (
    DECIDER_NAMES,
    FIGURES,
    STATES,
    STATUS_NAMES,
    Lever,
    UnknownLever,
    find_lever,
    list_levers,
)
from beredd.dispensing.scenarios import STATE_NAMES
from beredd.figures.numbers import interval, number, percent
from beredd.wording import language

MARKS = {"in_force": "info", "proposed": "warn", "under_inquiry": "warn", "none_found": "bad", "not_examined": "mute"}
"""Status of a legal ground -> its mark. None of them is the mark of what is allowed."""


@require_safe
def levers(request: HttpRequest) -> HttpResponse:
    """Anyone: all levers, or those that one kind of actor may decide."""
    wanted = request.GET.get("bestammer", "")
    is_known = wanted in ("", *DECIDER_NAMES)
    everyone = list_levers()
    chosen = [one for one in everyone if not wanted or wanted in (one.decided_by or ("none",))] if is_known else []
    context = {
        "room": "compute",
        "rows": [_row(one) for one in chosen],
        "n": len(chosen),
        "total": len(everyone),
        "wanted": wanted,
        "wrong": "" if is_known else wanted,
        "deciders": [{"id": id, "name": str(name)} for id, name in DECIDER_NAMES.items()],
    }
    return render(request, "dispensing/levers.html", context, status=200 if is_known else 422)


@require_safe
def lever(request: HttpRequest, id: str) -> HttpResponse:
    """Anyone: one lever, with the legal ground in each state and where every figure comes from."""
    try:
        one = find_lever(id)
    except UnknownLever as unknown:
        raise Http404(str(unknown)) from None
    ids = [each.id for each in list_levers()]
    at = ids.index(one.id)
    grounds = [
        {
            "state": str(STATE_NAMES[state]),
            "mark": MARKS[one.ground(state).status],
            "status": str(STATUS_NAMES[one.ground(state).status]),
            "reference": one.ground(state).reference or "",
            "confirmed_by": one.ground(state).confirmed_by or "",
        }
        for state in STATES
    ]
    context = _row(one) | {
        "room": "compute",
        "grounds": grounds,
        "legal_note": said(one.legal_note),
        "limits": said(one.limits),
        "changes": said(one.changes),
        "does_not_model": said(one.does_not_model),
        "is_reversible": one.reversible,
        "figures": [_figure(one, name) for name in FIGURES if name in one.basis],
        "source": one.source,
        "confidence": one.confidence,
        "hits": [*one.models, *one.chain, *one.parameters],
        "before": ids[at - 1] if at else "",
        "after": ids[at + 1] if at + 1 < len(ids) else "",
    }
    return render(request, "dispensing/lever.html", context)


def said(words: Any) -> str:
    """A text in the page's language; "" for none."""
    return words[language()] if words else ""


def _row(one: Lever) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": said(one.name),
        "decider": said(one.decider),
        "does": said(one.does),
        "legal": _grouped(one),
        "lead_time": duration(one.lead_time_h),
        "minutes": interval(*one.staff_minutes) if one.staff_minutes else "",
        "is_modelled": one.is_modelled,
        "in_dose": bool(one.models),
        "in_chain": bool(one.chain or one.parameters),
    }


def _grouped(one: Lever) -> list[dict[str, Any]]:
    """The states by status, in their order; those that nobody has examined last."""
    found: dict[str, list[str]] = {}
    for state in STATES:
        found.setdefault(one.ground(state).status, []).append(str(STATE_NAMES[state]).lower())
    rest = found.pop("not_examined", [])
    rows = [{"mark": MARKS[s], "status": str(STATUS_NAMES[s]), "states": ", ".join(of)} for s, of in found.items()]
    if rest:
        states = "" if len(rest) == len(STATES) else ", ".join(rest)
        rows.append({"mark": "mute", "status": str(STATUS_NAMES["not_examined"]), "states": states})
    return rows


def duration(hours: float | None) -> str:
    """Hours in words: minutes under one, days where they are whole or there are two of them."""
    if hours is None:
        return _("inte känt")
    if hours < 1:
        return _("%(n)s minuter") % {"n": number(60 * hours)}
    if hours < 24 or (hours < 48 and hours % 24):
        return ngettext("%(n)s timme", "%(n)s timmar", int(hours)) % {"n": number(hours)}
    return _("%(n)s dygn") % {"n": number(hours / 24)}


def _figure(one: Lever, name: str) -> dict[str, str]:
    """A figure in words, with where it comes from."""
    labels = {
        "lead_time_h": _("Ledtid"),
        "staff_minutes": _("Personalens minuter per patient eller ärende"),
        "error_rate": _("Andel fel"),
        "capacity": _("Tak"),
        "finite_count": _("Hur många det finns"),
    }
    shown = {
        "lead_time_h": lambda: duration(one.lead_time_h),
        "staff_minutes": lambda: interval(*(one.staff_minutes or (0, 0))),
        "error_rate": lambda: percent(one.error_rate or 0),
        "capacity": lambda: f"{percent(one.capacity or 0)} ({said(one.capacity_unit)})",
        "finite_count": lambda: number(one.finite_count or 0),
    }
    basis = one.basis[name]  # type: ignore[index]
    return {
        "label": labels[name],
        "shown": shown[name](),
        "confidence": basis.confidence,
        "source": basis.source or "",
        "why": said(basis.why),
    }
