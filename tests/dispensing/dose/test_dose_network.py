"""Tables of the dose chain, events that cannot be, and what the commands say."""

import csv
import json
from datetime import date
from importlib.resources import files

import pytest
from small_dose import dose, event, network, plan
from typer.testing import CliRunner

from beredd.cli.dispensing import app
from beredd.dispensing.dose.description import describe_dose
from beredd.dispensing.dose.network import load_dose_network
from beredd.dispensing.errors import NetworkError, ScenarioError
from beredd.dispensing.network import load_network
from beredd.dispensing.scenarios.files import make_scenario


def table(name, tmp_path, change):
    """The package's table with rows changed, in a folder of its own."""
    text = (files("beredd.content") / "dose" / "sweden" / f"{name}.csv").read_text(encoding="utf-8")
    rows = change(list(csv.DictReader(text.splitlines())))
    with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return tmp_path


def test_the_package_has_240_000_patients_two_operators_and_a_plant_for_every_county():
    told = describe_dose(load_network("sweden"), load_dose_network(load_network("sweden")))
    assert sum(row["patients"] for row in told["counties"]) == 240_000
    assert len(told["counties"]) == 21
    assert {row["operator"] for row in told["counties"]} == {"dosaktor-a", "dosaktor-b"}
    assert all(row["capacity_rolls_per_day"] > row["rolls_per_day"] for row in told["plants"])


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("counties", lambda rows: rows[1:], "county 01 (Stockholm) has no cluster and so no operator"),
        ("counties", lambda rows: [{**rows[0], "cluster_id": "x"}, *rows[1:]], "row 2, column cluster_id: found 'x'"),
        ("plants", lambda rows: [{**rows[0], "operator_id": "x"}, *rows[1:]], "row 2, column operator_id: found 'x'"),
        ("clusters", lambda rows: [{**rows[0], "plant_id": "x"}, *rows[1:]], "row 2, column plant_id: found 'x'"),
        ("stop_days", lambda rows: rows[1:], "found a sum of 0.98"),
        (
            "stop_days",
            lambda rows: [{**rows[0], "stop_weekday": "5"}, *rows[1:]],
            "row 2, column first_intake_day: found '4'",
        ),
    ],
)
def test_a_dose_network_that_does_not_fit_together_is_one_sentence(name, change, says, tmp_path):
    with pytest.raises(NetworkError) as refused:
        load_dose_network(load_network("sweden"), table(name, tmp_path, change))
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def entry(**keys):
    return {"id": "e", "hit": "plant", "from": "d0h00", "for": 24, **keys}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([entry(hit="plants", level=0.0)], "key 'hit': found 'plants'"),
        ([entry()], "plant needs exactly one of"),
        ([entry(level=1.5)], "key 'level': found 1.5; allowed is 0 to 1"),
        ([entry(level=0.0, amount=3)], "key 'amount': found 3"),
        ([entry(level=0.0, **{"from": "d40h00"})], "key 'from': found 'd40h00:00'"),
        ([entry(level=0.0, **{"for": {"uniform_h": [1, 2]}})], "key 'for': found {'uniform_h'"),
        ([entry(hit="recall", of="x")], "key 'of': found 'x'"),
        ([entry(hit="takeover", to="dos-b1")], "key 'amount'"),
        ([entry(hit="shifts", factor=0.5)], "key 'factor': found 0.5"),
        ([entry(level=0.0, levl=1)], "no such key"),
        ([entry(level=0.0), entry(level=0.0)], "key 'dose'"),
    ],
)
def test_an_impossible_entry_is_one_sentence(given, says):
    with pytest.raises(ScenarioError) as refused:
        make_scenario({"name": "x", "days": 28, "dose": given}, identifier="x", file="x.toml")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([event("plant", "d0h00", 24.0, level=0.0, where="nowhere")], "key 'where': found 'nowhere'"),
        ([event("dosett", "d0h00", 24.0, where="dos-1")], "key 'where': found 'dos-1'"),
        ([event("takeover", "d0h00", 24.0, where="dos-1", to="dos-1", amount=1)], "another plant"),
        (
            [
                event("packing_order", "d0h00", 72.0, first="home", id="one"),
                event("packing_order", "d1h00", 24.0, first="care_housing", id="two"),
            ],
            "event 'two', key 'first': found two packing_order that say different things",
        ),
    ],
)
def test_what_does_not_fit_the_dose_network_is_one_sentence(events, says):
    with pytest.raises(ScenarioError) as refused:
        plan(*events)
    assert says in str(refused.value)


def test_stop_days_are_dealt_exactly_by_their_shares():
    chain = dose(8, 100)
    made = plan(n=100, start=date(2026, 9, 7))
    for county in range(len(network().county_code)):
        here = made.slot[made.county == county]
        for row, share in enumerate(chain.stop_share):
            assert abs((here // 2 == row).sum() - share * len(here)) < 2


def test_the_dose_command_answers_in_json():
    answer = CliRunner().invoke(app, ["dose", "--json"])
    told = json.loads(answer.stdout)
    assert {"id", "owner", "capacity_rolls_per_day"} <= set(told["plants"][0])
    assert {"county_code", "patients", "operator"} <= set(told["counties"][0])
    assert len(told["stop_days"]) == 16
