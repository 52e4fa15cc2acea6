"""Forms made of a description: fields, labels, choices. The description alone judges what was written in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import lazystr

from beredd.descriptions import Limit, Refused
from beredd.wording import language


def field_of(limit: Limit, *, choices: Iterable[Any] = (), label: Any = None, **attrs: Any) -> forms.CharField:
    """A form field for one field of a description: a list to choose from, or what people write."""
    widget: forms.Widget = forms.Select(choices=choices) if choices or limit.choices else forms.TextInput()
    if limit.kind in ("number", "whole"):
        widget.attrs |= {"inputmode": "numeric" if limit.kind == "whole" else "decimal", "autocomplete": "off"}
    widget.attrs |= {name.replace("_", "-"): value for name, value in attrs.items()}
    return forms.CharField(label=label or lazystr(limit.asked.label), widget=widget, required=False)


class QuestionForm(forms.Form):
    """What was written goes to a description as it stands; what that refuses stands beside its field."""

    def written(self, limits: Mapping[str, Limit], names: Mapping[str, str]) -> dict[str, str]:
        """Field of the description -> what was written in the form's field of it; empty fields are left out.

        names   field of the description -> name of the form's field
        """
        found = {}
        for field, name in names.items():
            text = str(self.cleaned_data.get(name) or "").strip()
            if text:
                found[field] = with_per_cent(text) if limits[field].asked.is_share else text
        return found

    def choices(self, names: Iterable[str] = ()) -> list[tuple[str, str]]:
        """What was asked, for paper: each field's label with what is written or chosen in it; all fields or `names`."""
        found = []
        for name in names or self.fields:
            bound = self[name]
            text = str(bound.value() or "")
            if text and not bound.is_hidden:
                found.append((str(bound.label), _named(bound.field.widget, text)))
        return found

    def refuse(self, refused: Refused, names: Mapping[str, str]) -> None:
        """Each fault beside the form's field of it; above the form where it has none."""
        for fault in refused.faults:
            name = names.get(fault.field) or fault.field
            self.add_error(name if name in self.fields else None, str(fault))


def _named(widget: forms.Widget, value: str) -> str:
    """What a choice is called; what is written stands as it is."""
    given = list(getattr(widget, "choices", ()))
    flat = [one for key, named in given for one in (named if isinstance(named, list | tuple) else [(key, named)])]
    return str(dict(flat).get(value, value))


def with_per_cent(text: str) -> str:
    """A share as forms take it: what is written is per cent, said or not."""
    return text if not text or text.endswith("%") else f"{text} %"


def plain(value: Any) -> str:
    """A value for an input: numbers with no thousands apart, whole, with a decimal comma in Swedish."""
    if isinstance(value, str):
        return value
    # Ten digits: 70.0 per cent and not 70.00000000000001.
    text = str(int(value)) if value == int(value) else f"{value:.10g}"
    return text if language() == "en" else text.replace(".", ",")
