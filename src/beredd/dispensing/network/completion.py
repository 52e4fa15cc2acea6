"""What a register does not say, filled in by estimates: ages, prescribers, opening hours, pharmacists, who goes where.

Each municipality gets enough pharmacists for `capacity_over_mean_load` times its expected lines, at least one per shop
because a pharmacist must be present (lag 2009:366, 2 kap. 6 § 1). Customers spread by capacity: people go where there
is staff, so that no shop in a normal week has more to do than it can.
"""

from typing import Any

import numpy as np

from beredd.dispensing.network.assembly import open_hours
from beredd.dispensing.network.catchment import serving_municipality
from beredd.dispensing.network.demand import group_lines_per_day, lines_per_day
from beredd.dispensing.network.package_tables import reference_settings, reference_table, web_share_by_age
from beredd.dispensing.network.placement import apportion, spread

UNKNOWN = -1
"""In opening hours and pharmacists: not known, to be filled in. In `pharmacy_attraction` not-a-number says so."""

SMALL_TOWN, LARGE_TOWN = 15_000, 60_000
"""Municipalities below are small, above large, in the table of opening hours."""

WEB_OPENS_H = (7, 7, 7, 7, 7, 7, 7)
WEB_CLOSES_H = (22, 22, 22, 22, 22, 18, 18)
"""Hours in which an e-commerce pharmacy has pharmacists at work (estimate)."""


