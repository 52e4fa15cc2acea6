"""CSV tables whose every complaint names file, row, column, what was found and what is allowed."""

import csv
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from beredd.dispensing.errors import NetworkError
from beredd.intake import as_number, has_two_readings, read_bytes, read_sheet, shown_name
from beredd.wording import Sentence


class Table:
    """One table with a header, read as text; typed columns on demand. Rows are counted as an editor shows them."""

    def __init__(
        self,
        name: str,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        row_number: Sequence[int] = (),
        decimal: str = ".",
    ):
        self.name = name
        self.header = tuple(header)
        self.rows = rows
        self.row_number = row_number or range(2, len(rows) + 2)
        self.decimal = decimal
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
            "network.wrong-cell", file=self.name, row=self.row_number[row], column=column, found=found, allowed=allowed
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
                raise self.wrong(
                    row, column, Sentence("network.a-name-that-occurs-once", row=self.row_number[seen[cell]])
                )
            seen[cell] = row
        return cells

    def number(self, column: str, low: float, high: float, *, empty: float | None = None) -> np.ndarray:
        """The column as float64 within low..high; `empty` stands in for an empty cell where that is allowed."""
        out = np.empty(len(self))
        allowed = Sentence("network.a-number", low=low, high=high)
        for row, text in enumerate(self.text(column)):
            if not text and empty is not None:
                out[row] = empty
                continue
            out[row] = self._number(text, low, high)
            if not low <= out[row] <= high:
                raise self.wrong(row, column, allowed)
        return out

    def _number(self, text: str, low: float, high: float) -> float:
        """The number in a cell; of two readings (59.330) the one with decimals, where the other is out of bounds."""
        value = as_number(text, decimal=self.decimal)
        if math.isnan(value) and has_two_readings(text):
            small = as_number(text.replace(",", "."), decimal=".")
            return small if low <= small <= high < abs(small) * 1000 else value
        return value

    def integer(self, column: str, low: int, high: int, *, empty: int | None = None) -> np.ndarray:
        """The column as int64 within low..high."""
        out = np.empty(len(self), dtype=np.int64)
        allowed = Sentence("network.a-whole-number", low=low, high=high)
        for row, text in enumerate(self.text(column)):
            if not text and empty is not None:
                out[row] = empty
                continue
            value = as_number(text, decimal=self.decimal)
            if not low <= value <= high or not value.is_integer():
                raise self.wrong(row, column, allowed)
            out[row] = int(value)
        return out

    def flag(self, column: str) -> np.ndarray:
        """The column as bool; 0 or 1."""
        return self.integer(column, 0, 1, empty=0).astype(bool)

    def word(self, column: str, words: Sequence[str]) -> np.ndarray:
        """The column as positions in `words`, int64; an empty cell is the first."""
        out = np.empty(len(self), dtype=np.int64)
        for row, cell in enumerate(self.text(column)):
            if cell and cell not in words:
                raise self.wrong(row, column, Sentence("network.words", words=words))
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
    """A table of the package from its CSV text."""
    header, *rows = csv.reader(text.splitlines())
    return Table(name, header, rows)


def read_table(path: Path) -> Table:
    """A table from a file that a person made, CSV or XLSX; rows longer than the header are refused."""
    name = shown_name(path)
    sheet = read_sheet(read_bytes(path, wanted=Sentence("network.a-table")), name=name)
    sheet.refuse_long_rows()
    seen: set[str] = set()
    for title in sheet.header:
        if title in seen:
            raise NetworkError("network.column-twice", file=name, found=title)
        seen.add(title)
    return Table(name, sheet.header, sheet.rows, row_number=sheet.number, decimal=sheet.decimal)
