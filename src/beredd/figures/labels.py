"""Where a curve's name stands: on its own curve, clear of the other names."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH_OF_LETTER = 3.1
"""Per cent of a chart that is 250 px wide, at most."""
TOP, BOTTOM = 9.0, 86.0
"""Where the plot begins and ends, per cent of the chart's height; the rest is for text."""
AXIS = 14.0
"""How far the numbers of the axis reach into the plot from the left, per cent, on a telephone."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """What is drawn of one line: its points, and its interval where there is one. `number` picks colour and dash."""

    label: str
    x: Sequence[float]
    median: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    is_baseline: bool = False
    is_estimate: bool = False
    number: int = 1


@dataclass(frozen=True, kw_only=True)
class Scale:
    """From values to per cent of the drawing."""

    first_x: float
    last_x: float
    top: float

    def x(self, value: float) -> float:
        """Per cent from the left."""
        return 100.0 * (value - self.first_x) / (self.last_x - self.first_x) if self.last_x > self.first_x else 0.0

    def y(self, value: float) -> float:
        """Per cent from above."""
        return BOTTOM - (BOTTOM - TOP) * value / self.top


@dataclass(frozen=True, kw_only=True)
class Label:
    """Where a name stands, per cent, and how wide it is at most, on a telephone; `is_end`: it ends there."""

    x: float
    y: float
    is_end: bool
    width: float = 0.0

    @property
    def ends(self) -> tuple[float, float]:
        """From where to where it reaches, per cent."""
        return (self.x - self.width, self.x) if self.is_end else (self.x, self.x + self.width)

    def clear_of(self, other: "Label") -> float:
        """How far apart two names are: from 1 on they do not touch."""
        gap = max(self.ends[0], other.ends[0]) - min(self.ends[1], other.ends[1])
        return max(gap / 4.0, abs(self.y - other.y) / 9.0)


def beside(one: Series, scale: Scale, taken: Sequence[Label]) -> Label:
    """Beside the far slope, under a trough, near a baseline's end; clear of the names already placed."""
    values = one.median
    last = max(len(values) - 1, 0)
    peak = max(range(len(values)), key=values.__getitem__, default=0)
    trough = min(range(len(values)), key=values.__getitem__, default=0)
    is_trough = not one.is_baseline and bool(values) and min(values[0], values[-1]) > 0.6 * values[peak]
    is_trough = is_trough and values[peak] < 1.15 * max(values[0], values[-1])
    at: float
    if one.is_baseline:
        at = round(0.7 * last)
    elif is_trough:
        at = trough
    else:
        at = _crossing(values, peak, 0.72, 1)
        if _x(one, at, scale) > 66:
            at = _crossing(values, peak, 0.72, -1)
    x, near = _x(one, at, scale), round(at)
    y = scale.y(max([values[near], *(one.high[near : near + 1])]) if values else 0.0) - 2.5
    if not one.is_baseline and not is_trough and at != near:
        y = scale.y(0.72 * values[peak]) - 2.5
    if one.is_baseline and y < 14:
        y += 12
    if is_trough:
        y = scale.y(min([values[near], *(one.low[near : near + 1])])) + 10
    is_left = x > 60 or (at < peak and x > 34)
    x = x - 1.5 if is_left else max(x + 1.5, AXIS)
    while any(abs(y - other.y) < 8 and abs(x - other.x) < 45 for other in taken):
        y += 8 if is_trough else -8
    return Label(x=x, y=max(y, 12.0), is_end=is_left)


def apart(one: Series, every: Sequence[Series], scale: Scale, taken: Sequence[Label]) -> Label:
    """Where the curve is farthest from the others and from the names there, on the free side."""
    others = [other for other in every if other is not one and other.median]
    last, width = max(len(one.median) - 1, 1), WIDTH_OF_LETTER * len(one.label)
    best, found = -math.inf, Label(x=0.0, y=12.0, is_end=False, width=width)
    for i in range(round(0.06 * last), min(round(0.96 * last) + 1, len(one.median))):
        x, here = scale.x(one.x[i]), scale.y(one.median[i])
        there = [scale.y(other.median[min(i, len(other.median) - 1)]) for other in others]
        above = min((here - y for y in there if y <= here), default=99.0)
        below = min((y - here for y in there if y > here), default=99.0)
        for y, room in ((here - 3.0, min(above, here - TOP)), (here + 9.0, min(below, BOTTOM - here))):
            label = Label(x=x, y=y, is_end=x + width > 100, width=width)
            clear = min((label.clear_of(other) for other in taken), default=9.0)
            score = min(room, 16.0) + 0.2 * min(above, below, 16.0) + 8.0 * min(clear, 1.2)
            # On another name or on the axis is worse than on a curve.
            score -= 100.0 * (max(1.0 - clear, 0.0) + (y > BOTTOM))
            if score > best:
                best, found = score, label
    return found


def _x(one: Series, at: float, scale: Scale) -> float:
    """Per cent from the left of a place between two points."""
    if not one.x:
        return 0.0
    low = min(int(at), len(one.x) - 1)
    high = min(low + 1, len(one.x) - 1)
    return scale.x(one.x[low] + (at - low) * (one.x[high] - one.x[low]))


def _crossing(values: Sequence[float], peak: int, share: float, step: int) -> float:
    """Where the line, followed from its peak forwards or backwards, falls through a share of the peak."""
    level = share * values[peak] if values else 0.0
    i = peak
    while 0 <= i + step < len(values):
        here, there = values[i], values[i + step]
        if there < level:
            return i + step * (here - level) / (here - there)
        i += step
    return float(peak)
