"""Tables: each cell holds what is shown and what is raw, so that a page and a file of it never disagree."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from beredd.figures.numbers import MISSING, interval, number, percent, rounded, signed
from beredd.wording import say

Kind = Literal["text", "number", "count", "estimate", "percent", "signed", "truth", "interval", "percent-interval"]
"""What a column holds, raw:

text, number, signed   as it stands
count                  a number that is shown whole
estimate               a model's number, shown as far as it is known and whole unless `decimals` are given
percent                a share, 0..1
truth                  a truth value
interval               (low, high), or None; two columns in a file; percent-interval: of shares
"""
INTERVALS = ("interval", "percent-interval")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One value: the text a reader sees, and the value behind it."""

    shown: str
    raw: Any = None
    bar: tuple[float, float, float] | None = None
    """A bar beside the text: its length and where an interval begins and ends, per cent of the longest there is."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: `key` is its name in files, `label` what a page calls it. Without a label: in files only."""

    key: str
    label: str = ""
    kind: Kind = "number"
    decimals: int | None = None
    sort: str = ""
    """The name under which a page can be ordered by it; `descends` says which way, `link` the address that does so."""
    descends: bool = True
    link: str = ""
    is_filed: bool = True
    """False: what a figure draws and no file may give away."""

    @property
    def is_number(self) -> bool:
        """Whether its cells stand to the right."""
        return self.kind != "text"

    @property
    def keys(self) -> tuple[str, ...]:
        """The column's names in a file: two for an interval, `share_low` and `share_high` for `share_interval`."""
        if not self.is_filed:
            return ()
        if self.kind not in INTERVALS:
            return (self.key,)
        stem = self.key.removesuffix("interval")
        stem = f"{stem}_" if stem and not stem.endswith("_") else stem
        return f"{stem}low", f"{stem}high"

    def cell(self, raw: Any, shown: str | None = None, bar: tuple[float, float, float] | None = None) -> Cell:
        """A cell of this column; how the value is shown follows from its kind where it is not said."""
        return Cell(shown=self.text(raw) if shown is None else shown, raw=raw, bar=bar)

    def text(self, raw: Any) -> str:
        """The value as a reader sees it."""
        if self.kind in INTERVALS:
            return self._ends(raw)
        if raw is None:
            return "" if self.kind == "text" else MISSING
        if self.kind == "text":
            return str(raw)
        if self.kind == "truth":
            return say("figures.yes") if raw else say("figures.no")
        if self.kind == "count":
            return number(round(raw))
        if self.kind == "estimate":
            return number(rounded(raw, finest=10.0 ** -(self.decimals or 0)))
        if self.kind == "percent":
            return percent(raw, self.decimals or 0)
        return signed(raw, self.decimals) if self.kind == "signed" else number(raw, self.decimals)

    def _ends(self, raw: tuple[float, float] | None) -> str:
        """Both ends; nothing where there is no interval, which is also when there is one replicate."""
        if raw is None or raw[0] is None or raw[0] == raw[1]:
            return ""
        return interval(*raw, kind="percent" if self.kind == "percent-interval" else "number", decimals=self.decimals)

    def in_file(self, raw: Any) -> tuple[Any, ...]:
        """The cell's values in a file."""
        if not self.is_filed:
            return ()
        if self.kind in INTERVALS:
            return tuple(raw) if raw is not None else (None, None)
        return (raw,)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: a cell per column, the first of them its heading."""

    cells: Sequence[Cell]
    note: str = ""
    link: str = ""
    is_selected: bool = False
    place: str = ""
    """Code of the area that it is about, where a page marks an area on maps and in tables at once."""

    @property
    def head(self) -> str:
        """What the row is about."""
        return self.cells[0].shown


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of pages and files.

    first, every, most   a page shows every so-manieth row from the first on, and at most so many; files hold them all
    sort                 the column name (`Column.sort`) that it is ordered by
    """

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    first: int = 0
    every: int = 1
    most: int | None = None
    sort: str = ""

    def __post_init__(self):
        wrong = next((row for row in self.rows if len(row.cells) != len(self.columns)), None)
        if wrong is not None:
            raise ValueError(
                f"Table {self.name!r}: a row has {len(wrong.cells)} cells; it must have {len(self.columns)}."
            )

    @property
    def shown_columns(self) -> list[Column]:
        """The columns that a page shows."""
        return [column for column in self.columns if column.label]

    @property
    def shown_rows(self) -> list[tuple[Row, list[Cell]]]:
        """The rows that a page shows, each with its shown cells."""
        seen = [column.label != "" for column in self.columns]
        return [
            (row, [cell for cell, is_seen in zip(row.cells, seen, strict=True) if is_seen])
            for row in self.rows[self.first :: self.every][: self.most]
        ]

    @property
    def is_cut(self) -> bool:
        """Whether a page shows fewer rows than there are because they are many."""
        return self.most is not None and len(self.rows) > self.most

    def linked(self, *, sort: Callable[[str], str], row: Callable[[Any], str]) -> "Table":
        """The table with addresses: of the page ordered by a column, and of a row by the raw value of its heading."""
        columns = [replace(one, link=sort(one.sort)) if one.sort else one for one in self.columns]
        return replace(self, columns=columns, rows=[replace(one, link=row(one.cells[0].raw)) for one in self.rows])

    def cut(self, most: int | None) -> "Table":
        """The table of which a page shows at most so many rows."""
        return replace(self, most=most)

    def has(self, key: str) -> bool:
        """Whether there is such a column."""
        return any(column.key == key for column in self.columns)

    def column(self, key: str) -> Column:
        """A column by its key."""
        return next(column for column in self.columns if column.key == key)

    def values(self, key: str) -> list[Any]:
        """The raw values of a column."""
        at = [column.key for column in self.columns].index(key)
        return [row.cells[at].raw for row in self.rows]

    @property
    def header(self) -> list[str]:
        """The names of a file's columns."""
        return [key for column in self.columns for key in column.keys]

    @property
    def labels(self) -> list[str]:
        """What the columns of a file are called in the reader's language; a column for files only keeps its key."""
        found = []
        for column in (one for one in self.columns if one.is_filed):
            label = column.label or column.key
            if column.kind in INTERVALS:
                found += [say("figures.lowest", label=label), say("figures.highest", label=label)]
            else:
                found.append(label)
        return found

    def lines(self) -> Iterator[list[Any]]:
        """The rows of a file, raw."""
        for row in self.rows:
            pairs = zip(self.columns, row.cells, strict=True)
            yield [value for column, cell in pairs for value in column.in_file(cell.raw)]

    def records(self) -> list[dict[str, Any]]:
        """The rows of a file, raw, by column key."""
        return [dict(zip(self.header, line, strict=True)) for line in self.lines()]

    def data(self) -> dict[str, Any]:
        """The table for a document: JSON-ready, with what is shown and what is raw."""
        filed = [i for i, column in enumerate(self.columns) if column.is_filed]
        columns = [self.columns[i] for i in filed]
        return {
            "name": self.name,
            "caption": self.caption,
            "columns": [{"key": column.key, "label": column.label, "kind": column.kind} for column in columns],
            "rows": [
                {"note": row.note, "cells": [{"shown": row.cells[i].shown, "raw": row.cells[i].raw} for i in filed]}
                for row in self.rows
            ],
        }


def table_of(
    name: str, caption: str, columns: Sequence[Column], records: Sequence[Mapping[str, Any]], **how: Any
) -> Table:
    """A table of records by column key, each value shown after its column's kind; a Cell stands as it is."""
    rows = []
    for record in records:
        cells = [
            value if isinstance(value := record.get(column.key), Cell) else column.cell(value) for column in columns
        ]
        rows.append(
            Row(
                cells=cells,
                note=record.get("note", ""),
                link=record.get("link", ""),
                is_selected=record.get("is_selected", False),
                place=record.get("place", ""),
            )
        )
    return Table(name=name, caption=caption, columns=tuple(columns), rows=rows, **how)
