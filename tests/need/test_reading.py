"""How tables of the planner are read: digits stand as far as the intervals let them."""

import pytest

from beredd.need.reading.tables import extra_decimals


@pytest.mark.parametrize(
    ("ends", "hidden", "decimals"),
    [
        ([0.11, 0.13], False, 2),
        ([0.2, 1.1], False, 1),
        ([3.0, 40.0], False, 0),
        ([0.11, 0.13], True, 1),
        (None, False, 2),
    ],
)
def test_the_cost_of_equity_has_the_digits_that_its_interval_lets_be_told(ends, hidden, decimals):
    found = {
        "rows": [{"hidden_as": "<5" if hidden else None}],
        "equity": [{"mode": "efficient", "extra_deaths_interval": [0.0, 0.0]}, {"mode": "equal"}],
    }
    if ends:
        found["equity"][1]["extra_deaths_interval"] = ends
    assert extra_decimals(found) == decimals
