"""What programs read: every claim as JSON and as FHIR, the feed of what is new, the sitemap, and word to robots."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any
from xml.etree import ElementTree

from beredd.guidance.texts import fill, text_for
from beredd.provenance import fingerprint
from beredd.publishing import chrome, fhir
from beredd.publishing.ground import Ground
from beredd.publishing.placing import Page

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def files(ground: Ground) -> Iterator[Page]:
    """A JSON and a FHIR file for each claim, all of them in one, and a feed in each language."""
    ids = sorted(ground.publishable.claims)
    digests = [ground.claim_digest(id) for id in ids]
    for id in ids:
        inputs = [ground.site_digest, ground.claim_digest(id)]
        yield _file(f"data/claims/{id}.json", inputs, lambda id=id: _json(claim_document(ground, id)))
        yield _file(f"data/fhir/Evidence-{id}.json", inputs, lambda id=id: fhir.text(fhir.evidence(ground, id)))
    everything = [ground.site_digest, *digests]
    yield _file("data/claims.json", everything, lambda: _json(_index(ground, ids)))
    yield _file("data/fhir/Bundle.json", everything, lambda: fhir.text(fhir.bundle(ground, ids)))
    if ground.settings.address:
        for edition in ground.editions:
            if edition == ground.store.language(edition).id and not ground.store.language(edition).is_layout_draft:
                yield _file(f"{edition}/feed.xml", everything, lambda edition=edition: _feed(ground, edition, ids))


def lists(ground: Ground, made: Iterable[Page]) -> Iterator[Page]:
    """The sitemap and robots.txt. A demo is in no sitemap, and no robot may read it."""
    listed = [page.path for page in made if page.is_listed]
    is_open = bool(ground.settings.address) and not ground.is_demo
    yield _file("robots.txt", [str(is_open), ground.site_digest], lambda: _robots(ground, is_open))
    if is_open:
        yield _file("sitemap.xml", [ground.site_digest, *listed], lambda: _sitemap(ground, listed))


def claim_document(ground: Ground, id: str) -> dict[str, Any]:
    """A claim as JSON: what is said to whom, what it rests on, its version, and who reviewed it in what role."""
    store, may = ground.store, ground.publishable
    claim, where = may.claims[id], may.standings[id]
    texts = [
        {
            "edition": edition,
            "audiences": list(claim.audiences),
            "for": "all",
            "text": fill(store, claim, text, language=store.language(edition).id),
        }
        for edition, text in claim.says.items()
        if edition in ground.editions
    ]
    for variant in may.variants[id]:
        texts.append(
            {
                "edition": variant.edition,
                "audiences": list(variant.audiences or claim.audiences),
                "for": variant.sex,
                "text": fill(store, claim, variant.text, language=variant.language),
            }
        )
    return {
        "id": id,
        "version": claim.version,
        "written_on": claim.written.on,
        "topic": claim.topic,
        "audiences": list(claim.audiences),
        "texts": texts,
        "medicines": [store.medicines[one].name for one in claim.medicines],
        "numbers": {name: _without_none(asdict(number)) for name, number in claim.numbers.items()},
        "evidence": [_evidence(ground, one) for one in claim.evidence],
        "confidence": claim.confidence,
        "risk": claim.risk,
        "companions": list(claim.companions),
        "legal": _without_none(asdict(claim.legal)) if claim.legal else None,
        "reviewed": None
        if ground.is_demo
        else {
            "on": where.reviewed_on,
            "until": where.review_by,
            "by": sorted(approval.role for approval in where.leans_on),
        },
        "is_demo": ground.is_demo,
        "notice": _unreviewed(ground),
    }


def _evidence(ground: Ground, one: Any) -> dict[str, Any]:
    source = ground.store.sources[one.source]
    return {
        "says": one.says,
        "at": one.at,
        "certainty": one.certainty,
        "strength": one.strength,
        "graded_by": one.graded_by,
        "bearing": one.bearing,
        "source": {
            key: getattr(source, key) for key in ("id", "title", "by", "year", "country", "kind", "where", "seen")
        },
    }


def _unreviewed(ground: Ground) -> str:
    if not ground.is_demo:
        return ""
    plain = (language for language in ground.store.languages.values() if not language.is_layout_draft)
    return " / ".join(language.unreviewed for language in plain)


def _index(ground: Ground, ids: list[str]) -> dict[str, Any]:
    rows = [
        {
            "id": id,
            "version": ground.publishable.claims[id].version,
            "topic": ground.publishable.claims[id].topic,
            "href": f"claims/{id}.json",
        }
        for id in ids
    ]
    return {"is_demo": ground.is_demo, "notice": _unreviewed(ground), "claims": rows}


def _feed(ground: Ground, edition: str, ids: list[str]) -> bytes:
    """Atom: the hundred claims that were changed last."""
    may, language = ground.publishable, ground.store.language(edition)
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": language.id})
    mark = f" – {language.unreviewed}" if ground.is_demo else ""
    here = ground.address(f"{edition}/new/")
    latest = sorted(ids, key=lambda id: (may.claims[id].written.on, id), reverse=True)[:100]
    day = max((may.claims[id].written.on for id in latest), default=date(2026, 1, 1))
    _text(feed, id=here, title=f"{chrome.words(language.id, 'new')}{mark}", updated=f"{day}T00:00:00Z")
    _text(ElementTree.SubElement(feed, "author"), name=chrome.words(language.id, "site"))
    ElementTree.SubElement(feed, "link", {"href": here})
    for id in latest:
        claim = may.claims[id]
        said = text_for(ground.store, claim, audience=claim.audiences[0], edition=edition, variants=())
        if said is None or claim.companions:  # what might hold back never stands alone, and a feed's entry does
            continue
        address = ground.address(f"{edition}/claims/{id}/")
        entry = ElementTree.SubElement(feed, "entry")
        _text(entry, id=f"{address}#v{claim.version}", title=f"{id}{mark}", updated=f"{claim.written.on}T00:00:00Z")
        _text(entry, summary=said.text)
        ElementTree.SubElement(entry, "link", {"href": address})
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _text(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, name).text = text


def _sitemap(ground: Ground, listed: list[str]) -> bytes:
    root = ElementTree.Element("urlset", {"xmlns": SITEMAP})
    for path in listed:
        _text(ElementTree.SubElement(root, "url"), loc=ground.address(path))
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _robots(ground: Ground, is_open: bool) -> str:
    if not is_open:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\nSitemap: {ground.address('sitemap.xml')}\n"


def _file(path: str, parts: Iterable[str], make: Any) -> Page:
    return Page(path=path, inputs=fingerprint([path, *parts]), make=make)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"


def _without_none(value: dict[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in value.items() if one is not None}
