"""Which pharmacies a municipality's people use: its own shops, the nearest one where it has none, and the web."""

from typing import NamedTuple

import numpy as np

from beredd.dispensing.network.geography import nearest
from beredd.dispensing.network.model import AGE_BANDS, Network
from beredd.dispensing.network.reference import web_share_by_age


class ShopShares(NamedTuple):
    """Shops of every municipality in compressed rows: those of m are shop[offset[m]:offset[m + 1]]."""

    offset: np.ndarray  # (M+1,) int64
    shop: np.ndarray  # (nnz,) int32, rows of the pharmacy tables
    share: np.ndarray  # (nnz,) float64, sums to 1 in each municipality


class WebShares(NamedTuple):
    """The e-commerce pharmacies."""

    pharmacy: np.ndarray  # (n,) int32
    share: np.ndarray  # (n,) float64, of the nation's web customers; sums to 1
    customer_share: np.ndarray  # (A,) float64: share of each age band's lines that go to the web; 0 without e-commerce


def shop_shares(network: Network) -> ShopShares:
    """How each municipality's shop customers spread over shops; a municipality without any uses the nearest shop."""
    shops = np.flatnonzero(~network.pharmacy_is_ecommerce)
    n = len(network.municipality_code)
    town, weight = network.pharmacy_municipality[shops].astype(np.int64), network.pharmacy_attraction[shops]
    without = np.setdiff1d(np.arange(n), town)
    if len(without) and len(shops):
        index, _ = nearest(
            network.municipality_lat[without],
            network.municipality_lon[without],
            of_lat=network.pharmacy_lat[shops],
            of_lon=network.pharmacy_lon[shops],
            k=1,
        )
        town = np.concatenate((town, without))
        weight = np.concatenate((weight, np.ones(len(without))))
        shops = np.concatenate((shops, shops[index[:, 0]]))
    order = np.lexsort((shops, town))
    town, weight, shops = town[order], weight[order], shops[order]
    offset = np.searchsorted(town, np.arange(n + 1))
    return ShopShares(offset, shops.astype(np.int32), weight / np.bincount(town, weight, n)[town])


def web_shares(network: Network) -> WebShares:
    """The e-commerce pharmacies, their shares of the web's customers, and the web's share of each age band."""
    web = np.flatnonzero(network.pharmacy_is_ecommerce)
    share = network.pharmacy_attraction[web]
    customers = web_share_by_age() if len(web) else np.zeros(len(AGE_BANDS))
    return WebShares(web.astype(np.int32), share / share.sum() if len(web) else share, customers)
