"""What a run reads and changes, laid out for the kernels: records side by side, so a visit touches few cache lines.

`Given` is fixed while conditions hold; `State` is everything that changes, and the whole of it is a snapshot.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np

from beredd.dispensing.engine.compiling import kernel
from beredd.dispensing.engine.plan import RING, World
from beredd.dispensing.engine.population import Population, pharmacy_blocks
from beredd.dispensing.engine.shelves import Shelves
from beredd.dispensing.network.model import MOST_ARTICLES
from beredd.dispensing.scenarios import CALENDAR_AHEAD, Conditions

# Flags of a person.
AVOIDS_HOME: Final = 1
TODAY: Final = 1 << 1
STOCKS_UP: Final = 1 << 2
COURSE_PENDING: Final = 1 << 3
COURSE_WAITING: Final = 1 << 4
COURSE_SHELF: Final = 1 << 5
"""Within one visit only: asked for and not on the shelf."""
ASKED: Final = 1 << 6
"""Has asked and not received everything, or could not ask; accounted for until `asked_h`."""
TURNED_AWAY: Final = 1 << 7
"""Has been sent away until another day since their need was last met."""

# In `what` of a line.
LINE_PENDING: Final = 1 << 13
LINE_WAITING: Final = 1 << 14
LINE_SHELF: Final = 1 << 15
"""Within one visit only: asked for and not on the shelf."""
ARTICLE_BITS: Final = MOST_ARTICLES - 1
"""The other bits are the article."""

PENDING: Final = 1 << 15
"""In `visit`: the person's need is not met. The other bits are the day they come."""
DAY_BITS: Final = PENDING - 1

PERSON = np.dtype(
    [
        ("flags", "u2"),
        ("waits_at", "i2"),  # the pharmacy that has ordered for them, -1
        ("course_article", "i2"),  # -1
        ("course_runout_h", "i2"),
        ("municipality", "i2"),
        ("home", "i2"),
        ("asked_h", "i2"),  # with ASKED: hours without and past the limit are noted until then
        ("lead_days", "i1"),
        ("n_lines", "u1"),
        ("age", "u1"),
        ("queued_h", "u1"),  # in a queue: the hour of the day in which they joined it
        ("line_from", "i4"),
        ("next", "i4"),  # the next in the same queue or list, -1
    ],
)
LINE = np.dtype([("what", "u2"), ("runout_h", "i2")])  # what: the article, and flags in the highest bits
CELL = np.dtype(
    [
        ("stock", "i4"),
        ("on_order", "i4"),
        ("waiting", "i4"),  # customers who wait for what was ordered
        ("at_site", "i4"),  # ordered, not yet shipped
        ("reorder_at", "i4"),
        ("up_to", "i4"),
    ]
)
COUNTER = np.dtype(
    [
        ("carry_s", "i8"),
        ("unregistered", "i8"),
        ("phone_left", "i4"),
        ("phone_pool", "i4"),
        ("county", "i2"),
        ("municipality", "i2"),
        ("owner", "i2"),
        ("is_web", "i2"),
    ]
)
QUEUE = np.dtype([("head", "i4"), ("tail", "i4"), ("count", "i4")])
URGENT, ORDINARY, REJECTED, LATER = 0, 1, 2, 3
"""Lists of people at a pharmacy: the two queues at the counter, those rejected in this hour, and from LATER on those
who come back in each hour of the day."""
N_QUEUES: Final = LATER + 24
HOUR = np.dtype([("rate", "i2"), ("max_tier", "i1"), ("is_open", "u1"), ("needs_phone", "u1"), ("unregistered", "u1")])
ARTICLE = np.dtype(
    [
        ("pack_h", "i4"),
        ("early_h", "i4"),
        ("stock_up_h", "i4"),
        ("group", "i2"),
        ("tier", "i1"),
        ("distributor", "i1"),
        ("for_people", "i4"),
        ("exchange_next", "i4"),  # the next article of its exchange set, round and round; -1: never exchanged
    ]
)
KNOBS = np.dtype(
    [
        (name, "i8")
        for name in (
            "seed_low",
            "seed_high",
            "replicate",
            "start_weekday",
            "divert_below",
            "same_day_below",
            "elsewhere_below",
            "late_below",
            "avoids_weekend_below",
            "collect_window_h",
            "patience_min",
            "urgent_first_tier",
            "overtime_min",
            "simplified_from_min",
            "simplified_permille",
            "max_travel_min",
            "customer_s",
            "line_s",
            "visit_s",
            "phone_min",
            "register_s",
            "counts_waiting",
            "web_ship_h",
            "upstream_days",
            "course_workday_permille",
            "course_restday_permille",
        )
    ]
)


