"""How long an engine takes on an instance: the engine alone, without import, load and compilation."""

import gc
import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from beredd.dispensing.bench.instance import Instance
from beredd.dispensing.bench.outcome import Outcome
from beredd.dispensing.errors import DispensingError

ENGINES = ("fast", "reference", "simpy")
REPEATS = 5
"""Runs of the fast engine after its warm-up; the median counts."""


@dataclass(frozen=True, kw_only=True)
class Timed:
    """An outcome and what it cost."""

    outcome: Outcome
    wall_s: float
    cpu_s: float
    """Of all threads of the process."""


def run_timed(instance: Instance, *, engine: str = "fast", threads: int = 1, repeats: int = REPEATS) -> Timed:
    """Run an engine: the fast one `repeats` times after a warm-up, the others once, SimPy without the collector."""
    if engine == "fast":
        from beredd.dispensing.bench import fast

        def run() -> Outcome:
            return fast.simulate(instance, threads=threads)

        run()
        runs = [_measure(run) for _ in range(repeats)]
        middle = statistics.median_low(timed.wall_s for timed in runs)
        return next(timed for timed in runs if timed.wall_s == middle)
    if engine == "reference":
        from beredd.dispensing.bench import reference

        return _measure(lambda: reference.simulate(instance))
    if engine == "simpy":
        from beredd.dispensing.bench import des

        with _no_garbage_collection():
            return _measure(lambda: des.simulate(instance))
    raise DispensingError("bench.unknown-engine", found=engine, allowed=ENGINES)


def _measure(run: Callable[[], Outcome]) -> Timed:
    """One run by the clock and by the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    outcome = run()
    return Timed(outcome=outcome, wall_s=time.perf_counter() - wall, cpu_s=time.process_time() - cpu)


@contextmanager
def _no_garbage_collection():
    """Python's cycle collector off: a million live generators make each of its rounds dear."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()
