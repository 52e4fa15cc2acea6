"""The question's command and the table's file: what a record names gives the same plan again."""

import shlex

import numpy as np

from beredd.need import Question, command_of, document, load_parameters, make_plan, parse_table, table_file
from beredd.need.allocation import MODES
from beredd.need.availability import MIXINGS
from beredd.need.model import SCENARIOS
from beredd.need.names import EQUITY, MIXING, SCENARIO
from beredd.need.uncertainty import draw_parameter

ROWS = """county_code;county;sex;population;at_risk;opioid_deaths;kits_pharmacy;case_fatality_p0;case_fatality_p1;ort
01;A;men;500000;800,25;20;100;0,05;0,02;x
01;A;women;500000;260;8;0;;;=1+1
"""


def test_a_tables_file_gives_the_same_table_to_the_last_bit():
    table = parse_table(ROWS.encode(), name="own.csv")
    name, raw = table_file(table)
    again = parse_table(raw, name=name)
    for field in ("population", "at_risk", "deaths", "fatality", "kits_per_year"):
        np.testing.assert_array_equal(getattr(table, field), getattr(again, field))
    assert (again.codes, again.areas, again.sexes, again.other) == (table.codes, table.areas, table.sexes, table.other)
    assert again.has_kits
    assert table_file(again) == (name, raw)


def test_a_table_without_kits_or_people_at_risk_stays_one():
    text = "county_code,county,sex,population,opioid_deaths\n01,A,men,500000,20\n"
    table = parse_table(text.encode(), name="own.csv", at_risk_required=False)
    assert table_file(table)[1].decode() == text


def test_the_same_rows_in_another_file_are_the_same_record():
    other = ROWS.replace(";", "\t").replace("sex", "kön").replace("women", "kvinnor").replace("500000", "500 000")
    one, same = (
        document(make_plan(parse_table(text.encode(), name=name), Question(draws=0)))["provenance"] | {"created": ""}
        for name, text in (("a.csv", ROWS), ("b.csv", other))
    )
    assert one == same


def test_the_command_has_every_value_whole():
    asked = Question(target="70 %", budget=0.1 + 0.2, overrides={"kit_life_months": 18.3}, shrink=True)
    words = shlex.split(command_of(asked, "my table.csv"))
    assert words[:4] == ["beredd", "need", "plan", "my table.csv"]
    for option, value in (
        *(("--target", "0.7"), ("--budget", "0.30000000000000004"), ("--set", "kit_life_months=18.3")),
        *(("--equity", "efficient"), ("--draws", "1000"), ("--seed", "1")),
    ):
        assert words[words.index(option) + 1] == value
    assert "--shrink" in words
    assert "--floor" not in words


def test_everything_that_can_be_chosen_has_a_name():
    assert set(EQUITY) == set(MODES)
    assert set(MIXING) == set(MIXINGS)
    assert set(SCENARIO) == set(SCENARIOS)


def test_seeds_beyond_32_bits_draw_other_numbers():
    name = next(name for name, parameter in load_parameters().items() if parameter.uncertainty)
    parameter = load_parameters()[name]
    low, high = (draw_parameter(parameter, parameter.value, draws=3, seed=seed) for seed in (7, 7 + 2**32))
    assert not np.array_equal(low, high)
