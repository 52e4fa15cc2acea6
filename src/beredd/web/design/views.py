"""The living page of components."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from beredd.web.design.curves import Curve, curve_chart
from beredd.web.design.maps import atlas, choropleth, classes_for


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
    codes = list(atlas()["counties"])
    values = {code: float((index * 37) % 66) for index, code in enumerate(codes) if code != "09"}
    hump = [5, 16, 30, 41, 47.8, 44, 36, 26, 18, 12, 8, 6, 5.4, 5.1, 5]
    second = [1, 2, 3, 4, 5, 7, 9, 12, 14, 15, 14, 12, 10, 8, 7]
    context: dict[str, Any] = {
        "room": "components",
        "map": choropleth(
            level="counties",
            values=values,
            classes=classes_for(list(values.values())),
            unit=_("Per 10 000"),
            title=_("Exempelkarta"),
            description=_("Påhittade värden i fem klasser; ett län saknar uppgift."),
            selected="22",
        ),
        "curve": curve_chart(
            curves=[
                Curve(label=_("Vardag"), median=[4.0] * 15, is_baseline=True),
                Curve(
                    label=_("Störning"),
                    median=hump,
                    low=[x * 0.86 for x in hump],
                    high=[x * 1.13 for x in hump],
                ),
                Curve(label=_("Med åtgärd"), median=second),
            ],
            description=_("Exempelkurva: påhittade värden som stiger till 48 dag 4 och faller."),
            ticks=[(0, _("dag 0")), (7, "7"), (14, "14")],
            limit=(30, _("gräns 30")),
            now=4,
            now_label=_("nu"),
        ),
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
