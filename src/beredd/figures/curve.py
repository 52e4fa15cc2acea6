"""Curves with an interval band, a baseline, a limit and a "now" line; text stays its size at every width."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from beredd.figures import labels
from beredd.figures.figure import Figure, Frame
from beredd.figures.labels import BOTTOM, TOP, Label, Scale, Series
from beredd.figures.numbers import number, rounded, rounded_up
from beredd.figures.svg import node

MOST_POINTS = 420
"""Points drawn per curve; a longer one is drawn at every n-th. The table and its file hold every one."""
SIZE_PX = 900.0, 360.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """One curve: the columns of the table that hold it.

    column     its values; shares are drawn in per cent
    interval   the column of its interval, if there is one
    words      what it is, in full, for a drawing that stands alone
    """

    label: str
    column: str
    interval: str = ""
    is_baseline: bool = False
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Curve(Figure):
    """Lines over one column of the table.

    x             the column along the axis, ascending
    ticks         (x, label) under the axis
    unit          stands at the topmost number
    top           the axis' end where it is given (100 for per cent); else the next round number
    limit         (value, label) of a line to read against
    now           (x, label) of a line that says where one is; without a label pages draw it, files do not
    says_x        how a place on the axis is said, `{x}` standing for it; empty: the axis is hours, said as a moment
    is_between    values between the points are read off the line; else the nearest point is read
    names_apart   each name where its curve is farthest from the others: for short names of curves that cross
    is_read       a page says beside it what the curves are at the "now" line, which then has no label of its own, and
                  under pointer, finger and keys (static/design/figures.js)
    """

    x: str
    lines: Sequence[Line]
    ticks: Sequence[tuple[float, str]] = ()
    unit: str = ""
    top: float | None = None
    limit: tuple[float, str] | None = None
    now: tuple[float, str] | None = None
    says_x: str = ""
    is_between: bool = False
    names_apart: bool = False
    is_read: bool = False

    @cached_property
    def _series(self) -> list[Series]:
        """What is drawn: every n-th point of each line, as far as the line has values."""
        every = -(-len(self.table.rows) // MOST_POINTS) or 1
        xs = self.table.values(self.x)
        found, styled = [], 0
        for line in self.lines:
            scale = 100.0 if self.table.column(line.column).kind == "percent" else 1.0
            values = self.table.values(line.column)
            ends = self.table.values(line.interval) if line.interval else [None] * len(values)
            rows = [row for row in zip(xs, values, ends, strict=True) if row[1] is not None][::every]
            has_band = any(end is not None and end[0] != end[1] for _x, _value, end in rows)
            styled += not line.is_baseline
            found.append(
                Series(
                    label=line.label,
                    x=[x for x, _value, _end in rows],
                    median=[scale * value for _x, value, _end in rows],
                    low=[scale * (end or (value,))[0] for _x, value, end in rows] if has_band else [],
                    high=[scale * (end or (value,))[-1] for _x, value, end in rows] if has_band else [],
                    is_baseline=line.is_baseline,
                    is_estimate=self.table.column(line.column).kind == "estimate",
                    number=0 if line.is_baseline else styled,
                )
            )
        return found

    @cached_property
    def _scale(self) -> Scale:
        xs = self.table.values(self.x) or [0.0]
        top = self.top
        if top is None:
            peak = max((max((*one.median, *one.high), default=0.0) for one in self._series), default=0.0)
            highest = max(peak, self.limit[0] if self.limit else 0.0) * 1.02
            end = rounded_up(highest)
            top = next(t for t in (0.6 * end, 0.8 * end, end) if highest <= t * (1 + 1e-9))
        return Scale(first_x=xs[0], last_x=xs[-1], top=top)

    def _inline(self, low: bool) -> Element:
        root = node("svg", {"class": "chart low" if low else "chart", "role": "img", "aria-label": self.alt})
        root.extend(self._drawn(Frame()))
        if self.is_read:
            root.set("id", f"figur-{self.name}")
            root.set("data-read", json.dumps(self._values(), ensure_ascii=False, separators=(",", ":")))
        return root

    def _values(self) -> dict[str, Any]:
        """What is drawn, for the script that reads it out."""
        inner = sorted(self._series, key=lambda one: one.is_baseline)
        lines = [
            {"name": one.label, "values": [self._told(value, one.is_estimate) for value in one.median]} for one in inner
        ]
        told = {"name": self.name, "unit": self.unit, "at": self.says_x, "between": self.is_between}
        return told | {"x": [_short(x) for x in self._series[0].x], "lines": lines}

    def _told(self, value: float, is_estimate: bool) -> float | int:
        return rounded(value) if is_estimate else _short(value)

    def _alone(self) -> tuple[Element, tuple[float, float]]:
        width, height = SIZE_PX
        return node("g", {"class": "chart"}, *self._drawn(Frame(width=width, height=height))), SIZE_PX

    def _key(self) -> list[tuple[str, str, str]]:
        pairs = zip(self._series, self.lines, strict=True)
        return [
            ("", "base", line.words) if one.is_baseline else (f"c{one.number}", f"ser d{one.number}", line.words)
            for one, line in pairs
            if line.words
        ]

    def _drawn(self, frame: Frame) -> list[Element]:
        scale, grid = self._scale, self._grid()
        lines = frame.lines()
        for y, _label in grid:
            lines.append(_level("grid", y, frame))
        lines.append(_level("axis", BOTTOM, frame))
        for one in self._series:
            lines.append(_curve(one, scale, frame))
        if self.limit:
            lines.append(_level("limit", scale.y(self.limit[0]), frame))
        if self.now and (self.now[1] or frame.width is None):
            x = frame.x(scale.x(self.now[0]))
            ends = {"y1": frame.y(TOP), "y2": frame.y(BOTTOM)}
            lines.append(node("line", {"class": "nowl", "x1": x, "x2": x, **ends}))
        return [lines, *self._texts(frame, grid)]

    def _grid(self) -> list[tuple[float, str]]:
        """Grid lines at numbers one would say: a fifth of 50,000, a quarter of 60,000 is not."""
        top = self._scale.top
        parts = next((n for n in (4, 5, 3) if abs(top / n - rounded_up(top / n)) < 1e-9 * top), 4)
        grid = [(self._scale.y(top * i / parts), number(top * i / parts)) for i in range(1, parts + 1)]
        grid[-1] = grid[-1][0], f"{grid[-1][1]} {self.unit}".rstrip()
        return grid

    def _texts(self, frame: Frame, grid: list[tuple[float, str]]) -> list[Element]:
        scale = self._scale
        texts = [_text("", 0, y - 1.5, label, frame) for y, label in grid]
        texts += [_text(_anchor(scale.x(x)), scale.x(x), 96, label, frame) for x, label in self.ticks]
        if self.limit:
            texts.append(_text("limit end", 100, scale.y(self.limit[0]) - 2, self.limit[1], frame))
        if self.now and self.now[1] and not (self.is_read and frame.width is None):
            x = scale.x(self.now[0])
            texts.append(_text("b end" if x > 85 else "b", x, 7, self.now[1], frame))
        taken: list[Label] = []
        if self.limit:
            width = labels.WIDTH_OF_LETTER * len(self.limit[1])
            taken.append(Label(x=100, y=scale.y(self.limit[0]) - 2, is_end=True, width=width))
        for one in self._series:
            place = (
                labels.apart(one, self._series, scale, taken) if self.names_apart else labels.beside(one, scale, taken)
            )
            taken.append(place)
            css = "b" if one.is_baseline else "lab"
            text = _text(f"{css} end" if place.is_end else css, place.x, place.y, one.label, frame)
            texts.append(node("g", {"class": "b" if one.is_baseline else f"c{one.number}"}, text))
        return texts


def _short(value: float) -> float | int:
    """As many decimals as a reader has use for."""
    return round(value) if abs(value) >= 100 or value == round(value) else round(value, 1)


def _curve(one: Series, scale: Scale, frame: Frame) -> Element:
    """A line, under it its band with a rim that is seen where colours are not."""
    group = node("g", {"class": "" if one.is_baseline else f"c{one.number}"})
    high, low = (_points(one.x, values, scale, frame) for values in (one.high, one.low))
    if high:
        around = f"M{' '.join(high)} {' '.join(reversed(low))}z"
        group.append(node("path", {"class": "baseband" if one.is_baseline else "band", "d": around}))
        if not one.is_baseline:
            group.extend(node("path", {"class": "rim", "d": "M" + " ".join(edge)}) for edge in (high, low))
    css = "base" if one.is_baseline else f"ser d{one.number}"
    group.append(node("path", {"class": css, "d": "M" + " ".join(_points(one.x, one.median, scale, frame))}))
    return group


def _points(xs: Sequence[float], values: Sequence[float], scale: Scale, frame: Frame) -> list[str]:
    if not values:
        return []
    return [f"{frame.x(scale.x(x)):.2f} {frame.y(scale.y(v)):.2f}" for x, v in zip(xs, values, strict=True)]


def _level(css: str, y: float, frame: Frame) -> Element:
    at = frame.y(y)
    return node("line", {"class": css, "x1": 0, "x2": frame.x(100.0), "y1": at, "y2": at})


def _text(css: str, x: float, y: float, text: str, frame: Frame) -> Element:
    return node("text", {"class": css, "x": frame.text_x(x), "y": frame.text_y(y)}, text)


def _anchor(x: float) -> str:
    """First label to the right of its place, last to the left, the others on it."""
    return "end" if x >= 98 else "mid" if x > 2 else ""
