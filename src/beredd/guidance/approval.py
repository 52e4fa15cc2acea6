"""Where a thing stands: who has approved what it is now, who is missing, and until when that holds.

Approvals hold for a seal. What was changed afterwards is a draft again, without anybody having to remember it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, takewhile
from typing import Literal, TypeVar

from beredd.guidance.claims import Claim, Variant
from beredd.guidance.emergency import CallPage, Sequence, SequenceEdition
from beredd.guidance.fields import Approval
from beredd.guidance.publications import Notice
from beredd.guidance.seals import approval_seal, claim_seal, sequence_seal
from beredd.guidance.store import Store

PERISHABLE_MONTHS = 6
"""Nitazenes, prices and law are read again within so many months."""
Thing = Claim | Variant | Sequence | SequenceEdition | CallPage | Notice
State = Literal["draft", "in-review", "approved", "overdue", "stopped"]
Need = Literal["clinician", "reader"]
Versioned = TypeVar("Versioned", Claim, Variant, Sequence, SequenceEdition)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where something stands on a day.

    state         follows from approvals, seals and days; it is written down nowhere
    leans_on      the approvals that it takes, the latest ones
    missing       the roles that still have to approve, one entry for each person
    reviewed_on   the oldest day among `leans_on`
    review_by     the last day on which it counts as reviewed
    was_approved  whether somebody has approved it as it was before it was changed
    """

    state: State
    leans_on: tuple[Approval, ...] = ()
    missing: tuple[Need, ...] = ()
    reviewed_on: date | None = None
    review_by: date | None = None
    was_approved: bool = False

    @property
    def is_approved(self) -> bool:
        """Whether everyone who must has approved it as it is, however long ago."""
        return self.state in {"approved", "overdue"}


def needs(thing: Thing, *, risk: str = "high") -> tuple[Need, ...]:
    """Who must approve, one entry for each person; no two may be the same, and none the author."""
    match thing:
        case Claim():
            return ("clinician", "clinician") if thing.risk == "high" else ("clinician",)
        case Variant():
            return ("clinician", "reader") if risk == "high" else ("clinician",)
        case Sequence():
            return ("clinician", "clinician")
        case Notice():
            return ("clinician", "clinician") if thing.risk == "high" else ("clinician",)
    return ("clinician", "reader")


def standing(store: Store, thing: Thing, *, today: date) -> Standing:
    """Where a claim, variant, the sequence, one of its editions, a fixed page or a notice stands."""
    risk = store.claims[thing.claim].risk if isinstance(thing, Variant) else "high"
    wanted = needs(thing, risk=risk)
    holding, was_approved = _holding(thing, today)
    chosen, missing = _chosen(wanted, holding)
    if getattr(thing, "stopped", None) or (isinstance(thing, Sequence) and stopped_steps(store)):
        return Standing(state="stopped", leans_on=chosen, missing=missing, was_approved=was_approved)
    if missing or not _is_whole(thing, chosen):
        state: State = "in-review" if getattr(thing, "sent_for_review", None) else "draft"
        return Standing(state=state, leans_on=chosen, missing=missing, was_approved=was_approved)
    reviewed_on = min(approval.on for approval in chosen)
    review_by = review_day(store, thing, reviewed_on)
    state = "overdue" if review_by is not None and today > review_by else "approved"
    return Standing(state=state, leans_on=chosen, reviewed_on=reviewed_on, review_by=review_by)


def person(name: str) -> str:
    """A name as it is compared: nobody becomes another by capitals or blanks."""
    return " ".join(name.casefold().split())


def authors(thing: Thing) -> frozenset[str]:
    """Whose words are in it and have not been approved since, as names are compared; none of them approves it."""
    return frozenset(map(person, (thing.written.by, *thing.written.also)))


