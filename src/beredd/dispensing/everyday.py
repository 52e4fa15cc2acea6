"""The everyday of a run: the same hours without the disruption, under the same chance.

A run and its everyday are one until the first disturbed day; there the state is branched, and both go on side by side,
each on its part of the threads. The everyday's tally is kept on disk by its inputs, so the next run on the same ground
costs one run.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import numpy as np

from beredd.dispensing.beginning import Beginning
from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.chain import Chain
from beredd.dispensing.scenarios import Conditions
from beredd.dispensing.store import Cache, array_fingerprint
from beredd.provenance import fingerprint

EVERYDAYS = Cache("everydays", most_bytes=500_000_000)
"""National tallies are about 20 MB for 90 days."""


def first_disturbed_day(conditions: Conditions, calm: Conditions, *, days: int) -> int:
    """The first day on which the conditions differ in anything; `days` when they never do.

    Days, not hours: at midnight a pharmacy's visitors are given hours over the whole day's opening.
    """
    first = days
    for field in fields(Conditions):
        here, there = getattr(conditions, field.name), getattr(calm, field.name)
        if field.name == "changes" or here is there:
            continue
        if not isinstance(here, np.ndarray) or here.shape != there.shape:
            first = first if _equal(here, there) else 0
            continue
        differs = here != there
        if not differs.any():
            continue
        # Hours run along the last axis, days along the first. Where both would fit, the earlier is the safe one.
        found = [0]
        if here.shape[-1] == 24 * days:
            found.append(int(np.flatnonzero(differs.reshape(-1, 24 * days).any(axis=0))[0]) // 24)
        if len(here) == days:
            found.append(int(np.flatnonzero(differs.reshape(days, -1).any(axis=1))[0]))
        first = min(first, min(found[1:] or found))
    return first


def _equal(here, there) -> bool:
    return type(here) is type(there) and not isinstance(here, np.ndarray) and bool(here == there)


class Companion:
    """The everyday that goes with one replicate of a run."""

    def __init__(self, beginning: Beginning, conditions: Conditions, calm: Conditions, *, days: int, replicate: int):
        self.beginning, self.conditions, self.calm = beginning, conditions, calm
        self.days, self.replicate = days, replicate
        self.first_day = first_disturbed_day(conditions, calm, days=days)
        told = [getattr(calm, f.name) for f in fields(Conditions) if f.name != "changes"]
        told = [array_fingerprint(x) if isinstance(x, np.ndarray) else repr(x) for x in told]
        self.key = fingerprint([beginning.key, told, days, replicate])

    @property
    def is_known(self) -> bool:
        """Has it been run before?"""
        return EVERYDAYS.has(self.key)

    @property
    def days_to_run(self) -> int:
        """Days that have to be simulated for the run and its everyday."""
        if self.is_known or self.first_day == self.days:
            return self.days
        return 2 * self.days - self.first_day

    def run(self, *, threads: int, each_day: Callable[[], None]) -> tuple[Chain, T.Tally, T.Tally]:
        """The run stepped to its end, its tally and the everyday's. `each_day()` after every simulated day."""
        everyday = self._kept()
        chain = self._chain(self.conditions, threads)
        try:
            _advance([chain], self.first_day, each_day)
            if everyday is None and self.first_day < self.days:
                everyday = self._beside(chain, threads, each_day)
            _advance([chain], self.days, each_day)
            tally = chain.final_tally()
        finally:
            chain.close()
        if everyday is None:
            everyday = tally
            self._keep(tally)
        return chain, tally, everyday

    def everyday(self, *, threads: int) -> T.Tally:
        """The everyday alone."""
        found = self._kept()
        if found is not None:
            return found
        chain = self._chain(self.calm, threads)
        try:
            _advance([chain], self.days, lambda: None)
            return self._counted(chain)
        finally:
            chain.close()

    def _chain(self, conditions: Conditions, threads: int) -> Chain:
        state, kept = self.beginning.state_to_step()
        return Chain(
            self.beginning.ground,
            conditions,
            days=self.days,
            state=state,
            replicate=self.replicate,
            threads=threads,
            after=kept,
        )

    def _beside(self, chain: Chain, threads: int, each_day: Callable[[], None]) -> T.Tally:
        """Both stepped to their end, the run and a branch of it that goes on undisturbed; the everyday's tally.

        On threads of their own they need not wait for each other after every hour, only after every day.
        """
        # At hour 0 people look ahead at the calendar, which may be what differs.
        other = chain.branch() if self.first_day else self._chain(self.calm, threads)
        try:
            other.set_conditions(self.calm)
            other.use(threads // 2)
            chain.use(threads - threads // 2)
            _advance([chain, other], self.days, each_day, at_once=min(2, threads))
            other.use(threads)
            chain.use(threads)
            return self._counted(other)
        finally:
            other.close()

    def _counted(self, chain: Chain) -> T.Tally:
        tally = chain.final_tally()
        self._keep(tally)
        return tally

    def _kept(self) -> T.Tally | None:
        arrays = EVERYDAYS.find(self.key)
        return None if arrays is None else T.Tally(*(arrays[name] for name in T.Tally._fields))

    def _keep(self, tally: T.Tally) -> None:
        if self.beginning.is_large:
            EVERYDAYS.keep(self.key, tally._asdict(), {"days": self.days, "replicate": self.replicate})


def _advance(chains: list[Chain], to_day: int, each_day: Callable[[], None], *, at_once: int = 1) -> None:
    """Step chains that are at the same midnight to the one before `to_day`; `each_day()` after every day of each."""
    with ThreadPoolExecutor(at_once) as pool:
        while chains[0].hour < 24 * to_day:
            for _ in pool.map(_live_a_day, chains):
                each_day()


def _live_a_day(chain: Chain) -> None:
    chain.advance(chain.hour + 24)
