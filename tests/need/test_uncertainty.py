"""Draws: distributions as specified, addressed chance, and answers that lie inside their intervals."""

import numpy as np
import pytest

from beredd.need import Question, document, make_plan, parse_table
from beredd.need.parameters import load_parameters
from beredd.need.uncertainty import draw_parameter, draw_values, gamma_draws, tornado, uncertainty

HEADER = "county_code,county,sex,population,at_risk,opioid_deaths,kits_community"
ROWS = ("01,A,men,500000,800,20,100", "01,A,women,500000,260,8,20", "03,B,men,90000,150,0,10")
N = 4000


def plan_of(rows=ROWS, **question):
    table = parse_table("\n".join((HEADER, *rows)).encode(), name="x.csv")
    return make_plan(table, Question(**{"budget": 900, "draws": N, "mixing": "identity", **question}))


@pytest.mark.parametrize("shape", [0.3, 1.0, 5.0, 80.0])
def test_gamma_draws_have_the_mean_and_variance_of_a_count(shape):
    drawn = gamma_draws([shape], [7], draws=N, seed=1)
    assert drawn.mean() == pytest.approx(shape, abs=4 * np.sqrt(shape / N))
    # Variance of a sample variance of a gamma: shape**2 (2 + 6/shape) / n.
    assert drawn.var() == pytest.approx(shape, abs=4 * np.sqrt(shape**2 * (2 + 6 / shape) / N))


def test_no_deaths_stay_none_in_every_draw():
    assert gamma_draws([0.0, 3.0], [1, 2], draws=50, seed=1)[:, 0].max() == 0


@pytest.mark.parametrize(
    ("name", "mean", "sd"),
    [
        ("fatality_untreated", 9 / 162, np.sqrt(9 * 153 / (162**2 * 163))),
        ("fatality_naloxone", 20 / 2356, np.sqrt(20 * 2336 / (2356**2 * 2357))),
        ("witnessed_public", 0.82, 0.13 / 3.92),
        ("kit_life_months", 18.0, 12 / np.sqrt(12)),
    ],
)
def test_parameters_are_drawn_as_the_register_says(name, mean, sd):
    parameter = load_parameters()[name]
    drawn = draw_parameter(parameter, parameter.value, draws=N, seed=1)
    assert drawn.mean() == pytest.approx(mean, abs=4 * sd / np.sqrt(N))
    assert drawn.std() == pytest.approx(sd, rel=0.08)


def test_people_at_risk_spread_by_sigma_three_tenths():
    values, _deaths = draw_values(plan_of())
    logs = np.log(values["at_risk_factor"])
    assert logs.std(axis=0) == pytest.approx([0.3] * 3, rel=0.08)
    assert np.corrcoef(logs[:, 0], logs[:, 1])[0, 1] == pytest.approx(0.5, abs=0.06)


def test_a_row_keeps_its_chance_when_others_come_and_go():
    whole, part = (draw_values(plan_of(rows)) for rows in (ROWS, ROWS[:2]))
    assert np.array_equal(whole[1][:, :2], part[1])
    assert np.array_equal(whole[0]["at_risk_factor"][:, :2], part[0]["at_risk_factor"])


def test_another_seed_draws_another_world():
    one, other = (draw_values(plan_of(seed=seed))[1] for seed in (1, 2))
    assert not np.array_equal(one, other)


def test_answers_lie_inside_their_intervals():
    plan = plan_of()
    doubt = uncertainty(plan)
    assert np.all(doubt.availability.low[:2] < plan.split.availability[:2])
    assert np.all(plan.split.availability[:2] < doubt.availability.high[:2])
    assert doubt.total["deaths_averted"].low < plan.split.deaths_averted < doubt.total["deaths_averted"].high


def test_the_widest_swing_comes_first_and_each_holds_the_answer():
    plan = plan_of()
    rows = tornado(plan)
    spans = [abs(row["deaths_averted"][1] - row["deaths_averted"][0]) for row in rows]
    assert spans == sorted(spans, reverse=True)
    for row in rows:
        low, high = sorted(row["deaths_averted"])
        assert low - 1e-9 <= plan.split.deaths_averted <= high + 1e-9, row["parameter"]


def test_a_document_without_draws_has_no_intervals():
    found = document(plan_of(draws=0))
    assert "intervals" not in found["totals"]
    assert "availability_interval" not in found["rows"][0]


@pytest.mark.slow
def test_290_areas_two_sexes_1000_draws_take_two_seconds_at_most():
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("need_plan", Path(__file__).parents[2] / "bench" / "need_plan.py")
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    assert bench.measure(290, 1000)["whole_s"] <= bench.LIMIT_S
