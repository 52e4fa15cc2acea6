"""Forms for the parts of a plan or a programme, made from the columns that its workbook has."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredd.exercises.columns import Column
from beredd.exercises.plan import Inject
from beredd.exercises.plan_sheets import is_needed
from beredd.exercises.times import canonical
from beredd.web.exercises.words import CHOSEN, HINTS, TIMES

Choices = Mapping[str, Sequence[tuple[str, Any]]]
"""What a column offers, by the worksheet or the field that it chooses from."""
NOT_CHOSEN = ("", "–")
LONG = 40
"""Columns wider than this hold sentences."""


class WhyForm(forms.Form):
    """What was changed, in a few words; stands in the history."""

    why = forms.CharField(
        label=gettext_lazy("Vad som ändrades"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Frivilligt. Står i historiken."),
    )


def name_of(column: Column) -> str:
    """The form's name of a column."""
    return column.key.replace(".", "__")


def _is_many(column: Column) -> bool:
    return column.kind in ("ids", "receivers") or column.key == "modes"


def offered(column: Column, choices: Choices) -> Sequence[tuple[str, Any]] | None:
    """What a column chooses from; None where one writes freely."""
    last = column.key.rpartition(".")[2]
    if last in CHOSEN:
        return [(id, label) for id, label in CHOSEN[last].items()]
    for name in (column.offers, column.key, last, column.catalogue):
        if name and name in choices:
            return choices[name]
    return None


def _hint(column: Column, kind: type) -> Any:
    if kind is Inject and column.key == "text":
        return HINTS["words"]
    return HINTS.get(column.key, TIMES if column.kind == "time" else "")


def field_of(column: Column, kind: type, choices: Choices, now: Any = None) -> forms.Field:
    """The field of a column; what stands there now can be kept, whatever is offered."""
    about: dict[str, Any] = {"label": _(column.header), "help_text": _hint(column, kind)}
    needed = is_needed(kind, column.key) and column.kind not in ("ids", "receivers", "lines")
    offer = offered(column, choices)
    if offer is not None and (_is_many(column) or column.kind != "lines"):
        have = now if isinstance(now, list | tuple) else [now] if now else []
        offer = [*offer, *((one, one) for one in have if one not in dict(offer))]
        if _is_many(column):
            return forms.MultipleChoiceField(
                required=False, choices=offer, widget=forms.CheckboxSelectMultiple, **about
            )
        return forms.ChoiceField(required=needed, choices=offer if needed else [NOT_CHOSEN, *offer], **about)
    match column.kind:
        case "truth":
            return forms.BooleanField(required=False, **about)
        case "whole":
            return forms.IntegerField(required=needed, **about)
        case "number":
            return forms.FloatField(required=needed, localize=True, **about)
        case "day":
            date = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            return forms.DateField(required=needed, widget=date, **about)
        case "lines":
            area = forms.Textarea({"rows": 4})
            about["help_text"] = about["help_text"] or _("En per rad.")
            return forms.CharField(required=False, widget=area, max_length=20_000, **about)
    if column.width >= LONG or column.key in ("aim", "summary") or column.key.startswith(("directive.", "evaluation.")):
        rows = (
            4
            if column.key.rpartition(".")[2] in ("text", "brief", "situation", "background", "method", "direction")
            else 2
        )
        return forms.CharField(required=needed, widget=forms.Textarea({"rows": rows}), max_length=4000, **about)
    return forms.CharField(required=needed, max_length=600, **about)


def form_class(columns: Iterable[Column], kind: type, choices: Choices, now: Mapping[str, Any] | None = None) -> Any:
    """A form with a field for each column."""
    fields = {name_of(column): field_of(column, kind, choices, (now or {}).get(name_of(column))) for column in columns}
    return type("PartForm", (forms.Form,), fields)


def initial_of(item: Any, columns: Iterable[Column]) -> dict[str, Any]:
    """An item as its form shows it."""
    found: dict[str, Any] = {}
    for column in columns:
        value = item
        for part in column.key.split("."):
            value = getattr(value, part)
        if column.kind == "lines" and isinstance(value, tuple):
            value = "\n".join(map(str, value))
        found[name_of(column)] = list(value) if isinstance(value, tuple) else value
    return found


def values_of(form: Any, columns: Iterable[Column], *, starts: str) -> dict[str, Any]:
    """What a form says, as plain data of a plan, dotted keys within each other. What is empty is left out."""
    found: dict[str, Any] = {}
    for column in columns:
        value = form.cleaned_data.get(name_of(column))
        if column.kind == "lines":
            value = [line.strip() for line in (value or "").splitlines() if line.strip()]
        elif column.kind == "time" and value:
            value = canonical(value, starts=starts)
        elif value in (None, "") and not isinstance(value, bool):
            continue
        into = found
        *path, last = column.key.split(".")
        for part in path:
            into = into.setdefault(part, {})
        into[last] = value.isoformat() if hasattr(value, "isoformat") else value
    return found


class NewPlanForm(forms.Form):
    """The least that an exercise is: what it is about, who takes part, and what happens first."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=120)
    id = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=gettext_lazy("Kortnamn i adressen"),
        max_length=60,
        help_text=gettext_lazy("Små bokstäver, siffror och bindestreck, till exempel stopp-i-natt. Ändras aldrig."),
    )
    aim = forms.CharField(
        label=gettext_lazy("Syfte"),
        max_length=600,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("En mening: varför vi övar."),
    )
    summary = forms.CharField(label=gettext_lazy("Vad som händer"), max_length=600, widget=forms.Textarea({"rows": 2}))
    modes = forms.MultipleChoiceField(label=gettext_lazy("Former"), widget=forms.CheckboxSelectMultiple)
    preparedness = forms.ChoiceField(label=gettext_lazy("Beredskap"))
    starts_on = forms.DateField(
        label=gettext_lazy("Scenariots första dag"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    starts = forms.RegexField(
        r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        label=gettext_lazy("Börjar klockan"),
        help_text=gettext_lazy("Till exempel 08:00."),
    )
    hours = forms.IntegerField(label=gettext_lazy("Längd i övningens egen tid, timmar"), min_value=1, max_value=9_999)
    objectives = forms.MultipleChoiceField(
        label=gettext_lazy("Delmål"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Samma delmål i alla övningar, så att de går att jämföra år för år."),
    )
    actors = forms.MultipleChoiceField(
        label=gettext_lazy("Aktörer som övas"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Var och en får en roll, som du sedan skriver."),
    )
    title = forms.CharField(label=gettext_lazy("Det första inspelets rubrik"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("Det första inspelets text"), max_length=4000, widget=forms.Textarea({"rows": 4})
    )


class CloneForm(forms.Form):
    """A copy's name."""

    name = forms.CharField(label=gettext_lazy("Namn"), max_length=120)
    id = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=gettext_lazy("Kortnamn i adressen"),
        max_length=60,
        help_text=gettext_lazy("Små bokstäver, siffror och bindestreck. Ändras aldrig."),
    )


class FileForm(forms.Form):
    """A file with a plan."""

    file = forms.FileField(
        label=gettext_lazy("Arbetsbok eller paket"),
        help_text=gettext_lazy("XLSX eller JSON, högst 4 MB. Läses in som ett utkast av dig."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.json"}),
    )
