"""The plan as a whole: what must hold for every table, and what a reader must be told."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from beredd.descriptions import Refused
from beredd.need import AllocationError, Question, document, make_plan, parse_table
from beredd.need.allocation import MODES, water_fill

HEADER = "county_code,county,sex,population,at_risk,opioid_deaths"
FOUR = ("01,A,men,500000,800,20", "01,A,women,500000,260,8", "03,B,men,90000,150,3", "03,B,women,90000,50,2")


def table_of(rows, header=HEADER):
    return parse_table("\n".join((header, *rows)).encode(), name="areas.csv")


def ask(rows=FOUR, header=HEADER, **question):
    return make_plan(table_of(rows, header), Question(draws=0, **question))


@st.composite
def tables(draw):
    """Tables of one to four areas; sometimes a sex is missing."""
    rows = []
    for area in range(draw(st.integers(1, 4))):
        for sex in draw(st.sampled_from((("men", "women"), ("men", "women"), ("women",), ("men",)))):
            at_risk = draw(st.integers(1, 3000))
            deaths = draw(st.integers(0, 60))
            kits = [draw(st.integers(0, 500)) for _ in range(3)]
            rows.append(f"{area:02d},K{area},{sex},100000,{at_risk},{deaths},{kits[0]},{kits[1]},{kits[2]}")
    return table_of(rows, f"{HEADER},kits_community,kits_pharmacy,kits_prescriber")


MIXING = st.sampled_from(("identity", "holders", "even"))


@given(tables(), MIXING, st.integers(1, 20_000), st.integers(1, 20_000))
@settings(max_examples=40, deadline=None)
def test_deaths_averted_never_fall_with_the_budget(table, mixing, one, other):
    less, more = sorted((one, other))
    for mode in ("efficient", "proportional", "max-min"):
        few, many = (
            make_plan(table, Question(budget=b, equity=mode, mixing=mixing, draws=0)).split.deaths_averted
            for b in (less, more)
        )
        assert many >= few - 1e-6 * max(1, abs(few)), mode


@given(tables(), MIXING, st.floats(0.02, 0.9), st.floats(1.01, 3.0))
@settings(max_examples=40, deadline=None)
def test_no_area_below_its_floor_and_the_budget_is_spent(table, mixing, floor, plenty):
    """The budget is a little more than what the floor takes when every row is lifted by kits of its own."""
    budget = plenty * float(table.at_risk.sum()) * -np.log1p(-floor)
    plan = make_plan(table, Question(budget=budget, equity="floor", floor=floor, mixing=mixing, draws=0))
    assert plan.split.availability.min() >= floor - 1e-7
    assert plan.split.kits.sum() == pytest.approx(budget, rel=1e-6)
    assert plan.split.kits.min() >= 0


@pytest.mark.parametrize("mixing", ["identity", "holders", "even"])
def test_no_small_move_that_keeps_the_floor_beats_the_plan_with_a_floor(mixing):
    floor = 0.45
    plan = ask(budget=900, equity="floor", floor=floor, mixing=mixing)
    best = plan.split
    for giver, taker in itertools.permutations(range(4), 2):
        moved = best.kits.copy()
        moved[giver] -= 0.5
        moved[taker] += 0.5
        if moved.min() >= 0 and plan.now.reach(moved).min() >= floor - 1e-9:
            assert plan.now.averted(moved).sum() <= best.deaths_averted + 1e-6


def test_a_floor_lifts_an_area_without_deaths():
    rows = ("01,A,men,500000,800,20", "01,A,women,500000,260,0")
    asked = {"budget": 900, "floor": 0.3, "mixing": "identity"}
    without, with_floor = (ask(rows, equity=equity, **asked) for equity in ("efficient", "floor"))
    assert without.split.availability[1] == 0
    assert with_floor.split.availability[1] == pytest.approx(0.3)


def test_equal_availability_is_as_far_as_women_at_least_men_goes():
    rows = ("01,A,men,500000,300,40", "01,A,women,500000,300,8")
    plan = ask(rows, budget=500, equity="women-at-least-men", mixing="identity")
    efficient = plan.splits["efficient"].availability
    assert plan.weighted(efficient, "women") < plan.weighted(efficient, "men")
    assert plan.split.availability[1] == pytest.approx(plan.split.availability[0], abs=1e-9)
    assert plan.extra_deaths("women-at-least-men") > 0


@given(tables(), MIXING, st.integers(1, 20_000))
@settings(max_examples=40, deadline=None)
def test_equity_never_costs_less_than_nothing(table, mixing, budget):
    plan = make_plan(table, Question(budget=budget, mixing=mixing, floor=0.05, draws=0))
    for mode, split in plan.splits.items():
        assert split.kits.sum() == pytest.approx(budget, rel=1e-6), mode
        assert plan.extra_deaths(mode) >= -1e-6 * max(1, plan.now.deaths_now.sum()), mode


@given(tables(), MIXING, st.integers(1, 20_000))
@settings(max_examples=40, deadline=None)
def test_women_have_at_least_mens_availability_when_asked(table, mixing, budget):
    plan = make_plan(table, Question(budget=budget, mixing=mixing, draws=0))
    assume("women-at-least-men" in plan.splits)
    p = plan.splits["women-at-least-men"].availability
    assert plan.weighted(p, "women") >= plan.weighted(p, "men") - 1e-9


@given(tables(), MIXING, st.integers(1, 20_000))
@settings(max_examples=40, deadline=None)
def test_no_mode_has_a_higher_lowest_availability_than_max_min(table, mixing, budget):
    plan = make_plan(table, Question(budget=budget, mixing=mixing, floor=0.01, draws=0))
    lowest = plan.splits["max-min"].availability.min()
    for mode, split in plan.splits.items():
        assert split.availability.min() <= lowest + 1e-6, mode


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(5, 400)), min_size=2, max_size=3), st.integers(1, 600))
@settings(max_examples=40, deadline=None)
def test_no_grid_split_beats_water_filling(groups, budget):
    worth, scale = (np.array(column, float) for column in zip(*groups, strict=True))

    def averted(kits):
        return worth @ -np.expm1(-kits / scale)

    best = averted(water_fill(worth, scale, budget))
    steps = 24
    for cut in itertools.product(range(steps + 1), repeat=len(groups) - 1):
        if sum(cut) <= steps:
            kits = np.array([*cut, steps - sum(cut)]) * budget / steps
            assert averted(kits) <= best + 1e-9 * max(1, best)


@pytest.mark.parametrize("mixing", ["identity", "holders", "even"])
def test_no_small_move_of_kits_beats_the_efficient_plan(mixing):
    plan = ask(budget=900, mixing=mixing)
    best = plan.split
    for giver, taker in itertools.permutations(range(4), 2):
        moved = best.kits.copy()
        step = min(1.0, moved[giver])
        moved[giver] -= step
        moved[taker] += step
        assert plan.now.averted(moved).sum() <= best.deaths_averted + 1e-12


def test_without_a_budget_every_row_meets_the_target():
    plan = ask(target=0.8)
    assert plan.split.availability == pytest.approx([0.8] * 4)
    assert plan.split.kits == pytest.approx([n * np.log(5) for n in (800, 260, 150, 50)])


def test_totals_follow_from_the_equations():
    """One area by hand: 100 deaths, 1,000 at risk, 1,609.44 kits: p = 0.8 and deaths fall by f(0.8)/f(0)."""
    plan = ask(("01,A,men,1000000,1000,100",), mixing="identity", target=0.8)
    assert plan.split.deaths_averted == pytest.approx(100 * 0.316575, abs=1e-4)
    assert plan.now.overdoses[0] == pytest.approx(100 / 0.05314693, rel=1e-6)


def test_row_fatality_replaces_the_trees():
    header = f"{HEADER},case_fatality_p0,case_fatality_p1"
    plan = ask(("01,A,men,1000000,1000,100,0.1,0.05",), header, mixing="identity", target=0.8)
    assert plan.now.overdoses[0] == pytest.approx(1000)
    assert plan.split.deaths_averted == pytest.approx(40)


def test_kits_of_today_raise_overdoses_and_lower_what_is_averted():
    header = f"{HEADER},kits_community"
    without, with_kits = (ask((f"01,A,men,1000000,1000,100,{kits}",), header) for kits in (0, 800))
    assert with_kits.now.availability_now[0] == pytest.approx(1 - np.exp(-800 * 15.5 / 12 / 1000))
    assert with_kits.now.overdoses[0] > without.now.overdoses[0]
    assert with_kits.split.deaths_averted < without.split.deaths_averted


def test_identity_leaves_each_sex_to_itself_and_even_shares():
    kits = np.array([100.0, 0, 0, 0])
    assert ask(mixing="identity").now.reach(kits)[1] == 0
    even = ask(mixing="even").now.reach(kits)
    assert even[0] == even[1] > 0


def test_holders_follow_who_has_the_kits():
    header = f"{HEADER},kits_community"
    plan = ask(("01,A,men,9000,100,9,30", "01,A,women,9000,100,9,10"), header, mixing="holders")
    assert plan.mixing.own == pytest.approx([0.75, 0.25])


def test_a_missing_sex_is_said_and_not_assumed():
    found = document(ask(FOUR[:3], budget=900))
    assert found["missing"] == [{"county_code": "03", "county": "B", "sex": "women"}]
    assert any("B (03) has no row for women" in note for note in found["notes"])
    assert len(found["rows"]) == 3


def test_a_file_of_one_sex_has_empty_figures_for_the_other():
    found = document(ask((FOUR[0], FOUR[2]), budget=900))
    assert found["totals"]["kits_women"] is None
    assert found["totals"]["p_women"] is None
    assert any("no row for women at all" in note for note in found["notes"])
    with pytest.raises(AllocationError, match="no deaths among women"):
        ask((FOUR[0], FOUR[2]), budget=900, equity="women-at-least-men")


def test_a_floor_out_of_reach_says_what_is_within():
    with pytest.raises(AllocationError, match=r"lower the floor to at most 0\.51"):
        ask(budget=900, equity="floor", floor=0.7)


def test_nitazenes_take_more_kits_and_more_lives():
    plain, potent = (ask(budget=900, scenario=s) for s in ("none", "nitazene"))
    assert potent.for_target.sum() == pytest.approx(1.5 * plain.for_target.sum())
    assert potent.now.deaths_now.sum() > plain.now.deaths_now.sum()
    assert potent.split.availability.max() < plain.split.availability.max()


def test_witnesses_are_the_ceiling():
    ceiling = document(ask(budget=1e6), shows_small=True)["witnesses"]
    assert ceiling["deaths_with_plan"] == pytest.approx(ceiling["deaths_with_full_availability"], rel=1e-6)
    assert ceiling["deaths_with_full_availability"] / ceiling["deaths_without_naloxone"] == pytest.approx(
        1 - 0.395718, abs=1e-6
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": 1.0},
        {"target": 0},
        {"budget": -1},
        {"equity": "fair"},
        {"equity": "floor"},
        {"mixing": "random"},
        {"floor": 1.2},
        {"scenario": "fentanyl"},
        {"unwitnessed": 0.1},
        {"draws": 10**9},
        {"seed": 2**53},
        {"target": 0.95, "overrides": {"availability_cap": 0.9}},
        {"overrides": {"kit_life": 3}},
        {"overrides": {"kit_life_months": 99}},
    ],
)
def test_questions_outside_what_is_allowed_are_refused(wrong):
    with pytest.raises(Refused, match=r"allowed is|did you mean|a floor needs one|kits reach below"):
        Question(**wrong).values()


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_is_priced_in_the_document(mode):
    found = document(ask(budget=900, equity=mode, floor=0.3))
    price = next(row["extra_deaths"] for row in found["equity"] if row["mode"] == mode)
    assert price == found["totals"]["extra_deaths"] >= 0


@pytest.mark.parametrize(
    ("question", "says"),
    [({"equity": "proportional"}, "none is given"), ({"budget": 900, "floor": 0.3}, "compared and not applied")],
)
def test_what_is_asked_and_not_used_is_said(question, says):
    assert any(says in note for note in document(ask(**question))["notes"])


def test_a_single_small_cell_takes_the_next_smallest_with_it():
    from beredd.need.secrecy import hidden_rows

    assert [i in hidden_rows(table_of(FOUR)) for i in range(4)] == [False, False, True, True]
    assert [i in hidden_rows(table_of(FOUR[:3])) for i in range(3)] == [False, True, True]
    assert not hidden_rows(table_of(("01,A,men,500,80,0", "01,A,women,500,80,9")))


def test_a_row_shows_no_digit_beyond_its_interval_and_its_file_keeps_them():
    from beredd.need.demonstration import demonstration
    from beredd.need.reading import plan_table

    found = document(make_plan(demonstration(), Question(budget=12_345, draws=50)))
    plan = plan_table(found)
    at = {column.key: k for k, column in enumerate(plan.columns)}
    for cells, row in zip([row.cells for row in plan.rows], found["rows"], strict=True):
        for key in ("kits_in_circulation", "kits_per_year", "kits_for_target", "deaths_averted"):
            digits = re.sub(r"\D", "", cells[at[key]].shown.split(".")[0]).rstrip("0")
            assert len(digits) <= 2 or key in ("kits_for_target", "deaths_averted"), (key, cells[at[key]].shown)
        if row["deaths_averted_interval"] is None:
            continue  # hidden: few people
        low, high = row["deaths_averted_interval"]
        said = float(cells[at["deaths_averted"]].shown.replace(",", ""))
        assert low - 0.1 <= said <= high + 0.1 or high - low < 0.1
        assert cells[at["kits_per_year"]].raw == round(row["kits_per_year"])
