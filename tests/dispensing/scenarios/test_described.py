"""The scenarios of the package and those beside these tests hold on the reference network and say what they mean."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from making import conditions, event, scenario
from small_network import small_network

from beredd.dispensing.errors import ScenarioError
from beredd.dispensing.network import cover_days, load_network
from beredd.dispensing.parameters import resolve
from beredd.dispensing.scenarios import compile_conditions, list_scenarios, load_scenario, with_cover

FILES = sorted((Path(__file__).parent / "files").glob("*.toml"))


@pytest.fixture(scope="module")
def sweden():
    return load_network("sweden")


def compiled(network, name, **keys):
    told = load_scenario(name)
    place = with_cover(network, told)
    return (
        told,
        place,
        compile_conditions(place, told, days=told.days, seed=1, parameters=resolve(told.parameters), **keys),
    )


@pytest.mark.slow
@pytest.mark.parametrize("ref", [*(s.id for s in list_scenarios()), *FILES], ids=lambda r: getattr(r, "stem", r))
def test_every_described_scenario_compiles_on_the_reference_network(sweden, ref):
    told, _, c = compiled(sweden, ref)
    assert c.is_open.shape == (len(sweden.pharmacy_id), 24 * told.days)
    assert len(c.changes) > 0 or not told.event


@pytest.mark.parametrize("name", [s.id for s in list_scenarios() if s.id.startswith("b")])
def test_what_has_happened_is_marked_and_has_sources(name):
    told = load_scenario(name)
    assert told.backtest
    assert told.sources
    assert told.start < date(2026, 1, 1)
    assert all(e.source for e in told.event)


def test_only_what_has_happened_is_marked():
    assert {s.id for s in list_scenarios() if s.backtest} == {
        *("b2016-04-05", "b2020-03", "b2021-11-27", "b2021-12-14", "b-kedjehelg")
    }


@pytest.mark.slow
def test_s4_stops_rapid_insulin_for_eight_weeks_and_begins_with_nineteen_days_of_it(sweden):
    told, place, c = compiled(sweden, "s4-brist")
    aspart = place.article_substance == place.substance_id.index("insulin-aspart")
    assert {place.group_id[g] for g in place.article_group[aspart]} == {"A10A:typ1", "A10A:typ2"}
    assert (c.article_inflow_permille[:56, aspart] == 0).all()
    assert c.article_inflow_permille[56, aspart].min() > 590
    assert (c.article_inflow_permille[70:, aspart] == 1000).all()
    assert (c.article_inflow_permille[:, ~aspart] == 1000).all()
    days = cover_days(place, resolve(told.parameters), seed=1)
    assert set(days[aspart].tolist()) == {19}
    assert (days[~aspart] == cover_days(sweden, resolve(told.parameters), seed=1)[~aspart]).all()


@pytest.mark.slow
@pytest.mark.parametrize("days", [30, 60, 90])
def test_one_group_can_stop_for_30_60_or_90_days(sweden, days):
    _, place, c = compiled(sweden, FILES[[f.stem for f in FILES].index(f"brist-{days}")])
    own = place.article_group == place.group_id.index("N03A:epilepsi")
    stopped = (c.article_inflow_permille == 0).any(axis=1)
    assert np.flatnonzero(stopped).tolist() == list(range(7, 7 + days))
    assert ((c.article_inflow_permille[7] == 0) == own).all()


@pytest.mark.parametrize(
    ("name", "day", "weekday"),
    [("b2021-11-27", 5, 5), ("b2021-12-14", 8, 1), ("b-kedjehelg", 5, 5), ("b2020-03", 9, 2)],
)
def test_a_backtests_event_falls_on_the_weekday_on_which_it_happened(name, day, weekday):
    told = load_scenario(name)
    assert told.event[0].starts.startswith(f"d{day}h")
    assert (told.start + timedelta(day)).weekday() == weekday


def test_the_chains_weekend_touches_a_chain_of_the_size_of_the_real_one(sweden):
    (owner,) = load_scenario("b-kedjehelg").event[0].where
    shops = (sweden.pharmacy_owner == sweden.owner_id.index(owner)) & ~sweden.pharmacy_is_ecommerce
    assert 340 < shops.sum() < 400


def test_cover_is_given_to_what_is_named_and_the_narrowest_name_wins():
    n = small_network()
    one = n.article_id[4]
    place = with_cover(n, scenario(cover={one: 3, n.group_id[n.article_group[4]]: 20}))
    own = n.article_group == n.article_group[4]
    assert place.article_cover_days[4] == 3
    assert set(place.article_cover_days[own].tolist()) == {3, 20}
    assert (place.article_cover_days[~own] == -1).all()
    assert place.fingerprint != n.fingerprint
    assert with_cover(place, scenario(cover={one: 3, n.group_id[n.article_group[4]]: 20})) is place


def test_without_cover_the_network_is_the_same():
    n = small_network()
    assert with_cover(n, scenario(event("erecept"))) is n


@pytest.mark.parametrize(
    ("cover", "says"),
    [
        ({"A10A": 0}, "key 'cover.A10A': found 0; allowed is 1 to 366"),
        ({"A10A": 2.5}, "key 'cover.A10A': found 2.5"),
        (
            {"insulin": 5},
            "key 'cover': found 'insulin'; network 'small-6-1' has no group, substance, article or supplier",
        ),
    ],
)
def test_a_wrong_cover_is_named(cover, says):
    with pytest.raises(ScenarioError, match=says):
        with_cover(small_network(), scenario(cover=cover))


def test_a_stop_of_goods_changes_nothing_else():
    a, b = conditions(), conditions(event("inflow", what=["A10A"]))
    assert np.array_equal(a.inflow_permille, b.inflow_permille)
    assert np.array_equal(a.rate_permille, b.rate_permille)
