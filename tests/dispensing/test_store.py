"""Folders of arrays: whole or not at all, damage noticed, the cache bounded."""

import os

import numpy as np
import pytest

from beredd.dispensing.store import ABOUT, Cache, DamagedFolder, array_fingerprint, read_arrays, write_arrays

RECORD = np.dtype([("a", "u2"), ("b", "i4")])


def arrays(rows=40_000):
    records = np.zeros(rows, RECORD)
    records["b"] = np.arange(rows)
    return {"records": records, "cube": np.arange(24, dtype=np.int32).reshape(2, 3, 4), "none": np.zeros((0, 5))}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "beredd" / "things"


def test_what_is_read_is_what_was_written(tmp_path):
    write_arrays(tmp_path / "one", arrays(), {"what": "test"})
    found = read_arrays(tmp_path / "one")
    assert found.keys() == arrays().keys()
    for name, array in arrays().items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)


@pytest.mark.parametrize("at", [200, 70_000, 239_990])
def test_one_flipped_bit_is_noticed_wherever_it_is(tmp_path, at):
    write_arrays(tmp_path / "one", arrays(), {})
    path = tmp_path / "one" / "records.npy"
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)
    with pytest.raises(DamagedFolder, match="not what was written"):
        read_arrays(tmp_path / "one")


def test_a_fingerprint_knows_shape_and_type_and_content():
    cube = np.arange(12, dtype=np.int32)
    assert len({array_fingerprint(x) for x in (cube, cube.reshape(3, 4), cube.view(np.uint32), cube + 1)}) == 4
    assert array_fingerprint(cube) == array_fingerprint(np.arange(12, dtype=np.int32))


@pytest.mark.parametrize("gone", ["records.npy", ABOUT])
def test_a_missing_file_is_noticed(tmp_path, gone):
    write_arrays(tmp_path / "one", arrays(), {})
    (tmp_path / "one" / gone).unlink()
    with pytest.raises(DamagedFolder):
        read_arrays(tmp_path / "one")


def test_a_write_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(TypeError):
        write_arrays(tmp_path / "one", arrays(), {"cannot be JSON": object()})
    assert list(tmp_path.iterdir()) == []


def test_a_cache_gives_back_what_it_was_given_and_nothing_else():
    cache = Cache("things", most_bytes=10_000_000)
    assert cache.find("key") is None
    assert not cache.has("key")
    cache.keep("key", arrays(), {})
    assert cache.has("key")
    assert np.array_equal(cache.find("key")["records"], arrays()["records"])
    assert cache.find("another") is None


def test_a_damaged_entry_is_thrown_away(home):
    cache = Cache("things", most_bytes=10_000_000)
    cache.keep("key", arrays(), {})
    path = home / "key" / "cube.npy"
    path.write_bytes(path.read_bytes()[:-3])
    assert cache.find("key") is None
    assert not (home / "key").exists()


def test_the_least_used_entries_go_when_there_is_too_much(home):
    cache = Cache("things", most_bytes=800_000)  # an entry has about 240 kB
    for age, key in enumerate("abc"):
        cache.keep(key, arrays(), {})
        os.utime(home / key, (1_000_000 + age, 1_000_000 + age))
    assert cache.find("a") is not None  # used again, so "b" is now the oldest
    cache.keep("d", arrays(), {})
    assert sorted(path.name for path in home.iterdir()) == ["a", "c", "d"]


def test_what_a_killed_process_left_is_cleared(home):
    cache = Cache("things", most_bytes=10_000_000)
    cache.keep("a", arrays(), {})
    (home / ".b-killed").mkdir()
    (home / ".c-writing").mkdir()
    os.utime(home / ".b-killed", (1_000_000, 1_000_000))
    cache.keep("d", arrays(), {})
    assert sorted(path.name for path in home.iterdir()) == [".c-writing", "a", "d"]


def test_without_a_disk_to_write_on_nothing_is_kept_and_nothing_fails(monkeypatch):
    monkeypatch.setattr("beredd.dispensing.store.usable_folder", lambda *_: None)
    cache = Cache("things", most_bytes=10_000_000)
    cache.keep("key", arrays(), {})
    assert cache.find("key") is None
