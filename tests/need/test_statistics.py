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
