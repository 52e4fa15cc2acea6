"""A description refuses in sentences, tells its limits as data, and passes a file and a command line unchanged."""

import math
import pickle
import shlex
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from beredd.descriptions import (
    MOST_SEED,
    Asked,
    Description,
    OneOf,
    Refused,
    Seed,
    command_words,
    limits,
    on_site,
    read_number,
    read_question,
)
from beredd.errors import BereddError
from beredd.wording import Sentence, speaking

DELAY, SHARE = Sentence("overdose.delay"), Sentence("overdose.population")


class Inner(Description):
    delay_s: Annotated[float, Field(ge=5, le=1800, description="Wait."), Asked(DELAY, unit="s", step=5)] = 60.0


class Toy(Description):
    name: Annotated[str, OneOf(lambda: ("a b", "c")), Asked(Sentence("overdose.opioid"))]
    share: Annotated[float | None, Field(gt=0, lt=1), Asked(SHARE, is_share=True)] = None
    size: Annotated[int, Field(ge=1, le=100), Asked(SHARE, option="--people", site_most=10)] = 5
    mode: Annotated[Literal["x", "y"], Asked(Sentence("overdose.subject"))] = "x"
    parts: Annotated[tuple[Inner, ...], Field(max_length=3), Asked(Sentence("overdose.arms"), site_most=2)] = ()
    is_on: Annotated[bool, Asked(Sentence("overdose.recovery"))] = False
    seed: Seed = 1


def faults(**given):
    with pytest.raises(Refused) as refused:
        Toy(**{"name": "c", **given})
    return {fault.field: str(fault) for fault in refused.value.faults}


def test_every_fault_is_told_at_once_with_its_place():
    found = faults(size=0, share=1, parts=[{"delay_s": 4}, {}])
    assert set(found) == {"size", "share", "parts.0.delay_s"}
    assert found["parts.0.delay_s"] == "Delay: 4 s was given; allowed is from 5 to 1,800 s."
    assert "100% was given; allowed is above 0% and below 100%." in found["share"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"siz": 3}, "There is no field “siz”; did you mean 'size'."),
        ({"name": "d"}, "“d” was given; allowed is a b, c."),
        ({"mode": "z"}, "“z” was given; allowed is x, y."),
        ({"size": True}, "“True” was given; allowed is a whole number from 1 to 100."),
        ({"size": 1.5}, "1.5 was given; allowed is a whole number from 1 to 100."),
        ({"size": None}, "nothing was given; allowed is a whole number from 1 to 100."),
        ({"size": "many"}, "“many” was given"),
        ({"share": math.nan}, "nan was given"),
        ({"seed": MOST_SEED + 1}, "allowed is a whole number from 0 to 9,007,199,254,740,991."),
        ({"parts": [{}] * 4}, "4 were given; allowed is at most 3."),
    ],
)
def test_a_refusal_says_what_was_given_and_what_is_allowed(given, says):
    (told,) = faults(**given).values()
    assert says in told


def test_an_unknown_field_is_told_first_and_what_is_missing_too():
    with pytest.raises(Refused) as refused:
        Toy(nam="c")
    assert [fault.field for fault in refused.value.faults] == ["nam", "name"]
    assert str(refused.value).count("\n") == 1


def test_a_refusal_speaks_the_readers_language_also_after_a_journey():
    with pytest.raises(Refused) as refused:
        Inner(delay_s=4)
    travelled = pickle.loads(pickle.dumps(refused.value))
    with speaking("sv"):
        assert str(travelled) == "Fördröjning: 4 s angavs. Tillåtet är från 5 till 1\N{NO-BREAK SPACE}800 s."
    assert str(travelled) == "Delay: 4 s was given; allowed is from 5 to 1,800 s."
    assert (travelled.field, travelled.kind) == ("delay_s", "invalid")


def test_limits_are_data():
    delay = limits(Inner)["delay_s"]
    assert (delay.low, delay.high, delay.asked.unit, delay.asked.step, delay.default) == (5, 1800, "s", 5, 60.0)
    share = limits(Toy)["share"]
    assert (share.low, share.high, share.is_low_open, share.is_high_open, share.is_optional) == (0, 1, True, True, True)
    assert limits(Toy)["name"].choices == ("a b", "c")
    assert limits(Toy)["name"].is_required
    assert [limits(Toy)[name].option for name in ("share", "size")] == ["--share", "--people"]


