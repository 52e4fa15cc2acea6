"""The ten families: their pages quote kept results, those are of the scenarios as they are, and look as they should."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from beredd.dispensing.scenarios import list_scenarios, load_scenario
from beredd.dispensing.scenarios.moments import minutes_of

ROOT = Path(__file__).parents[2]
HERE = ROOT / "validation" / "dispensing"
KEPT = json.loads((HERE / "families.json").read_text(encoding="utf-8"))
ORDINARY = [id for id, found in KEPT.items() if "ordinary" in found["runs"]["as it stands"]]
WORST, LATER = "person_days_past_limit_beyond_everyday", "patient_days_without"


@pytest.fixture(scope="module")
def made():
    """The pages as they would be written now."""
    sys.path.insert(0, str(HERE))
    try:
        spec = importlib.util.spec_from_file_location("family_pages", HERE / "family_pages.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.pages()
    finally:
        sys.path.remove(str(HERE))


def runs(id):
    """Name -> part -> figures."""
    return KEPT[id]["runs"]


FAMILIES = [s.id for s in list_scenarios() if s.id[0] == "s" and s.id[1].isdigit()]


def test_there_are_ten_families_and_each_scenario_has_a_page(made):
    assert {id.split("-")[0].rstrip("abcde") for id in FAMILIES} == {f"s{n}" for n in range(1, 11)}
    assert {name for name in made if name.startswith("s") and name.endswith(".md")} == {f"{id}.md" for id in FAMILIES}
    assert set(KEPT) <= set(FAMILIES)


@pytest.mark.parametrize("id", KEPT)
def test_what_is_kept_was_run_on_the_scenario_as_it_is(id):
    assert KEPT[id]["fingerprint"] == load_scenario(id).fingerprint, "run validation/dispensing/families.py again"


@pytest.mark.parametrize("id", FAMILIES)
def test_a_scenario_of_a_family_says_all_that_its_page_needs_in_both_languages(id):
    told = load_scenario(id)
    for words in (told.name, told.summary, told.assumed, told.not_carried, told.would_change):
        assert len(words.sv) > 5
        assert len(words.en) > 5
        assert words.sv != words.en
    assert all(event.name for event in (*told.event, *told.dose))


def test_pages_and_drawings_quote_the_kept_results_and_no_other(made):
    folder = ROOT / "docs" / "explanation" / "scenarios"
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert set(there) == set(made)
    assert [name for name in made if there[name] != made[name]] == [], "run validation/dispensing/family_pages.py"


@pytest.mark.parametrize("id", ORDINARY)
def test_before_anything_happens_it_is_an_ordinary_day(id):
    told, days = load_scenario(id), runs(id)["as it stands"]["ordinary"]["days"]
    first = min(minutes_of(e.starts) for e in told.event if e.starts)
    quiet = first // (24 * 60)  # whole days: who comes early does so over the whole day on which they begin
    assert days["here"][:quiet] == days["everyday"][:quiet]
    assert days["here"] != days["everyday"]


@pytest.mark.parametrize("id", KEPT)
def test_a_scenario_leaves_more_people_without_than_an_ordinary_time(id):
    for part, name in (("ordinary", WORST), ("dose", LATER)):
        if part in runs(id)["as it stands"]:
            assert runs(id)["as it stands"][part]["kpi"][name] > 0


MORE = {
    "a paper log for everyone from the second hour (L18)",
    "the other chains stay open two hours longer (L13)",
    "the second wrong order is stopped in time",
    "the plants pack by the last list (L8)",
    "all transports get through",
    "a fifth of the area's pharmacies have power and links of their own (L13)",
    "pharmacies simplify service where the queue is half an hour",
    "distributors hold 40 days instead of 19",
    "no pharmacist is called up",
    "a paper log for everyone while the register is gone (L18, L22)",
    "the distributor's goods come from elsewhere after a week",
    "no pharmacist is away",
}
"""Alternatives with more of something."""


@pytest.mark.parametrize("id", KEPT)
def test_more_capacity_does_not_hurt(id):
    stands = runs(id)["as it stands"]
    part, name = ("ordinary", WORST) if "ordinary" in stands else ("dose", LATER)
    for other, found in runs(id).items():
        if other in MORE:
            assert found[part]["kpi"][name] < stands[part]["kpi"][name], other


def test_the_families_differ_from_each_other():
    """No two have the same events but for their places and hours."""
    told = [load_scenario(id) for id in FAMILIES]
    shapes = {s.id: tuple(e.hit for e in (*s.event, *s.dose)) for s in told}
    assert len(set(shapes.values())) == len(shapes)
