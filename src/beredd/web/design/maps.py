"""Sweden as a choropleth in SVG: five classes, county letters, a triangle over the limit, legend and scale bar.

Everything visible hangs on CSS classes, so dark, print and forced colours follow the page. `data/sweden-map.json` is
made by tools/make_map.py.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beredd.figures.map import DATA
from beredd.figures.numbers import number, rounded_up

from .standalone import standalone_style

LEVELS = ("counties", "municipalities")
CLASS_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
LETTER_OFFSET = {"AB": (46, 30), "K": (0, 18), "U": (0, 12)}
"""Where a letter would collide with the shore or a neighbour: units to move it."""


@cache
def atlas() -> dict:
    """The map document."""
    return json.loads(DATA.read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class Classes:
    """Five classes with the lower bounds of the second to the fifth, and the limit that earns a triangle."""

    bounds: tuple[float, float, float, float]
    limit: float

    def of(self, value: float) -> int:
        """1..5."""
        return 1 + sum(value >= bound for bound in self.bounds)

    def labels(self) -> list[str]:
        """What the legend says, lowest class first."""
        b = [number(x) for x in self.bounds]
        return [
            _("under %(bound)s") % {"bound": b[0]},
            *(f"{low}–{high}" for low, high in pairwise(b)),
            _("%(bound)s och över") % {"bound": b[3]},
        ]


def classes_for(values: Sequence[float], limit: float | None = None) -> Classes:
    """Even classes with round bounds from the lowest to the highest value; the limit defaults to the top class."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    step = rounded_up((high - low) / 5, CLASS_STEPS)
    base = step * math.floor(low / step)
    if base + 5 * step < high:
        step = rounded_up(step * 1.001, CLASS_STEPS)
        base = step * math.floor(low / step)
    bounds = (base + step, base + 2 * step, base + 3 * step, base + 4 * step)
    return Classes(bounds=bounds, limit=bounds[3] if limit is None else limit)


def _triangle(x: int, y: int, size: int) -> str:
    return f"M{x} {y - size}L{x + size} {y + size * 3 // 4}H{x - size}z"


def choropleth(
    *,
    level: str,
    values: Mapping[str, float],
    classes: Classes,
    unit: str,
    title: str,
    description: str,
    selected: str = "",
    has_legend: bool = True,
    standalone: bool = False,
) -> SafeString:
    """The map as an `<svg>` element; areas without a value are marked as such.

    level      `counties` or `municipalities`
    values     code -> value; codes as SCB writes them (`01`, `0114`)
    unit       heading of the legend, e.g. "Per 10 000"
    """
    document = atlas()
    shapes = document[level]
    fine = level == "municipalities"
    drawn, marks = [], []
    for code, shape in shapes.items():
        value = values.get(code)
        step = classes.of(value) if value is not None else None
        text = number(value) if value is not None else _("uppgift saknas")
        drawn.append(
            {
                "code": code,
                "d": shape["d"],
                "css": ("fine " if fine else "") + (f"q{step}" if step else "none"),
                "label": f"{shape['name']}: {text}",
            }
        )
        over = value is not None and value >= classes.limit
        dx, dy = LETTER_OFFSET.get(shape.get("letter", ""), (0, 0))
        x, y = shape["x"] + dx, shape["y"] + dy
        if not fine:
            marks.append(
                {
                    "letter": shape["letter"],
                    "x": x,
                    "y": y + (52 if over else 20),
                    "triangle": _triangle(x, y - 22, 26) if over else "",
                    "css": "hi" if step and step >= 4 else "",
                }
            )
        elif over:
            marks.append({"letter": "", "triangle": _triangle(x, y, 11), "css": "mark"})
    return render_to_string(
        "design/map.html",
        {
            "areas": drawn,
            "marks": marks,
            "counties": document["counties"] if fine else None,
            "coast": "".join(county["d"] for county in document["counties"].values()),
            "selected": shapes.get(selected, {}).get("d", ""),
            "width": document["width"],
            "height": document["height"],
            "bar_x": document["width"] - 640,
            "bar_y": document["height"] - 60,
            "km": 200,
            "half": round(100_000 / document["metres_per_unit"]),
            "title": title,
            "description": description,
            "unit": unit,
            "legend": [
                {"step": i + 1, "y": 70 + i * 74, "text_y": 112 + i * 74, "label": label}
                for i, label in enumerate(classes.labels())
            ]
            if has_legend
            else [],
            "over_y": 70 + 5 * 74,
            "over_text_y": 112 + 5 * 74,
            "over_triangle": _triangle(45, 70 + 5 * 74 + 28, 20),
            "over_label": _("över gräns %(limit)s") % {"limit": number(classes.limit)},
            "standalone": standalone,
            "style": standalone_style() if standalone else "",
        },
    )
