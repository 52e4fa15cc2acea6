"""A small store to break: the files in `small`, with one text replaced."""

from datetime import date
from pathlib import Path

import pytest

from beredd.guidance.editing import seal
from beredd.guidance.store import read_files, store_of
from guidance_approvals import approve_all


@pytest.fixture(scope="session")
def small():
    """The files of the small store, by name."""
    return read_files(Path(__file__).parent / "small")


@pytest.fixture(scope="session")
def small_store(small):
    """The small store as it is."""
    return store_of(small)


@pytest.fixture
def store_with(small, small_store):
    """`store_with("claims/repeat.yaml", "old", "new", …)`: the small store with texts replaced, once each."""

    def make(*changes):
        files = dict(small)
        for name, old, new in zip(changes[::3], changes[1::3], changes[2::3], strict=True):
            text = files[name].decode()
            assert old in text, f"{name} holds no {old!r}"
            files[name] = text.replace(old, new, 1).encode()
        return store_of(files, read=small_store.files)

    return make


NOTICE = """notices:
- id: batch-1
  about: recall
  reported_on: 2026-12-01
  reported_by: Editor E
  says: {sv: Ring 112., en: Call 112.}
  audiences: [public]
  evidence: [{source: S30, at: x, says: y, certainty: not-graded, strength: none}]
  expires_on: %s
  written: {on: 2026-12-01, by: Editor E, why: recall}
"""


@pytest.fixture
def store_with_notice(small, small_store):
    """`store_with_notice("2026-12-20")`: the small store with a draft of a recall that ends on a day."""

    def make(expires_on):
        return store_of(small | {"notices/batch-1.yaml": (NOTICE % expires_on).encode()}, read=small_store.files)

    return make


DAY = date(2026, 12, 1)
"""The day on which `approved_store` was approved."""


@pytest.fixture(scope="session")
def sealed_store(small_store):
    """The small store, everything sealed, nobody's approval."""
    return seal(small_store, by="Editor E", on=date(2026, 11, 27), why="First draft").store


@pytest.fixture(scope="session")
def approved_store(sealed_store):
    """The small store with every approval that it takes, given on DAY."""
    return approve_all(sealed_store, on=DAY)
