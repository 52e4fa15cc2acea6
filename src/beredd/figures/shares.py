"""One line per row from 0 to 100 per cent: a share with its interval, or a span that has no share of its own."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from beredd.figures.figure import Figure, Frame
from beredd.figures.svg import node

WIDTH_PX, ROW_PX = 900.0, 46.0
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """How one row of the table is drawn: its short name, what stands beside it, and its words in full."""

    name: str
    text: str
    words: str = ""
    is_baseline: bool = False


@dataclass(frozen=True, kw_only=True)
class Shares(Figure):
    """Rows of the table as intervals in per cent.

    bars       one per row of the table, in its order
    point      column of the share, in per cent; a row without one is a dashed line
    interval   column of the ends
    """

    bars: tuple[Bar, ...]
    point: str
    interval: str

    def _inline(self, low: bool) -> Element:
        css = f"chart shares r{len(self.bars)}"
        root = node("svg", {"class": css, "role": "img", "aria-label": self.alt})
        root.extend(self._drawn(Frame()))
        return root

    def _alone(self) -> tuple[Element, tuple[float, float]]:
        size = WIDTH_PX, ROW_PX * (len(self.bars) + 1)
        return node("g", {"class": "chart shares"}, *self._drawn(Frame(width=size[0], height=size[1]))), size

    def _key(self) -> list[tuple[str, str, str]]:
        return [
            ("" if bar.is_baseline else f"c{k}", "base" if bar.is_baseline else f"ser d{k}", bar.words)
            for k, bar in enumerate(self.bars)
            if bar.words
        ]

    def _drawn(self, frame: Frame) -> list[Element]:
        height = 100.0 / (len(self.bars) + 1)
        axis = frame.text_y(100 - 0.75 * height)
        drawn = []
        for x in TICKS:
            at = frame.text_x(x)
            css = "" if x == 0 else "end" if x == 100 else "mid"
            text = f"{x} %" if x == 100 else str(x)
            drawn.append(node("line", {"class": "grid", "x1": at, "x2": at, "y1": 0, "y2": axis}))
            drawn.append(node("text", {"class": css, "x": at, "y": frame.text_y(100 - 0.2 * height)}, text))
        drawn.append(node("line", {"class": "axis", "x1": 0, "x2": frame.text_x(100), "y1": axis, "y2": axis}))
        values = zip(self.table.values(self.point), self.table.values(self.interval), strict=True)
        for k, (bar, (point, ends)) in enumerate(zip(self.bars, values, strict=True)):
            y = frame.text_y(height * (k + 0.68))
            css = "axis" if bar.is_baseline else "ser"
            label = node(
                "text",
                {"class": "b" if bar.is_baseline else "lab", "x": 0, "y": frame.text_y(height * (k + 0.42))},
                f"{bar.name}: {bar.text}",
            )
            row = node("g", {"class": "" if bar.is_baseline else f"c{k}"}, label)
            if ends is not None:
                low, high = (frame.text_x(end) for end in ends)
                css = css if point is not None else f"{css} d2"
                row.append(node("line", {"class": css, "x1": low, "x2": high, "y1": y, "y2": y}))
            if point is not None:
                row.append(node("circle", {"class": "dot", "cx": frame.text_x(point), "cy": y, "r": 5}))
            drawn.append(row)
        return drawn
