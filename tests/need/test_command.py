"""`beredd need plan`: one JSON value on stdout, notes on stderr, exit code 2 for what cannot be used."""

import json

import pytest
from typer.testing import CliRunner

from beredd.cli.need import app
from beredd.intake import FileRefused

LINES = (
    "county_code,county,sex,population,at_risk,opioid_deaths,ort",
    "01,A,men,500000,800,20,=1+1",
    "01,A,women,500000,260,8,b",
    "03,B,men,90000,150,3,c",
    "03,B,women,90000,50,2,d",
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "need.csv"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


def ask(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_json_has_the_agreed_names_and_adds_up(file):
    answer = ask("plan", file, "--budget", 900, "--mixing", "identity", "--json", "--show-small")
    assert answer.exit_code == 0
    found = json.loads(answer.stdout)
    totals = found["totals"]
    assert sum(row["kits_in_circulation"] for row in found["rows"]) == pytest.approx(900)
    assert totals["kits_men"] + totals["kits_women"] == pytest.approx(900)
    assert sum(row["deaths_averted"] for row in found["rows"]) == pytest.approx(totals["deaths_averted_optimal"])
    assert totals["deaths_averted_optimal"] >= totals["deaths_averted_proportional"]
    assert found["rows"][0]["kits_per_year"] == pytest.approx(found["rows"][0]["kits_in_circulation"] * 12 / 15.5)
    assert found["rows"][0]["other"] == {"ort": "=1+1"}
    assert found["unknown_columns"] == ["ort"]


def test_the_same_command_gives_the_same_numbers(file):
    one, other = (json.loads(ask("plan", file, "--json", "--draws", 200).stdout) for _ in range(2))
    assert one["rows"] == other["rows"]
    assert one["provenance"]["inputs"] == other["provenance"]["inputs"]


def test_small_counts_stand_neither_on_screen_nor_in_the_file(file, tmp_path):
    out = tmp_path / "plan.csv"
    answer = ask("plan", file, "--budget", 900, "--out", out)
    assert "<5" in answer.stdout
    lines = out.read_text(encoding="utf-8").splitlines()
    header, last = lines[0].split(","), lines[4].split(",")
    shown = dict(zip(header, last, strict=True))
    assert shown["opioid_deaths"] == "<5"
    assert shown["deaths_averted"] == shown["uses_expected_per_year"] == ""
    assert "'=1+1" in lines[1]


def test_a_bad_file_is_refused(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("\n".join((LINES[0], "01,A,boys,1,1,1,a")), encoding="utf-8")
    answer = ask("plan", path)
    assert isinstance(answer.exception, FileRefused)
    assert "bad.csv, row 2, column sex: found 'boys'; allowed is men or women." in str(answer.exception)


def test_a_parameter_can_be_set(file):
    plain, longer = (
        json.loads(ask("plan", file, "--json", "--draws", 0, *more).stdout)["totals"]["kits_per_year"]
        for more in ((), ("--set", "kit_life_months=31"))
    )
    assert longer == pytest.approx(plain / 2)


def test_parameters_are_listed_with_their_source():
    found = json.loads(ask("parameters", "--json").stdout)["parameters"]
    assert {p["name"] for p in found} >= {"kit_life_months", "fatality_untreated"}
    assert all(p["source"] for p in found)
