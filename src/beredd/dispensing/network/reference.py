"""The reference network `sweden`, built from the tables in the package by code alone: same tables, same network."""

from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from beredd.dispensing.network.assembly import assemble
from beredd.dispensing.network.demand import group_lines_per_day, lines_per_day
from beredd.dispensing.network.model import AGE_BANDS, Network
from beredd.dispensing.network.placement import apportion, deal, points, shops_per_municipality, shops_per_place, spread
from beredd.dispensing.network.staffing import staff_ecommerce, staff_shops
from beredd.dispensing.network.tables import Table, parse_table

AGE_COLUMNS = ("age_0_17", "age_18_44", "age_45_64", "age_65_79", "age_80")
SMALL_TOWN, LARGE_TOWN = 15_000, 60_000
"""Municipalities below are small, above large, in the table of opening hours."""

SOURCES = (
    "SCB: population per municipality (secondary copy), municipal boundaries (CC0)",
    "GeoNames: places with position and population (CC BY 4.0)",
    "Socialstyrelsen: statistics on medicines 2023",
    "Sveriges Apoteksförening, TLV, Riksrevisionen: numbers of pharmacies",
    "The project's own estimates, marked as such in each table",
)


@cache
def reference_table(name: str) -> Table:
    """A table of the reference network, by file name without ending."""
    path = files("beredd.content") / "networks" / "sweden" / f"{name}.csv"
    return parse_table(f"sweden/{name}.csv", path.read_text(encoding="utf-8"))


@cache
def reference_settings() -> dict[str, float]:
    """Numbers from which the reference tables' missing cells are made, by name."""
    table = reference_table("settings")
    return dict(zip(table.keys("name"), map(float, table.text("value")), strict=True))


def reference_base() -> dict[str, Any]:
    """Every field of the reference network that is not derived from others."""
    base = _places() | _groups() | _distribution()
    base |= _articles(base)
    base |= _pharmacies(base)
    base["name"] = "sweden"
    base["dormant_prescriptions"] = int(reference_settings()["dormant_prescriptions"])
    base["estimated"] = {
        name: round(reference_table(name).share_estimated(), 3)
        for name in ("counties", "owners", "ecommerce", "distributors", "sites", "groups")
    } | {"municipalities": round(6 / 9, 3), "pharmacies": 1.0, "articles": 1.0}
    base["estimated_by_county"] = np.ones(len(base["county_code"]))
    base["sources"] = SOURCES
    return base


@cache
def reference_network() -> Network:
    """The network `sweden`."""
    return assemble(reference_base(), reference_settings())


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


def _places() -> dict[str, Any]:
    counties, towns = reference_table("counties"), reference_table("municipalities")
    county_code = counties.keys("county_code")
    county_of = towns.reference("county_code", county_code, "counties.csv")
    population = towns.integer("population", 1, 10**8)
    return {
        "county_code": county_code,
        "county_name": counties.text("county"),
        "county_letter": counties.text("letter"),
        "municipality_code": towns.keys("municipality_code"),
        "municipality_name": towns.text("municipality"),
        "municipality_county": county_of.astype(np.int16),
        "municipality_population": population,
        "municipality_lat": towns.number("lat", 50, 75),
        "municipality_lon": towns.number("lon", 5, 30),
        "municipality_age_share": age_shares(counties.number("share_65plus", 0, 1), county_of, population),
        "prescriber_minutes": prescriber_minutes(population),
    }


def prescriber_minutes(population: np.ndarray) -> np.ndarray:
    """Minutes a day in which prescribers can be phoned, (M,) int32."""
    per_1000 = reference_settings()["prescriber_minutes_per_1000"]
    return np.maximum(np.round(population * per_1000 / 1000), 15).astype(np.int32)


def _groups() -> dict[str, Any]:
    groups = reference_table("groups")
    group_id = groups.keys("group_id")
    return {
        "group_id": group_id,
        "group_name_sv": groups.text("name_sv"),
        "group_name_en": groups.text("name_en"),
        "group_is_goods": groups.flag("is_goods"),
        "group_tier": groups.integer("tier", 0, 4).astype(np.int8),
        "group_pack_days": groups.integer("pack_days", 1, 3650).astype(np.int16),
        "group_people": groups.integer("people", 0, 10**9),
        "group_lines_per_person": groups.number("lines_per_person", 1, 20),
        "group_one_off_per_year": groups.integer("one_off_per_year", 0, 10**9),
        "group_age_weight": np.stack([groups.number(c, 0, 1000) for c in AGE_COLUMNS], axis=1),
        "group_pair": groups.reference("pair", group_id, "groups.csv", empty=-1).astype(np.int16),
        "group_is_cold": groups.flag("is_cold"),
        "group_is_narcotic": groups.flag("is_narcotic"),
    }


