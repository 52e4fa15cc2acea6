"""Every engine prints the agreed integers."""

import json
from pathlib import Path

import pytest

from beredd.dispensing.bench import load_instance, run_timed

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def ten_thousand_lines():
    return load_instance(DATA / "lines-10k-seed-3.npz")


@pytest.fixture(scope="module")
def agreed():
    return json.loads((DATA / "lines-10k-seed-3.expected.json").read_text())


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "threads"), [("fast", 1), ("fast", 2), ("reference", 1), ("simpy", 1)])
def test_engine_prints_the_agreed_integers(ten_thousand_lines, agreed, engine, threads):
    timed = run_timed(ten_thousand_lines, engine=engine, threads=threads, repeats=1)

    assert timed.outcome.as_dict() == agreed
