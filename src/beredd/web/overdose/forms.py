"""The lab's question as a form: opioid and dose, who, and up to four arms. What it refuses stands beside the field."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from beredd.errors import BereddError
from beredd.figures.numbers import number
from beredd.web.dispensing.forms import NumberField, plain

if TYPE_CHECKING:
    from beredd.overdose import Arm, Question
    from beredd.overdose.strategies import Strategy
    from beredd.overdose.substances import Product

LETTERS = "ABCD"
INTRAVENOUS = ("iv-0.4mg", "iv-2mg")
SHORTEST_DELAY_S, LONGEST_DELAY_S, SLIDER_DELAY_S = 5, 1800, 600
SIZES = (200, 1000, 2000)
MAX_SEED = 999_999_999

FIRST: dict[str, str] = {
    "opioid": "fentanyl",
    "dos": "1.625",
    "person": "chronic",
    "n": "200",
    "fro": "1",
    **{"a1": "in-4mg", "s1": "1-dose", "d1": "60"},
    **{"a2": "in-4mg", "s2": "2-doses-rapid", "d2": "60"},
    **{"a3": "in-4mg", "s3": "1-dose", "d3": "180"},
    **{"a4": "in-4mg", "s4": "breathing-1-dose", "d4": "60"},
}
"""The question that an empty address asks: what does a second dose, a delay and breathing change?"""


def named(one: Any) -> str:
    """A product's, opioid's or strategy's name in the page's language."""
    name: str = one.name_en if (get_language() or "sv").startswith("en") else one.name_sv
    return name


@cache
def offered_products() -> "dict[str, Product]":
    """Products that can be chosen: those of the register and two intravenous doses."""
    from beredd.overdose.substances import product, products

    return {**products(), **{name: product(name) for name in INTRAVENOUS}}


def _groups(items: Any, group_of) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in items:
        groups.setdefault(group_of(one), []).append((one.id, named(one)))
    return list(groups.items())


def product_name(one: "Product") -> str:
    """With the dose, which an intravenous product has in its id only."""
    return f"{named(one)}, {number(one.dose_mg)} mg" if one.is_iv else named(one)


def opioid_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Published ones apart from the scenario sweep."""
    from beredd.overdose import opioids

    heads = {"published": _("Publicerad modell"), "scenario": _("Scenariosvep, inga data från människor")}
    return _groups(opioids().values(), lambda one: heads[one.status])


def product_choices() -> list[tuple[str, Any]]:
    """Published kinetics apart from those fitted to a label."""
    heads = {"published": _("Publicerad kinetik"), "fitted": _("Anpassad till etikett, rangordnas inte")}
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in offered_products().values():
        groups.setdefault(heads[one.status], []).append((one.id, product_name(one)))
    return [("", _("Ingen (raden används inte)")), *groups.items()]


