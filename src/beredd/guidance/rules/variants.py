"""Rules for variants: which claim and version they render, and for whom."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from beredd.guidance.claims import Claim, Variant
from beredd.guidance.rules.finding import Finding
from beredd.guidance.store import Store
from beredd.wording import Sentence


def variant_findings(store: Store) -> Iterator[Finding]:
    """What is wrong with each variant, its words aside."""
    for id, variants in store.variants.items():
        claim = store.claims[id]
        for variant in variants:
            yield from _one(store, claim, variant)
        yield from _rivals(variants)


def _one(store: Store, claim: Claim, variant: Variant) -> Iterator[Finding]:
    found = partial(Finding, kind="variant", id=variant.id)
    if store.language(variant.edition).is_layout_draft:
        yield found(
            rule="layout-draft",
            within=("text",),
            what=Sentence("guidance.text-in-draft", language=variant.language),
            todo=Sentence("guidance.text-in-draft-do"),
        )
    if variant.version > claim.version:
        yield found(
            rule="version",
            within=("version",),
            what=Sentence("guidance.renders-future", version=variant.version, now=claim.version),
            todo=Sentence("guidance.renders-future-do"),
        )
    elif variant.version < claim.version:
        yield found(
            rule="stale",
            within=("version",),
            level="flag",
            what=Sentence("guidance.renders-old", version=variant.version, now=claim.version),
            todo=Sentence("guidance.renders-old-do"),
        )
    if others := sorted(set(variant.audiences) - set(claim.audiences)):
        yield found(
            rule="audience",
            within=("audiences",),
            what=Sentence("guidance.not-for-them", audiences=others),
            todo=Sentence("guidance.not-for-them-do"),
        )


def _rivals(variants: tuple[Variant, ...]) -> Iterator[Finding]:
    """Two variants of which neither is nearer to an audience than the other."""
    taken: dict[tuple[str, str, str], str] = defaultdict(str)
    for variant in variants:
        for audience in variant.audiences or ("",):
            key = variant.edition, variant.sex, audience
            if taken[key]:
                yield Finding(
                    kind="variant",
                    id=variant.id,
                    rule="rival",
                    what=Sentence("guidance.rival", other=taken[key]),
                    todo=Sentence("guidance.rival-do"),
                )
                break
            taken[key] = variant.id
