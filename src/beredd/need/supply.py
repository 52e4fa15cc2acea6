"""From kits handed out per year to kits in circulation, and to what they are worth in an overdose."""

from collections.abc import Mapping

import numpy as np

CHANNELS = ("community", "pharmacy", "prescriber")
"""community: needle exchange, opioid agonist treatment (LARO) and low-threshold care, also when prescribed there."""


def in_circulation(per_year, kit_life_months):
    """Kits in circulation when `per_year` are handed out year after year: n = A L / 12."""
    return np.asarray(per_year, float) * kit_life_months / 12.0


def per_year(circulating, kit_life_months):
    """Kits to hand out per year to keep so many in circulation: A = n 12 / L."""
    return np.asarray(circulating, float) * 12.0 / kit_life_months


def monthly_stock(handed_out_per_month, kit_life_months, *, start=0.0):
    """Kits in circulation at each month's end, (n_months,): n_t = n_(t-1) (1 - 1/L) + handed out that month."""
    stock = np.empty(len(handed_out_per_month))
    level = float(start)
    for month, kits in enumerate(handed_out_per_month):
        level = level * (1.0 - 1.0 / kit_life_months) + kits
        stock[month] = level
    return stock


def effective(kits_by_channel, values: Mapping[str, float]):
    """Effective kits: the last axis is CHANNELS, weighted by the register's `weight_*`."""
    weights = np.array([values[f"weight_{channel}"] for channel in CHANNELS])
    return np.asarray(kits_by_channel, float) @ weights
