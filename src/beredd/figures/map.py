"""Sweden as a choropleth: five classes, county letters, a triangle over the limit, legend and scale bar.

Everything visible hangs on CSS classes, so dark, print and forced colours follow the page. `data/sweden-map.json` is
made by tools/make_map.py.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple
from xml.etree.ElementTree import Element

from beredd.figures.figure import Figure
from beredd.figures.numbers import number, rounded_up
from beredd.figures.projection import sweref99tm
from beredd.figures.svg import node
from beredd.wording import say

DATA = Path(__file__).parent / "data" / "sweden-map.json"
Level = Literal["counties", "municipalities"]
LEVELS: tuple[Level, ...] = ("counties", "municipalities")
CLASS_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
LETTER_OFFSET = {"AB": (46, 30), "K": (0, 18), "U": (0, 12)}
"""Where a letter would collide with the shore or a neighbour: units to move it."""
ALONE_WIDTH_PX = 640.0
MARGIN = 14
ROW, SWATCH = 74, 56
"""From one line of the legend to the next, and how high its swatch is, in the map's units."""


@cache
def atlas() -> dict[str, Any]:
    """The map document."""
    return json.loads(DATA.read_text(encoding="utf-8"))


def level_of(codes: Sequence[str]) -> Level | None:
    """The map that codes as SCB writes them (`01`, `0114`) belong to; None where they belong to none."""
    return next((level for level in LEVELS if set(codes) & set(atlas()[level])), None)


@dataclass(frozen=True, kw_only=True)
class Classes:
    """Five classes with the lower bounds of the second to the fifth, and a limit that is marked where it has a name.

    limit        the value from which an area is marked with a triangle
    limit_name   what is passed there, such as "beredskapsgräns"; without a name nothing is marked
    """

    bounds: tuple[float, float, float, float]
    limit: float = math.inf
    limit_name: str = ""

    def is_over(self, value: float) -> bool:
        """Whether the value has reached a limit that has a name."""
        return bool(self.limit_name) and value >= self.limit

    def of(self, value: float) -> int:
        """1..5."""
        return 1 + sum(value >= bound for bound in self.bounds)

    def labels(self) -> list[str]:
        """What the legend says, lowest class first."""
        b = [number(x) for x in self.bounds]
        between = [f"{low}–{high}" for low, high in pairwise(b)]
        return [say("figures.under", bound=b[0]), *between, say("figures.and-over", bound=b[3])]


