"""A small store to break: the files in `small`, with one text replaced."""

from pathlib import Path

import pytest

from beredd.guidance.store import read_files, store_of


@pytest.fixture(scope="session")
def small():
    """The files of the small store, by name."""
    return read_files(Path(__file__).parent / "small")


@pytest.fixture
def store_with(small):
    """`store_with("claims/repeat.yaml", "old", "new", …)`: the small store with texts replaced, once each."""

    def make(*changes):
        files = dict(small)
        for name, old, new in zip(changes[::3], changes[1::3], changes[2::3], strict=True):
            text = files[name].decode()
            assert old in text, f"{name} holds no {old!r}"
            files[name] = text.replace(old, new, 1).encode()
        return store_of(files)

    return make
