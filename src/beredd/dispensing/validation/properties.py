"""What must hold whatever the world is like: rest, signs, books, and that a little service is not worse than none."""

from collections.abc import Iterator

import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.figures import ANY_TIER
from beredd.dispensing.sensitivity import sensitivity
from beredd.dispensing.validation.runs import Life, Runs, event
from beredd.dispensing.validation.target import Target, compared

SIGNS = ("lines_per_day", "pharmacist_capacity", "seconds_per_line", "late_share", "late_delivery_share")
"""Parameters whose signs are tried; `beredd dispensing sensitivity` tries all."""
SIGN_SEEDS = (1, 2)
STOP_H, AFTER_DAYS = 72, 20
LONGEST_OVERDUE_DAYS = 35
"""Over half of nine weeks. Who is stuck is as late as the run is long, and the four weeks before it."""
PROPERTY = "property of the model"


def property_targets(runs: Runs) -> Iterator[Target]:
    """Rest, time, order of urgency, level of service, signs, books."""
    yield from _rest(runs)
    yield _nobody_is_stuck(runs)
    yield _same_on_any_day(runs)
    yield _urgent_first(runs)
    yield _little_is_better_than_nothing(runs)
    yield _signs(runs)
    lives = (runs.calm, runs.wholesale_stop, runs.surge)
    yield _property("Packs and people lost from the books", 0, 0, 0, sum(x.errors for x in lives), "packs and people")


def _property(target: str, value: float, low: float, high: float, model: float, unit: str, explained="") -> Target:
    return compared(
        target, value, low, high, model, unit, kind="property", source=PROPERTY, explained=explained or "properties"
    )


def _rest(runs: Runs) -> Iterator[Target]:
    weeks = runs.calm.days // 7
    for name, tier, band in (("People without", ANY_TIER, 0.5), ("People without something of tier 0", 0, 1.0)):
        by_week = runs.calm.people(tier)[: 168 * weeks].reshape(weeks, 168).mean(axis=1)[1:]
        trend = np.polyfit(np.arange(len(by_week)), by_week, 1)[0] / max(1e-9, by_week.mean())
        yield _property(f"{name}: trend when nothing happens", 0, -band, band, 100 * trend, "% a week")
    at_close = runs.calm.hours(T.PEOPLE_TURNED_AWAY, 7).sum() / max(1, runs.calm.day(T.CUSTOMERS, 7).sum())
    yield _property("Customers turned away when nothing happens", 0, 0, 0.01, at_close, "share of customers")


def _nobody_is_stuck(runs: Runs) -> Target:
    return _property(
        "Longest that any line is overdue after nine ordinary weeks",
        14,
        0,
        LONGEST_OVERDUE_DAYS,
        runs.calm.overdue_days,
        "days",
    )


def _same_on_any_day(runs: Runs) -> Target:
    costs = []
    for day in (1, 15):
        life = runs.undated(f"a stop on day {day}", day + AFTER_DAYS, event("erecept", f"d{day}h07", STOP_H))
        costs.append(_person_days(life, runs, ANY_TIER, first=day))
    return _property("The same stop on day 15 and on day 1", 1, 0.95, 1.05, costs[1] / max(1.0, costs[0]), "times")


def _urgent_first(runs: Runs) -> Target:
    tiers = runs.network.group_tier
    gain = runs.calm.fill(groups=tiers <= 1) - runs.calm.fill(groups=tiers >= 3)
    return _property("Line fill of tiers 0–1 above that of 3–4", 0.02, 0.0, 0.06, gain, "share")


def _little_is_better_than_nothing(runs: Runs) -> Target:
    costs = [
        _person_days(
            runs.undated(f"a service at {level:.0%}", 14, event("erecept", "d3h07", STOP_H, level=level)),
            runs,
            0,
            first=3,
        )
        for level in (0.0, 0.02)
    ]
    return _property(
        "Tier 0 person-days at 2 % of the service, times those at 0 %",
        0.98,
        0,
        1,
        costs[1] / max(1.0, costs[0]),
        "times",
    )


def _person_days(life: Life, runs: Runs, tier: int, *, first: int) -> float:
    """Person-days without beyond the calm."""
    return float((life.people(tier, first) - runs.calm.people(tier, first, life.days)).sum() / 24)


def _signs(runs: Runs) -> Target:
    runs.tell("signs of five parameters, four counties")
    rows = sensitivity(parameters=SIGNS, threads=runs.threads, seeds=SIGN_SEEDS, network=runs.network)
    wrong = [r for r in rows if r["verdict"] == "wrong"]
    return _property("Wrong signs when a parameter changes by 5 %", 0, 0, 0, len(wrong), "signs", "sensitivities")
