"""Where a run begins: the ground and the state at hour 0, made once for its inputs and kept on disk."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path

import beredd
from beredd.dispensing.engine.chain import first_state
from beredd.dispensing.engine.ground import Ground, give_birth, ground_arrays, ground_from
from beredd.dispensing.engine.state import State, kept_arrays, state_from
from beredd.dispensing.network import Network
from beredd.dispensing.store import Cache
from beredd.kernel_cache import sources_hash
from beredd.provenance import fingerprint

DECIDING = (
    "dispensing/engine",
    "dispensing/network",
    "dispensing/scenarios",
    "dispensing/beginning.py",
    "dispensing/everyday.py",
    "provenance",
)
"""Sources that decide what a ground and an everyday are, and what is kept of them."""
GROUNDS = Cache("grounds", most_bytes=2_500_000_000)
"""About five national grounds."""
WORTH_KEEPING_BYTES = 32_000_000
"""Smaller states are made faster than they are read."""


class Beginning:
    """A ground, and its state at hour 0 as often as it is asked for."""

    def __init__(
        self, ground: Ground, key: str, state: State, again: Callable[[], State], kept: Future[None] | None = None
    ):
        self.ground, self.key = ground, key
        self._kept = kept
        self._state: State | None = state
        self._again = again

    def state(self) -> State:
        """The state at hour 0; it is the caller's to change."""
        if self._kept:
            self._kept.result()
            self._kept = None
        state, self._state = self._state, None
        return state if state is not None else self._again()

    def state_to_step(self) -> tuple[State, Future[None] | None]:
        """The state at hour 0, and what must be done before it is stepped: at first it is still being kept.

        Until then it may be read, and people may look ahead at the calendar.
        """
        if self._state is None or self._kept is None:
            return self.state(), None
        state, self._state = self._state, None
        return state, self._kept

    @property
    def is_large(self) -> bool:
        """Is what is made of it worth a place on the disk?"""
        return _is_large(self.ground)


def _is_large(ground: Ground) -> bool:
    return ground.n_people * 24 + ground.n_lines * 6 >= WORTH_KEEPING_BYTES


def begin(network: Network, values: dict[str, float], *, seed: int, start_weekday: int, threads: int) -> Beginning:
    """The ground for these inputs, from the disk when it has been made before."""
    asked = {"seed": seed, "start_weekday": start_weekday}  # all of it goes into the key
    key = fingerprint([_sources(), network.fingerprint, values, asked])

    def born():
        birth = give_birth(network, values, threads=threads, **asked)
        return birth.ground, first_state(birth, threads=threads)

    found, kept = GROUNDS.find(key), None
    if found is None:
        ground, state = born()
        if not _is_large(ground):
            return Beginning(ground, key, state, lambda: born()[1])
        # Written beside what comes next; a run that looks at the calendar plans visits anew before its first hour.
        arrays = ground_arrays(ground) | kept_arrays(state) | {"state-visit": state.visit.copy()}
        pool = ThreadPoolExecutor(1)
        kept = pool.submit(GROUNDS.keep, key, arrays, {"seed": seed, "network": network.name})
        pool.shutdown(wait=False)
    else:
        ground, state = ground_from(found, network, values, seed=seed), state_from(found)

    def again() -> State:
        found = GROUNDS.find(key)
        return born()[1] if found is None else state_from(found)

    return Beginning(ground, key, state, again, kept)


@cache
def _sources() -> str:
    return sources_hash(Path(beredd.__file__).parent, DECIDING)
