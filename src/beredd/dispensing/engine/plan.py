"""Everything a run takes as given, as integers: thresholds for chance, policies, times. Both engines read this.

Floats end here. What follows (population, reference, kernels) adds, compares and shifts whole numbers only, so that
machines, threads and engines agree to the integer.
"""

import itertools
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from beredd.dispensing.network import Network, shop_shares, web_shares
from beredd.dispensing.network.model import TIERS
from beredd.provenance import WORD_RANGE, threshold

ARRIVAL_WEIGHT = np.array([1, 1, 1, 1, 1, 1, 1, 2, 4, 7, 9, 9, 8, 8, 9, 10, 11, 10, 7, 5, 3, 2, 1, 1], np.int64)
"""How many customers come in each hour of the day relative to other open hours (estimate: midday and after work)."""

ORDER_HOUR = 16
"""Orders placed before 16:00 on a working day are at the pharmacy before 16:00 the next (LVFS 2014:8 § 16 a)."""

NEVER = 32_000
"""A visit day beyond every horizon."""
RING = 16
"""Days ahead for which deliveries are kept; longer transit pauses wait at the site."""
UPSTREAM = 32
"""Days ahead for which inflow to the distributors is kept."""
LINES_PER_CUSTOMER = 1.9
"""Apoteksföreningen 2018: 247 000 lines a day over 130 000 prescription customers (derived)."""
NATION = 10_587_710
"""Residents of Sweden, 31 December 2024 (SCB): what `lines_per_day` refers to."""
MU_ONE = 1 << 20
"""Fixed point of mean demand: packs per day * MU_ONE."""


class World(NamedTuple):
    """What does not change during a run. P pharmacies, M municipalities, K articles, G groups, S sites, A age bands."""

    n_counties: int
    n_groups: int
    n_owners: int
    # places
    pharmacy_county: np.ndarray  # (P,) int16
    pharmacy_municipality: np.ndarray  # (P,) int16
    pharmacy_owner: np.ndarray  # (P,) int16
    pharmacy_is_web: np.ndarray  # (P,) uint8
    municipality_county: np.ndarray  # (M,) int16
    opens_h: np.ndarray  # (P, 7) int8, usual hours; opens == closes: shut
    closes_h: np.ndarray  # (P, 7) int8
    main_shop: np.ndarray  # (M,) int32: the shop with most customers of the municipality, -1 when there is none
    alternatives: np.ndarray  # (P, 8) int32
    travel_min: np.ndarray  # (P, 8) int32, minutes
    phone_pool: np.ndarray  # (P,) int32: prescriber minutes a normal day
    # goods
    article_group: np.ndarray  # (K,) int16
    article_tier: np.ndarray  # (K,) int8
    article_pack_h: np.ndarray  # (K,) int32, hours that a pack lasts
    article_early_h: np.ndarray  # (K,) int32, a third of it in whole days: the earliest refill before run-out
    article_stock_up_h: np.ndarray  # (K,) int32, how long before run-out those who stock up may collect
    article_distributor: np.ndarray  # (K,) int8
    article_exchange_next: np.ndarray  # (K,) int32: the next of its exchange set, round and round; -1: never exchanged
    article_for_people: np.ndarray  # (K,) int8: 0 for animals, whose keepers are not without a medicine
    pharmacy_site: np.ndarray  # (P, D) int16
    delivery_h: np.ndarray  # (P, D) int8
    # one-off courses
    course_article_to: np.ndarray  # (K,) uint64: cumulative thresholds over articles
    # chance and behaviour, from the parameter register
    seed_low: int
    seed_high: int
    divert_below: int
    same_day_below: int
    elsewhere_below: int
    late_below: int
    avoids_weekend_below: int
    collect_window_h: int
    patience_min: int
    urgent_first_tier: int  # where work is slowed, those who need something of this tier or a lower one go first
    overtime_min: int  # minutes after closing in which those inside are still served
    simplified_from_min: int  # minutes of queue from which service is simplified; 0: never
    simplified_permille: int  # of the ordinary seconds that simplified service takes
    max_travel_min: int
    customer_s: int
    line_s: int
    visit_s: int
    phone_min: int
    register_s: int
    counts_waiting: int
    web_ship_h: int
    upstream_days: int
    course_workday_permille: int  # one-off courses on a working day, of the mean day's
    course_restday_permille: int
    arrival_weight: np.ndarray  # (24,) int64
    tolerance_h: np.ndarray  # (5,) int64: hours that somebody may be without, by tier


