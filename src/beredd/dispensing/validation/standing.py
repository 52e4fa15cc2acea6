"""The model against published figures: what it was fitted to, what it was checked against, and what lies outside.

Bands are those of the acceptance table in docs/explanation/validation.md; `explained` names the section there that says
why a deviation stands.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any

from beredd.dispensing.beginning import begin
from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.chain import Chain
from beredd.dispensing.engine.ground import Ground
from beredd.dispensing.engine.plan import MU_ONE, Behaviour, world
from beredd.dispensing.engine.state import State
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import Scenario, compile_conditions, load_scenario, make_scenario

EXPLAINED_IN = "docs/explanation/validation.md"
CALM_DAYS, STOP_DAYS, SURGE_DAYS = 35, 21, 28
SETTLED_DAY = 14
"""The first Monday lacks the weekend before it, and shelves begin without customers' orders."""
SURGE_PERMILLE = 12
"""People per thousand and day who come to stock up: lifts orders by half over four weeks, as in March 2020."""
COMMON_PACKS_PER_YEAR = 100
"""Articles sold about twice a week at a pharmacy: the common ones of the published stock figures."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """One published figure beside ours."""

    target: str
    value: float
    low: float
    high: float
    model: float
    unit: str
    inside: bool
    explained: str
    """Where the deviation is explained; empty when inside."""
    kind: str
    """`fitted`: parameters were chosen to meet it. `check`: they were not. `own-estimate`: our judgement."""
    source: str


def validate(*, threads: int, seed: int = 1) -> list[dict[str, Any]]:
    """Run the national model under several scenarios and compare. Takes some ten seconds."""
    network = load_network("sweden")
    values = resolve({})
    calm = load_scenario("vardag")
    today = begin(network, values, seed=seed, start_weekday=calm.start.weekday(), threads=threads)
    ground = today.ground
    ordinary = _run(ground, today.state(), calm, days=CALM_DAYS, threads=threads)
    stop = _run(ground, today.state(), _with_events(calm, _WHOLESALE_STOP), days=STOP_DAYS, threads=threads)
    own_cost = Behaviour(values=values | {"stock_up_share_of_pack": 1.0})  # nothing limited withdrawals in March 2020
    hoarding = replace(ground, behaviour=own_cost, world=world(network, own_cost, seed=seed))
    surge = _run(hoarding, today.state(), _with_events(calm, _SURGE, _MORE_STAFF), days=SURGE_DAYS, threads=threads)
    past = load_scenario("b2016-04-05")
    old = begin(network, resolve(past.parameters), seed=seed, start_weekday=past.start.weekday(), threads=threads)
    stopped = _run(old.ground, old.state(), past, days=3, threads=threads)
    undisturbed = _run(old.ground, old.state(), past.model_copy(update={"event": ()}), days=3, threads=threads)
    return [
        asdict(t)
        for t in (
            *_network_targets(network, ground),
            *_ordinary_targets(ground, ordinary, values),
            *_stress_targets(ground, ordinary, stop, surge),
            _backtest(stopped, undisturbed, day=1),
        )
    ]


_WHOLESALE_STOP = {"id": "partihandel", "hit": "order_pause", "where": "national", "from": "d0h00", "for": "rest"}
_SURGE = {
    "id": "bunkring",
    "hit": "demand",
    "where": "national",
    "from": "d0h00",
    "for": "rest",
    "early_permille": SURGE_PERMILLE,
}

_MORE_STAFF = {
    "id": "personal",
    "hit": "extra_staff",
    "where": "national",
    "from": "d0h00",
    "for": "rest",
    "factor": 1.5,
}


def _with_events(scenario: Scenario, *events: dict) -> Scenario:
    data = scenario.as_data() | {"event": list(events)}
    return make_scenario(data, identifier=scenario.id, file="validation")


def _run(ground: Ground, state: State, scenario: Scenario, *, days: int, threads: int) -> Chain:
    conditions = compile_conditions(
        ground.network, scenario, days=days, seed=ground.seed, parameters=ground.behaviour.values
    )
    chain = Chain(ground, conditions, days=days, state=state, threads=threads)
    chain.advance(24 * days)
    chain.close()
    return chain


def _target(target, value, low, high, model, unit, kind, source, explained="") -> Target:
    inside = bool(low <= model <= high)
    return Target(
        target=target,
        value=value,
        low=low,
        high=high,
        model=round(float(model), 4),
        unit=unit,
        inside=inside,
        explained="" if inside else f"{EXPLAINED_IN}#{explained}" if explained else "",
        kind=kind,
        source=source,
    )


def _network_targets(network: Network, ground: Ground):
    shops = ~network.pharmacy_is_ecommerce
    hours = (network.pharmacy_closes_h.astype(int) - network.pharmacy_opens_h).sum(axis=1)[shops].mean()
    people = network.municipality_population.sum()
    demand = ground.mean.sum(axis=0)
    smaller = min(demand[network.article_distributor == d].sum() for d in range(len(network.distributor_id)))
    fores = "Sveriges Apoteksförening, branschrapport"
    yield _target(
        "People with a prescription in a year",
        7.05e6,
        6.91e6,
        7.19e6,
        ground.n_people,
        "people",
        "fitted",
        "Socialstyrelsen 2023",
    )
    yield _target("Community pharmacies", 1407, 1380, 1440, shops.sum(), "pharmacies", "fitted", f"{fores} 2023")
    yield _target(
        "Pharmacies per 100 000",
        13.3,
        12.9,
        13.7,
        shops.sum() / people * 1e5,
        "per 100 000",
        "check",
        "derived: 1 407 over 10.55 million",
    )
    yield _target("Mean opening hours", 53, 50, 56, hours, "h/week", "fitted", f"{fores}, about 2012–2018")
    yield _target(
        "Smaller distributor's share",
        0.43,
        0.41,
        0.45,
        smaller / demand.sum(),
        "share",
        "fitted",
        "Oriola, operating environment, Q2 2024 (year inferred)",
    )


def _ordinary_targets(ground: Ground, chain: Chain, values: dict[str, float]):
    tally = chain.tally()
    week = slice(SETTLED_DAY, CALM_DAYS)
    groups = tally.day_group[:, week].sum(axis=(1, 2, 3))
    days = CALM_DAYS - SETTLED_DAY
    customers = tally.day[week, T.CUSTOMERS].sum()
    lines = groups[T.G_DISPENSED] / days
    yield _target(
        "Lines dispensed a day",
        277_000,
        263_150,
        290_850,
        lines,
        "lines/day",
        "fitted",
        "90 million in 2018 (branschrapport 2019), +1.9 % a year to 2024",
    )
    yield _target(
        "Prescription customers a day",
        130_000,
        117_000,
        143_000,
        customers / days,
        "customers/day",
        "fitted",
        "derived, 2018",
        "customers-a-day",
    )
    yield _target(
        "Lines per customer",
        1.9,
        1.85,
        1.95,
        groups[T.G_REQUESTED] / customers,
        "lines",
        "fitted",
        "derived: 247 000 over 130 000, 2018",
        "lines-per-customer",
    )
    yield _target(
        "Line fill at the pharmacy",
        0.96,
        0.94,
        0.97,
        groups[T.G_FIRST] / groups[T.G_REQUESTED],
        "share",
        "fitted",
        "branschrapport 2021",
        "line-fill",
    )
    yield _target(
        "All items at the first visit",
        0.85,
        0.83,
        0.88,
        tally.day[week, T.ALL_FIRST].sum() / customers,
        "share of customers",
        "check",
        "TLV 2019",
        "all-at-the-first-visit",
    )
    on_time = 1 - values["late_delivery_share"] if (ground.network.pharmacy_delivery_h < 16).all() else 0.0
    yield _target(
        "Ordered items there by 16:00 next weekday",
        0.925,
        0.90,
        0.95,
        on_time,
        "share",
        "fitted",
        "own estimate; the rule is 100 %, 40 % was measured about 2012",
        "ordered-items",
    )
    mean = float(ground.mean.sum()) / MU_ONE
    yield _target(
        "Distributors' stock",
        105,
        90,
        120,
        chain.state.site_stock.sum() / mean,
        "days",
        "fitted",
        "Apoteksföreningen: 3–4 months",
    )
    common = ground.mean * 365 >= COMMON_PACKS_PER_YEAR * MU_ONE
    cover = chain.state.cell["stock"][common].sum() / (ground.mean[common].sum() / MU_ONE)
    yield _target(
        "Pharmacies' stock of common articles", 36, 30, 45, cover, "days", "fitted", "Apoteksföreningen: 1–1.5 months"
    )


def _stress_targets(ground: Ground, ordinary: Chain, stop: Chain, surge: Chain):
    common = ground.mean * 365 >= COMMON_PACKS_PER_YEAR * MU_ONE
    weight = ground.mean[common].astype(float)
    left = (weight * (stop.state.cell["stock"][common] > 0)).sum() / weight.sum()
    yield _target(
        "Common articles on the shelf after three weeks without wholesale",
        1.0,
        0.90,
        1.0,
        left,
        "share of demand",
        "check",
        "industry: stock of 1–1.5 months",
        "three-weeks-without-wholesale",
    )
    orders = [c.tally().day[:SURGE_DAYS, T.ORDERED].sum() for c in (surge, ordinary)]
    yield _target(
        "Orders under stocking up, times normal",
        1.5,
        1.4,
        1.6,
        orders[0] / orders[1],
        "times",
        "fitted",
        "Tamro, March 2020 (life-time.se)",
        "stocking-up",
    )
    first = surge.tally().day_group.sum(axis=(2, 3))
    yield _target(
        "Line fill under four weeks of stocking up",
        0.95,
        0.90,
        0.97,
        first[T.G_FIRST].sum() / first[T.G_REQUESTED].sum(),
        "share",
        "check",
        "deliveries went on almost unchanged in March 2020 (life-time.se)",
        "stocking-up",
    )


def _backtest(stopped: Chain, undisturbed: Chain, *, day: int) -> Target:
    """People whose need was not met on the day because of the stop: those of the undisturbed day taken away."""
    left = [int(c.tally().day[day, T.ENTERED]) for c in (stopped, undisturbed)]
    return _target(
        "People delayed by the stop of 5 April 2016",
        57_500,
        50_000,
        65_000,
        left[0] - left[1],
        "people",
        "own-estimate",
        "own estimate: 0.4–0.5 of a day's customers for 14:30–21:45",
        "the-stop-of-5-april-2016",
    )


def summary_line(rows: list[dict[str, Any]]) -> str:
    """How many are inside, and how many of the rest are explained."""
    inside = sum(r["inside"] for r in rows)
    explained = sum(bool(r["explained"]) for r in rows)
    return f"{inside} of {len(rows)} targets inside their band, {explained} outside and explained."
