"""A set as people read it: a map, tables by county and by pharmacy, and a file for a map program."""

from collections.abc import Mapping
from typing import Any

from beredd.dispensing.siting.question import METHODS
from beredd.figures import Column, Map, Table, classes_for, table_of
from beredd.figures.map import Spot
from beredd.figures.numbers import percent
from beredd.wording import say


def ways_table(found: Mapping[str, Any]) -> Table:
    """The set beside other ways to choose as many: who is near by road, and who of those without a car."""
    columns = [
        Column(key="method", label=say("siting.method"), kind="text"),
        Column(key="share_within_10_km", label=say("siting.within-10"), kind="percent", decimals=1),
        Column(key="share_within_20_km", label=say("siting.within-20"), kind="percent", decimals=1),
        Column(key="mean_km", label=say("siting.mean-km"), decimals=1),
        Column(key="share_without_car", label=say("siting.no-car"), kind="percent"),
    ]
    rows = [
        {**row, "method": str(METHODS[row["method"]]), "share_without_car": row["without_car"]["share_within"]}
        for row in ({"method": "exact", **found}, *found["compared"])
    ]
    return table_of("satt", say("siting.ways", count=found["count"]), columns, rows)


def county_table(found: Mapping[str, Any]) -> Table:
    """County by county: how many are chosen, who is near one by road and without a car."""
    columns = [
        Column(key="county", label=say("siting.county"), kind="text"),
        Column(key="county_code", kind="text"),
        Column(key="chosen", label=say("siting.chosen"), kind="count"),
        Column(key="people", label=say("siting.people"), kind="estimate"),
        Column(key="share_within", label=say("siting.within-reach", km=found["within_km"]), kind="percent"),
        Column(key="share_within_20_km", label=say("siting.within-20"), kind="percent"),
        Column(key="share_without_car", label=say("siting.no-car"), kind="percent"),
    ]
    return table_of("lan", say("siting.by-county"), columns, found["counties"])


def set_table(found: Mapping[str, Any]) -> Table:
    """Each chosen pharmacy, with where it stands and how many people are within reach of it."""
    columns = [
        Column(key="pharmacy", label=say("siting.pharmacy"), kind="text"),
        Column(key="pharmacy_id", label=say("siting.id"), kind="text"),
        Column(key="municipality", label=say("siting.municipality"), kind="text"),
        Column(key="county", label=say("siting.county"), kind="text"),
        Column(key="municipality_code", kind="text"),
        Column(key="county_code", kind="text"),
        Column(key="lat", decimals=5),
        Column(key="lon", decimals=5),
        Column(key="people_within", label=say("siting.people-within", km=found["within_km"]), kind="estimate"),
        Column(key="is_estimated", label=say("siting.place-estimated"), kind="truth"),
    ]
    return table_of("urval", say("siting.set", count=found["count"]), columns, found["chosen"])


def set_map(found: Mapping[str, Any]) -> Map:
    """Counties by the share of people within reach, with a spot for each chosen pharmacy."""
    table = county_table(found)
    shares = [100 * row["share_within"] for row in found["counties"]]
    worst = min(found["counties"], key=lambda row: row["share_within"])
    return Map(
        name="urvalskarta",
        title=say("siting.map-title", count=found["count"], km=found["within_km"]),
        alt=say(
            "siting.map-alt",
            whole=percent(found["people_covered"] / found["people"]),
            worst=worst["county"],
            share=percent(worst["share_within"]),
        ),
        table=table,
        code="county_code",
        value="share_within",
        level="counties",
        classes=classes_for(shares),
        unit=say("siting.map-unit", km=found["within_km"]),
        spots=tuple(
            Spot(row["lat"], row["lon"], f"{row['pharmacy']}, {row['municipality']}") for row in found["chosen"]
        ),
    )


def geojson(found: Mapping[str, Any]) -> dict[str, Any]:
    """The chosen pharmacies as a GeoJSON collection of points (RFC 7946), with what made them."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
                "properties": {key: value for key, value in row.items() if key not in ("lat", "lon")},
            }
            for row in found["chosen"]
        ],
        "provenance": found["provenance"],
    }