def _distribution() -> dict[str, Any]:
    distributors, sites = reference_table("distributors"), reference_table("sites")
    codes = reference_table("municipalities").keys("municipality_code")
    ids = distributors.keys("distributor_id")
    return {
        "distributor_id": ids,
        "distributor_name": distributors.text("distributor"),
        "site_id": sites.keys("site_id"),
        "site_name": sites.text("site"),
        "site_distributor": sites.reference("distributor_id", ids, "distributors.csv").astype(np.int8),
        "site_municipality": sites.reference("municipality_code", codes, "municipalities.csv").astype(np.int16),
    }


def _articles(base: dict[str, Any]) -> dict[str, Any]:
    """Articles by a Zipf law within each group; the largest articles first to the distributor that lacks most."""
    counts = reference_table("groups").integer("articles", 1, 10_000)
    exponent = reference_settings()["article_zipf_exponent"]
    group = np.repeat(np.arange(len(counts)), counts)
    rank = np.concatenate([np.arange(1, n + 1) for n in counts])
    share = rank ** -float(exponent)
    share = share / np.bincount(group, share)[group]
    lines = share * group_lines(base)[group]
    target = reference_table("distributors").number("share", 0, 1)
    target = target / target.sum()
    held = np.zeros(len(target))
    distributor = np.empty(len(group), dtype=np.int8)
    for article in np.lexsort((np.arange(len(group)), -lines)):
        chosen = int(np.argmax(target * (held.sum() + lines[article]) - held))
        distributor[article] = chosen
        held[chosen] += lines[article]
    return {"article_group": group.astype(np.int16), "article_share": share, "article_distributor": distributor}


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


def web_share_by_age() -> np.ndarray:
    """Share of each age band's lines that web pharmacies hand out, (A,)."""
    table = reference_table("web_customers")
    assert table.text("age_band") == AGE_BANDS
    return table.number("web_share", 0, 1)


def _pharmacies(base: dict[str, Any]) -> dict[str, Any]:
    """Shops where `placement` puts them, with owners dealt by size and hours by the size of the town; then the web."""
    shop_town, name_at, lat, lon, first = _shop_points(base)
    owners = reference_table("owners")
    owner_shops = owners.integer("shops", 0, 10_000)
    owner_of = deal(len(shop_town), owner_shops.astype(float))
    owner_name = owners.text("owner")
    code = base["municipality_code"]
    number = np.arange(len(shop_town)) - np.searchsorted(shop_town, shop_town) + 1
    ids = tuple(f"{code[m]}-{n:02d}" for m, n in zip(shop_town, number, strict=True))
    names = tuple(f"{owner_name[o]} {place} {n}" for o, place, n in zip(owner_of, name_at, number, strict=True))
    opens, closes = _shop_hours(ids, base["municipality_population"][shop_town], first)

    web = reference_table("ecommerce")
    web_town = web.reference("municipality_code", code, "municipalities.csv")
    web_owner = web.reference("owner_id", owners.keys("owner_id"), "owners.csv")
    web_share = owners.number("web_share", 0, 1)[web_owner]
    web_share = web_share / web_share.sum()
    web_opens = np.full((len(web), 7), 7, dtype=np.int8)
    web_closes = np.tile(np.array([22, 22, 22, 22, 22, 18, 18], dtype=np.int8), (len(web), 1))

    settings = reference_settings()
    pace = {k: settings[k] for k in ("lines_per_pharmacist_h", "capacity_over_mean_load")}
    lines = lines_by_place(base)
    on_web = web_share_by_age()
    shop_staff, attraction = staff_shops(
        shop_municipality=shop_town,
        opens=opens,
        closes=closes,
        size=0.75 + 0.5 * spread(*(f"{i}/size" for i in ids)),
        shop_lines_per_day=(lines * (1 - on_web)).sum(axis=1),
        **pace,
    )
    web_staff = staff_ecommerce(
        share=web_share, opens=web_opens, closes=web_closes, lines_per_day=float((lines * on_web).sum()), **pace
    )
    n_all = len(ids) + len(web)
    return {
        "owner_id": owners.keys("owner_id"),
        "owner_name": owner_name,
        "pharmacy_id": ids + web.keys("pharmacy_id"),
        "pharmacy_name": names + web.text("pharmacy"),
        "pharmacy_owner": np.concatenate((owner_of, web_owner)).astype(np.int16),
        "pharmacy_municipality": np.concatenate((shop_town, web_town)).astype(np.int16),
        "pharmacy_lat": np.concatenate((lat, base["municipality_lat"][web_town])),
        "pharmacy_lon": np.concatenate((lon, base["municipality_lon"][web_town])),
        "pharmacy_is_ecommerce": np.arange(n_all) >= len(ids),
        "pharmacy_attraction": np.concatenate((attraction, web_share)),
        "pharmacy_opens_h": np.concatenate((opens, web_opens)),
        "pharmacy_closes_h": np.concatenate((closes, web_closes)),
        "pharmacy_pharmacists": np.concatenate((shop_staff, web_staff)),
        "pharmacy_backup_power_h": np.full(n_all, settings["backup_power_h"], dtype=np.int16),
        "pharmacy_estimated": np.ones(n_all, dtype=bool),
    }


