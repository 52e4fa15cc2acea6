"""Small runs of both engines on the same network and conditions."""

import numpy as np

from beredd.dispensing.engine.chain import Chain, lay_ground
from beredd.dispensing.engine.plan import Behaviour, population_plan
from beredd.dispensing.engine.reference import ReferenceChain
from beredd.dispensing.engine.reference_population import draw_people
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import Conditions


def calm(network, *, days: int, start_weekday: int = 0) -> Conditions:
    """Conditions in which nothing happens: opening hours of the network, all else normal."""
    n_pharmacies, n_places, n_sites = len(network.pharmacy_id), len(network.municipality_code), len(network.site_id)
    hours = 24 * days
    is_open = np.zeros((n_pharmacies, hours), np.uint8)
    for t in range(hours):
        weekday = (start_weekday + t // 24) % 7
        is_open[:, t] = (network.pharmacy_opens_h[:, weekday] <= t % 24) & (
            t % 24 < network.pharmacy_closes_h[:, weekday]
        )
    return Conditions(
        start_weekday=start_weekday,
        is_workday=((start_weekday + np.arange(days)) % 7 < 5).astype(np.uint8),
        is_open=is_open,
        rate_permille=np.full((n_pharmacies, hours), 1000, np.int16),
        max_tier=np.full((n_pharmacies, hours), 4, np.int8),
        needs_phone=np.zeros((n_pharmacies, hours), np.uint8),
        unregistered=np.zeros((n_pharmacies, hours), np.uint8),
        phone_permille=np.full((days, n_places), 1000, np.int16),
        early_permille=np.zeros((days, n_places), np.int16),
        can_order=np.ones((days, n_sites), np.uint8),
        ship_permille=np.full((days, n_sites), 1000, np.int16),
        transit_days=np.zeros((days, n_sites), np.int16),
        can_receive=np.ones((days, n_pharmacies), np.uint8),
        inflow_permille=np.full((days, n_sites), 1000, np.int16),
        changes=(),
    )


def run_fast(network, conditions, *, days, seed=1, replicate=0, threads=1, blocks=None, **overrides):
    """The compiled engine: (chain, tally)."""
    ground = lay_ground(network, resolve(overrides), seed=seed, start_weekday=conditions.start_weekday, threads=threads)
    chain = Chain(ground, conditions, days=days, replicate=replicate, threads=threads, blocks=blocks)
    chain.advance(24 * days)
    tally = chain.tally()
    chain.close()
    return chain, tally


def run_reference(network, conditions, *, days, seed=1, replicate=0, **overrides):
    """The plain engine: (chain, tally). Shelves come from the compiled ground, whose people are compared apart."""
    values = resolve(overrides)
    ground = lay_ground(network, values, seed=seed, start_weekday=conditions.start_weekday, threads=1)
    plan = population_plan(network, Behaviour(values=values))
    people, _ = draw_people(plan, ground.world, start_weekday=conditions.start_weekday)
    chain = ReferenceChain(
        world=ground.world,
        people=people,
        shelves=ground.shelves,
        one_off_expected=ground.population.one_off_expected,
        conditions=conditions,
        replicate=replicate,
        days=days,
    )
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
    c.is_workday[rng.random(days) < 0.15] = 0
    for array, values in (
        (c.phone_permille, [0, 200, 1000]),
        (c.early_permille, [0, 0, 0, 60]),
        (c.can_order, [0, 1, 1, 1]),
        (c.ship_permille, [0, 350, 1000, 1000]),
        (c.transit_days, [0, 0, 1, 5]),
        (c.can_receive, [0, 1, 1, 1]),
        (c.inflow_permille, [0, 500, 1000]),
    ):
        array[...] = rng.choice(values, array.shape)
    return c
