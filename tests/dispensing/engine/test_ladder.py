"""The engine against what can be reckoned exactly: one counter, one shelf, and a country of two pharmacies.

Everybody has one line, weekends do not exist, and everything but the thing looked at is ample.
"""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispensing.engine.cases import calm
from tests.dispensing.small_network import small_network

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.chain import Chain, first_state
from beredd.dispensing.engine.ground import give_birth
from beredd.dispensing.engine.plan import ARRIVAL_WEIGHT
from beredd.dispensing.engine.state import ARTICLE_BITS
from beredd.dispensing.parameters import resolve

PACK_DAYS = 30
AMPLE = 1_000_000
SAMPLING = 4
"""Standard errors at a fixed seed."""


def plain_network(*, pharmacies: int, articles: int, people: int, hours: tuple[int, int]):
    """One product group, one line each, everything open at the same hours every day."""
    network = small_network(
        pharmacies=pharmacies,
        ecommerce=0,
        counties=pharmacies,
        municipalities=pharmacies,
        distributors=1,
        groups=1,
        articles=articles,
        people=people,
    )
    ones = np.ones(articles)
    return replace(
        network,
        pharmacy_opens_h=np.full((pharmacies, 7), hours[0], np.int8),
        pharmacy_closes_h=np.full((pharmacies, 7), hours[1], np.int8),
        pharmacy_delivery_h=np.full((pharmacies, 1), 8, np.int8),
        alternative_km=np.full_like(network.alternative_km, 5),
        group_tier=np.array([4], np.int8),
        group_pack_days=np.array([PACK_DAYS], np.int16),
        group_people=np.array([people]),
        group_lines_per_person=np.ones(1),
        group_age_weight=np.ones_like(network.group_age_weight),
        article_share=ones / articles,
        article_exchange=np.full(articles, -1, np.int16),
    )


def plain_chain(network, conditions, *, days, seed=1, **world) -> Chain:
    """A chain without late deliveries or weekends, with ample staff and stock, everyone with a line."""
    birth = give_birth(network, resolve({}), seed=seed, start_weekday=0, threads=1)
    ground = replace(
        birth.ground,
        world=birth.ground.world._replace(late_below=0, avoids_weekend_below=0, patience_min=AMPLE, **world),
    )
    assert (birth.population.line_from[1:] - birth.population.line_from[:-1] == 1).all()
    state = first_state(birth, threads=1, burn_in_days=0)
    state.cell["stock"], state.cell["reorder_at"], state.cell["up_to"] = AMPLE, 0, AMPLE
    chain = Chain(ground, conditions, days=days, state=state)
    chain.given = chain.given._replace(budget_s=np.full_like(chain.given.budget_s, AMPLE))
    return chain


def everyday_is_a_workday(network, *, days):
    conditions = calm(network, days=days)
    conditions.is_workday[:] = 1
    return conditions


# -- one counter ------------------------------------------------------------------------------------------------------


def queue_by_total(most: int, capacity: int, hours: int = 24) -> np.ndarray:
    """(most + 1,) sum over the hours' ends of the expected queue, given how many came that day in hours drawn evenly.

    Lindley's recursion as an exact chain on (people come so far, people waiting) under Poisson arrivals, of which the
    total is then given: Poisson arrivals with a known total are evenly spread ones.
    """
    rate = most / 2 / hours
    chance = np.zeros((most + 1, most + 1))
    chance[0, 0] = 1
    come = poisson(rate, most)
    expected = np.zeros(most + 1)
    for h in range(1, hours + 1):
        after = np.zeros_like(chance)
        for k in np.flatnonzero(come > 1e-16):
            waiting = np.maximum(0, np.arange(most + 1) + k - capacity)
            for w in np.flatnonzero(chance.any(axis=0)):
                after[k:, min(most, waiting[w])] += come[k] * chance[: most + 1 - k, w]
        chance = after
        still_to_come = poisson(rate * (hours - h), most)
        queue = (chance * np.arange(most + 1)).sum(axis=1)
        expected += np.convolve(queue, still_to_come)[: most + 1]
    return expected / poisson(rate * hours, most)


