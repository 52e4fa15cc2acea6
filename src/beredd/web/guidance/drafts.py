"""Forms that guidance is written in, and what of a claim they change."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredd.guidance.claims import Claim, Variant
from beredd.guidance.fields import MOST_LINE, MOST_TEXT
from beredd.guidance.store import Store
from beredd.web.guidance.words import (
    BEARINGS,
    CERTAINTIES,
    CONFIDENCES,
    MEASURES,
    OPENNESS,
    PERISHABLE,
    RISKS,
    SEXES,
    STRENGTHS,
    edition_name,
    named,
)

LEGAL = ("place", "as_of", "basis", "in_force_until")
"""What an editor says of the law. Who has confirmed it and when is no editor's to say, and falls when it is changed."""
NOT_CHOSEN = ("", "–")
"""First in the lists of a row, so that an empty row stays empty."""


class WhyForm(forms.Form):
    """Why something is written or done; stands in the history for ever."""

    why = forms.CharField(label=gettext_lazy("Varför"), max_length=MOST_LINE)


def _said(name: str, n: int = 2) -> forms.CharField:
    return forms.CharField(label=name, max_length=MOST_LINE, widget=forms.Textarea({"rows": n}), strip=True)


class ClaimForm(WhyForm):
    """A claim's words and what is said about it. Its numbers and evidence stand in forms of their own."""

    audiences = forms.MultipleChoiceField(label=gettext_lazy("Målgrupper"), widget=forms.CheckboxSelectMultiple)
    medicines = forms.MultipleChoiceField(
        label=gettext_lazy("Läkemedel"), required=False, widget=forms.CheckboxSelectMultiple
    )
    confidence = forms.ChoiceField(label=gettext_lazy("Tilltro"), choices=list(CONFIDENCES.items()))
    risk = forms.ChoiceField(label=gettext_lazy("Risk"), choices=list(RISKS.items()))
    publish = forms.ChoiceField(label=gettext_lazy("Öppenhet"), choices=list(OPENNESS.items()))
    review_months = forms.IntegerField(label=gettext_lazy("Månader mellan granskningar"), min_value=1, max_value=60)
    perishable = forms.MultipleChoiceField(
        label=gettext_lazy("Färskvara"),
        required=False,
        choices=list(PERISHABLE.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    may_hold_back = forms.BooleanField(label=gettext_lazy("Kan få en hjälpare att tveka"), required=False)
    about_suicide = forms.BooleanField(label=gettext_lazy("Handlar om självmord"), required=False)
    companions = forms.CharField(
        label=gettext_lazy("Följeråd"),
        required=False,
        max_length=MOST_LINE,
        help_text=gettext_lazy("Id för påståenden som alltid står efter, med blanksteg emellan."),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Visas från och med"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Tomt: så snart det är godkänt. Till dess visas den version som är godkänd."),
    )
    legal_place = forms.CharField(
        label=gettext_lazy("Rättsläge: plats"),
        required=False,
        max_length=MOST_LINE,
        help_text=gettext_lazy("Var lagen gäller. En jurists bekräftelse faller när något av rättsläget ändras."),
    )
    legal_as_of = forms.DateField(
        label=gettext_lazy("Rättsläge: gällde"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Rättsläge: grund"),
        required=False,
        max_length=MOST_LINE,
        help_text=gettext_lazy("Lagen, föreskriften eller beslutet."),
    )
    legal_in_force_until = forms.DateField(
        label=gettext_lazy("Rättsläge: ändras"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("En dag då det är känt att lagen ändras; till dess ska påståendet läsas om."),
    )
    note = forms.CharField(
        label=gettext_lazy("Anteckning för redaktörer"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, store: Store, claim: Claim | None, **more: Any):
        super().__init__(*args, **more)
        self.claim = claim
        editions = dict.fromkeys(["sv", "en", *(claim.says if claim else ())])
        words: dict[str, forms.Field] = {}
        if claim is None:
            topics = [(id, named(one.name)) for id, one in store.topics.items()]
            words["topic"] = forms.ChoiceField(label=_("Ämne"), choices=topics)
        for edition in editions:
            words[f"says_{edition}"] = _said(_("Meningen på %(language)s") % {"language": edition_name(edition)})
            words[f"says_{edition}"].widget.attrs["lang"] = edition.partition("-")[0]
        first = [*words, "why"]
        self.fields = {**words, **self.fields}
        self.order_fields(first)
        self.fields["audiences"].choices = [  # type: ignore[attr-defined]
            (id, named(one.name)) for id, one in store.audiences.items()
        ]
        self.fields["medicines"].choices = [  # type: ignore[attr-defined]
            (id, one.name) for id, one in store.medicines.items()
        ]
        self.editions = tuple(editions)

    def values(self) -> dict[str, Any]:
        """What the form says, as a file of the store has it; what is empty is left out."""
        given = self.cleaned_data
        found: dict[str, Any] = {
            "says": {edition: given[f"says_{edition}"] for edition in self.editions},
            "audiences": list(given["audiences"]),
            "medicines": list(given["medicines"]),
            "confidence": given["confidence"],
            "risk": given["risk"],
            "publish": given["publish"],
            "review_months": given["review_months"],
            "may_hold_back": given["may_hold_back"],
            "companions": given["companions"].replace(",", " ").split(),
            "perishable": list(given["perishable"]),
            "about_suicide": given["about_suicide"],
            "note": given["note"],
            "valid_from": given["valid_from"],
            "legal": {key: given[f"legal_{key}"] for key in LEGAL if given[f"legal_{key}"]} or None,
        }
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse a legal status without its place, day or ground."""
        given: dict[str, Any] = super().clean() or {}
        said = {key for key in LEGAL if given.get(f"legal_{key}")}
        if said and not {"place", "as_of", "basis"} <= said and not self.errors:
            self.add_error(
                "legal_place", _("Ett rättsläge har plats, dagen då det gällde och grund; eller inget av dem.")
            )
        return given


def initial_of(claim: Claim) -> dict[str, Any]:
    """A claim as its form shows it."""
    plain = {name: getattr(claim, name) for name in ClaimForm.base_fields if hasattr(claim, name)}
    said: dict[str, Any] = {f"says_{edition}": text for edition, text in claim.says.items()}
    if claim.legal:
        said |= {f"legal_{key}": getattr(claim.legal, key) for key in LEGAL}
    return plain | said | {"companions": " ".join(claim.companions)}


class NumberForm(forms.Form):
    """One number of a claim. A value, or a lowest and a highest."""

    name = forms.RegexField(r"^[a-z][a-z0-9_]*$", label=gettext_lazy("Namn i texten"), max_length=30)
    value = forms.FloatField(label=gettext_lazy("Värde"), required=False, localize=True)
    low = forms.FloatField(label=gettext_lazy("Lägst"), required=False, localize=True)
    high = forms.FloatField(label=gettext_lazy("Högst"), required=False, localize=True)
    unit = forms.ChoiceField(label=gettext_lazy("Enhet"))
    decimals = forms.IntegerField(label=gettext_lazy("Decimaler"), required=False, min_value=0, max_value=4)
    output = forms.CharField(label=gettext_lazy("Beräknat av"), required=False, max_length=120)
    measure = forms.ChoiceField(
        label=gettext_lazy("Mått på dödsfall"), required=False, choices=[NOT_CHOSEN, *MEASURES.items()]
    )

    def __init__(self, *args: Any, store: Store, **more: Any):
        super().__init__(*args, **more)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            NOT_CHOSEN,
            *((id, named(one.name) or id) for id, one in store.units.items()),
        ]


class EvidenceForm(forms.Form):
    """What one source says about a claim."""

    source = forms.ChoiceField(label=gettext_lazy("Källa"))
    at = forms.CharField(label=gettext_lazy("Ställe i källan"), max_length=MOST_LINE)
    says = forms.CharField(label=gettext_lazy("Vad den säger"), max_length=MOST_LINE)
    certainty = forms.ChoiceField(
        label=gettext_lazy("Säkerhet i underlaget"), choices=[NOT_CHOSEN, *CERTAINTIES.items()]
    )
    strength = forms.ChoiceField(label=gettext_lazy("Styrka"), choices=[NOT_CHOSEN, *STRENGTHS.items()])
    graded_by = forms.CharField(label=gettext_lazy("Graderat av"), required=False, max_length=MOST_LINE)
    bearing = forms.ChoiceField(
        label=gettext_lazy("Riktning"), choices=[NOT_CHOSEN, *((id, label) for id, (label, _mark) in BEARINGS.items())]
    )
    compared = forms.DateField(
        label=gettext_lazy("Jämfört"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, store: Store, **more: Any):
        super().__init__(*args, **more)
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            NOT_CHOSEN,
            *((id, f"{id} {one.title[:80]}") for id, one in store.sources.items()),
        ]


Numbers = forms.formset_factory(NumberForm, extra=1, can_delete=True, max_num=20)
Grounds = forms.formset_factory(EvidenceForm, extra=1, can_delete=True, max_num=20)


def _whole(value: Any) -> Any:
    """A number as people write it: 2, never 2.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _kept(one: Any) -> bool:
    return bool(one.cleaned_data) and not one.cleaned_data.get("DELETE")


def numbers_from(formset: Any) -> dict[str, dict[str, Any]]:
    """The numbers that a filled-in formset holds, as a file has them."""
    found = {}
    for one in formset.forms:
        if _kept(one):
            given = one.cleaned_data
            found[given["name"]] = {
                key: _whole(value)
                for key, value in given.items()
                if value not in (None, "") and key not in {"name", "DELETE"}
            }
    return found


def evidence_from(formset: Any) -> list[dict[str, Any]]:
    """The evidence that a filled-in formset holds, as a file has it."""
    return [
        {
            key: value
            for key, value in one.cleaned_data.items()
            if value not in (None, "") and key != "DELETE" and not (key == "bearing" and value == "supports")
        }
        for one in formset.forms
        if _kept(one)
    ]


def numbers_of(claim: Claim) -> list[dict[str, Any]]:
    """A claim's numbers as their forms show them."""
    return [
        {"name": name, **{key: _whole(value) for key, value in asdict(number).items()}}
        for name, number in claim.numbers.items()
    ]


def changes_of(claim: Claim, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What of the wanted values is another than the claim has; the rest of its file stays as it is."""
    now: dict[str, Any] = {key: _plain(getattr(claim, key)) for key in wanted}
    now["legal"] = {key: value for key in LEGAL if (value := getattr(claim.legal, key, None))} or None
    now["numbers"] = {name: _bare(asdict(number)) for name, number in claim.numbers.items()}
    now["evidence"] = [
        {key: value for key, value in _bare(asdict(one)).items() if (key, value) != ("bearing", "supports")}
        for one in claim.evidence
    ]
    return {key: value for key, value in wanted.items() if _ordered(key, value) != _ordered(key, now[key])}


def _ordered(key: str, value: Any) -> Any:
    """Boxes come in the order of the page, which says nothing."""
    return sorted(value) if key in {"audiences", "medicines", "perishable"} else value


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is said at all: a new claim's file leaves out what is empty."""
    return {key: value for key, value in values.items() if value or key == "evidence"}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _bare(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "")}


class TextForm(WhyForm):
    """A text of a claim for others, or in another language."""

    text = forms.CharField(label=gettext_lazy("Texten"), max_length=MOST_TEXT, widget=forms.Textarea({"rows": 4}))
    field_order: tuple[str, ...] = ("text", "why")

    def __init__(self, *args: Any, language: Any = None, **more: Any):
        super().__init__(*args, **more)
        if language is not None:
            self.fields["text"].widget.attrs |= {"lang": language.id, "dir": language.direction}


class NewTextForm(TextForm):
    """A text that is not there yet: in which edition, and for whom."""

    edition = forms.ChoiceField(label=gettext_lazy("Språk och läsnivå"))
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("Målgrupper, inga för alla"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sex = forms.ChoiceField(label=gettext_lazy("För"), choices=list(SEXES.items()))
    field_order = ("edition", "sex", "text", "why", "audiences")

    def __init__(self, *args: Any, store: Store, claim: Claim, editions: tuple[str, ...], **more: Any):
        super().__init__(*args, **more)
        self.fields["edition"].choices = [(one, edition_name(one)) for one in editions]  # type: ignore[attr-defined]
        self.fields["audiences"].choices = [  # type: ignore[attr-defined]
            (id, named(store.audiences[id].name)) for id in claim.audiences
        ]


def variant_of(store: Store, id: str) -> Variant | None:
    """The variant of that id, or None."""
    return next((one for one in store.variants.get(id.partition("/")[0], ()) if one.id == id), None)
