"""The everyday that goes with a run: the same chance, shared until the disruption, kept on disk."""

import dataclasses
import time

import duckdb
import numpy as np
import pytest
from tests.dispensing.engine.cases import calm as still
from tests.dispensing.small_network import small_network

from beredd.dispensing import beginning as beginnings
from beredd.dispensing import everyday, run, store
from beredd.dispensing.beginning import begin
from beredd.dispensing.engine.chain import Chain
from beredd.dispensing.engine.state import kept_arrays
from beredd.dispensing.everyday import first_disturbed_day
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import make_scenario
from beredd.dispensing.store import Cache

STOP = {"id": "stopp", "hit": "erecept", "where": "national", "from": "d2h09", "for": 9}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Own caches, and small grounds are kept too."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(beginnings, "WORTH_KEEPING_BYTES", 0)
    return tmp_path / "cache" / "beredd"


def small(*events, **keywords):
    scenario = make_scenario({"name": "small", "days": 4, "event": list(events)}, identifier="small", file="test")
    return run(**({"scenario": scenario, "network": small_network(people=1_200), "threads": 1} | keywords))


def simulated(*events, **keywords):
    """Days simulated for a run."""
    steps = []
    small(*events, progress=lambda done, total: steps.append((done, total)), **keywords)
    assert [done for done, _ in steps] == list(range(1, len(steps) + 1))
    assert {total for _, total in steps} == {len(steps)}
    return len(steps)


def test_an_everyday_is_shared_until_the_disruption_and_run_once():
    assert simulated(STOP) == 4 + 2
    assert simulated(STOP) == 4
    assert simulated(STOP | {"from": "d1h09"}) == 4
    assert simulated(STOP, seed=2) == 4 + 2
    assert simulated(STOP, days=3) == 3 + 1
    assert simulated(STOP, replicates=2) == 4 + 4 + 2


@pytest.mark.parametrize("first_day", [0, 1])
def test_side_by_side_a_run_and_its_everyday_are_what_each_is_alone(first_day, monkeypatch):
    event = STOP | {"from": f"d{first_day}h09"}
    small(seed=9)
    alone = small(event, seed=9)  # its everyday was known
    for threads in (1, 2, 3):
        monkeypatch.setattr(everyday, "EVERYDAYS", Cache(f"others-{threads}", most_bytes=10_000_000))
        beside = small(event, seed=9, threads=threads)
        assert beside["fingerprint"] == alone["fingerprint"]
        assert beside["kpi"] == alone["kpi"]


def test_a_run_without_events_is_the_everyday_of_others():
    assert simulated() == 4
    assert simulated(STOP) == 4


def test_the_answer_does_not_depend_on_what_was_kept(home):
    first, second = small(STOP), small(STOP)
    (home / "everydays").rename(home / "hidden")
    third = small(STOP)
    assert first["fingerprint"] == second["fingerprint"] == third["fingerprint"]
    assert first["kpi"] == second["kpi"] == third["kpi"]


def test_beyond_the_everyday_is_nothing_without_a_disruption():
    assert small(STOP)["kpi"]["people_without_beyond_everyday"] > 0
    kpi = small()["kpi"]
    assert kpi["people_without_peak"] > 0
    assert kpi["people_without_beyond_everyday"] == 0
    assert kpi["person_days_without_beyond_everyday"] == 0


def test_the_everyday_in_the_files_is_the_run_without_its_events(tmp_path):
    small(STOP, out=tmp_path / "stop", seed=3)
    small(out=tmp_path / "calm", seed=3)
    for stem, key, kept in (
        ("hour_county_tier", "hour, county_code, tier", "people_without"),
        ("day_municipality_tier", "day, municipality_code, tier", "person_hours_without"),
    ):
        usual, same, run_itself = (
            duckdb.sql(f"select {column} from '{tmp_path / folder}/{stem}.parquet' order by {key}").fetchall()
            for folder, column in (("stop", f"{kept}_everyday"), ("calm", kept), ("stop", kept))
        )
        assert usual == same
        assert usual != run_itself


def test_a_damaged_ground_is_made_anew(home):
    before = small(STOP)
    (folder,) = (home / "grounds").iterdir()
    path = folder / "state-line.npy"
    raw = bytearray(path.read_bytes())
    raw[-5] ^= 4
    path.write_bytes(raw)
    assert small(STOP)["fingerprint"] == before["fingerprint"]
    assert path.read_bytes() != bytes(raw)


@pytest.mark.slow
def test_a_run_is_not_stepped_while_its_beginning_is_being_kept(monkeypatch):
    write = store._write
    monkeypatch.setattr(store, "_write", lambda *asked: (time.sleep(0.05), write(*asked))[1])
    network, asked = small_network(people=900), {"seed": 4, "start_weekday": 0, "threads": 1}
    beginning = begin(network, resolve({}), **asked)
    state, kept = beginning.state_to_step()
    at_first = {name: array.copy() for name, array in kept_arrays(state).items()}
    Chain(beginning.ground, still(network, days=1), days=1, state=state, after=kept).advance(24)
    kept.result()
    found = kept_arrays(begin(network, resolve({}), **asked).state())
    assert all(np.array_equal(found[name], array) for name, array in at_first.items())


def test_a_kept_ground_is_the_ground_that_was_made(home):
    network, values = small_network(people=900), resolve({})
    asked = {"seed": 5, "start_weekday": 2, "threads": 1}
    made = begin(network, values, **asked)
    first, again = (kept_arrays(made.state()) for _ in range(2))
    kept = begin(network, values, **asked)
    others = [again, *(kept_arrays(kept.state()) for _ in range(2))]
    for other in others:
        assert all(np.array_equal(first[name], other[name]) for name in first)
    for field in dataclasses.fields(made.ground):
        if field.name not in ("network", "behaviour", "world"):
            assert np.array_equal(getattr(made.ground, field.name), getattr(kept.ground, field.name))
    assert all(np.array_equal(x, y) for x, y in zip(made.ground.world, kept.ground.world, strict=True))
    assert len({begin(network, values, **(asked | x)).key for x in ({}, {"seed": 6}, {"start_weekday": 3})}) == 3


def test_the_first_disturbed_day_is_found_by_hours_and_by_days():
    network = small_network(people=300)
    days = 9
    assert first_disturbed_day(still(network, days=days), still(network, days=days), days=days) == days
    hourly, daily = still(network, days=days), still(network, days=days)
    hourly.rate_permille[3, 24 * 5 + 7] = 0
    daily.ship_permille[6, 0] = 500
    assert first_disturbed_day(hourly, still(network, days=days), days=days) == 5
    assert first_disturbed_day(daily, still(network, days=days), days=days) == 6
    daily.rate_permille[0, 0] = 1
    assert first_disturbed_day(daily, still(network, days=days), days=days) == 0
