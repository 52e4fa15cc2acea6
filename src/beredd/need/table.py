"""The planner's file: one row per area and sex. Bad rows are named; nothing in them is guessed."""

import csv
import io
import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from beredd.need.errors import Fault, TableError
from beredd.need.supply import CHANNELS

SEXES = ("men", "women")
IDENTITY = ("county_code", "county", "sex")
REQUIRED = (*IDENTITY, "population", "opioid_deaths")
FATALITY = ("case_fatality_p0", "case_fatality_p1")
KITS = tuple(f"kits_{channel}" for channel in CHANNELS)
KNOWN = (*REQUIRED, "at_risk", *FATALITY, *KITS)
MAX_BYTES = 8 << 20
MAX_ROWS = 20_000
MOST_PEOPLE = 1e10
LEAST_AT_RISK = 0.1
_CODE = re.compile(r"[\w.-]{1,20}")
_PERSONAL = re.compile(r"(?<!\d)(?:19|20)?(\d{2})(\d{2})(\d{2})[-+]?(\d{3})(\d)(?!\d)")


@dataclass(frozen=True, kw_only=True)
class AreaTable:
    """What a planner knows, in the order of the file; arrays are (n_row,).

    population, at_risk, deaths   people, people at risk, opioid deaths per year
    fatality                      (n_row, 2): case fatality at availability 0 and 1, NaN where the tree's is used
    kits_per_year                 (n_row, 3): handed out per year by channel; zeros where the file has no such columns
    other                         the columns nobody here knows, kept as they stand
    at_risk_low, at_risk_high     scenario range where the number at risk is derived, else None
    """

    name: str
    codes: tuple[str, ...]
    areas: tuple[str, ...]
    sexes: tuple[str, ...]
    population: np.ndarray
    at_risk: np.ndarray
    deaths: np.ndarray
    fatality: np.ndarray
    kits_per_year: np.ndarray
    has_kits: bool
    other: dict[str, tuple[str, ...]]
    at_risk_low: np.ndarray | None = None
    at_risk_high: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def at_risk_is_estimate(self) -> bool:
        """Whether the number at risk was derived from indicators, not given."""
        return self.at_risk_low is not None

    def partners(self) -> np.ndarray:
        """Index of the other sex's row in the same area, -1 where the file has none."""
        where = {key: row for row, key in enumerate(zip(self.codes, self.sexes, strict=True))}
        other = {"men": "women", "women": "men"}
        return np.array([where.get((c, other[s]), -1) for c, s in zip(self.codes, self.sexes, strict=True)])

    def missing(self) -> list[dict[str, str]]:
        """The areas that have one sex only: code, name and the sex that is missing."""
        alone = np.flatnonzero(self.partners() < 0)
        return [
            {
                "county_code": self.codes[row],
                "county": self.areas[row],
                "sex": "women" if self.sexes[row] == "men" else "men",
            }
            for row in alone
        ]

    def is_sex(self, sex: str) -> np.ndarray:
        """Which rows are of the sex."""
        return np.array([found == sex for found in self.sexes])


