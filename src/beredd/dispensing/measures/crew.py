"""Who does a comparison's runs: this process, a pool of processes, or a Dask cluster. The numbers are the same.

Chance has addresses, so a run is the same wherever it is made. A process gets what is run once (`Setting`), builds
the dose patients and the undrawn world's people and shelves once, and gives back small rows of figures. What a lost
worker of a cluster had begun is done again by another one.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from multiprocessing import get_context
from typing import Any, Final, Protocol
from uuid import uuid4

import numpy as np

from beredd import __version__
from beredd.dispensing.dose.network import DoseNetwork
from beredd.dispensing.dose.patients import Patients
from beredd.dispensing.errors import DispensingError
from beredd.dispensing.experiment import default_threads
from beredd.dispensing.measures.worlds import World, dose_patients, outside
from beredd.dispensing.network import Network
from beredd.dispensing.scenarios import Scenario

REACH_S: Final = 10
"""So long a cluster has to answer."""
Told = Callable[[], None]


class ClusterUnavailable(DispensingError):
    """The cluster cannot be reached, or is not one that gives the same numbers."""

    kind = "unavailable"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is run, but for the worlds: sent to each process once."""

    scenarios: Sequence[Scenario]
    network: Network
    dose: DoseNetwork | None
    chains: tuple[str, ...]
    days: int
    seed: int
    key: str = field(default_factory=lambda: uuid4().hex)
    """What a process tells settings apart by."""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The undrawn world's figures of replicates first … last - 1: (last - first, S, n)."""

    first: int
    last: int

    @property
    def replicates(self) -> int:
        """How many runs there are of each scenario."""
        return self.last - self.first


@dataclass(frozen=True, kw_only=True)
class Everyday:
    """The undrawn world's ordinary week: figure -> value."""

    replicates: int = 0


@dataclass(frozen=True, kw_only=True)
class Draw:
    """A drawn world: (the figures of its ordinary week that lie outside the bands, its rows unless there are any)."""

    values: Mapping[str, float]
    dose_values: Mapping[str, float]
    usual: Mapping[str, float]
    """The undrawn world's ordinary week; empty where the chain is not run."""
    replicates: int


Task = Rows | Everyday | Draw


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A setting in one process, with what is built once."""

    setting: Setting
    threads: int

    @cached_property
    def patients(self) -> Patients | None:
        """Who the dose patients are."""
        one = self.setting
        if "dose" not in one.chains or one.dose is None:
            return None
        return dose_patients(one.network, one.dose, one.scenarios[0], seed=one.seed, threads=self.threads)

    @cached_property
    def undrawn(self) -> World:
        """The world with the register's values."""
        return self.world({}, {}, is_kept=True)

    def world(
        self,
        values: Mapping[str, float],
        dose_values: Mapping[str, float],
        *,
        is_kept: bool,
        has_patients: bool = True,
    ) -> World:
        """The setting in a world with these parameters; without patients it can be checked and not run."""
        one = self.setting
        return World(
            scenarios=one.scenarios,
            network=one.network,
            dose=one.dose,
            patients=self.patients if has_patients else None,
            chains=one.chains,
            days=one.days,
            seed=one.seed,
            threads=self.threads,
            values=values,
            dose_values=dose_values,
            is_kept=is_kept,
        )

    def do(self, task: Task, told: Told) -> Any:
        """What the task says it gives."""
        if isinstance(task, Rows):
            return self.undrawn.rows(task.first, task.last, told)
        if isinstance(task, Everyday):
            return self.undrawn.everyday()
        here = self.world(task.values, task.dose_values, is_kept=False)
        wrong = outside(here.everyday(), task.usual) if task.usual else ()
        return wrong, None if wrong else here.rows(0, task.replicates, told)


class Crew(Protocol):
    """Does tasks, in any order, and gives what came out in the order of the tasks."""

    hands: int
    """How many tasks can be done at a time."""

    def do(self, setting: Setting, tasks: Sequence[Task], told: Told) -> list[Any]: ...


class Alone:
    """This process, with so many threads."""

    hands = 1

    def __init__(self, threads: int | None = None):
        self.threads = threads or default_threads()
        self._bench: Bench | None = None

    def do(self, setting: Setting, tasks: Sequence[Task], told: Told) -> list[Any]:
        """One after the other."""
        if self._bench is None or self._bench.setting.key != setting.key:
            self._bench = Bench(setting=setting, threads=self.threads)
        return [self._bench.do(task, told) for task in tasks]


