"""Key figures of a country in which nobody needs anything."""

from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.figures import key_figures, spread

SHARES_AND_MEANS = (
    "line_fill",
    "all_at_first_visit",
    "mean_wait_min",
    "lines_per_customer",
    "stock_days_pharmacy",
    "stock_days_distributor",
)


def test_a_share_of_nothing_is_nothing_rather_than_zero():
    nothing = T.empty_tally(days=2, counties=1, municipalities=1, groups=1, owners=1)
    figures = key_figures(nothing, nothing, packs_a_day=0.0)
    assert {name for name, value in figures.items() if value is None} == set(SHARES_AND_MEANS)
    assert figures["customers_per_day"] == figures["turned_away"] == 0


def test_the_spread_is_of_the_replicates_that_have_the_figure():
    found = spread([{"line_fill": None}, {"line_fill": 0.5}, {"line_fill": None}])
    assert found["line_fill"] == {"median": 0.5, "low": 0.5, "high": 0.5}
    assert spread([{"line_fill": None}])["line_fill"] == {"median": None, "low": None, "high": None}
