"""CSV tables whose every complaint names file, row, column, what was found and what is allowed."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from beredd.dispensing.errors import NetworkError
from beredd.wording import Sentence


class Table:
    """One CSV file with a header, read as text; typed columns on demand. Rows are counted as an editor shows them."""

    def __init__(self, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]):
        self.name = name
        self.header = tuple(header)
        self.rows = rows
        self._columns = dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(header, ())

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, column: str) -> bool:
        return column in self._columns

    def has(self, *columns: str) -> bool:
        """Whether the table has all these columns."""
        return all(column in self for column in columns)

    def require(self, *columns: str) -> None:
        """Refuse a table that lacks one of the columns."""
        missing = [c for c in columns if c not in self._columns]
        if missing:
            raise NetworkError(
                "network.missing-column", file=self.name, missing=missing[0], found=self.header, needed=columns
            )

    def wrong(self, row: int, column: str, allowed: Sentence) -> NetworkError:
        """The complaint about one cell; `row` counts from 0 below the header."""
        found = self._columns[column][row]
        return NetworkError(
            "network.wrong-cell", file=self.name, row=row + 2, column=column, found=found, allowed=allowed
        )

    def text(self, column: str) -> tuple[str, ...]:
        """The column as it stands, without surrounding blanks."""
        self.require(column)
        return tuple(cell.strip() for cell in self._columns[column])

    def keys(self, column: str) -> tuple[str, ...]:
        """A column whose cells are present and different from each other."""
        cells = self.text(column)
        seen: dict[str, int] = {}
        for row, cell in enumerate(cells):
            if not cell:
                raise self.wrong(row, column, Sentence("network.a-name"))
            if cell in seen:
                raise self.wrong(row, column, Sentence("network.a-name-that-occurs-once", row=seen[cell] + 2))
            seen[cell] = row
        return cells

    def number(self, column: str, low: float, high: float, *, empty: float | None = None) -> np.ndarray:
        """The column as float64 within low..high; `empty` stands in for an empty cell where that is allowed."""
        out = np.empty(len(self))
        allowed = Sentence("network.a-number", low=low, high=high)
        for row, cell in enumerate(self.text(column)):
            if not cell and empty is not None:
                out[row] = empty
                continue
            try:
                out[row] = float(cell)
            except ValueError:
                raise self.wrong(row, column, allowed) from None
            if not low <= out[row] <= high:
                raise self.wrong(row, column, allowed)
        return out

    def integer(self, column: str, low: int, high: int, *, empty: int | None = None) -> np.ndarray:
        """The column as int64 within low..high."""
        out = np.empty(len(self), dtype=np.int64)
        allowed = Sentence("network.a-whole-number", low=low, high=high)
        for row, cell in enumerate(self.text(column)):
            if not cell and empty is not None:
                out[row] = empty
                continue
            try:
                out[row] = int(cell)
            except ValueError:
                raise self.wrong(row, column, allowed) from None
            if not low <= out[row] <= high:
                raise self.wrong(row, column, allowed)
        return out

    def flag(self, column: str) -> np.ndarray:
        """The column as bool; 0 or 1."""
        return self.integer(column, 0, 1, empty=0).astype(bool)

    def word(self, column: str, words: Sequence[str]) -> np.ndarray:
        """The column as positions in `words`, int64; an empty cell is the first."""
        out = np.empty(len(self), dtype=np.int64)
        for row, cell in enumerate(self.text(column)):
            if cell and cell not in words:
                raise self.wrong(row, column, " or ".join(words))
            out[row] = words.index(cell) if cell else 0
        return out

    def reference(self, column: str, keys: Sequence[str], where: str, *, empty: int | None = None) -> np.ndarray:
        """Row numbers in `keys` for each cell; `where` says which table the keys come from."""
        index = {key: i for i, key in enumerate(keys)}
        out = np.empty(len(self), dtype=np.int64)
        for row, cell in enumerate(self.text(column)):
            if not cell and empty is not None:
                out[row] = empty
            elif cell in index:
                out[row] = index[cell]
            else:
                few = (*keys[:6], "…") if len(keys) > 6 else keys
                raise self.wrong(row, column, Sentence("network.one-of", count=len(keys), file=where, few=few))
        return out

    def share_estimated(self) -> float:
        """Share of rows whose confidence does not begin with `found`; 1 when the table does not say."""
        if "confidence" not in self or not len(self):
            return 1.0
        return sum(not cell.startswith("found") for cell in self.text("confidence")) / len(self)


def parse_table(name: str, text: str) -> Table:
    """A table from CSV text; rows shorter or longer than the header are refused."""
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    if not rows:
        raise NetworkError("network.empty-file", file=name)
    header = [cell.strip().lstrip("\ufeff") for cell in rows[0]]
    twice = {h for h in header if header.count(h) > 1}
    if twice:
        raise NetworkError("network.column-twice", file=name, found=min(twice))
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise NetworkError("network.wrong-width", file=name, row=number, found=len(row), allowed=len(header))
    return Table(name, header, rows[1:])


def read_table(path: Path) -> Table:
    """A table from a file, UTF-8 with or without a byte-order mark."""
    try:
        return parse_table(str(path), path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise NetworkError("network.no-file", file=path) from None
    except UnicodeDecodeError as error:
        raise NetworkError("network.not-utf8", file=path, position=error.start) from None
