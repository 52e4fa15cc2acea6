"""The compiled chain as an object: built once, advanced hour by hour over threads, read at any time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from beredd.dispensing.engine import goods, kernels
from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.burn_in import BURN_IN_DAYS, BURN_IN_REPLICATE, ordinary_conditions, set_back
from beredd.dispensing.engine.plan import Behaviour, World, demand_scale, population_plan, world
from beredd.dispensing.engine.population import Population, build_population, pharmacy_blocks
from beredd.dispensing.engine.shelves import Shelves, stock_shelves
from beredd.dispensing.engine.state import PENDING, State, given, initial_state
from beredd.dispensing.network import Network
from beredd.dispensing.scenarios import Conditions


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What all runs of an experiment share: a network's people and shelves for one seed. Never changed by a run."""

    network: Network
    behaviour: Behaviour
    seed: int
    world: World
    population: Population
    shelves: Shelves
    start: State
    """At hour 0, after the burn-in. A run copies it."""

    @property
    def n_people(self) -> int:
        """People with prescriptions."""
        return len(self.population.visit_day)

    @property
    def n_lines(self) -> int:
        """Active chronic lines."""
        return len(self.population.article)


def lay_ground(
    network: Network,
    values: dict[str, float],
    *,
    seed: int,
    start_weekday: int,
    threads: int,
    burn_in_days: int = BURN_IN_DAYS,
) -> Ground:
    """Draw the population, stock the shelves, and let ordinary days pass before hour 0."""
    behaviour = Behaviour(values=values)
    fixed = world(network, behaviour, seed=seed)
    one_off_per_day = float(network.group_one_off_per_year.sum()) / 365 * demand_scale(network, behaviour)
    population = build_population(
        population_plan(network, behaviour), fixed, one_off_per_day, start_weekday=start_weekday, threads=threads
    )
    shelves = stock_shelves(network, behaviour, fixed, population)
    ground = Ground(
        network=network,
        behaviour=behaviour,
        seed=seed,
        world=fixed,
        population=population,
        shelves=shelves,
        start=initial_state(fixed, population, shelves),
    )
    burn_in(ground, start_weekday=start_weekday, days=burn_in_days, threads=threads)
    return ground


def burn_in(ground: Ground, *, start_weekday: int, days: int, threads: int) -> None:
    """Let `days` ordinary days pass in the ground's start, in place."""
    conditions = ordinary_conditions(ground.network, days=days, start_weekday=(start_weekday - days) % 7)
    chain = Chain(ground, conditions, days=days, replicate=BURN_IN_REPLICATE, threads=threads, state=ground.start)
    chain.advance(24 * days)
    chain.close()
    set_back(ground.start, days)


