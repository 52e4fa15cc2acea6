"""Short trainings with questions: no account, nothing kept, and nothing fetched once the page has loaded."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from beredd.guidance.publications import Publication, QuizQuestion
from beredd.guidance.texts import Said
from beredd.publishing.addresses import code
from beredd.publishing.ground import Ground
from beredd.publishing.placing import Page


def pages(ground: Ground) -> Iterator[Page]:
    """The page of each training in each of its editions that has a question left to ask."""
    for publication in ground.store.publications.values():
        if publication.kind != "quiz":
            continue
        shown = ground.shown(publication, [question.claim for question in publication.questions])
        if not shown:
            continue
        parts = [repr(publication), *(ground.claim_digest(claim.id) for claim in shown)]
        tail = f"{code('publication', publication.id)}/"
        there = [edition for edition in publication.editions if edition in ground.editions]
        for edition in there:
            context = partial(_context, ground, publication, edition, [(one, f"{one}/{tail}") for one in there])
            yield ground.page(f"{edition}/{tail}index.html", "quiz.html", parts, context, is_listed=True)


def _context(ground: Ground, publication: Publication, edition: str, others: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "edition": edition,
        "others": others,
        "publication": publication,
        "questions": questions(ground, publication, edition),
    }


def questions(ground: Ground, publication: Publication, edition: str) -> list[tuple[QuizQuestion, tuple[Said, ...]]]:
    """The questions whose claims may be shown, each with what is said afterwards."""
    found = []
    for question in publication.questions:
        said = ground.publishable.said(question.claim, audience=publication.audience, edition=edition)
        if said:
            found.append((question, said))
    return found
