"""Names of what is counted, and the causes of chance, in the dose chain: shared by both engines and nothing else."""

from typing import Final

# Causes of chance. Numbers of their own beside `engine.streams`, never reused.
CHOSEN: Final = 33
"""entity = person: who has rolls, and of which kind of recipient."""
SLOT: Final = 34
"""entity = person: place in the order in which stop days are dealt."""
CHANGE: Final = 35
"""entity = person, counter = day: a changed prescription; whether it is acute; whether whole packs are ordered."""
MISSING: Final = 36
"""entity = person, counter = day: a missing roll is ordered acutely."""
ROAD: Final = 37
"""entity = person, counter = day: a roll on the road gets through."""
MIX_UP: Final = 38
"""entity = person, counter = day: a dosett is filled wrongly."""
RANGE: Final = 39
"""entity = person: another plant's range holds the medicines."""
CONTENT: Final = 40
"""entity = person, counter = day: a roll packed that day has the wrong content."""

NONE: Final = -(1 << 20)
"""No day."""
KINDS: Final = 3
CARE_HOUSING, HOME_CARE, PICK_UP = range(KINDS)
"""Kinds of recipients."""

# What an acute order is for.
FOR_CHANGE, FOR_MISSING, FOR_RECALL = range(3)

# (plant, day) counts. Lines weigh a roll by the lines in it.
(
    CHANGES,
    RELEASED,
    OLD_LIST,
    ACUTE_CHANGE,
    ACUTE_MISSING,
    ACUTE_RECALL,
    PACKED,
    PACKED_ACUTE,
    WITHDRAWN,
    WITHDRAWN_ACUTE,
    ARRIVED,
    ARRIVED_LATE,
    ARRIVED_ACUTE,
    LOST,
    PACKS_ORDERED,
    PACKS_SENT,
    PACKS_REDIRECTED,
    MOVED_IN,
    LINES_ORDERED,
    LINES_PACKED,
    LINES_WITHDRAWN,
    GOODS_IN,
    WORK,
    CAPACITY,
    WAITING,
    WAITING_ACUTE,
    UNREAD,
    ON_ROAD,
    PACKS_WAITING,
    LINES_WAITING,
    STOCK,
    N_PLANT,
) = range(32)

# (municipality, kind, day) counts
RAN_OUT, REGAINED, WITHOUT, WRONG, RECALLED, DOSETT, REQUISITION, SUPPLY, BUFFER, N_PLACE = range(10)

# (day) counts of what was spent and what was lacking
(
    NURSE_MIN,
    NURSE_LACK,
    PRESCRIBER_MIN,
    PRESCRIBER_LACK,
    PHARMACY_LINES,
    PHARMACY_LACK,
    ERRORS,
    CONVERTED,
    N_HELP,
) = range(9)
