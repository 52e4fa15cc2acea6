"""Targets: what they say of themselves, and that a miss is explained where the documentation says so."""

import re
from pathlib import Path

import pytest
from tests.dispensing.small_network import small_network

from beredd.dispensing.validation import EXPLAINED_IN, KINDS, summary_line, validate
from beredd.dispensing.validation.target import compared

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rows():
    """The targets on a handmade network: names and shapes, not the nation's values."""
    told = []
    found = validate(threads=2, network=small_network(people=9_000), tell=told.append)
    assert told
    return found


@pytest.mark.slow
def test_every_target_says_what_it_is(rows):
    assert len(rows) > 30
    assert len({r["target"] for r in rows}) == len(rows)
    assert {r["kind"] for r in rows} == set(KINDS)
    for r in rows:
        assert r["low"] <= r["value"] <= r["high"], r["target"]
        assert r["use"] in ("fitted", "check")
        assert r["inside"] == (r["low"] <= r["model"] <= r["high"])
        assert r["source"]
        assert r["unit"]


@pytest.mark.slow
def test_what_is_lost_from_the_books_is_nothing_on_any_network(rows):
    (books,) = [r for r in rows if r["target"].startswith("Packs and people lost")]
    assert books["model"] == 0


@pytest.mark.slow
def test_every_explanation_is_a_section_of_the_documentation(rows):
    text = (ROOT / EXPLAINED_IN).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, flags=re.M)
    anchors = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
    named = {r["explained"] for r in rows if r["explained"]}
    assert named
    for place in named:
        file, _, anchor = place.partition("#")
        assert file == EXPLAINED_IN
        assert anchor in anchors, place


def test_a_target_inside_its_band_needs_no_explanation():
    said = {"source": "test", "explained": "somewhere"}
    assert compared("x", 1, 0, 2, 1.5, "m", **said).explained == ""
    assert compared("x", 1, 0, 2, 2.5, "m", **said).explained == f"{EXPLAINED_IN}#somewhere"


def test_the_summary_counts_each_kind():
    rows = [
        {"inside": True, "kind": "published", "explained": ""},
        {"inside": False, "kind": "published", "explained": "x#y"},
        {"inside": False, "kind": "property", "explained": ""},
    ]
    assert summary_line(rows) == (
        "1 of 3 targets inside their band (1 of 2 published, 0 of 0 own estimate, 0 of 1 property), "
        "1 outside and explained."
    )
