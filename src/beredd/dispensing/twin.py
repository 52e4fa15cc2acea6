"""The twin: a run that is stepped, looked at, disturbed, stored and branched while an exercise goes on.

    twin = start_twin("s1-erecept", seed=7)
    report = twin.advance(34, events=[...])   # to hour 34; the events take effect from now on
    other = twin.branch()                     # the same past, another future

Replay is the truth: `twin.log` with scenario and seed gives the same state again (`replay`). A snapshot is a
cache of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from beredd.dispensing.beginning import begin
from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.chain import Chain
from beredd.dispensing.engine.figures import ANY_TIER, CRITICAL_TIERS, people_past_limit, rounded, share_of
from beredd.dispensing.engine.ground import Ground
from beredd.dispensing.engine.state import ORDINARY, kept_arrays
from beredd.dispensing.errors import ScenarioError
from beredd.dispensing.everyday import Companion
from beredd.dispensing.experiment import default_threads
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import Event, Scenario, as_found, compile_conditions, load_scenario
from beredd.dispensing.scenarios.moments import hour_of
from beredd.dispensing.snapshot import Log, read_snapshot, write_snapshot
from beredd.dispensing.store import array_fingerprint
from beredd.provenance import fingerprint


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is to be seen at an hour: figures now, figures since the last look, and what has happened."""

    hour: int
    kpi: dict[str, float | None]
    notable: tuple[dict[str, Any], ...]
    """Changes of resources since the last report, as `scenarios.Change` tells them."""


class Twin:
    """One run, stepped. Made by `start_twin`, `branch`, `restore` or `replay`; always whole."""

    def __init__(self, chain: Chain, scenario: Scenario, *, log: Log = (), everyday: np.ndarray | None = None):
        self.chain, self.scenario = chain, scenario
        self.everyday = everyday
        """(H, 6) people past their limit in the whole country on the same days without any event, or None."""
        self.log: Log = log
        """With scenario, seed and parameters this is the whole run."""
        self._seen = _counts(chain)
        self._looked_at = chain.hour

    @property
    def hour(self) -> int:
        """Hours since the scenario's start."""
        return self.chain.hour

    @property
    def ground(self) -> Ground:
        """What the run reads and does not change."""
        return self.chain.ground

    def advance(self, to_hour: int, events: Iterable[Event] = ()) -> Report:
        """Take new events into account from now on, run to `to_hour`, and report."""
        new, last = tuple(events), 24 * self.chain.days
        if not self.hour <= to_hour <= last:
            raise ScenarioError("dispensing.twin-not-there", hour=self.hour, to=to_hour, last=last)
        if new:
            self._take(new)
        self.chain.advance(to_hour)
        return self._report()

    def replan(self, events: Iterable[Event]) -> None:
        """From now on the events taken so far are these: known ones with another end, or without some.

        What has passed stands as it is; the log has them at the hours at which they were taken.
        """
        now = {event.id: event for event in events}
        log = tuple((hour, tuple(now[e.id] for e in taken if e.id in now)) for hour, taken in self.log)
        self.chain.set_conditions(_conditions(self.ground, self.scenario, self.chain.days, self.chain.replicate, log))
        self.log = log

    def branch(self) -> "Twin":
        """A twin with the same past that goes its own way from here."""
        return Twin(self.chain.branch(), self.scenario, log=self.log, everyday=self.everyday)

    def state_fingerprint(self) -> str:
        """Changes when anything in the state or the tallies does."""
        arrays = (*kept_arrays(self.chain.state).values(), *self.chain.tally_so_far())
        return fingerprint([array_fingerprint(x) for x in arrays])

    def snapshot(self, folder: Path) -> None:
        """Write the twin to a new folder, whole or not at all."""
        write_snapshot(folder, self.chain, self.scenario, self.log, self.everyday)

    def close(self) -> None:
        """Give the threads back."""
        self.chain.close()

    # -- inside -------------------------------------------------------------------------------------------------

    def _take(self, new: tuple[Event, ...]) -> None:
        for event in new:
            if event.starts is not None and hour_of(event.starts) < self.hour:
                starts = hour_of(event.starts)
                raise ScenarioError("dispensing.twin-event-past", event=event.id, starts=starts, hour=self.hour)
        log = (*self.log, (self.hour, new))
        self.chain.set_conditions(_conditions(self.ground, self.scenario, self.chain.days, self.chain.replicate, log))
        self.log = log

    def _report(self) -> Report:
        tally = self.chain.tally()
        without, past = (x[: self.hour].sum(axis=(0, 1)) for x in (tally.without, tally.past))
        counts = _counts(self.chain)
        state, packs_a_day = self.chain.state, self.ground.packs_a_day
        kpi: dict[str, float | None] = {f"{name}_since": counts[name] - self._seen[name] for name in counts}
        kpi |= {
            "people_past_limit": int(past[ANY_TIER]),
            "people_without": int(without[ANY_TIER]),
            "people_without_critical": int(without[list(CRITICAL_TIERS)].sum()),
            "waiting": int(state.queue["count"][:, : ORDINARY + 1].sum()),
            "backlog_people": self.chain.backlog(),
            "unregistered_open": int(state.counter["unregistered"].sum()),
            "stock_days_pharmacy": rounded(share_of(float(state.cell["stock"].sum()), packs_a_day), 2),
            "stock_days_distributor": rounded(share_of(float(state.site_stock.sum()), packs_a_day), 2),
        }
        kpi |= {f"people_past_limit_tier_{tier}": int(n) for tier, n in enumerate(past[:ANY_TIER])}
        kpi |= {f"people_without_tier_{tier}": int(n) for tier, n in enumerate(without[:ANY_TIER])}
        if self.everyday is not None:
            usual = int(self.everyday[self.hour - 1, ANY_TIER]) if self.hour else 0
            kpi["people_past_limit_beyond_everyday"] = int(past[ANY_TIER]) - usual
        changes = self.chain.conditions.changes
        notable = tuple(vars(c) for c in changes if self._looked_at <= c.hour < self.hour)
        self._seen, self._looked_at = counts, self.hour
        return Report(hour=self.hour, kpi=kpi, notable=notable)


