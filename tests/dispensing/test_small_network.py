"""The handmade network is complete and consistent at any size."""

import dataclasses

import numpy as np
import pytest
from small_network import small_network

from beredd.dispensing.network.model import Network


@pytest.mark.parametrize(
    "sizes", [{}, {"pharmacies": 1, "ecommerce": 0, "municipalities": 1, "counties": 1, "owners": 1}, {"groups": 1}]
)
def test_small_network_refers_only_to_rows_that_exist(sizes):
    n = small_network(**sizes)
    assert n.municipality_county.max() < len(n.county_code)
    assert n.pharmacy_municipality.max() < len(n.municipality_code)
    assert n.pharmacy_owner.max() < len(n.owner_id)
    assert n.pharmacy_site.max() < len(n.site_id)
    assert n.alternatives.max() < len(n.pharmacy_id)
    assert n.group_pair.max() < len(n.group_id)
    assert np.array_equal(np.unique(n.article_group), np.arange(len(n.group_id)))


def test_shares_of_articles_and_of_shop_customers_sum_to_one():
    n = small_network()
    assert np.allclose(np.bincount(n.article_group, weights=n.article_share), 1.0)
    shops = ~n.pharmacy_is_ecommerce
    by_place = np.bincount(n.pharmacy_municipality[shops], weights=n.pharmacy_attraction[shops])
    assert np.allclose(by_place, 1.0)


def test_equal_arguments_give_equal_networks():
    a, b = small_network(seed=3), small_network(seed=3)
    for field in dataclasses.fields(Network):
        assert np.array_equal(getattr(a, field.name), getattr(b, field.name)), field.name
