"""Tables as people save them: separators, titles, short rows, empty columns, workbooks, limits."""

import io
import pickle
import random

import pytest
from openpyxl import Workbook

from beredd.intake import FileRefused, Limits, read_sheet, read_sheets
from beredd.wording import speaking


def read(text, **how):
    return read_sheet(text.encode() if isinstance(text, str) else text, name="x.csv", **how)


def workbook(*sheets):
    book = Workbook()
    for n, rows in enumerate(sheets):
        sheet = book.active if n == 0 else book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("a;b;c\n1,5;2;x\n", ","),
        ("a,b,c\n1.5,2,x\n", "."),
        ("a\tb\tc\n1,5\t2\tx\n", ","),
        ("a|b|c\n1,5|2|x\n", ","),
        ("sep=;\na;b;c\n1,5;2;x\n", ","),
        ("sep=,\r\na,b,c\r\n1.5,2,x\r\n", "."),
        ("sep=:\na:b:c\n1,5:2:x\n", ","),
        ('a,b,c\n1.5,2,"x"\n', "."),
        ("a;b;c\n1,5;2,5;x, y, z och w\n", ","),
    ],
)
def test_the_separator_is_told_and_with_it_the_decimal_sign(text, decimal):
    sheet = read(text)
    assert sheet.header == ("a", "b", "c")
    assert len(sheet.rows) == 1
    assert sheet.decimal == decimal


def test_hours_with_semicolons_make_no_semicolon_file():
    sheet = read('namn,kommun,tider\nA,B,"Mo-Fr 9-18; Sa 10-14"\nC,D,"Mo-Fr 9-18; Sa 10-14"\n')
    assert sheet.header == ("namn", "kommun", "tider")


def test_a_title_above_the_header_is_passed_over_and_said():
    sheet = read('"Folkmängd efter region, kön och år"\n\n"region","kön","2024"\n"0180","män","1"\n')
    assert (sheet.header, sheet.header_row, sheet.number) == (("region", "kön", "2024"), 3, [4])
    assert "row 3" in str(sheet.notes[0])


def test_rows_are_as_wide_as_the_header_and_surplus_cells_are_counted():
    sheet = read("a;b;c\n1\n1;2;3;;;\n1;2;3;4\n")
    assert sheet.rows == [["1", "", ""], ["1", "2", "3"], ["1", "2", "3"]]
    assert sheet.too_long == {2: 1}
    with pytest.raises(FileRefused, match="row 4: found 4 cells; allowed is 3 cells, as in the header"):
        sheet.refuse_long_rows()


def test_columns_with_neither_header_nor_content_go():
    assert read("a;;b;;\n1;;2;;\n").header == ("a", "b")
    assert read("a;;b\n1;x;2\n").header == ("a", "", "b")


def test_rows_are_numbered_as_an_editor_shows_them():
    sheet = read('a;b\n\n"x\ny";1\nz;2\n')
    assert sheet.number == [3, 5]
    assert sheet.rows[0][0] == "x\ny"


def test_a_workbook_is_read_as_text_would_be():
    from datetime import date, datetime

    sheet = read(workbook([["En titel"], ["kod", "tal", "dag", "ja", "när"],
                           ["01", 1220000.0, date(2027, 3, 31), True, datetime(2026, 1, 2, 3, 4)],
                           [1, 0.25, None, "1\u00a0220", "å\x0b".replace("\x0b", " ")]]))  # fmt: skip
    assert sheet.header == ("kod", "tal", "dag", "ja", "när")
    assert sheet.rows == [
        ["01", "1220000", "2027-03-31", "1", "2026-01-02 03:04"],
        ["1", "0.25", "", "1\u00a0220", "å"],
    ]
    assert sheet.number == [3, 4]
    assert sheet.sheet == "Sheet"


def test_a_workbooks_number_is_never_taken_for_thousands_and_its_text_never_for_decimals():
    from beredd.intake import as_number

    sheet = read(workbook([["tal", "text"], [12.125, "12.125"], [-1.5, "1 220,5"]]))
    assert [as_number(row[0], decimal=sheet.decimal) for row in sheet.rows] == [12.125, -1.5]
    assert as_number(sheet.rows[1][1], decimal=sheet.decimal) == 1220.5
    assert as_number(sheet.rows[0][1], decimal=sheet.decimal) != 12.125


def test_of_several_worksheets_the_one_that_suits_is_taken_and_faults_name_it():
    raw = workbook([["om", "filen"], ["x", "y"]], [["a", "b"], [1, 2]])
    assert read(raw).header == ("om", "filen")
    sheet = read(raw, suits=lambda one: "a" in one.header)
    assert sheet.header == ("a", "b")
    assert "worksheet Sheet1, row 2, column b" in str(sheet.refuse(sheet_found(), sheet_found(), row=2, column="b"))


def test_of_two_worksheets_with_the_same_header_neither_is_taken_for_the_other():
    raw = workbook([["a", "b"], [1, 2]], [["a", "b"], [3, 4]])
    with pytest.raises(FileRefused, match=r"several worksheets with the same header \(Sheet, Sheet1\)"):
        read(raw, suits=lambda one: "a" in one.header)


