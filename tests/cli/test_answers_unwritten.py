"""An answer that cannot be written is one sentence and exit code 2."""

import subprocess
import sys

import pytest

WORDS = [sys.executable, "-m", "beredd", "need", "parameters", "--json"]


@pytest.mark.slow
def test_a_full_disk_behind_stdout_is_one_sentence():
    with open("/dev/full", "w") as full:
        done = subprocess.run(WORDS, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "beredd: The answer cannot be written: the disk is full; nothing was left half-written."
    ]


@pytest.mark.slow
def test_a_closed_stdout_is_one_sentence():
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *WORDS], stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["beredd: There is nowhere to write the answer: standard output is closed."]