def test_the_sites_ceilings_are_its_own_and_its_schemas():
    here = on_site(Toy)
    assert here(name="c", size=10).size == 10
    with pytest.raises(Refused, match="from 1 to 10"):
        here(name="c", size=11)
    with pytest.raises(Refused, match="at most 2"):
        here(name="c", parts=[{}] * 3)
    assert Toy(name="c", size=11).size == 11
    properties = here.model_json_schema()["properties"]
    assert (properties["size"]["maximum"], properties["parts"]["maxItems"]) == (10, 2)
    assert here(name="c", size=10) == Toy(name="c", size=10)


def test_a_description_is_a_value_and_cannot_change():
    one, same = Toy(name="c", parts=(Inner(),)), Toy(name="c", parts=[{"delay_s": "1 min"}])
    assert one == same
    assert hash(one) == hash(same)
    assert pickle.loads(pickle.dumps(one)) == one
    with pytest.raises(ValueError, match="frozen"):
        one.size = 3
    assert one.but(size=3).size == 3
    with pytest.raises(Refused):
        one.but(size=0)


@pytest.mark.parametrize(
    ("text", "unit", "is_share", "number"),
    [
        ("1,3", "", False, 1.3),
        ("277\N{NO-BREAK SPACE}000", "", False, 277_000),
        ("\N{MINUS SIGN}1", "", False, -1),
        ("1625 µg", "mg", False, 1.625),
        ("0.3 µg", "mg", False, 0.0003),
        ("1 g", "mg", False, 1000),
        ("3 min", "s", False, 180),
        ("70 %", "", True, 0.7),
        ("0.7", "", True, 0.7),
        ("1e3", "", False, 1000),
    ],
)
def test_numbers_are_read_as_people_write_them_and_exactly(text, unit, is_share, number):
    assert read_number(text, unit=unit, is_share=is_share) == number


@pytest.mark.parametrize("text", ["", "much", "1.2.3", "1,2,3", "3 kPa", "3 mg/kg", "70 %", "--3", "9" * 80])
def test_what_is_no_number_stays_text_to_be_refused(text):
    assert read_number(text, unit="mg") == text


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), st.integers(0, MOST_SEED), st.text(max_size=5))
def test_a_question_goes_through_a_file_unrounded(tmp_path_factory, share, seed, name):
    asked = Toy(name="a b", share=share, seed=seed)
    path = tmp_path_factory.mktemp("asked") / "asked.json"
    path.write_text(asked.as_file(), encoding="utf-8")
    assert read_question(path, Toy) == asked


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("asked.json", "{", "asked.json"),
        ("asked.json", "[1]", "holds no table"),
        ("asked.toml", "name =", "asked.toml"),
        ("asked.json", '{"name": "c", "size": 0}', "from 1 to 100"),
        ("asked.json", '{"name": "c", "colour": 0}', "no field “colour”"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(tmp_path, name, text, says):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BereddError, match=says):
        read_question(tmp_path / name, Toy)


def test_a_record_and_an_answer_are_files_of_their_question(tmp_path):
    asked = Toy(name="c", size=3)
    for text in ({"question": asked.as_data()}, {"arms": [], "provenance": {"question": asked.as_data()}}):
        path = tmp_path / "record.json"
        path.write_text(str(text).replace("'", '"').replace("None", "null").replace("False", "false"))
        assert read_question(path, Toy) == asked


def test_a_command_line_has_every_value_whole_and_every_word_quoted():
    asked = Toy(name="a b", share=0.1 + 0.2, is_on=True)
    line, files = command_words(("toy", "run", "my file.csv"), asked, "--threads", 2, but=("parts",))
    assert files == {}
    assert shlex.split(line) == [
        *("beredd", "toy", "run", "my file.csv", "--name", "a b", "--share", "0.30000000000000004", "--people", "5"),
        *("--mode", "x", "--is-on", "--seed", "1", "--threads", "2"),
    ]


def test_a_command_with_a_file_names_it_by_what_it_holds():
    asked = Toy(name="c", parts=(Inner(),))
    line, files = command_words(("toy", "run"), asked, in_file="toy.answer")
    (name,) = files
    assert shlex.split(line) == ["beredd", "toy", "run", "--question", name]
    assert name == f"toy-answer-{asked.fingerprint}.json"
    assert command_words(("toy", "run"), asked.but(size=6), in_file="toy.answer")[1].keys() != files.keys()


def test_a_list_is_an_option_said_again_for_each_and_an_empty_one_is_not_said():
    from beredd.dispensing.siting import SitingQuestion

    def command(**asked):
        return command_words(("dispensing", "site"), SitingQuestion(**asked))[0]

    assert "--scenario" not in command()
    assert command(scenarios=["s6-morkt", "s9-skarpt"]).count("--scenario s") == 2
