"""The planner's file: what is wrong is named by file, row, column, found and allowed."""

import io
import re

import pytest
from openpyxl import Workbook

from beredd.intake import FileRefused
from beredd.need import parse_table, read_table

HEADER = "county_code,county,sex,population,at_risk,opioid_deaths"
GOOD = "01,A,men,500000,800,20"


def parse(*lines, header=HEADER):
    return parse_table("\n".join((header, *lines)).encode(), name="areas.csv")


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        (",A,men,500000,800,20", "county_code", "an empty cell"),
        ("01,,men,500000,800,20", "county", "an empty cell"),
        ("01,A,barn,500000,800,20", "sex", "'barn'"),
        ("01,A,men,,800,20", "population", "an empty cell"),
        ("01,A,men,0,800,20", "population", "'0'"),
        ("01,A,men,500000,0,20", "at_risk", "'0'"),
        ("01,A,men,500,800,20", "at_risk", "'800'"),
        ("01,A,men,500000,nan,20", "at_risk", "'nan'"),
        ("01,A,men,500000,800,-1", "opioid_deaths", "'-1'"),
        ("01,A,men,500000,800,inf", "opioid_deaths", "'inf'"),
        ("01,A,men,500000,800,<5", "opioid_deaths", "'<5'"),
        ("01,A,men,500000,1e999,20", "at_risk", "'1e999'"),
    ],
)
def test_a_bad_cell_is_named(line, column, found):
    with pytest.raises(FileRefused) as caught:
        parse(line.replace("\n", ""))
    fault = caught.value.faults[0]
    assert (fault.file, fault.row, fault.column, str(fault.found)) == ("areas.csv", 2, column, found)
    assert str(fault.allowed) in str(caught.value)


def test_all_bad_rows_are_named_at_once():
    with pytest.raises(FileRefused) as caught:
        parse(GOOD, "01,A,boys,1,1,1", "02,B,women,x,1,1")
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(3, "sex"), (4, "population")]


def test_the_same_area_and_sex_twice_is_refused():
    with pytest.raises(FileRefused, match="as in row 2"):
        parse(GOOD, GOOD)


def test_one_code_with_two_names_is_refused():
    with pytest.raises(FileRefused, match="one name per code"):
        parse(GOOD, "01,B,women,500000,800,20")


@pytest.mark.parametrize("column", ["county_code", "sex", "at_risk", "opioid_deaths"])
def test_a_missing_column_is_named(column):
    header = ",".join(name for name in HEADER.split(",") if name != column)
    with pytest.raises(FileRefused) as caught:
        parse("1,2,3,4,5", header=header)
    assert caught.value.faults[0].column == column


def test_half_a_case_fatality_is_refused():
    with pytest.raises(FileRefused, match="since case_fatality_p0 is given"):
        parse(f"{GOOD},0.1,", header=f"{HEADER},case_fatality_p0,case_fatality_p1")


def test_fatality_that_rises_with_naloxone_is_refused():
    with pytest.raises(FileRefused, match=r"at most case_fatality_p0 \(0\.1\)"):
        parse(f"{GOOD},0.1,0.2", header=f"{HEADER},case_fatality_p0,case_fatality_p1")


def test_semicolons_bring_decimal_commas():
    table = parse("01;A;men;500000;800,5;20,25", header=HEADER.replace(",", ";"))
    assert (table.at_risk[0], table.deaths[0]) == (800.5, 20.25)


def test_unknown_columns_are_kept_and_named():
    table = parse(f"{GOOD},Norr", header=f"{HEADER},landsdel")
    assert table.other == {"landsdel": ("Norr",)}


def test_no_kits_columns_mean_no_kits_today():
    table = parse(GOOD)
    assert not table.has_kits
    assert table.kits_per_year.sum() == 0


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "found nothing"),
        (HEADER.encode(), "a header and no rows"),
        (b"\xff\xfe", "found nothing"),
        (f"{HEADER}\n01,A,men\n".encode(), "column population: found an empty cell"),
        (f"{HEADER}\n{GOOD},1\n".encode(), "found 7 cells; allowed is 6 cells"),
        (f"{HEADER},Sex\n{GOOD},men\n".encode(), "the column twice, as sex and Sex"),
        (f'{HEADER}\n"01,A'.encode(), "broken quoting"),
    ],
)
def test_a_file_that_is_no_table_is_refused(raw, says):
    with pytest.raises(FileRefused, match=says):
        parse_table(raw, name="areas.csv")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileRefused, match="no such file"):
        read_table(tmp_path / "none.csv")


def test_personal_identity_numbers_are_refused():
    with pytest.raises(FileRefused, match="personal identity number"):
        parse(f"{GOOD},811218-9876", header=f"{HEADER},note")


def test_headers_and_sexes_may_be_swedish_and_the_code_stand_before_the_name():
    raw = "Län;Kön;Folkmängd (tusental);I risk;Dödsfall\n01 Stockholms län;män;1 220,5;3 100;30,5\n"
    table = parse_table(raw.encode("cp1252"), name="areas.csv")
    assert (table.codes, table.areas, table.sexes) == (("01",), ("Stockholms län",), ("men",))
    assert (table.population[0], table.at_risk[0], table.deaths[0]) == (1_220_500, 3100, 30.5)


