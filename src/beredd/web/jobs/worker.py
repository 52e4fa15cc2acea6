"""The worker process: claims jobs one at a time and runs each in a child process of its own."""

import contextlib
import errno
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
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections

from beredd.web.jobs import actions, chores
from beredd.web.jobs.errors import LeaseLost
from beredd.web.jobs.kinds import kind_of
from beredd.web.jobs.models import Job, Reason, State
from beredd.web.jobs.trouble import Trouble, trouble_of
from beredd.web.logs import about_run
from beredd.wording import Sentence

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 0.2
IDLE_S = 1.0
REAP_EVERY_S = 5.0
LONGEST_PAUSE_S = 15.0
TRIES_ONCE = 5
"""With `once`, so many tries in a row may meet trouble."""
RESULT = "result"
"""Within a draft, so that what the engine puts beside it while it writes is the draft's as well."""
T = TypeVar("T")


class Stopped(Exception):
    """The worker itself was told to stop."""


class Worker:
    """Claims, runs and reports jobs until told to stop."""

    def __init__(self, *, results: Path | None = None):
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:6]}"
        self.results = results or settings.RESULTS_DIR
        self.stopping = threading.Event()
        self._reaped_at = float("-inf")
        self._silent: set[actions.Silent] = set()

    def stop(self, *_signal) -> None:
        """End after the present look; a running job goes back to the queue."""
        self.stopping.set()

    def run(self, *, once: bool = False) -> int:
        """Work until stopped, or with `once` until the queue is empty; how many jobs were run."""
        count = tries = 0
        logger.info("worker started", extra={"worker": self.name})
        while not self.stopping.is_set():
            try:
                has_worked = self._round(once=once)
            except Exception as error:  # whatever it is, the worker lives and the next round tries again
                tries += 1
                if once and (tries >= TRIES_ONCE or trouble_of(error) is None):
                    raise
                self._pause(error, tries)
                continue
            tries = 0
            count += has_worked
            if not has_worked and once:
                break
            if not has_worked:
                self.stopping.wait(IDLE_S)
        logger.info("worker stopped", extra={"worker": self.name, "jobs": count})
        return count

    def _pause(self, error: Exception, tries: int, longest_s: float = LONGEST_PAUSE_S) -> None:
        """Says what is wrong, once in words and not as a fault where the machine is the cause, and waits a little.

        Where this worker could not write, others could not: their silence until now says nothing.
        """
        trouble, seconds = trouble_of(error), min(0.25 * 2**tries, longest_s)
        self._silent = set()
        told = {"worker": self.name, "trouble": str(trouble or ""), "error": str(error), "seconds": seconds}
        if trouble is None:
            logger.exception("A fault in the program; the worker goes on.", extra=told)
        else:
            logger.warning("The machine has trouble; the worker waits and tries again.", extra=told)
        self.stopping.wait(seconds)

    def _round(self, *, once: bool = False) -> bool:
        """Tidies when it is time, and does the next job; False when there is none."""
        close_old_connections()
        if time.monotonic() - self._reaped_at >= REAP_EVERY_S:
            self._reap(once=once)
            sweep_drafts(self.results)
            chores.run_due()
            self._reaped_at = time.monotonic()
        job = actions.claim(worker=self.name)
        if job is None:
            return False
        with about_run(job.run_id or str(job.pk)):
            self.work_on(job)
        return True

    def _reap(self, *, once: bool = False) -> None:
        """Takes over what was silent at the last look already and has not been heard since; with `once` what is silent.

        One look is not enough: when the clock jumps ahead, every lease is out before its worker's next heartbeat.
        """
        if once:
            actions.reap()
            return
        silent = actions.silent_jobs()
        actions.reap(silent & self._silent)
        self._silent = silent

    def work_on(self, job: Job) -> None:
        """Run one claimed job to its end, whatever that is."""
        kind = kind_of(job.kind)
        draft = self.results / ".drafts" / draft_name(job.pk, job.attempts, self.name)
        child = None
        try:
            result = draft / RESULT
            result.mkdir(parents=True, exist_ok=True)
            child = self._start(kind, job, result)
            answer = self._follow(child, job, kind.time_limit.total_seconds())
            self._report(job, answer, result, child)
        except (LeaseLost, Stopped) as why:
            _kill(child)
            self._let_go(job, why)
        except Exception as error:
            _kill(child)
            self._hindered(job, error)
            raise
        finally:
            _kill(child)
            shutil.rmtree(draft, ignore_errors=True)

    def _insist(self, change: Callable[[], T]) -> T:
        """Makes a change in the table, again and again while the database has trouble; LeaseLost ends it.

        Often within a lease: when the trouble is over, others see that it has run out.
        """
        tries, longest_s = 0, min(LONGEST_PAUSE_S, settings.JOB_HEARTBEAT.total_seconds())
        while True:
            try:
                return change()
            except (OperationalError, InterfaceError) as error:
                if self.stopping.is_set():
                    raise
                tries += 1
                self._pause(error, tries, longest_s)
                close_old_connections()

    def _hindered(self, job: Job, error: Exception) -> None:
        """The job could not be worked on: back to the queue where the machine is the cause, else failed."""
        trouble = trouble_of(error)
        with contextlib.suppress(LeaseLost):
            if trouble is None:
                said = f"{type(error).__name__}: {error}"
                self._insist(lambda: actions.fail(job=job, reason=Reason.ERROR, error=said))
            else:
                reason = Reason.DISK_FULL if trouble == Trouble.DISK_FULL else Reason.NONE
                self._insist(lambda: actions.hand_back(job=job, reason=reason, error=str(error)))

    def _let_go(self, job: Job, why: Exception) -> None:
        """The child has been killed: say so in the table, unless the job is no longer ours to speak about."""
        with contextlib.suppress(LeaseLost):
            if self._insist(lambda: actions.confirm_cancelled(job=job)):
                return
            if isinstance(why, Stopped):
                actions.hand_back(job=job)
                return
        logger.warning("job taken from this worker", extra={"job": str(job.pk)})

    def _start(self, kind, job: Job, out: Path) -> subprocess.Popen:
        child = subprocess.Popen(
            [sys.executable, "-m", "beredd.web.jobs.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **kind.environment},
            start_new_session=True,  # so that killing reaches the child's own children
        )
        order = {"work": kind.work, "payload": job.payload, "out": str(out)}
        assert child.stdin is not None  # PIPE, above
        # A child that died at once has no ears; that it gives no answer is noticed below.
        with contextlib.suppress(BrokenPipeError):
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
                beat_at = now
                # The child needs no database: it works on while there is trouble, and the next beat may get through.
                with contextlib.suppress(OperationalError, InterfaceError):
                    actions.heartbeat(job=job, progress=progress)
                    progress = None
                close_old_connections()

    def _report(self, job: Job, answer: dict, result: Path, child: subprocess.Popen) -> None:
        if "summary" in answer:
            home = self.results / (job.run_id or str(job.pk))
            self._insist(
                lambda: actions.finish(
                    job=job,
                    summary=answer["summary"],
                    result_ref=home.name,
                    publish=lambda: publish(result, home),
                )
            )
        elif "bad_input" in answer:
            refused = Sentence.from_json(answer["bad_input"])
            self._insist(lambda: actions.refuse(job=job, sentence=refused))
        elif "disk_full" in answer:
            raise OSError(errno.ENOSPC, answer["disk_full"])
        elif "error" in answer:
            logger.error("job failed", extra={"job": str(job.pk), "child": answer["error"]})
            last = answer["error"].strip().splitlines()[-1]
            self._insist(lambda: actions.fail(job=job, reason=Reason.ERROR, error=last))
        elif "time_limit" in answer:
            limit = f"Limit {answer['time_limit']:.0f} s."
            self._insist(lambda: actions.fail(job=job, reason=Reason.TIME_LIMIT, error=limit))
        else:
            _kill(child)
            ending = _ending(child.returncode)
            self._insist(lambda: actions.give_up(job=job, reason=Reason.CHILD_DIED, error=ending))


def draft_name(job: object, attempt: int, worker: str) -> str:
    """Of one worker's attempt: an attempt that does not count has the same number again, while the first is tidied."""
    return f"{job}-{attempt}-{worker.rpartition(':')[2]}"


def publish(result: Path, home: Path) -> None:
    """Gives the result its place in one rename, in place of what a worker left that was killed before its commit.

    Those files belong to no record: the record that is being written belongs to this result.
    """
    if not result.exists() and home.exists():
        return  # an earlier try came so far, and its transaction did not
    home.parent.mkdir(parents=True, exist_ok=True)
    for path in result.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    left = result.with_name(f"{result.name}-left")
    if home.exists():
        home.rename(left)
    result.rename(home)
    shutil.rmtree(left, ignore_errors=True)


def sweep_drafts(results: Path) -> None:
    """Removes drafts that no running job owns: what a killed worker left behind."""
    folder = results / ".drafts"
    if not folder.is_dir():
        return
    # In this order: a draft that is made after the look is not on the list, so it is not taken from its owner.
    drafts = list(folder.iterdir())
    running = Job.objects.filter(state=State.RUNNING).values_list("pk", "attempts", "worker")
    owned = {draft_name(*owner) for owner in running}
    for draft in drafts:
        if draft.name not in owned:
            shutil.rmtree(draft, ignore_errors=True)


def _read(pipe, lines: SimpleQueue) -> None:
    """What the child says, a line at a time, then None. Half a line is of a child that was killed over it."""
    for line in pipe:
        if line.endswith(b"\n"):
            lines.put(line)
    lines.put(None)


def _kill(child: subprocess.Popen | None) -> None:
    """End the child and whatever it started, and reap it. Harmless when it has ended, or never began."""
    if child is None or child.returncode is not None:
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
