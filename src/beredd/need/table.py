"""The planner's file: one row per area and sex. Bad rows are named; nothing in them is guessed."""

import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from beredd.intake import (
    Fault,
    FileRefused,
    Limits,
    Sheet,
    as_number,
    cell,
    columns_of,
    has_two_readings,
    number_cell,
    plain,
    read_bytes,
    read_sheet,
    split_unit,
    unit_factor,
)
from beredd.need.counties import code_of_name, name_of, whole_code
from beredd.need.supply import CHANNELS
from beredd.wording import Sentence

SEXES = ("men", "women")
IDENTITY = ("county_code", "county", "sex")
REQUIRED = (*IDENTITY, "population", "opioid_deaths")
FATALITY = ("case_fatality_p0", "case_fatality_p1")
KITS = tuple(f"kits_{channel}" for channel in CHANNELS)
KNOWN = (*REQUIRED, "at_risk", *FATALITY, *KITS)
LIMITS = Limits(most_bytes=8 << 20, most_rows=20_000, most_cells=1_000_000)
MOST_PEOPLE = 1e10
LEAST_AT_RISK = 0.1
MEANINGS = {
    # column: headers that mean it, in `plain` form
    "county_code": ("countycode", "lanskod", "lankod", "kommunkod", "regionkod", "municipalitycode", "kod", "code"),
    "county": ("county", "lan", "lansnamn", "region", "kommun", "municipality", "omrade", "area", "namn", "name"),
    "sex": ("sex", "kon", "gender"),
    "population": ("population", "folkmangd", "befolkning", "invanare", "antalinvanare", "inhabitants", "people"),
    "opioid_deaths": (
        *("opioiddeaths", "opioiddodsfall", "dodsfall", "doda", "deaths", "dodsfallavopioider"),
        *("opioidrelateradedodsfall", "dodsfallperar", "deathsperyear", "antaldodsfall", "antaldoda"),
    ),
    "at_risk": ("atrisk", "irisk", "iriskzonen", "personeririsk", "personeririskzonen", "peopleatrisk", "riskgrupp"),
    "case_fatality_p0": ("casefatalityp0", "dodlighetp0", "letalitetp0"),
    "case_fatality_p1": ("casefatalityp1", "dodlighetp1", "letalitetp1"),
    "kits_community": ("kitscommunity", "kitlagtroskel", "kitsprututbyte", "kitlaro", "kitlaroochsprututbyte"),
    "kits_pharmacy": ("kitspharmacy", "kitapotek", "kitpaapotek"),
    "kits_prescriber": ("kitsprescriber", "kitforskrivare", "kitforskrivna", "kitrecept"),
}
MEN = {"men", "man", "male", "males", "m", "1", "manlig"}
WOMEN = {"women", "woman", "kvinnor", "kvinna", "female", "females", "k", "f", "w", "2", "kvinnlig"}
COUNTRY = {
    "riket",
    "helalandet",
    "sverige",
    "sweden",
    "totalt",
    "total",
    "totalsumma",
    "samtliga",
    "summa",
    "nationellt",
}
"""Words of which one in a name tells that it is a whole's."""
COUNTS = ("population", "at_risk", "opioid_deaths", *KITS)
WHOLES = ("population", *KITS)
"""Columns that hold whole numbers: a single sign before three digits would part thousands there."""
FROM_PARTS, WITHIN = 3, 1e-3
"""A row is taken for a total when so many others add up to its people, within this share."""
_CODE = re.compile(r"[\w.-]{1,20}")
_CODE_AND_NAME = re.compile(r"([0-9]{2,4})\s+(\S.*)")


