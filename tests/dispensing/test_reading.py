"""A run is read without the site: tables and figures in both languages, every figure from its own table."""

import sys
from pathlib import Path

import pytest

from beredd.dispensing.reading import (
    Lens,
    days_table,
    durations_table,
    fill_curve,
    hours_table,
    key_figures,
    map_figure,
    open_results,
    places_table,
    queue_curve,
    without_curve,
    worst_hour,
)
from beredd.wording import speaking

sys.path.insert(0, str(Path(__file__).parent))
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A disruption and the everyday beside it."""
    from fake_results import write_results

    folder = tmp_path_factory.mktemp("runs")
    ways = {"s1": 1.0, "v": 0.0}
    return [open_results(write_results(folder / name, days=3, strength=strength)) for name, strength in ways.items()]


@pytest.fixture
def lens(runs):
    return Lens(hour=worst_hour(*runs))


def test_the_worst_hour_is_worst_beyond_the_everyday(runs):
    run, everyday = runs
    worst = worst_hour(run, everyday)
    beyond = [a - b for a, b in zip(run.national_hours().median, everyday.national_hours().median, strict=True)]
    assert beyond[worst] == max(beyond)


@pytest.mark.parametrize("level", ["counties", "municipalities"])
def test_places_add_up_to_the_country(runs, level):
    run, _everyday = runs
    lens = Lens(hour=36, level=level)
    table = places_table(run, None, lens)
    assert len(table.rows) == {"counties": 21, "municipalities": 290}[level]
    if level == "counties":
        assert sum(table.values("people")) == pytest.approx(run.national_hours().median[36], rel=1e-9)


def test_a_rate_is_people_per_10000_inhabitants(runs, lens):
    table = places_table(*runs, lens)
    for row, people, rate in zip(table.rows, table.values("people"), table.values("per_10000"), strict=True):
        assert rate == pytest.approx(10_000 * people / lens.places[row.cells[0].raw].people, abs=5e-4)


def test_the_map_draws_its_tables_column_and_the_other_one_beyond_the_everyday(runs, lens):
    every, beyond = (map_figure(*runs, Lens(hour=lens.hour, is_beyond=is_beyond)) for is_beyond in (False, True))
    stockholm = [figure.table.values("code").index("01") for figure in (every, beyond)]
    shown = [f.table.values(f.value)[i] for f, i in zip((every, beyond), stockholm, strict=True)]
    assert 0 < shown[1] < shown[0]
    assert (every.value, beyond.value) == ("per_10000", "beyond_per_10000")


@pytest.mark.parametrize(("make", "column"), [(queue_curve, "queue_hours"), (fill_curve, "line_fill")])
def test_daily_curves_draw_the_days_table(runs, lens, make, column):
    curve = make(*runs, lens, label="S1")
    assert curve.table.header == days_table(*runs).header
    assert curve.table.values(column) == days_table(*runs).values(column)
    assert curve.svg().count('class="base"') == 1


def test_the_hourly_curve_ends_where_the_everyday_ends(runs, lens):
    run, everyday = runs
    curve = without_curve(run, everyday, lens, label="S1")
    assert curve.table.values("everyday") == list(everyday.national_hours().median)
    assert len(curve.table.rows) == run.hours
    assert len(curve.table.shown_rows) == run.hours / 6


def test_without_a_baseline_there_is_no_everyday_column(runs, lens):
    run, _everyday = runs
    tables = [key_figures(run, None), hours_table(run, None, lens), durations_table(run, None, lens), days_table(run)]
    assert not [key for table in tables for key in table.header if "everyday" in key]


def test_a_run_speaks_both_languages(runs, lens):
    told = {}
    for language in ("sv", "en"):
        with speaking(language):
            figures = [map_figure(*runs, lens), without_curve(*runs, lens, label="S1")]
            told[language] = [(figure.title, figure.alt, figure.table.caption) for figure in figures]
    assert told["sv"][0][0] == "Personer utan ordinerat läkemedel per 10 000 invånare"
    assert told["en"][0][0] == "People without a prescribed medicine per 10,000 inhabitants"
    assert all(a != b for sv, en in zip(told["sv"], told["en"], strict=True) for a, b in zip(sv, en, strict=True))