def _shop_points(base: dict[str, Any]):
    """Municipality, place name, position and whether it is its municipality's first, of each shop."""
    towns, places = reference_table("municipalities"), reference_table("places")
    area = towns.number("area_km2", 0, 1e6)
    place_town = places.reference("municipality_code", base["municipality_code"], "municipalities.csv")
    place_name = places.text("place")
    place_lat, place_lon = places.number("lat", 50, 75), places.number("lon", 5, 30)
    place_people = places.integer("population", 0, 10**8)
    start = np.searchsorted(place_town, np.arange(len(area) + 1))
    county_shops = reference_table("counties").integer("pharmacies", 0, 10_000)
    per_town = shops_per_municipality(county_shops, base["municipality_county"], base["municipality_population"])
    town, names, lat, lon, first = [], [], [], [], []
    for m, n_shops in enumerate(per_town):
        own = slice(start[m], start[m + 1])
        for k, n in enumerate(shops_per_place(int(n_shops), place_people[own])):
            if not n:
                continue
            place = start[m] + k
            y, x = points(
                place_lat[place],
                place_lon[place],
                n=int(n),
                people=float(place_people[place]),
                area_km2=float(area[m]),
                turn=float(spread(f"{base['municipality_code'][m]}/{place_name[place]}")[0]),
            )
            town += [m] * int(n)
            names += [place_name[place]] * int(n)
            first += [k == 0 and i == 0 for i in range(n)]
            lat.append(np.round(y, 5))
            lon.append(np.round(x, 5))
    return np.array(town), names, np.concatenate(lat), np.concatenate(lon), np.array(first)


def _shop_hours(ids: tuple[str, ...], town_population: np.ndarray, first: np.ndarray):
    """Opening and closing hour per weekday, (n, 7) int8 each, by exact shares of the table's patterns.

    The first shop of a municipality is never one of the shortest unless its town is small.
    """
    table = reference_table("opening_hours")
    week = np.stack(
        [
            np.stack(
                [table.integer(f"{day}_{edge}", 0, 24) for day in ("weekday",) * 5 + ("saturday", "sunday")], axis=1
            )
            for edge in ("opens", "closes")
        ]
    ).astype(np.int8)
    order = spread(*(f"{i}/hours" for i in ids)) + first
    pattern = np.empty(len(ids), dtype=np.int64)
    size = np.digitize(town_population, (SMALL_TOWN, LARGE_TOWN))
    for kind, column in enumerate(("share_small", "share_medium", "share_large")):
        own = np.flatnonzero(size == kind)
        seats = apportion(len(own), table.number(column, 0, 1), least=0)
        pattern[own[np.argsort(order[own], kind="stable")]] = np.repeat(np.arange(len(table)), seats)
    return week[0][pattern], week[1][pattern]
