"""What a run counts, as integer arrays that can be added: small named cubes instead of one huge one.

Both engines fill the same tallies. `people_without` is kept as differences over hours and summed when read.
"""

from typing import Final, NamedTuple

import numpy as np

from beredd.dispensing.network import AGE_BANDS, TIERS

HOUR_COUNTY: Final = (
    "arrivals",
    "served",
    "waiting",
    "turned_away",
    "people_turned_away",
    "told_to_come_back",
    "diverted",
    "open_pharmacies",
)
ARRIVALS, SERVED, WAITING, TURNED_AWAY, PEOPLE_TURNED_AWAY, COMES_BACK, DIVERTED, OPEN_PHARMACIES = range(8)
"""`turned_away` counts attempts that end with coming another day, `people_turned_away` those of them that are the first
since the person's need was last met; `told_to_come_back` are those who try the same pharmacy again later that day."""

DAY_GROUP: Final = (
    "requested_lines",
    "dispensed_lines",
    "filled_first_lines",
    "exchanged_lines",
    "pharmacy_packs",
    "delivered_packs",
)
G_REQUESTED, G_DISPENSED, G_FIRST, G_EXCHANGED, G_PACKS, G_DELIVERED = range(6)

DAY_AGE: Final = ("customers", "requested_lines", "dispensed_lines", "people_turned_away")
A_CUSTOMERS, A_REQUESTED, A_DISPENSED, A_TURNED_AWAY = range(4)

DAY_OWNER: Final = ("own_pharmacy", "other_pharmacy", "web")
OWN_PHARMACY, OTHER_PHARMACY, ON_THE_WEB = range(3)
"""Where a line was handed out, by owner of that place: at the person's usual shop, at another, on the web."""

DAY: Final = (
    "customers",
    "customers_all_first",
    "queue_hours",
    "overtime_s",
    "simplified_customers",
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
    OVERTIME_S,
    SIMPLIFIED,
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
) = range(19)

OPENING: Final = ("packs", "backlog_people", "pending_lines")

LASTED: Final = ("<6h", "6-24h", "1-3d", "3-7d", ">7d")
LASTED_BELOW_H: Final = (6, 24, 72, 168)


class Tally(NamedTuple):
    """H hours, D days, C counties, M municipalities, G groups, O owners, A age bands.

    All integers; addition of tallies is exact. The sixth tier is the person: whoever is counted in any tier, once.
    """

    without: np.ndarray  # (H+1, M, 6) int32: change in people without, by hour
    past: np.ndarray  # (H+1, M, 6) int32: change in people past their limit, by hour
    past_hours: np.ndarray  # (A, 6) int64: person-hours past the limit, by age
    hour_county: np.ndarray  # (8, H, C) int32, rows as in HOUR_COUNTY
    day_group: np.ndarray  # (6, D, C, G) int64, rows as in DAY_GROUP
    place_lines: np.ndarray  # (2, D, M, 5) int32: requested, dispensed
    day_age: np.ndarray  # (4, D, A) int64, rows as in DAY_AGE
    day_owner: np.ndarray  # (3, D, O) int64: lines handed out, rows as in DAY_OWNER
    day: np.ndarray  # (D, 19) int64, columns as in DAY
    lasted: np.ndarray  # (C, 5, 5) int64: people by tier and how long they were without
    opening: np.ndarray  # (3,) int64: packs, people in the backlog and their pending lines when the run began

    def add(self, other: "Tally") -> None:
        """Add another tally to this one in place."""
        for mine, theirs in zip(self, other, strict=True):
            mine += theirs


def empty_tally(*, days: int, counties: int, municipalities: int, groups: int, owners: int) -> Tally:
    """All zeros."""
    return Tally(
        without=np.zeros((24 * days + 1, municipalities, TIERS + 1), np.int32),
        past=np.zeros((24 * days + 1, municipalities, TIERS + 1), np.int32),
        past_hours=np.zeros((len(AGE_BANDS), TIERS + 1), np.int64),
        hour_county=np.zeros((len(HOUR_COUNTY), 24 * days, counties), np.int32),
        day_group=np.zeros((len(DAY_GROUP), days, counties, groups), np.int64),
        place_lines=np.zeros((2, days, municipalities, 5), np.int32),
        day_age=np.zeros((len(DAY_AGE), days, len(AGE_BANDS)), np.int64),
        day_owner=np.zeros((len(DAY_OWNER), days, owners), np.int64),
        day=np.zeros((days, len(DAY)), np.int64),
        lasted=np.zeros((counties, 5, 5), np.int64),
        opening=np.zeros(3, np.int64),
    )


def copied(tally: Tally, *, hours: int) -> Tally:
    """A tally of its own with the same counts; nothing is noted yet beyond the hours that have passed."""
    new = Tally(*(np.zeros(x.shape, x.dtype) for x in tally))  # memory that is not written to costs nothing
    for name, mine, theirs in zip(Tally._fields, new, tally, strict=True):
        until = hours + 1 if name in ("without", "past") else len(theirs)
        mine[:until] = theirs[:until]
    return new
