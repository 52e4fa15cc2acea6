"""Pharmacists on duty and how a municipality's customers spread over its shops, where no register says so.

Each municipality gets enough pharmacists for `capacity_over_mean_load` times its expected lines, at least one per shop
because a pharmacist must be present (lag 2009:366, 2 kap. 6 § 1). Customers then spread by capacity: people go where
there is staff, so that no shop in a normal week has more to do than it can.
"""

import numpy as np

from beredd.dispensing.network.assembly import open_hours


def staff_shops(
    *,
    shop_municipality: np.ndarray,
    opens: np.ndarray,
    closes: np.ndarray,
    size: np.ndarray,
    shop_lines_per_day: np.ndarray,
    lines_per_pharmacist_h: float,
    capacity_over_mean_load: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Pharmacists on duty (n,) int16 and share of the municipality's customers (n,) float64 of each shop.

    shop_municipality    (n,) row of the municipality
    size                 (n,) relative size of the shop, > 0
    shop_lines_per_day   (M,) lines a day that the municipality's shops must hand out
    """
    n_municipalities = len(shop_lines_per_day)
    hours = np.maximum(open_hours(opens, closes), 1)
    share = size * hours
    share = share / np.bincount(shop_municipality, share, n_municipalities)[shop_municipality]
    # Lines an open hour, over the lines one pharmacist can hand out in it.
    load = 7 * shop_lines_per_day[shop_municipality] * share / hours / lines_per_pharmacist_h
    wanted = capacity_over_mean_load * load
    pharmacists = np.maximum(np.floor(wanted), 1).astype(np.int64)
    per_week = np.bincount(shop_municipality, wanted * hours, n_municipalities)
    has = np.bincount(shop_municipality, pharmacists * hours, n_municipalities).astype(float)
    # One more where the fraction lost by rounding down is largest, until the municipality has what it needs.
    for shop in np.lexsort((np.arange(len(load)), pharmacists - wanted)):
        place = shop_municipality[shop]
        if has[place] < per_week[place]:
            pharmacists[shop] += 1
            has[place] += hours[shop]
    capacity = pharmacists * hours
    return pharmacists.astype(np.int16), capacity / np.bincount(shop_municipality, capacity, n_municipalities)[
        shop_municipality
    ]


def staff_ecommerce(
    *,
    share: np.ndarray,
    opens: np.ndarray,
    closes: np.ndarray,
    lines_per_day: float,
    lines_per_pharmacist_h: float,
    capacity_over_mean_load: float,
) -> np.ndarray:
    """Pharmacists on duty (n,) int16 of each e-commerce pharmacy, from its share of the nation's web customers."""
    hours = np.maximum(open_hours(opens, closes), 1)
    load = 7 * lines_per_day * share / hours / lines_per_pharmacist_h
    return np.maximum(np.ceil(capacity_over_mean_load * load), 1).astype(np.int16)
