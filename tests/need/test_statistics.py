"""Downloaded statistics become a planner's file; hidden cells are named and never zero."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from beredd.cli.need import app
from beredd.intake import FileRefused
from beredd.need import parse_table
from beredd.need.at_risk import derive_at_risk, shrunk, with_shrunk_deaths
from beredd.need.statistics import read_deaths, read_population


def death(year, region, sex, value, age="99"):
    return {"ar": year, "regionId": region, "konId": sex, "alderId": age, "varde": value, "diagnosId": "X42"}


@pytest.fixture
def write(tmp_path):
    def put(name, value):
        path = tmp_path / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return put


@pytest.fixture
def population(write):
    def cell(region, sex, people):
        return {"key": [region, sex, "2025"], "values": [str(people)]}

    columns = [{"code": c, "type": t} for c, t in (("Region", "d"), ("Kon", "d"), ("Tid", "t"), ("BE0101N1", "c"))]
    cells = [cell("00", "1", 1), cell("01", "1", 1_200_000), cell("01", "2", 1_210_000), cell("12", "1", 700_000)]
    return write("scb.json", {"columns": columns, "data": [*cells, cell("12", "2", 705_000)]})


def test_deaths_are_means_over_years_with_decimal_comma(write):
    data = [death(2023, 1, 1, "20"), death(2024, 1, 1, "21,0"), death(2024, 0, 1, "300")]
    found, notes = read_deaths([write("a.json", {"data": data})])
    assert found == {("01", "men"): 20.5}
    assert notes == []


def test_deaths_by_age_are_added_and_pages_joined(write):
    first = write("a.json", {"data": [death(2024, 1, 2, "3", age="5")]})
    second = write("b.json", {"data": [death(2024, 1, 2, "4", age="6")]})
    assert read_deaths([first, second])[0] == {("01", "women"): 7.0}


def test_a_hidden_cell_is_named_and_not_taken_as_zero(write):
    data = [death(2023, 1, 2, "9"), death(2024, 1, 2, "X"), death(2024, 1, 1, "30")]
    found, notes = read_deaths([write("a.json", {"data": data})])
    assert found == {("01", "men"): 15.0}  # 2023 has no row: nobody died
    assert len(notes) == 1
    assert "01 women: hidden in the export in 2024" in str(notes[0])


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (death(2024, 1, 1, "-2"), "column varde: found '-2'"),
        (death("i fjol", 1, 1, "2"), "column ar: found 'i fjol'"),
        (death(2024, 1, 9, "2"), "column konId: found '9'"),
    ],
)
def test_a_bad_row_of_deaths_is_named(write, row, says):
    with pytest.raises(FileRefused, match=says):
        read_deaths([write("a.json", {"data": [row]})])


@pytest.mark.parametrize("value", [[], {}, {"data": 3}, "text"])
def test_another_export_is_refused(write, value):
    with pytest.raises(FileRefused):
        read_deaths([write("a.json", value)])
    with pytest.raises(FileRefused):
        read_population(write("b.json", value))


def test_population_is_read_from_json_stat(write):
    dataset = {
        "class": "dataset",
        "id": ["Region", "Kon", "Tid"],
        "size": [2, 2, 2],
        "dimension": {
            "Region": {"category": {"index": {"00": 0, "01": 1}}},
            "Kon": {"category": {"index": ["1", "2"]}},
            "Tid": {"category": {"index": {"2024": 0, "2025": 1}}},
        },
        "value": [1, 2, 3, 4, 50, 60, 70, 80],
    }
    assert read_population(write("scb.json", dataset)) == {("01", "men"): 60, ("01", "women"): 80}


def test_from_downloads_to_plan(write, population, tmp_path):
    rows = [death(2024, r, s, v) for r, s, v in ((1, 1, "80"), (1, 2, "30"), (12, 1, "30"), (12, 2, "12"))]
    deaths, made = write("sos.json", {"data": rows}), tmp_path / "plan.csv"
    answer = CliRunner().invoke(
        app, ["table", "--deaths", str(deaths), "--population", str(population), "--out", str(made)]
    )
    assert answer.exit_code == 0, answer.output
    answer = CliRunner().invoke(app, ["plan", str(made), "--at-risk-total", "10600", "--json", "--draws", "0"])
    found = json.loads(answer.stdout)
    assert found["totals"]["at_risk"] == pytest.approx(10_600)
    assert found["rows"][0]["county"] == "Stockholm"
    assert found["rows"][0]["at_risk_basis"] == "derived"
    low, high = found["rows"][0]["at_risk_range"]
    assert low < high
    assert any("an estimate, not a count" in note for note in found["notes"])


def test_shrinking_keeps_the_total_and_pulls_small_areas_most():
    counts, population = np.array([0.0, 6, 500, 300]), np.array([10_000.0, 10_000, 1_000_000, 1_000_000])
    mixed = shrunk(counts, population)
    assert mixed.sum() == pytest.approx(counts.sum())
    assert 0 < mixed[0] < 4
    assert mixed[1] < 6
    assert abs(mixed[2] / 500 - 1) < abs(mixed[1] / 6 - 1)


def test_counts_that_vary_no_more_than_chance_become_the_common_rate():
    assert shrunk([10, 10, 10], [1000, 1000, 1000]) == pytest.approx([10, 10, 10])


def test_at_risk_follows_the_indicators():
    header = "county_code,county,sex,population,opioid_deaths,laro_clients"
    rows = (f"{i:02d},K{i},{sex},500000,20,{100 * i}" for i in (1, 2, 3) for sex in ("men", "women"))
    table = parse_table("\n".join((header, *rows)).encode(), name="x.csv", at_risk_required=False)
    derived = derive_at_risk(with_shrunk_deaths(table), total=18_000)
    assert derived.at_risk.sum() == pytest.approx(18_000)
    assert derived.at_risk[4] > derived.at_risk[2] > derived.at_risk[0]


def test_an_indicator_that_is_no_number_is_named():
    header = "county_code,county,sex,population,opioid_deaths,laro_clients"
    raw = f"{header}\n01,A,men,500000,20,många".encode()
    with pytest.raises(FileRefused, match="row 2, column laro_clients"):
        derive_at_risk(parse_table(raw, name="x.csv", at_risk_required=False), total=18_000)


def test_causes_in_files_of_their_own_are_added_and_a_row_given_twice_counts_once(write):
    first, second = [death(2024, 1, 1, "10")], [{**death(2024, 1, 1, "4"), "diagnosId": "X44"}]
    paths = [write("a.json", {"data": first}), write("b.json", {"data": second}), write("c.json", {"data": first})]
    found, notes = read_deaths(paths)
    assert found == {("01", "men"): 14}
    assert [str(note) for note in notes] == ["1 rows are given twice and counted once."]


def test_a_cell_with_two_values_is_refused(write):
    with pytest.raises(FileRefused, match=r"row 2, column varde: found 5 for the same cell that is 4 in row 1"):
        read_deaths([write("a.json", {"data": [death(2024, 1, 1, "4"), death(2024, 1, 1, "5")]})])


def test_a_cause_within_another_is_not_counted_twice(write):
    rows = [death(2024, 1, 1, "4"), {**death(2024, 1, 1, "9"), "diagnosId": "X40-X44"}]
    found, notes = read_deaths([write("a.json", {"data": rows})])
    assert found == {("01", "men"): 9}
    assert "X42 lies within X40-X44" in str(notes[0])


def test_a_year_without_a_row_is_zero_for_every_area_and_sex_of_the_file(write):
    rows = [death(year, 12, sex, "20") for year in range(2019, 2024) for sex in (1, 2)]
    found, _ = read_deaths([write("a.json", {"data": [*rows, death(2020, 23, 1, "3")]})])
    assert found[("23", "men")] == pytest.approx(0.6)
    assert found[("23", "women")] == 0


def test_causes_that_cover_different_years_are_refused(write):
    second = [{**death(2023, 1, 1, "4"), "diagnosId": "X44"}]
    with pytest.raises(FileRefused, match="X44 for 2023, and X42 for 2024"):
        read_deaths([write("a.json", {"data": [death(2024, 1, 1, "4")]}), write("b.json", {"data": second})])


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ([{"sida": 1, "sidor": 3}], "found 3 pages, of which 2, 3 not given"),
        ([{"sida": 1, "sidor": 2}, {"sida": 1, "sidor": 2}], "of which 2 not given"),
        ([{"nasta_sida": "?sida=2"}], "a next page"),
    ],
)
def test_an_export_without_all_its_pages_is_refused(write, pages, says):
    paths = [write(f"{n}.json", {"data": [death(2024, 1, 1, "4")], **page}) for n, page in enumerate(pages)]
    with pytest.raises(FileRefused, match=says):
        read_deaths(paths)


def test_rates_are_passed_over_beside_counts_and_refused_alone(write):
    rows = [{**death(2024, 1, 1, "4"), "mattId": 1}, {**death(2024, 1, 1, "0,3"), "mattId": 2}]
    found, notes = read_deaths([write("a.json", {"data": rows})])
    assert found == {("01", "men"): 4}
    assert "1 rows of other measures" in str(notes[0])
    with pytest.raises(FileRefused, match="measure 2 alone"):
        read_deaths([write("b.json", {"data": rows[1:]})])


@pytest.mark.parametrize("row", [None, "slut", 3, [1]])
def test_a_row_that_is_no_object_is_named(write, row):
    with pytest.raises(FileRefused, match=r"a\.json, row 2: found"):
        read_deaths([write("a.json", {"data": [death(2024, 1, 1, "4"), row]})])


def px(cells, *, contents=("BE0101N1",), texts=("Folkmängd",), extra=()):
    columns = [{"code": c, "type": "d"} for c in ("Region", "Kon", *extra)] + [{"code": "Tid", "type": "t"}]
    columns += [{"code": c, "text": t, "type": "c"} for c, t in zip(contents, texts, strict=True)]
    return {"columns": columns, "data": [{"key": list(key), "values": list(values)} for key, values in cells]}


def test_ages_and_their_total_are_not_both_counted_wherever_the_total_stands(write):
    cells = [(("01", "1", str(age), "2024"), ("10",)) for age in range(101)]
    cells += [(("01", "1", "tot", "2024"), ("1010",)), (("01", "1", "tot", "2023"), ("7",))]
    assert read_population(write("a.json", px(cells, extra=("Alder",)))) == {("01", "men"): 1010}
    assert read_population(write("b.json", px(cells[:101], extra=("Alder",)))) == {("01", "men"): 1010}


def test_ages_that_lie_within_each_other_are_refused(write):
    cells = [(("01", "1", age, "2024"), ("10",)) for age in ("0-4", "3", "5+")]
    with pytest.raises(FileRefused, match="column Alder: found 0-4 beside 3"):
        read_population(write("a.json", px(cells, extra=("Alder",))))


def test_of_two_figures_the_population_is_taken_or_the_file_refused(write):
    cells = [(("01", "1", "2024"), ("1000", "12"))]
    both = {"contents": ("BE0101N1", "BE0101N2"), "texts": ("Folkmängd", "Folkökning")}
    assert read_population(write("a.json", px(cells, **both))) == {("01", "men"): 1000}
    with pytest.raises(FileRefused, match="column ContentsCode: found several figures"):
        read_population(write("b.json", px(cells, contents=("A", "B"), texts=("x", "y"))))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda p: p["data"][0].pop("key"), "row 1, column key"),
        (lambda p: p["data"][0].update(values=[]), "row 1, column values"),
        (lambda p: p["data"].append(None), "row 3, column key"),
        (lambda p: p["data"][0].update(values=[".."]), r"row 1, column values: found '\.\.' at 01, 1, 2024"),
    ],
)
def test_a_broken_row_of_population_is_named(write, change, says):
    value = px([(("01", "1", "2024"), ("1",)), (("01", "2", "2024"), ("1",))])
    change(value)
    with pytest.raises(FileRefused, match=says):
        read_population(write("a.json", value))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"value": [1, 2, 3]}, "column value: found 3 values; allowed is 4 values"),
        ({"size": [2, 3]}, "column Kon: found 2 codes where the size is '3'"),
        ({"dimension": {}}, "found 0 codes"),
        ({"id": None}, "column id"),
        ({"value": {"0": 1}}, "found an empty cell at 01, 2"),
    ],
)
def test_a_dataset_that_does_not_fit_itself_is_refused(write, change, says):
    dataset = {
        "class": "dataset", "id": ["Region", "Kon"], "size": [2, 2], "value": [1, 2, 3, 4],
        "dimension": {"Region": {"category": {"index": ["01", "12"]}}, "Kon": {"category": {"index": ["1", "2"]}}},
    }  # fmt: skip
    with pytest.raises(FileRefused, match=says):
        read_population(write("a.json", dataset | change))


# --- wrong numbers that look right


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([death(2024, 1, 1, "4,5")], "column varde: found '4,5'"),
        ([death(2024, 1, 1, "1.220")], "column varde: found '1.220', which may mean"),
        ([death(2024, 1, 1, "12¹")], "column varde: found '12¹'"),
        ([death(2024, 1, 1, "4"), {**death(2024, 1, 1, "3"), "diagnosId": "T40"}], "found X42 beside T40"),
        ([{**death(2024, 1, 1, "4"), "diagnosId": c} for c in ("X40-X42", "X42-X44")], "X40-X42 beside X42-X44"),
        ([death(y, 1, 1, v, age=a) for y in (2023, 2024) for a, v in (("1", "2"), ("2", "3"), ("20", "5"))],
         "column alderId: found age 20, which is the sum of the other ages"),
    ],
)  # fmt: skip
def test_deaths_that_would_count_wrong_are_refused(write, rows, says):
    with pytest.raises(FileRefused, match=says):
        read_deaths([write("a.json", {"data": rows})])


def test_deaths_as_json_numbers_are_what_they_are(write):
    assert read_deaths([write("a.json", {"data": [death(2024, 1, 1, 4.0)]})])[0] == {("01", "men"): 4}


@pytest.mark.parametrize("total", ["Samtliga", "alla åldrar", "Summa", "TOT"])
def test_a_total_of_ages_by_any_name_is_the_whole(write, total):
    rows = [death(2024, 1, 1, v, age=a) for a, v in (("1", "2"), ("2", "4"), (total, "6"))]
    assert read_deaths([write("a.json", {"data": rows})])[0] == {("01", "men"): 6}


def test_an_area_that_only_one_file_has_is_named(write, population, tmp_path):
    deaths = write("sos.json", {"data": [death(2024, 1, s, "80") for s in (1, 2)]})
    words = ["table", "--deaths", str(deaths), "--population", str(population), "--out", str(tmp_path / "plan.csv")]
    answer = CliRunner().invoke(app, words)
    assert "One area (Skåne) in only one of the files: left out." in answer.output


@pytest.mark.parametrize(
    ("extra", "codes", "texts", "says"),
    [
        (("Alder",), (("0-100+", "10"), ("0-4", "4"), ("5-100+", "6")), ("Folkmängd",), "found 0-4 beside 0-100\\+"),
        (("Alder",), (("Summa", "10"), ("0-4", "4"), ("5+", "6")), ("Folkmängd",), None),
        (("Fodd",), (("A", "4"), ("B", "6"), ("C", "10")), ("Folkmängd",), "found C, which is the sum of the others"),
        ((), (("", "10"),), ("Folkökning",), "column ContentsCode: found several figures"),
        ((), (("", "12"),), ("Andel av befolkningen",), "column ContentsCode: found several figures"),
    ],
)
def test_people_that_would_count_wrong_are_refused(write, extra, codes, texts, says):
    cells = [((region, sex, *((code,) if extra else ()), "2024"), (people,))
             for region in ("01", "03") for sex in "12" for code, people in codes]  # fmt: skip
    path = write("a.json", px(cells, extra=extra, texts=texts))
    if says is None:
        assert read_population(path)["01", "men"] == 10
        return
    with pytest.raises(FileRefused, match=says):
        read_population(path)


def test_people_in_thousands_are_people(write):
    cells = [(("01", "1", "2024"), ("1220,5",))]
    assert read_population(write("a.json", px(cells, texts=("Folkmängd (tusental)",)))) == {("01", "men"): 1_220_500}
