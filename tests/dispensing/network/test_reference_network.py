"""The reference network keeps to the figures it was built for (issue's bands; sources in the tables)."""

import dataclasses

import numpy as np
import pytest

from beredd.dispensing.network import AGE_BANDS, load_network, shop_shares, web_shares
from beredd.dispensing.network.assembly import open_hours, supply
from beredd.dispensing.network.completion import group_lines, lines_by_place
from beredd.dispensing.network.demand import group_lines_per_day
from beredd.dispensing.network.package_tables import reference_settings, reference_table
from beredd.dispensing.network.reference import _reference_base, reference_network


@pytest.fixture(scope="module")
def sweden():
    return load_network("sweden")


def is_shop(network):
    return ~network.pharmacy_is_ecommerce


def of(network, group, field):
    """A field of one product group."""
    return getattr(network, f"group_{field}")[network.group_id.index(group)].item()


def test_every_municipality_has_a_shop_and_each_county_its_number(sweden):
    town = sweden.pharmacy_municipality[is_shop(sweden)]
    assert len(sweden.municipality_code) == 290
    assert np.bincount(town, minlength=290).min() >= 1
    per_county = np.bincount(sweden.municipality_county[town])
    assert per_county.tolist() == reference_table("counties").integer("pharmacies", 0, 1000).tolist()
    assert per_county.sum() == 1400


def test_owners_have_their_sizes_and_are_pseudonyms(sweden):
    shops = np.bincount(sweden.pharmacy_owner[is_shop(sweden)], minlength=8)
    assert dict(zip(sweden.owner_id, shops.tolist(), strict=True)) == {
        **{"kedja-a": 390, "kedja-b": 385, "kedja-c": 490, "kedja-d": 80, "oberoende": 55},
        **{"natapotek-1": 0, "natapotek-2": 0, "natapotek-3": 0},
    }
    assert all(name.startswith(("Kedja ", "Oberoende", "E-handelsapotek ")) for name in sweden.owner_name)


def test_mean_opening_hours_are_about_53_a_week(sweden):
    hours = open_hours(sweden.pharmacy_opens_h, sweden.pharmacy_closes_h)[is_shop(sweden)]
    assert 51 < hours.mean() < 55
    assert hours.min() >= 40


def test_refills_and_courses_give_277_000_lines_a_day(sweden):
    active = (sweden.group_people * sweden.group_lines_per_person).sum()
    assert 21.5e6 < active < 24e6
    assert abs(group_lines(vars(sweden)).sum() / 277_000 - 1) < 0.02


def test_expected_lines_by_place_add_up_to_the_nation(sweden):
    assert lines_by_place(vars(sweden)).sum() == pytest.approx(group_lines(vars(sweden)).sum(), rel=1e-12)


def test_web_hands_out_about_17_percent_of_lines(sweden):
    lines = lines_by_place(vars(sweden))
    web = web_shares(sweden)
    assert 0.16 < (lines * web.customer_share).sum() / lines.sum() < 0.18
    assert web.share.sum() == pytest.approx(1)
    assert len(web.pharmacy) == 7
    assert len(web.customer_share) == len(AGE_BANDS)


def test_capacity_is_1_3_times_the_load_and_no_municipality_lacks_staff(sweden):
    shops = np.flatnonzero(is_shop(sweden))
    hours = open_hours(sweden.pharmacy_opens_h, sweden.pharmacy_closes_h)
    per_hour = reference_settings()["lines_per_pharmacist_h"]
    capacity = (sweden.pharmacy_pharmacists * hours * per_hour)[shops] / 7
    lines = (lines_by_place(vars(sweden)) * (1 - web_shares(sweden).customer_share)).sum(axis=1)
    assert 1.27 < capacity.sum() / lines.sum() < 1.33
    town = sweden.pharmacy_municipality[shops]
    assert (np.bincount(town, capacity) / lines).min() >= reference_settings()["capacity_over_mean_load"] - 1e-9
    # Customers go where the staff is, so no single shop has less room than its municipality.
    load = lines[town] * sweden.pharmacy_attraction[shops]
    assert (capacity / load).min() >= reference_settings()["capacity_over_mean_load"] - 1e-9
    assert sweden.pharmacy_pharmacists.min() >= 1


def test_distributors_share_the_lines_43_to_57(sweden):
    lines = sweden.article_share * group_lines(vars(sweden))[sweden.article_group]
    share = np.bincount(sweden.article_distributor, lines) / lines.sum()
    assert share == pytest.approx([0.43, 0.57], abs=0.005)


def test_articles_of_each_group_sum_to_one_and_stand_together(sweden):
    assert 900 <= len(sweden.article_group) <= 1200
    assert np.bincount(sweden.article_group, sweden.article_share) == pytest.approx(np.ones(len(sweden.group_id)))
    assert (np.diff(sweden.article_group) >= 0).all()


def test_goods_are_paired_with_the_medicine_they_are_useless_without(sweden):
    pair = {
        sweden.group_id[g]: sweden.group_id[sweden.group_pair[g]]
        for g in range(len(sweden.group_id))
        if sweden.group_pair[g] >= 0
    }
    assert pair == {
        "goods:type1": "A10A:typ1",
        "goods:needles": "A10A:typ2",
        "goods:sensors": "A10A:typ1",
    }
    goods = {g for g, is_goods in zip(sweden.group_id, sweden.group_is_goods, strict=True) if is_goods}
    assert goods == {g for g in sweden.group_id if g.startswith("goods:")}
    assert len(goods) == 7
    for name, other in pair.items():
        assert of(sweden, name, "people") <= of(sweden, other, "people")


