"""The lab's two questions as forms, with up to four ways of giving each. The question judges what is written."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from beredd import overdose
from beredd.descriptions import Description, Limit, Refused, limits, on_site
from beredd.figures.numbers import number
from beredd.overdose import nitazenes
from beredd.overdose.strategies import strategies
from beredd.web.questions import QuestionForm, field_of, plain
from beredd.wording import in_language

LETTERS = "ABCD"
SLIDER_DELAY_S = 600
SIZES = (200, 1000, 2000)
ASKED = on_site(overdose.Question)
LIMITS, WAY_LIMITS = limits(ASKED), limits(overdose.Arm)
LAB_NAMES = {**{"opioid": "opioid", "dose_mg": "dos", "subject": "person", "n": "n", "seed": "fro", "recovery": "ater"}}
"""Field of the question -> its name in the address."""
PLANE_ASKED = on_site(nitazenes.NitazeneQuestion)
PLANE_LIMITS, PLANE_SIZES = limits(PLANE_ASKED), (200, 500)
PLANE_NAMES = {
    **{"dose_mg": "dos", "subject": "person", "slowest": "langsammast", "until_min": "minuter", "n": "n", "seed": "fro"}
}
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
FIRST_PLANE: dict[str, str] = {
    **{"dos": "1.625", "person": "chronic", "langsammast": "16", "minuter": "75", "n": "200", "fro": "1"},
    **{"a1": "nyxoid-1.8mg", "s1": "1-dose", "d1": "60"},
    **{"a2": "in-4mg", "s2": "1-dose", "d2": "60"},
    **{"a3": "in-4mg", "s3": "2-doses-rapid", "d3": "60"},
}
"""The first question of the scenario: a Swedish spray, and the nasal product whose kinetics are published."""


def _groups(items: Iterable[Any], group_of: Callable[[Any], str], name_of: Callable[[Any], str]) -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in items:
        groups.setdefault(group_of(one), []).append((one.id, name_of(one)))
    return list(groups.items())


def opioid_choices() -> list[Any]:
    """Those of the published model."""
    return [(one.id, in_language(one)) for one in overdose.opioids().values()]


def product_choices() -> list[Any]:
    """Products of Swedish care first; those with published kinetics apart from those fitted to a label."""
    heads = {
        (True, "published"): _("I Sverige, publicerad kinetik"),
        (True, "fitted"): _("I Sverige, anpassad till etikett, rangordnas inte"),
        (False, "published"): _("Utomlands, publicerad kinetik"),
        (False, "fitted"): _("Utomlands, anpassad till etikett, rangordnas inte"),
    }
    ordered = sorted(overdose.offered_products().values(), key=lambda one: not one.is_swedish)
    known = _groups(ordered, lambda one: heads[one.is_swedish, one.status], overdose.product_name)
    return [("", _("Ingen (raden används inte)")), *known]


def strategy_choices() -> list[Any]:
    """What the published studies did apart from what goes beyond them."""
    heads = {True: _("I de publicerade studierna"), False: _("Utöver den publicerade valideringen")}
    return _groups(strategies().values(), lambda one: heads[one.published], in_language)


class _WaysForm(QuestionForm):
    """A question with up to four ways of giving an antagonist. A way counts when it has an antagonist."""

    MODEL: type[Description]
    FIELDS: Mapping[str, Limit]
    NAMES: Mapping[str, str]

    def __init__(self, data=None, *args, **kwargs):
        if data is not None:
            data = data.copy()
            for k in range(1, len(LETTERS) + 1):
                for field in ("strategy", "delay_s"):
                    name = f"{WAY_NAMES[field]}{k}"
                    data[name] = data.get(name) or plain(WAY_LIMITS[field].default)
        super().__init__(data, *args, **kwargs)
        self.fields |= self.own_fields()
        for k, letter in enumerate(LETTERS, 1):
            self.fields |= _arm_fields(k, letter)

    def own_fields(self) -> dict[str, Any]:
        """The fields beside the ways."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        rows = [k for k in range(1, len(LETTERS) + 1) if given.get(f"a{k}")]
        names = {f"arms.{at}.{field}": f"{name}{k}" for at, k in enumerate(rows) for field, name in WAY_NAMES.items()}
        names |= {**self.NAMES, "arms": "a1"} | {f"arms.{at}": f"a{k}" for at, k in enumerate(rows)}
        arms = [self.written(WAY_LIMITS, {field: f"{name}{k}" for field, name in WAY_NAMES.items()}) for k in rows]
        try:
            self.question = self.MODEL(**self.written(self.FIELDS, self.NAMES), arms=arms)
        except Refused as refused:
            self.refuse(refused, names)
            return given
        self.arms = [(LETTERS[k - 1], arm) for k, arm in zip(rows, self.question.arms, strict=True)]
        return given

    def rows(self) -> list["ArmRow"]:
        """The arms' fields, for the template."""
        return [ArmRow(letter, k, self[f"a{k}"], self[f"s{k}"], self[f"d{k}"]) for k, letter in enumerate(LETTERS, 1)]

    def address(self) -> str:
        """The question as an address: what makes the same answer again. Fields that decide nothing are left out."""
        kept = QueryDict(mutable=True)
        for name in self.NAMES.values():
            if self.data.get(name):
                kept[name] = self.data[name]
        used = {letter for letter, _arm in self.arms}
        for row in self.rows():
            if row.letter in used:
                for field in (row.antagonist, row.strategy, row.delay):
                    kept[field.name] = self.data.get(field.name, "")
        return kept.urlencode()


