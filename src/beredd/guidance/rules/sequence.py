"""Rules for the emergency sequence: whole in every edition, decided by name, and a page to fall back on."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from beredd.guidance.approval import standing, stopped_steps
from beredd.guidance.publishable import end_of_grace
from beredd.guidance.rules.finding import Finding
from beredd.guidance.seals import sequence_seal
from beredd.guidance.store import Store
from beredd.wording import Sentence

NEEDED = ("sv", "sv-easy", "en")
_found = partial(Finding, kind="sequence", id="emergency")


def sequence_findings(store: Store, *, today: date) -> Iterator[Finding]:
    """What is wrong with the emergency sequence, its words aside."""
    yield from _steps(store)
    yield from _editions(store)
    yield from _decision(store)
    yield from _claims(store)
    yield from _days(store, today)


def _steps(store: Store) -> Iterator[Finding]:
    sequence = store.sequence
    found = partial(_found, rule="sequence", within=("steps",))
    if sum(step.is_call for step in sequence.steps) != 1:
        yield found(what=Sentence("guidance.calls"), todo=Sentence("guidance.calls-do"))
    if len({step.id for step in sequence.steps}) != len(sequence.steps):
        yield found(what=Sentence("guidance.steps-twice"), todo=Sentence("guidance.steps-twice-do"))
    for n, step in enumerate(sequence.steps):
        if bound := [id for id in step.claims if store.claims[id].medicines]:
            yield found(
                within=("steps", n, "claims"),
                what=Sentence("guidance.step-bound", step=step.id, claims=bound),
                todo=Sentence("guidance.step-bound-do"),
            )
    if sequence.seal and sequence.seal != sequence_seal(sequence):
        yield _found(
            rule="seal",
            within=("seal",),
            what=Sentence("guidance.changed-unsealed", version=sequence.version),
            todo=Sentence("guidance.changed-unsealed-do"),
        )
    if stopped := stopped_steps(store):
        yield found(
            rule="stopped",
            level="flag",
            what=Sentence("guidance.step-stopped", steps=stopped),
            todo=Sentence("guidance.step-stopped-do"),
        )


def _editions(store: Store) -> Iterator[Finding]:
    """Every edition holds every step, and has a page to fall back on."""
    sequence = store.sequence
    found = partial(_found, rule="sequence")
    steps = [step.id for step in sequence.steps]
    fallbacks = {page.edition for page in sequence.call_page}
    there = [edition.edition for edition in sequence.editions]
    if lacking := [edition for edition in NEEDED if edition not in there]:
        yield found(
            within=("editions",),
            what=Sentence("guidance.sequence-lacks", editions=lacking),
            todo=Sentence("guidance.sequence-lacks-do"),
        )
    for n, edition in enumerate(sequence.editions):
        within = ("editions", n)
        if lacking := [step for step in steps if step not in edition.steps]:
            yield found(
                within=(*within, "steps"),
                what=Sentence("guidance.edition-lacks", edition=edition.edition, steps=lacking),
                todo=Sentence("guidance.edition-lacks-do"),
            )
        if edition.version != sequence.version:
            yield found(
                within=(*within, "version"),
                level="flag",
                what=Sentence("guidance.renders-old", version=edition.version, now=sequence.version),
                todo=Sentence("guidance.renders-old-do"),
            )
        if edition.edition not in fallbacks:
            yield found(
                within=within,
                what=Sentence("guidance.no-call-page", edition=edition.edition),
                todo=Sentence("guidance.no-call-page-do"),
            )
        if store.language(edition.edition).is_layout_draft:
            yield found(
                rule="layout-draft",
                within=within,
                what=Sentence("guidance.text-in-draft", language=edition.edition),
                todo=Sentence("guidance.text-in-draft-do"),
            )
    if not sequence.call_evidence:
        yield found(
            within=("call_evidence",), what=Sentence("guidance.no-support"), todo=Sentence("guidance.no-support-do")
        )


def _decision(store: Store) -> Iterator[Finding]:
    sequence = store.sequence
    found = partial(_found, rule="sequence", within=("decision",))
    if len({order.order for order in sequence.orders}) < 2:
        yield found(within=("orders",), what=Sentence("guidance.no-conflict"), todo=Sentence("guidance.no-conflict-do"))
    if bool(sequence.decision.by) != bool(sequence.decision.on):
        yield found(what=Sentence("guidance.half-decided"), todo=Sentence("guidance.half-decided-do"))
    if (sequence.grace_days is not None) != bool(sequence.grace_by):
        yield found(
            within=("grace_days",), what=Sentence("guidance.half-grace"), todo=Sentence("guidance.half-grace-do")
        )


def _claims(store: Store) -> Iterator[Finding]:
    """Claims that have moved on since the steps were written from them."""
    for id, version in store.sequence.renders.items():
        now = store.claims[id].version
        if version != now:
            yield _found(
                rule="stale",
                level="flag",
                within=("renders", id),
                what=Sentence("guidance.step-renders-old", claim=id, version=version, now=now),
                todo=Sentence("guidance.step-renders-old-do"),
            )


def _days(store: Store, today: date) -> Iterator[Finding]:
    """An overdue review is said; past the grace period it is an error for editors, and the steps still stand."""
    where = standing(store, store.sequence, today=today)
    if where.state != "overdue" or where.review_by is None:
        return
    is_past = today > end_of_grace(store.sequence, where)
    yield _found(
        rule="overdue",
        within=("review_months",),
        level="error" if is_past else "flag",
        what=Sentence("guidance.review-lapsed", on=where.review_by),
        todo=Sentence("guidance.sequence-overdue-do"),
    )
