"""Every engine prints the agreed integers, and the same as every other on any instance."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredd.dispensing.bench import des, fast, load_instance, make_instance, reference, run_timed
from beredd.dispensing.bench.generator import generate

DATA = Path(__file__).parent / "data"


@st.composite
def raw_instances(draw):
    """Arrays that press on every rule: tiny pharmacies, no capacity, empty shelves, late deliveries, outages."""
    n_pharmacies, n_products = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    lines_at = chance.integers(0, draw(st.sampled_from([2, 20, 120])), n_pharmacies)
    n_lines = int(lines_at.sum())
    horizon = draw(st.integers(1, 75))
    order_up_to = chance.integers(0, draw(st.sampled_from([2, 6, 40])), n_pharmacies * n_products)
    first = draw(st.integers(0, 45))
    divert_share = draw(st.sampled_from([0.0, 0.4, 1.0]))
    closed = chance.random(n_pharmacies) < draw(st.sampled_from([0.0, 0.5, 0.9]))
    if divert_share > 0.0:
        closed[chance.integers(n_pharmacies)] = False
    still_open = np.flatnonzero(~closed)
    alternative = np.arange(n_pharmacies)
    if len(still_open):
        alternative[closed] = chance.choice(still_open, closed.sum())
    return {
        "off": np.concatenate(([0], np.cumsum(lines_at))),
        "product": chance.integers(0, n_products, n_lines),
        "pack_days": chance.choice([30, 60, 90], n_lines),
        "visit_day": chance.integers(0, draw(st.sampled_from([1, 20, 60])), n_lines),
        "runout_day": chance.integers(-5, 60, n_lines),
        "reorder_point": order_up_to - chance.integers(0, order_up_to + 2),
        "order_up_to": order_up_to,
        "capacity": chance.integers(0, draw(st.sampled_from([2, 5, 30])), n_pharmacies),
        "closed": closed,
        "alternative": alternative,
        "n_products": np.array(n_products),
        "horizon_days": np.array(horizon),
        "seed": np.array(draw(st.integers(0, 2**64 - 1)), dtype=np.uint64),
        "outage_days": np.array([first, first + draw(st.integers(0, 20))]),
        "delivery_days": np.array(draw(st.sampled_from([1, 2, 7, 50]))),
        "max_lead": np.array(draw(st.sampled_from([1, 15, 80]))),
        "divert_share": np.array(divert_share),
    }


instances = raw_instances().map(lambda raw: make_instance(raw, origin="generated"))


@pytest.fixture(scope="module")
def ten_thousand_lines():
    return load_instance(DATA / "lines-10k-seed-3.npz")


@pytest.fixture(scope="module")
def agreed():
    return json.loads((DATA / "lines-10k-seed-3.expected.json").read_text())


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "threads"), [("fast", 1), ("fast", 2), ("reference", 1), ("simpy", 1)])
def test_engine_prints_the_agreed_integers(ten_thousand_lines, agreed, engine, threads):
    timed = run_timed(ten_thousand_lines, engine=engine, threads=threads, repeats=1)

    assert timed.outcome.as_dict() == agreed


@pytest.mark.slow
@pytest.mark.parametrize("simulate", [reference.simulate, fast.simulate, des.simulate])
def test_worked_example_of_the_explanation(simulate):
    """docs/explanation/dispensing-bench.md, "A worked example"."""
    outcome = simulate(
        make_instance(
            {
                "off": np.array([0, 3]),
                "product": np.zeros(3, dtype=int),
                "pack_days": np.full(3, 30),
                "visit_day": np.zeros(3, dtype=int),
                "runout_day": np.array([5, 5, 1]),
                "reorder_point": np.array([0]),
                "order_up_to": np.array([2]),
                "capacity": np.array([2]),
                "closed": np.array([False]),
                "alternative": np.array([0]),
                "n_products": np.array(1),
                "horizon_days": np.array(3),
                "seed": np.array(0),
                "outage_days": np.array([0, 0]),
                "delivery_days": np.array(2),
                "max_lead": np.array(1),
                "divert_share": np.array(0.0),
            },
            origin="worked example",
        )
    )

    assert (outcome.requests, outcome.dispensed, outcome.same_day, outcome.backlog_sum) == (3, 3, 2, 2)
    assert (outcome.delivered, outcome.stock_end, outcome.missed_line_days) == (2, 1, 1)


@pytest.mark.slow
@settings(max_examples=150)
@given(instance=instances)
def test_fast_engine_agrees_with_reference_for_any_threads_and_blocks(instance):
    expected = reference.simulate(instance)

    assert fast.simulate(instance) == expected
    assert fast.simulate(instance, threads=2) == expected
    assert fast.simulate(instance, threads=1, blocks=3) == expected
    assert fast.simulate(instance, threads=2, blocks=5) == expected


@pytest.mark.slow
@settings(max_examples=60)
@given(instance=instances)
def test_simpy_agrees_with_reference(instance):
    assert des.simulate(instance) == reference.simulate(instance)


@pytest.mark.slow
@settings(max_examples=60)
@given(instance=instances)
def test_packs_neither_appear_nor_vanish(instance):
    outcome = fast.simulate(instance)

    assert int(instance.order_up_to.sum()) + outcome.delivered == outcome.dispensed + outcome.stock_end


@pytest.mark.slow
@settings(max_examples=60)
@given(raw=raw_instances())
def test_outage_that_closes_nobody_changes_nothing(raw):
    n_pharmacies = len(raw["capacity"])
    nobody = {"closed": np.zeros(n_pharmacies, dtype=bool), "alternative": np.arange(n_pharmacies)}
    without = make_instance({**raw, **nobody, "outage_days": np.array([0, 0])}, origin="no outage")
    with_outage = make_instance({**raw, **nobody, "outage_days": np.array([0, 99])}, origin="outage of nobody")

    assert fast.simulate(with_outage) == fast.simulate(without)


@pytest.mark.slow
def test_outage_is_felt_where_pharmacies_close(ten_thousand_lines):
    """The counterpart of the test above: an outage of somebody does change the answer."""
    raw = {name: getattr(ten_thousand_lines, name) for name in ten_thousand_lines.__dataclass_fields__}
    without = make_instance({**raw, "outage_days": np.array([0, 0])}, origin="no outage")

    assert fast.simulate(without).missed_line_days < fast.simulate(ten_thousand_lines).missed_line_days


@pytest.mark.slow
def test_generated_instance_is_a_function_of_size_and_seed():
    same = [generate(n_lines=2_000, n_pharmacies=7, n_products=20, seed=4) for _ in range(2)]
    other = generate(n_lines=2_000, n_pharmacies=7, n_products=20, seed=5)

    assert fast.simulate(same[0]) == fast.simulate(same[1])
    assert fast.simulate(other) != fast.simulate(same[0])


@pytest.mark.slow
def test_generated_instance_has_the_load_of_the_base_case():
    """About as many served on the day asked for as in the base case, 0.91; few pharmacies leave much to luck."""
    outcome = fast.simulate(generate(n_lines=100_000, n_pharmacies=14, n_products=50, seed=1))

    assert 0.85 < outcome.same_day / outcome.requests < 0.95
