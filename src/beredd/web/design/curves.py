"""Curves in SVG with an interval band, a baseline, a limit and a "now" line; text stays its size at every width."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from beredd.figures.numbers import number, rounded_up

from .standalone import standalone_style

TOP, BOTTOM = 9.0, 86.0
"""Where the plot begins and ends, per cent of the chart's height; the rest is for text."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One line: the median at each x, and the interval where there are replicates."""

    label: str
    median: Sequence[float]
    low: Sequence[float] = field(default_factory=tuple)
    high: Sequence[float] = field(default_factory=tuple)
    is_baseline: bool = False


@dataclass(frozen=True, kw_only=True)
class Scale:
    """From values to per cent of the drawing."""

    last_x: float
    top: float

    def x(self, value: float) -> float:
        return 100.0 * value / self.last_x if self.last_x else 0.0

    def y(self, value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * value / self.top

    def line(self, values: Sequence[float], *, reverse: bool = False) -> str:
        points = [f"{self.x(i):.2f} {self.y(v):.2f}" for i, v in enumerate(values)]
        return " ".join(reversed(points) if reverse else points)


def curve_chart(
    *,
    curves: Sequence[Curve],
    description: str,
    ticks: Sequence[tuple[float, str]],
    unit: str = "",
    top: float | None = None,
    limit: tuple[float, str] | None = None,
    now: float | None = None,
    now_label: str = "",
    low: bool = False,
    title: str = "",
    standalone: bool = False,
    names_apart: bool = False,
) -> SafeString:
    """The chart as an `<svg>` element.

    curves        all of the same length; x counts from 0
    description   alternative text: shape, extremes, where the table is
    ticks         (x, label) under the axis
    top           the axis' end where it is given (100 for per cent); else the next round number
    names_apart   each name where its curve is farthest from the others: for short names of curves that cross
    """
    last_x = max((len(c.median) for c in curves), default=1) - 1
    peak = max((max((*c.median, *c.high), default=0.0) for c in curves), default=0.0)
    if top is None:
        highest = max(peak, limit[0] if limit else 0.0) * 1.02
        end = rounded_up(highest)
        top = next(t for t in (0.6 * end, 0.8 * end, end) if highest <= t * (1 + 1e-9))
    scale = Scale(last_x=last_x, top=top)
    # Grid lines at numbers one would say: a fifth of 50,000, a quarter of 60,000 is not.
    parts = next((n for n in (4, 5, 3) if abs(top / n - rounded_up(top / n)) < 1e-9 * top), 4)
    grid = []
    for i in range(1, parts + 1):
        y = scale.y(top * i / parts)
        grid.append({"y": f"{y:.2f}", "label": number(top * i / parts), "text_y": f"{y - 1.5:.2f}"})
    grid[-1]["label"] += f" {unit}" if unit else ""
    drawn, labels = [], []
    styled = 0
    for curve in curves:
        if not curve.is_baseline:
            styled += 1
        has_band = len(curve.low) == len(curve.median) > 0 and tuple(curve.low) != tuple(curve.high)
        drawn.append(
            {
                "is_baseline": curve.is_baseline,
                "css": "" if curve.is_baseline else f"c{styled}",
                "dash": "" if curve.is_baseline else f"d{styled}",
                "d": "M" + scale.line(curve.median),
                "band": f"M{scale.line(curve.high)} {scale.line(curve.low, reverse=True)}z" if has_band else "",
                "high": "M" + scale.line(curve.high) if has_band else "",
                "low": "M" + scale.line(curve.low) if has_band else "",
            }
        )
        css = "" if curve.is_baseline else f"c{styled}"
        labels.append(
            _lone_label(curve, curves, scale, css, labels) if names_apart else _label(curve, scale, css, labels)
        )
    return render_to_string(
        "design/curve.html",
        {
            "grid": grid,
            "bottom": f"{BOTTOM:.1f}",
            "top": f"{TOP:.1f}",
            "curves": drawn,
            "labels": labels,
            "ticks": [{"x": f"{scale.x(x):.2f}", "label": label, "css": _anchor(x, last_x)} for x, label in ticks],
            "limit": _limit(limit, scale) if limit else None,
            "now": f"{scale.x(now):.2f}" if now is not None else "",
            "now_label": now_label,
            "now_css": "end" if now is not None and now > 0.85 * last_x else "",
            "low": low,
            "title": title,
            "description": description,
            "standalone": standalone,
            "style": standalone_style() if standalone else "",
        },
    )


def _anchor(x: float, last_x: float) -> str:
    """First label to the right of its place, last to the left, the others on it."""
    return "end" if x >= last_x * 0.98 else "mid" if x > last_x * 0.02 else ""


def _limit(limit: tuple[float, str], scale: Scale) -> dict[str, str]:
    y = scale.y(limit[0])
    return {"y": f"{y:.2f}", "text_y": f"{y - 2:.2f}", "label": limit[1]}


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


def _label(curve: Curve, scale: Scale, css: str, taken: list[dict]) -> dict:
    """The curve's name: beside its far slope, under a trough, near a baseline's end; clear of the others."""
    values = curve.median
    last = max(len(values) - 1, 0)
    peak = max(range(len(values)), key=values.__getitem__, default=0)
    trough = min(range(len(values)), key=values.__getitem__, default=0)
    is_trough = not curve.is_baseline and bool(values) and min(values[0], values[-1]) > 0.6 * values[peak]
    is_trough = is_trough and values[peak] < 1.15 * max(values[0], values[-1])
    at: float
    if curve.is_baseline:
        at = round(0.7 * last)
    elif is_trough:
        at = trough
    else:
        at = _crossing(values, peak, 0.72, 1)
        if scale.x(at) > 66:
            at = _crossing(values, peak, 0.72, -1)
    x = scale.x(at)
    near = round(at)
    y = scale.y(max([values[near], *(curve.high[near : near + 1])]) if values else 0.0) - 2.5
    if not curve.is_baseline and not is_trough and at != near:
        y = scale.y(0.72 * values[peak]) - 2.5
    if curve.is_baseline and y < 14:
        y += 12
    if is_trough:
        y = scale.y(min([values[near], *(curve.low[near : near + 1])])) + 10
    is_left = x > 60 or (at < peak and x > 34)
    x += -1.5 if is_left else 1.5
    while any(abs(y - t["at_y"]) < 8 and abs(x - t["at_x"]) < 45 for t in taken):
        y += 8 if is_trough else -8
    y = max(y, 12.0)
    return {"x": f"{x:.2f}", "y": f"{y:.2f}", "at_x": x, "at_y": y, "css": css, "text": curve.label, "end": is_left}


def _lone_label(curve: Curve, curves: Sequence[Curve], scale: Scale, css: str, taken: list[dict]) -> dict:
    """The curve's name where it is farthest from the other curves and from the names there, on the free side."""
    others = [c for c in curves if c is not curve]
    last = max(len(curve.median) - 1, 1)
    best, found = -1.0, {"x": 0.0, "y": 0.0}
    for i in range(round(0.06 * last), round(0.96 * last) + 1):
        x, here = scale.x(i), scale.y(curve.median[i])
        above = min((here - y for c in others if (y := scale.y(c.median[i])) <= here), default=99.0)
        below = min((y - here for c in others if (y := scale.y(c.median[i])) > here), default=99.0)
        for y, room in ((here - 3.0, min(above, here - TOP)), (here + 9.0, min(below, BOTTOM - here))):
            apart = min((max(abs(x - t["at_x"]) / 4.0, abs(y - t["at_y"]) / 9.0) for t in taken), default=9.0)
            score = min(room, 16.0) + 0.2 * min(above, below, 16.0) + 8.0 * min(apart, 1.2)
            if score > best:
                best, found = score, {"x": x, "y": y}
    x, y = found["x"], found["y"]
    return {"x": f"{x:.2f}", "y": f"{y:.2f}", "at_x": x, "at_y": y, "css": css, "text": curve.label, "end": x > 90}
