"""What a run counts, as integer arrays that can be added: small named cubes instead of one huge one.

Both engines fill the same tallies. `people_without` is kept as differences over hours and summed when read.
"""

from typing import Final, NamedTuple

import numpy as np

HOUR_COUNTY: Final = ("arrivals", "served", "waiting", "turned_away", "diverted", "open_pharmacies")
ARRIVALS, SERVED, WAITING, TURNED_AWAY, DIVERTED, OPEN_PHARMACIES = range(6)

DAY_GROUP: Final = ("requested_lines", "dispensed_lines", "filled_first_lines", "pharmacy_packs", "delivered_packs")
G_REQUESTED, G_DISPENSED, G_FIRST, G_PACKS, G_DELIVERED = range(5)

DAY: Final = (
    "customers",
    "customers_all_first",
    "queue_hours",
    "backlog_people",
    "unregistered_lines",
    "unregistered_open",
    "phone_minutes",
    "ordered_packs",
    "delivered_packs",
    "pharmacy_packs",
    "distributor_packs",
    "transit_packs",
    "inflow_packs",
    "entered_backlog",
    "left_backlog",
    "packs_error",
    "lines_error",
)
(
    CUSTOMERS,
    ALL_FIRST,
    QUEUE_HOURS,
    BACKLOG,
    UNREGISTERED,
    UNREGISTERED_OPEN,
    PHONE_MINUTES,
    ORDERED,
    DELIVERED,
    PHARMACY_PACKS,
    DISTRIBUTOR_PACKS,
    TRANSIT_PACKS,
    INFLOW,
    ENTERED,
    LEFT,
    PACKS_ERROR,
    LINES_ERROR,
) = range(17)

OPENING: Final = ("packs", "backlog_people", "pending_lines")

LASTED: Final = ("<6h", "6-24h", "1-3d", "3-7d", ">7d")
LASTED_BELOW_H: Final = (6, 24, 72, 168)


class Tally(NamedTuple):
    """H hours, D days, C counties, M municipalities, G groups. All integers; addition of tallies is exact."""

    without: np.ndarray  # (H+1, M, 5) int32: change in people without, by hour
    hour_county: np.ndarray  # (6, H, C) int32, rows as in HOUR_COUNTY
    day_group: np.ndarray  # (5, D, C, G) int64, rows as in DAY_GROUP
    place_lines: np.ndarray  # (2, D, M, 5) int32: requested, dispensed
    day: np.ndarray  # (D, 17) int64, columns as in DAY
    lasted: np.ndarray  # (C, 5, 5) int64: people by tier and how long they were without
    opening: np.ndarray  # (3,) int64: packs, people in the backlog and their pending lines when the run began

    def add(self, other: "Tally") -> None:
        """Add another tally to this one in place."""
        for mine, theirs in zip(self, other, strict=True):
            mine += theirs


def empty_tally(*, days: int, counties: int, municipalities: int, groups: int) -> Tally:
    """All zeros."""
    return Tally(
        without=np.zeros((24 * days + 1, municipalities, 5), np.int32),
        hour_county=np.zeros((6, 24 * days, counties), np.int32),
        day_group=np.zeros((5, days, counties, groups), np.int64),
        place_lines=np.zeros((2, days, municipalities, 5), np.int32),
        day=np.zeros((days, len(DAY)), np.int64),
        lasted=np.zeros((counties, 5, 5), np.int64),
        opening=np.zeros(3, np.int64),
    )
