"""The reference page names every key of a scenario file and everything that can be hit."""

from datetime import date
from pathlib import Path

import pytest

from beredd.dispensing.scenarios import Event, Scenario, load_rules
from beredd.dispensing.scenarios.checks import vocabulary
from beredd.dispensing.scenarios.dose_events import HITS
from beredd.dispensing.scenarios.scenario import DoseEvent

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "scenario-files.md").read_text(encoding="utf-8")
RULES = [load_rules(date(2016, 4, 5)), load_rules(date(2026, 9, 7))]


@pytest.mark.parametrize(
    "word",
    sorted(
        {f.alias or name for model in (Scenario, Event, DoseEvent) for name, f in model.model_fields.items()}
        | set(HITS)
        | {word for rules in RULES for word in vocabulary(rules) if ":" not in word}
    ),
)
def test_the_reference_page_names(word):
    assert f"`{word}`" in PAGE or f"`[[{word}]]`" in PAGE or f"`{word} = " in PAGE