class PopulationPlan(NamedTuple):
    """Thresholds from which people and their lines are drawn."""

    people: np.ndarray  # (M,) int64: people with prescriptions
    age_to: np.ndarray  # (M, A) uint64, cumulative
    web_below: np.ndarray  # (A,) uint64
    shop_from: np.ndarray  # (M+1,) int64
    shop: np.ndarray  # (nnz,) int32
    shop_to: np.ndarray  # (nnz,) uint64, cumulative per municipality
    web: np.ndarray  # (W,) int32
    web_to: np.ndarray  # (W,) uint64
    heavy_below: int  # chance of being one with many medicines
    group_below: np.ndarray  # (2, G, A) uint64, others and those with many; for paired goods: given the medicine
    group_pair: np.ndarray  # (G,) int16
    group_lines: np.ndarray  # (G,) int64, lines a person has at least
    group_more_below: np.ndarray  # (G,) uint64, chance of one line more
    group_article_from: np.ndarray  # (G+1,) int64
    article_to: np.ndarray  # (K,) uint64, cumulative per group
    lead_to: np.ndarray  # (3,) uint64: late, spare, ordinary
    n_pharmacies: int


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """Parameter values by name, as resolved from the register; the only place where engines meet their names."""

    values: dict[str, float]

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    def whole(self, name: str) -> int:
        """The value rounded to a whole number."""
        return round(self.values[name])


def cumulative_thresholds(shares: np.ndarray) -> np.ndarray:
    """Cumulative uint64 thresholds on the word range for shares along the last axis; the last is always 2**32."""
    shares = np.asarray(shares, np.float64)
    total = np.cumsum(shares, axis=-1)
    out = np.floor(total / total[..., -1:] * WORD_RANGE).astype(np.uint64)
    out[..., -1] = WORD_RANGE
    return out


def whole_shares(weights: np.ndarray, total: int) -> np.ndarray:
    """`total` split over weights into whole numbers by largest remainder; ties go to the lower index."""
    exact = weights / weights.sum() * total
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def _next_in_set(exchange: np.ndarray) -> np.ndarray:
    """(K,) int32: for each article the next one of the same set, the first after the last; -1 for one of its own."""
    after = np.full(len(exchange), -1, np.int32)
    for number in np.unique(exchange[exchange >= 0]):
        members = np.flatnonzero(exchange == number)
        if len(members) > 1:
            after[members] = np.roll(members, -1)
    return after


def demand_scale(network: Network, behaviour: Behaviour) -> float:
    """What the network's patients and courses are multiplied with to make `lines_per_day`, by share of the nation."""
    chronic = network.group_people * network.group_lines_per_person / np.maximum(1, network.group_pack_days)
    own = float(chronic.sum() + network.group_one_off_per_year.sum() / 365)
    of_nation = float(network.municipality_population.sum()) / NATION
    return behaviour["lines_per_day"] * of_nation / max(1e-9, own)


