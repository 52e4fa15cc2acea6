"""Rules for a claim by itself: what it rests on, its numbers, its medicines, how long it holds, what follows it."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from beredd.guidance.approval import PERISHABLE_MONTHS
from beredd.guidance.claims import Claim
from beredd.guidance.publishable import is_computed, out_of_band
from beredd.guidance.rules.finding import Finding
from beredd.guidance.seals import claim_seal
from beredd.guidance.store import Store
from beredd.guidance.texts import Outputs
from beredd.wording import Sentence

_OPEN = {"public": 0, "professional": 1, "internal": 2}


def claim_findings(store: Store, *, today: date, outputs: Outputs | None) -> Iterator[Finding]:
    """What is wrong with each claim."""
    for claim in store.claims.values():
        yield from _seal(claim)
        yield from _evidence(store, claim)
        yield from _numbers(claim, outputs)
        yield from _interval(store, claim)
        yield from _law(claim, today)
        yield from _companions(store, claim)
        yield from _reach(store, claim)


def _seal(claim: Claim) -> Iterator[Finding]:
    found = partial(Finding, kind="claim", id=claim.id, rule="seal", within=("seal",))
    if not claim.seal:
        yield found(
            what=Sentence("guidance.unsealed"), todo=Sentence("guidance.unsealed-do"), level="flag", within=("id",)
        )
    elif claim.seal != claim_seal(claim):
        yield found(
            what=Sentence("guidance.changed-unsealed", version=claim.version),
            todo=Sentence("guidance.changed-unsealed-do"),
        )


def _evidence(store: Store, claim: Claim) -> Iterator[Finding]:
    found = partial(Finding, kind="claim", id=claim.id)
    supports = [one for one in claim.evidence if one.bearing == "supports"]
    if not supports:
        yield found(
            rule="no-evidence",
            within=("evidence",),
            what=Sentence("guidance.no-support"),
            todo=Sentence("guidance.no-support-do"),
        )
        return
    best = min(store.sources[one.source].confidence for one in supports)
    if claim.confidence < best:
        yield found(
            rule="confidence",
            within=("confidence",),
            what=Sentence("guidance.surer-than-sources", claim=claim.confidence, best=best),
            todo=Sentence("guidance.surer-than-sources-do", best=best),
        )
    for n, one in enumerate(claim.evidence):
        if one.certainty != "not-graded" and not one.graded_by:
            yield found(
                rule="grade",
                within=("evidence", n, "certainty"),
                what=Sentence("guidance.graded-by-nobody", certainty=one.certainty),
                todo=Sentence("guidance.graded-by-nobody-do"),
            )


def _numbers(claim: Claim, outputs: Outputs | None) -> Iterator[Finding]:
    found = partial(Finding, kind="claim", id=claim.id)
    for name, number in claim.numbers.items():
        is_range = number.low is not None and number.high is not None and number.low < number.high
        is_one = number.value is not None and number.low is None and number.high is None
        if (not is_range and (not is_one or number.output)) or (is_range and number.value is not None):
            yield found(
                rule="number",
                within=("numbers", name),
                what=Sentence("guidance.odd-number", name=name),
                todo=Sentence("guidance.odd-number-do"),
            )
    measures = {number.measure for number in claim.numbers.values() if number.measure}
    if len(measures) > 1:
        yield found(
            rule="two-measures",
            within=("numbers",),
            what=Sentence("guidance.two-measures"),
            todo=Sentence("guidance.two-measures-do"),
        )
    for name in out_of_band(claim, outputs):
        yield found(
            rule="computed",
            within=("numbers", name),
            what=Sentence("guidance.left-band", names=name),
            todo=Sentence("guidance.left-band-do"),
        )


def _interval(store: Store, claim: Claim) -> Iterator[Finding]:
    found = partial(Finding, kind="claim", id=claim.id, rule="review-interval", within=("review_months",))
    most = store.topics[claim.topic].most_review_months
    if claim.perishable or any(store.units[number.unit].is_price for number in claim.numbers.values()):
        most = min(most, PERISHABLE_MONTHS)
    if claim.review_months > most:
        yield found(
            what=Sentence("guidance.long-interval", found=claim.review_months, most=most),
            todo=Sentence("guidance.long-interval-do", most=most),
        )


def _law(claim: Claim, today: date) -> Iterator[Finding]:
    found = partial(Finding, kind="claim", id=claim.id, rule="law")
    if ("law" in claim.perishable or claim.topic == "law") and claim.legal is None:
        yield found(what=Sentence("guidance.law-undated"), todo=Sentence("guidance.law-undated-do"))
    if claim.legal is None:
        return
    if "law" not in claim.perishable:
        yield found(within=("legal",), what=Sentence("guidance.law-lasting"), todo=Sentence("guidance.law-lasting-do"))
    if (claim.legal.confirmed_by is None) != (claim.legal.confirmed_on is None):
        yield found(within=("legal",), what=Sentence("guidance.law-half"), todo=Sentence("guidance.law-half-do"))
    if claim.legal.in_force_until and claim.legal.in_force_until < today:
        yield found(
            within=("legal", "in_force_until"),
            what=Sentence("guidance.law-changed", on=claim.legal.in_force_until),
            todo=Sentence("guidance.law-changed-do"),
        )


def _companions(store: Store, claim: Claim) -> Iterator[Finding]:
    found = partial(Finding, kind="claim", id=claim.id, rule="companion", within=("companions",))
    if claim.may_hold_back and not claim.companions:
        yield found(
            within=("may_hold_back",),
            what=Sentence("guidance.alone"),
            todo=Sentence("guidance.alone-do"),
        )
    for id in claim.companions:
        companion = store.claims[id]
        if companion.may_hold_back or id == claim.id:
            yield found(what=Sentence("guidance.companion-holds", id=id), todo=Sentence("guidance.companion-holds-do"))
        if lacking := sorted(set(claim.audiences) - set(companion.audiences)):
            yield found(
                what=Sentence("guidance.companion-absent", id=id, audiences=lacking),
                todo=Sentence("guidance.companion-absent-do", id=id),
            )
        if _OPEN[companion.publish] > _OPEN[claim.publish]:
            yield found(
                what=Sentence("guidance.companion-closed", id=id, publish=companion.publish),
                todo=Sentence("guidance.companion-closed-do", id=id),
            )
        if companion.confidence == "C" and claim.confidence != "C":
            yield found(what=Sentence("guidance.companion-weak", id=id), todo=Sentence("guidance.companion-weak-do"))


def _reach(store: Store, claim: Claim) -> Iterator[Finding]:
    """Computed numbers, and claims for professionals, reach professionals alone."""
    lay = [id for id in claim.audiences if not store.audiences[id].is_professional]
    if is_computed(claim) and (claim.publish == "public" or lay):
        yield Finding(
            kind="claim",
            id=claim.id,
            rule="computed",
            within=("audiences",),
            what=Sentence("guidance.computed-public"),
            todo=Sentence("guidance.computed-public-do"),
        )
    if claim.publish == "professional" and lay:
        yield Finding(
            kind="claim",
            id=claim.id,
            rule="professional",
            within=("audiences",),
            what=Sentence("guidance.lay-audience", audiences=lay),
            todo=Sentence("guidance.lay-audience-do"),
        )