class LabForm(_WaysForm):
    """The lab's question, `question` once it is valid."""

    MODEL, FIELDS, NAMES = ASKED, LIMITS, LAB_NAMES
    question: overdose.Question | None = None

    def own_fields(self) -> dict[str, Any]:
        slider = {"data_slider": _("Reglage: dos"), "data_unit": "mg"}
        shown = [("", _("Visas inte")), ("true", _("Visas; det tar längre tid"))]
        return {
            "opioid": field_of(LIMITS["opioid"], choices=opioid_choices(), data_doses=_dose_table()),
            "dos": field_of(LIMITS["dose_mg"], **slider),
            "person": field_of(LIMITS["subject"], choices=_subjects()),
            "n": field_of(LIMITS["n"], choices=_sizes(self.data.get("n", ""), SIZES)),
            "fro": field_of(LIMITS["seed"]),
            "ater": field_of(LIMITS["recovery"], choices=shown),
        }

    def dose_hint(self) -> str:
        """Published doses of each opioid."""
        known = [
            f"{in_language(one).lower()} {_(' och ').join(plain(dose) for dose in one.doses_mg)} mg"
            for one in overdose.opioids().values()
        ]
        return _("Publicerade doser: %(doses)s. 1 mg är 1000 µg.") % {"doses": "; ".join(known)}


class NitazeneForm(_WaysForm):
    """The scenario's question, `question` once it is valid."""

    MODEL, FIELDS, NAMES = PLANE_ASKED, PLANE_LIMITS, PLANE_NAMES
    question: nitazenes.NitazeneQuestion | None = None

    def own_fields(self) -> dict[str, Any]:
        slowest = PLANE_LIMITS["slowest"]
        most = {"data_min": plain(slowest.low or 1), "data_max": plain(nitazenes.slowest_with_ground())}
        minutes = PLANE_LIMITS["until_min"]
        return {
            "dos": field_of(
                PLANE_LIMITS["dose_mg"],
                **{"data_slider": _("Reglage: dos"), "data_unit": "mg"},
                **{"data_min": "0.5", "data_max": "5", "data_step": "0.005"},
            ),
            "person": field_of(PLANE_LIMITS["subject"], choices=_subjects()),
            "langsammast": field_of(
                slowest, data_slider=_("Reglage: långsammast"), data_unit=_("gånger"), data_step="0.5", **most
            ),
            "minuter": field_of(
                minutes,
                **{"data_slider": _("Reglage: hur länge"), "data_unit": "min", "data_min": "15", "data_max": "90"},
                data_step="5",
            ),
            "n": field_of(PLANE_LIMITS["n"], choices=_sizes(self.data.get("n", ""), PLANE_SIZES)),
            "fro": field_of(PLANE_LIMITS["seed"]),
        }


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


def _subjects() -> list[tuple[str, str]]:
    return [("chronic", _("Van opioidanvändare")), ("naive", _("Ovan vid opioider"))]


def _sizes(asked: str, usual: Iterable[int]) -> list[tuple[str, str]]:
    """The usual sizes, and the one that an address asks for."""
    sizes = sorted({*usual, *([int(asked)] if asked.isdecimal() and len(asked) < 8 else [])})
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
