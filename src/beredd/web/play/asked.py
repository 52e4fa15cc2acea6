"""What forms of a run ask for, and what they gave: the levers' own parameters, no copy of them."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from beredd.exercises.plan import Plan
from beredd.web.exercises import shelf
from beredd.web.play.errors import LiveError

KEYS = {
    "amount": _("Hur många"),
    "to": _("Till vilken anläggning"),
    "of": _("Av vad"),
    "first": _("Vilka först"),
    "extend_h": _("Timmar längre öppet per dag"),
    "whom": _("Vilka"),
    "factor": _("Så många gånger fler"),
    "mode": _("Hur"),
}
WORDS = {
    "packing": _("packningen"),
    "help": _("hjälpen med läkemedel"),
    "home": _("de som bor hemma"),
    "care_housing": _("särskilt boende"),
    "nurses": _("sjuksköterskor"),
    "pharmacies": _("apotekspersonal"),
    "prescribers": _("förskrivare"),
    "telephone_critical": _("kritiska läkemedel per telefon"),
    "paper_acute": _("akuta recept på papper"),
    "paper_log": _("pappersjournal"),
}


def cards_of(plan: Plan, actors: Sequence[str]) -> list[dict[str, Any]]:
    """The decisions that these actors can take, with what the lever does and what it asks for."""
    from beredd.play.levers import WAYS, Number

    known = shelf.catalogue()
    cards = []
    for place, card in enumerate(plan.cards):
        if not set(card.actors) & set(actors):
            continue
        way, lever = WAYS.get(card.lever), known.levers.get(card.lever)
        fields = []
        for key, kind in (way.keys if way else {}).items():
            row: dict[str, Any] = {
                "key": key,
                "label": KEYS.get(key, key),
                "may_lack": way is not None and way.may_lack,
            }
            if isinstance(kind, Number):
                row |= {"low": kind.low, "high": kind.high, "step": "1" if isinstance(kind.low, int) else "any"}
            else:
                row["words"] = [(word, WORDS.get(word, word)) for word in kind.words]
            fields.append(row)
        cards.append(
            {
                "place": place,
                "one": card,
                "lever": lever,
                "fields": fields,
                "is_computed": way is not None,
                "moves": [known.quantities[id].name for id in lever.moves] if lever and way else [],
                "roles": [one for one in plan.roles if one.actor in card.actors and one.played == "exercised"],
            }
        )
    return cards


def order_in(post: QueryDict) -> tuple[str, Mapping[str, Any]]:
    """The verb of an order and what it is given, out of a form."""
    verb = post.get("verb", "")
    given: dict[str, Any] = {}
    for key in ("by", "inject", "text", "reason", "legal", "indicator", "outcome", "lever", "to", "starts", "until"):
        if value := post.get(key, "").strip():
            given[key] = value
    if verb == "clock":
        given = {"action": post.get("action", ""), "value": _whole(post.get("value", "0"))}
    if verb == "share":
        given["roles"] = post.getlist("roles")
    if verb == "decision":
        given["id"] = f"b{secrets.token_hex(5)}"
        given["parameters"] = {
            key.removeprefix("p-"): _number(value)
            for key in post
            if key.startswith("p-") and (value := post.get(key, "").strip())
        }
        if scope := [one.strip() for one in post.get("scope", "").split(",") if one.strip()]:
            given["scope"] = scope
        if not given.get("reason"):
            raise LiveError("live.no-reason")
    if verb in ("note", "observation") and not given.get("text"):
        raise LiveError("live.no-text")
    if verb == "observation" and (level := post.get("level", "").strip()):
        given["text"] = f"{level}: {given['text']}"
    return verb, given


def _whole(text: str) -> int:
    return int(text) if text.strip().isdigit() else 0


def _number(text: str) -> Any:
    tidy = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        return int(tidy)
    except ValueError:
        try:
            return float(tidy)
        except ValueError:
            return text.strip()
