"""`beredd dispensing scenarios` and `parameters`: shapes of the JSON, and tables in both languages."""

import json

import pytest
from typer.testing import CliRunner

from beredd.cli.dispensing import app
from beredd.dispensing.errors import ScenarioError


def ask(*words):
    """The JSON a command prints, and nothing else on stdout."""
    done = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.stdout)


def test_scenarios_as_json_carry_names_in_both_languages_and_events():
    rows = {row["id"]: row for row in ask("scenarios")["scenarios"]}
    assert {"vardag", "s1-erecept", "s2-kedja", "s6-morkt"} <= set(rows)
    s1 = rows["s1-erecept"]
    assert (s1["name"], s1["name_en"]) == ("Tisdag utan e-recept", "Tuesday without e-prescriptions")
    assert (s1["state"], s1["days"], s1["start"]) == ("vardag", 14, "2026-09-07")
    assert s1["events"][0]["from"] == "d1h09:00"


def test_one_scenario_tells_what_changes_when():
    (row,) = ask("scenarios", "s1-erecept")["scenarios"]
    assert [(c["hour"], c["level_permille"]) for c in row["changes"]] == [(33, 0), (42, 400), (48, 1000)]


def test_another_seed_hits_others():
    hit = [ask("scenarios", "s2-kedja", "--seed", seed)["scenarios"][0]["changes"] for seed in ("1", "2")]
    assert hit[0] != hit[1]


def test_a_file_with_a_fault_is_refused(tmp_path):
    path = tmp_path / "fel.toml"
    path.write_text(
        'name = "Fel"\n[[event]]\nid = "a"\nhit = "power"\nwhere = ["99"]\nfrom = "d0h08"\nfor = 3\n', encoding="utf-8"
    )
    with pytest.raises(ScenarioError, match=r"fel.*event 'a', key 'where': found '99'"):
        ask("scenarios", str(path))


def test_parameters_as_json_say_where_each_number_comes_from():
    rows = ask("parameters")["parameters"]
    agreed = {"name", "value", "unit", "source", "confidence", "range", "label_sv", "label_en", "studio"}
    assert all(agreed <= set(row) for row in rows)
    assert all(row["studio"] for row in ask("parameters", "--studio")["parameters"])


@pytest.mark.parametrize(("language", "says"), [("sv", "Tisdag utan e-recept"), ("en", "Tuesday without")])
def test_tables_speak_the_language_asked_for(language, says):
    done = CliRunner().invoke(app, ["scenarios", "s1-erecept", "--language", language])
    assert says in done.stdout
    assert "d1h09" in done.stdout
