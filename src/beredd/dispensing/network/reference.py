"""The reference network `sweden`, built from the tables in the package by code alone: same tables, same network."""

from functools import cache
from typing import Any

import numpy as np

from beredd.dispensing.network.assembly import assemble, site_throughput
from beredd.dispensing.network.assortment import reference_articles
from beredd.dispensing.network.completion import (
    UNKNOWN,
    age_shares,
    complete_pharmacies,
    group_lines,
    prescriber_minutes,
)
from beredd.dispensing.network.model import CUSTOMERS, MOST_PACK_DAYS, Network
from beredd.dispensing.network.package_tables import AGE_COLUMNS, reference_settings, reference_table
from beredd.dispensing.network.placement import deal, points, shops_per_municipality, shops_per_place, spread

SOURCES = (
    "SCB: population per municipality (secondary copy), municipal boundaries (CC0)",
    "GeoNames: places with position and population (CC BY 4.0)",
    "Socialstyrelsen: statistics on medicines 2023",
    "Sveriges Apoteksförening, TLV, Riksrevisionen: numbers of pharmacies",
    "The project's own estimates, marked as such in each table",
)


def reference_base() -> dict[str, Any]:
    """Every field of the reference network that is not derived from others; a dict of the caller's own."""
    return dict(_reference_base())


@cache
def _reference_base() -> dict[str, Any]:
    base = _places() | _groups() | _distribution()
    base |= reference_articles(base, group_lines(base))
    base |= _pharmacies(base)
    base |= complete_pharmacies(base)
    base["name"] = "sweden"
    base["dormant_prescriptions"] = int(reference_settings()["dormant_prescriptions"])
    base["estimated"] = {
        name: round(reference_table(name).share_estimated(), 3)
        for name in ("counties", "owners", "ecommerce", "distributors", "sites", "groups", "suppliers")
    } | {
        "municipalities": round(6 / 9, 3),
        "pharmacies": 1.0,
        "articles": reference_table("assortment").share_estimated(),
    }
    base["estimated_by_county"] = np.ones(len(base["county_code"]))
    base["sources"] = SOURCES
    for value in base.values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return base


@cache
def reference_network() -> Network:
    """The network `sweden`."""
    return assemble(reference_base(), reference_settings())


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


def _groups() -> dict[str, Any]:
    groups = reference_table("groups")
    group_id = groups.keys("group_id")
    return {
        "group_id": group_id,
        "group_name_sv": groups.text("name_sv"),
        "group_name_en": groups.text("name_en"),
        "group_is_goods": groups.flag("is_goods"),
        "group_tier": groups.integer("tier", 0, 4).astype(np.int8),
        "group_pack_days": groups.integer("pack_days", 1, MOST_PACK_DAYS).astype(np.int16),
        "group_people": groups.integer("people", 0, 10**9),
        "group_lines_per_person": groups.number("lines_per_person", 1, 20),
        "group_one_off_per_year": groups.integer("one_off_per_year", 0, 10**9),
        "group_age_weight": np.stack([groups.number(c, 0, 1000) for c in AGE_COLUMNS], axis=1),
        "group_pair": groups.reference("pair", group_id, "groups.csv", empty=-1).astype(np.int16),
        "group_is_cold": groups.flag("is_cold"),
        "group_is_narcotic": groups.flag("is_narcotic"),
        "group_is_animal": groups.word("customers", CUSTOMERS) == 1,
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
    } | site_throughput(sites)


def _pharmacies(base: dict[str, Any]) -> dict[str, Any]:
    """Shops where `placement` puts them, with owners dealt by size and hours by the size of the town; then the web."""
    shop_town, name_at, lat, lon = _shop_points(base)
    owners = reference_table("owners")
    owner_shops = owners.integer("shops", 0, 10_000)
    owner_of = deal(len(shop_town), owner_shops.astype(float))
    owner_name = owners.text("owner")
    code = base["municipality_code"]
    number = np.arange(len(shop_town)) - np.searchsorted(shop_town, shop_town) + 1
    ids = tuple(f"{code[m]}-{n:02d}" for m, n in zip(shop_town, number, strict=True))
    names = tuple(f"{owner_name[o]} {place} {n}" for o, place, n in zip(owner_of, name_at, number, strict=True))
    web = reference_ecommerce(code)
    n_shops, n_all = len(ids), len(ids) + len(web["pharmacy_id"])
    web_share = owners.number("web_share", 0, 1)[web["pharmacy_owner"]]
    return {
        "owner_id": owners.keys("owner_id"),
        "owner_name": owner_name,
        "pharmacy_id": ids + web["pharmacy_id"],
        "pharmacy_name": names + web["pharmacy_name"],
        "pharmacy_owner": np.concatenate((owner_of, web["pharmacy_owner"])).astype(np.int16),
        "pharmacy_municipality": np.concatenate((shop_town, web["pharmacy_municipality"])).astype(np.int16),
        "pharmacy_lat": np.concatenate((lat, base["municipality_lat"][web["pharmacy_municipality"]])),
        "pharmacy_lon": np.concatenate((lon, base["municipality_lon"][web["pharmacy_municipality"]])),
        "pharmacy_is_ecommerce": np.arange(n_all) >= n_shops,
        "pharmacy_attraction": np.concatenate((np.full(n_shops, np.nan), web_share)),
        "pharmacy_opens_h": np.full((n_all, 7), UNKNOWN, dtype=np.int8),
        "pharmacy_closes_h": np.full((n_all, 7), UNKNOWN, dtype=np.int8),
        "pharmacy_pharmacists": np.full(n_all, UNKNOWN, dtype=np.int16),
        "pharmacy_backup_power_h": np.full(n_all, reference_settings()["backup_power_h"], dtype=np.int16),
        "pharmacy_estimated": np.ones(n_all, dtype=bool),
    }


def reference_ecommerce(municipality_code: tuple[str, ...]) -> dict[str, Any]:
    """The e-commerce pharmacies: id, name, row of the owner in the reference owners, row of the municipality."""
    web, owners = reference_table("ecommerce"), reference_table("owners")
    return {
        "pharmacy_id": web.keys("pharmacy_id"),
        "pharmacy_name": web.text("pharmacy"),
        "pharmacy_owner": web.reference("owner_id", owners.keys("owner_id"), "owners.csv"),
        "pharmacy_municipality": web.reference("municipality_code", municipality_code, "municipalities.csv"),
    }


def _shop_points(base: dict[str, Any]):
    """Municipality, place name and position of each shop."""
    towns, places = reference_table("municipalities"), reference_table("places")
    area = towns.number("area_km2", 0, 1e6)
    place_town = places.reference("municipality_code", base["municipality_code"], "municipalities.csv")
    place_name = places.text("place")
    place_lat, place_lon = places.number("lat", 50, 75), places.number("lon", 5, 30)
    place_people = places.integer("population", 0, 10**8)
    start = np.searchsorted(place_town, np.arange(len(area) + 1))
    county_shops = reference_table("counties").integer("pharmacies", 0, 10_000)
    per_town = shops_per_municipality(county_shops, base["municipality_county"], base["municipality_population"])
    town, names, lat, lon = [], [], [], []
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
            lat.append(np.round(y, 5))
            lon.append(np.round(x, 5))
    return np.array(town), names, np.concatenate(lat), np.concatenate(lon)
