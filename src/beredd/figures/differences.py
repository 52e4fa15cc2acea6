"""One line per row beside a line at zero: a difference with its interval, for what is set against doing nothing."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from beredd.figures.figure import Figure, Frame
from beredd.figures.numbers import rounded_up, signed
from beredd.figures.shares import ROW_PX, WIDTH_PX, Bar
from beredd.figures.svg import node

FROM, TO = 2.0, 96.0
"""Where the scale begins and ends, per cent of the width: the outermost numbers stand within the drawing."""
MOST_TICKS = 4


@dataclass(frozen=True, kw_only=True)
class Differences(Figure):
    """Rows of the table as differences, each with its interval.

    bars       one per row of the table, in its order
    point      column of the difference
    interval   column of the ends, None where there is none
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
        return [("c1", "ser", bar.words) for bar in self.bars if bar.words]

    def _rows(self) -> list[tuple[Bar, float, tuple[float, float] | None]]:
        """Bars with their numbers; an interval with an open end is none."""
        values = zip(self.bars, self.table.values(self.point), self.table.values(self.interval), strict=True)
        return [(bar, point, None if ends is None or None in ends else ends) for bar, point, ends in values]

    def _ticks(self) -> list[float]:
        """Even steps that hold zero, every difference and every end."""
        numbers = [0.0, *(n for _bar, point, ends in self._rows() for n in (point, *(ends or ())))]
        low, high = min(numbers), max(numbers)
        step = rounded_up(max(high - low, 1e-9) / MOST_TICKS)
        first, last = int(low // step), -int(-high // step)
        return [step * k for k in range(first, max(last, first + 1) + 1)]

    def _drawn(self, frame: Frame) -> list[Element]:
        ticks, height = self._ticks(), 100.0 / (len(self.bars) + 1)
        per_unit = (TO - FROM) / (ticks[-1] - ticks[0])

        def across(value: float) -> str:
            return frame.text_x(FROM + (value - ticks[0]) * per_unit)

        axis = frame.text_y(100 - 0.75 * height)
        drawn = []
        for tick in ticks:
            css = "axis" if tick == 0 else "grid"
            drawn.append(node("line", {"class": css, "x1": across(tick), "x2": across(tick), "y1": 0, "y2": axis}))
            text = {"class": "mid", "x": across(tick), "y": frame.text_y(100 - 0.2 * height)}
            drawn.append(node("text", text, signed(tick) if tick else "0"))
        for k, (bar, point, ends) in enumerate(self._rows()):
            y = frame.text_y(height * (k + 0.68))
            label = {"class": "lab", "x": 0, "y": frame.text_y(height * (k + 0.42))}
            row = node("g", {"class": "c1"}, node("text", label, f"{bar.name}: {bar.text}"))
            if ends is not None:
                row.append(
                    node("line", {"class": "ser", "x1": across(ends[0]), "x2": across(ends[1]), "y1": y, "y2": y})
                )
            row.append(node("circle", {"class": "dot", "cx": across(point), "cy": y, "r": 5}))
            drawn.append(row)
        return drawn