def read_table(path: Path, *, at_risk_required: bool = True) -> AreaTable:
    """The file at a path; see `parse_table`."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TableError(
            [
                Fault(
                    str(path), 0, "", f"no readable file ({error.strerror})", "a CSV file with one row per area and sex"
                )
            ]
        ) from error
    return parse_table(raw, name=path.name, at_risk_required=at_risk_required)


def parse_table(raw: bytes, *, name: str, at_risk_required: bool = True) -> AreaTable:
    """The table in a CSV file: UTF-8, separated by comma, semicolon or tab; decimal comma unless comma separates.

    Everything wrong is reported at once, as a TableError.
    """
    header, rows, decimal_comma = read_rows(raw, name=name)
    required = (*REQUIRED, "at_risk") if at_risk_required else REQUIRED
    if absent := [column for column in required if column not in header]:
        raise TableError([Fault(name, 1, c, "no such column", "the columns " + ", ".join(required)) for c in absent])
    reader = _Reader(name, decimal_comma)
    parsed = [reader.row(number, dict(zip(header, row, strict=True))) for number, row in rows]
    reader.refuse()
    other = tuple(column for column in header if column not in KNOWN)
    return AreaTable(
        name=name,
        codes=tuple(row["county_code"] for row in parsed),
        areas=tuple(row["county"] for row in parsed),
        sexes=tuple(row["sex"] for row in parsed),
        population=_column(parsed, "population"),
        at_risk=_column(parsed, "at_risk"),
        deaths=_column(parsed, "opioid_deaths"),
        fatality=np.column_stack([_column(parsed, column) for column in FATALITY]),
        kits_per_year=np.nan_to_num(np.column_stack([_column(parsed, column) for column in KITS])),
        has_kits=any(column in header for column in KITS),
        other={column: tuple(row[column] for row in parsed) for column in other},
    )


def _column(parsed, column):
    return np.array([row.get(column, math.nan) for row in parsed], float)


def read_rows(raw: bytes, *, name: str) -> tuple[list[str], list[tuple[int, list[str]]], bool]:
    """(header, [(row number, cells)], whether decimals are written with a comma) of a delimited file."""

    def refuse(found, allowed, row=0, column=""):
        raise TableError([Fault(name, row, column, found, allowed)])

    if len(raw) > MAX_BYTES:
        refuse(f"{len(raw):,} bytes", f"at most {MAX_BYTES:,} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(f"byte {error.object[error.start]:#04x} that is not UTF-8", "a CSV file saved as UTF-8")
    first = text.splitlines()[0] if text.strip() else ""
    if not first:
        refuse("nothing", "a header and one row per area and sex")
    separator = max(";\t,", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        refuse(f"broken quoting ({error})", "CSV with quotes in pairs")
    header = [cell.strip() for cell in lines[0]]
    if twice := sorted({column for column in header if header.count(column) > 1}):
        refuse("the column twice", "each column once", 1, twice[0])
    if "" in header:
        refuse("a column without a name", "a name for every column", 1)
    rows = [(n, [c.strip() for c in cells]) for n, cells in enumerate(lines[1:], 2) if any(c.strip() for c in cells)]
    if not rows:
        refuse("a header and no rows", "one row per area and sex")
    if len(rows) > MAX_ROWS:
        refuse(f"{len(rows):,} rows", f"at most {MAX_ROWS:,} rows")
    wrong = [
        Fault(name, n, "", f"{len(cells)} cells", f"{len(header)} cells, as in the header")
        for n, cells in rows
        if len(cells) != len(header)
    ]
    if wrong:
        raise TableError(wrong)
    return header, rows, separator != ","


class _Reader:
    """Reads rows and collects what is wrong with them."""

    def __init__(self, name: str, decimal_comma: bool):
        self.name, self.decimal_comma = name, decimal_comma
        self.faults: list[Fault] = []
        self.seen: dict[tuple[str, str], int] = {}
        self.names: dict[str, tuple[str, int]] = {}

    def refuse(self) -> None:
        """Raise everything that was wrong, if anything was."""
        if self.faults:
            raise TableError(self.faults)

    def fault(self, row: int, column: str, found: str, allowed: str) -> None:
        """Remember one thing wrong."""
        self.faults.append(Fault(self.name, row, column, found, allowed))

    def number(self, row, cells, column, allowed, *, low=0.0, high=math.inf, open_low=False):
        """The number in a cell, NaN (and a fault) when it is none or outside its limits."""
        text = cells[column]
        value = as_number(text, decimal_comma=self.decimal_comma)
        if not (value > low if open_low else value >= low) or not value <= high or math.isinf(value):
            self.fault(row, column, repr(text) if text else "an empty cell", allowed)
            return math.nan
        return value

    def row(self, row, cells):
        """One row's values by column; columns nobody knows as text."""
        code, area, sex = (cells[column] for column in IDENTITY)
        if not _CODE.fullmatch(code):
            self.fault(row, "county_code", repr(code) if code else "an empty cell", "a code such as 01 or 0180")
        if not area:
            self.fault(row, "county", "an empty cell", "the area's name")
        if sex not in SEXES:
            self.fault(row, "sex", repr(sex) if sex else "an empty cell", "men or women")
        elif (code, sex) in self.seen:
            self.fault(row, "sex", f"{code} {sex} again, as in row {self.seen[code, sex]}", "one row per area and sex")
        self.seen.setdefault((code, sex), row)
        known, first = self.names.setdefault(code, (area, row))
        if known != area:
            self.fault(row, "county", f"{area!r} for {code}, which is {known!r} in row {first}", "one name per code")
        values = {"county_code": code, "county": area, "sex": sex}
        values["population"] = self.number(
            row, cells, "population", "a number above 0", high=MOST_PEOPLE, open_low=True
        )
        values["opioid_deaths"] = self.number(
            row, cells, "opioid_deaths", "deaths per year, 0 or more", high=MOST_PEOPLE
        )
        if "at_risk" in cells:
            most = values["population"] if values["population"] > 0 else math.inf
            allowed = f"a number from {LEAST_AT_RISK:g} to the population ({most:g})"
            values["at_risk"] = self.number(row, cells, "at_risk", allowed, low=LEAST_AT_RISK, high=most)
        for column in KITS:
            if column in cells:
                values[column] = self.number(
                    row, cells, column, "kits handed out per year, 0 or more", high=MOST_PEOPLE
                )
        self.fatality(row, cells, values)
        for column, text in cells.items():
            if column not in KNOWN:
                values[column] = text
            if column not in KNOWN[3:] and looks_personal(text):
                self.fault(row, column, "what looks like a personal identity number", "figures per area and no persons")
        return values

    def fatality(self, row, cells, values):
        """The row's own case fatality: both columns or neither, p1 not above p0."""
        given = [column for column in FATALITY if cells.get(column)]
        if len(given) == 1:
            empty = next(column for column in FATALITY if column not in given)
            self.fault(row, empty, "an empty cell", f"a share, since {given[0]} is given")
        elif given:
            for column in FATALITY:
                values[column] = self.number(row, cells, column, "a share from 0.000001 to 1", low=1e-6, high=1)
            p0, p1 = (values[column] for column in FATALITY)
            if p1 > p0:
                self.fault(row, FATALITY[1], f"{p1:g}", f"at most {FATALITY[0]} ({p0:g})")


def as_number(text: str, *, decimal_comma: bool) -> float:
    """The number a cell holds, NaN when it holds none."""
    if decimal_comma:
        text = text.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text):
        return math.nan
    return float(text)


def looks_personal(text: str) -> bool:
    """Whether a cell holds what looks like a Swedish personal identity number: a date and a right check digit."""
    for year, month, day, serial, check in _PERSONAL.findall(text):
        if not (1 <= int(month) <= 12 and 1 <= int(day) % 60 <= 31):  # 60 is added to the day in coordination numbers
            continue
        doubled = [int(d) * (2 - i % 2) for i, d in enumerate(year + month + day + serial)]
        if (10 - sum(d // 10 + d % 10 for d in doubled) % 10) % 10 == int(check):
            return True
    return False
