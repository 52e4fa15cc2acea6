"""`beredd assignment`."""

import json

import pytest
from typer.testing import CliRunner

from beredd.cli.assignment import app
from beredd.intake import FileRefused


def said(*words):
    answer = CliRunner().invoke(app, [*map(str, words)], catch_exceptions=False)
    assert answer.exit_code == 0
    return answer.stdout


def test_coverage_says_for_each_clause_what_answers_it_and_until_when():
    rows = json.loads(said("coverage", "beredskap-2026", "--on", "2026-11-27", "--json"))["clauses"]
    by_id = {row["id"]: row for row in rows}
    assert by_id["dosovning"]["due"] == "2026-12-31"
    assert by_id["dosovning"]["days_left"] == 34
    assert by_id["dosovning"]["state"] == "thin"
    assert {"s5-rullen-som-inte-kom v1", "s12-dosbordet v1"} <= {
        one["reference"] for one in by_id["dosovning"]["evidence"]
    }
    assert by_id["nara-dialog"]["state"] == "missing"
    assert "Jordbruksverket" in by_id["nara-dialog"]["not_heard"]


def test_what_was_done_is_counted_from_its_day_on(tmp_path):
    done = tmp_path / "gjort.yaml"
    done.write_text(
        "evidence:\n  - {clauses: [dosovning], kind: exercise, what: Övning, status: done, on: 2026-12-01}\n"
    )
    for day, state in (("2026-11-30", "thin"), ("2026-12-01", "met")):
        rows = json.loads(said("coverage", "beredskap-2026", "--evidence", done, "--on", day, "--json"))["clauses"]
        assert {row["id"]: row["state"] for row in rows}["dosovning"] == state


def test_the_list_says_what_a_decision_leaves_empty():
    rows = {row["id"]: row for row in json.loads(said("list", "--json"))["assignments"]}
    assert rows["beredskap-2026"]["blanks"] == ["decided_on", "reference"]
    assert rows["opioidantagonister-2025"]["blanks"] == []


def test_the_account_is_to_the_ore(tmp_path):
    costs = tmp_path / "costs.csv"
    costs.write_text("uppdrag;datum;belopp;avser\nopioidantagonister-2025;2025-04-01;1 000,07;Möte\n", encoding="utf-8")
    (year,) = json.loads(said("account", "opioidantagonister-2025", "--costs", costs, "--json"))["years"]
    assert (year["spent_ore"], year["left_ore"]) == (100_007, 49_899_993)
    assert said("account", "opioidantagonister-2025", "--costs", costs).startswith("2025: 500,000.00 kr granted")
    costs.write_text("uppdrag;datum;belopp;avser\nopioidantagonister-2025;2025-04-01;-7;Möte\n", encoding="utf-8")
    with pytest.raises(FileRefused):
        said("account", "opioidantagonister-2025", "--costs", costs)
