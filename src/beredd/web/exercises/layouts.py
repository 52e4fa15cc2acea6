"""Which parts of a plan and of a programme have pages of their own, under which word, and with which columns."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beredd.exercises import programme
from beredd.exercises.columns import LAYOUTS, LINES, Column, Layout
from beredd.exercises.plan import Expected, Knowledge


@dataclass(frozen=True, kw_only=True)
class Part:
    """A list whose items are edited one by one.

    key     where it stands in the plain data, `evaluation.knowledge`
    inner   the list within each item, its type and columns
    """

    key: str
    item: type
    columns: tuple[Column, ...]
    one: str | Promise
    anchor: str
    inner: str = ""
    inner_type: type | None = None
    inner_columns: tuple[Column, ...] = ()
    inner_name: str | Promise = ""


_BY_TITLE = {layout.title: layout for layout in LAYOUTS}


def _own(layout: Layout) -> tuple[Column, ...]:
    return tuple(column for column in layout.columns if column.key and "." not in column.key)


def _inner(layout: Layout, prefix: str) -> tuple[Column, ...]:
    """The columns of a nested list, their keys without the list's name."""
    return tuple(
        Column(c.header, c.key.removeprefix(prefix), c.kind, c.width, c.words, c.catalogue, c.offers)
        for c in layout.columns
        if c.key.startswith(prefix)
    )


def _part(title: str, one: str | Promise, anchor: str) -> Part:
    layout = _BY_TITLE[title]
    return Part(key=".".join(layout.part), item=layout.item, columns=_own(layout), one=one, anchor=anchor)


_INJECTS, _KNOWS, _ROLES = _BY_TITLE["Inspelslista"], _BY_TITLE["Rollernas bild"], _BY_TITLE["Roller"]

PLAN: Mapping[str, Part] = {
    "inspel": Part(
        key="injects",
        item=_INJECTS.item,
        columns=_own(_INJECTS),
        one=_("Inspel"),
        anchor="inspel",
        inner="expected",
        inner_type=Expected,
        inner_columns=_inner(_INJECTS, "expected."),
        inner_name=_("Förväntade åtgärder"),
    ),
    "roller": Part(
        key="roles",
        item=_ROLES.item,
        columns=_own(_ROLES),
        one=_("Roll"),
        anchor="roller",
        inner="knowledge",
        inner_type=Knowledge,
        inner_columns=_KNOWS.columns,
        inner_name=_("Vad rollen får veta av modellen"),
    ),
    "delmal": _part("Delmål", _("Delmål"), "delmal"),
    "indikatorer": _part("Indikatorer", _("Bedömningsgrund"), "delmal"),
    "aktorer": _part("Aktörer", _("Aktör"), "roller"),
    "skeden": _part("Skeden", _("Skede"), "inspel"),
    "beslutskort": _part("Beslutskort", _("Beslutskort"), "beslut"),
    "varden": _part("Värden", _("Tal i texterna"), "underlag"),
    "observatorer": _part("Observatörer", _("Observatörsblad"), "utvardering"),
    "delning": _part("Delning", _("Delning"), "beslut"),
    "kunskapsfragor": _part("Kunskapsfrågor", _("Kunskapsfråga"), "utvardering"),
    "underlag": _part("Underlag", _("Uppgift som övningen vilar på"), "underlag"),
}
HEAD = tuple(line for line in LINES if line.key not in ("format", "id", "version", "status"))
"""What is said of a plan as a whole, and can be changed."""

PROGRAMME: Mapping[str, Part] = {
    "formagor": Part(
        key="abilities",
        item=programme.Ability,
        columns=(Column("Delmål", "objective", offers="Delmål"), Column("Förmåga", "text", width=60)),
        one=_("Förmåga"),
        anchor="formagor",
    ),
    "tillfallen": Part(
        key="occasions",
        item=programme.Occasion,
        columns=(
            Column("Plan", "plan", offers="Planer"),
            Column("År", "year", "whole"),
            Column("När", "when"),
            Column("Tema", "theme"),
            Column("Deltar", "takes_part", "ids", offers="Aktörer"),
        ),
        one=_("Övning i programmet"),
        anchor="tillfallen",
    ),
    "moten": Part(
        key="meetings",
        item=programme.Meeting,
        columns=(
            Column("Möte", "name"),
            Column("När", "when"),
            Column("Ändamål", "purpose", width=60),
            Column("Deltar", "takes_part", "ids", offers="Aktörer"),
        ),
        one=_("Möte"),
        anchor="moten",
        inner="agreed",
        inner_type=programme.Agreement,
        inner_columns=(
            Column("Överenskommet", "text", width=60),
            Column("Vem", "who"),
            Column("Senast", "by"),
        ),
        inner_name=_("Överenskommet"),
    ),
}
PROGRAMME_HEAD = (
    Column("Namn", "name"),
    Column("År", "years", "lines"),
    Column("Inriktning", "direction", width=60),
)
