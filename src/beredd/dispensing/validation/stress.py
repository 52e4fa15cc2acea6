"""What the country does under pressure that was seen or can be reckoned: wholesale, stocking up, a distributor."""

from collections.abc import Iterator

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.plan import MU_ONE
from beredd.dispensing.validation.runs import Runs, event
from beredd.dispensing.validation.standing import COMMON_PACKS_PER_YEAR
from beredd.dispensing.validation.target import Target, compared

WEEK = slice(7, 14)


def stress_targets(runs: Runs) -> Iterator[Target]:
    """Three weeks without wholesale; March 2020; a distributor's week."""
    common = runs.ground.mean * 365 >= COMMON_PACKS_PER_YEAR * MU_ONE
    weight = runs.ground.mean[common].astype(float)
    left = (weight * (runs.wholesale_stop.shelf[common] > 0)).sum() / weight.sum()
    yield compared(
        "Common articles on the shelf after three weeks without wholesale",
        1.0,
        0.90,
        1.0,
        left,
        "share of demand",
        source="industry: stock of 1–1.5 months",
        explained="three-weeks-without-wholesale",
    )
    yield from _stocking_up(runs)
    yield from _distributor(runs)


def _stocking_up(runs: Runs) -> Iterator[Target]:
    surge, calm = runs.surge, runs.calm
    orders, delivered = (
        surge.day(column).sum() / calm.day(column, 0, surge.days).sum() for column in (T.ORDERED, T.DELIVERED)
    )
    march = {"source": "Tamro, March 2020 (life-time.se)", "explained": "stocking-up"}
    yield compared("Orders under stocking up, times normal", 1.5, 1.4, 1.6, orders, "times", use="fitted", **march)
    yield compared(
        "Packs delivered of those ordered, under stocking up", 0.97, 0.90, 1.0, delivered / orders, "share", **march
    )
    yield compared("Line fill under four weeks of stocking up", 0.95, 0.90, 0.97, surge.fill(), "share", **march)
    yield compared(
        "Customers waiting for another day at the height of stocking up",
        60_000,
        0,
        150_000,
        surge.day(T.BACKLOG).max(),
        "people",
        kind="own estimate",
        source="own estimate: queues were long, nothing collapsed; at most a day's customers",
        explained="stocking-up",
    )


def _distributor(runs: Runs) -> Iterator[Target]:
    stop = event("site", "d7h00", 168, where=[runs.network.distributor_id[0]])
    life = runs.undated("a distributor's week", 28, stop)
    usual = runs.calm.fill(7, 14)
    yield compared(
        "Line fill lost in a distributor's week",
        0.01,
        0.0,
        0.03,
        usual - life.fill(7, 14),
        "share",
        kind="own estimate",
        source="own estimate: pharmacies hold 1–1.5 months of common articles; rare ones fail in days",
        explained="a-distributors-week",
    )
    usual_delivery = runs.calm.day(T.DELIVERED, 14, 28)
    yield compared(
        "Largest delivery after a distributor's week, times a usual day's",
        1.6,
        1.0,
        2.2,
        life.day(T.DELIVERED, 14, 28).max() / usual_delivery[usual_delivery > 0].mean(),
        "times",
        kind="own estimate",
        source="own estimate: sites pick and load about half as much again as on a mean day",
        explained="a-distributors-week",
    )
