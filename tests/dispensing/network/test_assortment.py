"""Product groups, substances, exchange, makers and cover of the reference network."""

import dataclasses

import numpy as np
import pytest

from beredd.dispensing.network import cover_days, load_network
from beredd.dispensing.network.completion import group_lines
from beredd.dispensing.network.package_tables import reference_table
from beredd.dispensing.parameters import resolve

SEEDS = range(1, 6)


@pytest.fixture(scope="module")
def sweden():
    return load_network("sweden")


@pytest.fixture(scope="module")
def lines(sweden):
    """Dispensed lines a day of each article."""
    return sweden.article_share * group_lines(vars(sweden))[sweden.article_group]


def tier(network, group):
    return int(network.group_tier[network.group_id.index(group)])


def people(network, group):
    return int(network.group_people[network.group_id.index(group)])


@pytest.mark.parametrize(
    ("urgent", "can_wait", "in_all"),
    [
        ("R03AC", "R03AK+R03BA+R03BB+R03DC", None),
        ("L04A:transplantation", "L04AX", None),
        ("L04A:transplantation", "L04AB+L04AC", None),
        ("A10A:typ1", "A10A:typ2", 225_000),
        ("H01BA02:insipidus", "H01BA02", 50_000),
        ("N03A:epilepsi", "N03A:ovrigt", None),
        ("N04:parkinson", "N04:rastlosa-ben", 65_000),
        ("C01A+C01B", "C01D", 300_000),
        ("N05AH02+N05AN", "N05A", 210_000),
        ("N05BA+N05CD+N05CF", "N05BB+N05CH+N05CM", 800_000),
        ("B01AC04+B01AC24", "B01AC06", None),
        ("C03C", "C02+C03+C08+C09", None),
        ("C07", "C02+C03+C08+C09", None),
        ("L01", "L02", 130_000),
        ("goods:type1", "goods:needles", None),
        ("goods:tube", "goods:nutrition", 45_000),
    ],
)
def test_what_is_urgent_stands_in_a_group_of_its_own(sweden, urgent, can_wait, in_all):
    assert tier(sweden, urgent) < tier(sweden, can_wait)
    if in_all:
        assert people(sweden, urgent) + people(sweden, can_wait) == in_all


def test_three_in_four_on_inhalers_and_nine_in_ten_on_immunosuppressants_leave_tier_0(sweden):
    assert people(sweden, "L04A:transplantation") == 9_000
    assert sum(people(sweden, g) for g in ("L04A:transplantation", "L04AX", "L04AB+L04AC")) == 140_000
    # 830 000 have an inhaler; many have both kinds.
    assert people(sweden, "R03AC") < 830_000 < people(sweden, "R03AC") + people(sweden, "R03AK+R03BA+R03BB+R03DC")


def test_there_is_room_for_all_groups_in_the_engines_bit_mask(sweden):
    assert len(sweden.group_id) <= 64


def test_only_animals_medicines_have_customers_that_are_not_people(sweden):
    assert [g for g, animal in zip(sweden.group_id, sweden.group_is_animal, strict=True) if animal] == ["VET"]


def test_an_exchange_set_is_one_substance_of_one_group_from_different_makers(sweden):
    for number in range(sweden.article_exchange.max() + 1):
        own = np.flatnonzero(sweden.article_exchange == number)
        assert len(own) >= 2
        assert len(set(sweden.article_substance[own].tolist())) == 1
        assert len(set(sweden.article_group[own].tolist())) == 1
        assert len(set(sweden.article_supplier[own].tolist())) == len(own)


@pytest.mark.parametrize(
    "group",
    [
        *("A10A:typ1", "A10A:typ2", "A10BJ", "N03A:epilepsi", "N03A:ovrigt", "B01AB", "L04A:transplantation", "VET"),
        *("R03AC", "goods:type1", "H03A"),
    ],
)
def test_insulin_antiepileptics_biologicals_and_transplant_medicines_are_never_exchanged(sweden, group):
    own = sweden.article_group == sweden.group_id.index(group)
    assert (sweden.article_exchange[own] == -1).all()


def test_only_the_rule_that_the_law_knows_lets_exchange():
    rules = reference_table("exchange_rules")
    free = [r for r, flag in zip(rules.keys("rule"), rules.flag("is_exchangeable"), strict=True) if flag]
    assert free == ["exchangeable"]


def test_two_thirds_of_lines_may_be_exchanged_and_few_articles_carry_much(sweden, lines):
    share = lines / lines.sum()
    assert 0.6 < share[sweden.article_exchange >= 0].sum() < 0.75
    largest = np.sort(share)[::-1].cumsum()
    assert 0.38 < largest[99] < 0.47  # a hundred of about a thousand
    assert 0.75 < largest[399] < 0.85


def test_the_months_cheapest_has_about_two_thirds_of_its_set(sweden):
    for number in range(sweden.article_exchange.max() + 1):
        share = np.sort(sweden.article_share[sweden.article_exchange == number])
        assert 0.60 < share[-1] / share.sum() < 0.75


def test_a_substance_may_stand_in_several_groups_under_one_name(sweden):
    glargine = sweden.article_substance == sweden.substance_id.index("insulin-glargine")
    assert {sweden.group_id[g] for g in sweden.article_group[glargine]} == {"A10A:typ1", "A10A:typ2"}


def test_one_makers_substance_comes_from_one_distributor_in_all_strengths(sweden):
    product = list(zip(sweden.article_group, sweden.article_substance, sweden.article_supplier, strict=True))
    of = {}
    for key, distributor in zip(product, sweden.article_distributor.tolist(), strict=True):
        assert of.setdefault(key, distributor) == distributor


def test_cover_is_three_to_four_months_with_some_weeks_and_some_days(sweden):
    values = resolve()
    draws = np.concatenate([cover_days(sweden, values, seed=seed) for seed in SEEDS])
    n = len(draws)
    for low, high, share in ((1, 6, values["cover_days_share"]), (7, 28, values["cover_weeks_share"])):
        inside = ((draws >= low) & (draws <= high)).mean()
        assert abs(inside - share) < 4 * np.sqrt(share * (1 - share) / n)
    # Four standard errors: sd of one article's cover is 50 days at the most.
    assert abs(draws.mean() - values["distributor_cover_days"]) < 4 * 50 / np.sqrt(n)
    assert draws.min() >= 1


def test_an_articles_cover_depends_on_its_name_and_the_seed_alone(sweden):
    values = resolve()
    first = cover_days(sweden, values, seed=1)
    assert (first == cover_days(sweden, values, seed=1)).all()
    assert (first != cover_days(sweden, values, seed=2)).mean() > 0.9
    turned = dataclasses.replace(sweden, article_id=sweden.article_id[::-1])
    assert (cover_days(turned, values, seed=1)[::-1] == first).all()


def test_without_spread_and_tail_every_article_has_the_mean(sweden):
    values = resolve({"cover_sigma": 0, "cover_weeks_share": 0, "cover_days_share": 0})
    assert set(cover_days(sweden, values, seed=1).tolist()) == {105}