def test_a_workbook_is_read_like_a_csv_file():
    book = Workbook()
    book.active.append(["Underlag 2026"])
    for row in (HEADER.split(","), ["01", "Ä", "men", 500000, 800, 20.25], ["01", "Ä", "women", 510000, 300, 8]):
        book.active.append(row)
    raw = io.BytesIO()
    book.save(raw)
    table = parse_table(raw.getvalue(), name="areas.xlsx")
    assert table.areas == ("Ä", "Ä")
    assert table.deaths.tolist() == [20.25, 8]


def test_a_fault_is_called_as_the_file_calls_the_column():
    raw = "länskod;län;kön;folkmängd;i risk;dödsfall\n01;A;män;många;1;1\n".encode()
    with pytest.raises(FileRefused, match="row 2, column folkmängd: found 'många'; allowed is a number from 1 to"):
        parse_table(raw, name="areas.csv")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((GOOD, "00,Riket,men,10000000,8000,200"), "row 3, column county: found 'Riket', the whole country"),
        ((GOOD, "0180,Stockholm,men,400000,300,9"), "row 3, column county_code: found 0180, which lies within 01"),
    ],
)
def test_a_whole_beside_its_parts_is_refused(lines, says):
    with pytest.raises(FileRefused, match=says):
        parse(*lines)


def test_people_with_decimals_below_one_are_a_thousands_comma_gone_wrong():
    with pytest.raises(FileRefused, match="column population: found '0,5'"):
        parse("01;A;men;0,5;800;20", header=HEADER.replace(",", ";"))


def test_a_worksheet_can_hold_what_a_name_with_a_line_break_becomes():
    table = parse('12,"Skåne\x0blän",men,500000,800,20')
    assert table.areas == ("Skåne län",)


# --- wrong numbers that look right


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("01;A;men;710.000;800;20", "column population: found '710.000', which may mean 710 or 710,000"),
        ("01;A;men;710,000;80;20", "column population: found '710,000', which may mean 710 or 710,000"),
        ("01;A;men;500000;1.900;20", "column at_risk: found '1.900', which may mean"),
        ("01;A;men;500000;800;12¹", "column opioid_deaths: found '12¹'"),
        ("01;A;men;500000;800;5 %", "column opioid_deaths: found '5 %'"),
        ("01;Skåne län;men;500000;800;5", "'Skåne län', whose code is 12; 01 is Stockholm"),
    ],
)
def test_a_number_that_may_be_another_is_refused(line, says):
    with pytest.raises(FileRefused, match=re.escape(says)):
        parse(line, header=HEADER.replace(",", ";"))


def test_decimals_of_deaths_and_people_at_risk_keep_their_comma():
    table = parse("01;A;men;500000;812,375;12,125", header=HEADER.replace(",", ";"))
    assert (table.at_risk[0], table.deaths[0]) == (812.375, 12.125)


def test_a_code_without_its_zero_is_the_same_county():
    assert parse("1,A,men,500000,800,20").codes == ("01",)
    assert parse("180,A,men,500000,800,20").codes == ("0180",)
    with pytest.raises(FileRefused, match="01 men again, as in row 2"):
        parse(GOOD, "1,A,men,500000,800,20")


@pytest.mark.parametrize(
    "name", ["Totalt riket", "SUMMA:", "Hela Sverige", "Grand Total", "Totalsumma", "Alla (summa)"]
)
def test_a_total_of_any_name_is_refused_beside_its_parts(name):
    with pytest.raises(FileRefused, match="the whole country, beside its parts"):
        parse(GOOD, f"XX,{name},men,10000000,8000,200")


def test_a_row_with_the_people_of_all_others_is_a_total_whatever_its_name():
    parts = [f"0{n},{name},men,{n}00000,800,20" for n, name in ((1, "A"), (3, "B"), (4, "C"))]
    with pytest.raises(FileRefused, match="row 5, column population: found 'Alla vi' with 800,000 people"):
        parse(*parts, "ZZ,Alla vi,men,800000,800,60")
    assert len(parse(*parts, "ZZ,D,men,700000,800,60")) == 4


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("länskod,län,kön,folkmängd,invånare,i risk,dödsfall", "the column twice, as folkmängd and invånare"),
        ("länskod,län,kön,folkmängd,i risk,dödsfall,antal döda", "the column twice, as dödsfall and antal döda"),
        ("länskod,län,kön,folkmängd,i risk,dödsfall (%),x", r"column dödsfall \(%\): found a share in per cent"),
    ],
)
def test_a_count_with_two_columns_or_as_a_share_is_refused(header, says):
    with pytest.raises(FileRefused, match=says):
        parse("01,A,men,500000,500000,20,20", header=header)


def test_a_share_with_its_sign_in_cell_and_header_is_divided_once():
    header = f"{HEADER},case_fatality_p0 (%),case_fatality_p1"
    assert parse(f"{GOOD},5 %,0.04", header=header).fatality.tolist() == [[0.05, 0.04]]
