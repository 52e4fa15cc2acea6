"""Rules for approvals: whoever approves has a name and a title, has not written it, and sits in one chair."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from beredd.guidance.approval import Thing, authors, person
from beredd.guidance.rules.finding import Finding
from beredd.guidance.seals import approval_seal
from beredd.guidance.store import Store
from beredd.wording import Sentence


def approval_findings(store: Store, *, today: date) -> Iterator[Finding]:
    """What is wrong with approvals that stand in the store, however they came there."""
    for kind, id, within, thing in approved_things(store):
        if thing.approvals:
            yield from _one(partial(Finding, kind=kind, id=id, rule="approval"), within, thing, today)


def approved_things(store: Store) -> Iterator[tuple[str, str, tuple[str | int, ...], Thing]]:
    """Everything that can be approved: kind and id of where it stands, the path within, and the thing."""
    for claim in store.claims.values():
        yield "claim", claim.id, (), claim
    for variants in store.variants.values():
        for variant in variants:
            yield "variant", variant.id, (), variant
    for notice in store.notices.values():
        yield "notice", notice.id, (), notice
    sequence = store.sequence
    yield "sequence", "emergency", (), sequence
    for n, edition in enumerate(sequence.editions):
        yield "sequence", "emergency", ("editions", n), edition
    for n, page in enumerate(sequence.call_page):
        yield "sequence", "emergency", ("call_page", n), page


def _one(found: "partial[Finding]", within: tuple[str | int, ...], thing: Thing, today: date) -> Iterator[Finding]:
    wrote, seal = authors(thing), approval_seal(thing)
    seen: set[str] = set()
    for n, approval in enumerate(thing.approvals):
        at = (*within, "approvals", n)
        who = person(approval.by)
        if who in wrote:
            yield found(
                within=at, what=Sentence("guidance.own-work", by=approval.by), todo=Sentence("guidance.own-work-do")
            )
        if approval.on > today or approval.on < thing.written.on:
            yield found(
                within=at,
                what=Sentence("guidance.odd-day", on=approval.on),
                todo=Sentence("guidance.odd-day-do", first=thing.written.on, last=today),
            )
        if approval.seal != seal:
            yield found(
                within=at,
                level="flag",
                what=Sentence("guidance.approval-overtaken"),
                todo=Sentence("guidance.approval-overtaken-do"),
            )
            continue
        if who in seen:
            yield found(
                within=at,
                level="flag",
                what=Sentence("guidance.approved-twice", by=approval.by),
                todo=Sentence("guidance.approved-twice-do"),
            )
        seen.add(who)
