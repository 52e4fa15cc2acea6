"""A plan read from a workbook. Whatever cannot be used is said with worksheet, row and column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, get_type_hints

from beredd.exercises.catalogue import Catalogue
from beredd.exercises.columns import FIELD, LAYOUTS, LINES, LISTS, TRUTH, VALUE, Column, Layout
from beredd.exercises.plan import Plan
from beredd.exercises.times import canonical, minute_of
from beredd.exercises.workbook import unguarded, words_of
from beredd.intake import Fault, FileRefused, Sheet, as_date, as_number, cell, plain, read_sheets
from beredd.intake.structured import File, Path, refuse_texts
from beredd.wording import Sentence


@dataclass(frozen=True)
class Cells(File):
    """Plain data from a workbook, and the worksheet, row and column that each value came from.

    passed_over   what was not taken in, and why
    """

    places: Mapping[Path, tuple[str, int, str]] = field(default_factory=dict)
    passed_over: tuple[Sentence, ...] = ()

    def line(self, *path: str | int) -> int:
        """The row of the value at `path`."""
        return self.at(path)[1]

    def at(self, path: Path) -> tuple[str, int, str]:
        """Worksheet, row and column; those of what is nearest around, for what has no cell."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.places:
                return self.places[path[:end]]
        return "", 0, ".".join(map(str, path))


class _Wrong(Exception):
    """A cell that does not hold what it may."""

    def __init__(self, found: Sentence, allowed: Sentence):
        self.found, self.allowed = found, allowed


def from_sheets(raw: bytes, catalogue: Catalogue, *, name: str) -> Cells:
    """The plain data of a plan in a workbook, for `store.plan_of`."""
    sheets = {sheet.sheet: sheet for sheet in read_sheets(raw, name=name)}
    reading = _Reading(name, catalogue, sheets)
    reading.plan()
    for layout in LAYOUTS:
        reading.list_(layout)
    known = {"Plan", *(layout.title for layout in LAYOUTS)}
    reading.passed += [Sentence("plans.other-sheet", sheet=title) for title in sheets if title not in known]
    if reading.faults:
        raise FileRefused(faults=reading.faults)
    cells = Cells(name, raw, reading.data, places=reading.places, passed_over=tuple(reading.passed))
    refuse_texts(cells, cells.data)
    return cells