def sheet_found():
    from beredd.wording import Sentence

    return Sentence("intake.nothing")


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_workbook_is_refused_in_words(seed):
    chance = random.Random(seed)
    raw = bytearray(workbook([["a", "b"], [1, 2]]))
    for _ in range(20):
        raw[chance.randrange(30, len(raw))] = chance.randrange(256)
    said = "x.csv"
    try:
        read(bytes(raw))
    except FileRefused as error:
        said = str(error)
    assert said.startswith("x.csv")


@pytest.mark.parametrize(
    ("raw", "limits", "says"),
    [
        (b"a;b\n1;2\n", Limits(most_bytes=5), "found 8 bytes; allowed is at most 5 bytes"),
        (b"a;b\n" + b"1;2\n" * 40, Limits(most_rows=5), "at most 5 rows"),
        (b"a;b;c\n1;2;3\n", Limits(most_columns=2), "found 3 columns; allowed is at most 2"),
        (b"a;b\n" + b"1;2\n" * 10, Limits(most_cells=9), "at most 9 cells"),
        (b"a;b\n1;" + b"x" * 50, Limits(most_characters=9), "found 50 characters in one cell"),
    ],
)
def test_limits_are_kept_and_named(raw, limits, says):
    with pytest.raises(FileRefused, match=says):
        read(raw, limits=limits)


@pytest.mark.parametrize(
    "raw",
    [b"," * 1_000_000, (b"," * 999 + b"\n") * 1000, b'"' * 1_000_000, b";\n" * 500_000, b"\xff" * 1_000_000,
     "a\u0308".encode() * 300_000, b"a,b\n" + b'"",' * 300_000],
)  # fmt: skip
def test_a_megabyte_of_nothing_is_refused_without_work_that_grows(raw):
    with pytest.raises(FileRefused):  # a reader that compares all with all would take minutes
        read(raw)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("namn;811218–9876\nx;y\n", "row 1, column #2"),
        ("namn;anm\nx;811278 9873\n", "row 2, column anm"),
        ("namn;anm\nx;y;z;19811218-9876\n", "row 2: found what looks like"),
        ("Lista 811218-9876\nnamn;anm\nx;y\n", "row 1: found what looks like"),
        pytest.param(
            workbook([["namn", "nr"], ["x", 8112189876]]), "row 2, column nr", id="a workbook"
        ),  # has the time
    ],
)
def test_a_personal_identity_number_anywhere_refuses_the_file_and_is_not_repeated(raw, says):
    with pytest.raises(FileRefused, match=says) as refused:
        read(raw)
    assert "9876" not in str(refused.value)


def test_a_column_of_telephone_numbers_is_told_by_its_name_or_its_cells():
    read("namn;allmTelefon\na;0406280412\nb;\n")
    read("namn;nr\na;0406280412\nb;0313900610\nc;0846500410\nd;0846500411\n")
    with pytest.raises(FileRefused, match="column nr"):
        read("namn;nr\na;0406280412\nb;x\n")
    with pytest.raises(FileRefused, match="column telefon"):
        read("namn;telefon\na;811218-9876\n")


def test_a_sheet_travels_between_processes_and_back_to_text():
    sheet = read("a;b\n1,5;x\n")
    assert pickle.loads(pickle.dumps(sheet)) == sheet
    again = read(sheet.as_csv())
    assert (again.header, again.rows, again.decimal) == (sheet.header, sheet.rows, sheet.decimal)


def test_a_refusal_travels_and_speaks_the_readers_language():
    with pytest.raises(FileRefused) as refused:
        read("a;b\n")
    error = pickle.loads(pickle.dumps(refused.value))
    assert error.faults == refused.value.faults
    with speaking("sv"):
        assert (
            str(error)
            == "x.csv, rad 1: här står en rubrikrad men inga rader; tillåtet är en rubrikrad och minst en rad."
        )


def test_a_workbook_that_is_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    import zipfile

    from beredd.intake import sheets

    plain, packed = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.save(plain)
    with zipfile.ZipFile(plain) as there, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in there.namelist():
            row = b'<row><c t="n"><v>1</v></c></row>' * (400_000 if name.endswith("sheet1.xml") else 0)
            out.writestr(name, there.read(name).replace(b"</sheetData>", row + b"</sheetData>"))
    assert len(packed.getvalue()) < 200_000

    def opened(*_args, **_more):
        raise AssertionError("it was opened")

    monkeypatch.setattr(sheets, "load_workbook", opened)
    with pytest.raises(FileRefused):
        read_sheet(packed.getvalue(), name="a.xlsx")


def test_all_worksheets_are_read_at_once_with_those_that_have_no_rows():
    sheets = read_sheets(workbook([["a", "b"], [1, 2]], [["c", "d"]]), name="x.xlsx")
    assert [(sheet.sheet, sheet.header, len(sheet.rows)) for sheet in sheets] == [
        ("Sheet", ("a", "b"), 1),
        ("Sheet1", ("c", "d"), 0),
    ]


@pytest.mark.parametrize("raw", [b"a;b\n1;2\n", workbook([["a", "b"], ["19121212-1212", 1]]), b"PK\x03\x04"])
def test_worksheets_without_a_workbook_or_with_a_person_are_refused(raw):
    with pytest.raises(FileRefused):
        read_sheets(raw, name="x.xlsx")
