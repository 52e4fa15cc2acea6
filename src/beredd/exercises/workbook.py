"""A plan as a workbook: fixed sheets and columns, lists to choose from, nothing that a spreadsheet would run."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from beredd.exercises.catalogue import Catalogue
from beredd.exercises.columns import FIELD, LAYOUTS, LINES, LISTS, TRUTH, VALUE, Column, Layout
from beredd.exercises.errors import ExerciseError
from beredd.exercises.plan import Plan
from beredd.intake import Limits
from beredd.writing import harmless

ROWS_OFFERED = 500
MOST_CHARACTERS = Limits().most_characters
"""In one cell, so that what is written can be read again."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would take for a character's number."""


def workbook(plan: Plan, catalogue: Catalogue) -> bytes:
    """The plan as XLSX; what `plan_sheets.from_sheets` reads from it is the same plan."""
    book = Workbook()
    first = book.active
    first.title = "Plan"
    _write(first, (FIELD, VALUE), (34, 110), _lines(plan, catalogue))
    for layout in LAYOUTS:
        head = [(layout.owner, 18)] if layout.owner else []
        head += [(column.header, column.width) for column in layout.columns]
        sheet = book.create_sheet(layout.title)
        _write(sheet, [name for name, _ in head], [width for _, width in head], _rows(plan, layout, catalogue))
        _offer(sheet, layout, catalogue)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def words_of(column: Column, catalogue: Catalogue) -> Mapping[str, str]:
    """Stored -> shown, of a column whose cells are one of some words."""
    if column.catalogue:
        return {item.id: item.name for item in getattr(catalogue, column.catalogue).values()}
    return column.words


def value_at(item: Any, key: str) -> Any:
    """The field of a plan at `directive.sponsor`."""
    for part in key.split("."):
        item = getattr(item, part)
    return item


def _lines(plan: Plan, catalogue: Catalogue) -> Iterator[list[Any]]:
    for line in LINES:
        value = value_at(plan, line.key)
        for one in value if line.key in LISTS else (value,):
            yield [line.header, _shown(one, line, catalogue, plan)]


def _rows(plan: Plan, layout: Layout, catalogue: Catalogue) -> Iterator[list[Any]]:
    if layout.owner:
        for owner in getattr(plan, layout.part[0]):
            for item in getattr(owner, layout.part[1]):
                yield [owner.id, *(_shown(getattr(item, c.key), c, catalogue, plan) for c in layout.columns)]
        return
    for item in value_at(plan, ".".join(layout.part)):
        nested = next((c.key.split(".")[0] for c in layout.columns if "." in c.key), "")
        inner = getattr(item, nested) if nested else ()
        for at, one in enumerate(inner or (None,)):
            yield [_cell(item, one, at, column, catalogue, plan) for column in layout.columns]


def _cell(item: Any, inner: Any, at: int, column: Column, catalogue: Catalogue, plan: Plan) -> Any:
    """A cell of an item's row; its further nested rows repeat its id and nothing else."""
    if "." in column.key:
        return None if inner is None else _shown(getattr(inner, column.key.split(".")[1]), column, catalogue, plan)
    if not column.key or (at and column.key != "id"):
        return None
    return _shown(getattr(item, column.key), column, catalogue, plan)


def _shown(value: Any, column: Column, catalogue: Catalogue, plan: Plan) -> Any:
    """A value as it stands in a cell."""
    match column.kind:
        case "words":
            return words_of(column, catalogue).get(value, value)
        case "truth":
            return TRUTH[value]
        case "receivers":
            return ", ".join(_receiver(one, plan) for one in value)
        case "ids":
            return ", ".join(value)
        case "lines" if isinstance(value, tuple):
            return "\n".join(value)
        case "whole":
            # Beyond fifteen digits a spreadsheet rounds.
            if not value and column.key == "expected.within_min":
                return None
            return str(value) if abs(value) >= 1e15 else value
        case "day":
            return value.isoformat()
    return value


def _receiver(id: str, plan: Plan) -> str:
    return "alla" if id == "all" and not any(role.id == "alla" for role in plan.roles) else id


def guarded(text: str) -> str:
    """A text that no spreadsheet runs, and that `unguarded` gives back."""
    bare = text.lstrip("'")
    return _ESCAPE.sub("_x005F_", f"'{text}" if harmless(bare) != bare else text)


def unguarded(text: str) -> str:
    """The text that was guarded."""
    text = _ESCAPED.sub("_", text)
    bare = text.lstrip("'")
    return text[1:] if bare != text and harmless(bare) != bare else text


def _write(sheet: Any, head: Iterable[str], widths: Iterable[int], rows: Iterable[list[Any]]) -> None:
    sheet.append(list(head))
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DCE8E4")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    look = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(rows, 2):
        for at, value in enumerate(row, 1):
            cell = sheet.cell(number, at)
            cell.alignment = look
            if isinstance(value, str):
                if len(value) > MOST_CHARACTERS:
                    raise ExerciseError("plans.long-cell", sheet=sheet.title, row=str(number), n=len(value))
                cell.value, cell.number_format, cell.data_type = guarded(value) or None, "@", "s"
                if cell.value is None:
                    cell.data_type = "n"
            else:
                cell.value = value
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _offer(sheet: Any, layout: Layout, catalogue: Catalogue) -> None:
    """Lists to choose from. Where several may stand in a cell, or a word of one's own, another text is let through."""
    for number, column in enumerate(layout.columns, 2 if layout.owner else 1):
        words = TRUTH if column.kind == "truth" else words_of(column, catalogue)
        inline = ",".join(map(str, words.values()))
        if column.offers:
            formula = f"={_quoted(column.offers)}!$A$2:$A${ROWS_OFFERED}"
        elif words and len(inline) < 250 and not any("," in str(word) for word in words.values()):
            formula = f'"{inline}"'
        else:
            continue
        strict = bool(words)
        offer = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
        letter = get_column_letter(number)
        offer.add(f"{letter}2:{letter}{ROWS_OFFERED}")
        sheet.add_data_validation(offer)


def _quoted(title: str) -> str:
    return f"'{title}'"


def plain_data(value: Any, *, whole: bool = True) -> Any:
    """A plan or a part of it as plain data; without `whole`, what is as it would be anyway is left out."""
    if is_dataclass(value):
        return {
            field.name: plain_data(inner, whole=whole)
            for field in fields(value)
            if (inner := getattr(value, field.name)) != field.default or whole
        }
    if isinstance(value, tuple | list):
        return [plain_data(inner, whole=whole) for inner in value]
    return value.isoformat() if isinstance(value, date) and whole else value
