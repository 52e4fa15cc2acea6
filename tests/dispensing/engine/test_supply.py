"""Wholesale is not magic: what a site can do, roads that are shut, goods that stop coming, and who may replace whom."""

from dataclasses import replace

import numpy as np
import pytest
from tests.dispensing.engine.cases import calm, run_fast, stormy
from tests.dispensing.small_network import small_network

from beredd.dispensing.engine import goods
from beredd.dispensing.engine import tally as T
from beredd.dispensing.engine.chain import Chain, first_state
from beredd.dispensing.engine.ground import give_birth
from beredd.dispensing.engine.plan import Behaviour
from beredd.dispensing.engine.reference_counter import ReferenceCounter
from beredd.dispensing.engine.reference_goods import same_share
from beredd.dispensing.engine.shelves import site_throughput
from beredd.dispensing.parameters import resolve

DAYS = 56
EVEN = {"cover_sigma": 0.0, "cover_days_share": 0.0, "cover_weeks_share": 0.0}


@pytest.fixture(scope="module")
def network():
    return small_network(people=60_000, pharmacies=12, municipalities=3, articles=30)


def run(network, conditions, days=DAYS, **overrides):
    chain, tally = run_fast(network, conditions, days=days, before=14, **overrides)
    assert tally.day[:, [T.PACKS_ERROR, T.LINES_ERROR]].sum() == 0
    return chain, tally


@pytest.mark.slow
def test_what_a_stop_held_back_is_not_repaid_in_one_shipment(network):
    ordinary, paused = calm(network, days=DAYS), calm(network, days=DAYS)
    paused.ship_permille[7:21] = 0
    _, plain = run(network, ordinary)
    chain, stop = run(network, paused)
    site_out, _ = site_throughput(network, Behaviour(values=resolve({})), chain.ground.mean)
    delivered, usual = stop.day[:, T.DELIVERED], plain.day[:, T.DELIVERED]
    assert delivered.max() <= site_out.sum() * 1.2  # late ones of the day before come along
    assert delivered[9:21].sum() == 0
    owed = np.cumsum(usual - delivered)
    back = 21 + int(np.flatnonzero(owed[21:] < 0.1 * owed[20])[0])
    assert back - 21 > 10


@pytest.mark.slow
def test_a_road_that_is_shut_for_weeks_delivers_nothing_meanwhile(network):
    c = calm(network, days=DAYS)
    shut = range(7, 35)
    c.transit_days[7:35] = np.arange(28, 0, -1)[:, None]  # nights until it opens again
    _, tally = run(network, c)
    assert tally.day[10:35, T.DELIVERED].sum() == 0
    assert tally.day[35:, T.DELIVERED].sum() > 0
    assert len(shut) == 28


@pytest.mark.slow
def test_a_group_that_stops_coming_runs_out_when_its_cover_does(network):
    c = calm(network, days=DAYS)
    group = network.group_id.index("C09")
    mine = network.article_group == group
    c.article_inflow_permille[:, mine] = 0
    chain, tally = run(network, c, distributor_cover_days=90, **EVEN)
    _, plain = run(network, calm(network, days=DAYS), distributor_cover_days=90, **EVEN)
    stock = chain.state.site_stock.sum(axis=0)
    daily = chain.ground.mean.sum(axis=0) / (1 << 20)
    # 14 days of orders are on their way upstream and are stopped too, so cover falls from the first day on.
    assert stock[mine].sum() / daily[mine].sum() == pytest.approx(90 - DAYS, abs=8)
    assert stock[~mine].sum() / daily[~mine].sum() == pytest.approx(90, abs=4)
    others = [g for g in range(len(network.group_id)) if g != group]
    assert np.array_equal(tally.day_group[T.G_FIRST][:, :, others], plain.day_group[T.G_FIRST][:, :, others])


