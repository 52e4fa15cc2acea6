"""A warm process per engine: started at the first question, kept between questions, started anew when it dies.

Spawned, never forked: the web process has threads. Questions to one engine wait for each other: each uses all cores.
"""

import contextlib
import io
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from multiprocessing.connection import Connection, Pipe
from typing import Any

from beredd.web.engines.errors import EngineUnavailable

log = logging.getLogger(__name__)


def _by_value(order: tuple[str, tuple[Any, ...]]) -> bytes:
    """The order as bytes that are equal for equal orders: a pickle without its memo, which goes by identity."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out)
    pickler.fast = True
    pickler.dump(order)
    return out.getvalue()


class Answers:
    """The most recent answers, as bytes, bounded in number and in size."""

    def __init__(self, most: int, most_bytes: int):
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._most, self._most_bytes, self.n_bytes = most, most_bytes, 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, order: bytes) -> bytes | None:
        """The answer to an order; it counts as used."""
        found = self._kept.get(order)
        if found is not None:
            self._kept.move_to_end(order)
        return found

    def put(self, order: bytes, said: bytes) -> None:
        """Keep an answer; the ones unused longest go."""
        self._kept[order] = said
        self.n_bytes += len(order) + len(said)
        while self._kept and (len(self._kept) > self._most or self.n_bytes > self._most_bytes):
            old, its = self._kept.popitem(last=False)
            self.n_bytes -= len(old) + len(its)


class Engine:
    """One engine behind its process. Safe to use from any thread.

    prepare         `module:function` that loads or compiles what an answer needs; the first reply of the process
    prepare_s       how long that may take, s
    limit_s         how long one answer may take, s
    most_waiting    questions that may wait; one more is refused
    idle_s          how long the process lives without questions, s
    most_mib        how large it may have been at its largest when it has answered; then it ends
    """

    def __init__(
        self,
        name: str,
        *,
        prepare: str = "",
        prepare_s: float = 900.0,
        limit_s: float = 60.0,
        most_waiting: int = 16,
        kept: int = 64,
        kept_bytes: int = 8 << 20,
        idle_s: float = 900.0,
        most_mib: int = 1024,
        environment: dict[str, str] | None = None,
    ):
        self.name, self.prepare = name, prepare
        self.prepare_s, self.limit_s, self.most_waiting = prepare_s, limit_s, most_waiting
        self.idle_s, self.most_mib = idle_s, most_mib
        self._environment = environment or {}
        self._answers = Answers(kept, kept_bytes)
        self._lock = threading.Lock()  # one question at a time
        self._count = threading.Lock()
        self._waiting = 0
        self._child: subprocess.Popen | None = None
        self._line: Connection | None = None
        self._ready = threading.Event()
        self._getting_ready: threading.Thread | None = None

    @property
    def pid(self) -> int | None:
        """The process's number; None when none runs."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def is_ready(self, wait_s: float = 0.0) -> bool:
        """Start getting ready if nobody has, wait at most so long, say how it stands."""
        if self._ready.is_set() and self.pid is not None:
            return True
        with self._count:
            if self._getting_ready is None or not self._getting_ready.is_alive():
                self._ready.clear()
                self._getting_ready = threading.Thread(target=self._get_ready, name=f"{self.name}-engine", daemon=True)
                self._getting_ready.start()
        return self._ready.wait(wait_s)

    def _get_ready(self) -> None:
        with self._lock, contextlib.suppress(EngineUnavailable):
            self._connected()

    def ask(self, function: str, *arguments: Any) -> Any:
        """What `module:function` answers to the arguments, in the engine's process; recent answers are kept.

        Its refusals are raised here as they were there. EngineUnavailable when it cannot answer.
        """
        order = _by_value((function, arguments))
        if (said := self._answers.get(order)) is None:
            self._queue()
            try:
                with self._lock:
                    said = self._answers.get(order) or self._asked(order)
            finally:
                with self._count:
                    self._waiting -= 1
        is_answer, value = pickle.loads(said)  # of our own process, on a socket that nobody else has
        if is_answer:
            return value
        if isinstance(value, Exception):
            raise value
        log.error("The engine %s failed: %s", self.name, value)
        raise EngineUnavailable("engines.failed", engine=self.name)

    def has(self, function: str, *arguments: Any) -> bool:
        """Whether the answer is kept, so that asking takes no time."""
        return self._answers.get(_by_value((function, arguments))) is not None

    def _queue(self) -> None:
        with self._count:
            if self._waiting >= self.most_waiting:
                raise EngineUnavailable("engines.busy", n=self._waiting)
            self._waiting += 1

    def _asked(self, order: bytes) -> bytes:
        for _attempt in range(2):
            line = self._connected()
            try:
                line.send_bytes(order)
                said = self._reply(line, self.limit_s)
            except (EOFError, OSError):
                # It died, or had ended because nobody asked: once more, in a new one.
                self._drop()
                continue
            if pickle.loads(said)[0]:
                self._answers.put(order, said)
            return said
        raise EngineUnavailable("engines.died", engine=self.name)

    def _reply(self, line: Connection, limit_s: float) -> bytes:
        if not line.poll(limit_s):
            self._drop()
            raise EngineUnavailable("engines.slow", seconds=round(limit_s))
        return line.recv_bytes()

    def _connected(self) -> Connection:
        """The line to a process that is ready; the caller holds the lock."""
        if self._line is not None and self.pid is not None:
            return self._line
        self._drop()
        began = time.monotonic()
        ours, theirs = Pipe()
        with theirs:
            words = [str(theirs.fileno()), self.prepare, str(self.idle_s), str(self.most_mib)]
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "beredd.web.engines.child", *words],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **self._environment},
            )
        self._line = ours
        if self.prepare:
            try:
                is_ready, fault = pickle.loads(self._reply(ours, self.prepare_s))
            except (EOFError, OSError):
                is_ready, fault = False, "its process died"
            if not is_ready:
                log.error("The engine %s could not be made ready: %s", self.name, fault)
                self._drop()
                raise EngineUnavailable("engines.failed", engine=self.name)
        self._ready.set()
        log.info("engine ready", extra={"engine": self.name, "seconds": round(time.monotonic() - began, 2)})
        return ours

    def _drop(self) -> None:
        self._ready.clear()
        if self._line is not None:
            self._line.close()
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        self._line = self._child = None

    def stop(self) -> None:
        """End the process; the next question starts a new one."""
        with self._lock:
            self._drop()
