"""A table as a file: CSV as the reader's spreadsheet wants it, and XLSX with numbers as numbers."""

import csv
import io
import math
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from beredd.figures.table import Table
from beredd.wording import language, say
from beredd.writing import harmless

FORMATS = {"count": "#,##0", "percent": "0.0%", "percent-interval": "0.0%"}


def csv_text(table: Table) -> str:
    """The numbers unrounded under the columns' keys. Swedish: semicolon and decimal comma; else comma and point."""
    is_swedish = language() == "sv"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if is_swedish else ",", lineterminator="\r\n")
    writer.writerow(table.header)
    writer.writerows([_written(value, is_swedish=is_swedish) for value in line] for line in table.lines())
    return out.getvalue()


def spreadsheet_csv(text: str) -> bytes:
    """CSV with commas, such as a template, as the reader's spreadsheet opens it."""
    out = io.StringIO()
    csv.writer(out, delimiter=";" if language() == "sv" else ",", lineterminator="\r\n").writerows(
        csv.reader(io.StringIO(text))
    )
    return out.getvalue().encode("utf-8-sig")


def csv_bytes(table: Table) -> bytes:
    """The same for a file: with a byte order mark, or spreadsheets read å, ä and ö as something else."""
    return csv_text(table).encode("utf-8-sig")


def xlsx_bytes(tables: Sequence[Table], about: Sequence[tuple[str, str]] = ()) -> bytes:
    """A workbook with a sheet for each table, and one that says what the file is and where its numbers come from.

    about   (what, value) per line
    """
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        _fill(book.create_sheet(_sheet_name(table.caption, book.sheetnames)), table)
    sheet = book.create_sheet(_sheet_name(say("figures.about"), book.sheetnames))
    for line in about:
        sheet.append([harmless(cell) for cell in line])
    sheet.append([])
    sheet.append([say("figures.column"), say("figures.column-key")])
    for table in tables:
        for label, key in zip(table.labels, table.header, strict=True):
            sheet.append([harmless(label), harmless(key)])
    _set_widths(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet, table: Table) -> None:
    sheet.append([harmless(label) for label in table.labels])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    forms = [FORMATS.get(column.kind) for column in table.columns for _key in column.keys]
    for line in table.lines():
        sheet.append([harmless(_spreadsheet(value)) for value in line])
        for cell, form in zip(sheet[sheet.max_row], forms, strict=True):
            if form is not None and isinstance(cell.value, int | float):
                cell.number_format = form
    sheet.freeze_panes = "B2"
    _set_widths(sheet)


def _set_widths(sheet) -> None:
    for column in sheet.columns:
        widest = max(len(str(cell.value)) if cell.value is not None else 0 for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(max(10, widest + 2), 40)


def _sheet_name(caption: str, taken: Sequence[str]) -> str:
    """At most 31 characters, none that Excel refuses, and no name twice."""
    bare = "".join(" " if c in "[]:*?/\\" else c for c in caption).strip("' ") or "1"
    name, number = bare[:31], 2
    while name.lower() in {other.lower() for other in taken}:
        name, number = f"{bare[:27]} ({number})", number + 1
    return name


def _spreadsheet(value: Any) -> Any:
    """None for what is missing; numpy's numbers as Python's."""
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _written(value: Any, *, is_swedish: bool) -> Any:
    value = _spreadsheet(value)
    if value is None:
        return ""
    if isinstance(value, float):
        text = f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
        return text.replace(".", ",") if is_swedish else text
    return harmless(value)
