"""What programs read of a published site: JSON, FHIR held against the standard, the feed, the sitemap."""

import json
from xml.etree import ElementTree

import pytest

from beredd.publishing.documents import ATOM, SITEMAP


def test_every_claim_is_a_file_with_evidence_version_and_who_reviewed_it_in_what_role(site):
    listed = json.loads((site / "data/claims.json").read_text())
    assert {row["id"] for row in listed["claims"]} >= {"NAL-001", "NAL-024"}
    found = json.loads((site / "data" / "claims/NAL-024.json").read_text())
    assert found["version"] == 1
    assert found["evidence"][0]["source"]["title"]
    assert {"edition": "sv", "for": "all"}.items() <= found["texts"][0].items()
    assert "2–3\u00a0minuter" in found["texts"][0]["text"]
    assert found["reviewed"]["by"] == ["clinician", "clinician"]
    assert "Clinician" not in json.dumps(found)


def test_a_demo_says_in_its_data_that_nobody_has_reviewed_it(demo):
    for path in (demo / "data/claims").glob("*.json"):
        found = json.loads(path.read_text())
        assert found["reviewed"] is None
        assert "Ej granskat av kliniker" in found["notice"]
    for path in (demo / "data/fhir").glob("Evidence-*.json"):
        assert json.loads(path.read_text())["status"] == "draft"


@pytest.mark.slow
def test_the_store_as_fhir_is_what_the_standard_says(site, demo):
    from fhir.resources.artifactassessment import ArtifactAssessment
    from fhir.resources.bundle import Bundle
    from fhir.resources.citation import Citation
    from fhir.resources.evidence import Evidence

    kinds = {"ArtifactAssessment": ArtifactAssessment, "Citation": Citation, "Evidence": Evidence}
    for place in (site, demo):
        bundle = json.loads((place / "data/fhir/Bundle.json").read_text())
        Bundle.model_validate(bundle)
        there = {f"{entry['resource']['resourceType']}/{entry['resource']['id']}" for entry in bundle["entry"]}
        for entry in bundle["entry"]:
            kinds[entry["resource"]["resourceType"]].model_validate(entry["resource"])
            for reference in _references(entry["resource"]):
                assert reference in there
        alone = json.loads((place / "data/fhir/Evidence-NAL-024.json").read_text())
        assert alone in [entry["resource"] for entry in bundle["entry"]]


def _references(value):
    if isinstance(value, dict):
        if "reference" in value:
            yield value["reference"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def test_the_feed_and_the_sitemap_name_pages_that_are_there(site):
    feed = ElementTree.fromstring((site / "sv/feed.xml").read_bytes())
    links = [link.get("href") for link in feed.iter(f"{{{ATOM}}}link")]
    links += [loc.text for loc in ElementTree.fromstring((site / "sitemap.xml").read_bytes()).iter(f"{{{SITEMAP}}}loc")]
    assert len(links) > 20
    for link in links:
        assert (site / link.removeprefix("https://rad.example.se/") / "index.html").is_file(), link