def start_twin(
    scenario: str | Path | Scenario,
    *,
    network: str | Path | Network = "",
    seed: int = 1,
    days: int | None = None,
    replicate: int = 0,
    threads: int | None = None,
    overrides: Mapping[str, float] | None = None,
    everyday: bool = False,
) -> Twin:
    """A twin at hour 0. With `everyday` its reports say what is beyond it; the first time that costs a run."""
    described = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    place = network if isinstance(network, Network) else load_network(network or described.network)
    place = as_found(place, described)
    return _start(
        described,
        place,
        resolve({**described.parameters, **(overrides or {})}),
        seed=seed,
        days=days or described.days,
        replicate=replicate,
        threads=threads or default_threads(),
        everyday=everyday,
    )


def replay(twin: Twin, to_hour: int | None = None) -> Twin:
    """The same run made again from the start: scenario, seed and log."""
    chain, ground = twin.chain, twin.ground
    again = _start(
        twin.scenario,
        ground.network,
        ground.behaviour.values,
        seed=ground.seed,
        days=chain.days,
        replicate=chain.replicate,
        threads=chain.threads,
        everyday=twin.everyday is not None,
    )
    for hour, events in twin.log:
        again.advance(hour)
        again.advance(hour, events)
    again.advance(twin.hour if to_hour is None else to_hour)
    return again


def restore(folder: Path, *, network: Network | None = None, threads: int | None = None) -> Twin:
    """A twin from a snapshot. `network` is needed when it is not the reference network the snapshot names."""
    found = read_snapshot(folder, network)
    chain = Chain(
        found.ground,
        _conditions(found.ground, found.scenario, found.days, found.replicate, found.log),
        days=found.days,
        state=found.state,
        replicate=found.replicate,
        threads=threads or default_threads(),
        tally=found.tally,
    )
    chain.errors[:] = found.errors
    return Twin(chain, found.scenario, log=found.log, everyday=found.everyday)


def _start(
    scenario: Scenario, network: Network, values: dict[str, float], *, seed, days, replicate, threads, everyday
) -> Twin:
    beginning = begin(network, values, seed=seed, start_weekday=scenario.start.weekday(), threads=threads)
    conditions = _conditions(beginning.ground, scenario, days, replicate, ())
    state, kept = beginning.state_to_step()
    chain = Chain(
        beginning.ground,
        conditions,
        days=days,
        state=state,
        replicate=replicate,
        threads=threads,
        after=kept,
    )
    usual = None
    if everyday:
        calm = _conditions(beginning.ground, scenario.model_copy(update={"event": ()}), days, replicate, ())
        companion = Companion(beginning, conditions, calm, days=days, replicate=replicate)
        usual = people_past_limit(companion.everyday(threads=threads)).sum(axis=1)
    return Twin(chain, scenario, everyday=usual)


def _conditions(ground: Ground, scenario: Scenario, days: int, replicate: int, log: Log):
    return compile_conditions(
        ground.network,
        scenario,
        days=days,
        seed=ground.seed,
        replicate=replicate,
        parameters=ground.behaviour.values,
        extra_events=[event for _, events in log for event in events],
    )


def _counts(chain: Chain) -> dict[str, int]:
    def total(part):
        return sum(int(part(tally).sum()) for tally in chain.tallies)

    return {
        "requested_lines": total(lambda t: t.day_group[T.G_REQUESTED]),
        "dispensed_lines": total(lambda t: t.day_group[T.G_DISPENSED]),
        "filled_first_lines": total(lambda t: t.day_group[T.G_FIRST]),
        "turned_away": total(lambda t: t.hour_county[T.TURNED_AWAY]),
        "diverted": total(lambda t: t.hour_county[T.DIVERTED]),
        "queue_hours": total(lambda t: t.day[:, T.QUEUE_HOURS]),
        "unregistered_lines": total(lambda t: t.day[:, T.UNREGISTERED]),
        "phone_minutes": total(lambda t: t.day[:, T.PHONE_MINUTES]),
    }
