"""The compiled chain as an object: built once, advanced hour by hour over threads, read at any time."""

import copy
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from beredd.dispensing.engine import gaps, goods, kernels, rejected
from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.burn_in import BURN_IN_DAYS, BURN_IN_REPLICATE, ordinary_conditions, set_back
from beredd.dispensing.engine.ground import Birth, Ground
from beredd.dispensing.engine.plan import RING
from beredd.dispensing.engine.population import pharmacy_blocks
from beredd.dispensing.engine.shelves import site_throughput
from beredd.dispensing.engine.staffing import day_budgets
from beredd.dispensing.engine.state import PENDING, State, copied_state, copy_of, given, initial_state, room_for
from beredd.dispensing.scenarios import Conditions


class Chain:
    """One run of the compiled engine, hour by hour with `advance`. `state` becomes the run's own and is changed.

    `after`: what must be done before the first hour, because somebody still reads the state.
    """

    def __init__(
        self,
        ground: Ground,
        conditions: Conditions,
        *,
        days: int,
        state: State,
        replicate: int = 0,
        threads: int = 1,
        blocks: int | None = None,
        tally: T.Tally | None = None,
        after: Future[None] | None = None,
    ):
        self.after = after
        self.ground, self.days, self.replicate, self.threads = ground, days, replicate, threads
        self.state = state
        self.blocks = pharmacy_blocks(ground.person_from, blocks or threads)
        self._rooms = self._empty_rooms()
        sizes = {
            "days": days,
            "counties": ground.world.n_counties,
            "municipalities": len(ground.world.municipality_county),
            "groups": ground.world.n_groups,
            "owners": ground.world.n_owners,
        }
        self.tallies = [T.empty_tally(**sizes) for _ in self.blocks]
        if tally is not None:
            self.tallies[0].add(tally)
        self.errors = np.zeros((days, 2), np.int64)
        self.set_conditions(conditions)
        self.pool = _pool(threads)
        if tally is None:
            self._look_ahead()
            self._open_books()

    def set_conditions(self, conditions: Conditions) -> None:
        """Use other conditions from the next hour on."""
        self.conditions = conditions
        ground = self.ground
        site_out, site_in = site_throughput(ground.network, ground.behaviour, ground.mean)
        self.given = given(
            ground.world,
            conditions,
            person_from=ground.person_from,
            one_off_expected=ground.one_off_expected,
            budget_s=day_budgets(
                ground.load_s,
                ground.world,
                conditions,
                days=self.days,
                capacity=ground.behaviour["pharmacist_capacity"],
                avoids=ground.behaviour["avoids_weekend_share"],
            ),
            site_out=site_out,
            site_in=site_in,
            days=self.days,
            replicate=self.replicate,
        )

    def branch(self) -> "Chain":
        """The same run with a state and tallies of its own; what is only read is shared."""
        other = copy.copy(self)
        other.after = None
        other._rooms = other._empty_rooms()
        other.state = copied_state(self.state, each=self.each)
        other.tallies = [T.copied(tally, hours=self.hour) for tally in self.tallies]
        other.errors = self.errors.copy()
        other.pool = _pool(self.threads)
        return other

    def use(self, threads: int) -> None:
        """Go on with so many threads, at least one; blocks and answers stay as they are."""
        self.close()
        self.threads = max(1, threads)
        self.pool = _pool(self.threads)

    @property
    def hour(self) -> int:
        """Hours simulated so far."""
        return int(self.state.clock[0])

    def _look_ahead(self) -> None:
        """At hour 0 people learn of the holidays ahead; what they planned before knew ordinary weeks only."""
        c = self.conditions
        weekday = (c.start_weekday + np.arange(len(c.is_workday))) % 7
        is_special = (c.hours_as != weekday) | ((c.is_workday != 0) != (weekday < 5))
        if is_special.any():
            self._each_block(
                lambda n: kernels.look_ahead(*self.blocks[n], is_special, self.given, self.state, self._rooms[n])
            )

    def _open_books(self) -> None:
        """Note what there is when the run begins: packs, people in the backlog, their pending lines."""
        state = self.state
        packs = int(state.cell["stock"].sum()) + int(state.site_stock.sum()) + int(state.road.sum())
        counted = self._each_block(lambda n: goods.backlog(*self.blocks[n], self.given, state, self._rooms[n]))
        self.tallies[0].opening[:] = (packs, *np.sum(counted, axis=0))

    def _empty_rooms(self):
        return [room_for(block, self.ground.person_from) for block in self.blocks]

    def _each_block(self, call) -> list:
        """What `call(n)` returns for each block n, over the threads."""
        return self.each(call, range(len(self.blocks)))

    def each(self, call, items) -> list:
        """What `call` returns for each of the items, over the threads."""
        return list(self.pool.map(call, items) if self.pool else map(call, items))

    def advance(self, to_hour: int) -> None:
        """Run until `to_hour` hours have passed since the start."""
        if self.after:
            self.after.result()
            self.after = None
        while self.hour < to_hour:
            self._step_hour(self.hour)
            self.state.clock[0] += 1

    def _step_hour(self, t: int) -> None:
        d, given, state = t // 24, self.given, self.state
        if t % 24 == 0:
            goods.inflow(d, given, state, self.tallies[0])
            self._each_block(
                lambda n: kernels.morning(*self.blocks[n], d, given, state, self.tallies[n], self._rooms[n])
            )
        if sum(self._each_block(lambda n: kernels.hour(*self.blocks[n], t, given, state, self.tallies[n]))):
            rejected.route(t, given, state, self.tallies[0])
        if t % 24 == 23:
            self._end_day(d)

    def _end_day(self, d: int) -> None:
        slot, after = d % RING, (d + 1) % RING
        self.state.road_used[after] |= self.state.road_used[slot]
        self.state.road_used[slot] = 0
        if self.conditions.is_workday[d]:
            n_articles = self.state.cell.shape[1]
            cuts = np.linspace(0, n_articles, self.threads + 1).astype(int)

            total, can = np.empty_like(self.state.site_stock), np.empty_like(self.state.site_stock)

            def add(n):
                return goods.add_orders(int(cuts[n]), int(cuts[n + 1]), self.given, self.state, total)

            def ship(n):
                return goods.ship(int(cuts[n]), int(cuts[n + 1]), d, self.given, self.state, total, can)

            self.each(add, range(self.threads))
            goods.share_out(d, self.given, self.state, total, can)
            self.each(ship, range(self.threads))
        counted = self._each_block(
            lambda n: goods.balance(*self.blocks[n], d, self.given, self.state, self.tallies[n], self._rooms[n])
        )
        backlog, pending_lines = np.sum(counted, axis=0).tolist()
        packs_before, backlog_before, pending_before = self.tallies[0].opening.tolist()
        day = np.sum([t.day for t in self.tallies], axis=0)
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

    def tally_so_far(self) -> T.Tally:
        """All blocks added, a new one at each call."""
        total = T.Tally(*map(copy_of, self.tallies[0]))
        for other in self.tallies[1:]:
            total.add(other)
        return total

    def tally(self) -> T.Tally:
        """All blocks added, and those who are without now but have not been to a pharmacy since counted in."""
        total = self.tally_so_far()
        open_gaps = [
            (np.zeros_like(total.without), np.zeros_like(total.past), np.zeros_like(total.past_hours))
            for _ in self.blocks
        ]
        self._note_open_gaps(open_gaps)
        for without, past, past_hours in open_gaps:
            total.without[:] += without
            total.past[:] += past
            total.past_hours[:] += past_hours
        return total

    def final_tally(self) -> T.Tally:
        """As `tally`, once and at the end: in the run's own arrays, which a nation's run has no second room for."""
        self._note_open_gaps([(x.without, x.past, x.past_hours) for x in self.tallies])
        total = self.tallies[0]
        while len(self.tallies) > 1:
            total.add(self.tallies.pop())
        return total

    def _note_open_gaps(self, into) -> None:
        """Those who are without now, from when they were last accounted for: each block into its three arrays."""
        self._each_block(lambda n: gaps.note_open_gaps(*self.blocks[n], self.hour, self.given, self.state, *into[n]))

    def backlog(self) -> int:
        """People whose need is not met, now."""
        return int(np.count_nonzero(self.state.visit & PENDING))

    def close(self) -> None:
        """Give the threads back; the run can still be read, and stepped on one thread."""
        if self.pool:
            self.pool.shutdown()
            self.pool = None


def _pool(threads: int) -> ThreadPoolExecutor | None:
    return ThreadPoolExecutor(threads) if threads > 1 else None


def first_state(birth: Birth, *, threads: int, burn_in_days: int = BURN_IN_DAYS) -> State:
    """The state at hour 0: born, and then `burn_in_days` ordinary days lived through."""
    ground, weekday = birth.ground, (birth.start_weekday - burn_in_days) % 7
    state = initial_state(ground.world, birth.population, birth.shelves, threads=threads)
    conditions = ordinary_conditions(ground.network, days=burn_in_days, start_weekday=weekday)
    before = Chain(ground, conditions, days=burn_in_days, state=state, replicate=BURN_IN_REPLICATE, threads=threads)
    before.advance(24 * burn_in_days)
    set_back(state, burn_in_days, blocks=before.blocks, person_from=ground.person_from, each=before.each)
    before.close()
    return state
