"""What may be shown: the one place that is asked before anything leaves the store, as page, print, API, feed or file.

In a real installation only what has been approved as it stands is there at all. In a demo everything is, and everything
is marked. What is held back is named with the reason, so that an editor sees why a page is short.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from beredd.guidance.approval import (
    Standing,
    approved_version,
    is_ahead,
    person,
    standing,
    stopped_steps,
    unstopped,
    versions,
)
from beredd.guidance.claims import Claim, Variant
from beredd.guidance.emergency import CallPage, Sequence, SequenceEdition
from beredd.guidance.publications import Notice, Publication
from beredd.guidance.store import Store
from beredd.guidance.texts import Outputs, Said, chosen, text_for
from beredd.wording import Sentence

Medium = Literal["web", "print"]


@dataclass(frozen=True, kw_only=True)
class HeldBack:
    """Something that is not shown, and why."""

    kind: str
    id: str
    why: Sentence


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """What the emergency page shows in one edition: the whole sequence, or the fixed page that replaces it.

    sequence     None where a step is withdrawn or barred, or the sequence is not approved; then `call` is all there is
    call         the fixed page; None where it is not approved either: then nothing but the number 112 is shown
    is_overdue   the review date has passed; the steps stay, marked
    """

    edition: str
    sequence: SequenceEdition | None
    version: Sequence | None = None
    """The version that `sequence` is of: its steps in order."""
    call: CallPage | None
    is_overdue: bool = False
    is_past_grace: bool = False


@dataclass(frozen=True, kw_only=True)
class Publishable:
    """What may be shown on a day. `is_demo`: everything that is shown must say that nobody has reviewed it.

    claims      by id
    variants    by claim: those that may be used
    standings   of every claim, shown or not
    """

    store: Store
    today: date
    is_demo: bool
    claims: Mapping[str, Claim]
    variants: Mapping[str, tuple[Variant, ...]]
    notices: Mapping[str, Notice]
    standings: Mapping[str, Standing]
    held_back: tuple[HeldBack, ...]
    outputs: Outputs | None = field(default=None, repr=False, compare=False)

    @cached_property
    def editions(self) -> tuple[str, ...]:
        """The editions that may be made; layout drafts in a demo alone."""
        store = self.store
        return tuple(one for one in store.editions if self.is_demo or not store.language(one).is_layout_draft)

    def editions_of(self, publication: Publication) -> tuple[str, ...]:
        """The editions of a publication in which there is something to show."""
        return tuple(
            edition
            for edition in publication.editions
            if edition in self.editions
            and (
                publication.has_emergency
                or any(self.claims_of(publication, edition).values())
                or any(
                    self.said(q.claim, audience=publication.audience, edition=edition) for q in publication.questions
                )
            )
        )

    def shows(self, claim: Claim, *, audience: str, medium: Medium = "web") -> bool:
        """Whether a claim may be shown to an audience there."""
        if claim.id not in self.claims or audience not in claim.audiences:
            return False
        is_professional = self.store.audiences[audience].is_professional
        if not is_professional and (claim.publish == "professional" or is_computed(claim)):
            return False
        return not (medium == "print" and claim.confidence == "C")

    def said(
        self, id: str, *, audience: str, edition: str, sex: str = "all", medium: Medium = "web"
    ) -> tuple[Said, ...]:
        """A claim as it is said to an audience, with its companions after it; empty where it may not be shown.

        A claim whose companion cannot be shown there is not shown: what might make a rescuer hold back never stands
        without what to do anyway.
        """
        said = []
        for claim in self._group(id, audience=audience, edition=edition, sex=sex, medium=medium):
            there = self.variants.get(claim.id, ())
            text = text_for(
                self.store, claim, audience=audience, edition=edition, sex=sex, variants=there, outputs=self.outputs
            )
            assert text is not None  # else it would be in no group
            said.append(text)
        return tuple(said)

    def says(self, id: str, *, audience: str, edition: str) -> bool:
        """Whether `said` gives anything, without writing it."""
        return bool(self._group(id, audience=audience, edition=edition, sex="all", medium="web"))

    def _group(self, id: str, *, audience: str, edition: str, sex: str, medium: Medium) -> tuple[Claim, ...]:
        """A claim and its companions; empty where one of them cannot be said there."""
        first = self.claims.get(id)
        if first is None or edition not in self.editions:
            return ()
        is_draft = self.store.language(edition).is_layout_draft
        group = []
        for one in (id, *first.companions):
            claim = self.claims.get(one)
            if claim is None or not self.shows(claim, audience=audience, medium=medium):
                return ()
            there = self.variants.get(one, ())
            if not is_draft and chosen(claim, there, audience=audience, edition=edition, sex=sex) is None:
                return ()
            group.append(claim)
        return tuple(group)

    def claims_of(self, publication: Publication, edition: str) -> Mapping[str, tuple[Said, ...]]:
        """What each section of a publication says, by section; no claim stands twice in one section."""
        medium: Medium = "print" if publication.is_printed else "web"
        found = {}
        for section in publication.sections:
            sex = section.sex if section.sex != "all" else publication.sex
            here: dict[str, Said] = {}
            for id in section.claims:
                for said in self.said(id, audience=publication.audience, edition=edition, sex=sex, medium=medium):
                    here.setdefault(said.claim.id, said)
            found[section.id] = tuple(here.values())
        return found

    def emergency(self, edition: str) -> Emergency:
        """What the emergency page shows in an edition: the latest approved version of the whole, or the fixed page."""
        latest = self.store.sequence
        call = next((page for page in latest.call_page if page.edition == edition and self._may(page)), None)
        if latest.stopped or stopped_steps(self.store):
            return Emergency(edition=edition, sequence=None, call=call)
        for sequence in versions(latest):
            where = standing(self.store, sequence, today=self.today)
            text = self._edition(sequence, edition) if self.is_demo or where.is_approved else None
            if text is not None:
                return Emergency(
                    edition=edition,
                    version=sequence,
                    sequence=text,
                    call=call,
                    is_overdue=where.state == "overdue",
                    is_past_grace=where.state == "overdue" and self.today > end_of_grace(sequence, where),
                )
        return Emergency(edition=edition, sequence=None, call=call)

    def _edition(self, sequence: Sequence, edition: str) -> SequenceEdition | None:
        """The latest words of a version in an edition that may be shown: a new draft takes no approved step away."""
        latest = next((one for one in sequence.editions if one.edition == edition), None)
        if latest is None or self.is_demo:
            return latest
        fits = (one for one in versions(latest) if one.version == sequence.version)
        return next((one for one in fits if self._may(one)), None)

    def _may(self, unit: SequenceEdition | CallPage) -> bool:
        return self.is_demo or standing(self.store, unit, today=self.today).is_approved


def publishable(store: Store, *, today: date, is_demo: bool, outputs: Outputs | None = None) -> Publishable:
    """What of a store may be shown on a day; see the module."""
    held: list[HeldBack] = []
    standings = {id: standing(store, claim, today=today) for id, claim in store.claims.items()}
    claims = {}
    for id, latest in store.claims.items():
        claim = latest if is_demo else approved_version(store, latest, today=today) or latest
        why = _why_not(latest, claim, standings[id], today=today, is_demo=is_demo, outputs=outputs)
        if why is None:
            claims[id] = claim
        else:
            held.append(HeldBack(kind="claim", id=id, why=why))
    variants = {}
    for id in claims:
        may = []
        for latest_text in store.variants.get(id, ()):
            variant = latest_text if is_demo else _rendering(store, latest_text, claims[id], today=today)
            why = _why_not_variant(claims[id], store, variant, today=today, is_demo=is_demo)
            if why is None:
                may.append(variant)
            else:
                held.append(HeldBack(kind="variant", id=variant.id, why=why))
        variants[id] = tuple(may)
    notices = {}
    for id, notice in store.notices.items():
        why = _why_not_notice(store, notice, today=today, is_demo=is_demo)
        if why is None:
            notices[id] = notice
        else:
            held.append(HeldBack(kind="notice", id=id, why=why))
    if stopped := stopped_steps(store):
        held.append(
            HeldBack(kind="sequence", id="emergency", why=Sentence("guidance.step-stopped", steps=", ".join(stopped)))
        )
    return Publishable(
        store=store,
        today=today,
        is_demo=is_demo,
        claims=claims,
        variants=variants,
        notices=notices,
        standings=standings,
        held_back=tuple(held),
        outputs=outputs,
    )


def end_of_grace(sequence: Sequence, where: Standing) -> date:
    """The last day on which being overdue is only marked; until two clinicians have decided there is no such day."""
    if where.review_by is None or sequence.grace_days is None or len(set(map(person, sequence.grace_by))) < 2:
        return date.max
    return where.review_by + timedelta(days=sequence.grace_days)


def _why_not(
    latest: Claim, claim: Claim, where: Standing, *, today: date, is_demo: bool, outputs: Outputs | None
) -> Sentence | None:
    """Why a claim is not shown to anybody in the version that could be, or None."""
    if latest.stopped:
        return Sentence("guidance.was-stopped", on=latest.stopped.on, why=latest.stopped.why)
    if claim.publish == "internal":
        return Sentence("guidance.is-internal")
    if drifted := out_of_band(claim, outputs):
        return Sentence("guidance.left-band", names=", ".join(drifted))
    if is_demo or claim is not latest:
        return None
    if where.is_approved and is_ahead(claim, today=today):
        return Sentence("guidance.not-yet", on=claim.valid_from)
    if where.state == "approved":
        return None
    if where.state == "overdue":
        return Sentence("guidance.review-lapsed", on=where.review_by)
    return Sentence("guidance.not-approved", missing=len(where.missing))


def _rendering(store: Store, variant: Variant, claim: Claim, *, today: date) -> Variant:
    """The approved text of a variant that renders the version of the claim that is shown; else the latest."""
    if variant.stopped or not variant.history:
        return variant
    fits = (one for one in unstopped(variant) if one.version == claim.version)
    return next((one for one in fits if standing(store, one, today=today).is_approved), variant)


def _why_not_variant(claim: Claim, store: Store, variant: Variant, *, today: date, is_demo: bool) -> Sentence | None:
    """Why a variant is not used with the version of the claim that is shown, or None."""
    if variant.stopped:
        return Sentence("guidance.was-stopped", on=variant.stopped.on, why=variant.stopped.why)
    if is_demo:
        return None
    if variant.version != claim.version:
        return Sentence("guidance.renders-old", version=variant.version, now=claim.version)
    where = standing(store, variant, today=today)
    return None if where.is_approved else Sentence("guidance.not-approved", missing=len(where.missing))


def _why_not_notice(store: Store, notice: Notice, *, today: date, is_demo: bool) -> Sentence | None:
    if notice.stopped:
        return Sentence("guidance.was-stopped", on=notice.stopped.on, why=notice.stopped.why)
    if today > notice.expires_on:
        return Sentence("guidance.notice-over", on=notice.expires_on)
    where = standing(store, notice, today=today)
    return None if is_demo or where.is_approved else Sentence("guidance.not-approved", missing=len(where.missing))


def is_computed(claim: Claim) -> bool:
    """Whether a number in it comes from a model: then it is for professionals alone."""
    return bool(claim.numbers) and any(number.output for number in claim.numbers.values())


def out_of_band(claim: Claim, outputs: Outputs | None) -> tuple[str, ...]:
    """The computed numbers of a claim that are outside their band, or that no study gives any more."""
    if outputs is None:
        return ()
    return tuple(
        name
        for name, number in claim.numbers.items()
        if number.output and not _is_within(outputs(number.output), number.low, number.high)
    )


def _is_within(value: float | None, low: float | None, high: float | None) -> bool:
    return value is not None and (low is None or value >= low) and (high is None or value <= high)
