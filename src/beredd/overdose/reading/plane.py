"""A plane: one cell for every pair of factors, its value written in it and told by its shade."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from beredd.figures import Figure
from beredd.figures.figure import Frame
from beredd.figures.numbers import number
from beredd.figures.svg import node

SIZE_PX = 620.0, 380.0
LEFT, RIGHT, TOP, BOTTOM = 13.0, 100.0, 9.0, 80.0
"""Where the cells stand, per cent of the drawing."""
SHADES = (20.0, 40.0, 60.0, 80.0)
"""Per cent at which the next shade begins; from the fourth on it is dark and its text light."""
DARK = 4


@dataclass(frozen=True, kw_only=True)
class Plane(Figure):
    """Cells of the table: `down` grows upwards, `across` to the right; `value` is in per cent, None for no answer."""

    across: str
    down: str
    value: str
    across_title: str
    down_title: str
    missing: str = "–"

    def _inline(self, low: bool) -> Element:
        root = node("svg", {"class": "chart", "role": "img", "aria-label": self.alt})
        root.extend(self._drawn(Frame()))
        return root

    def _alone(self) -> tuple[Element, tuple[float, float]]:
        width, height = SIZE_PX
        return node("g", {"class": "chart"}, *self._drawn(Frame(width=width, height=height))), SIZE_PX

    def _drawn(self, frame: Frame) -> list[Element]:
        rows, columns = (sorted({*self.table.values(key)}) for key in (self.down, self.across))
        wide, high = (RIGHT - LEFT) / len(columns), (BOTTOM - TOP) / len(rows)
        lines = frame.lines()
        texts = [_text("", 0.0, 5.5, self.down_title, frame), _text("end", 100.0, 96.0, self.across_title, frame)]
        for k, row in enumerate(rows):
            texts.append(_text("", 0.0, BOTTOM - (k + 0.42) * high, _times(row), frame))
        for k, column in enumerate(columns):
            texts.append(_text("mid", LEFT + (k + 0.5) * wide, BOTTOM + 7.5, _times(column), frame))
        keys = (self.table.values(key) for key in (self.down, self.across, self.value))
        for row, column, value in zip(*keys, strict=True):
            x, y = LEFT + columns.index(column) * wide, BOTTOM - (rows.index(row) + 1) * high
            shade = 1 + sum(value is not None and value >= start for start in SHADES)
            place = {"x": frame.x(x), "y": frame.y(y), "width": frame.x(wide), "height": frame.y(high)}
            lines.append(node("rect", {"class": f"cell q{shade}", **place}))
            said = self.missing if value is None else f"{number(round(value))} %"
            css = "high" if shade >= DARK else "low"
            texts.append(_text(css, x + 0.5 * wide, y + 0.58 * high, said, frame))
        return [lines, *texts]


def _times(factor: float) -> str:
    return f"× {number(factor)}"


def _text(css: str, x: float, y: float, text: str, frame: Frame) -> Element:
    return node("text", {"class": css, "x": frame.text_x(x), "y": frame.text_y(y)}, text)
