"""Describe, run, read: what a run writes, refuses and remembers."""

import json

import duckdb
import pytest
from tests.dispensing.small_network import small_network

from beredd.descriptions import Refused
from beredd.dispensing import run
from beredd.dispensing.errors import DispensingError, ScenarioError
from beredd.dispensing.scenarios import make_scenario

EVENT = {"id": "stopp", "hit": "erecept", "where": "national", "from": "d1h09", "for": 9}


def small(**keywords):
    scenario = make_scenario(
        {"name": "small", "days": 4, "event": keywords.pop("events", [])}, identifier="small", file="test"
    )
    return run(**({"scenario": scenario, "network": small_network(people=1_200), "threads": 1} | keywords))


def test_a_run_writes_its_tables_and_its_books_balance(tmp_path):
    steps = []
    summary = small(replicates=2, out=tmp_path / "out", progress=lambda done, total: steps.append((done, total)))
    assert summary["ledger"] == {"packs_error": 0, "lines_error": 0}
    assert steps[-1] == (8, 8)
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["fingerprint"] == summary["fingerprint"]
    for name in summary["files"]:
        rows = duckdb.sql(f"select count(*), count(distinct replicate) from '{tmp_path / 'out' / name}'").fetchall()[0]
        assert rows[0] > 0
        assert rows[1] == 2
    total = duckdb.sql(
        f"select sum(dispensed_lines) from '{tmp_path / 'out' / 'day_municipality_tier.parquet'}' where replicate = 0"
    ).fetchall()[0][0]
    by_group = duckdb.sql(
        f"select sum(dispensed_lines) from '{tmp_path / 'out' / 'day_county_group.parquet'}' where replicate = 0"
    ).fetchall()[0][0]
    assert total == by_group > 0


def test_the_same_question_gets_the_same_answer():
    assert small(seed=3)["fingerprint"] == small(seed=3, threads=2)["fingerprint"]
    assert small(seed=3)["fingerprint"] != small(seed=4)["fingerprint"]


def test_a_longer_run_begins_like_a_shorter_one(tmp_path):
    small(days=2, out=tmp_path / "two")
    small(days=4, out=tmp_path / "four")
    read = "select * from '{}/hour_county.parquet' where hour < 48 order by all"
    two, four = (duckdb.sql(read.format(tmp_path / name)).fetchall() for name in ("two", "four"))
    assert two == four


def test_an_event_without_effect_changes_nothing():
    plain = small()
    assert small(events=[EVENT | {"level": 1.0}])["fingerprint"] == plain["fingerprint"]
    assert small(events=[EVENT | {"share": 0.0}])["fingerprint"] == plain["fingerprint"]
    assert small(events=[EVENT])["fingerprint"] != plain["fingerprint"]


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ({"days": 0}, Refused, "a whole number from 1 to 366"),
        ({"days": 400}, Refused, "a whole number from 1 to 366"),
        ({"seed": -1}, Refused, "Seed: -1 was given"),
        ({"replicates": 0}, Refused, "Replicates: 0 was given"),
        ({"threads": -2}, DispensingError, "allowed is 1 or more"),
        ({"overrides": {"divert_shear": 0.5}}, Refused, "divert_share"),
        ({"overrides": {"divert_share": 1.5}}, Refused, "150% was given; allowed is from 0% to 100%"),
        ({"network": "/nowhere/at/all"}, DispensingError, "nowhere"),
        ({"scenario": "s99"}, ScenarioError, "s99"),
    ],
)
def test_what_cannot_be_run_is_said_in_a_sentence_and_nothing_is_written(tmp_path, wrong, error, says):
    with pytest.raises(error, match=says):
        small(out=tmp_path / "never", **wrong)
    assert not (tmp_path / "never").exists()
    assert list(tmp_path.iterdir()) == []


def test_results_are_never_written_over(tmp_path):
    small(out=tmp_path / "out")
    with pytest.raises(DispensingError, match="never written over"):
        small(out=tmp_path / "out")


def test_a_run_that_dies_leaves_nothing_half_written(tmp_path):
    def die(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        small(out=tmp_path / "out", progress=die)
    assert list(tmp_path.iterdir()) == []
