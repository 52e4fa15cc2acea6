"""What a record says of the limits behind a number, in English for programs and by code for readers."""

import pytest

from beredd.dispensing import LIMITS as DISPENSING
from beredd.need.results import LIMITS as NEED
from beredd.overdose.limits import LIMITS as OVERDOSE
from beredd.provenance import Record, limits_of
from beredd.wording import Sentence, speaking

ALL = {"dispensing": DISPENSING, "need": NEED, "overdose": OVERDOSE}


def record(limits=DISPENSING):
    return Record(kind="toy", question={}, engine="toy/1", command="beredd toy", limits=limits).as_dict()


@pytest.mark.parametrize("room", sorted(ALL))
def test_limits_have_no_values_for_a_record_keeps_their_codes_alone(room):
    assert ALL[room]
    assert {limit.values for limit in ALL[room]} == {()}


def test_a_record_is_english_whoever_makes_it():
    with speaking("sv"):
        made = record()
    assert made["limits"] == [limit.in_("en") for limit in DISPENSING]
    assert made["limit_codes"] == [limit.code for limit in DISPENSING]


def test_the_limits_of_a_record_can_be_said_in_any_language():
    assert limits_of(record()) == DISPENSING


def test_a_record_without_codes_or_with_unknown_ones_keeps_its_words():
    text = "Weather is not modelled."
    as_written = (Sentence("provenance.as-recorded", text=text),)
    assert limits_of({"limits": [text]}) == as_written
    assert limits_of({"limits": [text], "limit_codes": ["dispensing.limit-weather"]}) == as_written
    assert limits_of({"limits": [text], "limit_codes": ["../../secret.text"]}) == as_written
    assert as_written[0].in_("sv") == text
    assert limits_of({}) == ()
