"""The network: places, pharmacies, distributors, product groups and articles as flat arrays. No people, no events."""

from dataclasses import dataclass

import numpy as np

AGE_BANDS = ("0-17", "18-44", "45-64", "65-79", "80+")
TIERS = 5
"""Criticality tiers 0 (hours to serious harm) … 4 (weeks or more)."""
CUSTOMERS = ("people", "animals")
"""Whom a product group is for."""
MOST_ARTICLES = 1 << 13
MOST_ROWS = {"municipalities": 32_767, "pharmacies": 32_767, "distributors": 8, "groups": 64, "articles": MOST_ARTICLES}
"""The engines keep a place in fifteen bits, a person's groups in 64, a line's article in thirteen; chance tells eight
distributors apart."""
MOST_LINES = 255
"""Lines of one person who has every group: the engines count them in eight bits."""
MOST_PACK_DAYS = 990
"""The engines keep the hour at which something runs out in fifteen bits: a year's run, delivery, and a pack."""
NOT_SAID = -1
"""A throughput or cover that the network does not give; it then follows from the register."""


@dataclass(frozen=True, kw_only=True)
class Network:
    """A validated network. Index arrays refer to rows of the other tables; the engines trust them.

    Sizes: C counties, M municipalities, P pharmacies (shops and e-commerce), O owners, D distributors, S sites,
    G product groups, Z substances, U suppliers, K articles, A = len(AGE_BANDS).
    """

    name: str
    fingerprint: str
    """Changes when any table changes."""

    county_code: tuple[str, ...]
    county_name: tuple[str, ...]
    county_letter: tuple[str, ...]

    municipality_code: tuple[str, ...]
    municipality_name: tuple[str, ...]
    municipality_county: np.ndarray  # (M,) int16
    municipality_population: np.ndarray  # (M,) int64, people
    municipality_lat: np.ndarray  # (M,) float64, degrees
    municipality_lon: np.ndarray  # (M,) float64
    municipality_age_share: np.ndarray  # (M, A) float64, rows sum to 1
    municipality_shops: np.ndarray  # (M, 8) int32, shops nearest to its seat, -1 where there are fewer
    municipality_shop_km: np.ndarray  # (M, 8) float32, straight-line km to them
    prescriber_minutes: np.ndarray  # (M,) int32, minutes a day in which prescribers can be phoned by pharmacies

    owner_id: tuple[str, ...]  # pseudonyms: kedja-a …
    owner_name: tuple[str, ...]

    pharmacy_id: tuple[str, ...]
    pharmacy_name: tuple[str, ...]
    pharmacy_owner: np.ndarray  # (P,) int16
    pharmacy_municipality: np.ndarray  # (P,) int16; for e-commerce: where it stands
    pharmacy_lat: np.ndarray  # (P,) float64
    pharmacy_lon: np.ndarray  # (P,) float64
    pharmacy_is_ecommerce: np.ndarray  # (P,) bool
    pharmacy_attraction: (
        np.ndarray
    )  # (P,) float64: share of its municipality's shop customers (e-commerce: of the nation's web customers)
    pharmacy_opens_h: np.ndarray  # (P, 7) int8, Monday first; opens == closes: shut that day
    pharmacy_closes_h: np.ndarray  # (P, 7) int8
    pharmacy_pharmacists: np.ndarray  # (P,) int16, on duty in a normal open hour
    pharmacy_backup_power_h: np.ndarray  # (P,) int16, 0 unless the network says so
    pharmacy_estimated: np.ndarray  # (P,) bool
    alternatives: np.ndarray  # (P, 8) int32, nearest other shops, -1 where there are fewer
    alternative_km: np.ndarray  # (P, 8) float32, straight-line km

    distributor_id: tuple[str, ...]
    distributor_name: tuple[str, ...]
    site_id: tuple[str, ...]
    site_name: tuple[str, ...]
    site_distributor: np.ndarray  # (S,) int8
    site_municipality: np.ndarray  # (S,) int16
    site_picks_per_day: np.ndarray  # (S,) int64, packs a working day that can be picked; NOT_SAID: by the register
    site_loads_per_day: np.ndarray  # (S,) int64, packs a working day that can be loaded
    site_receives_per_day: np.ndarray  # (S,) int64, packs a working day that can be received from manufacturers
    pharmacy_site: np.ndarray  # (P, D) int16: which site of each distributor serves the pharmacy
    pharmacy_delivery_h: np.ndarray  # (P, D) int8: hour of the day at which its delivery arrives

    group_id: tuple[str, ...]  # ATC code or codes; goods:… for other prescribed goods
    group_name_sv: tuple[str, ...]
    group_name_en: tuple[str, ...]
    group_is_goods: np.ndarray  # (G,) bool
    group_tier: np.ndarray  # (G,) int8
    group_pack_days: np.ndarray  # (G,) int16, typical refill interval; one-off courses: length of the course
    group_people: np.ndarray  # (G,) int64: people with an active chronic line
    group_lines_per_person: np.ndarray  # (G,) float64: active lines of this group per person who has it (>= 1)
    group_one_off_per_year: np.ndarray  # (G,) int64: one-off courses a year in the nation, 0 for none
    group_age_weight: np.ndarray  # (G, A) float64: relative chance per person of each age band
    group_pair: np.ndarray  # (G,) int16: the medicine this is useless without (needles -> insulin), -1 for none
    group_is_cold: np.ndarray  # (G,) bool
    group_is_narcotic: np.ndarray  # (G,) bool
    group_is_animal: np.ndarray  # (G,) bool: handed out for animals, whose keepers are not without a medicine

    substance_id: tuple[str, ...]
    substance_name_sv: tuple[str, ...]
    substance_name_en: tuple[str, ...]
    supplier_id: tuple[str, ...]  # pseudonyms: foretag-a …
    supplier_name: tuple[str, ...]

    article_id: tuple[str, ...]
    article_group: np.ndarray  # (K,) int16, non-decreasing
    article_share: np.ndarray  # (K,) float64, share of its group's lines; sums to 1 per group
    article_substance: np.ndarray  # (K,) int16; the same substance may stand in several groups
    article_exchange: np.ndarray  # (K,) int16: those of one number >= 0 may replace each other at the counter, one
    # substance and one group; -1: never
    article_supplier: np.ndarray  # (K,) int16: the company it comes from
    article_distributor: np.ndarray  # (K,) int8: one-channel distribution
    article_cover_days: np.ndarray  # (K,) int32: days of use that the distributor holds; NOT_SAID: drawn, `cover_days`

    dormant_prescriptions: int
    """Valid but never collected in a year; counted, not simulated."""
    estimated: dict[str, float]
    """Table name -> share of its cells that are estimates (0..1)."""
    estimated_by_county: np.ndarray  # (C,) float64: share of the county's pharmacy cells that are estimated
    sources: tuple[str, ...]
