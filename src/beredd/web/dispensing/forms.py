"""The studio's form: scenario, size, chance, and the parameters most worth moving. The question judges it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredd import dispensing
from beredd.descriptions import Refused, limit_of, read_number
from beredd.dispensing.parameters import load_parameters
from beredd.figures.numbers import interval
from beredd.web.dispensing import catalogue
from beredd.web.dispensing.spec import ASKED, LIMITS
from beredd.web.questions import QuestionForm, field_of, plain, with_per_cent
from beredd.wording import in_language

NAMES = {name: name for name in ("scenario", "days", "replicates", "seed")}
"""Field of the question -> its name in the form."""

UNITS: dict[str, Any] = {
    "h": gettext_lazy("timmar"),
    "s": gettext_lazy("sekunder"),
    "days": gettext_lazy("dygn"),
    "days of use": gettext_lazy("dygns förbrukning"),
    "d": gettext_lazy("dygn"),
    "min": gettext_lazy("minuter"),
    "min/km": gettext_lazy("minuter per km"),
    "h/day": gettext_lazy("timmar per dygn"),
    "lines/day": gettext_lazy("rader per dygn"),
    "of a working day's": gettext_lazy("× en vardag"),
    "relative chance": gettext_lazy("× andra åldrar"),
    "times staffed_hours_per_day": gettext_lazy("× bemannade timmar"),
    "times the mean chance": gettext_lazy("× den vanliga chansen"),
    "times the mean working day": gettext_lazy("× en vanlig vardag"),
    "tier": gettext_lazy("nivå"),
    "0 or 1": "",
    "1 (log scale)": "",
}
"""A register's unit -> the words of pages; shares are per cent."""


def scenario_title(scenario: dict[str, Any]) -> str:
    """A scenario's name in the page's language; its id when it has none."""
    return in_language(scenario, "title") or in_language(scenario, "name") or scenario["id"]


def scenario_summary(scenario: dict[str, Any]) -> str:
    """One or two sentences about a scenario, in the page's language."""
    return in_language(scenario, "summary") or in_language(scenario, "description")


def is_share(parameter: dict[str, Any]) -> bool:
    """Shares are shown and written as per cent."""
    return parameter["unit"].startswith("share")


def unit_of(parameter: dict[str, Any]) -> str:
    """The unit beside the field, in the page's language."""
    return "%" if is_share(parameter) else str(UNITS.get(parameter["unit"], parameter["unit"]))


def tier_choices() -> list[tuple[int, str]]:
    """Criticality tiers, for a field that says which may be handed out."""
    return [
        (-1, _("−1: ingenting")),
        (0, _("0: skada inom ett dygn")),
        (1, _("0–1: skada inom tre dygn")),
        (2, _("0–2: skada inom en vecka")),
        (3, _("0–3: skada inom tre veckor")),
        (4, _("0–4: allt")),
    ]


@dataclass(frozen=True)
class ParameterField:
    """A bound field with what must stand beside it: unit, source mark, interval, where it comes from."""

    field: BoundField
    unit: str
    confidence: str
    interval: str
    source: str
    why: str
    is_choice: bool


class RunForm(QuestionForm):
    """A new run; `question` once it is valid. Parameters left at the register's value are no overrides."""

    question: "dispensing.Question"

    scenario = field_of(LIMITS["scenario"])
    days = field_of(LIMITS["days"])
    replicates = field_of(LIMITS["replicates"])
    seed = field_of(LIMITS["seed"])
    title = forms.CharField(
        label=gettext_lazy("Namn (valfritt)"), required=False, max_length=120, widget=forms.TextInput
    )

    def __init__(self, *args, network: str = "sweden", overrides: dict[str, float] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.network = network
        given = overrides or {}
        self.scenarios = catalogue.scenarios()
        self.fields["scenario"].widget.choices = [(s["id"], scenario_title(s)) for s in self.scenarios]
        self.parameters = [p for p in catalogue.parameters() if p.get("studio") or p["name"] in given]
        for parameter in self.parameters:
            value = given.get(parameter["name"], parameter["value"])
            self.fields[self._name(parameter)] = self._field(parameter, value)
        # Errors and hints are read out with the field.
        for name, field in self.fields.items():
            if name in self.errors if self.is_bound else False:
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{name}_error"}

    @staticmethod
    def _name(parameter: dict[str, Any]) -> str:
        return f"p_{parameter['name']}"

    def _field(self, parameter: dict[str, Any], value: float) -> forms.Field:
        choices: list[Any] = []
        if parameter["unit"] == "0 or 1":
            choices = [(0, _("Nej")), (1, _("Ja"))]
        elif parameter["unit"] == "tier":
            choices = tier_choices()
        limit = limit_of(load_parameters()[parameter["name"]])
        field = field_of(limit, choices=choices, label=in_language(parameter, "label"))
        field.initial = str(int(value)) if choices else plain(100 * value if is_share(parameter) else value)
        return field

    def clean(self) -> dict[str, Any]:
        """Ask the question; what it refuses stands beside its field."""
        names = NAMES | {f"overrides.{parameter['name']}": self._name(parameter) for parameter in self.parameters}
        asked = {**self.written(LIMITS, NAMES), "network": self.network, "overrides": self._overrides()}
        try:
            self.question = ASKED(**asked)
        except Refused as refused:
            self.refuse(refused, names)
        return self.cleaned_data

    def _overrides(self) -> dict[str, Any]:
        """Parameter -> what was written, only where it differs from the register."""
        changed = {}
        for parameter in self.parameters:
            text = str(self.cleaned_data.get(self._name(parameter)) or "").strip()
            value = read_number(with_per_cent(text) if is_share(parameter) else text, is_share=is_share(parameter))
            if text and value != parameter["value"]:
                changed[parameter["name"]] = value
        return changed

    def parameter_fields(self) -> list[ParameterField]:
        """The parameters in the register's order, ready for the page."""
        found = []
        for parameter in self.parameters:
            low, high = parameter["range"]
            scale = 100.0 if is_share(parameter) else 1.0
            is_choice = parameter["unit"] in ("0 or 1", "tier")
            found.append(
                ParameterField(
                    field=self[self._name(parameter)],
                    unit="" if is_choice else unit_of(parameter),
                    confidence=parameter["confidence"],
                    interval="" if is_choice else interval(low * scale, high * scale),
                    source=parameter["source"],
                    why=parameter.get("why", ""),
                    is_choice=is_choice,
                )
            )
        return found

    def summaries(self) -> list[dict[str, str]]:
        """What each scenario is about, for the list under the choice."""
        return [{"id": s["id"], "title": scenario_title(s), "summary": scenario_summary(s)} for s in self.scenarios]
