"""Whose shops a municipality's people use when it has none of its own."""

import numpy as np

from beredd.dispensing.network.geography import nearest


def serving_municipality(
    *, lat: np.ndarray, lon: np.ndarray, shop_lat: np.ndarray, shop_lon: np.ndarray, shop_municipality: np.ndarray
) -> np.ndarray:
    """The municipality whose shops serve each one, (M,) int64: itself, or that of the shop nearest to its seat."""
    serves = np.arange(len(lat))
    without = np.setdiff1d(serves, shop_municipality)
    if len(without) and len(shop_lat):
        index, _ = nearest(lat[without], lon[without], of_lat=shop_lat, of_lon=shop_lon, k=1)
        serves[without] = shop_municipality[index[:, 0]]
    return serves