class Chain:
    """One run of the compiled engine. `step_day(d)` for d = 0, 1, …, or hour by hour with `advance(hour)`."""

    def __init__(
        self,
        ground: Ground,
        conditions: Conditions,
        *,
        days: int,
        replicate: int = 0,
        threads: int = 1,
        blocks: int | None = None,
        state: State | None = None,
        tally: T.Tally | None = None,
    ):
        self.ground, self.days, self.replicate, self.threads = ground, days, replicate, threads
        self.state = state if state is not None else State(*(part.copy() for part in ground.start))
        self.blocks = pharmacy_blocks(ground.population.person_from, blocks or threads)
        sizes = {
            "days": days,
            "counties": ground.world.n_counties,
            "municipalities": len(ground.world.municipality_county),
            "groups": ground.world.n_groups,
        }
        self.tallies = [T.empty_tally(**sizes) for _ in self.blocks]
        if tally is not None:
            self.tallies[0].add(tally)
        self.errors = np.zeros((days, 2), np.int64)
        self.set_conditions(conditions)
        self.pool = ThreadPoolExecutor(threads) if threads > 1 else None
        if tally is None:
            self._open_books()

    def set_conditions(self, conditions: Conditions) -> None:
        """Use other conditions from the next hour on."""
        self.conditions = conditions
        ground = self.ground
        self.given = given(
            ground.world, ground.population, ground.shelves, conditions, days=self.days, replicate=self.replicate
        )

    @property
    def hour(self) -> int:
        """Hours simulated so far."""
        return int(self.state.clock[0])

    def _open_books(self) -> None:
        """Note what there is when the run begins: packs, people in the backlog, their pending lines."""
        state = self.state
        packs = int(state.cell["stock"].sum()) + int(state.site_stock.sum()) + int(state.road.sum())
        counted = [goods.backlog(*block, self.given, state) for block in self.blocks]
        self.tallies[0].opening[:] = (packs, *np.sum(counted, axis=0))

    def _each_block(self, kernel, *args):
        def call(n):
            return kernel(*self.blocks[n], *args, self.given, self.state, self.tallies[n])

        if self.pool is None:
            return [call(n) for n in range(len(self.blocks))]
        return list(self.pool.map(call, range(len(self.blocks))))

    def advance(self, to_hour: int) -> None:
        """Run until `to_hour` hours have passed since the start."""
        while self.hour < to_hour:
            self._step_hour(self.hour)
            self.state.clock[0] += 1

    def _step_hour(self, t: int) -> None:
        d = t // 24
        if t % 24 == 0:
            goods.inflow(d, self.given, self.state, self.tallies[0])
            self._each_block(kernels.morning, d)
        if sum(self._each_block(kernels.hour, t)):
            kernels.route(t, self.given, self.state, self.tallies[0])
        if t % 24 == 23:
            self._end_day(d)

    def _end_day(self, d: int) -> None:
        if self.conditions.is_workday[d]:
            n_articles = self.state.cell.shape[1]
            cuts = np.linspace(0, n_articles, self.threads + 1).astype(int)

            def call(n):
                return goods.ship(int(cuts[n]), int(cuts[n + 1]), d, self.given, self.state)

            list((self.pool.map if self.pool else map)(call, range(self.threads)))
        backlog, pending_lines = np.sum(self._each_block(goods.balance, d), axis=0).tolist()
        packs_before, backlog_before, pending_before = self.tallies[0].opening.tolist()
        day = sum(t.day for t in self.tallies)
        requested, dispensed = (
            sum(int(t.day_group[row].sum()) for t in self.tallies) for row in (T.G_REQUESTED, T.G_DISPENSED)
        )
        on_books = packs_before + int(day[: d + 1, T.INFLOW].sum()) - dispensed
        site = int(self.state.site_stock.sum())
        self.tallies[0].day[d, T.DISTRIBUTOR_PACKS] = site
        self.errors[d, 0] = abs(on_books - site - int(day[d, T.PHARMACY_PACKS] + day[d, T.TRANSIT_PACKS]))
        people_error = abs(backlog_before + int((day[: d + 1, T.ENTERED] - day[: d + 1, T.LEFT]).sum()) - backlog)
        self.errors[d, 1] = people_error + abs(pending_before + requested - dispensed - pending_lines)
        self.tallies[0].day[d, T.PACKS_ERROR], self.tallies[0].day[d, T.LINES_ERROR] = self.errors[d]

    def tally(self) -> T.Tally:
        """All blocks added, and those who are without now but have not been to a pharmacy since counted in."""
        total = T.Tally(*(part.copy() for part in self.tallies[0]))
        for other in self.tallies[1:]:
            total.add(other)
        parts = [np.zeros_like(total.without) for _ in self.blocks]

        def call(n):
            return kernels.note_gaps(*self.blocks[n], self.hour, self.given, self.state, parts[n])

        list((self.pool.map if self.pool else map)(call, range(len(self.blocks))))
        for part in parts:
            total.without[:] += part
        return total

    def backlog(self) -> int:
        """People whose need is not met, now."""
        return int(np.count_nonzero(self.state.visit & PENDING))

    def close(self) -> None:
        """Give the threads back; the run can still be read, and stepped on one thread."""
        if self.pool:
            self.pool.shutdown()
            self.pool = None
