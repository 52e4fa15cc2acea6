"""A bad instance file gives one sentence that names file, array, what was found and what is allowed."""

from pathlib import Path

import numpy as np
import pytest

from beredd.dispensing.bench import load_instance
from beredd.dispensing.bench.fast import simulate
from beredd.dispensing.errors import InstanceError

GOOD = Path(__file__).parent / "data" / "lines-10k-seed-3.npz"


@pytest.fixture
def arrays():
    with np.load(GOOD) as archive:
        return {name: archive[name] for name in archive.files}


def refusal(tmp_path, arrays, **changes):
    path = tmp_path / "changed.npz"
    np.savez(path, **{name: value for name, value in {**arrays, **changes}.items() if value is not None})
    with pytest.raises(InstanceError) as refused:
        load_instance(path)
    message = str(refused.value)
    assert "changed.npz" in message
    return message


def test_good_file_is_read_and_cannot_be_written_to():
    instance = load_instance(GOOD)

    assert (instance.n_lines, instance.n_pharmacies, instance.n_products) == (10_000, 10, 15)
    with pytest.raises(ValueError, match="read-only"):
        instance.capacity[0] = 1


def changed(name, position, value):
    def change(arrays):
        values = arrays[name].astype(np.int64)
        values[position] = value
        return {name: values}

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: {"capacity": None}, ["'capacity'", "missing"]),
        (lambda a: {"capacty": np.zeros(2)}, ["'capacty'", "unknown"]),
        (lambda a: {"capacity": a["capacity"][:-1]}, ["'capacity'", "(9,)", "10 numbers, one per pharmacy"]),
        (lambda a: {"capacity": a["capacity"] + 0.5}, ["'capacity'", "float64", "whole numbers"]),
        (changed("capacity", 3, -1), ["'capacity'", "-1", "position 3", "0 to"]),
        (changed("product", 7, 15), ["'product'", "15", "position 7", "0 to 14"]),
        (changed("pack_days", 2, 31), ["'pack_days'", "31", "30, 60 or 90"]),
        (changed("visit_day", 0, -1), ["'visit_day'", "-1", "0 to 32,767"]),
        (changed("reorder_point", 5, 999), ["'reorder_point'", "999", "at most order_up_to"]),
        (changed("alternative", 0, 1), ["'alternative'", "itself for an open pharmacy"]),
        (changed("alternative", 2, 3), ["'alternative'", "3", "an open pharmacy for a closed one"]),
        (changed("off", 1, 5_000), ["'off'", "never falling"]),
        (lambda a: {"off": a["off"][:1]}, ["'off'", "at least two"]),
        (lambda a: {"horizon_days": np.int64(0)}, ["'horizon_days'", "0", "1 to"]),
        (lambda a: {"delivery_days": np.int64(0)}, ["'delivery_days'", "0", "1 to"]),
        (lambda a: {"seed": np.int64(-1)}, ["'seed'", "-1", "0 to"]),
        (lambda a: {"n_products": np.array([15, 16])}, ["'n_products'", "[15, 16]", "one whole number"]),
        (lambda a: {"outage_days": np.array([9, 3])}, ["'outage_days'", "[9, 3]", "first day"]),
        (lambda a: {"divert_share": np.float64(1.2)}, ["'divert_share'", "1.2", "0 to 1"]),
        (lambda a: {"divert_share": np.float64("nan")}, ["'divert_share'", "nan", "0 to 1"]),
        (lambda a: {"product": np.array([{}], dtype=object)}, ["cannot be read"]),
    ],
)
def test_each_fault_is_named(tmp_path, arrays, change, words):
    message = refusal(tmp_path, arrays, **change(arrays))

    assert all(word in message for word in words), message


def test_missing_file_is_named(tmp_path):
    with pytest.raises(InstanceError, match=r"nowhere\.npz does not exist"):
        load_instance(tmp_path / "nowhere.npz")


@pytest.mark.parametrize("content", [b"", b"not a zip archive", GOOD.read_bytes()[:9_000]])
def test_file_that_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "broken.npz"
    path.write_bytes(content)

    with pytest.raises(InstanceError, match=r"broken\.npz cannot be read"):
        load_instance(path)


def test_single_array_file_is_refused(tmp_path):
    path = tmp_path / "single.npz"
    with path.open("wb") as stream:
        np.save(stream, np.arange(3))

    with pytest.raises(InstanceError, match=r"single\.npz"):
        load_instance(path)


def test_fast_engine_refuses_what_does_not_fit_a_record(tmp_path, arrays):
    cells = len(arrays["capacity"]) * 60_000
    path = tmp_path / "wide.npz"
    wide = {
        "n_products": np.int64(60_000),
        "horizon_days": np.int64(3_660),
        "max_lead": np.int64(32_768),
        "reorder_point": np.zeros(cells, dtype=np.int8),
        "order_up_to": np.zeros(cells, dtype=np.int8),
    }
    np.savez(path, **{**arrays, **wide})

    with pytest.raises(InstanceError, match=r"64 bits.*--engine reference"):
        simulate(load_instance(path))
