"""Which pharmacies a municipality's people use: its own shops, its neighbour's where it has none, and the web."""

from typing import NamedTuple

import numpy as np

from beredd.dispensing.network.catchment import serving_municipality
from beredd.dispensing.network.model import AGE_BANDS, Network
from beredd.dispensing.network.package_tables import web_share_by_age


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
    """How each municipality's shop customers spread over shops.

    A municipality without a shop uses those of the municipality in which the shop nearest to its seat stands.
    """
    shops = np.flatnonzero(~network.pharmacy_is_ecommerce)
    town = network.pharmacy_municipality[shops].astype(np.int64)
    serves = serving_municipality(
        lat=network.municipality_lat,
        lon=network.municipality_lon,
        shop_lat=network.pharmacy_lat[shops],
        shop_lon=network.pharmacy_lon[shops],
        shop_municipality=town,
    )
    order = np.argsort(town, kind="stable")
    start = np.searchsorted(town[order], np.arange(len(serves) + 1))
    count = (start[1:] - start[:-1])[serves]
    offset = np.concatenate(([0], np.cumsum(count)))
    position = np.arange(offset[-1]) - np.repeat(offset[:-1] - start[serves], count)
    shop = shops[order][position]
    weight = network.pharmacy_attraction[shop]
    total = np.bincount(np.repeat(np.arange(len(serves)), count), weight, len(serves))
    return ShopShares(offset, shop.astype(np.int32), weight / np.repeat(total, count))


def web_shares(network: Network) -> WebShares:
    """The e-commerce pharmacies, their shares of the web's customers, and the web's share of each age band."""
    web = np.flatnonzero(network.pharmacy_is_ecommerce)
    share = network.pharmacy_attraction[web]
    customers = web_share_by_age() if len(web) else np.zeros(len(AGE_BANDS))
    return WebShares(web.astype(np.int32), share / share.sum() if len(web) else share, customers)
