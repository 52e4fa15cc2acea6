"""The studio's form: scenario, size, chance, and the parameters most worth moving. Its limits are those of `spec`."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from beredd.figures.numbers import interval, number
from beredd.web.dispensing import catalogue
from beredd.web.dispensing.spec import MAX_DAYS, MAX_REPLICATES, MAX_SEED

UNITS = {
    "h": gettext_lazy("timmar"),
    "s": gettext_lazy("sekunder"),
    "minutes": gettext_lazy("minuter"),
    "days": gettext_lazy("dygn"),
    "days of use": gettext_lazy("dygns förbrukning"),
    "lines/day": gettext_lazy("rader per dygn"),
    "lines/customer": gettext_lazy("rader per kund"),
    "times the mean load": gettext_lazy("× medel"),
    "tier": gettext_lazy("nivå"),
    "0 or 1": "",
}


def in_language(item: dict[str, Any], name: str) -> str:
    """`item["title_en"]` on English pages, else `item["title_sv"]` or `item["title"]`."""
    english = (get_language() or "sv").startswith("en")
    keys = (f"{name}_en", name, f"{name}_sv") if english else (f"{name}_sv", name, f"{name}_en")
    return next((str(item[key]).strip() for key in keys if item.get(key)), "")


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


class NumberField(forms.CharField):
    """A number as people write it: 1,3 or 1.3, 277 000 or 277000, −1 or -1."""

    def __init__(self, *, low: float, high: float, is_whole: bool, scale: float = 1.0, shown: str = "", **kwargs):
        self.low, self.high, self.is_whole, self.scale, self.shown = low, high, is_whole, scale, shown
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric" if is_whole else "decimal", "autocomplete": "off"}

    def clean(self, value):
        text = super().clean(value)
        if text == "":
            return None
        plain = re.sub(r"[\s\u00a0\u202f%]", "", text).replace("−", "-").replace(",", ".")
        try:
            given = float(plain)
        except ValueError:
            raise forms.ValidationError(
                _("Du skrev ”%(text)s”, som inte är ett tal. %(allowed)s") % {"text": text, "allowed": self.allowed()}
            ) from None
        if (self.is_whole and given != int(given)) or not self.low <= given <= self.high:
            raise forms.ValidationError(_("Du skrev %(text)s. %(allowed)s") % {"text": text, "allowed": self.allowed()})
        scaled = given / self.scale
        # 70 % is 0.7, not 0.7000000000000001: what is stored must be what was meant.
        return int(scaled) if self.is_whole and self.scale == 1 else round(scaled, 12)

    def allowed(self) -> str:
        """One sentence: what may stand here."""
        kind = _("ett heltal") if self.is_whole else _("ett tal")
        return _("Skriv %(kind)s mellan %(low)s och %(high)s%(unit)s.") % {
            "kind": kind,
            "low": number(self.low),
            "high": number(self.high),
            "unit": f" {self.shown}" if self.shown else "",
        }


def plain(value: float) -> str:
    """A number for an input: no thousands apart, decimal comma in Swedish."""
    text = f"{value:.6g}" if value != int(value) else str(int(value))
    return text.replace(".", ",") if not (get_language() or "sv").startswith("en") else text


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


class RunForm(forms.Form):
    """A new run. Parameters left at the register's value are not sent as overrides."""

    scenario = forms.ChoiceField(label=gettext_lazy("Scenario"))
    days = NumberField(low=1, high=MAX_DAYS, is_whole=True, label=gettext_lazy("Dagar"))
    replicates = NumberField(low=1, high=MAX_REPLICATES, is_whole=True, label=gettext_lazy("Replikat"))
    seed = NumberField(low=0, high=MAX_SEED, is_whole=True, label=gettext_lazy("Frö"))
    title = forms.CharField(
        label=gettext_lazy("Namn (valfritt)"), required=False, max_length=120, widget=forms.TextInput
    )

    def __init__(self, *args, network: str = "sweden", overrides: dict[str, float] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.network = network
        given = overrides or {}
        self.scenarios = catalogue.scenarios()
        self.fields["scenario"].choices = [(s["id"], scenario_title(s)) for s in self.scenarios]
        self.parameters = [p for p in catalogue.parameters() if p.get("studio") or p["name"] in given]
        for parameter in self.parameters:
            value = given.get(parameter["name"], parameter["value"])
            self.fields[self._name(parameter)] = self._field(parameter, value)
        for name in ("days", "replicates", "seed"):
            self.fields[name].error_messages["required"] = self.fields[name].allowed()
        # Errors and hints are read out with the field.
        for name, field in self.fields.items():
            if name in self.errors if self.is_bound else False:
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{name}_error"}

    @staticmethod
    def _name(parameter: dict[str, Any]) -> str:
        return f"p_{parameter['name']}"

    def _field(self, parameter: dict[str, Any], value: float) -> forms.Field:
        low, high = parameter["range"]
        label = in_language(parameter, "label")
        if parameter["unit"] == "0 or 1":
            return forms.TypedChoiceField(
                label=label, choices=[(0, _("Nej")), (1, _("Ja"))], coerce=int, initial=int(value), required=False
            )
        if parameter["unit"] == "tier":
            return forms.TypedChoiceField(
                label=label, choices=tier_choices(), coerce=int, initial=int(value), required=False
            )
        scale = 100.0 if is_share(parameter) else 1.0
        field = NumberField(
            low=low * scale,
            high=high * scale,
            is_whole=bool(parameter.get("integer")),
            scale=scale,
            shown=unit_of(parameter),
            label=label,
            initial=plain(value * scale),
            required=False,
        )
        return field

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

    def overrides(self) -> dict[str, float]:
        """Parameter -> value, only where it differs from the register."""
        changed = {}
        for parameter in self.parameters:
            value = self.cleaned_data.get(self._name(parameter))
            if value not in (None, "") and float(value) != float(parameter["value"]):
                changed[parameter["name"]] = value
        return changed

    def field_of(self, spec_field: str) -> str | None:
        """The form's name of a field that `spec` refused, or None when it has none."""
        name = "p_" + spec_field.removeprefix("overrides.") if spec_field.startswith("overrides.") else spec_field
        return name if name in self.fields else None
