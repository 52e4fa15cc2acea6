"""No Swedish page shows a source or a reason in English words of ours; titles of foreign works stay as they are."""

import re

from beredd.dispensing.levers import list_levers
from beredd.dispensing.network.reference import SOURCES as OF_THE_NETWORK
from beredd.dispensing.scenarios import list_scenarios
from beredd.overdose.simulation import SOURCES as OF_THE_OVERDOSE_MODEL
from beredd.parameters import load
from beredd.wording import source, speaking
from beredd.wording.sources import swedish

ENGLISH = re.compile(
    r"(?<!\.)(?<!CC )\b(all|an|and|are|as|assumed|by|each|estimated?|fitted|for|found|from|is|its|judged|no|not|of|on|"
    r"only|see|table|the|to|was|were|with|year)\b",
    re.IGNORECASE,
)
"""Words that tell English from Swedish; dagsavisen.no and CC BY are names."""


def shown():
    """Every source and reason that a page can show."""
    for register in ("dispensing", "need"):
        for parameter in load(register).values():
            yield from filter(None, (parameter.source, parameter.why))
    for scenario in list_scenarios():
        yield from scenario.sources
    for lever in list_levers():
        yield lever.source
        yield from filter(None, (basis.source for basis in lever.basis.values()))
    yield from (*OF_THE_NETWORK, *OF_THE_OVERDOSE_MODEL)


def test_no_source_is_read_in_english_words_on_a_swedish_page():
    texts = set(shown())
    assert len(texts) > 100
    with speaking("sv"):
        assert [source(text) for text in texts if ENGLISH.search(source(text))] == []
    with speaking("en"):
        assert all(source(text) == text for text in texts)


def test_every_swedish_source_is_still_used():
    assert set(swedish()) <= set(shown())