class State(NamedTuple):
    """N people, L lines, P pharmacies, K articles, S sites."""

    visit: np.ndarray  # (N,) uint16: day of the next visit, and PENDING
    person: np.ndarray  # (N,) PERSON
    line: np.ndarray  # (L,) LINE
    cell: np.ndarray  # (P, K) CELL
    counter: np.ndarray  # (P,) COUNTER
    queue: np.ndarray  # (P, N_QUEUES) QUEUE
    road: np.ndarray  # (RING, P, K) int32: packs on the way, by day of arrival
    road_used: np.ndarray  # (RING,) uint8: 0 where nothing is on the way, so that it need not be looked at
    site_stock: np.ndarray  # (S, K) int64
    upstream: np.ndarray  # (UPSTREAM, S, K) int64: packs due from manufacturers, by day
    held: np.ndarray  # (S, K) int64: packs that were due and have not come
    owed: np.ndarray  # (S, K) int64: packs asked for and not shipped for which new ones have been ordered
    turn: np.ndarray  # (S, K) int32: the pharmacy with which what is left over of a scarce article begins
    today: np.ndarray  # (N,) int32: today's visitors of pharmacy p from person_from[p], in order of coming
    today_from: np.ndarray  # (P, 25) int32: where each hour's visitors begin
    clock: np.ndarray  # (1,) int64: hours simulated


class Room(NamedTuple):
    """Where a block of pharmacies lists people of one of them in passing; holds nothing between two calls."""

    person: np.ndarray  # (people of the block's largest pharmacy,) int32
    hour: np.ndarray  # the same, uint8: in which they come


def room_for(block: tuple[int, int], person_from: np.ndarray) -> Room:
    """Room for the pharmacies of a block."""
    n = int(np.diff(person_from[block[0] : block[1] + 1]).max(initial=1))
    return Room(person=np.empty(n, np.int32), hour=np.empty(n, np.uint8))


class Given(NamedTuple):
    """Everything a day reads and does not change."""

    knobs: np.ndarray  # (1,) KNOBS
    person_from: np.ndarray  # (P+1,) int64
    article: np.ndarray  # (K,) ARTICLE
    course_to: np.ndarray  # (K,) uint64
    one_off_expected: np.ndarray  # (P,) int64
    tolerance_h: np.ndarray  # (5,) int64
    county_of: np.ndarray  # (M,) int16
    main_shop: np.ndarray  # (M,) int32
    alternatives: np.ndarray  # (P, 8) int32
    travel_min: np.ndarray  # (P, 8) int32
    site_of: np.ndarray  # (P, D) int16
    delivery_h: np.ndarray  # (P, D) int8
    opens_h: np.ndarray  # (P, 7) int8
    closes_h: np.ndarray  # (P, 7) int8
    budget_s: np.ndarray  # (P, D) int32
    arrival_weight: np.ndarray  # (24,) int64
    hour: np.ndarray  # (P, H) HOUR
    next_workday: np.ndarray  # (D + 2 RING,) int64
    is_workday: np.ndarray  # (D + CALENDAR_AHEAD,) uint8
    hours_as: np.ndarray  # (D + CALENDAR_AHEAD,) int8
    phone_permille: np.ndarray
    course_permille: np.ndarray  # (D,) int16
    early_permille: np.ndarray
    any_early: np.ndarray  # (D,) uint8
    can_order: np.ndarray
    ship_permille: np.ndarray
    transit_days: np.ndarray
    can_receive: np.ndarray
    inflow_permille: np.ndarray
    article_inflow_permille: np.ndarray  # (D, K) int16
    site_out: np.ndarray  # (S,) int64: packs a site can pick and load in a working day
    site_in: np.ndarray  # (S,) int64: packs a site can receive in a day


@kernel
def _as_born(first, last, population, person, line):
    """Write the records of the people of pharmacies first … last-1 and of their lines."""
    for p in range(first, last):
        for i in range(population.person_from[p], population.person_from[p + 1]):
            one = person[i]
            one.waits_at = one.course_article = -1
            one.municipality = population.municipality[i]
            one.home = p
            one.lead_days = population.lead_days[i]
            one.age = population.age[i]
            one.line_from = population.line_from[i]
            one.n_lines = population.line_from[i + 1] - population.line_from[i]
            for n in range(population.line_from[i], population.line_from[i + 1]):
                line[n].what, line[n].runout_h = population.article[n], population.runout_h[n]
    return 0


def initial_state(world: World, population: Population, shelves: Shelves, *, threads: int = 1) -> State:
    """The state at midnight of day 0. Copies what will change, so a population can be used again."""
    n = len(population.visit_day)
    n_pharmacies, n_articles = shelves.stock.shape
    person, line = np.zeros(n, PERSON), np.zeros(len(population.article), LINE)
    with ThreadPoolExecutor(threads) as pool:
        blocks = pharmacy_blocks(population.person_from, threads)
        list(pool.map(lambda block: _as_born(*block, population, person, line), blocks))
    cell = np.zeros((n_pharmacies, n_articles), CELL)
    cell["stock"], cell["reorder_at"], cell["up_to"] = shelves.stock, shelves.reorder_at, shelves.up_to
    counter = np.zeros(n_pharmacies, COUNTER)
    counter["phone_pool"] = world.phone_pool
    counter["county"], counter["municipality"] = world.pharmacy_county, world.pharmacy_municipality
    counter["owner"], counter["is_web"] = world.pharmacy_owner, world.pharmacy_is_web
    queue = np.zeros((n_pharmacies, N_QUEUES), QUEUE)
    queue["head"] = queue["tail"] = -1
    return State(
        visit=population.visit_day.astype(np.uint16),
        person=person,
        line=line,
        cell=cell,
        counter=counter,
        queue=queue,
        road=np.zeros((RING, n_pharmacies, n_articles), np.int32),
        road_used=np.zeros(RING, np.uint8),
        site_stock=shelves.site_stock.copy(),
        upstream=shelves.upstream.copy(),
        held=np.zeros(shelves.site_stock.shape, np.int64),
        owed=np.zeros(shelves.site_stock.shape, np.int64),
        turn=np.zeros(shelves.site_stock.shape, np.int32),
        today=np.zeros(n, np.int32),
        today_from=np.zeros((n_pharmacies, 25), np.int32),
        clock=np.zeros(1, np.int64),
    )


