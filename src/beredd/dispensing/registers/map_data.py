"""Pharmacies in map data: Overpass JSON and GeoJSON with `amenity=pharmacy`."""

from typing import Any

from beredd.dispensing.errors import ImportRefused
from beredd.dispensing.registers.entries import UNKNOWN_HOURS, Entry
from beredd.dispensing.registers.hours import week_hours
from beredd.dispensing.registers.identity import find_identity_number, is_phone_column, texts_in

OUR_NUMBERS = ("id", "osm_id", "@id", "uid", "changeset", "version", "timestamp", "nodes", "ref", "members")
"""Keys whose numbers belong to the map, not to people."""


def is_map_data(value: Any) -> bool:
    """Whether a JSON value is an Overpass answer or a GeoJSON feature collection."""
    return isinstance(value, dict) and isinstance(value.get("elements", value.get("features")), list)


def entries_of(name: str, value: Any) -> list[Entry]:
    """One entry for each element or feature; refused when one holds a personal identity number."""
    overpass = isinstance(value.get("elements"), list)
    items = value["elements"] if overpass else value["features"]
    if not items:
        raise ImportRefused(f"{name}: the list of {'elements' if overpass else 'features'} is empty.")
    entries = []
    for n, item in enumerate(items, start=1):
        where = _where(item, n, overpass)
        _refuse_identity_numbers(name, where, item)
        if not isinstance(item, dict):
            entries.append(Entry(where=where, drop="not an object"))
            continue
        tags = item.get("tags") if overpass else item.get("properties")
        if isinstance(tags, dict) and isinstance(tags.get("tags"), dict):
            tags = tags | tags["tags"]
        entry = _entry(where, tags if isinstance(tags, dict) else {})
        lat, lon = _overpass_position(item) if overpass else _geojson_position(item)
        entry.lat, entry.lon = lat, lon
        entry.id = entry.id or where
        entries.append(entry)
    return entries


def _where(item: Any, n: int, overpass: bool) -> str:
    if isinstance(item, dict):
        if overpass and "id" in item:
            return f"{item.get('type', 'element')}/{item['id']}"
        if isinstance(item.get("id"), str) and item["id"]:
            return item["id"]
        properties = item.get("properties")
        if isinstance(properties, dict) and isinstance(properties.get("@id"), str):
            return properties["@id"]
    return f"{'element' if overpass else 'feature'} {n}"


def _refuse_identity_numbers(name: str, where: str, item: Any) -> None:
    for key, text in texts_in(item):
        last = key.rsplit(".", 1)[-1]
        if last in OUR_NUMBERS or key.startswith("geometry"):
            continue
        if len(text) >= 10 and find_identity_number(text, is_phone=is_phone_column(last)):
            raise ImportRefused(
                f"{name}, {where}, key {last}: holds a personal identity number. Nothing has been imported; remove "
                f"such numbers from the whole file first. Registers of pharmacies need none."
            )


def _entry(where: str, tags: dict[str, Any]) -> Entry:
    text = {key: str(value).strip() for key, value in tags.items() if isinstance(value, str | int | float)}
    entry = Entry(
        where=where,
        id=text.get("gln", ""),
        name=text.get("name") or text.get("brand") or text.get("operator") or "",
        owner=text.get("brand") or text.get("operator") or "",
        street=" ".join(filter(None, (text.get("addr:street"), text.get("addr:housenumber")))),
        postcode=text.get("addr:postcode", "").replace(" ", ""),
        city=text.get("addr:city", ""),
        municipality=text.get("addr:municipality") or text.get("kommun") or text.get("municipality_code") or "",
    )
    if text.get("amenity") != "pharmacy":
        entry.drop = "not tagged amenity=pharmacy"
    elif text.get("addr:country", "SE").upper() not in {"SE", "SWE", "SVERIGE", "SWEDEN"}:
        entry.drop = f"in another country: addr:country {text['addr:country']!r}"
    elif "apteekki" in entry.name.casefold():
        entry.drop = "named as a pharmacy in Finland (apteekki)"
    elif text.get("dispensing") == "no":
        entry.drop = "dispenses no prescriptions (dispensing=no)"
    elif text.get("veterinary") in {"yes", "only"}:
        entry.drop = "a pharmacy for animals (veterinary)"
    if not entry.name:
        entry.name = f"Apotek {where}"
        entry.doubts.append("no name")
    try:
        entry.hours = week_hours(text.get("opening_hours", ""))
    except (ValueError, KeyError):
        entry.hours = UNKNOWN_HOURS
        entry.doubts.append(f"opening hours {text['opening_hours']!r} are not understood and are estimated")
    return entry


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _overpass_position(item: dict[str, Any]) -> tuple[float | None, float | None]:
    at = item if "lat" in item else item.get("center")
    return (_number(at.get("lat")), _number(at.get("lon"))) if isinstance(at, dict) else (None, None)


def _geojson_position(item: dict[str, Any]) -> tuple[float | None, float | None]:
    """The point, or the middle of the corners of a line or polygon."""
    geometry = item.get("geometry")
    points: list[tuple[float, float]] = []

    def collect(value):
        if isinstance(value, list):
            if len(value) >= 2 and all(_number(v) is not None for v in value[:2]):
                points.append((float(value[0]), float(value[1])))
            else:
                for inner in value:
                    collect(inner)

    if isinstance(geometry, dict):
        collect(geometry.get("coordinates"))
    if not points:
        return None, None
    lons, lats = zip(*points, strict=True)
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
