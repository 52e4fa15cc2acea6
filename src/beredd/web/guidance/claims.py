"""What a claim's page shows: its sentences, texts, evidence, approvals, and what carries it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from beredd.guidance.approval import Standing, needs, review_months
from beredd.guidance.claims import Claim, Variant
from beredd.guidance.evidence import Evidence, Source
from beredd.guidance.readability import lix
from beredd.guidance.store import Store
from beredd.guidance.texts import PLACE, fill, written
from beredd.web.accounts.models import GuidanceDuty
from beredd.web.guidance.duties import Desk, desk
from beredd.web.guidance.models import Entry
from beredd.web.guidance.reading import Guidance
from beredd.web.guidance.tables import sentence
from beredd.web.guidance.words import (
    BEARINGS,
    CERTAINTIES,
    CONFIDENCES,
    KINDS,
    MEASURES,
    OPENNESS,
    PERISHABLE,
    RISKS,
    ROLES,
    SEEN,
    SEXES,
    SOURCES,
    STATES,
    STRENGTHS,
    country,
    edition_name,
    named,
)
from beredd.wording import Sentence, language


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text of a claim: its own sentence in a language, or a variant.

    lix, aimed   readability and what is aimed at, None where nothing is aimed at
    standing     of a variant; a claim's own sentence stands where the claim does
    """

    edition: str
    name: str
    whom: str
    text: str
    code: str
    lix: int
    aimed: int | None
    version: int
    is_stale: bool = False
    variant: Variant | None = None
    chairs: tuple[dict[str, Any], ...] = ()
    desk: Desk | None = None
    held_back: Sentence | None = None
    carried: tuple[dict[str, Any], ...] = ()
    """The publications that show it."""

    @property
    def is_hard(self) -> bool:
        """Whether it is harder to read than is aimed at."""
        return self.aimed is not None and self.lix > self.aimed


def page_of(guidance: Guidance, claim: Claim, duty: GuidanceDuty | None) -> dict[str, Any]:
    """Everything on the page of a claim, for somebody with that duty."""
    where = guidance.standings[claim.id]
    store = guidance.store
    held = {(one.kind, one.id): one.why for one in guidance.publishable.held_back}
    texts = list(_texts(guidance, claim, held, duty))
    state, mark, means = STATES[where.state]
    return {
        "claim": claim,
        "entries": Entry.objects.filter(
            Q(kind="claim", thing=claim.id) | Q(kind="variant", thing__startswith=f"{claim.id}/")
        )[:200],
        "desk": desk(store, duty, "claim", claim.id, claim, today=guidance.today),
        "says": sentence(guidance, claim),
        "topic": named(store.topics[claim.topic].name),
        "state": {"label": state, "mark": mark, "means": means},
        "risk": RISKS[claim.risk],
        "facts": facts(guidance, claim, where),
        "own": [one for one in texts if one.variant is None],
        "variants": [one for one in texts if one.variant is not None],
        "carried": [one for one in texts if one.carried],
        "n_carried": len({one["id"] for text in texts for one in text.carried}),
        "in_sequence": any(kind == "sequence" for kind, _id, _v in guidance.carriers.get(claim.id, ())),
        "evidence": [evidence_of(store, one) for one in claim.evidence],
        "numbers": numbers_of(store, claim),
        "legal": claim.legal,
        "companions": [companion_of(guidance, id) for id in claim.companions],
        "follows": [companion_of(guidance, id) for id in guidance.followed_by.get(claim.id, ())],
        "chairs": chairs(needs(claim), where),
        "held_back": held.get(("claim", claim.id)),
        "shown": guidance.publishable.claims.get(claim.id),
        "stale": next((one for one in guidance.stale if one.kind == "claim" and one.id == claim.id), None),
        "findings": [one for one in guidance.findings if one.kind in {"claim", "variant"} and _is_of(one.id, claim)],
        "history": [{"claim": one, "says": sentence(guidance, one)} for one in claim.history],
        "file": ":".join(map(str, store.place("claim", claim.id))),
    }


def _is_of(id: str, claim: Claim) -> bool:
    return id.partition("/")[0] == claim.id


def facts(guidance: Guidance, claim: Claim, where: Standing) -> list[tuple[str, str]]:
    """(what, value) pairs of a claim."""
    store = guidance.store
    found = [
        (_("Tilltro"), str(CONFIDENCES[claim.confidence])),
        (_("Öppenhet"), str(OPENNESS[claim.publish])),
        (_("Målgrupper"), ", ".join(named(store.audiences[id].name) for id in claim.audiences)),
        (_("Läkemedel"), ", ".join(store.medicines[id].name for id in claim.medicines)),
        (_("Färskvara"), ", ".join(str(PERISHABLE[one]) for one in claim.perishable)),
        (_("Granskas"), _("var %(n)d:e månad") % {"n": review_months(store, claim)}),
        (_("Senast granskat"), where.reviewed_on.isoformat() if where.reviewed_on else _("aldrig")),
        (_("Granskningen gäller till"), where.review_by.isoformat() if where.review_by else ""),
        (_("Skrivet"), f"{claim.written.on.isoformat()}, {claim.written.by}"),
        (_("Skickat till granskning"), claim.sent_for_review.isoformat() if claim.sent_for_review else ""),
        (_("Kan få en hjälpare att tveka"), _("ja") if claim.may_hold_back else ""),
        (_("Handlar om självmord"), _("ja: säker kommunikation gäller") if claim.about_suicide else ""),
    ]
    return [(what, value) for what, value in found if value]


