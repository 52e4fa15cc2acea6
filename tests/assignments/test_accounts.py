"""Costs against a decision's money, to the öre."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from beredd.assignments.accounts import Cost, account, read_costs
from beredd.assignments.store import read_assignments
from beredd.intake import FileRefused

ALL = read_assignments()
NALOXONE = ALL["opioidantagonister-2025"]


def written(tmp_path, text):
    path = tmp_path / "kostnader.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_spent_and_what_is_left_add_up_to_the_ore(tmp_path):
    text = "Uppdrag;Datum;Belopp;Avser\n"
    text += "opioidantagonister-2025;2025-05-02;12 345,50;Översättning\n"
    text += "opioidantagonister-2025;2025-11-30;0,01;Öresavrundning\n"
    text += "beredskap-2026;2026-03-01;900 kr;Lokal\n"
    costs = read_costs(written(tmp_path, text), ALL)
    (year,) = account(NALOXONE, costs)
    assert (year.granted, year.spent, year.left) == (50_000_000, 1_234_551, 48_765_449)
    first, second = account(ALL["beredskap-2026"], costs)
    assert (first.spent, second.spent, first.left) == (90_000, 0, 299_910_000)


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("nagot-annat;2025-05-02;100;Resa", "Uppdrag", "one of: beredskap-2026, opioidantagonister-2025"),
        (";2025-05-02;100;Resa", "Uppdrag", "one of"),
        ("opioidantagonister-2025;2025-05-02;-100;Resa", "Belopp", "an amount above nothing"),
        ("opioidantagonister-2025;2025-05-02;0;Resa", "Belopp", "an amount above nothing"),
        ("opioidantagonister-2025;2025-05-02;1,005;Resa", "Belopp", "two decimals at most"),
        ("opioidantagonister-2025;2025-05-02;5%;Resa", "Belopp", "an amount"),
        ("opioidantagonister-2025;2024-12-31;100;Resa", "Datum", "a day in 2025, which opioidantagonister-2025"),
        ("opioidantagonister-2025;2025-02-30;100;Resa", "Datum", "a day, such as"),
        ("opioidantagonister-2025;2025-05-02;100;", "Avser", "what the cost is for"),
    ],
)
def test_a_cost_that_cannot_be_is_refused_with_its_row(tmp_path, row, column, said):
    path = written(tmp_path, f"Uppdrag;Datum;Belopp;Avser\nberedskap-2026;2026-01-02;10,50;Lokal\n{row}\n")
    with pytest.raises(FileRefused) as refused:
        read_costs(path, ALL)
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(3, column)]
    assert said in str(refused.value)


def test_a_file_without_the_columns_says_which(tmp_path):
    with pytest.raises(FileRefused, match="belopp, avser as well"):
        read_costs(written(tmp_path, "Uppdrag;Datum;Pris\nx;y;z\n"), ALL)


def test_a_workbook_reads_as_its_text_does(tmp_path):
    book = Workbook()
    for row in (["Uppdrag", "Datum", "Belopp", "Avser"], ["beredskap-2026", "2026-02-03", 1234.56, "Resa"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    path = tmp_path / "kostnader.xlsx"
    path.write_bytes(out.getvalue())
    assert read_costs(path, ALL)[0].ore == 123_456


@given(st.lists(st.integers(1, 10**9), max_size=30))
def test_spent_and_left_are_always_what_was_granted(amounts):
    from datetime import date

    costs = [Cost(assignment=NALOXONE.id, on=date(2025, 6, 1), ore=one, what="x") for one in amounts]
    (year,) = account(NALOXONE, costs)
    assert year.spent == sum(amounts)
    assert year.spent + year.left == year.granted
