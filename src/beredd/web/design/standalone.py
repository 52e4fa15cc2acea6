"""The stylesheet that goes inside a downloaded SVG: figures.css with the light theme's values written in.

Drawing programs do not know CSS custom properties, so each `var(--x)` becomes its value.
"""

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "design"


@cache
def standalone_style() -> str:
    """CSS without custom properties, comments or at-rules."""
    tokens = (STATIC / "tokens.css").read_text(encoding="utf-8")
    light = tokens.split("@media", 1)[0]
    values = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", light))
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "figures.css").read_text(encoding="utf-8"), flags=re.S)
    while "var(" in css:
        css = re.sub(r"var\((--[\w-]+)\)", lambda found: values[found[1]], css)
    return re.sub(r"\s+", " ", css).replace("<", "").strip()
