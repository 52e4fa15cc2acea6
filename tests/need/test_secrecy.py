"""A plan's document hides small counts and what follows from them, so nothing made of it can show them."""

import json

import pytest

from beredd.figures.files import csv_text
from beredd.need import Question, document, make_plan, parse_table
from beredd.need.plan import budget_curve
from beredd.need.reading import budget_figure, plan_table
from beredd.need.secrecy import SECRET, hidden_rows

HEADER = "county_code,county,sex,population,at_risk,opioid_deaths"
ROWS = ("01,A,men,500000,800,20", "01,A,women,500000,260,8", "03,B,men,90000,150,3", "03,B,women,90000,50,2")
ALONE = ("03,B,men,90000,150,3",)


def plan_of(rows, **asked):
    table = parse_table("\n".join((HEADER, *rows)).encode(), name="t.csv")
    return make_plan(table, Question(**({"budget": 900.0, "draws": 50} | asked)))


def test_hidden_rows_have_nothing_that_follows_from_their_deaths():
    found = document(plan_of(ROWS))
    for row in found["rows"]:
        told = {name: row[name] for name in SECRET}
        assert (set(told.values()) == {None}) == row["small_cell"] if row["small_cell"] else None not in told.values()
    assert [row.get("hidden_as") for row in found["rows"]] == [None, None, "<5", "<5"]
    assert "need.note-hidden" in [note["code"] for note in found["note_codes"]]


def test_sums_over_hidden_rows_are_rounded_so_that_they_cannot_be_solved():
    """Two hidden rows and two unrounded sums with known weights would be two equations for two unknowns."""
    totals = document(plan_of(ROWS))["totals"]
    for name, decimals in (("deaths_averted", 1), ("p_women", 2), ("extra_deaths", 1), ("overdoses_per_year", 0)):
        assert totals[name] == round(totals[name], decimals)
        assert totals["intervals"].get(name, {"low": 0})["low"] == round(
            totals["intervals"].get(name, {"low": 0})["low"], decimals
        )
    whole = document(plan_of(ROWS[:2]))["totals"]
    assert whole["deaths_averted"] != round(whole["deaths_averted"], 1)


def test_the_owner_can_see_them():
    plan = plan_of(ROWS)
    found = document(plan, shows_small=True)
    assert [row["opioid_deaths"] for row in found["rows"]] == [20, 8, 3, 2]
    assert sum(row["deaths_averted"] for row in found["rows"]) == pytest.approx(found["totals"]["deaths_averted"])
    assert "need.note-hidden" not in [note["code"] for note in found["note_codes"]]


def test_a_total_that_is_itself_a_small_count_is_hidden():
    plan = plan_of(ALONE, mixing="identity")
    found = document(plan)
    assert found["totals"]["opioid_deaths"] is None
    assert found["totals"]["deaths_averted"] is None
    assert found["totals"]["kits_in_circulation"] == pytest.approx(900)
    curve = budget_curve(plan.table, plan.question, (0.0, 450.0, 900.0))
    assert set(curve.efficient) == {None}
    assert 'class="ser d1" d="M"' in budget_figure(found, curve).svg()


def test_the_curve_of_budgets_is_rounded_like_the_sums():
    plan = plan_of(ROWS)
    curve = budget_curve(plan.table, plan.question, (300.0, 700.0))
    assert [round(value, 1) for value in curve.efficient] == list(curve.efficient)


def test_a_table_without_small_counts_is_as_it_was():
    plan = plan_of(ROWS[:2])
    assert not hidden_rows(plan.table)
    shown, whole = document(plan), document(plan, shows_small=True)
    assert {**shown, "provenance": None} == {**whole, "provenance": None}


def test_files_hold_the_same_hidden_cells():
    lines = csv_text(plan_table(document(plan_of(ROWS)))).splitlines()
    header, last = lines[0].split(","), lines[4].split(",")
    told = dict(zip(header, last, strict=True))
    assert told["opioid_deaths"] == "<5"
    assert told["deaths_averted"] == told["deaths_averted_low"] == told["uses_expected_per_year"] == ""
    assert json.dumps(document(plan_of(ROWS)), allow_nan=False)
