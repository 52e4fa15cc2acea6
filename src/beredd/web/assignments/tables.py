"""The room's tables: the clauses with what there is for them, who has not been heard, the money."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from beredd import __version__
from beredd.assignments.decision import Assignment
from beredd.assignments.evidence import Answer, Answered
from beredd.figures import Column, Origin, Table
from beredd.figures.numbers import day
from beredd.figures.table import Cell, table_of
from beredd.provenance import fingerprint

STATES: dict[Answer, str] = {"met": "ok", "thin": "warn", "missing": "bad"}
"""A clause's state -> the kind of its mark."""


def state_name(state: str) -> str:
    """What a clause's state is called."""
    return {"met": _("uppfyllt"), "thin": _("tunt"), "missing": _("saknas")}[state]


def origin(assignment: Assignment, today: date) -> Origin:
    """Where the page's states come from."""
    return Origin(
        engine="assignments",
        version=__version__,
        fingerprint=fingerprint(repr(assignment).encode()),
        created=today.isoformat(),
        commands=(f"beredd assignment coverage {assignment.id} --on {today.isoformat()}",),
        notes=(_("Det som programmet självt innehåller är utkast och planer. Det uppfyller ingen punkt."),),
    )


def clauses(answered: Sequence[Answered]) -> Table:
    """Every clause in the decision's order."""
    columns = [
        Column(key="demand", label=_("Uppdragspunkt"), kind="text"),
        Column(key="place", label=_("Var i beslutet"), kind="text"),
        Column(key="due", label=_("Senast"), kind="text"),
        Column(key="state", label=_("Läge"), kind="text"),
        Column(key="evidence", label=_("Underlag"), kind="count"),
        Column(key="id", kind="text"),
        Column(key="days_left", kind="number"),
    ]
    records = [
        {
            "demand": one.clause.demand,
            "place": one.clause.place,
            "due": _due(columns[2], one.clause.due),
            "state": columns[3].cell(one.state, state_name(one.state)),
            "evidence": len(one.evidence),
            "id": one.clause.id,
            "days_left": one.days_left,
        }
        for one in answered
    ]
    return table_of("punkter", _("Uppdraget punkt för punkt"), columns, records)


def _due(column: Column, due: date | None) -> Cell | None:
    return column.cell(due.isoformat(), day(due, "medium")) if due else None


def unheard(assignment: Assignment, answered: Sequence[Answered]) -> Table:
    """Parties that the decision names and that nothing finished has been done with."""
    missing = {party.id for one in answered for party in one.not_heard}
    columns = [
        Column(key="party", label=_("Aktör"), kind="text"),
        Column(key="closeness", label=_("Beslutet kräver"), kind="text"),
    ]
    records = [
        {
            "party": party.name,
            "closeness": columns[1].cell(
                party.closeness, _("nära dialog") if party.closeness == "close" else _("dialog och inhämtad kunskap")
            ),
        }
        for party in assignment.parties
        if party.id in missing
    ]
    return table_of("inte-horda", _("Inte hörda än"), columns, records)


def money(assignment: Assignment) -> Table:
    """What the decision gives, year by year."""
    columns = [
        Column(key="year", label=_("År"), kind="text"),
        Column(key="kronor", label=_("Kronor"), kind="count"),
        Column(key="appropriation", label=_("Anslag"), kind="text"),
        Column(key="condition", label=_("Villkor"), kind="text"),
    ]
    records = [
        {
            "year": str(grant.year),
            "kronor": grant.kronor,
            "appropriation": grant.appropriation,
            "condition": grant.condition or None,
        }
        for grant in assignment.grants
    ]
    return table_of("medel", _("Medel"), columns, records)
