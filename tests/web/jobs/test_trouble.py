"""The machine's trouble neither ends the worker nor costs attempts, and is told apart from faults in the program."""

import errno
import json
import threading
import time

import pytest
from django.db import OperationalError, connections

from beredd.web.jobs import actions, worker
from beredd.web.jobs.models import Job, Reason, State
from beredd.web.jobs.trouble import Trouble, trouble_of
from beredd.web.jobs.worker import Worker, draft_name, publish, sweep_drafts

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("toy_kind")]


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(worker, "LONGEST_PAUSE_S", 0.01)


def enqueue(do="count", run_id="k-00000a", **payload):
    return actions.enqueue(kind="toy", payload={"do": do, "to": 1, **payload}, run_id=run_id)


def failing(monkeypatch, name, error, *, times):
    """`actions.name` raises the error so many times and then does its work; how often it was called."""
    real, calls = getattr(actions, name), []

    def sometimes(**given):
        calls.append(given)
        if len(calls) <= times:
            raise error
        return real(**given)

    monkeypatch.setattr(actions, name, sometimes)
    return calls


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Trouble.DISK_FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), Trouble.DISK_FULL),
        (OperationalError("database or disk is full"), Trouble.DISK_FULL),
        (OperationalError("database is locked"), Trouble.DATABASE),
        (OperationalError("connection failed: server closed the connection unexpectedly"), Trouble.DATABASE),
        (OSError(errno.EMFILE, "Too many open files"), Trouble.MACHINE),
        (ZeroDivisionError("division by zero"), None),
    ],
)
def test_trouble_is_told_apart_from_faults(error, trouble):
    assert trouble_of(error) is trouble


@pytest.mark.parametrize("name", ["claim", "reap", "finish"])
def test_a_database_that_does_not_answer_for_a_while_costs_nothing(results, monkeypatch, name):
    job = enqueue()
    calls = failing(monkeypatch, name, OperationalError("server closed the connection"), times=3)
    assert Worker().run(once=True) == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 1)
    assert len(calls) >= 4
    assert (results / "k-00000a" / "numbers.json").is_file()


def test_after_trouble_of_its_own_a_worker_looks_twice_again_before_it_takes_what_was_silent():
    """Where it could not write, the others could not: they have not died."""
    ours = Worker()
    ours._silent = {("a job", 1, None)}
    ours._pause(OperationalError("database or disk is full"), 1)
    assert ours._silent == set()


def test_a_change_is_tried_again_well_within_a_lease(monkeypatch, settings):
    monkeypatch.setattr(worker, "LONGEST_PAUSE_S", 15.0)
    ours, waited = Worker(), []
    monkeypatch.setattr(ours.stopping, "wait", waited.append)
    tries = iter([OperationalError("database or disk is full")] * 12)

    def change():
        for error in tries:
            raise error
        return "done"

    assert ours._insist(change) == "done"
    assert len(waited) == 12
    assert max(waited) <= settings.JOB_HEARTBEAT.total_seconds()


def test_a_heartbeat_that_does_not_get_through_leaves_the_child_alone(results, monkeypatch):
    job = enqueue("sleep", seconds=3)
    calls = failing(monkeypatch, "heartbeat", OperationalError("database is locked"), times=1)
    Worker().run(once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 1)
    assert len(calls) >= 2


def test_a_fault_of_the_worker_itself_fails_the_job_and_the_worker_goes_on(results, monkeypatch):
    broken, good = enqueue(run_id="k-00000a"), enqueue(run_id="k-00000b")
    real = Worker._start

    def start(self, kind, job, draft):
        if job.pk == broken.pk:
            raise ZeroDivisionError("once")
        return real(self, kind, job, draft)

    monkeypatch.setattr(Worker, "_start", start)
    at_work = Worker()

    def work():
        try:
            at_work.run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        limit = time.monotonic() + 60
        while Job.objects.get(pk=good.pk).state != State.DONE and time.monotonic() < limit:
            time.sleep(0.05)
    finally:
        at_work.stop()
        thread.join(20)
    good.refresh_from_db()
    assert good.state == State.DONE
    broken.refresh_from_db()
    assert (broken.state, broken.reason) == (State.FAILED, Reason.ERROR)


@pytest.mark.parametrize("do", ["fill", "fill-in-words"])
def test_a_full_disk_sends_the_job_back_without_cost_and_says_so(results, do):
    job = enqueue(do)
    with pytest.raises(OSError, match=r"Errno 28"):
        Worker().run(once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.reason) == (State.QUEUED, 0, Reason.DISK_FULL)
    assert job.hindered == worker.TRIES_ONCE
    assert job.explanation == "Disken är full. Körningen fortsätter av sig själv när det finns plats."
    Job.objects.update(payload={"do": "count", "to": 1})
    Worker().run(once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.reason) == (State.DONE, 1, Reason.NONE)


def test_a_draft_made_while_drafts_are_swept_is_left_alone(results, monkeypatch):
    draft = results / ".drafts" / "new-1"
    stale = results / ".drafts" / "stale-1"
    stale.mkdir(parents=True)
    real = Job.objects.filter

    def claimed_meanwhile(**given):
        owned = list(real(**given))
        draft.mkdir()
        return type("Found", (), {"values_list": lambda self, *_columns: [(job.pk, 1, "m:1:a") for job in owned]})()

    monkeypatch.setattr(Job.objects, "filter", claimed_meanwhile)
    sweep_drafts(results)
    assert draft.is_dir()
    assert not stale.exists()


def test_two_workers_at_an_attempt_of_the_same_number_have_drafts_of_their_own():
    """One has handed the job back and tidies its draft while the other has begun."""
    assert draft_name("x", 1, "m:1:aaaaaa") != draft_name("x", 1, "m:2:bbbbbb")


def test_files_that_a_killed_worker_left_do_not_stand_beside_another_ones_record(tmp_path):
    home, result = tmp_path / "k-00000a", tmp_path / ".drafts" / "x-2" / "result"
    home.mkdir()
    result.mkdir(parents=True)
    (home / "summary.json").write_text(json.dumps({"created": "first"}))
    (result / "summary.json").write_text(json.dumps({"created": "second"}))
    publish(result, home)
    assert json.loads((home / "summary.json").read_text()) == {"created": "second"}
    assert list(result.parent.iterdir()) == []
    publish(result, home)  # once more, after a commit that did not get through
    assert json.loads((home / "summary.json").read_text()) == {"created": "second"}
