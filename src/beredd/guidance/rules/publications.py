"""Rules for publications, rapid notices and topics: what is carried to whom, where, for how long."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from beredd.guidance.approval import after_months
from beredd.guidance.publications import Notice, Publication
from beredd.guidance.rules.finding import Finding
from beredd.guidance.store import Store
from beredd.wording import Sentence

LONGEST_NOTICE = timedelta(days=183)
LOOK_AGAIN_MONTHS = 24
"""A topic's horizon is looked over at least so often."""


def publication_findings(store: Store) -> Iterator[Finding]:
    """What is wrong with each publication, its words aside."""
    for publication in store.publications.values():
        for n, section in enumerate(publication.sections):
            for id in section.claims:
                yield from _carried(store, publication, id, ("sections", n, "claims"))
            yield from _measures(store, publication, section.claims, n)
        yield from _quiz(store, publication)
        yield from _titles(publication)


def _carried(store: Store, publication: Publication, id: str, within: tuple[str | int, ...]) -> Iterator[Finding]:
    """A claim must be meant for the audience, be open to it, and be sure enough for paper."""
    found = partial(Finding, kind="publication", id=publication.id, within=within)
    claim, audience = store.claims[id], store.audiences[publication.audience]
    if audience.id not in claim.audiences:
        yield found(
            rule="audience",
            what=Sentence("guidance.claim-for-others", claim=id, audience=audience.id),
            todo=Sentence("guidance.claim-for-others-do"),
        )
    if claim.publish == "internal" or (claim.publish == "professional" and not audience.is_professional):
        yield found(
            rule="professional",
            what=Sentence("guidance.claim-closed", claim=id, publish=claim.publish),
            todo=Sentence("guidance.claim-closed-do"),
        )
    weak = [one for one in (id, *claim.companions) if store.claims[one].confidence == "C"]
    if publication.is_printed and weak:
        yield found(
            rule="weak-in-print",
            what=Sentence("guidance.weak-in-print", claims=weak),
            todo=Sentence("guidance.weak-in-print-do"),
        )
    if claim.stopped:
        yield found(
            rule="stopped",
            level="flag",
            what=Sentence("guidance.carries-stopped", claim=id),
            todo=Sentence("guidance.carries-stopped-do"),
        )


def _measures(store: Store, publication: Publication, claims: tuple[str, ...], n: int) -> Iterator[Finding]:
    """The two counts of deaths are not set side by side under one heading, where a reader would add them."""
    measures = {number.measure for id in claims for number in store.claims[id].numbers.values() if number.measure}
    if len(measures) > 1:
        yield Finding(
            kind="publication",
            id=publication.id,
            within=("sections", n, "claims"),
            rule="two-measures",
            what=Sentence("guidance.two-measures-carried"),
            todo=Sentence("guidance.two-measures-carried-do"),
        )


def _quiz(store: Store, publication: Publication) -> Iterator[Finding]:
    found = partial(Finding, kind="publication", id=publication.id, rule="quiz")
    if (publication.kind == "quiz") != bool(publication.questions):
        yield found(what=Sentence("guidance.quiz-questions"), todo=Sentence("guidance.quiz-questions-do"))
    for n, question in enumerate(publication.questions):
        within = ("questions", n)
        yield from _carried(store, publication, question.claim, (*within, "claim"))
        if sum(answer.is_right for answer in question.answers) != 1:
            yield found(
                within=(*within, "answers"),
                what=Sentence("guidance.right-answers", question=question.id),
                todo=Sentence("guidance.right-answers-do"),
            )


def _titles(publication: Publication) -> Iterator[Finding]:
    """Headings are there in Swedish and English, so that no page shows another language's."""
    said = [("title", publication.title), *((f"sections {s.id}", s.heading) for s in publication.sections)]
    for name, words in said:
        languages = {edition.partition("-")[0] for edition in publication.editions} & {"sv", "en"}
        if lacking := sorted(languages - words.keys()):
            yield Finding(
                kind="publication",
                id=publication.id,
                rule="languages",
                what=Sentence("guidance.heading-not-said-in", name=name, editions=lacking),
                todo=Sentence("guidance.not-said-in-do"),
            )


def notice_findings(store: Store, *, today: date) -> Iterator[Finding]:
    """What is wrong with each rapid notice: it ends by itself, soon enough, and rests on something."""
    for notice in store.notices.values():
        yield from _notice(notice, today)


def _notice(notice: Notice, today: date) -> Iterator[Finding]:
    found = partial(Finding, kind="notice", id=notice.id, rule="notice", within=("expires_on",))
    if not notice.reported_on < notice.expires_on <= notice.reported_on + LONGEST_NOTICE:
        yield found(
            what=Sentence("guidance.notice-length", on=notice.expires_on),
            todo=Sentence("guidance.notice-length-do", last=notice.reported_on + LONGEST_NOTICE),
        )
    elif notice.expires_on < today:
        yield found(
            level="flag",
            what=Sentence("guidance.notice-over", on=notice.expires_on),
            todo=Sentence("guidance.notice-over-do"),
        )
    if not notice.evidence:
        yield found(within=("evidence",), what=Sentence("guidance.no-support"), todo=Sentence("guidance.no-support-do"))


def topic_findings(store: Store, *, today: date) -> Iterator[Finding]:
    """Topics with claims for which nobody has looked elsewhere, or not for a long time."""
    topics = dict.fromkeys(claim.topic for claim in store.claims.values())
    for topic in topics:
        looks = store.horizon.get(topic, ())
        last = max((look.on for look in looks), default=None)
        if last is None or after_months(last, LOOK_AGAIN_MONTHS) < today:
            yield Finding(
                kind="topic",
                id=topic,
                rule="horizon",
                level="flag",
                what=Sentence("guidance.not-looked", topic=topic, on=last or "–"),
                todo=Sentence("guidance.not-looked-do", topic=topic),
            )
