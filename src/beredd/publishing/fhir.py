"""The one adapter to FHIR: claims in the shapes of EBM-on-FHIR, pinned to R5, whose resources are being renamed.

A claim is an Evidence, a source a Citation, and how strongly the sources advise stands apart, in an ArtifactAssessment.
Plain data; the tests hold it against `fhir.resources`.
"""

import json
from typing import Any

from beredd.guidance.claims import Claim, Number
from beredd.guidance.texts import fill
from beredd.publishing.ground import Ground

VERSION = "5.0.0"
ROLE = "http://terminology.hl7.org/CodeSystem/variable-role"
RATING = "http://terminology.hl7.org/CodeSystem/certainty-rating"


def text(resource: dict[str, Any]) -> str:
    """A resource as JSON, without blanks: the bundle of a large store is written in a tenth of the time."""
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":")) + "\n"


def evidence(ground: Ground, id: str) -> dict[str, Any]:
    """A claim as an Evidence."""
    store, claim, where = ground.store, ground.publishable.claims[id], ground.publishable.standings[id]
    first = next(iter(claim.says))
    audiences = ", ".join(store.audiences[one].name["en"] for one in claim.audiences)
    found = _head(ground, "Evidence", id, claim) | {
        "language": store.language(first).id,
        "title": id,
        "assertion": _sentence(ground, claim, first),
        "description": _sentence(ground, claim, "en" if "en" in claim.says else first),
        "relatedArtifact": [
            {
                "type": "citation",
                "citation": f"{store.sources[one.source].title}. {store.sources[one.source].by}.",
                "display": one.at,
                "resourceReference": {"reference": f"Citation/{one.source}"},
            }
            for one in claim.evidence
        ],
        "variableDefinition": [{"variableRole": _coded(ROLE, "population"), "description": audiences}],
        "certainty": [
            {
                "description": f"{one.source}, {one.at}: {one.says}",
                "type": {"text": "Overall"},
                "rating": {"text": "not graded"} if one.certainty == "not-graded" else _coded(RATING, one.certainty),
            }
            for one in claim.evidence
        ],
    }
    if where.reviewed_on and not ground.is_demo:
        found |= {"approvalDate": where.reviewed_on.isoformat(), "lastReviewDate": where.reviewed_on.isoformat()}
    if ground.is_demo:
        found["note"] = [{"text": store.languages[one].unreviewed} for one in ("sv", "en") if one in store.languages]
    if claim.numbers:
        found["statistic"] = [_statistic(ground, name, number) for name, number in claim.numbers.items()]
    return found


def _sentence(ground: Ground, claim: Claim, edition: str) -> str:
    """The claim's sentence, with what must stand beside it: what might hold a rescuer back never stands alone."""
    store, there = ground.store, ground.publishable.claims
    group = [claim, *(there[one] for one in claim.companions if one in there)]
    language = store.language(edition).id
    return " ".join(fill(store, one, one.says[edition], language=language) for one in group if edition in one.says)


def _statistic(ground: Ground, name: str, number: Number) -> dict[str, Any]:
    unit = ground.store.units[number.unit].name["en"]
    if number.value is not None:
        return {"description": name, "quantity": {"value": number.value, "unit": unit}}
    ends = {"low": number.low, "high": number.high}
    span = {end: {"value": value, "unit": unit} for end, value in ends.items() if value is not None}
    return {"description": name, "attributeEstimate": [{"type": {"text": "range"}, "range": span}]}


def assessment(ground: Ground, id: str) -> dict[str, Any]:
    """How strongly each source advises what a claim says, as an ArtifactAssessment."""
    claim = ground.publishable.claims[id]
    content = [
        {
            "informationType": "rating",
            "type": {"text": "Strength of recommendation"},
            "classifier": [{"text": one.strength}],
            "relatedArtifact": [{"type": "citation", "resourceReference": {"reference": f"Citation/{one.source}"}}],
        }
        for one in claim.evidence
    ]
    return {
        "resourceType": "ArtifactAssessment",
        "id": f"{id}-strength",
        "title": f"{id}, version {claim.version}",
        "artifactReference": {"reference": f"Evidence/{id}"},
        "content": content,
    }


def citation(ground: Ground, id: str) -> dict[str, Any]:
    """A source as a Citation."""
    source = ground.store.sources[id]
    return {
        "resourceType": "Citation",
        "id": id,
        "url": _url(ground, "Citation", id),
        "status": "active",
        "title": source.title,
        "citedArtifact": {
            "title": [{"text": source.title}],
            "note": [{"text": source.where}],
            "contributorship": {"summary": [{"value": source.by}]},
            "publicationForm": [{"publicationDateText": source.year}],
        },
    }


def bundle(ground: Ground, ids: list[str]) -> dict[str, Any]:
    """All that is published, with the sources it rests on."""
    claims = ground.publishable.claims
    sources = dict.fromkeys(one.source for id in ids for one in claims[id].evidence)
    resources = [citation(ground, id) for id in sources]
    for id in ids:
        resources += [evidence(ground, id), assessment(ground, id)]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "meta": {"tag": [{"system": "urn:beredd:fhir", "code": VERSION}]},
        "entry": [{"fullUrl": _url(ground, one["resourceType"], one["id"]), "resource": one} for one in resources],
    }


def _head(ground: Ground, kind: str, id: str, claim: Claim) -> dict[str, Any]:
    return {
        "resourceType": kind,
        "id": id,
        "url": _url(ground, kind, id),
        "version": str(claim.version),
        "status": "draft" if ground.is_demo else "active",
        "experimental": ground.is_demo,
        "date": claim.written.on.isoformat(),
    }


def _url(ground: Ground, kind: str, id: str) -> str:
    return ground.address(f"data/fhir/{kind}-{id}.json") or f"urn:beredd:{kind}:{id}"


def _coded(system: str, value: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": value}]}
