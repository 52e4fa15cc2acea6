"""Key figures of a run from its tallies: one number each, computed the same way everywhere."""

import numpy as np

from beredd.dispensing.engine import tally as T
from beredd.dispensing.network import TIERS

ANY_TIER = TIERS
"""The column after the tiers: a person who is counted in any of them."""
CRITICAL_TIERS = (0, 1)
"""Serious harm within hours to three days."""


def people_without(tally: T.Tally) -> np.ndarray:
    """(H, M, 6) int32: people without at each hour by tier, and last the people, each counted once."""
    return np.cumsum(tally.without[:-1], axis=0, dtype=np.int32)


def people_past_limit(tally: T.Tally) -> np.ndarray:
    """(H, M, 6) int32: people past their limit at each hour by tier, and last the people, each counted once."""
    return np.cumsum(tally.past[:-1], axis=0, dtype=np.int32)


def share_of(part: float, whole: float) -> float | None:
    """The quotient, None where there is nothing to take it of: a share of nothing is not 0."""
    return part / whole if whole else None


def rounded(value: float | None, digits: int) -> float | None:
    """Rounded, None where there is no value."""
    return None if value is None else round(value, digits)


def key_figures(tally: T.Tally, everyday: T.Tally, *, packs_a_day: float) -> dict[str, float | None]:
    """Figures for `summary.json`. Counts are whole; shares 0..1; days and minutes as named; None: of nothing.

    everyday      the same hours without the disruption
    packs_a_day   the country's mean demand, for stocks in days
    """
    days = len(tally.day)
    national = people_without(tally).sum(axis=1)
    without, critical = national[:, ANY_TIER], national[:, list(CRITICAL_TIERS)].sum(axis=1)
    without_beyond = without - people_without(everyday)[:, :, ANY_TIER].sum(axis=1)
    past = people_past_limit(tally)[:, :, ANY_TIER].sum(axis=1)
    past_beyond = past - people_past_limit(everyday)[:, :, ANY_TIER].sum(axis=1)
    groups = tally.day_group.sum(axis=(2, 3))
    requested, dispensed, first = (int(groups[n].sum()) for n in (T.G_REQUESTED, T.G_DISPENSED, T.G_FIRST))
    day = {name: tally.day[:, n] for n, name in enumerate(T.DAY)}
    customers, queue_hours = int(day["customers"].sum()), int(day["queue_hours"].sum())
    served = int(tally.hour_county[T.SERVED].sum())
    return {
        "people_past_limit_peak": int(past.max()),
        "people_past_limit_peak_hour": int(past.argmax()),
        "people_past_limit_beyond_everyday": int(past_beyond.max()),
        "person_days_past_limit": round(float(past.sum()) / 24, 1),
        "person_days_past_limit_beyond_everyday": round(float(past_beyond.sum()) / 24, 1),
        "people_without_peak": int(without.max()),
        "people_without_peak_hour": int(without.argmax()),
        "people_without_critical_peak": int(critical.max()),
        "person_days_without": round(float(without.sum()) / 24, 1),
        "person_days_without_critical": round(float(critical.sum()) / 24, 1),
        "people_without_beyond_everyday": int(without_beyond.max()),
        "person_days_without_beyond_everyday": round(float(without_beyond.sum()) / 24, 1),
        "line_fill": share_of(first, requested),
        "all_at_first_visit": share_of(int(day["customers_all_first"].sum()), customers),
        "queue_hours": queue_hours,
        "mean_wait_min": rounded(share_of(60 * queue_hours, served), 2),
        "turned_away": int(tally.hour_county[T.TURNED_AWAY].sum()),
        "people_turned_away": int(tally.hour_county[T.PEOPLE_TURNED_AWAY].sum()),
        "diverted": int(tally.hour_county[T.DIVERTED].sum()),
        "backlog_peak": int(day["backlog_people"].max()),
        "stock_days_pharmacy": rounded(share_of(float(day["pharmacy_packs"][-1]), packs_a_day), 2),
        "stock_days_distributor": rounded(share_of(float(day["distributor_packs"][-1]), packs_a_day), 2),
        "unregistered_lines": int(day["unregistered_lines"].sum()),
        "unregistered_open_end": int(day["unregistered_open"][-1]),
        "phone_minutes": int(day["phone_minutes"].sum()),
        "ordered_packs": int(day["ordered_packs"].sum()),
        "delivered_packs": int(day["delivered_packs"].sum()),
        "customers_per_day": round(customers / days, 1),
        "lines_per_day": round(dispensed / days, 1),
        "lines_per_customer": rounded(share_of(requested, customers), 4),
    }


def spread(runs: list[dict[str, float | None]]) -> dict[str, dict[str, float | None]]:
    """Median and the 5th and 95th percentile of each figure over the replicates that have it."""
    out: dict[str, dict[str, float | None]] = {}
    for name in runs[0]:
        values = np.array([run[name] for run in runs if run[name] is not None], float)
        if not values.size:
            out[name] = {"median": None, "low": None, "high": None}
            continue
        low, median, high = np.quantile(values, [0.05, 0.5, 0.95])
        out[name] = {"median": float(median), "low": float(low), "high": float(high)}
    return out