def test_a_group_is_either_for_long_or_for_a_course(sweden):
    assert ((sweden.group_people > 0) != (sweden.group_one_off_per_year > 0)).all()


def test_alternatives_are_other_shops_in_order_of_distance(sweden):
    shops = is_shop(sweden)
    assert shops[sweden.alternatives].all()
    assert (sweden.alternatives != np.arange(len(shops))[:, None]).all()
    assert (np.diff(sweden.alternative_km, axis=1) >= 0).all()


def test_nearest_alternative_is_nearest_by_plain_formula(sweden):
    lat, lon = np.radians(sweden.pharmacy_lat), np.radians(sweden.pharmacy_lon)
    shops = np.flatnonzero(is_shop(sweden))
    for p in (0, 700, 1399):
        half = np.sin((lat[shops] - lat[p]) / 2) ** 2
        half += np.cos(lat[shops]) * np.cos(lat[p]) * np.sin((lon[shops] - lon[p]) / 2) ** 2
        km = 2 * 6371.0 * np.arcsin(np.sqrt(half))
        km[shops == p] = np.inf
        assert sweden.alternative_km[p, 0] == pytest.approx(km.min(), rel=1e-4)


def test_deliveries_come_before_16_and_later_in_the_far_north(sweden):
    assert sweden.pharmacy_delivery_h.max() < 16
    north = np.array([code.startswith("25") for code in sweden.municipality_code])[sweden.pharmacy_municipality]
    assert sweden.pharmacy_delivery_h[north].min() > sweden.pharmacy_delivery_h[~north].mean()


def test_slow_roads_never_make_a_delivery_late(sweden):
    _, hour = supply(vars(sweden), reference_settings() | {"delivery_km_per_h": 10})
    assert hour.max() == 15


def test_each_pharmacy_is_served_by_a_site_of_each_distributor(sweden):
    for d in range(len(sweden.distributor_id)):
        assert (sweden.site_distributor[sweden.pharmacy_site[:, d]] == d).all()


def test_ages_follow_the_county_and_small_municipalities_are_older(sweden):
    share = sweden.municipality_age_share
    assert share.sum(axis=1) == pytest.approx(np.ones(290))
    old = share[:, 3:].sum(axis=1)
    stockholm = sweden.municipality_county == 0
    assert np.average(old[stockholm], weights=sweden.municipality_population[stockholm]) == pytest.approx(
        0.162, abs=0.003
    )
    code = sweden.municipality_code.index
    assert old[code("2403")] > old[code("2480")]  # Bjurholm, Umeå


def test_shop_shares_cover_every_municipality(sweden):
    shares = shop_shares(sweden)
    assert len(shares.offset) == 291
    assert np.add.reduceat(shares.share, shares.offset[:-1]) == pytest.approx(np.ones(290))
    town = np.repeat(np.arange(290), np.diff(shares.offset))
    assert (sweden.pharmacy_municipality[shares.shop] == town).all()


def test_shop_shares_sum_to_one_whatever_the_attraction(sweden):
    doubled = dataclasses.replace(sweden, pharmacy_attraction=2 * sweden.pharmacy_attraction)
    assert shop_shares(doubled).share == pytest.approx(shop_shares(sweden).share)
    assert web_shares(doubled).share == pytest.approx(web_shares(sweden).share)


def test_lines_a_day_are_refills_over_their_interval_and_courses_over_the_year():
    per_day = group_lines_per_day(
        pack_days=np.array([90, 10]),
        people=np.array([900, 0]),
        lines_per_person=np.array([1.5, 1.0]),
        one_off_per_year=np.array([0, 730]),
    )
    assert per_day.tolist() == [15.0, 2.0]


def test_building_twice_gives_the_same_network(sweden):
    reference_network.cache_clear()
    _reference_base.cache_clear()
    assert load_network("sweden").fingerprint == sweden.fingerprint


def test_every_array_is_read_only(sweden):
    arrays = [getattr(sweden, f.name) for f in dataclasses.fields(sweden)]
    assert not any(a.flags.writeable for a in arrays if isinstance(a, np.ndarray))


@pytest.mark.parametrize(
    "name",
    [
        *("counties", "municipalities", "places", "owners", "ecommerce", "distributors", "sites", "groups"),
        *(
            "ages",
            "web_customers",
            "opening_hours",
            "settings",
            "assortment",
            "exchange_rules",
            "suppliers",
            "days",
            "months",
        ),
    ],
)
def test_every_row_of_the_package_names_source_and_confidence(name):
    table = reference_table(name)
    assert all(table.text("source"))
    assert all(table.text("confidence"))


def test_no_real_company_is_named_in_the_network(sweden):
    names = " ".join((*sweden.owner_name, *sweden.pharmacy_name, *sweden.distributor_name, *sweden.site_name))
    assert all(name.startswith("Företag ") for name in sweden.supplier_name)
    assert {word for word in names.split() if word[0].isupper() and "apotek" in word.casefold()} == {"E-handelsapotek"}