def classes_for(values: Sequence[float]) -> Classes:
    """Even classes with round bounds from the lowest to the highest value."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    step = rounded_up((high - low) / 5, CLASS_STEPS)
    base = step * math.floor(low / step)
    if base + 5 * step < high:
        step = rounded_up(step * 1.001, CLASS_STEPS)
        base = step * math.floor(low / step)
    bounds = (base + step, base + 2 * step, base + 3 * step, base + 4 * step)
    return Classes(bounds=bounds)


class Spot(NamedTuple):
    """A place that is marked on the map with a round spot."""

    lat: float
    lon: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Map(Figure):
    """A column of the table on the map, one row per area; areas without a row or value are marked as such.

    code, value   columns; codes as SCB writes them. Shares are drawn in per cent
    unit          heading of the legend, e.g. "Per 10 000"
    selected      code of the area that is outlined
    spots         places that are marked

    Where the table's rows have links, areas lead to them: by pointer, and by arrow keys from the one that can be
    tabbed to (static/design/figures.js). Without script the table's own links do.
    """

    code: str
    value: str
    level: Level
    classes: Classes
    unit: str
    selected: str = ""
    spots: Sequence[Spot] = ()
    ids: str = "omrade"
    """What the ids of its areas begin with: two maps on a page differ in it."""
    is_read: bool = False
    """A page says under it what the area under pointer, finger or focus is."""

    def _values(self) -> dict[str, float]:
        scale = 100.0 if self.table.column(self.value).kind == "percent" else 1.0
        pairs = zip(self.table.values(self.code), self.table.values(self.value), strict=True)
        return {code: scale * value for code, value in pairs if value is not None}

    def _inline(self, low: bool) -> Element:
        width, height = atlas()["width"] + 2 * MARGIN, atlas()["height"] + 2 * MARGIN
        root = node(
            "svg",
            {
                "class": "map",
                "viewBox": f"{-MARGIN} {-MARGIN} {width} {height}",
                "role": "group" if self._links else "img",
                "aria-label": f"{self.title}. {self.alt}",
            },
        )
        root.extend(self._drawn(self._links))
        return root

    @property
    def _links(self) -> dict[str, str]:
        """Code -> where its area leads."""
        rows = zip(self.table.values(self.code), self.table.rows, strict=True)
        return {code: row.link for code, row in rows if row.link}

    def _alone(self) -> tuple[Element, tuple[float, float]]:
        scale = ALONE_WIDTH_PX / (atlas()["width"] + 2 * MARGIN)
        moved = f"scale({scale:.5f}) translate({MARGIN} {MARGIN})"
        height = scale * (atlas()["height"] + 2 * MARGIN)
        return node("g", {"class": "map", "transform": moved}, *self._drawn()), (ALONE_WIDTH_PX, height)

    def _drawn(self, links: Mapping[str, str] | None = None) -> list[Element]:
        document, values = atlas(), self._values()
        shapes, is_fine = document[self.level], self.level == "municipalities"
        drawn = [node("path", {"class": "coast", "d": "".join(c["d"] for c in document["counties"].values())})]
        marks = []
        for code, shape in shapes.items():
            value = values.get(code)
            area = self._area(shape, value, is_fine=is_fine)
            if links and code in links:
                first = self.selected if self.selected in links else next(iter(links))
                area = self._link(area, code, links[code], shape, value, is_first=code == first)
            drawn.append(area)
            marks += self._marks(shape, value, is_fine=is_fine)
        if is_fine:
            drawn += [node("path", {"class": "border", "d": county["d"]}) for county in document["counties"].values()]
        if chosen := shapes.get(self.selected):
            drawn += [node("path", {"class": css, "d": chosen["d"]}) for css in ("sel", "sel-in")]
        return [*drawn, *marks, *map(_spot, self.spots), *self._legend(), _scale_bar(document)]

    def _area(self, shape: dict, value: float | None, *, is_fine: bool) -> Element:
        css = "none" if value is None else f"q{self.classes.of(value)}"
        return node(
            "path",
            {"class": f"area fine {css}" if is_fine else f"area {css}", "d": shape["d"]},
            node("title", {}, self._says(shape, value)),
        )

    def _says(self, shape: dict, value: float | None) -> str:
        """`Jämtlands län: 4,2`."""
        return f"{shape['name']}: {say('figures.no-value') if value is None else number(value)}"

    def _link(
        self, area: Element, code: str, address: str, shape: dict, value: float | None, *, is_first: bool
    ) -> Element:
        """One stop for the tab key on the whole map."""
        place = {"data-code": code, "data-x": shape["x"], "data-y": shape["y"], "tabindex": 0 if is_first else -1}
        named = {"id": f"{self.ids}-{code}", "href": address, "aria-label": self._says(shape, value)}
        return node("a", named | place, area)

    def _marks(self, shape: dict, value: float | None, *, is_fine: bool) -> list[Element]:
        """A county's letter and, over the limit, a triangle."""
        is_over = value is not None and self.classes.is_over(value)
        dx, dy = LETTER_OFFSET.get(shape.get("letter", ""), (0, 0))
        x, y = shape["x"] + dx, shape["y"] + dy
        if is_fine:
            return [node("path", {"class": "over mark", "d": _triangle(x, y, 11)})] if is_over else []
        css = "hi" if value is not None and self.classes.of(value) >= 4 else ""
        marks = [node("path", {"class": f"over {css}".rstrip(), "d": _triangle(x, y - 22, 26)})] if is_over else []
        return [*marks, node("text", {"x": x, "y": y + (52 if is_over else 20), "class": css}, shape["letter"])]

    def _legend(self) -> list[Element]:
        found = [node("text", {"class": "key b", "x": 0, "y": 46}, self.unit)]
        labels = self.classes.labels()
        if name := self.classes.limit_name:
            labels.append(say("figures.over-limit", name=name, limit=number(self.classes.limit)))
        for step, label in enumerate(labels):
            y = 70 + step * ROW
            found.append(_swatch(min(step + 1, 5), y))
            if step == 5:
                found.append(node("path", {"class": "over hi", "d": _triangle(45, y + SWATCH // 2, 20)}))
            found.append(node("text", {"class": "key", "x": 112, "y": y + 42}, label))
        return found


def _spot(spot: Spot) -> Element:
    """In the map's units, of SWEREF 99 TM as the outlines are."""
    document = atlas()
    east, north = sweref99tm(spot.lon, spot.lat)
    x, y = (east - document["west_m"]), (document["north_m"] - north)
    unit = document["metres_per_unit"]
    return node(
        "circle", {"class": "spot", "cx": round(x / unit), "cy": round(y / unit), "r": 9}, node("title", {}, spot.label)
    )


def _swatch(step: int, y: int) -> Element:
    return node("rect", {"class": f"swatch q{step}", "x": 0, "y": y, "width": 90, "height": SWATCH})


def _triangle(x: int, y: int, size: int) -> str:
    return f"M{x} {y - size}L{x + size} {y + size * 3 // 4}H{x - size}z"


def _scale_bar(document: dict) -> Element:
    half = round(100_000 / document["metres_per_unit"])
    return node(
        "g",
        {"transform": f"translate({document['width'] - 640} {document['height'] - 60})"},
        node("rect", {"class": "rule f", "width": half, "height": 18}),
        node("rect", {"class": "rule", "x": half, "width": half, "height": 18}),
        node("text", {"class": "key", "x": -8, "y": -18}, "0"),
        node("text", {"class": "key", "x": half, "y": -18}, "100"),
        node("text", {"class": "key", "x": 2 * half, "y": -18}, "200 km"),
    )
