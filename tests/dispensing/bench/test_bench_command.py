"""`beredd dispensing bench` prints the agreed integers and what they cost."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from beredd.cli.dispensing import app
from beredd.dispensing.errors import InstanceError

DATA = Path(__file__).parent / "data"
INSTANCE = str(DATA / "lines-10k-seed-3.npz")


def ask(*words):
    return CliRunner().invoke(app, ["bench", *words], catch_exceptions=False)


@pytest.mark.slow
@pytest.mark.parametrize("words", [("--engine", "fast", "--threads", "2"), ("--engine", "reference")])
def test_json_is_the_agreed_outputs_and_two_times(words):
    answer = json.loads(ask("--instance", INSTANCE, "--json", *words).stdout)

    times = {name: answer.pop(name) for name in ("wall_s", "cpu_s")}
    assert answer == json.loads((DATA / "lines-10k-seed-3.expected.json").read_text())
    assert all(seconds > 0 for seconds in times.values())


@pytest.mark.slow
def test_table_for_people_groups_thousands():
    assert "17,530" in ask("--instance", INSTANCE, "--engine", "reference").stdout


def test_bad_instance_is_a_known_error(tmp_path):
    with pytest.raises(InstanceError, match=r"gone\.npz does not exist"):
        ask("--instance", str(tmp_path / "gone.npz"))


@pytest.mark.parametrize("words", [("--engine", "slow"), ("--threads", "0")])
def test_unknown_engine_and_no_threads_are_usage_errors(words):
    assert ask("--instance", INSTANCE, *words).exit_code == 2