def population_plan(network: Network, behaviour: Behaviour) -> PopulationPlan:
    """Thresholds for the people of a network.

    People with prescriptions are `people_share` of everyone, more of the old than of the young by `age_propensity`.
    A group's chance per age band is such that its expected number of people is the network's `group_people`, scaled so
    that all refills and courses make `lines_per_day` for a network as large as Sweden.
    """
    propensity = np.array(
        [behaviour[f"prescription_share_{band}"] for band in ("0_17", "18_44", "45_64", "65_79", "80")]
    )
    residents = network.municipality_population[:, None] * network.municipality_age_share
    takers = residents * propensity
    total = round(float(network.municipality_population.sum()) * behaviour["people_share"])
    people = whole_shares(takers.sum(axis=1), total)
    by_age = (people[:, None] * takers / takers.sum(axis=1, keepdims=True)).sum(axis=0)

    weight = network.group_age_weight
    scale = demand_scale(network, behaviour)
    chance = np.zeros(weight.shape)
    for g in range(len(network.group_id)):
        pair = int(network.group_pair[g])
        if pair >= 0:
            chance[g] = min(1.0, network.group_people[g] / max(1, network.group_people[pair]))
        elif network.group_people[g] > 0:
            chance[g] = np.minimum(1.0, scale * network.group_people[g] * weight[g] / (by_age * weight[g]).sum())
    shop_from, shop, shop_share = shop_shares(network)
    shop_to = np.concatenate([cumulative_thresholds(shop_share[a:b]) for a, b in itertools.pairwise(shop_from)])
    web, web_share, by_band = web_shares(network)
    mean_factor = float((by_age * by_band).sum() / by_age.sum())
    web_chance = (
        np.clip(behaviour["web_share"] * by_band / max(mean_factor, 1e-9), 0, 1)
        if mean_factor > 0
        else np.zeros(by_age.shape)
    )
    lines = np.maximum(1.0, network.group_lines_per_person)
    more = lines - np.floor(lines)
    starts = np.searchsorted(network.article_group, np.arange(len(network.group_id) + 1))
    # Illnesses come together: some have `heavy_user_factor` times the others' mean chance of each group.
    heavy, factor = behaviour["heavy_user_share"], behaviour["heavy_user_factor"]
    many = np.minimum(1.0, chance * factor)
    by_need = np.stack([np.maximum(0.0, chance - heavy * many) / (1 - heavy), many])
    by_need[:, network.group_pair >= 0] = chance[network.group_pair >= 0]
    late, spare = behaviour["late_share"], behaviour["home_stock_share"]
    return PopulationPlan(
        people=people,
        age_to=cumulative_thresholds(takers),
        web_below=np.array([threshold(float(c)) for c in web_chance], np.uint64),
        shop_from=np.asarray(shop_from, np.int64),
        shop=np.asarray(shop, np.int32),
        shop_to=shop_to,
        web=np.asarray(web, np.int32),
        web_to=cumulative_thresholds(web_share) if len(web) else np.zeros(0, np.uint64),
        heavy_below=threshold(heavy),
        group_below=np.floor(by_need * WORD_RANGE).astype(np.uint64),
        group_pair=network.group_pair.astype(np.int16),
        group_lines=np.floor(lines).astype(np.int64),
        group_more_below=np.floor(more * WORD_RANGE).astype(np.uint64),
        group_article_from=starts.astype(np.int64),
        article_to=np.concatenate(
            [cumulative_thresholds(network.article_share[a:b]) for a, b in itertools.pairwise(starts)]
        ),
        lead_to=np.array([threshold(late), threshold(min(1.0, late + spare)), WORD_RANGE], np.uint64),
        n_pharmacies=len(network.pharmacy_id),
    )


