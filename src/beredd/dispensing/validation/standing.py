"""What the country is like when nothing happens: published figures of the network and of ordinary weeks."""

from collections.abc import Iterator

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.plan import MU_ONE
from beredd.dispensing.validation.runs import Runs
from beredd.dispensing.validation.target import Target, compared

COMMON_PACKS_PER_YEAR = 100
"""Articles sold about twice a week at a pharmacy: the common ones of the published stock figures."""
ASSOCIATION = "Sveriges Apoteksförening, branschrapport"


def standing_targets(runs: Runs) -> Iterator[Target]:
    """The network, then the ordinary weeks."""
    yield from _network(runs)
    yield from _ordinary(runs)
    yield from _stocks(runs)


def _network(runs: Runs) -> Iterator[Target]:
    network = runs.network
    shops = ~network.pharmacy_is_ecommerce
    hours = (network.pharmacy_closes_h.astype(int) - network.pharmacy_opens_h).sum(axis=1)[shops].mean()
    people = network.municipality_population.sum()
    demand = runs.ground.mean.sum(axis=0)
    smaller = min(demand[network.article_distributor == d].sum() for d in range(len(network.distributor_id)))
    yield compared(
        "People with a prescription in a year",
        7.05e6,
        6.91e6,
        7.19e6,
        runs.ground.n_people,
        "people",
        use="fitted",
        source="Socialstyrelsen 2023",
    )
    yield compared(
        "Community pharmacies",
        1407,
        1380,
        1440,
        shops.sum(),
        "pharmacies",
        use="fitted",
        source=f"{ASSOCIATION} 2023",
    )
    yield compared(
        "Pharmacies per 100 000",
        13.3,
        12.9,
        13.7,
        shops.sum() / people * 1e5,
        "per 100 000",
        source="derived: 1 407 over 10.55 million",
    )
    yield compared(
        "Mean opening hours",
        53,
        50,
        56,
        hours,
        "h/week",
        use="fitted",
        source=f"{ASSOCIATION}, about 2012–2018",
    )
    yield compared(
        "Smaller distributor's share",
        0.43,
        0.41,
        0.45,
        smaller / demand.sum(),
        "share",
        use="fitted",
        source="Oriola, operating environment, Q2 2024 (year inferred)",
    )


def _ordinary(runs: Runs) -> Iterator[Target]:
    calm, days = runs.calm, runs.calm.days
    groups = calm.tally.day_group.sum(axis=(1, 2, 3))
    customers = calm.day(T.CUSTOMERS).sum()
    yield compared(
        "Lines dispensed a day",
        277_000,
        263_150,
        290_850,
        groups[T.G_DISPENSED] / days,
        "lines/day",
        use="fitted",
        source="90 million in 2018 (branschrapport 2019), +1.9 % a year to 2024",
    )
    yield compared(
        "Prescription customers a day",
        130_000,
        117_000,
        143_000,
        customers / days,
        "customers/day",
        use="fitted",
        source="derived, 2018",
        explained="customers-a-day",
    )
    yield compared(
        "Lines per customer",
        1.9,
        1.85,
        1.95,
        groups[T.G_REQUESTED] / customers,
        "lines",
        use="fitted",
        source="derived: 247 000 over 130 000, 2018",
        explained="lines-per-customer",
    )
    yield compared(
        "Line fill at the pharmacy",
        0.96,
        0.94,
        0.97,
        calm.fill(),
        "share",
        use="fitted",
        source=f"{ASSOCIATION} 2021",
        explained="line-fill",
    )
    yield compared(
        "All items at the first visit",
        0.85,
        0.83,
        0.88,
        calm.day(T.ALL_FIRST).sum() / customers,
        "share of customers",
        source="TLV 2019",
        explained="all-at-the-first-visit",
    )


def _stocks(runs: Runs) -> Iterator[Target]:
    calm, ground = runs.calm, runs.ground
    on_time = 1 - runs.values["late_delivery_share"] if (runs.network.pharmacy_delivery_h < 16).all() else 0.0
    yield compared(
        "Ordered items there by 16:00 next weekday",
        0.925,
        0.90,
        0.95,
        on_time,
        "share",
        kind="own estimate",
        use="fitted",
        source="own estimate; the rule is 100 %, 40 % was measured about 2012",
        explained="ordered-items",
    )
    yield compared(
        "Distributors' stock",
        105,
        90,
        120,
        calm.site_stock.sum() / ground.packs_a_day,
        "days",
        use="fitted",
        source="Apoteksföreningen: 3–4 months",
        explained="distributors-stock",
    )
    common = ground.mean * 365 >= COMMON_PACKS_PER_YEAR * MU_ONE
    yield compared(
        "Pharmacies' stock of common articles",
        36,
        30,
        45,
        calm.shelf[common].sum() / (ground.mean[common].sum() / MU_ONE),
        "days",
        use="fitted",
        source="Apoteksföreningen: 1–1.5 months",
        explained="pharmacies-stock",
    )