def given(
    world: World,
    conditions: Conditions,
    *,
    person_from: np.ndarray,
    one_off_expected: np.ndarray,
    budget_s: np.ndarray,
    site_out: np.ndarray,
    site_in: np.ndarray,
    days: int,
    replicate: int,
) -> Given:
    """Rules and conditions in the kernels' layout; arrays as in `Given`."""
    knobs = np.zeros(1, KNOBS)
    for name in KNOBS.names or ():
        known = {"replicate": replicate, "start_weekday": conditions.start_weekday}
        knobs[name] = known[name] if name in known else getattr(world, name)
    article = np.zeros(len(world.article_group), ARTICLE)
    for name in ARTICLE.names or ():
        article[name] = getattr(world, f"article_{name}")
    hour = np.empty(conditions.is_open.shape, HOUR)
    hour["rate"], hour["max_tier"], hour["is_open"] = (
        conditions.rate_permille,
        conditions.max_tier,
        conditions.is_open,
    )
    hour["needs_phone"], hour["unregistered"] = conditions.needs_phone, conditions.unregistered
    return Given(
        knobs=knobs,
        person_from=person_from,
        article=article,
        course_to=world.course_article_to,
        one_off_expected=one_off_expected,
        tolerance_h=world.tolerance_h,
        county_of=world.municipality_county,
        main_shop=world.main_shop,
        alternatives=world.alternatives,
        travel_min=world.travel_min,
        site_of=world.pharmacy_site,
        delivery_h=world.delivery_h,
        opens_h=world.opens_h,
        closes_h=world.closes_h,
        budget_s=budget_s,
        arrival_weight=world.arrival_weight,
        hour=hour,
        next_workday=next_workdays(conditions, days),
        is_workday=conditions.is_workday,
        hours_as=conditions.hours_as,
        phone_permille=conditions.phone_permille,
        course_permille=conditions.course_permille,
        early_permille=conditions.early_permille,
        any_early=(conditions.early_permille > 0).any(axis=1).astype(np.uint8),
        can_order=conditions.can_order,
        ship_permille=conditions.ship_permille,
        transit_days=conditions.transit_days,
        can_receive=conditions.can_receive,
        inflow_permille=conditions.inflow_permille,
        article_inflow_permille=conditions.article_inflow_permille,
        site_out=site_out,
        site_in=site_in,
    )


def next_workdays(conditions: Conditions, days: int) -> np.ndarray:
    """(days + 2 RING,) int64: the first working day after each day."""
    n = days + CALENDAR_AHEAD + RING
    is_workday = (conditions.start_weekday + np.arange(n)) % 7 < 5
    is_workday[: days + CALENDAR_AHEAD] = conditions.is_workday[:n] != 0
    after = np.full(n, n, np.int64)
    for day in range(n - 2, -1, -1):
        after[day] = day + 1 if is_workday[day + 1] else after[day + 1]
    return after[: days + 2 * RING]


def copied_state(state: State, *, each=map) -> State:
    """The state with arrays of its own; `each` may be a pool's map."""

    def copied(name: str) -> np.ndarray:
        array = getattr(state, name)
        if name != "road":
            return copy_of(array)
        road = np.zeros(array.shape, array.dtype)
        for slot in np.flatnonzero(state.road_used):
            road[slot] = array[slot]
        return road

    return State(*each(copied, State._fields))


def copy_of(array: np.ndarray) -> np.ndarray:
    """A copy made byte for byte: numpy copies records field by field, ten times slower."""
    new = np.empty_like(array)
    new.reshape(-1).view(np.uint8)[:] = array.reshape(-1).view(np.uint8)
    return new


def kept_arrays(state: State) -> dict[str, np.ndarray]:
    """What has to be stored of a state, by name; `state_from` makes the state again. Of the road the days in use."""
    kept = {f"state-{name}": x for name, x in zip(State._fields, state, strict=True)}
    kept["state-road"] = state.road[np.flatnonzero(state.road_used)]
    return kept


def state_from(arrays: Mapping[str, np.ndarray]) -> State:
    """A state of stored arrays, which become its own."""
    used, days = arrays["state-road_used"], arrays["state-road"]
    road = np.zeros((len(used), *days.shape[1:]), days.dtype)
    road[np.flatnonzero(used)] = days
    return State(*(road if name == "road" else arrays[f"state-{name}"] for name in State._fields))
