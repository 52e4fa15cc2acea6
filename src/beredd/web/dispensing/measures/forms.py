"""The form of a comparison; the question judges what is written."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from beredd.descriptions import Refused
from beredd.dispensing.measures import CompareQuestion, list_measures
from beredd.web.dispensing import catalogue
from beredd.web.dispensing.forms import scenario_title
from beredd.web.dispensing.measures.spec import LIMITS, TOGETHER, spec_of
from beredd.web.questions import QuestionForm, field_of

NAMES = {name: name for name in ("scenario", "days", "seed")}
CHANCE, DRAWS = "slump", "parametrar"
INTERVALS = ((CHANCE, gettext_lazy("Bara slumpen")), (DRAWS, gettext_lazy("Slump och osäkra parametrar")))
COUNTRIES = (("litet", gettext_lazy("Litet land, en tiondel: snabbt")), ("hela", gettext_lazy("Hela landet")))


class CompareForm(QuestionForm):
    """Measures in a scenario; `spec` once it is valid."""

    spec: dict[str, Any]

    scenario = field_of(LIMITS["scenario"])
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Åtgärder"), required=False, widget=forms.CheckboxSelectMultiple
    )
    together = forms.BooleanField(label=gettext_lazy("Jämför också alla valda tillsammans"), required=False)
    days = field_of(LIMITS["days"])
    over = forms.ChoiceField(label=gettext_lazy("Intervall över"), choices=INTERVALS, initial=CHANCE)
    times = field_of(LIMITS["replicates"], label=gettext_lazy("Antal körningar eller dragningar"))
    country = forms.ChoiceField(label=gettext_lazy("Var"), choices=COUNTRIES, initial="litet")
    seed = field_of(LIMITS["seed"])
    title = forms.CharField(label=gettext_lazy("Namn (valfritt)"), required=False, max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scenario"].widget = forms.Select(
            choices=[(one["id"], scenario_title(one)) for one in catalogue.scenarios()]
        )
        self.fields["measures"].choices = [(one.id, str(one.name)) for one in list_measures() if one.is_modelled]  # type: ignore[attr-defined]
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{name}_error"}

    def clean(self) -> dict[str, Any]:
        """Ask the question; what it refuses stands beside its field."""
        times = "uncertainty" if self.cleaned_data.get("over") == DRAWS else "replicates"
        names = NAMES | {times: "times"}
        asked: dict[str, Any] = self.written(LIMITS, names)
        asked |= {"measures": self._refs(), "small": self.cleaned_data.get("country") != "hela"}
        try:
            self.spec = spec_of(**asked)
        except Refused as refused:
            self.refuse(refused, names | {"measures": "measures"})
        return self.cleaned_data

    def _refs(self) -> list[str]:
        chosen = list(self.cleaned_data.get("measures") or ())
        both = self.cleaned_data.get("together") and len(chosen) > 1
        return [*chosen, TOGETHER.join(chosen)] if both else chosen


def filled_like(spec: Mapping[str, Any]) -> dict[str, Any]:
    """What the form holds for a question that was asked before."""
    question = CompareQuestion(**spec)
    single = [ref for ref in question.measures if TOGETHER not in ref]
    return {
        "scenario": question.scenario,
        "measures": single,
        "together": len(single) < len(question.measures),
        "days": question.days,
        "over": CHANCE if question.uncertainty is None else DRAWS,
        "times": question.uncertainty or question.replicates,
        "country": "litet" if question.small else "hela",
        "seed": question.seed,
    }
