"""The living page of components."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from beredd.web.design.specimens import ORIGIN, example_curve, example_map, example_table


class SpecimenForm(forms.Form):
    """Fields for the living page, one of them wrong."""

    days = forms.IntegerField(min_value=1, max_value=365, help_text="1–365")
    share = forms.CharField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].label = _("Antal dagar")
        self.fields["share"].label = _("Andel apotek")
        self.fields["share"].widget.attrs |= {"aria-invalid": "true", "aria-describedby": "id_share_error"}

    def clean_share(self):
        raise forms.ValidationError(_("Du skrev −5. Skriv ett tal mellan 0 och 100 %."))


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Anyone: every component of the look, drawn by the code that draws it elsewhere."""
    context: dict[str, Any] = {
        "room": "components",
        "map": example_map(),
        "curve": example_curve(),
        "table": example_table(),
        "origin": ORIGIN,
        "form": SpecimenForm({"days": "90", "share": "−5"}),
        "tokens": {
            _("Ytor och text"): ["ground", "surface", "sunken", "ink", "ink-2", "hair", "edge"],
            _("Handling"): ["act", "act-soft", "link", "exercise", "exercise-soft"],
            _("Status"): ["ok", "info", "warn", "bad"],
            _("Karta, fem steg"): ["q1", "q2", "q3", "q4", "q5"],
            _("Kurvor"): ["c1", "c2", "c3", "c4", "c5"],
        },
        "icons": ICONS,
    }
    return render(request, "design/components.html", context)


ICONS = (
    *("play", "pause", "bryt", "stop", "jump", "clock", "wait", "mail", "sms", "tel", "media", "meet", "paper", "shop"),
    *("ok", "info", "warn", "bad", "run", "lost", "draft", "lock", "law", "hand", "down", "map", "eye", "off", "print"),
    *("if", "plus", "left", "right"),
)
