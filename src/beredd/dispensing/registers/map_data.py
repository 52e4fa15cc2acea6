"""Pharmacies in map data: Overpass JSON and GeoJSON with `amenity=pharmacy`, with any output of geometry."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from beredd.dispensing.registers.entries import UNKNOWN_HOURS, Entry
from beredd.dispensing.registers.hours import week_hours
from beredd.dispensing.registers.sweref import is_sweref, to_degrees
from beredd.intake import Fault, FileRefused, cell, find_identity_number, is_phone_column
from beredd.intake.identity import SHORTEST, texts_in
from beredd.wording import Sentence

OUR_NUMBERS = ("id", "osm_id", "@id", "uid", "changeset", "version", "timestamp", "nodes", "ref", "members", "fid")
"""Keys whose numbers belong to the map, not to people."""
ABROAD = {"+45": "Denmark", "+47": "Norway", "+358": "Finland", "+298": "the Faroes", "+49": "Germany"}
_HSTORE = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*(?:"((?:[^"\\]|\\.)*)"|NULL)')

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def is_map_data(value: Any) -> bool:
    """Whether a JSON value is an Overpass answer, GeoJSON, or a list of features one a line."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, dict) and one.get("type") == "Feature" for one in value)
    if not isinstance(value, dict):
        return False
    return isinstance(value.get("elements", value.get("features")), list) or value.get("type") == "Feature"


def kind_of(value: Any) -> str:
    """`overpass` or `geojson`."""
    return "overpass" if isinstance(value, dict) and isinstance(value.get("elements"), list) else "geojson"


def entries_of(name: str, value: Any) -> list[Entry]:
    """One entry for each element or feature; refused when one holds a personal identity number."""
    if kind_of(value) == "overpass":
        return list(_overpass_entries(name, value))
    features = value if isinstance(value, list) else value.get("features", [value])
    if not features:
        raise FileRefused(faults=[Fault(name, Sentence("registers.no-features"), Sentence("registers.map-data"))])
    return [_geojson_entry(name, n, feature) for n, feature in enumerate(features, start=1)]


def _overpass_entries(name: str, value: dict[str, Any]) -> Iterator[Entry]:
    if remark := value.get("remark"):
        found = Sentence("registers.remark", remark=str(remark)[:200])
        raise FileRefused(faults=[Fault(name, found, Sentence("registers.whole-answer"))])
    elements = value["elements"]
    if not elements:
        raise FileRefused(faults=[Fault(name, Sentence("registers.no-elements"), Sentence("registers.map-data"))])
    parts = _parts(elements)
    for n, item in enumerate(elements, start=1):
        is_whole = isinstance(item, dict)
        where = f"{item.get('type', 'element')}/{item['id']}" if is_whole and "id" in item else f"element {n}"
        _refuse_identity_numbers(name, where, item)
        if not is_whole:
            yield Entry(where=where, drop="not an object")
            continue
        tags = item.get("tags")
        if not (isinstance(tags, dict) and tags) and item.get("type") in ("node", "way", "relation"):
            continue  # a corner or side of something else
        entry = _entry(where, tags if isinstance(tags, dict) else {})
        entry.lat, entry.lon = _middle(_corners(item, parts)) or (None, None)
        entry.id = entry.id or (where if "id" in item else "")
        yield entry


def _parts(elements: list[Any]) -> dict[tuple[str, Any], dict[str, Any]]:
    """(type, id) -> the element whose position is given, for those that refer to it."""
    parts: dict[tuple[str, Any], dict[str, Any]] = {}
    for item in elements:
        if isinstance(item, dict) and isinstance(item.get("id"), int | str):
            key = (str(item.get("type")), item["id"])
            if "lat" in item or "nodes" in item or "geometry" in item or key not in parts:
                parts[key] = item
    return parts


def _corners(item: dict[str, Any], parts: dict, depth: int = 0) -> list[Point]:
    """What is known of an element's position: itself, its middle, its box, its line, its parts."""
    if point := _point(item):
        return [point]
    if isinstance(item.get("center"), dict) and (point := _point(item["center"])):
        return [point]
    if isinstance(line := item.get("geometry"), list) and (points := [p for p in map(_point, line) if p]):
        return points
    if isinstance(box := item.get("bounds"), dict):
        low, high = _pair(box.get("minlat"), box.get("minlon")), _pair(box.get("maxlat"), box.get("maxlon"))
        if low and high:
            return [low, high]
    points = []
    if isinstance(nodes := item.get("nodes"), list):
        for node in nodes:
            if isinstance(node, int | str) and (part := parts.get(("node", node))) and (point := _point(part)):
                points.append(point)
    if isinstance(members := item.get("members"), list) and depth < 3:
        for member in members:
            if not isinstance(member, dict):
                continue
            own = _corners(member, parts, depth + 1)
            ref = member.get("ref")
            if not own and isinstance(ref, int | str):
                part = parts.get((str(member.get("type")), ref))
                own = _corners(part, parts, depth + 1) if part is not None and part is not item else []
            points += own
    return points


