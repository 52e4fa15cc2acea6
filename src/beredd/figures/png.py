"""A drawing as pixels, by resvg: 1.4 MB, no fonts of its own, the same pixels for the same fonts on every machine."""

from functools import cache

import resvg_py

from beredd.figures.errors import FigureError

FAMILIES = (
    *("Noto Sans", "Liberation Sans", "DejaVu Sans", "Arial", "Helvetica", "Roboto", "Ubuntu", "FreeSans"),
    *("Segoe UI", "Open Sans", "Cantarell"),
)
"""Fonts with å, ä, ö and a minus sign that machines have; the first found is used where the drawing says sans-serif."""


def png_bytes(svg: str, *, zoom: float) -> bytes:
    """The drawing on white, so many pixels per px. FigureError where the machine has no font to write with."""
    family = _family()
    return bytes(_drawn(svg, family, zoom=zoom, background="#ffffff"))


def _drawn(svg: str, family: str, **how) -> bytes:
    return resvg_py.svg_to_bytes(svg_string=svg, font_family=family, sans_serif_family=family, **how)


@cache
def _family() -> str:
    """The first family that draws a letter."""
    blank = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"/>'
    letter = blank.replace("/>", '><text x="2" y="16" font-family="sans-serif" font-size="16">Å</text></svg>')
    for family in FAMILIES:
        if _drawn(letter, family) != _drawn(blank, family):
            return family
    raise FigureError("figures.no-font")
