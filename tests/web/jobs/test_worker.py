"""The worker with real child processes, and killed ones."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import SimpleQueue

import pytest
from django.db import connection, connections

from beredd.web.jobs import actions
from beredd.web.jobs.models import Job, Reason, State
from beredd.web.jobs.worker import Worker, _read, sweep_drafts
from beredd.wording import speaking

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("toy_kind")]
SCRIPT = Path(__file__).parent / "toy" / "toy_worker.py"


def enqueue(do, run_id="k-00000a", **payload):
    return actions.enqueue(kind="toy", payload={"do": do, **payload}, run_id=run_id)


def after_work(job):
    Worker().run(once=True)
    job.refresh_from_db()
    return job


def wait_for(condition, seconds=30):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError("what was waited for did not happen")


@pytest.fixture
def start_worker(results):
    """start_worker(): a worker process of its own with a lease of two seconds."""
    started = []

    def start():
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "beredd.web.settings",
            "BEREDD_JOB_LEASE_S": "2",
            "BEREDD_LOG_LEVEL": "ERROR",
        }
        worker = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(connection.settings_dict["NAME"]), str(results)], env=env
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.poll() is None:
            worker.kill()
        worker.wait()


def child_of(results, job, attempt=1):
    """The process id of the job's child, once it works."""
    found = (results / ".drafts").glob
    wait_for(lambda: any(marker.read_text() for marker in found(f"{job.pk}-{attempt}-*/result/started.json")))
    return int(next(found(f"{job.pk}-{attempt}-*/result/started.json")).read_text())


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_job_is_done_and_its_files_are_published(results, toy_kind):
    job = after_work(enqueue("count", to=3))
    assert (job.state, job.result_ref, job.percent) == (State.DONE, "k-00000a", 100)
    assert json.loads((results / "k-00000a" / "numbers.json").read_text()) == [1, 2, 3]
    assert toy_kind[-1] == ("finished", {"summary": {"fingerprint": "abc", "count": 3}})
    assert list((results / ".drafts").iterdir()) == []


def test_what_an_engine_writes_beside_its_result_is_not_swept_by_another_worker(results):
    """Engines fill a folder beside the one they are given, and rename it; two workers sweep each other's drafts."""
    job = enqueue("write-slowly")
    working = threading.Thread(target=lambda: (Worker().run(once=True), connections.close_all()))
    working.start()
    wait_for(lambda: list((results / ".drafts").rglob("half.json")))
    sweep_drafts(results)
    wait_for(lambda: list((results / ".drafts").iterdir())).pop().joinpath("go-on").touch()
    working.join()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.DONE, "")
    assert sorted(path.name for path in (results / "k-00000a").iterdir()) == ["half.json", "whole.json"]


def test_bad_input_fails_with_the_librarys_sentence_and_publishes_nothing(results):
    job = after_work(enqueue("refuse"))
    assert (job.state, job.reason) == (State.FAILED, Reason.BAD_INPUT)
    for language, words in (("sv", "det måste vara minst 1"), ("en", "it must be at least 1")):
        with speaking(language):
            assert words in job.explanation
    assert not (results / "k-00000a").exists()


def test_a_fault_in_the_program_fails_without_a_new_attempt(results):
    job = after_work(enqueue("break"))
    assert (job.state, job.reason, job.attempts) == (State.FAILED, Reason.ERROR, 1)
    assert job.error == "ZeroDivisionError: division by zero"
    assert "Traceback" not in job.explanation


def test_a_child_that_is_killed_is_tried_once_more_and_then_lost(results):
    earlier = after_work(enqueue("count", run_id="k-00000b", to=1))
    job = after_work(enqueue("die"))
    assert (job.state, job.reason, job.attempts) == (State.LOST, Reason.CHILD_DIED, 2)
    assert "SIGKILL" in job.error
    assert "Beräkningsprocessen dog" in job.explanation
    assert earlier.state == State.DONE
    assert (results / "k-00000b" / "numbers.json").is_file()
    assert not (results / "k-00000a").exists()


def test_half_a_line_of_a_child_that_is_killed_is_no_answer():
    lines = SimpleQueue()
    _read(io.BytesIO(b'{"progress": [1, 2, ""]}\n{"summary": {"finger'), lines)
    assert [lines.get_nowait(), lines.get_nowait()] == [b'{"progress": [1, 2, ""]}\n', None]


def test_cancelling_kills_the_child_within_seconds(results):
    job = enqueue("sleep")
    worker = Worker()

    def work():
        try:
            worker.run(once=True)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        child = child_of(results, job)
        job.refresh_from_db()
        assert actions.cancel(job=job)
        wait_for(lambda: Job.objects.get(pk=job.pk).state == State.CANCELLED, seconds=10)
        assert not is_alive(child)
    finally:
        worker.stop()
        thread.join(20)
    assert not (results / "k-00000a").exists()


def test_a_stopped_worker_hands_its_job_back(results, start_worker):
    job = enqueue("sleep")
    worker = start_worker()
    child = child_of(results, job)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.QUEUED, 0)
    assert not is_alive(child)


def test_progress_reaches_the_database_while_the_job_runs(results, start_worker):
    job = enqueue("sleep")
    start_worker()
    wait_for(lambda: Job.objects.get(pk=job.pk).progress_message == "asleep")
    assert Job.objects.get(pk=job.pk).percent == 10


def test_kill_9_of_the_worker_ends_its_child_and_the_next_worker_takes_over(results, start_worker):
    earlier = after_work(enqueue("count", run_id="k-00000b", to=1))
    job = enqueue("sleep", seconds=8)
    first = start_worker()
    child = child_of(results, job)
    first.kill()
    first.wait()
    wait_for(lambda: not is_alive(child), seconds=4)  # it would have slept for eight
    job.refresh_from_db()
    assert job.state == State.RUNNING  # nobody has told the table yet
    wait_for(lambda: Job.objects.get(pk=job.pk).is_silent, seconds=10)
    start_worker()
    wait_for(lambda: Job.objects.get(pk=job.pk).state == State.DONE, seconds=60)
    job.refresh_from_db()
    assert job.attempts == 2
    assert (results / "k-00000a" / "started.json").is_file()
    earlier.refresh_from_db()
    assert earlier.state == State.DONE
    assert (results / "k-00000b" / "numbers.json").is_file()
    wait_for(lambda: not any((results / ".drafts").iterdir()), seconds=10)


def test_a_job_beyond_its_time_limit_is_stopped(results, monkeypatch):
    from dataclasses import replace
    from datetime import timedelta

    from beredd.web.jobs import kinds

    monkeypatch.setitem(kinds._KINDS, "toy", replace(kinds.kind_of("toy"), time_limit=timedelta(seconds=0.5)))
    job = after_work(enqueue("sleep"))
    assert (job.state, job.reason) == (State.FAILED, Reason.TIME_LIMIT)


def test_a_child_whose_worker_died_before_the_order_ends_in_silence():
    done = subprocess.run(
        [sys.executable, "-m", "beredd.web.jobs.child"], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (70, b"", b"")
