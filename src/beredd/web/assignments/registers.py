"""The registers of an assignment on the site: what each is called, its rows, its form, its table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredd.assignments.accounts import kronor
from beredd.assignments.decision import Assignment
from beredd.figures import Column, Table
from beredd.figures.numbers import day
from beredd.figures.table import table_of
from beredd.web.assignments.forms import (
    DeedForm,
    DialogueForm,
    ExpenseForm,
    ReachedForm,
    RecommendationForm,
    RegisterForm,
)
from beredd.web.assignments.models import Deed, Entered, Expense, Reached, Recommendation


@dataclass(frozen=True, kw_only=True)
class Register:
    """One register: its address under the assignment, its words, and how its rows are made and shown."""

    key: str
    title: str | Promise
    says: str | Promise
    add: str | Promise
    model: type[Entered]
    form: type[RegisterForm]
    table: Callable[[Assignment, list[Any]], Table]
    only: dict[str, str]
    """Rows that belong to it, of a model that several share."""

    def rows(self, assignment: Assignment) -> list[Any]:
        """Its rows of an assignment, those that nobody has removed."""
        found = self.model.of(assignment.id)
        kinds = self.only.get("kind")
        if self.model is Deed:
            found = found.filter(kind="dialogue") if kinds == "dialogue" else found.exclude(kind="dialogue")
        return list(found)


def _dialogue(assignment: Assignment, rows: list[Deed]) -> Table:
    columns = [
        Column(key="on", label=_("När"), kind="text"),
        Column(key="closeness", label=_("Hur nära"), kind="text"),
        Column(key="parties", label=_("Med"), kind="text"),
        Column(key="what", label=_("Om"), kind="text"),
        Column(key="led_to", label=_("Ledde till"), kind="text"),
        Column(key="id", kind="text"),
    ]
    names = {one.id: one.name for one in assignment.parties}
    records = [
        {
            "on": _day(columns[0], row),
            "closeness": columns[1].cell(
                row.closeness, str(Deed.Closeness(row.closeness).label) if row.closeness else ""
            ),
            "parties": ", ".join([*(names.get(id, id) for id in row.parties), *([row.who] if row.who else [])]),
            "what": row.what,
            "led_to": row.led_to or None,
            "id": str(row.pk),
        }
        for row in rows
    ]
    return table_of("dialog", _("Dialogen"), columns, records)


def _deeds(assignment: Assignment, rows: list[Deed]) -> Table:
    columns = [
        Column(key="on", label=_("När"), kind="text"),
        Column(key="kind", label=_("Slag"), kind="text"),
        Column(key="status", label=_("Läge"), kind="text"),
        Column(key="what", label=_("Vad"), kind="text"),
        Column(key="clauses", label=_("Svarar mot"), kind="text"),
        Column(key="reference", label=_("Var det finns"), kind="text"),
        Column(key="id", kind="text"),
    ]
    demands = {one.id: one.demand for one in assignment.clauses}
    records = [
        {
            "on": _day(columns[0], row),
            "kind": columns[1].cell(row.kind, str(Deed.Kind(row.kind).label)),
            "status": columns[2].cell(row.status, str(Deed.Status(row.status).label)),
            "what": row.what,
            "clauses": "; ".join(demands.get(id, id) for id in row.clauses),
            "reference": row.reference or None,
            "id": str(row.pk),
        }
        for row in rows
    ]
    return table_of("underlag", _("Underlag"), columns, records)


def _expenses(_assignment: Assignment, rows: list[Expense]) -> Table:
    columns = [
        Column(key="on", label=_("Dag"), kind="text"),
        Column(key="what", label=_("Avser"), kind="text"),
        Column(key="reference", label=_("Verifikation"), kind="text"),
        Column(key="ore", label=_("Belopp"), kind="count"),
        Column(key="id", kind="text"),
    ]
    records = [
        {
            "on": _day(columns[0], row),
            "what": row.what,
            "reference": row.reference or None,
            "ore": columns[3].cell(row.ore, kronor(row.ore)),
            "id": str(row.pk),
        }
        for row in rows
    ]
    return table_of("kostnader", _("Kostnader"), columns, records)


def _recommendations(_assignment: Assignment, rows: list[Recommendation]) -> Table:
    columns = [
        Column(key="source", label=_("Tidigare uppdrag"), kind="text"),
        Column(key="text", label=_("Rekommendation"), kind="text"),
        Column(key="owner", label=_("Ägare"), kind="text"),
        Column(key="status", label=_("Läge"), kind="text"),
        Column(key="comment", label=_("Vad som har hänt"), kind="text"),
        Column(key="id", kind="text"),
    ]
    records = [
        {
            "source": row.source,
            "text": row.text,
            "owner": row.owner or None,
            "status": columns[3].cell(row.status, str(Recommendation.Status(row.status).label)),
            "comment": row.comment or None,
            "id": str(row.pk),
        }
        for row in rows
    ]
    return table_of("rekommendationer", _("Tidigare rekommendationer"), columns, records)


def _reached(_assignment: Assignment, rows: list[Reached]) -> Table:
    columns = [
        Column(key="on", label=_("Dag"), kind="text"),
        Column(key="what", label=_("Vad"), kind="text"),
        Column(key="setting", label=_("Sammanhang"), kind="text"),
        Column(key="sex", label=_("Kön"), kind="text"),
        Column(key="n", label=_("Antal"), kind="count"),
        Column(key="id", kind="text"),
    ]
    records = [
        {
            "on": _day(columns[0], row),
            "what": row.what,
            "setting": columns[2].cell(row.setting, str(Reached.Setting(row.setting).label)),
            "sex": columns[3].cell(row.sex, str(Reached.Sex(row.sex).label)),
            "n": row.n,
            "id": str(row.pk),
        }
        for row in rows
    ]
    return table_of("spridning", _("Spridning"), columns, records)


def _day(column: Column, row: Any):
    return column.cell(row.on.isoformat(), day(row.on, "medium")) if row.on else None


REGISTERS = {
    one.key: one
    for one in (
        Register(
            key="dialog",
            title=gettext_lazy("Dialoglogg"),
            says=gettext_lazy("Vilka som har hörts, när, om vad och vad det ledde till."),
            add=gettext_lazy("För in ett samtal"),
            model=Deed,
            form=DialogueForm,
            table=_dialogue,
            only={"kind": "dialogue"},
        ),
        Register(
            key="underlag",
            title=gettext_lazy("Underlag"),
            says=gettext_lazy("Övningar, studier, produkter och annat som svarar mot en punkt i beslutet."),
            add=gettext_lazy("För in underlag"),
            model=Deed,
            form=DeedForm,
            table=_deeds,
            only={},
        ),
        Register(
            key="kostnader",
            title=gettext_lazy("Kostnader"),
            says=gettext_lazy("Det som har förts på uppdraget, i kronor och ören."),
            add=gettext_lazy("För in en kostnad"),
            model=Expense,
            form=ExpenseForm,
            table=_expenses,
            only={},
        ),
        Register(
            key="rekommendationer",
            title=gettext_lazy("Tidigare rekommendationer"),
            says=gettext_lazy("Vad tidigare uppdrag föreslog, och vad det blev av det."),
            add=gettext_lazy("För in en rekommendation"),
            model=Recommendation,
            form=RecommendationForm,
            table=_recommendations,
            only={},
        ),
        Register(
            key="spridning",
            title=gettext_lazy("Spridning"),
            says=gettext_lazy("Vad som har delats ut, i vilket sammanhang och till vem. Okänt är ett svar."),
            add=gettext_lazy("För in en utdelning"),
            model=Reached,
            form=ReachedForm,
            table=_reached,
            only={},
        ),
    )
}
