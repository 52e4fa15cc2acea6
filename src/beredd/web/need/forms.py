"""What the planner asks: kits, equity, who rescues whom, and a table of one's own. The question judges it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredd import need
from beredd.descriptions import Refused, limits, on_site
from beredd.need.names import EQUITY, MIXING, SCENARIO
from beredd.web.questions import QuestionForm, field_of, plain

ASKED = on_site(need.Question)
LIMITS = limits(ASKED)
NAMES = {
    "budget": "budget",
    "kit_price_sek": "pris",
    "equity": "rattvisa",
    "floor": "golv",
    "mixing": "blandning",
    "scenario": "lage",
    "target": "mal",
    "unwitnessed": "ensamma",
}
"""Field of the question -> its name in the address, Swedish as other pages'."""
SEX_LABELS = {"all": _("Båda könen"), "women": _("Kvinnor"), "men": _("Män")}
MOST_CHARACTERS = 1_000_000


class PlannerForm(QuestionForm):
    """The planner's settings; `question` once it is valid. Shares are written as per cent."""

    question: "need.Question"

    budget = field_of(LIMITS["budget"])
    pris = field_of(LIMITS["kit_price_sek"])
    rattvisa = field_of(LIMITS["equity"], choices=EQUITY.items())
    golv = field_of(LIMITS["floor"])
    blandning = field_of(LIMITS["mixing"], choices=MIXING.items())
    lage = field_of(LIMITS["scenario"], choices=SCENARIO.items())
    mal = field_of(LIMITS["target"])
    ensamma = field_of(LIMITS["unwitnessed"])
    kon = forms.ChoiceField(choices=list(SEX_LABELS.items()), label=_("Kartan visar"))
    tabell = forms.CharField(required=False, max_length=MOST_CHARACTERS, strip=False, widget=forms.HiddenInput)

    ORDINARY: Mapping[str, Any] = {"golv": "30", "kon": "all"}

    @classmethod
    def read(cls, given: Mapping[str, Any], budget: float) -> "PlannerForm":
        """The form filled in with what was sent, the ordinary settings elsewhere."""
        ordinary = {
            name: plain(100 * LIMITS[field].default if LIMITS[field].asked.is_share else LIMITS[field].default)
            for field, name in NAMES.items()
            if LIMITS[field].default is not None
        }
        sent = {name: given.get(name) for name in cls.base_fields if given.get(name) not in (None, "")}
        return cls({**ordinary, **cls.ORDINARY, "budget": plain(budget), **sent})

    def slide(self, *, step: float, highest: float) -> None:
        """What the slider of kits spans: it hangs on the table."""
        spans = {"data-min": "0", "data-max": plain(highest), "data-step": plain(step), "data-unit": "kit"}
        self.fields["budget"].widget.attrs |= {**spans, "data-slider": _("Reglage: kit ute samtidigt")}

    def clean(self) -> dict[str, Any]:
        """Ask the question; what it refuses stands beside its field."""
        try:
            self.question = ASKED(**self.written(LIMITS, NAMES))
        except Refused as refused:
            self.refuse(refused, NAMES)
        return self.cleaned_data
