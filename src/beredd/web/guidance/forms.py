"""Which claims are listed: one choice each of topic, audience, confidence, risk and state."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from beredd.guidance.claims import Claim
from beredd.web.guidance.reading import Guidance
from beredd.web.guidance.words import CONFIDENCES, RISKS, STATES, named


class Filter(forms.Form):
    """An empty choice is every claim; a choice there is not is refused in words, and then every claim is listed."""

    amne = forms.ChoiceField(required=False)
    malgrupp = forms.ChoiceField(required=False)
    tilltro = forms.ChoiceField(required=False)
    risk = forms.ChoiceField(required=False)
    lage = forms.ChoiceField(required=False)

    def __init__(self, given: Mapping[str, Any], guidance: Guidance):
        super().__init__(given)
        store = guidance.store
        self.guidance = guidance
        self._offer("amne", _("Ämne"), {id: named(one.name) for id, one in store.topics.items()})
        self._offer("malgrupp", _("Målgrupp"), {id: named(one.name) for id, one in store.audiences.items()})
        self._offer("tilltro", _("Tilltro"), CONFIDENCES)
        self._offer("risk", _("Risk"), RISKS)
        self._offer("lage", _("Läge"), {id: label for id, (label, _mark, _means) in STATES.items()})

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
        ]

    def _is_in(self, claim: Claim, state: str) -> bool:
        if state == "stale":
            return ("claim", claim.id) in self.guidance.stale_ids
        return state in ("", self.guidance.standings[claim.id].state)
