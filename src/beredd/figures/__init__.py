"""Tables, curves, maps and shares, free of Django: for pages, files and documents, in the language that is spoken.

    table = table_of("dagar", "Dag för dag", [Column(key="day"), Column(key="people", label="Personer")], records)
    lines = [Line(label="Störning", column="people")]
    curve = Curve(name="utan", title="…", alt="…", table=table, x="day", lines=lines)
    curve.svg(), curve.standalone(), curve.png(), curve.data(), csv_text(curve.table)

A figure draws its table (docs/adr/0013).
"""

from beredd.figures.alphabet import alphabetical
from beredd.figures.curve import Curve, Line
from beredd.figures.differences import Differences
from beredd.figures.errors import FigureError
from beredd.figures.figure import Figure
from beredd.figures.map import Classes, Map, atlas, classes_for, level_of
from beredd.figures.origin import Origin
from beredd.figures.shares import Bar, Shares
from beredd.figures.table import Cell, Column, Row, Table, table_of

__all__ = [
    "Bar",
    "Cell",
    "Classes",
    "Column",
    "Curve",
    "Differences",
    "Figure",
    "FigureError",
    "Line",
    "Map",
    "Origin",
    "Row",
    "Shares",
    "Table",
    "alphabetical",
    "atlas",
    "classes_for",
    "level_of",
    "table_of",
]
