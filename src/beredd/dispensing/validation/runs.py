"""The runs that targets look at, each made when it is first asked for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from beredd.dispensing.beginning import Beginning, begin
from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.chain import Chain
from beredd.dispensing.engine.figures import people_without
from beredd.dispensing.engine.ground import Ground
from beredd.dispensing.engine.plan import Behaviour, world
from beredd.dispensing.everyday import Companion
from beredd.dispensing.network import Network
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import Scenario, compile_conditions, load_scenario, make_scenario

CALM_START, CALM_DAYS = "2026-08-24", 63
"""A Monday with no holiday for nine weeks."""
SURGE_PERMILLE = 12
"""People per thousand and day who come to stock up: lifts orders by half over four weeks, as in March 2020."""
SIMPLY_FROM_MIN = 30
"""Minutes of queue from which pharmacies then serve simply; served in full, counters stop orders at 1.39 times."""


@dataclass(frozen=True, kw_only=True)
class Life:
    """What is left of a run: its tally, and the goods at its end."""

    tally: T.Tally
    shelf: np.ndarray  # (P, K) packs
    site_stock: np.ndarray  # (S, K) packs
    overdue_days: float
    """How long ago the line that is out longest ran out, at the run's end."""
    errors: int
    """Sum of the ledger's errors."""

    @property
    def days(self) -> int:
        """Days simulated."""
        return len(self.tally.day)

    def day(self, column: int, first: int = 0, last: int | None = None) -> np.ndarray:
        """A column of the national days."""
        return self.tally.day[first:last, column]

    def people(self, tier: int, first: int = 0, last: int | None = None) -> np.ndarray:
        """People without in the nation, hour by hour of days first … last - 1."""
        end = 24 * (self.days if last is None else last)
        return people_without(self.tally)[24 * first : end, :, tier].sum(axis=1).astype(float)

    def fill(self, first: int = 0, last: int | None = None, groups: np.ndarray | None = None) -> float:
        """Line fill at the first visit, of all product groups or of some (a mask)."""
        part = self.tally.day_group[:, first:last]
        lines = (part if groups is None else part[..., groups]).sum(axis=(1, 2, 3))
        return float(lines[T.G_FIRST] / max(1, lines[T.G_REQUESTED]))

    def hours(self, row: int, first: int = 0, last: int | None = None) -> np.ndarray:
        """(hours of days first … last - 1,) a row of the counters, all counties."""
        end = 24 * (self.days if last is None else last)
        return self.tally.hour_county[row, 24 * first : end].sum(axis=1)


def event(hit: str, starts: str, lasts, **more) -> dict:
    """An event as in a scenario file."""
    return {
        "id": f"{hit}-{starts}".replace("_", "-").replace(":", ""),
        "hit": hit,
        "from": starts,
        "for": lasts,
        **more,
    }


def scenario(start: str, days: int, *events: dict, **parameters: float) -> Scenario:
    """A scenario of one's own."""
    data = {"name": "validation", "start": start, "days": days, "event": list(events), "parameters": parameters}
    return make_scenario(data, identifier="validation", file="validation")


class Runs:
    """A network, a seed, and its runs."""

    def __init__(self, network: Network, *, seed: int, threads: int, tell: Callable[[str], None]):
        self.network, self.seed, self.threads, self.tell = network, seed, threads, tell
        self.values = resolve({})

    @cached_property
    def today(self) -> Beginning:
        """Where every run with the register's values begins: a Monday."""
        self.tell("people and shelves")
        return begin(self.network, self.values, seed=self.seed, start_weekday=0, threads=self.threads)

    @property
    def ground(self) -> Ground:
        """The ground of today."""
        return self.today.ground

    @cached_property
    def calm(self) -> Life:
        """Nine weeks in which nothing happens; what undated runs are compared with."""
        return self.undated("nine ordinary weeks", CALM_DAYS)

    @cached_property
    def wholesale_stop(self) -> Life:
        """Three weeks in which nothing can be ordered."""
        return self.undated("three weeks without wholesale", 21, event("order_pause", "d0h00", "rest"))

    @cached_property
    def surge(self) -> Life:
        """Four weeks of stocking up as in March 2020: nothing limits withdrawals, long queues are served simply."""
        own_cost = Behaviour(
            values=self.values | {"stock_up_share_of_pack": 1.0, "simplified_from_min": SIMPLY_FROM_MIN}
        )
        ground = replace(self.ground, behaviour=own_cost, world=world(self.network, own_cost, seed=self.seed))
        stocking_up = event("demand", "d0h00", "rest", early_permille=SURGE_PERMILLE)
        return self.undated("four weeks of stocking up", 28, stocking_up, ground=ground)

    def undated(self, name: str, days: int, *events: dict, ground: Ground | None = None) -> Life:
        """A run from the calm's first day; `calm` is its everyday."""
        return self.dated(name, scenario(CALM_START, days, *events), ground=ground)

    def dated(self, name: str, described: Scenario, *, ground: Ground | None = None) -> Life:
        """A run of a scenario that begins on a Monday, with the register's values."""
        self.tell(f"{name}, {described.days} days")
        ground = ground or self.ground
        conditions = compile_conditions(
            self.network, described, days=described.days, seed=self.seed, parameters=ground.behaviour.values
        )
        chain = Chain(ground, conditions, days=described.days, state=self.today.state(), threads=self.threads)
        chain.advance(24 * described.days)
        chain.close()
        return _life(chain, chain.tally())

    def with_everyday(self, name: str, described: Scenario) -> tuple[Life, Life]:
        """A run and its everyday, on a ground of the scenario's own parameters."""
        self.tell(f"{name}, {described.days} days and the everyday")
        values = resolve(described.parameters)
        beginning = self.today
        if described.parameters:
            beginning = begin(self.network, values, seed=self.seed, start_weekday=0, threads=self.threads)
        conditions, calm = (
            compile_conditions(self.network, x, days=described.days, seed=self.seed, parameters=values)
            for x in (described, described.model_copy(update={"event": ()}))
        )
        companion = Companion(beginning, conditions, calm, days=described.days, replicate=0)
        chain, tally, everyday = companion.run(threads=self.threads, each_day=lambda: None)
        return _life(chain, tally), _life(chain, everyday)


def _life(chain: Chain, tally: T.Tally) -> Life:
    return Life(
        tally=tally,
        shelf=chain.state.cell["stock"].copy(),
        site_stock=chain.state.site_stock.copy(),
        overdue_days=(chain.hour - int(chain.state.line["runout_h"].min())) / 24,
        errors=int(tally.day[:, [T.PACKS_ERROR, T.LINES_ERROR]].sum()),
    )


def backtest(identifier: str) -> Scenario:
    """A scenario of the package that has happened."""
    return load_scenario(identifier)
