"""A kind of run that belongs to no room."""

from datetime import timedelta

import pytest


@pytest.fixture
def toy_run_kind(toy_kind, monkeypatch):
    """A registered kind of run `toy`, kept for a year, two per person, open to those who are signed in."""
    from beredd.web.runs import kinds

    kind = kinds.RunKind(
        name="toy",
        schema="beredd/toy/1",
        label="Leksak",
        title_of=lambda run: run.title or run.topic,
        page="dispensing:run",
        is_open_to=lambda user: user.is_authenticated,
        keep=timedelta(days=365),
        keep_removed=timedelta(days=3),
        most_per_person=2,
    )
    monkeypatch.setitem(kinds._KINDS, "toy", kind)
    return kind