class _Reading:
    """One workbook on its way to plain data."""

    def __init__(self, name: str, catalogue: Catalogue, sheets: Mapping[str, Sheet]):
        self.name, self.catalogue, self.sheets = name, catalogue, sheets
        self.data: dict[str, Any] = {}
        self.places: dict[Path, tuple[str, int, str]] = {}
        self.faults: list[Fault] = []
        self.passed: list[Sentence] = []
        self.starts = "00:00"

    def sheet(self, title: str, headers: Sequence[str]) -> Sheet | None:
        """The worksheet, if it is there with just these columns."""
        sheet = self.sheets.get(title)
        if sheet is None:
            found = Sentence("plans.sheets", sheets=tuple(self.sheets))
            self.faults.append(Fault(self.name, found, Sentence("plans.this-sheet", sheet=title)))
            return None
        missing = [header for header in headers if header not in sheet.header]
        gone = Sentence("plans.no-column")
        faults = [
            sheet.fault(sheet.header_row, header, gone, Sentence("plans.this-column", column=header))
            for header in missing
        ]
        faults += [
            sheet.fault(sheet.header_row, header, cell(header), Sentence("plans.columns", columns=tuple(headers)))
            for at, header in enumerate(sheet.header)
            if header not in headers or header in sheet.header[:at]
        ]
        faults += [
            sheet.fault(sheet.number[at], "", Sentence("plans.beyond", n=more), Sentence("plans.as-headed"))
            for at, more in sheet.too_long.items()
        ]
        self.faults += faults
        return None if faults else sheet

    def plan(self) -> None:
        """What is said of the plan as a whole."""
        sheet = self.sheet("Plan", (FIELD, VALUE))
        if sheet is None:
            return
        at_field, at_value = sheet.header.index(FIELD), sheet.header.index(VALUE)
        by_word = {plain(line.header): line for line in LINES}
        seen: set[str] = set()
        for row, number in zip(sheet.rows, sheet.number, strict=True):
            line = by_word.get(plain(row[at_field]))
            if line is None:
                allowed = Sentence("plans.fields", fields=tuple(line.header for line in LINES))
                self.faults.append(sheet.fault(number, FIELD, cell(row[at_field]), allowed))
                continue
            if line.key in seen and line.key not in LISTS:
                self.faults.append(sheet.fault(number, FIELD, cell(row[at_field]), Sentence("plans.once")))
                continue
            seen.add(line.key)
            self._take_line(line, sheet, number, unguarded(row[at_value]))
        self.faults += [
            sheet.fault(0, FIELD, Sentence("plans.no-line", line=line.header), Sentence("structured.needed"))
            for line in LINES
            if line.key not in seen and is_needed(Plan, line.key)
        ]
        if isinstance(self.data.get("starts"), str) and re.fullmatch(r"\d\d:\d\d", self.data["starts"]):
            self.starts = self.data["starts"]

    def _take_line(self, line: Column, sheet: Sheet, number: int, text: str) -> None:
        into, path = self.data, tuple(line.key.split("."))
        for part in path[:-1]:
            into = into.setdefault(part, {})
        place = (sheet.sheet, number, line.header)
        if line.key in LISTS:
            items = into.setdefault(path[-1], [])
            self.places.setdefault(path, place)
            if not text:
                return
            self.places[(*path, len(items))] = place
            value = self._value(line, text, sheet, number, line.header)
            items += value if isinstance(value, list) else [value]
            return
        self.places[path] = place
        self._put(into, path[-1], line, text, sheet, number, is_needed=is_needed(Plan, line.key))

    def _put(
        self, into: dict[str, Any], key: str, column: Column, text: str, sheet: Sheet, number: int, *, is_needed: bool
    ) -> None:
        if text:
            into[key] = self._value(column, text, sheet, number, column.header)
        elif column.kind in ("ids", "receivers", "lines"):
            into[key] = []
        elif is_needed:
            allowed = self._allowed(column) if column.kind != "text" else Sentence("structured.a-text")
            self.faults.append(sheet.fault(number, column.header, cell(""), allowed))

    def list_(self, layout: Layout) -> None:
        """One list of the plan."""
        headers = [column.header for column in layout.columns]
        sheet = self.sheet(layout.title, [layout.owner, *headers] if layout.owner else headers)
        if sheet is None:
            return
        columns = {column.header: column for column in layout.columns}
        into = self.data
        for part in layout.part[:-1]:
            into = into.setdefault(part, {}) if not layout.owner else into
        items: list[dict[str, Any]] = [] if layout.owner else into.setdefault(layout.part[-1], [])
        for row, number in zip(sheet.rows, sheet.number, strict=True):
            texts = {header: unguarded(text) for header, text in zip(sheet.header, row, strict=True)}
            if layout.owner:
                self._owned(layout, sheet, number, texts)
            elif _goes_on(layout, texts, items):
                self._nested(layout, sheet, number, texts, items)
            else:
                path: Path = (*layout.part, len(items))
                items.append(self._item(layout.item, columns, sheet, number, texts, path))
                self._nested(layout, sheet, number, texts, items)
                self._for_a_run(layout, sheet, number, texts)

    def _item(
        self, kind: type, columns: Mapping[str, Column], sheet: Sheet, number: int, texts: Mapping[str, str], path: Path
    ) -> dict[str, Any]:
        self.places[path] = (sheet.sheet, number, next(iter(columns)))
        item: dict[str, Any] = {}
        for header, column in columns.items():
            if column.key and "." not in column.key:
                self.places[(*path, column.key)] = (sheet.sheet, number, header)
                needed = is_needed(kind, column.key)
                self._put(item, column.key, column, texts[header], sheet, number, is_needed=needed)
        return item

    def _nested(
        self, layout: Layout, sheet: Sheet, number: int, texts: Mapping[str, str], items: list[dict[str, Any]]
    ) -> None:
        """What a row says of its item's nested list."""
        columns = [column for column in layout.columns if "." in column.key]
        if not any(texts[column.header] for column in columns):
            return
        key = columns[0].key.split(".")[0]
        inner = items[-1].setdefault(key, [])
        path: Path = (*layout.part, len(items) - 1, key, len(inner))
        self.places.setdefault(path[:-1], (sheet.sheet, number, columns[0].header))
        kind = get_type_hints(layout.item)[key].__args__[0]
        one: dict[str, Any] = {}
        for column in columns:
            name = column.key.split(".")[1]
            self.places[(*path, name)] = (sheet.sheet, number, column.header)
            needed = is_needed(kind, name)
            self._put(one, name, column, texts[column.header], sheet, number, is_needed=needed)
        inner.append(one)

    def _owned(self, layout: Layout, sheet: Sheet, number: int, texts: Mapping[str, str]) -> None:
        """A row of a list that belongs to one item of another."""
        owners = self.data.get(layout.part[0], [])
        at = next((at for at, one in enumerate(owners) if one.get("id") == texts[layout.owner]), -1)
        if at < 0:
            known = tuple(str(one.get("id")) for one in owners)
            allowed = Sentence("exercises.known", ids=known)
            self.faults.append(sheet.fault(number, layout.owner, cell(texts[layout.owner]), allowed))
            return
        inner = owners[at].setdefault(layout.part[1], [])
        path = (layout.part[0], at, layout.part[1], len(inner))
        inner.append(self._item(layout.item, {c.header: c for c in layout.columns}, sheet, number, texts, path))

    def _for_a_run(self, layout: Layout, sheet: Sheet, number: int, texts: Mapping[str, str]) -> None:
        self.passed += [
            Sentence("plans.for-a-run", sheet=sheet.sheet, row=str(number), column=column.header)
            for column in layout.columns
            if not column.key and texts[column.header]
        ]

    def _value(self, column: Column, text: str, sheet: Sheet, number: int, header: str) -> Any:
        try:
            return self._read(column, text)
        except _Wrong as wrong:
            self.faults.append(sheet.fault(number, header, wrong.found, wrong.allowed))
            return None

    def _read(self, column: Column, text: str) -> Any:
        """What a filled cell means."""
        match column.kind:
            case "text":
                return text
            case "ids" | "receivers":
                ids = [one.strip() for one in re.split(r"[,;\n]", text) if one.strip()]
                return [self._receiver(id) for id in ids] if column.kind == "receivers" else ids
            case "lines":
                return [one.strip() for one in text.split("\n") if one.strip()]
            case "time":
                if minute_of(text, starts=self.starts) is not None:
                    return canonical(text, starts=self.starts)
            case "whole":
                if re.fullmatch(r"-?\d+", text):
                    return int(text)
                number = as_number(text)
                if number == number and number.is_integer():
                    return int(number)
            case "number":
                number = as_number(text)
                if number == number:
                    return number
            case "day":
                if day := as_date(text):
                    return day
            case "truth":
                words = {plain(str(word)): truth for truth, word in TRUTH.items()} | {"1": True, "0": False}
                if plain(text) in words:
                    return words[plain(text)]
            case "words":
                known = words_of(column, self.catalogue)
                for stored, shown in known.items():
                    if plain(text) in (plain(stored), plain(shown)):
                        return stored
        raise _Wrong(cell(text), self._allowed(column))

    def _receiver(self, id: str) -> str:
        is_role = any(texts[0] == "alla" for texts in self.sheets["Roller"].rows) if "Roller" in self.sheets else False
        return "all" if id == "alla" and not is_role else id

    def _allowed(self, column: Column) -> Sentence:
        match column.kind:
            case "words":
                return Sentence("structured.one-of", allowed=", ".join(words_of(column, self.catalogue).values()))
            case "truth":
                return Sentence("structured.one-of", allowed=", ".join(TRUTH.values()))
            case "time":
                return Sentence("plans.a-time", starts=self.starts)
            case "day":
                return Sentence("structured.a-day")
            case "number":
                return Sentence("structured.a-number")
        return Sentence("structured.a-whole-number")


def _goes_on(layout: Layout, texts: Mapping[str, str], items: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a row adds to the nested list of the item above: it repeats its id and says nothing else of it."""
    own = [column for column in layout.columns if "." not in column.key]
    if len(own) == len(layout.columns) or not items:
        return False
    says = [column.key for column in own if column.key and texts[column.header]]
    return says == ["id"] and texts[own[0].header] == items[-1].get("id")


@cache
def is_needed(kind: type, key: str) -> bool:
    """Whether a field has to be given."""
    for part in key.split("."):
        found = next(one for one in fields(kind) if one.name == part)  # type: ignore[arg-type]
        if found.default is not MISSING:
            return False
        hint = get_type_hints(kind)[part]
        kind = hint if isinstance(hint, type) and is_dataclass(hint) else kind
    return True