def world(network: Network, behaviour: Behaviour, *, seed: int) -> World:
    """The unchanging half of a run: places, goods, behaviour."""
    pack_days = network.group_pack_days[network.article_group].astype(np.int64)
    shop_from, shop, share = shop_shares(network)
    n_places = len(network.municipality_code)
    main_shop = np.full(n_places, -1, np.int32)
    for m in range(n_places):
        if shop_from[m + 1] > shop_from[m]:
            main_shop[m] = shop[shop_from[m] + int(np.argmax(share[shop_from[m] : shop_from[m + 1]]))]
    # A place's telephone minutes are split over its shops as its customers are.
    attraction = np.where(network.pharmacy_is_ecommerce, 0.0, network.pharmacy_attraction)
    in_place = np.bincount(network.pharmacy_municipality, weights=attraction, minlength=n_places)
    phone = network.prescriber_minutes[network.pharmacy_municipality] * attraction
    phone = np.floor(phone / np.maximum(in_place[network.pharmacy_municipality], 1e-9)).astype(np.int32)
    course = (network.group_one_off_per_year[network.article_group] * network.article_share).astype(np.float64)
    if course.sum() == 0:
        course = np.ones_like(course)
    minutes_per_km, start_min = behaviour["travel_min_per_km"], behaviour["travel_start_min"]
    travel = np.where(network.alternatives >= 0, start_min + minutes_per_km * network.alternative_km, 0)
    rest = behaviour["restday_course_share"]
    workday = 7 / (5 + 2 * rest)
    customer_s, line_s = behaviour.whole("seconds_per_customer"), behaviour.whole("seconds_per_line")
    return World(
        n_counties=len(network.county_code),
        n_groups=len(network.group_id),
        n_owners=len(network.owner_id),
        pharmacy_county=network.municipality_county[network.pharmacy_municipality].astype(np.int16),
        pharmacy_municipality=network.pharmacy_municipality.astype(np.int16),
        pharmacy_owner=network.pharmacy_owner.astype(np.int16),
        pharmacy_is_web=network.pharmacy_is_ecommerce.astype(np.uint8),
        municipality_county=network.municipality_county.astype(np.int16),
        opens_h=network.pharmacy_opens_h.astype(np.int8),
        closes_h=network.pharmacy_closes_h.astype(np.int8),
        main_shop=main_shop,
        alternatives=network.alternatives.astype(np.int32),
        travel_min=np.rint(travel).astype(np.int32),
        phone_pool=phone,
        article_group=network.article_group.astype(np.int16),
        article_tier=network.group_tier[network.article_group].astype(np.int8),
        article_pack_h=(pack_days * 24).astype(np.int32),
        article_early_h=(pack_days // 3 * 24).astype(np.int32),
        article_stock_up_h=np.rint(pack_days * 24 * behaviour["stock_up_share_of_pack"]).astype(np.int32),
        article_distributor=network.article_distributor.astype(np.int8),
        article_exchange_next=_next_in_set(network.article_exchange),
        article_for_people=(~network.group_is_animal[network.article_group]).astype(np.int8),
        pharmacy_site=network.pharmacy_site.astype(np.int16),
        delivery_h=network.pharmacy_delivery_h.astype(np.int8),
        course_article_to=cumulative_thresholds(course),
        seed_low=seed & 0xFFFFFFFF,
        seed_high=(seed >> 32) & 0xFFFFFFFF,
        divert_below=threshold(behaviour["divert_share"]),
        same_day_below=threshold(behaviour["same_day_share"]),
        elsewhere_below=threshold(behaviour["elsewhere_share"]),
        late_below=threshold(behaviour["late_delivery_share"]),
        avoids_weekend_below=threshold(behaviour["avoids_weekend_share"]),
        collect_window_h=24 * behaviour.whole("collect_window_days"),
        patience_min=round(behaviour["patience_h"] * 60),
        urgent_first_tier=behaviour.whole("urgent_first_max_tier"),
        overtime_min=behaviour.whole("overtime_min"),
        simplified_from_min=behaviour.whole("simplified_from_min"),
        simplified_permille=round(1000 * behaviour["simplified_seconds_share"]),
        max_travel_min=behaviour.whole("max_travel_min"),
        customer_s=customer_s,
        line_s=line_s,
        visit_s=round(customer_s + LINES_PER_CUSTOMER * line_s),
        phone_min=behaviour.whole("phone_minutes_per_line"),
        register_s=behaviour.whole("unregistered_seconds"),
        counts_waiting=behaviour.whole("position_counts_waiting"),
        web_ship_h=behaviour.whole("web_delivery_h"),
        upstream_days=behaviour.whole("upstream_lead_days"),
        course_workday_permille=round(1000 * workday),
        course_restday_permille=round(1000 * workday * rest),
        arrival_weight=ARRIVAL_WEIGHT,
        tolerance_h=np.array([behaviour.whole(f"tolerance_h_tier{tier}") for tier in range(TIERS)], np.int64),
    )