class Pool:
    """So many processes of this machine, which share its cores between them."""

    def __init__(self, hands: int):
        self.hands = hands
        self._pool = ProcessPoolExecutor(hands, mp_context=get_context("spawn"))
        self._threads = max(1, default_threads() // hands)

    def do(self, setting: Setting, tasks: Sequence[Task], told: Told) -> list[Any]:
        """As processes are free."""
        futures = [self._pool.submit(work, setting, task, self._threads) for task in tasks]
        try:
            return [_done(future, task, setting, told) for future, task in zip(futures, tasks, strict=True)]
        except BrokenProcessPool as error:
            raise ClusterUnavailable("measures.worker-died", hands=self.hands) from error

    def close(self) -> None:
        """End the processes; what has not begun is not done."""
        self._pool.shutdown(cancel_futures=True)


class Cluster:
    """An existing Dask cluster whose workers have this version of the program."""

    def __init__(self, address: str):
        try:
            from distributed import Client
        except ImportError as error:
            raise ClusterUnavailable("measures.cluster-missing") from error
        try:
            self._client = Client(address, timeout=REACH_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterUnavailable("measures.cluster-unreachable", address=address) from error
        versions = set(self._client.run(program_version).values())
        if versions - {__version__}:
            found = ", ".join(sorted(versions - {__version__}))
            self.close()
            raise ClusterUnavailable("measures.cluster-version", found=found, here=__version__)
        self.hands = len(self._client.scheduler_info(n_workers=-1)["workers"])
        if not self.hands:
            self.close()
            raise ClusterUnavailable("measures.cluster-empty", address=address)
        self._sent: dict[str, Any] = {}

    def do(self, setting: Setting, tasks: Sequence[Task], told: Told) -> list[Any]:
        """As workers are free; a task whose worker is lost is done by another."""
        if setting.key not in self._sent:
            self._sent[setting.key] = self._client.scatter(setting, broadcast=True, hash=False)
        futures = [self._client.submit(work, self._sent[setting.key], task, None, pure=False) for task in tasks]
        return [_done(future, task, setting, told) for future, task in zip(futures, tasks, strict=True)]

    def close(self) -> None:
        """Leave the cluster; it goes on."""
        self._client.close()


def _done(future: Any, task: Task, setting: Setting, told: Told) -> Any:
    """What the task gave; `future` is one of the pool's or of the cluster's."""
    found = future.result()
    is_left_out = isinstance(found, tuple) and found[1] is None
    for _ in range(0 if is_left_out else task.replicates * len(setting.scenarios) * len(setting.chains)):
        told()
    return found


_LOCK = threading.Lock()
_BENCHES: dict[str, Bench] = {}


def work(setting: Setting, task: Task, threads: int | None) -> Any:
    """A task in a process of a pool or a cluster: one at a time, for each uses the cores that it has."""
    with _LOCK:
        if setting.key not in _BENCHES:
            _BENCHES.clear()
            _BENCHES[setting.key] = Bench(setting=setting, threads=threads or default_threads())
        return _BENCHES[setting.key].do(task, lambda: None)


def program_version() -> str:
    """Of the program in this process."""
    return __version__


@contextmanager
def open_crew(*, workers: int | None = None, cluster: str | None = None, threads: int | None = None) -> Iterator[Crew]:
    """This process unless `workers` or `cluster` are given; a DispensingError says what is wrong with them."""
    if workers is not None and cluster is not None:
        raise DispensingError("measures.workers-or-cluster")
    if workers is not None and workers < 1:
        raise DispensingError("measures.workers", found=workers)
    if cluster is None and (workers or 1) == 1:
        yield Alone(threads)
        return
    crew = Cluster(cluster) if cluster is not None else Pool(workers or 1)
    try:
        yield crew
    finally:
        crew.close()


def shared_out(first: int, last: int, hands: int) -> list[Rows]:
    """Replicates first … last - 1 in as many pieces as there are hands, or one each."""
    edges = np.linspace(first, last, min(hands, last - first) + 1).round().astype(int)
    return [Rows(first=int(a), last=int(b)) for a, b in pairwise(edges)]
