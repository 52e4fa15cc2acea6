"""How much is written for whom: audience, language and topic, with the gaps among them."""

from collections import Counter
from dataclasses import dataclass

from beredd.guidance.store import Store
from beredd.guidance.texts import is_for


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One audience in one language, level and topic.

    claims          claims for that audience with a text in just that language and level
    claims_wanted   claims for that audience on the topic, in whatever language
    for_women, for_men   variants among them that are written for women or for men
    """

    audience: str
    language: str
    level: str
    topic: str
    claims: int
    claims_wanted: int
    for_women: int
    for_men: int


def find_coverage(store: Store) -> tuple[Cell, ...]:
    """A cell for every audience, edition and topic, those without a claim among them. Layout drafts hold no text."""
    wanted: Counter[tuple[str, str]] = Counter()
    written: Counter[tuple[str, str, str]] = Counter()
    by_sex: Counter[tuple[str, str, str, str]] = Counter()
    for claim in store.claims.values():
        if claim.publish == "internal":
            continue
        variants = store.variants.get(claim.id, ())
        for audience in claim.audiences:
            wanted[audience, claim.topic] += 1
            editions = set(claim.says)
            for variant in variants:
                if not variant.audiences or audience in variant.audiences:
                    by_sex[audience, variant.edition, claim.topic, variant.sex] += 1
                if is_for(variant, audience, "all"):
                    editions.add(variant.edition)
            written.update((audience, edition, claim.topic) for edition in editions)
    return tuple(
        Cell(
            audience=audience,
            language=store.language(edition).id,
            level="easy" if edition.endswith("-easy") else "plain",
            topic=topic,
            claims=written[audience, edition, topic],
            claims_wanted=wanted[audience, topic],
            for_women=by_sex[audience, edition, topic, "women"],
            for_men=by_sex[audience, edition, topic, "men"],
        )
        for audience in store.audiences
        for edition in store.editions
        for topic in store.topics
    )
