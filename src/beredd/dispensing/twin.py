"""The twin: a run that is stepped, looked at, disturbed, stored and branched while an exercise goes on.

    twin = start_twin("s1-erecept", seed=7)
    report = twin.advance(34, events=[...])   # to hour 34; the events take effect from now on
    other = twin.branch()                     # the same past, another future

Replay is the truth: `twin.log` with scenario and seed gives the same state again (`replay`). A snapshot is a
cache of it.
"""

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.chain import Chain, Ground, lay_ground
from beredd.dispensing.engine.figures import CRITICAL_TIERS, people_without
from beredd.dispensing.engine.plan import MU_ONE, Behaviour, world
from beredd.dispensing.engine.population import Population
from beredd.dispensing.engine.shelves import Shelves
from beredd.dispensing.engine.state import State
from beredd.dispensing.errors import DispensingError, ScenarioError
from beredd.dispensing.experiment import ENGINE, default_threads
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import Event, Scenario, compile_conditions, load_scenario, make_scenario
from beredd.provenance import fingerprint

SNAPSHOT_SCHEMA = "beredd/twin-snapshot/1"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is to be seen at an hour: figures now, figures since the last look, and what has happened."""

    hour: int
    kpi: dict[str, float]
    notable: tuple[dict[str, Any], ...]
    """Changes of resources since the last report, as `scenarios.Change` tells them."""


class Twin:
    """One run, stepped. Made by `start_twin`, `branch`, `restore` or `replay`."""

    def __init__(
        self, ground: Ground, scenario: Scenario, *, days: int, replicate: int, threads: int, log=(), chain=None
    ):
        self.ground, self.scenario, self.days, self.replicate, self.threads = ground, scenario, days, replicate, threads
        self.log: list[tuple[int, tuple[Event, ...]]] = list(log)
        """(hour, events given then), in order: with scenario, seed and parameters this is the whole run."""
        conditions = self._conditions()
        self.chain = chain or Chain(ground, conditions, days=days, replicate=replicate, threads=threads)
        self._seen = self._counts()
        self._looked_at = self.chain.hour

    @property
    def hour(self) -> int:
        """Hours since the scenario's start."""
        return self.chain.hour

    def advance(self, to_hour: int, events: Iterable[Event] = ()) -> Report:
        """Take new events into account from now on, run to `to_hour`, and report."""
        new = tuple(events)
        if not self.hour <= to_hour <= 24 * self.days:
            raise ScenarioError(
                f"The twin is at hour {self.hour} and was asked to go to hour {to_hour}; allowed is {self.hour} to "
                f"{24 * self.days}."
            )
        if new:
            self._take(new)
        self.chain.advance(to_hour)
        return self._report()

    def branch(self) -> "Twin":
        """A twin with the same past that goes its own way from here."""
        old = self.chain
        chain = Chain(
            self.ground,
            old.conditions,
            days=self.days,
            replicate=self.replicate,
            threads=self.threads,
            state=State(*(part.copy() for part in old.state)),
            tally=_added(old.tallies),
        )
        chain.errors[:] = old.errors
        return Twin(
            self.ground,
            self.scenario,
            days=self.days,
            replicate=self.replicate,
            threads=self.threads,
            log=self.log,
            chain=chain,
        )

    def state_fingerprint(self) -> str:
        """Changes when anything in the state or the tallies does."""
        kept = [x for name, x in zip(State._fields, self.chain.state, strict=True) if name not in SCRATCH]
        arrays = (*kept, *_added(self.chain.tallies))
        return fingerprint([fingerprint(np.ascontiguousarray(x).tobytes()) for x in arrays])

    def snapshot(self, folder: Path) -> None:
        """Write the twin to a new folder, whole or not at all."""
        if folder.exists():
            raise DispensingError(f"{folder} exists; a snapshot is never written over. Name another folder.")
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.absolute().parent))
        try:
            for name, array in self._arrays().items():
                np.save(work / f"{name}.npy", array)
            ground = self.ground
            meta = {
                "schema": SNAPSHOT_SCHEMA,
                "engine": ENGINE,
                "scenario": self.scenario.as_data(),
                "network": ground.network.fingerprint,
                "parameters": ground.behaviour.values,
                "seed": ground.seed,
                "days": self.days,
                "replicate": self.replicate,
                "log": [[hour, [event.as_data() for event in events]] for hour, events in self.log],
            }
            (work / "twin.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
            work.rename(folder)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise

    def close(self) -> None:
        """Give the threads back."""
        self.chain.close()

    # -- inside -------------------------------------------------------------------------------------------------

    def _take(self, new: tuple[Event, ...]) -> None:
        self.log.append((self.hour, new))
        try:
            self.chain.set_conditions(self._conditions(not_before=self.hour, new=new))
        except BaseException:
            self.log.pop()
            raise

    def _conditions(self, *, not_before: int = 0, new: tuple[Event, ...] = ()):
        for event in new:
            if event.starts is not None:
                starts = int(event.starts[1:].split("h")[0]) * 24 + int(event.starts.split("h")[1].split(":")[0])
                if starts < not_before:
                    raise ScenarioError(
                        f"Event {event.id!r} starts at {event.starts}, hour {starts}, but the twin is at hour "
                        f"{not_before}; allowed is from now on."
                    )
        return compile_conditions(
            self.ground.network,
            self.scenario,
            days=self.days,
            seed=self.ground.seed,
            replicate=self.replicate,
            parameters=self.ground.behaviour.values,
            extra_events=[event for _, events in self.log for event in events],
        )

    def _counts(self) -> dict[str, int]:
        total = _added(self.chain.tallies)
        groups = total.day_group.sum(axis=(1, 2, 3))
        return {
            "requested_lines": int(groups[T.G_REQUESTED]),
            "dispensed_lines": int(groups[T.G_DISPENSED]),
            "filled_first_lines": int(groups[T.G_FIRST]),
            "turned_away": int(total.hour_county[T.TURNED_AWAY].sum()),
            "diverted": int(total.hour_county[T.DIVERTED].sum()),
            "queue_hours": int(total.day[:, T.QUEUE_HOURS].sum()),
            "unregistered_lines": int(total.day[:, T.UNREGISTERED].sum()),
            "phone_minutes": int(total.day[:, T.PHONE_MINUTES].sum()),
        }

    def _report(self) -> Report:
        now = people_without(self.chain.tally())
        without = now[self.hour - 1].sum(axis=0) if self.hour else np.zeros(5, int)
        counts = self._counts()
        state, mean = self.chain.state, float(self.ground.shelves.mean.sum()) / MU_ONE
        kpi: dict[str, float] = {f"{name}_since": counts[name] - self._seen[name] for name in counts}
        kpi |= {
            "people_without": int(without.sum()),
            "people_without_critical": int(without[list(CRITICAL_TIERS)].sum()),
            "waiting": int(state.counter["queue_count"].sum()),
            "backlog_people": self.chain.backlog(),
            "unregistered_open": int(state.counter["unregistered"].sum()),
            "stock_days_pharmacy": round(float(state.cell["stock"].sum()) / mean, 2),
            "stock_days_distributor": round(float(state.site_stock.sum()) / mean, 2),
        }
        kpi |= {f"people_without_tier_{tier}": int(n) for tier, n in enumerate(without)}
        changes = self.chain.conditions.changes
        notable = tuple(vars(c) for c in changes if self._looked_at <= c.hour < self.hour)
        self._seen, self._looked_at = counts, self.hour
        return Report(hour=self.hour, kpi=kpi, notable=notable)

    def _arrays(self) -> dict[str, np.ndarray]:
        pop, shelves = self.ground.population, self.ground.shelves
        arrays = {f"state-{n}": x for n, x in zip(State._fields, self.chain.state, strict=True) if n not in SCRATCH}
        arrays |= {f"tally-{n}": x for n, x in zip(T.Tally._fields, _added(self.chain.tallies), strict=True)}
        return arrays | {
            "errors": self.chain.errors,
            "person_from": pop.person_from,
            "one_off_expected": pop.one_off_expected,
            "mean": shelves.mean,
            "budget_s": shelves.budget_s,
        }


SCRATCH = ("unsorted", "unsorted_hour")
"""Parts of the state that hold nothing between hours."""


def start_twin(
    scenario: str | Path | Scenario,
    *,
    network: str | Path | Network = "",
    seed: int = 1,
    days: int | None = None,
    replicate: int = 0,
    threads: int | None = None,
    overrides: Mapping[str, float] | None = None,
) -> Twin:
    """A twin at hour 0."""
    described = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    place = network if isinstance(network, Network) else load_network(network or described.network)
    values = resolve({**described.parameters, **(overrides or {})})
    n_threads = threads or default_threads()
    ground = lay_ground(place, values, seed=seed, start_weekday=described.start.weekday(), threads=n_threads)
    return Twin(ground, described, days=days or described.days, replicate=replicate, threads=n_threads)


def replay(twin: Twin, to_hour: int | None = None) -> Twin:
    """The same run made again from the start: scenario, seed and log."""
    again = Twin(twin.ground, twin.scenario, days=twin.days, replicate=twin.replicate, threads=twin.threads)
    for hour, events in twin.log:
        again.advance(hour)
        again.advance(hour, events)
    again.advance(twin.hour if to_hour is None else to_hour)
    return again


def restore(folder: Path, *, network: Network | None = None, threads: int | None = None) -> Twin:
    """A twin from a snapshot. `network` is needed when it is not the reference network the snapshot names."""
    try:
        meta = json.loads((folder / "twin.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DispensingError(f"{folder} is not a twin's snapshot: {error}.") from error
    if meta.get("schema") != SNAPSHOT_SCHEMA or meta.get("engine") != ENGINE:
        raise DispensingError(
            f"{folder} is a snapshot of {meta.get('schema')!r} by {meta.get('engine')!r}; allowed is "
            f"{SNAPSHOT_SCHEMA!r} by {ENGINE!r}. Replay the run instead."
        )
    data = dict(meta["scenario"])
    scenario = make_scenario(data, identifier=data["id"], file=str(folder / "twin.json"))
    place = network or load_network(scenario.network)
    if place.fingerprint != meta["network"]:
        raise DispensingError(f"{folder} was made on another network than {place.name!r}; give the one it was made on.")
    n_threads = threads or default_threads()
    load = {path.stem: np.load(path) for path in folder.glob("*.npy")}
    n = len(load["state-visit"])
    load["state-unsorted"], load["state-unsorted_hour"] = np.zeros(n, np.int32), np.zeros(n, np.uint8)
    state = State(*(load[f"state-{name}"] for name in State._fields))
    behaviour = Behaviour(values=meta["parameters"])
    empty = np.zeros(0, np.int16)
    ground = Ground(
        start=state,
        network=place,
        behaviour=behaviour,
        seed=meta["seed"],
        world=world(place, behaviour, seed=meta["seed"]),
        population=Population(
            person_from=load["person_from"],
            municipality=empty,
            lead_days=empty,
            line_from=empty,
            article=empty,
            runout_h=empty,
            visit_day=empty,
            mean_packs=empty,
            one_off_expected=load["one_off_expected"],
        ),
        shelves=Shelves(
            mean=load["mean"],
            reorder_at=state.cell["reorder_at"],
            up_to=state.cell["up_to"],
            stock=empty,
            budget_s=load["budget_s"],
            site_stock=empty,
            upstream=empty,
        ),
    )
    from beredd.dispensing.scenarios import make_event

    log = [
        (hour, tuple(make_event(event, file=str(folder / "twin.json")) for event in events))
        for hour, events in meta["log"]
    ]
    twin = Twin.__new__(Twin)
    twin.ground, twin.scenario, twin.days = ground, scenario, meta["days"]
    twin.replicate, twin.threads, twin.log = meta["replicate"], n_threads, log
    twin.chain = Chain(
        ground,
        twin._conditions(),
        days=twin.days,
        replicate=twin.replicate,
        threads=n_threads,
        state=state,
        tally=T.Tally(*(load[f"tally-{name}"] for name in T.Tally._fields)),
    )
    twin.chain.errors[:] = load["errors"]
    twin._seen, twin._looked_at = twin._counts(), twin.hour
    return twin


def _added(tallies: list[T.Tally]) -> T.Tally:
    total = T.Tally(*(part.copy() for part in tallies[0]))
    for other in tallies[1:]:
        total.add(other)
    return total
