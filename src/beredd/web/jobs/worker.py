"""The worker process: claims jobs one at a time and runs each in a child process of its own."""

import contextlib
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from queue import Empty, SimpleQueue

from django.conf import settings
from django.db import close_old_connections

from beredd.web.jobs import actions, chores
from beredd.web.jobs.errors import LeaseLost
from beredd.web.jobs.kinds import kind_of
from beredd.web.jobs.models import Job, Reason, State
from beredd.web.logs import about_run
from beredd.wording import Sentence

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 0.2
IDLE_S = 1.0
REAP_EVERY_S = 5.0


class Stopped(Exception):
    """The worker itself was told to stop."""


class Worker:
    """Claims, runs and reports jobs until told to stop."""

    def __init__(self, *, results: Path | None = None):
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:6]}"
        self.results = results or settings.RESULTS_DIR
        self.stopping = threading.Event()

    def stop(self, *_signal) -> None:
        """End after the present look; a running job goes back to the queue."""
        self.stopping.set()

    def run(self, *, once: bool = False) -> int:
        """Work until stopped, or with `once` until the queue is empty; how many jobs were run."""
        count, reaped_at = 0, float("-inf")
        logger.info("worker started", extra={"worker": self.name})
        while not self.stopping.is_set():
            close_old_connections()
            if time.monotonic() - reaped_at >= REAP_EVERY_S:
                actions.reap()
                sweep_drafts(self.results)
                chores.run_due()
                reaped_at = time.monotonic()
            job = actions.claim(worker=self.name)
            if job is not None:
                count += 1
                with about_run(job.run_id or str(job.pk)):
                    self.work_on(job)
            elif once:
                break
            else:
                self.stopping.wait(IDLE_S)
        logger.info("worker stopped", extra={"worker": self.name, "jobs": count})
        return count

    def work_on(self, job: Job) -> None:
        """Run one claimed job to its end, whatever that is."""
        kind = kind_of(job.kind)
        draft = self.results / ".drafts" / f"{job.pk}-{job.attempts}"
        draft.mkdir(parents=True, exist_ok=True)
        child = self._start(kind, job, draft)
        try:
            answer = self._follow(child, job, kind.time_limit.total_seconds())
            self._report(job, answer, draft, child)
        except (LeaseLost, Stopped) as why:
            _kill(child)
            self._let_go(job, why)
        finally:
            _kill(child)
            shutil.rmtree(draft, ignore_errors=True)

    def _let_go(self, job: Job, why: Exception) -> None:
        """The child has been killed: say so in the table, unless the job is no longer ours to speak about."""
        try:
            if actions.confirm_cancelled(job=job):
                return
            if isinstance(why, Stopped):
                actions.hand_back(job=job)
                return
        except LeaseLost:
            pass
        logger.warning("job taken from this worker", extra={"job": str(job.pk)})

    def _start(self, kind, job: Job, draft: Path) -> subprocess.Popen:
        child = subprocess.Popen(
            [sys.executable, "-m", "beredd.web.jobs.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **kind.environment},
            start_new_session=True,  # so that killing reaches the child's own children
        )
        order = {"work": kind.work, "payload": job.payload, "out": str(draft)}
        assert child.stdin is not None  # PIPE, above
        child.stdin.write(json.dumps(order).encode() + b"\n")
        child.stdin.flush()
        return child

    def _follow(self, child: subprocess.Popen, job: Job, limit_s: float) -> dict:
        """The child's last word, an empty dictionary if it died without one; heartbeats meanwhile."""
        lines: SimpleQueue = SimpleQueue()
        threading.Thread(target=_read, args=(child.stdout, lines), daemon=True).start()
        beat_every_s = settings.JOB_HEARTBEAT.total_seconds()
        began = beat_at = time.monotonic()
        progress = None
        while True:
            try:
                line = lines.get(timeout=LOOK_EVERY_S)
            except Empty:
                line = b""
            if line is None:
                return {}
            if line:
                said = json.loads(line)
                if "progress" not in said:
                    return said
                progress = tuple(said["progress"])
            now = time.monotonic()
            if self.stopping.is_set():
                raise Stopped
            if now - began > limit_s:
                return {"time_limit": limit_s}
            if now - beat_at >= min(beat_every_s, 1.0):
                actions.heartbeat(job=job, progress=progress)
                beat_at, progress = now, None

    def _report(self, job: Job, answer: dict, draft: Path, child: subprocess.Popen) -> None:
        if "summary" in answer:
            home = self.results / (job.run_id or str(job.pk))
            actions.finish(
                job=job,
                summary=answer["summary"],
                result_ref=home.name,
                publish=lambda: publish(draft, home),
            )
        elif "bad_input" in answer:
            actions.refuse(job=job, sentence=Sentence.from_json(answer["bad_input"]))
        elif "error" in answer:
            logger.error("job failed", extra={"job": str(job.pk), "child": answer["error"]})
            actions.fail(job=job, reason=Reason.ERROR, error=answer["error"].strip().splitlines()[-1])
        elif "time_limit" in answer:
            actions.fail(job=job, reason=Reason.TIME_LIMIT, error=f"Limit {answer['time_limit']:.0f} s.")
        else:
            _kill(child)
            actions.give_up(job=job, reason=Reason.CHILD_DIED, error=_ending(child.returncode))


def publish(draft: Path, home: Path) -> None:
    """Makes the draft the result in one rename; a result that is already there is kept: it is the same run's."""
    if home.exists():
        return
    home.parent.mkdir(parents=True, exist_ok=True)
    for path in draft.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    draft.rename(home)


def sweep_drafts(results: Path) -> None:
    """Removes drafts that no running job owns: what a killed worker left behind."""
    folder = results / ".drafts"
    if not folder.is_dir():
        return
    owned = {f"{pk}-{attempt}" for pk, attempt in Job.objects.filter(state=State.RUNNING).values_list("pk", "attempts")}
    for draft in folder.iterdir():
        if draft.name not in owned:
            shutil.rmtree(draft, ignore_errors=True)


def _read(pipe, lines: SimpleQueue) -> None:
    for line in pipe:
        lines.put(line)
    lines.put(None)


def _kill(child: subprocess.Popen) -> None:
    """End the child and whatever it started, and reap it. Harmless when it has ended."""
    if child.returncode is not None:
        return
    # Before wait(): until then the number of the process group cannot have been given to another.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in filter(None, (child.stdin, child.stdout)):
        with contextlib.suppress(OSError):
            pipe.close()


def _ending(returncode: int) -> str:
    if returncode < 0:
        return f"The process was ended by {signal.Signals(-returncode).name}."
    return f"The process ended with code {returncode} without an answer."
