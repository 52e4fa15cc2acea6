"""What a worker does beside its jobs."""

from datetime import timedelta

import pytest

from beredd.web.jobs import chores


@pytest.fixture
def done(monkeypatch):
    monkeypatch.setattr(chores, "_CHORES", {})
    return []


def test_a_chore_is_done_at_the_start_and_when_its_time_has_come(done):
    chores.register("sweep", lambda: done.append("sweep"), every=timedelta(hours=1))
    assert chores.run_due(now_s=0.0) == ["sweep"]
    assert chores.run_due(now_s=3599.0) == []
    assert chores.run_due(now_s=3600.0) == ["sweep"]
    assert done == ["sweep", "sweep"]


def test_a_chore_that_fails_stops_neither_the_others_nor_itself(done, caplog):
    def fail():
        raise OSError("no disk")

    chores.register("bad", fail, every=timedelta(hours=1))
    chores.register("good", lambda: done.append("good"), every=timedelta(hours=1))
    chores.run_due(now_s=0.0)
    chores.run_due(now_s=4000.0)
    assert done == ["good", "good"]
    assert caplog.text.count("The chore bad failed.") == 2
