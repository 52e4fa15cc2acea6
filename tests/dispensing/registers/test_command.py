"""`beredd dispensing import` and `network` as a person or a script meets them."""

import json

import pytest

from beredd.cli import main

REGISTER = (
    "apoteksId;namn;aktorsnamn;kommun;slutDatum\n"
    "7350000000011;Apoteket Svalan;Aktör Ett;0980;\n"
    "7350000000028;Apoteket Duvan;Aktör Ett;2480;2001-01-01\n"
)


@pytest.fixture
def beredd(monkeypatch, capsys):
    """Run the program; gives its exit code, stdout and stderr."""

    def run(*words):
        monkeypatch.setattr("sys.argv", ["beredd", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        done = capsys.readouterr()
        return code, done.out, done.err

    return run


def test_import_prints_one_json_object_and_the_folder_is_a_network(beredd, tmp_path):
    (tmp_path / "r.csv").write_text(REGISTER, encoding="utf-8")
    code, out, _ = beredd("dispensing", "import", tmp_path / "r.csv", "--out", tmp_path / "net", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["read"] == answer["matched"] + answer["guessed"] + answer["dropped"] == 2
    assert answer["out"] == str(tmp_path / "net")
    code, out, _ = beredd("dispensing", "network", "--network", tmp_path / "net", "--json")
    network = json.loads(out)
    assert code == 0
    assert network["totals"]["pharmacies"] == 1
    estimated = {row["county_code"]: row["estimated"] for row in network["counties"]}
    assert estimated["01"] == 1
    assert estimated["09"] < 1


def test_import_names_each_dropped_row_to_a_person(beredd, tmp_path):
    (tmp_path / "r.csv").write_text(REGISTER, encoding="utf-8")
    code, _, err = beredd("dispensing", "import", tmp_path / "r.csv", "--out", tmp_path / "net")
    assert code == 0
    assert "r.csv, row 3: closed since 2001-01-01" in err


def test_a_refused_import_ends_with_code_2_one_sentence_and_no_folder(beredd, tmp_path):
    (tmp_path / "r.csv").write_text(REGISTER + "7350000000035;Anna 121212-1212;A;0980;\n", encoding="utf-8")
    code, out, err = beredd("dispensing", "import", tmp_path / "r.csv", "--out", tmp_path / "net", "--json")
    assert code == 2
    assert out == ""
    assert "row 4, column namn" in err
    assert "1212" not in err
    assert "Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_a_broken_network_folder_ends_with_code_2(beredd, tmp_path):
    (tmp_path / "population.csv").write_text("municipality_code,population\n0999,5\n", encoding="utf-8")
    code, _, err = beredd("dispensing", "network", "--network", tmp_path)
    assert code == 2
    assert "population.csv, row 2, column municipality_code: found '0999'" in err


def test_network_shows_every_county_and_says_what_is_estimated(beredd):
    code, out, _ = beredd("dispensing", "network", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["name"] == "sweden"
    assert len(answer["counties"]) == 21
    assert sum(row["pharmacies"] for row in answer["counties"]) == answer["totals"]["pharmacies"] == 1400
    assert {row["estimated"] for row in answer["counties"]} == {1.0}
    assert sum(row["lines_per_day"] for row in answer["counties"]) == pytest.approx(277_000, rel=0.02)


def test_network_for_people_shows_counties_and_sources(beredd):
    code, out, _ = beredd("dispensing", "network")
    assert code == 0
    assert "Gotland" in out
    assert "GeoNames" in out