def poisson(mean: float, most: int) -> np.ndarray:
    """(most + 1,) probabilities."""
    weights = np.ones(most + 1)
    for k in range(most):
        weights[k + 1] = weights[k] * mean / (k + 1)
    return weights * np.exp(-mean)


def binomial(n: int, p: float) -> np.ndarray:
    """(n+1,) probabilities."""
    if p >= 1:
        return np.eye(n + 1)[n]
    weights = np.ones(n + 1)
    for k in range(n):
        weights[k + 1] = weights[k] * (n - k) / (k + 1) * p / (1 - p)
    return weights / weights.sum()


@pytest.mark.slow
def test_a_counters_queue_is_that_of_the_exact_chain_and_below_erlang_c():
    network = plain_network(pharmacies=1, articles=1, people=4_900, hours=(0, 24))
    days, capacity, service_s = 60, 5, 220
    conditions = everyday_is_a_workday(network, days=days)
    chain = plain_chain(network, conditions, days=days, arrival_weight=np.ones(24, np.int64), overtime_min=0)
    chain.given = chain.given._replace(budget_s=np.full_like(chain.given.budget_s, capacity * service_s))
    assert int(chain.given.knobs[0]["customer_s"] + chain.given.knobs[0]["line_s"]) == service_s
    chain.advance(24 * days)
    tally = chain.tally()
    arrivals, waiting = (tally.hour_county[row, :, 0].reshape(days, 24).sum(axis=1) for row in (T.ARRIVALS, T.WAITING))
    surprise = waiting - queue_by_total(int(arrivals.max()), capacity)[arrivals]
    assert abs(surprise.mean()) < SAMPLING * surprise.std(ddof=1) / np.sqrt(days)
    load = arrivals.mean() / 24 / capacity
    assert 0.85 < load < 0.97
    erlang_c = load**2 / (1 - load)  # people waiting before one counter, M/M/1
    # Equal service times halve it (Pollaczek and Khinchine); nights that begin empty take away more.
    assert 0.2 * erlang_c / 2 < waiting.mean() / 24 < erlang_c / 2


# -- one shelf --------------------------------------------------------------------------------------------------------

MOST_WAITING = 40


def fill_of_a_shelf(n_lines: int, base_stock: int, *, counts_waiting: bool) -> float:
    """Share of first requests filled at once, by the exact chain of a base-stock shelf with a day's lead.

    State: customers who come back today and tomorrow. What is ordered today is there tomorrow; who misses something
    today comes back the day after that. The trap: if the order position counts customers who wait, the shelf opens with
    base stock plus those who are on their way; if not, they take what was ordered for the shelf.
    """
    demand = binomial(n_lines, 1 / PACK_DAYS)
    demand = demand[: int(np.flatnonzero(demand > 1e-12)[-1]) + 1]
    today, tomorrow, new = np.indices((MOST_WAITING, MOST_WAITING, len(demand)))
    opening = base_stock + (today + tomorrow if counts_waiting else 0)
    back = np.minimum(opening, today)
    filled = np.minimum(new, np.maximum(0, opening - today - tomorrow))  # what is put aside is not for new ones
    missed = np.minimum(MOST_WAITING - 1, today - back + new - filled)
    chance = np.zeros((MOST_WAITING, MOST_WAITING))
    chance[0, 0] = 1
    for _ in range(2_000):
        weight = chance[:, :, None] * demand
        after = np.zeros_like(chance)
        np.add.at(after, (tomorrow, missed), weight)
        if np.abs(after - chance).max() < 1e-12:
            break
        chance = after
    assert chance[:, -1].sum() < 1e-6  # MOST_WAITING is enough
    return float((weight * filled).sum() / (weight * new).sum())


