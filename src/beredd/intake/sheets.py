"""Tables that people bring, CSV or XLSX, as one kind of sheet: a header and rows of text, counted as an editor does."""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from beredd.intake.cells import has_two_readings
from beredd.intake.errors import Fault, FileRefused
from beredd.intake.identity import SHORTEST, find_identity_number, is_phone_column
from beredd.intake.text import Limits, check_size, clean, decode
from beredd.wording import Sentence

DELIMITERS = ("\t", ";", "|", ",")
"""In this order where nothing else decides: a comma may be a decimal comma, a tab is hardly anything else."""
LOOKED_AT = 60
"""Rows from which the delimiter is told."""
TITLE_ROWS = 30
"""The header lies within so many rows; what stands above it is a title."""
MOST_UNPACKED = 300_000_000
BOMB_FROM, BOMB_TIMES = 10_000_000, 100
"""A part that unpacks to so many bytes and so many times its size is no table: workbooks shrink 5 to 30 times."""
MOST_WORKSHEETS = 50
_SEP = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """One table. Every row has as many cells as the header; surplus cells are counted in `too_long`.

    name       the file's name; `sheet` the worksheet's, empty for CSV
    number     the line or row at which each row begins, as an editor shows it; `header_row` that of the header
    decimal    the sign that decimals are written with, empty for a workbook, whose texts may have either
    too_long   position of a row -> how many filled cells it has beyond the header
    outside    (row, text) of cells beyond the header and above it
    notes      what was passed over
    """

    name: str
    header: tuple[str, ...]
    rows: list[list[str]]
    number: list[int]
    header_row: int = 1
    sheet: str = ""
    decimal: str = "."
    too_long: dict[int, int] = field(default_factory=dict)
    outside: tuple[tuple[int, str], ...] = ()
    notes: tuple[Sentence, ...] = ()

    def fault(self, row: int, column: str, found: Sentence, allowed: Sentence) -> Fault:
        """A fault at a row's number in this file and worksheet."""
        return Fault(self.name, found, allowed, row=row, column=column, sheet=self.sheet)

    def refuse(self, found: Sentence, allowed: Sentence, *, row: int = 0, column: str = "") -> FileRefused:
        """The error that refuses the file for one reason."""
        return FileRefused(faults=[self.fault(row, column, found, allowed)])

    def refuse_long_rows(self) -> None:
        """Refuse rows with more cells than the header, where none may be left out."""
        width = len(self.header)
        wrong = [
            self.fault(
                self.number[at], "", Sentence("intake.cells", n=width + more), Sentence("intake.as-header", n=width)
            )
            for at, more in self.too_long.items()
        ]
        if wrong:
            raise FileRefused(faults=wrong)

    def as_csv(self) -> str:
        """The same table as CSV text, decimals as in the sheet."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n", delimiter=";" if self.decimal == "," else ",")
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return out.getvalue()


def read_sheet(
    raw: bytes, *, name: str, limits: Limits | None = None, suits: Callable[[Sheet], bool] | None = None
) -> Sheet:
    """The table in a CSV or XLSX file. Of several worksheets: the first that `suits`, else the first with a table.

    A file with a personal identity number in it is refused, whatever it is for.
    """
    limits = limits or Limits()
    check_size(raw, name=name, limits=limits)
    if raw.startswith(b"PK\x03\x04"):
        sheet = _chosen(_worksheets(raw, name, limits), name, suits)
    else:
        sheet = _from_text(decode(raw, name=name), name, limits)
    refuse_identity_numbers(sheet)
    return sheet


def read_sheets(raw: bytes, *, name: str, limits: Limits | None = None) -> tuple[Sheet, ...]:
    """Every visible worksheet of an XLSX file that has a header, also one without rows.

    A file with a personal identity number in it is refused, whatever it is for.
    """
    limits = limits or Limits()
    check_size(raw, name=name, limits=limits)
    if not raw.startswith(b"PK\x03\x04"):
        decode(raw, name=name)
        raise FileRefused(faults=[Fault(name, Sentence("intake.a-text"), Sentence("intake.workbook"))])
    sheets = tuple(_worksheets(raw, name, limits, least=1))
    for sheet in sheets:
        refuse_identity_numbers(sheet)
    return sheets


def refuse_identity_numbers(sheet: Sheet) -> None:
    """Refuse a sheet that holds a personal identity number, without repeating it."""
    persons = Sentence("intake.person")
    nobody = Sentence("intake.no-persons")
    for at, text in enumerate(sheet.header):
        if find_identity_number(text):
            raise sheet.refuse(persons, nobody, row=sheet.header_row, column=_number_of(at))
    for number, text in sheet.outside:
        if find_identity_number(text):
            raise sheet.refuse(persons, nobody, row=number)
    for at, title in enumerate(sheet.header):
        long = [(row[at], n) for row, n in zip(sheet.rows, sheet.number, strict=True) if len(row[at]) >= SHORTEST]
        hits = [n for text, n in long if find_identity_number(text)]
        if not hits:
            continue
        if is_phone_column(title, (row[at] for row in sheet.rows)):
            hits = [n for text, n in long if find_identity_number(text, is_phone=True)]
        if hits:
            raise sheet.refuse(persons, nobody, row=hits[0], column=title or _number_of(at))


def _number_of(at: int) -> str:
    return f"#{at + 1}"


def _from_text(text: str, name: str, limits: Limits) -> Sheet:
    said = _SEP.match(text)
    if said:
        delimiter = said[1]
        rows = _csv_rows(text[said.end() :], delimiter, name, limits, first=2)
    else:
        delimiter = _delimiter(text)
        rows = _csv_rows(text, delimiter, name, limits)
    return _sheet(rows, name=name, sheet="", decimal="." if delimiter == "," else ",", limits=limits)


def _delimiter(text: str) -> str:
    """The sign that parts the first rows into the same number of cells, more than one."""
    best, best_score = ",", (0.0, 0.0)
    for sign in DELIMITERS:
        counts, header = [], None
        reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=sign)
        try:
            for row in reader:
                if not any(map(str.strip, row)):
                    continue
                counts.append(len(row))
                if header is None and len(row) > 1:
                    header = row
                if len(counts) >= LOOKED_AT:
                    break
        except csv.Error:
            pass
        several = sorted(n for n in counts if n > 1)
        if not several or header is None:
            continue
        stronger = DELIMITERS[: DELIMITERS.index(sign)]
        if any(other in part for part in header for other in stronger if other != "|"):
            continue
        score = len(several) / len(counts), float(several[len(several) // 2])
        if score > best_score:
            best, best_score = sign, score
    return best


def _csv_rows(text: str, delimiter: str, name: str, limits: Limits, first: int = 1) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each row that has any; broken quoting and cells beyond the limits are refused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    at = first
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            found = Sentence("intake.broken-csv")
            raise FileRefused(faults=[Fault(name, found, Sentence("intake.whole-quotes"), row=at)]) from None
        if len(row) > limits.most_columns and any(row[limits.most_columns :]):
            raise _too_many("columns", len(row), limits.most_columns, name, at)
        if len(row) > 4 * limits.most_columns:
            raise _too_many("columns", len(row), limits.most_columns, name, at)
        cells = [text.strip() for text in row]
        if any(cells):
            yield at, cells
        at = reader.line_num + first


def _too_many(what: str, n: int, most: int, name: str, row: int = 0, sheet: str = "") -> FileRefused:
    if what == "columns":
        found, allowed = Sentence("intake.columns", n=n), Sentence("intake.at-most-columns", n=most)
    elif what == "rows":
        found, allowed = Sentence("intake.rows", n=n), Sentence("intake.at-most-rows", n=most)
    elif what == "cells":
        found, allowed = Sentence("intake.cells", n=n), Sentence("intake.at-most-cells", n=most)
    else:
        found, allowed = Sentence("intake.characters", n=n), Sentence("intake.at-most-characters", n=most)
    return FileRefused(faults=[Fault(name, found, allowed, row=row, sheet=sheet)])


def _sheet(
    rows: Iterable[tuple[int, list[str]]],
    *,
    name: str,
    sheet: str,
    decimal: str,
    limits: Limits,
    may_be_empty: bool = False,
) -> Sheet:
    """Header and rows of equal width from rows as they stand in the file."""
    kept, n_cells = [], 0
    for number, row in rows:
        n_cells += len(row)
        longest = max(map(len, row))
        if longest > limits.most_characters:
            raise _too_many("characters", longest, limits.most_characters, name, number, sheet)
        if n_cells > limits.most_cells:
            raise _too_many("cells", n_cells, limits.most_cells, name, number, sheet)
        kept.append((number, row))
        if len(kept) > limits.most_rows + TITLE_ROWS:
            raise _too_many("rows", len(kept) - 1, limits.most_rows, name, number, sheet)
    if not kept:
        raise FileRefused(faults=[Fault(name, Sentence("intake.nothing"), Sentence("intake.table"), sheet=sheet)])
    start = _header_at([row for _, row in kept[:TITLE_ROWS]])
    notes = (Sentence("intake.title-passed-over", row=str(kept[start][0])),) if start else ()
    header_row, header = kept[start]
    body = kept[start + 1 :]
    if not body and not may_be_empty:
        found = Sentence("intake.no-rows")
        raise FileRefused(faults=[Fault(name, found, Sentence("intake.table"), row=header_row, sheet=sheet)])
    if len(body) > limits.most_rows:
        raise _too_many("rows", len(body), limits.most_rows, name, 0, sheet)
    # Columns with neither header nor content are what a once wider sheet leaves behind.
    used = [bool(text) for text in header]
    too_long: dict[int, int] = {}
    outside = [(number, text) for number, row in kept[:start] for text in row if text]
    for at, (number, row) in enumerate(body):
        for place in range(min(len(row), len(used))):
            used[place] = used[place] or bool(row[place])
        if more := sum(map(bool, row[len(used) :])):
            too_long[at] = more
            outside += [(number, text) for text in row[len(used) :] if text]
    keep = [place for place, is_used in enumerate(used) if is_used]
    width = len(header)
    whole = len(keep) == width
    out = []
    for _, row in body:
        row = row[:width] + [""] * (width - len(row))
        out.append(row if whole else [row[place] for place in keep])
    return Sheet(
        name=name,
        sheet=sheet,
        header=tuple(header[place] for place in keep),
        rows=out,
        number=[number for number, _ in body],
        header_row=header_row,
        decimal=decimal,
        too_long=too_long,
        outside=tuple(outside),
        notes=notes,
    )


def _header_at(rows: Sequence[Sequence[str]]) -> int:
    """The first row with several cells, for a title has one; the first of all where none has."""
    return next((at for at, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)


def _chosen(sheets: Iterable[Sheet], name: str, suits: Callable[[Sheet], bool] | None) -> Sheet:
    """The one that suits, else the first. Of several that suit with the same header none is the right one."""
    found: list[Sheet] = []
    first: Sheet | None = None
    for sheet in sheets:
        if suits is None:
            return sheet
        first = first or sheet
        if suits(sheet):
            found.append(sheet)
    if alike := [sheet.sheet for sheet in found if sheet.header == found[0].header][1:]:
        several = Sentence("intake.several-sheets", sheets=(found[0].sheet, *alike))
        raise FileRefused(faults=[Fault(name, several, Sentence("intake.one-sheet"))])
    if first is None:
        raise FileRefused(faults=[Fault(name, Sentence("intake.nothing"), Sentence("intake.table"))])
    return found[0] if found else first


def _worksheets(raw: bytes, name: str, limits: Limits, least: int = 2) -> Iterator[Sheet]:
    """The visible worksheets with at least so many rows, header and all, one at a time."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
            unpacked = sum(part.file_size for part in archive.infolist())
            is_bomb = any(
                part.file_size > BOMB_FROM and part.file_size > BOMB_TIMES * part.compress_size
                for part in archive.infolist()
            )
        if "mimetype" in names and "content.xml" in names:
            raise FileRefused(faults=[Fault(name, Sentence("intake.opendocument"), Sentence("intake.text-file"))])
        if not any(part.startswith("xl/") for part in names):
            raise FileRefused(faults=[Fault(name, Sentence("intake.zip"), Sentence("intake.text-file"))])
        if is_bomb:
            raise _broken(name)
        if unpacked > MOST_UNPACKED:
            found = Sentence("intake.bytes", n=unpacked)
            raise FileRefused(faults=[Fault(name, found, Sentence("intake.at-most-bytes", n=MOST_UNPACKED))])
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        raise _broken(name) from error
    try:
        for worksheet in book.worksheets[:MOST_WORKSHEETS]:
            if worksheet.sheet_state != "visible":
                continue
            try:
                rows = list(_worksheet_rows(worksheet, name, limits))
            except _BROKEN as error:
                raise _broken(name) from error
            if len(rows) >= least:
                title = clean(worksheet.title)
                yield _sheet(rows, name=name, sheet=title, decimal="", limits=limits, may_be_empty=least == 1)
    finally:
        book.close()


