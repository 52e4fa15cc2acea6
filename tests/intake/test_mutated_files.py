"""A slice of bench/fuzz_files.py: mutated files of every kind are read or refused, nothing else."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from beredd.dispensing.network import load_network
from beredd.dispensing.registers.municipalities import Gazetteer

BENCH = Path(__file__).parents[2] / "bench" / "fuzz_files.py"


@pytest.fixture(scope="module")
def fuzz():
    spec = importlib.util.spec_from_file_location("fuzz_files", BENCH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(load_network("sweden"))


@pytest.mark.slow
def test_two_hundred_files_are_read_or_refused_in_words(fuzz, gazetteer, tmp_path):
    read = fuzz.readers(tmp_path, gazetteer)
    outcome = Counter(fuzz.answer_of(read[kind], raw) for kind, raw in fuzz.mutants(200, seed=2))
    assert sum(outcome.values()) == 200
    assert set(outcome) == {"read", "refused"}
    assert min(outcome.values()) > 20  # neither all nor none, or it would try nothing


@pytest.mark.slow
def test_every_kind_of_file_is_read_as_it_is(fuzz, gazetteer, tmp_path):
    read = fuzz.readers(tmp_path, gazetteer)
    for kind, files in fuzz.seeds().items():
        read[kind](files[0])
