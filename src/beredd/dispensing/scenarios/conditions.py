"""What a scenario means hour by hour for each pharmacy, site and place: flat arrays that the engines read."""

from dataclasses import dataclass

import numpy as np

CALENDAR_AHEAD = 64
"""Days after the last for which the calendar is told: people and pharmacies look ahead, and a shorter run must be the
beginning of a longer one. Beyond these, weeks are ordinary."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A notable moment for the log and the map: something went down, came back or changed level."""

    hour: int
    event: str
    what: str
    """Resource, e.g. `erecept`."""
    where: str
    """`national`, a county or municipality code, an owner, a pharmacy."""
    level_permille: int
    pharmacies: int
    """How many pharmacies it touches."""


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Compiled from rules and events. H = hours, D = days = H/24; P, M, S as in Network. All C-ordered.

    A pharmacy hands out in an hour when `is_open` and `rate_permille > 0`. `is_open` is opening hours (and measures
    that change them); a pharmacy that *should* be open but cannot hand out has is_open = 1 and rate_permille = 0.
    """

    start_weekday: int
    """Weekday of day 0, Monday = 0."""
    is_workday: np.ndarray  # (D + CALENDAR_AHEAD,) uint8: weekday and no holiday (orders, deliveries, prescribers)
    hours_as: np.ndarray  # (D + CALENDAR_AHEAD,) int8: the weekday whose usual opening hours hold that day
    is_open: np.ndarray  # (P, H) uint8
    rate_permille: np.ndarray  # (P, H) int16: pharmacists' working speed, all causes multiplied; 1000 = normal
    max_tier: np.ndarray  # (P, H) int8: highest tier that may be handed out, 4 = everything, -1 = nothing
    needs_phone: np.ndarray  # (P, H) uint8: each line costs prescriber minutes
    unregistered: np.ndarray  # (P, H) uint8: hand-outs go on paper and must be registered later
    phone_permille: np.ndarray  # (D, M) int16: prescribers' phone minutes relative to normal
    course_permille: np.ndarray  # (D,) int16: new courses relative to an ordinary day of its sort (worked or off)
    early_permille: np.ndarray  # (D, M) int16: people per thousand without need who come that day to stock up
    can_order: np.ndarray  # (D, S) uint8: 0 = order pause; pharmacies keep their orders for the next working day
    ship_permille: np.ndarray  # (D, S) int16: share of a day's allocation that leaves the site (shipment pause = 0)
    transit_days: np.ndarray  # (D, S) int16: extra days on the road for what leaves that day (transit pause)
    can_receive: np.ndarray  # (D, P) uint8: 0 = receipt pause; the delivery waits until the next day it can be received
    inflow_permille: np.ndarray  # (D, S) int16: upstream inflow relative to normal
    article_inflow_permille: np.ndarray  # (D, K) int16: what comes of each article to every site; both apply
    changes: tuple[Change, ...]
