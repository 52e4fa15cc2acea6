"""What the planner asks: budget, equity, who rescues whom, and a table of one's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from beredd.need import MODES, SCENARIOS, Question

MODE_LABELS = {
    "efficient": _("Flest liv"),
    "proportional": _("Efter antal i risk"),
    "max-min": _("Höj den lägsta tillgången"),
    "women-at-least-men": _("Kvinnor minst som män"),
    "floor": _("Golv i varje län och kön"),
}
MIXING_LABELS = {
    "holders": _("Den som har ett kit i dag"),
    "identity": _("Någon av samma kön"),
    "even": _("Hälften av varje kön"),
}
SCENARIO_LABELS = {
    "none": _("Dagens droger"),
    "nitazene": _("Nitazener"),
    "nitazene-severe": _("Nitazener, svårt"),
}
SEX_LABELS = {"all": _("Båda könen"), "women": _("Kvinnor"), "men": _("Män")}
MOST_CHARACTERS = 1_000_000


class PlannerForm(forms.Form):
    """The planner's settings; names in the address are Swedish, as other pages' are."""

    budget = forms.FloatField(min_value=0, max_value=1e9, required=False, label=_("Kit ute samtidigt"))
    rattvisa = forms.ChoiceField(choices=[(mode, MODE_LABELS[mode]) for mode in MODES], label=_("Så fördelas de"))
    golv = forms.FloatField(min_value=0, max_value=99, required=False, label=_("Golv, lägsta tillgång i procent"))
    blandning = forms.ChoiceField(choices=list(MIXING_LABELS.items()), label=_("Vem räddar vem?"))
    lage = forms.ChoiceField(choices=[(name, SCENARIO_LABELS[name]) for name in SCENARIOS], label=_("Droger"))
    mal = forms.FloatField(min_value=1, max_value=99, label=_("Mål, tillgång i procent"))
    ensamma = forms.FloatField(
        min_value=45, max_value=95, required=False, label=_("Dödsfall utan vittne, procent (60 passar Skåne)")
    )
    kon = forms.ChoiceField(choices=list(SEX_LABELS.items()), label=_("Kartan visar"))
    tabell = forms.CharField(required=False, max_length=MOST_CHARACTERS, strip=False, widget=forms.HiddenInput)

    ORDINARY = {"rattvisa": "efficient", "golv": 30, "blandning": "holders", "lage": "none", "mal": 80, "kon": "all"}

    @classmethod
    def read(cls, given, budget: float) -> "PlannerForm":
        """The form filled in with what was sent, the ordinary settings elsewhere."""
        ordinary = {**cls.ORDINARY, "budget": f"{budget:g}"}
        sent = {name: given.get(name) for name in cls.base_fields if given.get(name) not in (None, "")}
        return cls({**ordinary, **sent})

    def question(self, *, draws: int) -> Question:
        """The form's settings as the engine takes them."""
        given = self.cleaned_data
        alone = given.get("ensamma")
        return Question(
            target=given["mal"] / 100,
            budget=given["budget"],
            mode=given["rattvisa"],
            mixing=given["blandning"],
            floor=(given.get("golv") or 0) / 100,
            scenario=given["lage"],
            unwitnessed=None if alone is None else alone / 100,
            draws=draws,
        )
