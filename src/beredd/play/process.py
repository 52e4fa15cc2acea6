"""A play in a process of its own: it may die, and the log brings it back to the same hour, bit for bit.

    with PlayProcess(begin) as live:       # `begin` makes a play in which nothing has happened; it is pickled
        live.start(wall=0)
        events = live.advance(wall=…)      # what has been logged by it

The log that the parent holds is the truth. When the process is gone, a new one replays it and is asked again.
"""

import contextlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Self

from beredd.errors import BereddError
from beredd.exercises.acts import Act
from beredd.exercises.firing import Values
from beredd.exercises.log import Event, Run
from beredd.play.errors import PlayError
from beredd.play.playing import Play, replay

MOST_DEATHS = 3
"""So often in a row a process may die over the same request."""
_GONE = (EOFError, ConnectionError, BrokenPipeError)


class PlayProcess:
    """The parent's side. Calls answer with the events that they logged; a refusal is raised here as it was there."""

    def __init__(self, begin: Callable[[], Play], run: Run | None = None):
        self.begin = begin
        self.run = run
        """The log so far; None before anything has been asked."""
        self.deaths = 0
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process that computes, when there is one."""
        return self._process.pid if self._process else None

    def start(self, wall: int = 0) -> tuple[Event, ...]:
        """Roles join and the clock starts."""
        return self._logged("start", wall)

    def advance(self, wall: int) -> tuple[Event, ...]:
        """Everything that is due until a wall time."""
        return self._logged("advance", wall)

    def do(self, act: Act, wall: int | None = None) -> tuple[Event, ...]:
        """What somebody does."""
        return self._logged("do", act, wall)

    def clock(self, action: str, wall: int, value: int = 0) -> tuple[Event, ...]:
        """Pause, resume, other speed, a jump."""
        return self._logged("clock", action, wall, value)

    def finish(self) -> tuple[Event, ...]:
        """To the end."""
        return self._logged("finish")

    def stop(self, wall: int) -> tuple[Event, ...]:
        """End at a wall time before the end."""
        return self._logged("stop", wall)

    def values(self, hours: range) -> list[Values]:
        """What the model gave in hours that have passed; starts the process where there is none."""
        found: list[Values] = self._ask("values", hours)
        return found

    def close(self) -> None:
        """End the process; the log stays."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join(timeout=5)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
        self._process = self._pipe = None

    def _logged(self, verb: str, *given: Any) -> tuple[Event, ...]:
        events: tuple[Event, ...] = self._ask(verb, *given)
        return events

    def _ask(self, verb: str, *given: Any) -> Any:
        for _ in range(MOST_DEATHS + 1):
            try:
                answer = self._told(verb, given)
            except _GONE:
                self.deaths += 1
                self.close()
                continue
            if isinstance(answer, list):
                return answer
            if isinstance(answer, tuple):
                kind, sentence = answer
                raise kind(sentence.code, **dict(sentence.values))
            before = len(self.run.events) if self.run else 0
            self.run = answer
            return answer.events[before:]
        raise PlayError("play.process-gone", times=MOST_DEATHS + 1)

    def _told(self, verb: str, given: tuple[Any, ...]) -> Any:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=serve, args=(theirs, self.begin, self.run), daemon=True)
            self._process.start()
            theirs.close()
        self._pipe.send((verb, given))
        return self._pipe.recv()


def serve(pipe: Connection, begin: Callable[[], Play], run: Run | None) -> None:
    """The child's side: bring the play to where the log stands, then do what is asked until nobody asks."""
    try:
        whole = begin()
        if run is not None:
            replay(whole, run)
    except BereddError as error:
        # A plan that cannot be played is refused in its own words; to die of it would be tried again.
        with contextlib.suppress(*_GONE):
            pipe.recv()
            pipe.send((type(error), error.sentence))
        return
    try:
        with contextlib.suppress(*_GONE):
            while True:
                verb, given = pipe.recv()
                try:
                    said = getattr(whole, verb)(*given)
                    pipe.send(whole.run if said is None else said)
                except BereddError as error:
                    pipe.send((type(error), error.sentence))
    finally:
        whole.model.close()