@dataclass(frozen=True, kw_only=True)
class AreaTable:
    """What a planner knows, in the order of the file; arrays are (n_row,).

    population, at_risk, deaths   people, people at risk, opioid deaths per year
    fatality                      (n_row, 2): case fatality at availability 0 and 1, NaN where the tree's is used
    kits_per_year                 (n_row, 3): handed out per year by channel; zeros where the file has no such columns
    other                         the columns nobody here knows, kept as they stand
    at_risk_low, at_risk_high     scenario range where the number at risk is derived, else None
    row_number, decimal           where each row stands in the file, and the sign that its decimals are written with
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
    row_number: tuple[int, ...] = ()
    decimal: str = "."

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
    raw = read_bytes(path, wanted=Sentence("need_files.table"), limits=LIMITS)
    return parse_table(raw, name=path.name, at_risk_required=at_risk_required)


def parse_table(raw: bytes, *, name: str, at_risk_required: bool = True) -> AreaTable:
    """The table in a CSV or XLSX file, headers in Swedish or English; see docs/reference/need-plan.md.

    Everything wrong with the rows is reported at once, as a FileRefused.
    """
    return area_table(planner_sheet(raw, name=name, at_risk_required=at_risk_required))


def planner_sheet(raw: bytes, *, name: str, at_risk_required: bool = True) -> Sheet:
    """The file as text in rows: the worksheet that has the columns. Can be pickled, and written with `as_csv`."""
    required = (*REQUIRED, "at_risk") if at_risk_required else REQUIRED
    sheet = read_sheet(raw, name=name, limits=LIMITS, suits=lambda one: not _absent(one, required))
    if absent := _absent(sheet, required):
        wanted = Sentence("need_files.the-columns", columns=required)
        faults = [sheet.fault(sheet.header_row, c, Sentence("need_files.no-column"), wanted) for c in absent]
        raise FileRefused(faults=faults)
    return sheet


def area_table(sheet: Sheet) -> AreaTable:
    """The table in a sheet of `planner_sheet`; everything wrong with its rows is reported at once."""
    sheet.refuse_long_rows()
    reader = _Reader(sheet)
    parsed = [reader.row(number, row) for number, row in zip(sheet.number, sheet.rows, strict=True)]
    reader.refuse_parts_beside_wholes()
    reader.refuse_totals(parsed)
    reader.refuse()
    return AreaTable(
        name=sheet.name,
        codes=tuple(row["county_code"] for row in parsed),
        areas=tuple(row["county"] for row in parsed),
        sexes=tuple(row["sex"] for row in parsed),
        population=_column(parsed, "population"),
        at_risk=_column(parsed, "at_risk"),
        deaths=_column(parsed, "opioid_deaths"),
        fatality=np.column_stack([_column(parsed, column) for column in FATALITY]),
        kits_per_year=np.nan_to_num(np.column_stack([_column(parsed, column) for column in KITS])),
        has_kits=any(reader.at[column] >= 0 for column in KITS),
        other={title: tuple(row[at] for row in sheet.rows) for title, at in reader.others.items()},
        row_number=tuple(sheet.number),
        decimal=sheet.decimal,
    )


def _absent(sheet: Sheet, required: tuple[str, ...]) -> list[str]:
    """The columns that a sheet lacks; a code may stand before the area's name in one cell."""
    at = columns_of(sheet.header, MEANINGS)
    absent = [column for column in required if at[column] < 0]
    is_joined = at["county"] >= 0 and all(_CODE_AND_NAME.fullmatch(row[at["county"]]) for row in sheet.rows)
    return [column for column in absent if not (column == "county_code" and is_joined)]


def _column(parsed, column):
    return np.array([row.get(column, math.nan) for row in parsed], float)