def strategy_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What the published studies did apart from what goes beyond them."""
    from beredd.overdose.strategies import strategies

    heads = {True: _("I de publicerade studierna"), False: _("Utöver den publicerade valideringen")}
    return _groups(strategies().values(), lambda one: heads[one.published])


class DoseField(NumberField):
    """Milligrams. Another unit is refused with what it would be in mg."""

    def clean(self, value):
        text = str(value or "").strip().lower()
        for unit, factor in (("µg", 1e-3), ("μg", 1e-3), ("ug", 1e-3), ("mcg", 1e-3), ("mg", 1.0), ("g", 1e3)):
            if not text.endswith(unit):
                continue
            given = super().clean(text.removesuffix(unit)) if factor == 1.0 else self._elsewhere(text, unit, factor)
            return given
        return super().clean(value)

    def _elsewhere(self, text: str, unit: str, factor: float):
        try:
            in_mg = float(text.removesuffix(unit).strip().replace(",", ".")) * factor
        except ValueError:
            return super().clean(text)
        raise forms.ValidationError(
            _("Du skrev ”%(text)s”. Skriv dosen i mg, alltså %(mg)s.") % {"text": text, "mg": plain(in_mg)}
        )


class LabForm(forms.Form):
    """One question. An arm counts when it has an antagonist."""

    opioid = forms.ChoiceField(label=gettext_lazy("Opioid"))
    dos = DoseField(label=gettext_lazy("Dos i blodet på en gång"), low=1e-6, high=1e6, is_whole=False, shown="mg")
    person = forms.ChoiceField(label=gettext_lazy("Person"))
    n = forms.TypedChoiceField(label=gettext_lazy("Personer i populationen"), coerce=int)
    fro = NumberField(label=gettext_lazy("Slumpens frö"), low=0, high=MAX_SEED, is_whole=True)

    def __init__(self, data=None, *args, **kwargs):
        if data is not None:
            data = data.copy()
            for k in range(1, len(LETTERS) + 1):
                data[f"s{k}"] = data.get(f"s{k}") or "1-dose"
                data[f"d{k}"] = data.get(f"d{k}") or "60"
        super().__init__(data, *args, **kwargs)
        self.fields["opioid"].choices = opioid_choices()
        self.fields["person"].choices = [("chronic", _("Van opioidanvändare")), ("naive", _("Ovan vid opioider"))]
        self.fields["n"].choices = [(n, number(n)) for n in SIZES]
        self.fields["dos"].widget.attrs |= {"data-slider": _("Reglage: dos"), "data-unit": "mg"}
        self.fields["opioid"].widget.attrs["data-doses"] = _dose_table()
        for k, letter in enumerate(LETTERS, 1):
            self.fields[f"a{k}"] = forms.ChoiceField(
                label=f"{_('Antagonist')} {letter}", choices=product_choices(), required=False
            )
            self.fields[f"s{k}"] = forms.ChoiceField(
                label=f"{_('Sätt att ge')} {letter}", choices=strategy_choices(), required=False
            )
            self.fields[f"d{k}"] = NumberField(
                label=f"{_('Fördröjning')} {letter}",
                low=SHORTEST_DELAY_S,
                high=LONGEST_DELAY_S,
                is_whole=True,
                shown="s",
                required=False,
            )
            self.fields[f"d{k}"].widget.attrs |= {
                "data-slider": _("Reglage: fördröjning, %(letter)s") % {"letter": letter},
                "data-unit": "s",
                "data-min": str(SHORTEST_DELAY_S),
                "data-max": str(SLIDER_DELAY_S),
                "data-step": "5",
            }

    def clean(self):
        given = super().clean()
        self._check_dose(given)
        self.arms = self._arms(given)
        if not self.errors:
            self.question = self._question(given)
        return given

    def _check_dose(self, given: dict[str, Any]) -> None:
        from beredd.overdose.substances import opioid

        if given.get("dos") is None or "opioid" not in given:
            return
        chosen = opioid(given["opioid"])
        if given["dos"] > chosen.dose_limit_mg:
            self.add_error(
                "dos",
                _("Du skrev %(dose)s mg. Dosen av %(opioid)s ska vara över 0 och högst %(limit)s mg.")
                % {
                    "dose": number(given["dos"], None),
                    "opioid": named(chosen).lower(),
                    "limit": number(chosen.dose_limit_mg),
                },
            )

    def _arms(self, given: dict[str, Any]) -> "list[tuple[str, Arm]]":
        from beredd.overdose import Arm
        from beredd.overdose.strategies import strategy

        found: list[tuple[str, Arm]] = []
        for k, letter in enumerate(LETTERS, 1):
            antagonist, way, delay_s = (given.get(f"{field}{k}") for field in "asd")
            if not antagonist or {f"s{k}", f"d{k}"} & set(self.errors):
                continue
            plan, product = strategy(way or "1-dose"), offered_products()[antagonist]
            if plan.in_mg and not product.is_iv:
                self.add_error(f"s{k}", _("Upptrappningen räknar mg i ett blodkärl. Välj en intravenös antagonist."))
                continue
            arm = Arm(antagonist, plan.id, float(delay_s if delay_s is not None else 60))
            twin = next((other for other, same in found if same == arm), None)
            if twin:
                self.add_error(
                    f"a{k}", _("Det här är samma som %(letter)s. Ändra något eller töm raden.") % {"letter": twin}
                )
                continue
            found.append((letter, arm))
        return found

    def _question(self, given: dict[str, Any]) -> "Question | None":
        from beredd.overdose import Question

        try:
            return Question(
                opioid=given["opioid"],
                dose_mg=given["dos"],
                subject=given["person"],
                arms=tuple(arm for _letter, arm in self.arms),
                n=given["n"],
                seed=int(given["fro"]),
            )
        except BereddError as error:
            self.add_error(None, str(error))
            return None

    def rows(self) -> list["ArmRow"]:
        """The arms' fields, for the template."""
        return [ArmRow(letter, k, self[f"a{k}"], self[f"s{k}"], self[f"d{k}"]) for k, letter in enumerate(LETTERS, 1)]

    def dose_hint(self) -> str:
        """Published doses of each opioid."""
        from beredd.overdose import opioids

        known = [
            f"{named(one).lower()} {_(' och ').join(plain(dose) for dose in one.doses_mg)} mg"
            for one in opioids().values()
            if one.status == "published"
        ]
        return _("Publicerade doser: %(doses)s. 1 mg är 1000 µg.") % {"doses": "; ".join(known)}


@dataclass(frozen=True)
class ArmRow:
    """The fields of one arm."""

    letter: str
    number: int
    antagonist: BoundField
    strategy: BoundField
    delay: BoundField


def _dose_table() -> str:
    """What the dose's slider spans for each opioid, for the script."""
    import json

    from beredd.overdose import opioids

    table = {}
    for one in opioids().values():
        low = one.doses_mg[0]
        step = 0.001 if low < 0.1 else 0.005
        top = max(4 * low, 1.2 * one.doses_mg[-1]) if low < 0.1 else 20.0
        table[one.id] = {"dose": plain(low), "slider": [step, round(top, 3), step]}
    return json.dumps(table)


def way_name(plan: "Strategy") -> str:
    """A strategy's name."""
    return named(plan)


def arm_words(arm: "Arm", *, is_short: bool = False) -> str:
    """An arm in words: product, way, delay. Breathing alone has no product."""
    from beredd.overdose.strategies import strategy

    plan = strategy(arm.strategy)
    parts = [] if not plan.doses else [product_name(offered_products()[arm.antagonist])]
    parts.append(way_name(plan) if not parts else way_name(plan)[:1].lower() + way_name(plan)[1:])
    if not is_short:
        parts.append(_("efter %(s)s s") % {"s": number(arm.delay_s)})
    return " · ".join(parts)
