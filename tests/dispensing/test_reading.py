"""A run is read without the site: tables and figures in both languages, every figure from its own table."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from beredd.dispensing.reading import (
    Lens,
    basis,
    days_table,
    durations_table,
    fill_curve,
    groups_table,
    hours_table,
    key_figures,
    map_figure,
    open_results,
    people_curve,
    places_table,
    queue_curve,
    worst_hour,
)
from beredd.wording import Sentence, speaking

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
    return Lens(hour=worst_hour(runs[0]))


def test_the_worst_hour_is_worst_beyond_the_everyday_while_pharmacies_are_open(runs):
    run, _everyday = runs
    beyond = run.national_hours(measure="past_limit_beyond").median
    by_day = [hour for hour in range(run.hours) if 9 <= hour % 24 < 18]
    assert beyond[worst_hour(run)] == max(beyond[hour] for hour in by_day)
    assert worst_hour(run) in by_day


@pytest.mark.parametrize("level", ["counties", "municipalities"])
def test_places_add_up_to_the_country(runs, level):
    run, _everyday = runs
    lens = Lens(hour=36, level=level)
    table = places_table(run, lens)
    assert len(table.rows) == {"counties": 21, "municipalities": 290}[level]
    if level == "counties":
        assert sum(table.values("people")) == pytest.approx(
            run.national_hours(measure="past_limit").median[36], rel=1e-9
        )


def test_a_rate_is_people_per_10000_inhabitants(runs, lens):
    table = places_table(runs[0], lens)
    for row, people, rate in zip(table.rows, table.values("people"), table.values("per_10000"), strict=True):
        assert rate == pytest.approx(10_000 * people / lens.places[row.cells[0].raw].people, abs=5e-4)


def test_the_map_draws_its_tables_column_and_the_other_one_beyond_the_everyday(runs, lens):
    every, beyond = (map_figure(runs[0], Lens(hour=lens.hour, is_beyond=is_beyond)) for is_beyond in (False, True))
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


def test_the_everyday_stands_in_every_table_and_curve(runs, lens):
    run, everyday = runs
    tables = [
        places_table(run, lens),
        key_figures(run, None),
        hours_table(run, lens),
        durations_table(run, everyday, lens),
    ]
    tables += [days_table(run), groups_table(run, everyday, {})]
    assert all(any("everyday" in key for key in table.header) for table in tables)
    curves = [people_curve(run, lens, label="S1"), queue_curve(run, everyday, lens, label="S1")]
    assert all(curve.svg().count('class="base"') == 1 for curve in curves)


def test_the_hourly_curve_is_of_the_place_that_is_chosen(runs, lens):
    run, _everyday = runs
    of_county = people_curve(run, replace(lens, selected="23"), label="S1")
    assert of_county.table.values("people") == list(run.county_hours(measure="past_limit")["23"].median)
    assert "Jämtland" in of_county.alt
    of_municipality = people_curve(run, replace(lens, level="municipalities", selected="2380"), label="S1")
    assert of_municipality.table.values("hour") == [12, 36, 60]


def test_a_peaks_everyday_is_of_the_same_hour(runs):
    run, _everyday = runs
    table = key_figures(run, None)
    row = table.values("key_figure").index("people_without_peak")
    here = run.national_hours().median
    hour = here.index(max(here))
    assert table.values("everyday")[row] == run.national_hours(measure="without_everyday").median[hour]


def test_a_run_that_knows_no_everyday_is_read_without_one(tmp_path):
    from fake_results import write_results

    run = open_results(write_results(tmp_path / "old", days=3, old=True))
    lens = Lens(hour=36).fitting(run)
    assert (run.lead, lens.part, lens.is_beyond) == (None, "without", False)
    tables = [places_table(run, lens), key_figures(run, None), hours_table(run, lens), days_table(run)]
    assert not [key for table in tables for key in table.header if "everyday" in key]


def test_few_replicates_are_not_called_an_interval(runs):
    assert basis(runs[0])[0] == Sentence("dispensing.basis-few", n=3)


def test_a_run_speaks_both_languages(runs, lens):
    told = {}
    for language in ("sv", "en"):
        with speaking(language):
            figures = [
                map_figure(runs[0], replace(lens, part="without", is_beyond=False)),
                people_curve(runs[0], lens, label="S1"),
            ]
            told[language] = [(figure.title, figure.alt, figure.table.caption) for figure in figures]
    assert told["sv"][0][0] == "Personer utan läkemedel per 10 000 invånare"
    assert told["en"][0][0] == "People without a prescribed medicine per 10,000 inhabitants"
    assert all(a != b for sv, en in zip(told["sv"], told["en"], strict=True) for a, b in zip(sv, en, strict=True))
