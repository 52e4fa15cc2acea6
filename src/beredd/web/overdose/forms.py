"""The lab's question as a form: opioid and dose, who, and up to four arms. The question judges what is written."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from beredd import overdose
from beredd.descriptions import Refused, limits, on_site
from beredd.figures.numbers import number
from beredd.overdose.strategies import strategies
from beredd.web.questions import QuestionForm, field_of, plain
from beredd.wording import in_language

LETTERS = "ABCD"
SLIDER_DELAY_S = 600
SIZES = (200, 1000, 2000)
ASKED = on_site(overdose.Question)
LIMITS, WAY_LIMITS = limits(ASKED), limits(overdose.Arm)
NAMES = {"opioid": "opioid", "dose_mg": "dos", "subject": "person", "n": "n", "seed": "fro"}
"""Field of the question -> its name in the address."""
WAY_NAMES = {"antagonist": "a", "strategy": "s", "delay_s": "d"}
"""Field of an arm -> its name in the address, before the arm's number."""

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


def _groups(items: Iterable[Any], group_of: Callable[[Any], str], name_of: Callable[[Any], str]) -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in items:
        groups.setdefault(group_of(one), []).append((one.id, name_of(one)))
    return list(groups.items())


def opioid_choices() -> list[Any]:
    """Published ones apart from the scenario sweep."""
    heads = {"published": _("Publicerad modell"), "scenario": _("Scenariosvep, inga data från människor")}
    return _groups(overdose.opioids().values(), lambda one: heads[one.status], in_language)


def product_choices() -> list[Any]:
    """Published kinetics apart from those fitted to a label."""
    heads = {"published": _("Publicerad kinetik"), "fitted": _("Anpassad till etikett, rangordnas inte")}
    known = _groups(overdose.offered_products().values(), lambda one: heads[one.status], overdose.product_name)
    return [("", _("Ingen (raden används inte)")), *known]


def strategy_choices() -> list[Any]:
    """What the published studies did apart from what goes beyond them."""
    heads = {True: _("I de publicerade studierna"), False: _("Utöver den publicerade valideringen")}
    return _groups(strategies().values(), lambda one: heads[one.published], in_language)


class LabForm(QuestionForm):
    """One question, `question` once it is valid. An arm counts when it has an antagonist."""

    question: overdose.Question | None = None

    def __init__(self, data=None, *args, **kwargs):
        if data is not None:
            data = data.copy()
            for k in range(1, len(LETTERS) + 1):
                for field in ("strategy", "delay_s"):
                    name = f"{WAY_NAMES[field]}{k}"
                    data[name] = data.get(name) or plain(WAY_LIMITS[field].default)
        super().__init__(data, *args, **kwargs)
        subjects = [("chronic", _("Van opioidanvändare")), ("naive", _("Ovan vid opioider"))]
        slider = {"data_slider": _("Reglage: dos"), "data_unit": "mg"}
        self.fields |= {
            "opioid": field_of(LIMITS["opioid"], choices=opioid_choices(), data_doses=_dose_table()),
            "dos": field_of(LIMITS["dose_mg"], **slider),
            "person": field_of(LIMITS["subject"], choices=subjects),
            "n": field_of(LIMITS["n"], choices=_sizes(self.data.get("n", ""))),
            "fro": field_of(LIMITS["seed"]),
        }
        for k, letter in enumerate(LETTERS, 1):
            self.fields |= _arm_fields(k, letter)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        rows = [k for k in range(1, len(LETTERS) + 1) if given.get(f"a{k}")]
        names = {f"arms.{at}.{field}": f"{name}{k}" for at, k in enumerate(rows) for field, name in WAY_NAMES.items()}
        names |= NAMES | {f"arms.{at}": f"a{k}" for at, k in enumerate(rows)}
        arms = [self.written(WAY_LIMITS, {field: f"{name}{k}" for field, name in WAY_NAMES.items()}) for k in rows]
        try:
            self.question = ASKED(**self.written(LIMITS, NAMES), arms=arms)
        except Refused as refused:
            self.refuse(refused, names)
            return given
        self.arms = [(LETTERS[k - 1], arm) for k, arm in zip(rows, self.question.arms, strict=True)]
        return given

    def rows(self) -> list["ArmRow"]:
        """The arms' fields, for the template."""
        return [ArmRow(letter, k, self[f"a{k}"], self[f"s{k}"], self[f"d{k}"]) for k, letter in enumerate(LETTERS, 1)]

    def dose_hint(self) -> str:
        """Published doses of each opioid."""
        known = [
            f"{in_language(one).lower()} {_(' och ').join(plain(dose) for dose in one.doses_mg)} mg"
            for one in overdose.opioids().values()
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


def _arm_fields(k: int, letter: str) -> dict[str, Any]:
    delay = WAY_LIMITS["delay_s"]
    slider = {
        "data_slider": _("Reglage: fördröjning, %(letter)s") % {"letter": letter},
        "data_unit": "s",
        "data_min": plain(delay.low or 0),
        "data_max": str(SLIDER_DELAY_S),
        "data_step": plain(delay.asked.step or 1),
    }
    fields = {
        "a": field_of(WAY_LIMITS["antagonist"], choices=product_choices()),
        "s": field_of(WAY_LIMITS["strategy"], choices=strategy_choices()),
        "d": field_of(delay, **slider),
    }
    for field in fields.values():
        field.label = f"{field.label} {letter}"
    return {f"{name}{k}": field for name, field in fields.items()}


def _sizes(asked: str) -> list[tuple[str, str]]:
    """The usual sizes, and the one that an address asks for."""
    sizes = sorted({*SIZES, *([int(asked)] if asked.isdecimal() and len(asked) < 8 else [])})
    return [(str(n), number(n)) for n in sizes]


def _dose_table() -> str:
    """What the dose's slider spans for each opioid, for the script."""
    table = {}
    for one in overdose.opioids().values():
        low = one.doses_mg[0]
        step = 0.001 if low < 0.1 else 0.005
        top = max(4 * low, 1.2 * one.doses_mg[-1]) if low < 0.1 else 20.0
        table[one.id] = {"dose": plain(low), "slider": [step, round(top, 3), step]}
    return json.dumps(table)