_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, InvalidFileException, ParseError, KeyError, IndexError, ValueError,
    TypeError, AttributeError, NotImplementedError, EOFError, OSError, RuntimeError, OverflowError, MemoryError,
    AssertionError,
)  # fmt: skip
"""What openpyxl and zipfile raise for a workbook that is damaged in one way or another."""


def _broken(name: str) -> FileRefused:
    return FileRefused(faults=[Fault(name, Sentence("intake.broken-workbook"), Sentence("intake.text-file"))])


def _worksheet_rows(worksheet: Any, name: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    # What a worksheet says of its own size is not to be trusted.
    worksheet.reset_dimensions()
    visited = 0
    for number, values in enumerate(worksheet.iter_rows(values_only=True), 1):
        visited += len(values) + 1
        if visited > limits.most_cells:
            raise _too_many("cells", visited, limits.most_cells, name, number, worksheet.title)
        if len(values) > limits.most_columns and any(v is not None for v in values[limits.most_columns :]):
            raise _too_many("columns", len(values), limits.most_columns, name, number, worksheet.title)
        cells = [_as_text(value) for value in values[: limits.most_columns]]
        if any(cells):
            yield number, cells


def _as_text(value: Any) -> str:
    """A worksheet's value as the text that a CSV file would hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float) and has_two_readings(text := str(value)):
        return f"{text}0"  # a number and no text: the point is decimal
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return clean(value.replace("\0", "")).strip() if isinstance(value, str) else str(value)