@pytest.mark.slow
@pytest.mark.parametrize("counts_waiting", [True, False])
def test_a_shelfs_fill_is_that_of_the_exact_base_stock_chain(counts_waiting):
    articles, base_stock, days, settled = 60, 3, 100, 20
    network = plain_network(pharmacies=1, articles=articles, people=4_050, hours=(9, 16))
    conditions = everyday_is_a_workday(network, days=days)
    expected, found = 0.0, []
    for seed in (1, 2, 3):
        chain = plain_chain(network, conditions, days=days, seed=seed, counts_waiting=int(counts_waiting))
        chain.state.cell["stock"] = chain.state.cell["up_to"] = base_stock
        chain.state.cell["reorder_at"] = base_stock - 1
        chain._open_books()
        chain.advance(24 * days)
        assert chain.errors.sum() == 0
        groups = chain.tally().day_group[:, settled:].sum(axis=(2, 3))
        lines = np.bincount(chain.state.line["what"] & ARTICLE_BITS, minlength=articles)
        by_size = {int(n): fill_of_a_shelf(int(n), base_stock, counts_waiting=counts_waiting) for n in np.unique(lines)}
        expected += sum(n * by_size[int(n)] for n in lines) / lines.sum() / 3
        found.append(groups[T.G_FIRST].sum() / groups[T.G_REQUESTED].sum())
    # Demand repeats every pack, so a run shows only PACK_DAYS different days of each shelf.
    independent = 3 * articles * PACK_DAYS * 2
    error = np.sqrt(expected * (1 - expected) / independent)
    assert abs(np.mean(found) - expected) < SAMPLING * error
    other = fill_of_a_shelf(45, base_stock, counts_waiting=not counts_waiting)
    assert abs(np.mean(found) - other) > SAMPLING * error  # the trap shows


# -- a country of two pharmacies --------------------------------------------------------------------------------------


def fate_of_the_rejected(divert: float, same_day: float, opens: int, closes: int) -> tuple[np.ndarray, np.ndarray]:
    """(24,) chance of being turned away that day, and expected tries to go elsewhere, by the hour of coming.

    One pharmacy is stopped all day, the other works. Who is rejected goes to the other (if it is open in the next hour
    too), else comes back in one of the hours from two hours on, else another day.
    """
    away, gone = np.zeros(24), np.zeros(24)
    for h in reversed(range(opens, closes)):
        stays = 1 - divert if h + 1 < closes else 1.0
        later = np.arange(h + 2, closes)
        back = same_day if len(later) else 0.0
        away[h] = stays * ((1 - back) + back * (away[later].mean() if len(later) else 0))
        gone[h] = (1 - stays) + stays * back * (gone[later].mean() if len(later) else 0)
    return away, gone


@pytest.mark.slow
@pytest.mark.parametrize(("divert", "same_day"), [(0.7, 0.75), (0.3, 1.0), (0.0, 0.5)])
def test_a_country_of_two_pharmacies_behaves_as_its_markov_chain(divert, same_day):
    opens, closes, days, stopped = 9, 18, 12, 5
    network = plain_network(pharmacies=2, articles=1, people=900_000, hours=(opens, closes))
    conditions = everyday_is_a_workday(network, days=days)
    conditions.rate_permille[0, 24 * stopped : 24 * (stopped + 1)] = 0
    chances = {name: round(share * 2**32) for name, share in (("divert_below", divert), ("same_day_below", same_day))}
    chain = plain_chain(network, conditions, days=days, **chances)
    chain.advance(24 * days)
    day = slice(24 * stopped, 24 * (stopped + 1))
    seen = chain.tally().hour_county[:, day, 0].sum(axis=1)
    weight = ARRIVAL_WEIGHT * ((np.arange(24) >= opens) & (np.arange(24) < closes))
    away, gone = (
        float((fate * weight).sum() / weight.sum()) for fate in fate_of_the_rejected(divert, same_day, opens, closes)
    )
    n = int(seen[T.ARRIVALS])
    assert n > 5_000
    for row, chance in ((T.TURNED_AWAY, away), (T.PEOPLE_TURNED_AWAY, away), (T.DIVERTED, gone)):
        assert abs(seen[row] - n * chance) <= SAMPLING * np.sqrt(n * chance * (1 - chance)) + 1e-9
    assert seen[T.SERVED] == 0
    assert chain.errors.sum() == 0