def _middle(points: Iterable[Point]) -> Point | None:
    """The middle of the box around some points, None without any."""
    points = list(points)
    if not points:
        return None
    lats, lons = zip(*points, strict=True)
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def _point(item: Any) -> Point | None:
    return _pair(item.get("lat"), item.get("lon")) if isinstance(item, dict) else None


def _pair(lat: Any, lon: Any) -> Point | None:
    lat, lon = _number(lat), _number(lon)
    return None if lat is None or lon is None else (lat, lon)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _geojson_entry(name: str, n: int, item: Any) -> Entry:
    properties = item.get("properties") if isinstance(item, dict) else None
    tags = _all_tags(properties) if isinstance(properties, dict) else {}
    given = [item.get("id")] if isinstance(item, dict) else []
    given += [tags.get("@id"), tags.get("full_id")]
    # A number is the place in the file or the exporting program's own count, which the next file begins anew.
    id_ = next((one for one in given if isinstance(one, str) and one and not one.isdigit()), "")
    where = id_ or f"feature {n}"
    _refuse_identity_numbers(name, where, item)
    if not isinstance(item, dict):
        return Entry(where=where, drop="not an object")
    entry = _entry(where, tags)
    entry.lat, entry.lon = _middle(_coordinates(item.get("geometry"))) or (None, None)
    entry.id = entry.id or id_
    return entry


def _all_tags(properties: dict[str, Any]) -> dict[str, Any]:
    """A feature's properties, with the tags that some programs put into one of them."""
    tags = dict(properties)
    for key in ("tags", "other_tags", "all_tags"):
        inner = tags.get(key)
        if isinstance(inner, str):
            inner = _tags_in_text(inner)
        if isinstance(inner, dict):
            tags = {**inner, **{k: v for k, v in tags.items() if v not in (None, "")}}
    return tags


def _tags_in_text(text: str) -> dict[str, Any]:
    """Tags in PostgreSQL's hstore form, as GDAL writes them, or in JSON."""
    if "=>" in text:
        return {key: re.sub(r"\\(.)", r"\1", value) for key, value in _HSTORE.findall(text[:20_000])}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _coordinates(geometry: Any) -> list[Point]:
    """Every corner of a geometry or collection of geometries, degrees; SWEREF 99 TM is converted."""
    points: list[Point] = []
    waiting = [geometry]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [value.get("coordinates"), value.get("geometries")]
        elif isinstance(value, list):
            if len(value) >= 2 and (pair := _pair(value[1], value[0])):
                east, north = sorted((pair[0], pair[1]))
                points.append(to_degrees(north, east) if is_sweref(north, east) else pair)
            else:
                waiting += value
    return points


def _refuse_identity_numbers(name: str, where: str, item: Any) -> None:
    for key, text in texts_in(item):
        last = key.rsplit(".", 1)[-1]
        if last in OUR_NUMBERS or key.startswith("geometry") or len(text) < SHORTEST:
            continue
        if find_identity_number(text, is_phone=is_phone_column(last)):
            fault = Fault(name, Sentence("intake.person"), Sentence("intake.no-persons"), column=f"{where}, {last}")
            raise FileRefused(faults=[fault])


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
    entry.drop = _why_not(text, entry.name)
    if not entry.name:
        entry.name = f"Apotek {where}"
        entry.doubts.append("no name")
    try:
        entry.hours, aside = week_hours(text.get("opening_hours", ""))
        if aside:
            entry.doubts.append(f"of the opening hours {'; '.join(aside)!r} is left aside")
    except ValueError:
        entry.hours = UNKNOWN_HOURS
        hours = cell(text["opening_hours"]).in_("en")
        entry.doubts.append(f"opening hours {hours} are not understood and are estimated")
    return entry


def _why_not(text: dict[str, str], name: str) -> str:
    """Why something on the map is no Swedish pharmacy for prescriptions, empty where it is one."""
    if text.get("amenity") != "pharmacy":
        return "not tagged amenity=pharmacy"
    if text.get("addr:country", "SE").upper() not in {"SE", "SWE", "SVERIGE", "SWEDEN"}:
        return f"in another country: addr:country {text['addr:country']!r}"
    if "apteekki" in name.casefold():
        return "named as a pharmacy in Finland (apteekki)"
    phone = re.sub(r"^00", "+", re.sub(r"[^+0-9]", "", text.get("phone") or text.get("contact:phone") or ""))
    for prefix, country in ABROAD.items():
        if phone.startswith(prefix):
            return f"a telephone number of {country} ({prefix})"
    if text.get("dispensing") == "no":
        return "dispenses no prescriptions (dispensing=no)"
    if text.get("veterinary") in {"yes", "only"}:
        return "a pharmacy for animals (veterinary)"
    if "yes" in (text.get("disused"), text.get("abandoned"), text.get("demolished")):
        return "no longer in use (disused or abandoned)"
    return ""
