"""Small runs of both engines on the same network and conditions."""

import numpy as np

from beredd.dispensing.engine.burn_in import BURN_IN_REPLICATE, ordinary_conditions
from beredd.dispensing.engine.chain import Chain, first_state
from beredd.dispensing.engine.ground import give_birth
from beredd.dispensing.engine.plan import Behaviour, population_plan
from beredd.dispensing.engine.reference import ReferenceChain
from beredd.dispensing.engine.reference_population import draw_people
from beredd.dispensing.engine.shelves import site_throughput
from beredd.dispensing.engine.staffing import day_budgets
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import Conditions


def calm(network, *, days: int, start_weekday: int = 0) -> Conditions:
    """Conditions in which nothing happens: opening hours of the network, all else normal."""
    return ordinary_conditions(network, days=days, start_weekday=start_weekday)


def run_fast(network, conditions, *, days, seed=1, replicate=0, threads=1, blocks=None, before=4, **overrides):
    """The compiled engine after `before` days of burn-in: (chain, tally)."""
    birth = give_birth(network, resolve(overrides), seed=seed, start_weekday=conditions.start_weekday, threads=threads)
    chain = Chain(
        birth.ground,
        conditions,
        days=days,
        state=first_state(birth, threads=threads, burn_in_days=before),
        replicate=replicate,
        threads=threads,
        blocks=blocks,
    )
    chain.advance(24 * days)
    tally = chain.tally()
    chain.close()
    return chain, tally


def run_reference(network, conditions, *, days, seed=1, replicate=0, before=4, **overrides):
    """The plain engine after `before` days of burn-in: (chain, tally).

    Shelves come from the compiled birth, whose people are compared apart.
    """
    values = resolve(overrides)
    birth = give_birth(network, values, seed=seed, start_weekday=conditions.start_weekday, threads=1)
    world = birth.ground.world
    plan = population_plan(network, Behaviour(values=values))
    people, _ = draw_people(plan, world, start_weekday=conditions.start_weekday)
    site_out, site_in = site_throughput(network, Behaviour(values=values), birth.shelves.mean)
    chain = ReferenceChain(
        world=world,
        people=people,
        shelves=birth.shelves,
        one_off_expected=birth.population.one_off_expected,
        site_out=site_out,
        site_in=site_in,
    )

    def budget_s(conditions, days):
        return day_budgets(
            birth.shelves.load_s,
            world,
            conditions,
            days=days,
            capacity=values["pharmacist_capacity"],
            avoids=values["avoids_weekend_share"],
        )

    ordinary = calm(network, days=before, start_weekday=(conditions.start_weekday - before) % 7)
    chain.begin(ordinary, budget_s=budget_s(ordinary, before), days=before, replicate=BURN_IN_REPLICATE)
    for d in range(before):
        chain.step_day(d)
    chain.set_back()
    chain.begin(conditions, budget_s=budget_s(conditions, days), days=days, replicate=replicate)
    for d in range(days):
        chain.step_day(d)
    chain.finish()
    return chain, chain.tally


def same(a, b):
    """Names of the tallies that differ; empty when both are equal to the integer."""
    return [name for name, x, y in zip(a._fields, a, b, strict=True) if not np.array_equal(x, y)]


def stormy(network, *, days: int, seed: int) -> Conditions:
    """Conditions in which everything goes wrong at random: closures, slow hours, paper, pauses, stocking up."""
    rng = np.random.default_rng(seed)
    c = calm(network, days=days, start_weekday=int(rng.integers(7)))

    def spells(array, values, chance):
        """Overwrite random stretches of each row."""
        for row in array:
            for _ in range(rng.poisson(chance)):
                start = int(rng.integers(len(row)))
                row[start : start + int(rng.integers(1, 30))] = rng.choice(values)

    spells(c.rate_permille, [0, 0, 300, 700], 3)
    spells(c.max_tier, [-1, 0, 1, 3], 2)
    spells(c.needs_phone, [1], 2)
    spells(c.unregistered, [1], 2)
    spells(c.is_open, [0, 1], 2)
    c.is_workday[rng.random(len(c.is_workday)) < 0.15] = 0
    red = rng.random(len(c.hours_as)) < 0.1
    c.hours_as[red] = rng.integers(5, 7, red.sum())
    for array, values in (
        (c.phone_permille, [0, 200, 1000]),
        (c.early_permille, [0, 0, 0, 60]),
        (c.can_order, [0, 1, 1, 1]),
        (c.ship_permille, [0, 350, 1000, 1000]),
        (c.transit_days, [0, 0, 1, 5]),
        (c.can_receive, [0, 1, 1, 1]),
        (c.inflow_permille, [0, 500, 1000]),
        (c.article_inflow_permille, [0, 500, 1000, 1000]),
        (c.course_permille, [0, 700, 1000, 1300]),
    ):
        array[...] = rng.choice(values, array.shape)
    return c