def _holding(thing: Thing, today: date) -> tuple[list[Approval], bool]:
    """The approvals that count, the latest of each person and role first; and whether others have been overtaken."""
    if not thing.approvals:
        return [], False
    seal, wrote = approval_seal(thing), authors(thing)
    is_sealed = _seal_fits(thing)
    latest: dict[tuple[str, str], Approval] = {}
    for approval in sorted(thing.approvals, key=lambda one: one.on):
        if is_sealed and approval.seal == seal and approval.on <= today and person(approval.by) not in wrote:
            latest[person(approval.by), approval.role] = approval
    overtaken = any(approval.seal != seal for approval in thing.approvals) or not is_sealed
    return sorted(latest.values(), key=lambda one: one.on, reverse=True), overtaken


def _seal_fits(thing: Thing) -> bool:
    """Whether a claim or the sequence is still what its own seal says."""
    if isinstance(thing, Claim):
        return thing.seal == claim_seal(thing)
    return thing.seal == sequence_seal(thing) if isinstance(thing, Sequence) else True


def _chosen(wanted: tuple[Need, ...], holding: list[Approval]) -> tuple[tuple[Approval, ...], tuple[Need, ...]]:
    """The approvals that fill most roles, each by another person, the latest ones first; and the roles left over."""
    for n in range(len(wanted), 0, -1):
        for chosen in combinations(holding, n):
            left = Counter(wanted)
            left.subtract(one.role for one in chosen)
            if min(left.values()) >= 0 and len({person(one.by) for one in chosen}) == n:
                return chosen, tuple(left.elements())
    return (), wanted


def _is_whole(thing: Thing, chosen: Iterable[Approval]) -> bool:
    """Whether what the approvals presuppose is there: the sequence's order is decided by those who approve it."""
    if not isinstance(thing, Sequence):
        return True
    decided = {person(name) for name in thing.decision.by}
    return thing.decision.on is not None and {person(one.by) for one in chosen} <= decided


def stopped_steps(store: Store) -> tuple[str, ...]:
    """The steps of the emergency sequence that are withdrawn or barred, themselves or by a claim they rest on.

    A step that is stopped in one version is stopped in all.
    """
    steps = [step for version in versions(store.sequence) for step in version.steps]
    stopped = (step.id for step in steps if step.stopped or any(store.claims[claim].stopped for claim in step.claims))
    return tuple(dict.fromkeys(stopped))


def versions(thing: Versioned) -> tuple[Versioned, ...]:
    """A claim, a variant, the sequence or one of its editions as it is now, and as it was before, the latest first."""
    return (thing, *thing.history)


def unstopped(thing: Versioned) -> Iterator[Versioned]:
    """The versions, the latest first, down to one that was stopped: what was stopped takes those before it with it."""
    return takewhile(lambda one: not getattr(one, "stopped", None), versions(thing))


def approved_version(store: Store, claim: Claim, *, today: date) -> Claim | None:
    """The latest version that is approved, in force and not past its review: shown while a newer one is a draft."""
    in_force = (one for one in unstopped(claim) if not is_ahead(one, today=today))
    return next((one for one in in_force if standing(store, one, today=today).state == "approved"), None)


def is_ahead(claim: Claim, *, today: date) -> bool:
    """Whether the claim is to be shown from a later day."""
    return claim.valid_from is not None and claim.valid_from > today


def review_day(store: Store, thing: Thing, reviewed_on: date) -> date | None:
    """The last day on which a review of that day still holds; None where it follows another's."""
    if isinstance(thing, Notice):
        return thing.expires_on
    if isinstance(thing, Sequence):
        return after_months(reviewed_on, thing.review_months)
    if not isinstance(thing, Claim):
        return None
    day = after_months(reviewed_on, review_months(store, thing))
    changes = thing.legal.in_force_until if thing.legal else None
    return min(day, changes) if changes else day


def review_months(store: Store, claim: Claim) -> int:
    """How long a review of the claim holds: its own interval, its topic's, and six months for what soon changes."""
    most = min(claim.review_months, store.topics[claim.topic].most_review_months)
    return min(most, PERISHABLE_MONTHS) if claim.perishable else most


def after_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(first_of_next - timedelta(days=1), date(year, month + 1, 1) + timedelta(days=day.day - 1))