def age_shares(county_share_65plus: np.ndarray, county_of: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Share of each age band, (M, A): the county's share 65+ tilted towards its small municipalities, rows sum to 1."""
    bands = reference_table("ages")
    young, old = bands.number("share_of_under_65", 0, 1, empty=0), bands.number("share_of_65plus", 0, 1, empty=0)
    tilt = reference_settings()["age_tilt_per_doubling"]
    doublings = np.log2(np.maximum(population, 1))
    share = np.empty(len(population))
    for county, mean in enumerate(county_share_65plus):
        own = county_of == county
        if own.any():
            centre = np.average(doublings[own], weights=population[own])
            share[own] = np.clip(mean + tilt * (doublings[own] - centre), 0.08, 0.40)
    table = (1 - share)[:, None] * young + share[:, None] * old
    return table / table.sum(axis=1, keepdims=True)


def prescriber_minutes(population: np.ndarray) -> np.ndarray:
    """Minutes a day in which prescribers can be phoned, (M,) int32."""
    per_1000 = reference_settings()["prescriber_minutes_per_1000"]
    return np.maximum(np.round(population * per_1000 / 1000), 15).astype(np.int32)


def group_lines(base: dict[str, Any]) -> np.ndarray:
    """Dispensed lines per calendar day in the nation, (G,)."""
    return group_lines_per_day(
        base["group_pack_days"],
        base["group_people"],
        base["group_lines_per_person"],
        base["group_one_off_per_year"],
    )


def lines_by_place(base: dict[str, Any]) -> np.ndarray:
    """Expected lines per day by municipality and age band, (M, A)."""
    people = base["municipality_population"][:, None] * base["municipality_age_share"]
    return lines_per_day(group_lines(base), base["group_age_weight"], people)


def complete_pharmacies(base: dict[str, Any]) -> dict[str, Any]:
    """Opening hours, pharmacists and attraction without gaps; what is known stays as it is."""
    opens, closes = _hours(base)
    is_web = base["pharmacy_is_ecommerce"]
    shops, web = np.flatnonzero(~is_web), np.flatnonzero(is_web)
    lines = lines_by_place(base)
    on_web = web_share_by_age() if len(web) else np.zeros(lines.shape[1])
    pharmacists = base["pharmacy_pharmacists"].astype(np.int64)
    attraction = base["pharmacy_attraction"].astype(np.float64)

    town = base["pharmacy_municipality"][shops].astype(np.int64)
    serves = serving_municipality(
        lat=base["municipality_lat"],
        lon=base["municipality_lon"],
        shop_lat=base["pharmacy_lat"][shops],
        shop_lon=base["pharmacy_lon"][shops],
        shop_municipality=town,
    )
    pharmacists[shops], attraction[shops] = _staff_shops(
        town=town,
        hours=np.maximum(open_hours(opens[shops], closes[shops]), 1),
        size=0.75 + 0.5 * spread(*(f"{base['pharmacy_id'][shop]}/size" for shop in shops)),
        town_lines=np.bincount(serves, (lines * (1 - on_web)).sum(axis=1), len(serves)),
        pharmacists=pharmacists[shops],
        attraction=attraction[shops],
    )
    if len(web):
        share = np.where(np.isnan(attraction[web]), 1 / len(web), attraction[web])
        attraction[web] = share if abs(share.sum() - 1) < 1e-9 else share / share.sum()
        load = _pharmacists_needed(
            float((lines * on_web).sum()) * attraction[web], np.maximum(open_hours(opens[web], closes[web]), 1)
        )
        known = pharmacists[web] != UNKNOWN
        pharmacists[web] = np.where(known, pharmacists[web], np.maximum(np.ceil(load), 1))
    return {
        "pharmacy_opens_h": opens,
        "pharmacy_closes_h": closes,
        "pharmacy_pharmacists": pharmacists.astype(np.int16),
        "pharmacy_attraction": attraction,
    }


def _pharmacists_needed(lines_per_day: np.ndarray, hours_per_week: np.ndarray) -> np.ndarray:
    """Pharmacists on duty, as a fraction, for `capacity_over_mean_load` times these lines."""
    settings = reference_settings()
    per_hour = 7 * lines_per_day / hours_per_week
    return settings["capacity_over_mean_load"] * per_hour / settings["lines_per_pharmacist_h"]


def _staff_shops(
    *,
    town: np.ndarray,
    hours: np.ndarray,
    size: np.ndarray,
    town_lines: np.ndarray,
    pharmacists: np.ndarray,
    attraction: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Pharmacists on duty (n,) int64 and share of the municipality's customers (n,) float64 of each shop.

    town          (n,) row of the municipality
    hours         (n,) open hours a week
    size          (n,) relative size of the shop, > 0
    town_lines    (M,) lines a day that the municipality's shops must hand out
    pharmacists, attraction    (n,) what is known, gaps marked
    """

    def per_town(value):
        return np.bincount(town, value, len(town_lines))

    weight = size * hours
    share = weight / per_town(weight)[town]
    wanted = _pharmacists_needed(town_lines[town] * share, hours)
    known = pharmacists != UNKNOWN
    staff = np.where(known, pharmacists, np.maximum(np.floor(wanted), 1)).astype(np.int64)
    needs, has = per_town(wanted * hours), per_town(staff * hours)
    # One more where the fraction lost by rounding down is largest, until the municipality has what it needs.
    for shop in np.lexsort((np.arange(len(staff)), staff - wanted)):
        if not known[shop] and has[town[shop]] < needs[town[shop]]:
            staff[shop] += 1
            has[town[shop]] += hours[shop]
    by_capacity = staff * hours / per_town(staff * hours)[town]
    mixed = np.where(np.isnan(attraction), by_capacity, attraction)
    total = per_town(mixed)[town]
    # Shares that already sum to one stay as they are to the last bit, so that a written network reads back the same.
    return staff, np.where(np.abs(total - 1) < 1e-9, mixed, mixed / total)


def _hours(base: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Opening and closing hour per weekday, (P, 7) int8 each, unknown days by exact shares of the table's patterns.

    The first shop of a municipality is never one of the shortest unless its town is small.
    """
    table = reference_table("opening_hours")
    days = ("weekday",) * 5 + ("saturday", "sunday")
    week_opens, week_closes = (
        np.stack([table.integer(f"{day}_{edge}", 0, 24) for day in days], axis=1) for edge in ("opens", "closes")
    )
    town, ids = base["pharmacy_municipality"], base["pharmacy_id"]
    is_first = np.zeros(len(town), dtype=bool)
    is_first[np.unique(town, return_index=True)[1]] = True
    opens, closes = base["pharmacy_opens_h"].copy(), base["pharmacy_closes_h"].copy()
    gaps = (opens == UNKNOWN).any(axis=1)
    size = np.digitize(base["municipality_population"][town], (SMALL_TOWN, LARGE_TOWN))
    for kind, column in enumerate(("share_small", "share_medium", "share_large")):
        own = np.flatnonzero(gaps & ~base["pharmacy_is_ecommerce"] & (size == kind))
        order = spread(*(f"{ids[shop]}/hours" for shop in own)) + is_first[own]
        seats = apportion(len(own), table.number(column, 0, 1), least=0)
        pattern = np.empty(len(own), dtype=np.int64)
        pattern[np.argsort(order, kind="stable")] = np.repeat(np.arange(len(table)), seats)
        _fill(opens, closes, own, week_opens[pattern], week_closes[pattern])
    own = np.flatnonzero(gaps & base["pharmacy_is_ecommerce"])
    _fill(opens, closes, own, np.tile(WEB_OPENS_H, (len(own), 1)), np.tile(WEB_CLOSES_H, (len(own), 1)))
    return opens, closes


def _fill(opens: np.ndarray, closes: np.ndarray, rows: np.ndarray, from_opens: np.ndarray, from_closes: np.ndarray):
    """Put hours into the days of these rows that are unknown."""
    unknown = opens[rows] == UNKNOWN
    opens[rows] = np.where(unknown, from_opens, opens[rows])
    closes[rows] = np.where(unknown, from_closes, closes[rows])
