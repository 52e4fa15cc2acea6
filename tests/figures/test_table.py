"""Tables: what is shown and what is raw stay together, on the page and in files; text is never a formula."""

import csv
import io

import numpy as np
import pytest
from openpyxl import load_workbook

from beredd.figures import Column, Row, Table, table_of
from beredd.figures.files import csv_bytes, csv_text, xlsx_bytes
from beredd.wording import speaking

COLUMNS = (
    Column(key="area", label="Område", kind="text"),
    Column(key="people", label="Personer", kind="count"),
    Column(key="people_interval", label="Intervall", kind="interval", decimals=0),
    Column(key="share", label="Andel", kind="percent", decimals=1),
    Column(key="n"),
    Column(key="is_sure", label="Säkert", kind="truth"),
)
RECORDS = (
    {"area": "Öland", "people": 1234.6, "people_interval": (1000.2, 1500), "share": 0.125, "n": 3, "is_sure": True},
    {"area": "=1+1", "people": None, "people_interval": None, "share": None, "n": None, "is_sure": False},
)


@pytest.fixture
def table():
    return table_of("prov", "Ett prov: [allt]", COLUMNS, RECORDS)


def test_a_cell_shows_its_value_after_the_columns_kind(table):
    shown = [[cell.shown for cell in cells] for _row, cells in table.shown_rows]
    assert shown == [
        ["Öland", "1\u00a0235", "1\u00a0000–1\u00a0500", "12,5\u00a0%", "ja"],
        ["=1+1", "–", "", "–", "nej"],
    ]


def test_a_column_without_a_label_is_in_files_only(table):
    assert "n" not in [column.key for column in table.shown_columns]
    assert table.header == ["area", "people", "people_low", "people_high", "share", "n", "is_sure"]


def test_swedish_csv_is_what_a_swedish_spreadsheet_reads(table):
    rows = list(csv.reader(io.StringIO(csv_text(table)), delimiter=";"))
    assert rows[1] == ["Öland", "1234,6", "1000,2", "1500", "0,125", "3", "True"]
    assert csv_bytes(table).startswith(b"\xef\xbb\xbf")


def test_english_csv_has_comma_and_point(table):
    with speaking("en"):
        rows = list(csv.reader(io.StringIO(csv_text(table))))
    assert rows[1][1:4] == ["1234.6", "1000.2", "1500"]


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@x"])
def test_text_is_never_a_formula(text):
    table = table_of(text, text, [Column(key="a", label=text, kind="text")], [{"a": text}])
    book = load_workbook(io.BytesIO(xlsx_bytes([table], [(text, text)])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert next(csv.reader(io.StringIO(csv_text(table).splitlines()[1])))[0] == f"'{text}"


def test_a_workbook_holds_numbers_as_numbers_and_says_where_they_come_from(table):
    book = load_workbook(io.BytesIO(xlsx_bytes([table, table], [("Version", "0.1.0")])))
    sheet, _again, about = book.worksheets
    assert book.sheetnames == ["Ett prov   allt", "Ett prov   allt (2)", "Om filen"]
    assert [cell.value for cell in sheet[2]] == ["Öland", 1234.6, 1000.2, 1500, 0.125, 3, True]
    assert sheet["E2"].number_format == "0.0%"
    assert [cell.value for cell in sheet[1]][2:4] == ["Intervall, lägst", "Intervall, högst"]
    assert about["B1"].value == "0.1.0"
    assert ("Personer", "people") in list(about.iter_rows(min_row=3, values_only=True))


def test_numpys_numbers_and_what_is_no_number_reach_files():
    columns = [Column(key="a"), Column(key="b")]
    table = table_of("n", "n", columns, [{"a": np.float64(0.5), "b": float("nan")}, {"a": np.int64(2), "b": 1e-7}])
    assert csv_text(table).split() == ["a;b", "0,5;", "2;1e-07"]
    sheet = load_workbook(io.BytesIO(xlsx_bytes([table]))).worksheets[0]
    assert list(sheet.iter_rows(min_row=2, values_only=True)) == [(0.5, None), (2, 1e-07)]


def test_a_page_may_show_fewer_rows_than_the_file_has():
    table = table_of("n", "n", [Column(key="a", label="a")], [{"a": i} for i in range(100)], every=10, most=3)
    assert [row.head for row, _cells in table.shown_rows] == ["0", "10", "20"]
    assert len(list(table.lines())) == 100
    assert table.is_cut


def test_a_row_has_a_cell_for_each_column():
    with pytest.raises(ValueError, match="a row has 1 cells; it must have 6"):
        Table(name="t", caption="t", columns=COLUMNS, rows=[Row(cells=[COLUMNS[0].cell("a")])])


def test_plain_data_holds_both_what_is_shown_and_what_is_raw(table):
    first = table.data()["rows"][0]["cells"][1]
    assert first == {"shown": "1\u00a0235", "raw": 1234.6}
