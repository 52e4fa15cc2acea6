"""SVG built as a tree of elements, so that text from anywhere is escaped; and the stylesheet of a drawing alone."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

STYLE = Path(__file__).parent / "style"
"""tokens.css and figures.css: also the site's."""
NAMESPACE = "http://www.w3.org/2000/svg"
LINE_PX = 20
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Svg(str):
    """A drawing as text. Pages put it in as it stands: everything in it was escaped when it was built."""

    __slots__ = ()

    def __html__(self) -> "Svg":
        return self


def node(tag: str, attributes: Mapping[str, Any] | None = None, *inside: Element | str) -> Element:
    """An element; attributes that are None or empty are left out, floats have two decimals."""
    element = Element(tag)
    for name, value in (attributes or {}).items():
        if value is not None and value != "":
            element.set(name, _clean(f"{value:.2f}" if isinstance(value, float) else str(value)))
    for one in inside:
        if isinstance(one, str):
            element.text = (element.text or "") + _clean(one)
        else:
            element.append(one)
    return element


def written(root: Element) -> Svg:
    """The drawing as text."""
    return Svg(ElementTree.tostring(root, encoding="unicode"))


def sheet(
    figure: Element,
    *,
    size: tuple[float, float],
    title: str,
    alt: str,
    key: Sequence[tuple[str, str, str]] = (),
    foot: Sequence[str] = (),
) -> Svg:
    """A drawing that needs nothing else: heading, figure of so many px, what each line is, and where it comes from.

    key    (class of the colour, class of the dash, words) per line
    foot   sentences under the figure
    """
    width, height = size
    across = int(width / 6.6)
    heading = textwrap.wrap(title, max(int(width / 10), 20)) or [""]
    root = node("svg", {"xmlns": NAMESPACE, "role": "img", "aria-label": f"{title}. {alt}"})
    root.extend((node("title", {}, title), node("desc", {}, alt), node("style", {}, style())))
    ground = node("rect", {"class": "ground"})
    root.append(ground)
    at = 10.0
    for line in heading:
        at += LINE_PX
        root.append(node("text", {"class": "sheet-head", "x": 20, "y": at}, line))
    root.append(node("g", {"transform": f"translate(20 {at + 14:.0f})"}, figure))
    at += height + 32
    for css, dash, words in key:
        mark = node("g", {"class": css}, node("path", {"class": dash, "d": f"M20 {at:.0f}h40"}))
        root.append(node("g", {"class": "chart"}, mark))
        for line in textwrap.wrap(words, across - 9) or [""]:
            root.append(node("text", {"class": "sheet-text", "x": 72, "y": at + 5}, line))
            at += LINE_PX
    at += 8
    for line in (part for text in foot for part in textwrap.wrap(text, across)):
        root.append(node("text", {"class": "sheet-text", "x": 20, "y": at + 5}, line))
        at += LINE_PX
    box = f"{width + 40:.0f}", f"{at:.0f}"
    for element in (root, ground):
        element.set("width", box[0])
        element.set("height", box[1])
    root.set("viewBox", f"0 0 {box[0]} {box[1]}")
    return written(root)


@cache
def style() -> str:
    """figures.css as drawing programs take it: the light theme's values in place of custom properties, px for rem."""
    tokens = (STYLE / "tokens.css").read_text(encoding="utf-8")
    values = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", tokens.split("@media", 1)[0]))
    css = re.sub(r"/\*.*?\*/", "", (STYLE / "figures.css").read_text(encoding="utf-8"), flags=re.S)
    while "var(" in css:
        css = re.sub(r"var\((--[\w-]+)\)", lambda found: values[found[1]], css)
    css = re.sub(r"(\d*\.?\d+)rem", lambda found: f"{16 * float(found[1]):g}px", css)
    return re.sub(r"\s+", " ", css).replace("<", "").strip()


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