class _Reader:
    """Reads rows and collects what is wrong with them."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self.at = columns_of(sheet.header, MEANINGS)
        self.others: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.seen: dict[tuple[str, str], int] = {}
        self.names: dict[str, tuple[str, int]] = {}
        known = {at: column for column, at in self.at.items() if at >= 0}
        titles: dict[str, str] = {}
        for at, title in enumerate(sheet.header):
            if not title:
                found = Sentence("need_files.nameless-column", number=at + 1)
                self.faults.append(sheet.fault(sheet.header_row, "", found, Sentence("need_files.a-name-each")))
            elif (key := plain(title)) in titles:
                found = Sentence("need_files.column-twice", first=titles[key], second=title)
                self.faults.append(sheet.fault(sheet.header_row, title, found, Sentence("need_files.once-each")))
            elif at not in known:
                self.others[title] = at
            titles.setdefault(plain(title), title)
        self.refuse_doubtful_columns()

    def refuse_doubtful_columns(self) -> None:
        """A count has one column, and its unit is no share."""
        for column in COUNTS:
            own = [title for title in self.sheet.header if plain(split_unit(title)[0]) in MEANINGS[column]]
            if len(own) > 1 and len(set(map(plain, own))) > 1:
                found = Sentence("need_files.column-twice", first=own[0], second=own[1])
                self.fault(self.sheet.header_row, column, found, Sentence("need_files.once-each"))
            if own and unit_factor(own[0]) < 1:
                found = Sentence("need_files.a-percentage")
                self.fault(self.sheet.header_row, column, found, Sentence("need_files.a-number-of"))

    def refuse(self) -> None:
        """Raise everything that was wrong, if anything was."""
        if self.faults:
            raise FileRefused(faults=self.faults)

    def fault(self, row: int, column: str, found: Sentence, allowed: Sentence) -> None:
        """Remember one thing wrong; the column is called as the file calls it."""
        at = self.at.get(column, -1)
        self.faults.append(self.sheet.fault(row, self.sheet.header[at] if at >= 0 else column, found, allowed))

    def text(self, row, column):
        """A cell's text, empty where the file has no such column."""
        return row[self.at[column]] if self.at[column] >= 0 else ""

    def number(self, number, row, column, allowed, *, low=0.0, high=math.inf):
        """The number in a cell, NaN (and a fault) when it is none or outside its limits."""
        text = self.text(row, column)
        factor = unit_factor(self.sheet.header[self.at[column]])
        is_share = text.endswith("%")
        value = as_number(text, decimal=self.sheet.decimal) * (1.0 if is_share else factor)
        is_doubtful = column in WHOLES and factor == 1 and has_two_readings(text)
        if not low <= value <= high or is_doubtful or (is_share and column in COUNTS):
            self.fault(number, column, number_cell(text) if is_doubtful or math.isnan(value) else cell(text), allowed)
            return math.nan
        return value

    def row(self, number, row):
        """One row's values by column."""
        code, area, sex = self.identity(number, row)
        values = {"county_code": code, "county": area, "sex": sex}
        people = Sentence("need_files.people", high=MOST_PEOPLE)
        values["population"] = self.number(number, row, "population", people, low=1, high=MOST_PEOPLE)
        deaths = Sentence("need_files.deaths")
        values["opioid_deaths"] = self.number(number, row, "opioid_deaths", deaths, high=MOST_PEOPLE)
        if self.at["at_risk"] >= 0:
            most = values["population"] if values["population"] > 0 else MOST_PEOPLE
            allowed = Sentence("need_files.at-risk", low=LEAST_AT_RISK, high=most)
            values["at_risk"] = self.number(number, row, "at_risk", allowed, low=LEAST_AT_RISK, high=most)
        for column in KITS:
            if self.at[column] >= 0:
                kits = Sentence("need_files.kits")
                values[column] = self.number(number, row, column, kits, high=MOST_PEOPLE)
        self.fatality(number, row, values)
        return values

    def identity(self, number, row):
        """(code, area, sex), each checked against the rows before."""
        code, area = self.text(row, "county_code"), self.text(row, "county")
        if self.at["county_code"] < 0 and (both := _CODE_AND_NAME.fullmatch(area)):
            code, area = both[1], both[2]
        code = whole_code(code)
        text = self.text(row, "sex")
        sex = "men" if plain(text) in MEN else "women" if plain(text) in WOMEN else ""
        if not _CODE.fullmatch(code):
            self.fault(number, "county_code", cell(code), Sentence("need_files.a-code"))
        if not area:
            self.fault(number, "county", cell(area), Sentence("need_files.a-name"))
        if not sex:
            self.fault(number, "sex", cell(text), Sentence("need_files.men-or-women"))
        elif (code, sex) in self.seen:
            found = Sentence("need_files.again", code=code, sex=text, row=str(self.seen[code, sex]))
            self.fault(number, "sex", found, Sentence("need_files.one-row-each"))
        self.seen.setdefault((code, sex), number)
        known, first = self.names.setdefault(code, (area, number))
        if known != area:
            found = Sentence("need_files.other-name", name=area, code=code, known=known, row=str(first))
            self.fault(number, "county", found, Sentence("need_files.one-name"))
        elif (named := code_of_name(area)) and first == number and name_of(code) and named != code:
            found = Sentence("need_files.another-countys-name", name=area, code=code, known=name_of(code), named=named)
            self.fault(number, "county", found, Sentence("need_files.code-and-name"))
        return code, area, sex

    def refuse_parts_beside_wholes(self):
        """A whole beside its parts would be counted twice: the country, or a county and municipalities in it."""
        for code, (area, number) in self.names.items():
            words = set(map(plain, re.findall(r"\w+", area))) | {plain(area)}
            others = [other for other in self.names if other != code]
            is_beside_counties = len(others) >= FROM_PARTS and all(map(name_of, others))
            if others and (words & COUNTRY or (re.fullmatch("0+", code) and is_beside_counties)):
                found = Sentence("need_files.the-country", name=area)
                self.fault(number, "county", found, Sentence("need_files.parts-alone"))
            elif len(code) == 4 and code.isdigit() and code[:2] in self.names:
                found = Sentence("need_files.part-of", code=code, whole=code[:2], row=str(self.names[code[:2]][1]))
                self.fault(number, "county_code", found, Sentence("need_files.parts-alone"))

    def refuse_totals(self, parsed):
        """A row whose people are those of all others of its sex is their total, whatever it is called."""
        for sex in SEXES:
            rows = [(n, row) for n, row in zip(self.sheet.number, parsed, strict=True) if row["sex"] == sex]
            people = np.array([row["population"] for _, row in rows])
            if len(rows) <= FROM_PARTS or not np.isfinite(people).all():
                continue
            for at in np.flatnonzero(abs(2 * people - people.sum()) <= WITHIN * people):
                number, row = rows[at]
                if plain(row["county"]) not in COUNTRY:
                    found = Sentence("need_files.sum-of-others", name=row["county"], n=row["population"])
                    self.fault(number, "population", found, Sentence("need_files.parts-alone"))

    def fatality(self, number, row, values):
        """The row's own case fatality: both columns or neither, p1 not above p0."""
        given = [column for column in FATALITY if self.text(row, column)]
        if len(given) == 1:
            empty = next(column for column in FATALITY if column not in given)
            self.fault(number, empty, cell(""), Sentence("need_files.share-too", other=given[0]))
        elif given:
            for column in FATALITY:
                share = Sentence("need_files.a-share", low=1e-6)
                values[column] = self.number(number, row, column, share, low=1e-6, high=1)
            p0, p1 = (values[column] for column in FATALITY)
            if p1 > p0:
                self.fault(number, FATALITY[1], cell(f"{p1:g}"), Sentence("need_files.at-most-p0", p0=p0))
