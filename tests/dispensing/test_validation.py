"""Targets: what they say of themselves, and that a miss is explained where the documentation says so."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest
from tests.dispensing.small_network import small_network

from beredd.dispensing import ENGINE
from beredd.dispensing.validation import EXPLAINED_IN, KINDS, summary_line, validate
from beredd.dispensing.validation.target import compared

ROOT = Path(__file__).parents[2]
BATTERY = ROOT / "validation" / "dispensing"


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


def script(name):
    """A program of validation/dispensing as a module."""
    spec = importlib.util.spec_from_file_location(f"validation_{name}", BATTERY / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def told(file):
    return json.loads((BATTERY / file).read_text(encoding="utf-8"))


def test_the_pages_tables_are_what_the_program_printed():
    pages = script("pages")
    text = pages.PAGE.read_text(encoding="utf-8")
    assert pages.page(text) == text
    assert "| Line fill at the pharmacy |" in text


@pytest.mark.slow
def test_what_was_printed_are_the_programs_targets(rows):
    said = ("target", "value", "low", "high", "unit", "kind", "use", "source")
    assert [[r[key] for key in said] for r in told("targets.json")["targets"]] == [
        [r[key] for key in said] for r in rows
    ]


def test_every_kind_of_event_was_tried_with_this_edition_of_the_engine():
    battery = script("battery")
    measured = told("dispensing-3.json")
    assert measured["engine"] == ENGINE
    asked = [(case.scenario, name, should) for case in battery.CASES for name, should, _ in case.figures]
    rows = [(r["scenario"], r["figure"], r["should"]) for r in measured["rows"] if r["figure"] not in battery.LEADING]
    assert rows == asked
    assert {path.stem for path in (BATTERY / "events").glob("*.toml")} <= {case.scenario for case in battery.CASES}


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
