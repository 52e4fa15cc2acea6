"""Which claims are listed: one choice each of topic, audience, confidence, risk, state, language and who must act."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from beredd.guidance.claims import Claim
from beredd.web.accounts.models import GuidanceDuty
from beredd.web.guidance.duties import waiting
from beredd.web.guidance.reading import Guidance
from beredd.web.guidance.words import CONFIDENCES, RISKS, STATES, edition_name, named


class Filter(forms.Form):
    """An empty choice is every claim; a choice there is not is refused in words, and then every claim is listed."""

    amne = forms.ChoiceField(required=False)
    malgrupp = forms.ChoiceField(required=False)
    tilltro = forms.ChoiceField(required=False)
    risk = forms.ChoiceField(required=False)
    lage = forms.ChoiceField(required=False)
    sprak = forms.ChoiceField(required=False)
    mitt = forms.ChoiceField(required=False)

    def __init__(self, given: Mapping[str, Any], guidance: Guidance, duty: GuidanceDuty | None = None):
        super().__init__(given)
        store = guidance.store
        self.guidance = guidance
        self.waiting = frozenset(one["claim"] for one in waiting(guidance, duty))
        self._offer("amne", _("Ämne"), {id: named(one.name) for id, one in store.topics.items()})
        self._offer("malgrupp", _("Målgrupp"), {id: named(one.name) for id, one in store.audiences.items()})
        self._offer("tilltro", _("Tilltro"), CONFIDENCES)
        self._offer("risk", _("Risk"), RISKS)
        self._offer("lage", _("Läge"), {id: label for id, (label, _mark, _means) in STATES.items()})
        self._offer("sprak", _("Skrivet på"), {one: edition_name(one) for one in guidance.editions})
        self._offer("mitt", _("Att göra"), {"1": _("väntar på mig")})

    def _offer(self, name: str, label: str, choices: Mapping[str, Any]) -> None:
        field = self.fields[name]
        field.label = label
        field.choices = [("", _("alla")), *choices.items()]  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = _(
            "”%(value)s” finns inte att välja. Alla påståenden visas; välj i listan."
        )

    @property
    def is_on(self) -> bool:
        """Whether something is chosen."""
        return self.is_valid() and any(self.cleaned_data.values())

    def listed(self) -> list[Claim]:
        """The claims that fit everything that is chosen, in the order of the files."""
        every: Iterable[Claim] = self.guidance.store.claims.values()
        if not self.is_valid():
            return list(every)
        asked = self.cleaned_data
        return [
            claim
            for claim in every
            if asked["amne"] in ("", claim.topic)
            and (not asked["malgrupp"] or asked["malgrupp"] in claim.audiences)
            and asked["tilltro"] in ("", claim.confidence)
            and asked["risk"] in ("", claim.risk)
            and self._is_in(claim, asked["lage"])
            and (not asked["sprak"] or self._is_written_in(claim, asked["sprak"]))
            and (not asked["mitt"] or claim.id in self.waiting)
        ]

    def _is_in(self, claim: Claim, state: str) -> bool:
        if state == "stale":
            return ("claim", claim.id) in self.guidance.stale_ids
        return state in ("", self.guidance.standings[claim.id].state)

    def _is_written_in(self, claim: Claim, edition: str) -> bool:
        variants = self.guidance.store.variants.get(claim.id, ())
        return edition in claim.says or any(one.edition == edition for one in variants)