@pytest.mark.slow
def test_a_stop_of_one_group_bites_when_its_cover_is_used_up_and_more_the_longer_it_lasts(network):
    days, begins, group = 100, 7, network.group_id.index("C09")
    mine = network.article_group == group
    network = replace(network, article_cover_days=np.full(len(mine), 20, np.int32))

    def filled(length):
        """(D / 7,) line fill of the group by week, and of everything else."""
        c = calm(network, days=days)
        c.article_inflow_permille[begins : begins + length, mine] = 0
        _, tally = run(network, c, days)
        lines = tally.day_group[[T.G_FIRST, T.G_REQUESTED]][:, : days // 7 * 7]
        lines = lines.reshape(2, days // 7, 7, *lines.shape[2:]).sum(axis=(2, 3))
        return lines[0, :, group] / lines[1, :, group], np.delete(lines, group, axis=2).sum(axis=2)

    usual, others_usual = filled(0)
    seen = {length: filled(length) for length in (30, 60, 90)}
    lost = {length: (usual - fill).sum() for length, (fill, _) in seen.items()}
    assert abs(lost[30]) < 0.5  # twenty days at the sites and some thirty on the shelves carry it through
    assert lost[90] > lost[60] + 0.5 > lost[30]
    bites = {length: np.flatnonzero(usual - fill > 0.2) for length, (fill, _) in seen.items()}
    assert 6 <= bites[90][0] <= 13  # weeks 7 to 13 of the run: never at once, and before the stop is over
    for _, others in seen.values():  # people who wait come more often, but what else they ask for is there
        assert others[0].sum() / others[1].sum() == pytest.approx(
            others_usual[0].sum() / others_usual[1].sum(), abs=0.002
        )


@pytest.mark.slow
def test_half_the_inflow_is_half_the_inflow(network):
    c = calm(network, days=DAYS)
    c.inflow_permille[...] = 500
    _, half = run(network, c, **EVEN)
    _, whole = run(network, calm(network, days=DAYS), **EVEN)
    assert half.day[:, T.INFLOW].sum() == pytest.approx(0.5 * whole.day[:, T.INFLOW].sum(), rel=0.02)


@pytest.mark.parametrize("wanted", [[1, 1, 1, 1, 1, 1], [0, 3, 1, 0, 40, 1, 1], [1], [0, 0]])
@pytest.mark.parametrize("able", [0, 1, 3, 5, 100])
def test_what_a_site_cannot_do_in_a_day_is_left_of_every_article_in_turn(wanted, able):
    days = [same_share(wanted, able, d) for d in range(60)]
    assert {sum(day) for day in days} == {min(able, sum(wanted))}
    assert all(0 <= packs <= asked for day in days for packs, asked in zip(day, wanted, strict=True))
    if able > 0:
        moved = np.array(days).sum(axis=0)
        fair = 60 * np.array(wanted) * min(1, able / max(1, sum(wanted)))
        assert np.abs(moved - fair).max() <= len(wanted)


def all_in_one_set(network, group):
    mine = network.article_group == network.group_id.index(group)
    return replace(network, article_exchange=np.where(mine, 0, -1).astype(np.int16)), mine


@pytest.mark.slow
def test_an_article_that_is_missing_is_exchanged_within_its_set_only(network):
    one_set, mine = all_in_one_set(network, "C09")
    never = replace(network, article_exchange=np.full(len(mine), -1, np.int16))
    few = {"shelf_service_tier3": 0.80, "shelf_service_tier0": 0.90}
    (_, with_exchange), (_, without) = (run(n, calm(n, days=14), 14, **few) for n in (one_set, never))
    exchanged = with_exchange.day_group[T.G_EXCHANGED].sum(axis=(0, 1))
    group = network.group_id.index("C09")
    assert exchanged[group] > 0
    assert exchanged.sum() == exchanged[group]
    assert without.day_group[T.G_EXCHANGED].sum() == 0
    fill = [
        t.day_group[T.G_FIRST, :, :, group].sum() / t.day_group[T.G_REQUESTED, :, :, group].sum()
        for t in (with_exchange, without)
    ]
    assert fill[0] > fill[1] + 0.02


def test_a_shelf_keeps_its_share_of_every_group_that_patients_come_for_and_of_the_other_tiers(network):
    rare, courses = (np.array(network.group_id) == name for name in ("C10", "J01"))
    network = replace(
        network,
        group_people=np.where(rare, network.group_people // 20, network.group_people),
        group_tier=np.where(rare | courses, 3, network.group_tier).astype(np.int8),
    )
    values = resolve({"shelf_service_tier0": 0.90, "shelf_service_tier3": 0.80})
    birth = give_birth(network, values, seed=1, start_weekday=0, threads=1)
    kept, mean = birth.shelves.up_to > 0, birth.ground.mean
    tier, group = network.group_tier[network.article_group], network.article_group
    by_itself = (network.group_tier <= 1) | (network.group_people > 0)
    groups = [group == g for g in np.flatnonzero(by_itself)]
    others = [(tier == t) & ~by_itself[group] for t in (2, 3, 4)]
    for together in (*groups, *others):
        aim = values[f"shelf_service_tier{tier[together][0]}"] if together.any() else 0
        lines = mean[:, together].sum(axis=1)
        assert (np.where(kept, mean, 0)[:, together].sum(axis=1) >= aim * lines - lines / 1000).all()
    assert not kept[mean == 0].any()
    assert (~kept[:, tier == 3] & (mean[:, tier == 3] > 0)).any()


@pytest.mark.slow
def test_what_is_urgent_is_there_at_the_first_visit_more_often_than_what_can_wait():
    network = small_network(people=60_000, pharmacies=12, municipalities=3, articles=600)
    _, tally = run(network, calm(network, days=28), 28)
    lines = tally.day_group[[T.G_FIRST, T.G_REQUESTED]].sum(axis=(1, 2))
    urgent, can_wait = (lines[:, tiers].sum(axis=1) for tiers in (network.group_tier <= 1, network.group_tier >= 3))
    filled = [first / requested for first, requested in (urgent, can_wait)]
    error = np.sqrt(sum(f * (1 - f) / n[1] for f, n in zip(filled, (urgent, can_wait), strict=True)))
    assert 0.85 < filled[1] < filled[0] - 4 * error


@pytest.mark.slow
def test_who_waits_for_goods_that_do_not_come_does_not_come_in_vain(network):
    mine = network.article_group == network.group_id.index("C10")  # tier 4: can wait
    birth = give_birth(network, resolve({}), seed=1, start_weekday=0, threads=1)
    served, backlog = [], []
    for is_gone in (False, True):
        c, state = calm(network, days=DAYS), first_state(birth, threads=1, burn_in_days=14)
        if is_gone:
            c.article_inflow_permille[:, mine] = 0
            for stock in (state.cell["stock"], state.site_stock, state.road, state.upstream):
                stock[..., mine] = 0
            state.cell["on_order"][:, mine] = 0
        chain = Chain(birth.ground, c, days=DAYS, state=state)
        chain.advance(24 * DAYS)
        assert chain.errors.sum() == 0
        served.append(chain.tally().hour_county[T.SERVED].sum())
        backlog.append(chain.backlog())
    assert backlog[1] > 1_000 > 10 * backlog[0]
    assert served[1] < 1.1 * served[0]


def position(state):
    """(S, K) what is there and on its way to a site, less what it owes and has ordered anew."""
    return state.site_stock + state.upstream.sum(axis=0) + state.held - state.owed


def asked(chain):
    """(S, K) what pharmacies have ordered and a site has not shipped."""
    total = np.empty_like(chain.state.site_stock)
    goods.add_orders(0, total.shape[1], chain.given, chain.state, total)
    return total


@pytest.mark.parametrize("seed", range(3))
def test_a_site_orders_what_is_asked_of_it_and_never_more_than_is_missing(seed):
    network = small_network(people=3_000)
    c = stormy(network, days=40, seed=seed)
    c.article_inflow_permille[5:25] = 0  # nobody gets anything: what is asked for meanwhile waits
    birth = give_birth(network, resolve({"elsewhere_share": 0.9}), seed=seed, start_weekday=c.start_weekday, threads=1)
    chain = Chain(birth.ground, c, days=40, state=first_state(birth, threads=1, burn_in_days=7))
    at_first = position(chain.state)
    for day in range(1, 41):
        chain.advance(24 * day)
        assert np.array_equal(position(chain.state), at_first)
        if c.is_workday[day - 1]:
            assert (asked(chain) <= chain.state.owed).all()
    assert chain.errors.sum() == 0


def test_orders_that_nobody_needs_any_more_are_withdrawn_and_not_made_up_for_later():
    network = small_network(people=3_000)
    birth = give_birth(network, resolve({}), seed=1, start_weekday=0, threads=1)
    chain = Chain(birth.ground, calm(network, days=7), days=7, state=first_state(birth, threads=1, burn_in_days=7))
    chain.conditions.ship_permille[:] = 0
    chain.set_conditions(chain.conditions)
    x, a = 0, int(np.flatnonzero(network.article_distributor == 0)[0])
    p = int(np.flatnonzero(network.pharmacy_site[:, 0] == x)[0])
    chain.advance(24)
    cell = chain.state.cell
    cell["at_site"][p, a] += 50  # as if fifty people had waited …
    cell["on_order"][p, a] += 50
    chain.state.owed[x, a] += 50
    chain.advance(48)  # … who have gone elsewhere since
    assert cell["stock"][p, a] + cell["on_order"][p, a] - cell["waiting"][p, a] <= cell["up_to"][p, a]
    owed = int(chain.state.owed[x, a])
    assert asked(chain)[x, a] <= owed - 40
    cell["at_site"][p, a] += 10
    cell["on_order"][p, a] += 10
    cell["stock"][p, a] -= 10  # so that its position stands, and the ten are asked for anew
    chain.advance(24 * 3)
    assert chain.state.owed[x, a] == owed  # nothing new is ordered while the surplus lasts


def test_single_packs_of_a_scarce_article_go_round_all_who_wait_for_one():
    network = small_network(people=3_000, pharmacies=9)
    birth = give_birth(network, resolve({}), seed=1, start_weekday=0, threads=1)
    chain = Chain(birth.ground, calm(network, days=28), days=28, state=first_state(birth, threads=1, burn_in_days=7))
    state, a = chain.state, int(np.flatnonzero(network.article_distributor == 0)[0])
    of_site = np.flatnonzero(network.pharmacy_site[:, 0] == 0)
    total, can = np.empty_like(state.site_stock), np.empty_like(state.site_stock)
    got = np.zeros(len(of_site), int)
    for day in range(2 * len(of_site)):
        state.cell["at_site"][:, a] = 0
        state.cell["at_site"][of_site, a] = 1
        state.cell["at_site"][of_site[0], a] = 1 + day % 3  # one asks for more, and not for the same each day
        state.site_stock[0, a] = 1
        goods.add_orders(0, total.shape[1], chain.given, state, total)
        goods.share_out(day, chain.given, state, total, can)
        before = state.cell["at_site"][of_site, a].copy()
        goods.ship(0, total.shape[1], day, chain.given, state, total, can)
        got += before - state.cell["at_site"][of_site, a]
    assert got.tolist() == [2] * len(of_site)


class OneShelf(ReferenceCounter):
    """Three articles of one set on one shelf."""

    def __init__(self, stock, waiting):
        self.world = type("W", (), {"article_exchange_next": [1, 2, 0]})
        self.stock, self.waiting = [stock], [waiting]


@pytest.mark.parametrize(
    ("stock", "waiting", "waits", "given"),
    [
        ([1, 0, 0], [0, 0, 0], False, 0),
        ([1, 0, 0], [1, 0, 0], False, -1),  # put aside for another
        ([1, 0, 0], [1, 0, 0], True, 0),
        ([2, 0, 0], [1, 0, 0], False, 0),
        ([1, 1, 1], [1, 1, 0], False, 2),
        ([0, 1, 0], [1, 1, 0], True, -1),  # waits for the first, not for the second
    ],
)
def test_what_is_put_aside_goes_to_those_who_wait_for_it(stock, waiting, waits, given):
    assert OneShelf(stock, waiting).on_shelf(0, 0, waits) == given