def chairs(wanted: tuple[str, ...], where: Standing) -> tuple[dict[str, Any], ...]:
    """Each approval that it takes: the role, and who has given it, or nobody."""
    given = [{"role": ROLES[one.role], "by": one} for one in where.leans_on]
    missing: list[dict[str, Any]] = [{"role": ROLES[role], "by": None} for role in where.missing]
    return tuple(given + missing) or tuple({"role": ROLES[role], "by": None} for role in wanted)


def evidence_of(store: Store, one: Evidence) -> dict[str, Any]:
    """A source with what it says about the claim."""
    source: Source = store.sources[one.source]
    bearing, mark = BEARINGS[one.bearing]
    return {
        "source": source,
        "year": "" if source.year == "unknown" else source.year,
        "one": one,
        "kind": SOURCES[source.kind],
        "country": country(source.country),
        "seen": SEEN[source.seen],
        "is_second_hand": source.seen == "second-hand",
        "certainty": CERTAINTIES[one.certainty],
        "strength": STRENGTHS[one.strength],
        "bearing": bearing,
        "mark": mark,
    }


def numbers_of(store: Store, claim: Claim) -> list[dict[str, Any]]:
    """The claim's numbers as they are written, and where they come from."""
    return [
        {
            "name": name,
            "text": written(number, store.units[number.unit], language=language()),
            "output": number.output,
            "measure": MEASURES.get(number.measure or "", ""),
        }
        for name, number in claim.numbers.items()
    ]


def companion_of(guidance: Guidance, id: str) -> dict[str, str]:
    """Another claim, by id and sentence."""
    return {"id": id, "says": sentence(guidance, guidance.store.claims[id])}


def _texts(guidance: Guidance, claim: Claim, held: dict[tuple[str, str], Sentence], duty: GuidanceDuty | None) -> Any:
    store = guidance.store
    by_text: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for kind, id, shown in guidance.carriers.get(claim.id, ()):
        if kind == "publication":
            carried = _publication(guidance, id)
            edition = id.rpartition("/")[2]
            own = edition if edition in claim.says else edition.partition("-")[0]
            for text in shown or {own}:
                by_text[text].append(carried)
    for edition, said in claim.says.items():
        yield Text(
            edition=edition,
            whom=_("påståendets egen mening"),
            version=claim.version,
            is_stale=("claim", claim.id) in guidance.stale_ids,
            carried=tuple(by_text[edition]),
            **_read(store, claim, edition, said),
        )
    for variant in store.variants.get(claim.id, ()):
        where = guidance.variant_standings[variant.id]
        yield Text(
            edition=variant.edition,
            whom=_whom(store, variant),
            version=variant.version,
            is_stale=("variant", variant.id) in guidance.stale_ids,
            variant=variant,
            desk=desk(store, duty, "variant", variant.id, variant, today=guidance.today),
            chairs=chairs(needs(variant, risk=claim.risk), where),
            held_back=held.get(("variant", variant.id)),
            carried=tuple(by_text[variant.id]),
            **_read(store, claim, variant.edition, variant.text),
        )


def _read(store: Store, claim: Claim, edition: str, said: str) -> dict[str, Any]:
    code, _dash, level = edition.partition("-")
    aims = store.language(edition).lix
    return {
        "name": edition_name(edition),
        "text": fill(store, claim, said, language=code),
        "code": code,
        "lix": round(lix(PLACE.sub("2", said))),
        "aimed": aims.get("easy" if level else "plain") if claim.publish == "public" else None,
    }


def _whom(store: Store, variant: Variant) -> str:
    whom = ", ".join(named(store.audiences[id].name) for id in variant.audiences) or _("alla målgrupper")
    return whom if variant.sex == "all" else f"{whom}, {SEXES[variant.sex]}"


def _publication(guidance: Guidance, id: str) -> dict[str, Any]:
    name, _slash, edition = id.rpartition("/")
    publication = guidance.store.publications[name]
    return {
        "id": id,
        "kind": KINDS[publication.kind],
        "title": named(publication.title),
        "audience": named(guidance.store.audiences[publication.audience].name),
        "edition": edition,
        "edition_name": edition_name(edition),
        "is_stale": ("publication", id) in guidance.stale_ids,
    }
