"""What no longer says what it should: a graph from claims over variants to publications that can be asked.

A claim is stale when its text was changed without a new version, when it has a new version that is not approved yet,
when a computed number has left its band, when an approval no longer fits, when its review is overdue, or when it was
stopped. Everything that carries it is stale with it. A variant is stale by itself when it renders an earlier version.
Approving the claim, and reading the variant again, clears just those.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from beredd.guidance.approval import review_day, standing
from beredd.guidance.claims import Claim, Variant
from beredd.guidance.emergency import Sequence
from beredd.guidance.publishable import out_of_band
from beredd.guidance.seals import claim_seal
from beredd.guidance.store import Store
from beredd.guidance.texts import Outputs, editions_for, is_for
from beredd.wording import Sentence

Kind = Literal["claim", "variant", "sequence", "publication"]
WARN_DAYS = (60, 14)
"""So many days before a review date editors are warned, and warned again."""


@dataclass(frozen=True, kw_only=True)
class Stale:
    """One thing that is stale.

    kind, id   what it is
    claim      the claim that made it so
    why        in words
    since      the day it became so, as far as it is known
    who        who must act: a name, where one is written down, else a role
    """

    kind: Kind
    id: str
    claim: str
    why: Sentence
    since: date | None
    who: str | Sentence


def find_stale(store: Store, *, today: date, outputs: Outputs | None = None) -> tuple[Stale, ...]:
    """Everything that is stale, claims first, each with what carries it right after."""
    return tuple(_stale(store, today, outputs))


def _stale(store: Store, today: date, outputs: Outputs | None) -> Iterator[Stale]:
    carriers = carried_by(store)
    for claim in store.claims.values():
        cause = why_stale(store, claim, today=today, outputs=outputs)
        if cause:
            yield cause
        old = set()
        for variant in store.variants.get(claim.id, ()):
            if found := _stale_variant(claim, variant, cause):
                yield found
                old.add(variant.id)
        for kind, id, variants in carriers.get(claim.id, ()):
            if cause or old & variants:
                yield _carrying(store, kind, id, claim, cause)
    sequence = store.sequence
    for id, version in sequence.renders.items():
        claim = store.claims[id]
        if version != claim.version and not why_stale(store, claim, today=today, outputs=outputs):
            yield _carrying(store, "sequence", "emergency", claim, None)


def why_stale(store: Store, claim: Claim, *, today: date, outputs: Outputs | None = None) -> Stale | None:
    """Why a claim is stale by itself, or None."""

    def because(why: Sentence, since: date | None, who: str | Sentence) -> Stale:
        return Stale(kind="claim", id=claim.id, claim=claim.id, why=why, since=since, who=who)

    clinicians, editor = Sentence("guidance.clinicians"), claim.written.by
    if claim.stopped:
        why = Sentence("guidance.was-stopped", on=claim.stopped.on, why=claim.stopped.why)
        return because(why, claim.stopped.on, editor)
    if claim.seal and claim.seal != claim_seal(claim):
        return because(Sentence("guidance.changed-unsealed", version=claim.version), None, editor)
    if drifted := out_of_band(claim, outputs):
        return because(Sentence("guidance.left-band", names=", ".join(drifted)), today, editor)
    where = standing(store, claim, today=today)
    if where.state == "overdue" and where.review_by:
        since = where.review_by + timedelta(days=1)
        return because(Sentence("guidance.review-lapsed", on=where.review_by), since, clinicians)
    if not where.is_approved and claim.version > 1:
        why = Sentence("guidance.new-version", version=claim.version, missing=len(where.missing))
        return because(why, claim.written.on, clinicians)
    if not where.is_approved and where.was_approved:
        return because(Sentence("guidance.approval-overtaken"), None, clinicians)
    return None


def _stale_variant(claim: Claim, variant: Variant, cause: Stale | None) -> Stale | None:
    if cause is None and variant.version == claim.version:
        return None
    if variant.version != claim.version:
        why = Sentence("guidance.renders-old", version=variant.version, now=claim.version)
        since: date | None = claim.written.on
    else:
        assert cause is not None
        why, since = Sentence("guidance.carries", claim=claim.id, why=cause.why), cause.since
    return Stale(kind="variant", id=variant.id, claim=claim.id, why=why, since=since, who=variant.written.by)


def _carrying(store: Store, kind: Kind, id: str, claim: Claim, cause: Stale | None) -> Stale:
    inner = cause.why if cause else Sentence("guidance.a-text-is-old", version=claim.version)
    since = cause.since if cause else claim.written.on
    who = store.sequence.written.by if kind == "sequence" else Sentence("guidance.publisher")
    why = Sentence("guidance.carries", claim=claim.id, why=inner)
    return Stale(kind=kind, id=id, claim=claim.id, why=why, since=since, who=who)


Carriers = dict[str, list[tuple[Kind, str, frozenset[str]]]]


def carried_by(store: Store) -> Carriers:
    """Claim -> what carries it: kind, id (a publication's with its edition), and the ids of the variants it shows.

    Publications carry the claims they list, these claims' companions, and those of the emergency sequence, where they
    open with it.
    """
    found: Carriers = defaultdict(list)
    steps = {claim for step in store.sequence.steps for claim in step.claims}
    steps |= {claim for edition in store.sequence.editions for claim in edition.never_claims}
    for id in sorted(steps):
        found[id].append(("sequence", "emergency", frozenset()))
    for publication in store.publications.values():
        listed = [(id, section.sex) for section in publication.sections for id in section.claims]
        listed += [(question.claim, "all") for question in publication.questions]
        listed += [(id, sex) for listed_id, sex in tuple(listed) for id in store.claims[listed_id].companions]
        listed += [(id, "all") for id in sorted(steps) if publication.has_emergency]
        for edition in publication.editions:
            if store.language(edition).is_layout_draft:
                continue
            shown: dict[str, set[str]] = defaultdict(set)
            for id, sex in listed:
                wanted = sex if sex != "all" else publication.sex
                shown[id] |= _shown(store, store.claims[id], publication.audience, edition, wanted)
            for id, variants in shown.items():
                found[id].append(("publication", f"{publication.id}/{edition}", frozenset(variants)))
    return found


def _shown(store: Store, claim: Claim, audience: str, edition: str, sex: str) -> set[str]:
    """The variants that may be what a publication shows of a claim."""
    for wanted in editions_for(edition):
        fitting = {v.id for v in store.variants.get(claim.id, ()) if v.edition == wanted and is_for(v, audience, sex)}
        if fitting or wanted in claim.says:
            return fitting
    return set()


def find_expiring(store: Store, *, today: date) -> tuple[tuple[str, str, date, int], ...]:
    """What must be reviewed soon: kind, id, the last day, and the days of the warning (60 or 14), soonest first."""
    found = []
    things: list[Claim | Sequence] = [*store.claims.values(), store.sequence]
    for thing in things:
        where = standing(store, thing, today=today)
        day = where.review_by or (review_day(store, thing, where.reviewed_on) if where.reviewed_on else None)
        if where.state != "approved" or day is None:
            continue
        reached = [days for days in WARN_DAYS if today >= day - timedelta(days=days)]
        if reached:
            kind = "claim" if isinstance(thing, Claim) else "sequence"
            found.append((kind, thing.id, day, min(reached)))
    return tuple(sorted(found, key=lambda one: one[2]))
