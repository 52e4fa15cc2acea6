"""Money: what an assignment had, what was spent, what is left, to the öre. Amounts are whole numbers of öre."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from beredd.assignments.decision import Assignment, Grant
from beredd.assignments.secrecy import classified_in
from beredd.figures.numbers import number
from beredd.intake import Fault, FileRefused, as_date, as_number, cell, columns_of, read_bytes, read_sheet, shown_name
from beredd.intake.sheets import Sheet
from beredd.wording import Sentence

MOST_KRONOR = 10**10
"""Below it a number read from a cell still tells every öre apart."""
COLUMNS = {
    "assignment": ("uppdrag", "assignment"),
    "on": ("datum", "date"),
    "kronor": ("belopp", "kronor", "amount"),
    "what": ("avser", "text", "what"),
    "reference": ("verifikation", "reference"),
}


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One cost as it was entered."""

    assignment: str
    on: date
    ore: int
    what: str
    reference: str = ""


@dataclass(frozen=True)
class Year:
    """A year's account, in öre. `left` is below nothing where more was spent than there was."""

    grant: Grant
    spent: int
    costs: tuple[Cost, ...]

    @property
    def granted(self) -> int:
        """What the decision gives for the year."""
        return 100 * self.grant.kronor

    @property
    def left(self) -> int:
        """What was not used."""
        return self.granted - self.spent


def kronor(ore: int) -> str:
    """`487 654,49 kr` of 48765449."""
    return f"{number(ore / 100, decimals=2)} kr"


def account(assignment: Assignment, costs: Iterable[Cost]) -> tuple[Year, ...]:
    """The years of an assignment's grants with their costs in order of day; costs of other assignments are left out."""
    mine = sorted((one for one in costs if one.assignment == assignment.id), key=lambda one: (one.on, one.what))
    years = []
    for grant in assignment.grants:
        of_year = tuple(one for one in mine if one.on.year == grant.year)
        years.append(Year(grant, sum(one.ore for one in of_year), of_year))
    return tuple(years)


def read_costs(path: Path, assignments: dict[str, Assignment]) -> tuple[Cost, ...]:
    """The costs in a CSV or XLSX file: assignment, day, amount in kronor, what for.

    Refused with every row at fault: no or an unknown assignment, an amount that is not above nothing or has parts of an
    öre, a day outside the years that the assignment has money for.
    """
    raw = read_bytes(path, wanted=Sentence("assignments.some-costs"))
    sheet = read_sheet(raw, name=shown_name(path), suits=lambda one: not _absent(one))
    if absent := _absent(sheet):
        wanted = tuple(COLUMNS[name][0] for name in absent)
        raise sheet.refuse(
            Sentence("assignments.no-columns", columns=sheet.header),
            Sentence("assignments.columns", columns=wanted),
            row=sheet.header_row,
        )
    costs, faults = [], []
    for at, row in enumerate(sheet.rows):
        wrong = list(_wrong(sheet, at, row, assignments))
        faults += wrong
        if not wrong:
            costs.append(_cost(sheet, row))
    if faults:
        raise FileRefused(faults=faults)
    return tuple(costs)


def _absent(sheet: Sheet) -> list[str]:
    columns = columns_of(sheet.header, COLUMNS)
    return [name for name in ("assignment", "on", "kronor", "what") if columns[name] < 0]


def _cells(sheet: Sheet, row: list[str]) -> dict[str, str]:
    return {name: row[at].strip() if at >= 0 else "" for name, at in columns_of(sheet.header, COLUMNS).items()}


def _cost(sheet: Sheet, row: list[str]) -> Cost:
    cells = _cells(sheet, row)
    on, ore = as_date(cells["on"]), ore_of(cells["kronor"], decimal=sheet.decimal)
    assert on is not None
    assert ore is not None
    return Cost(assignment=cells["assignment"], on=on, ore=ore, what=cells["what"], reference=cells["reference"])


def _wrong(sheet: Sheet, at: int, row: list[str], assignments: dict[str, Assignment]) -> Iterator[Fault]:
    cells, number = _cells(sheet, row), sheet.number[at]
    titles = {name: sheet.header[column] for name, column in columns_of(sheet.header, COLUMNS).items() if column >= 0}

    def fault(name: str, allowed: Sentence) -> Fault:
        return sheet.fault(number, titles[name], cell(cells[name]), allowed)

    assignment = assignments.get(cells["assignment"])
    if assignment is None:
        yield fault("assignment", Sentence("assignments.known", ids=tuple(assignments)))
    ore = ore_of(cells["kronor"], decimal=sheet.decimal)
    if ore is None or ore <= 0:
        yield fault("kronor", Sentence("assignments.an-amount"))
    day = as_date(cells["on"])
    if day is None:
        yield fault("on", Sentence("assignments.a-day"))
    elif assignment is not None and day.year not in {grant.year for grant in assignment.grants}:
        years = tuple(str(grant.year) for grant in assignment.grants)
        yield fault("on", Sentence("assignments.a-year", id=assignment.id, years=years))
    if classified_in(cells["what"]):
        yield fault("what", Sentence("assignments.unclassified"))
    if not cells["what"]:
        yield fault("what", Sentence("assignments.a-purpose"))


def ore_of(text: str, *, decimal: str) -> int | None:
    """`12 345,50` as öre; None where it is no amount in whole öre."""
    kronor = as_number(text.strip().removesuffix("kr"), decimal=decimal)
    if not math.isfinite(kronor) or "%" in text or abs(kronor) > MOST_KRONOR:
        return None
    ore = Decimal(repr(kronor)) * 100
    return int(ore) if ore == ore.to_integral_value() else None
