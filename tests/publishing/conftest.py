"""A store with every kind of publication: the small one of the guidance tests, and what lies in `more`."""

from datetime import date
from pathlib import Path

import pytest

from beredd.guidance.editing import seal
from beredd.guidance.store import read_files, store_of
from beredd.publishing import Settings, publish
from guidance_approvals import approve_all

HERE = Path(__file__).parent
DAY = date(2026, 12, 1)
SETTINGS = Settings(address="https://rad.example.se", feedback="rad@example.se")


@pytest.fixture(scope="session")
def files():
    """The files of the store, by name."""
    found = read_files(HERE.parent / "guidance" / "small")
    found |= {path.relative_to(HERE / "more").as_posix(): path.read_bytes() for path in (HERE / "more").rglob("*.yaml")}
    cards = found["publications/cards.yaml"].decode()
    assert "editions: [sv, sv-easy, en]" in cards
    found["publications/cards.yaml"] = cards.replace("[sv, sv-easy, en]", "[sv, sv-easy, en, fi, ar]").encode()
    return found


@pytest.fixture(scope="session")
def store(files):
    """Sealed, and approved by nobody."""
    return seal(store_of(files), by="Editor E", on=date(2026, 11, 27), why="First draft").store


@pytest.fixture(scope="session")
def approved(store):
    """With every approval that it takes, given on DAY."""
    return approve_all(store, on=DAY)


@pytest.fixture(scope="session")
def demo(store, tmp_path_factory):
    """The folder of a published demo."""
    out = tmp_path_factory.mktemp("demo") / "site"
    publish(store, out, today=DAY, is_demo=True, settings=SETTINGS)
    return out


@pytest.fixture(scope="session")
def site(approved, tmp_path_factory):
    """The folder of a real site, everything approved."""
    out = tmp_path_factory.mktemp("real") / "site"
    publish(approved, out, today=DAY, is_demo=False, settings=SETTINGS)
    return out
