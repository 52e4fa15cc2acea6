"""The stylesheet that goes inside a downloaded SVG: figures.css with the light theme's values written in.

Drawing programs do not know CSS custom properties, so each `var(--x)` becomes its value.
"""

from beredd.figures.svg import STYLE as STATIC
from beredd.figures.svg import style as standalone_style

__all__ = ["STATIC", "standalone_style"]
