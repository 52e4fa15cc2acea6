"""The causes of chance in the dispensing chain. One number each, never reused: see `beredd.provenance.chance`.

A draw is `philox(entity, counter, stream, replicate, seed_low, seed_high)`.
"""

from typing import Final

PERSON: Final = 1
"""entity = birth index of a person: age band, channel, shop, refill habit."""
GROUPS: Final = 2
"""entity = birth index, counter = product group // 4: which groups a person has."""
LINE: Final = 3
"""entity = birth index, counter = line number: article, phase, number of lines in the group."""
SHELF: Final = 4
"""entity = cell (pharmacy × article): stock on the shelf at the start."""
ARRIVAL: Final = 5
"""entity = person, counter = day: at which hour they come."""
DIVERT: Final = 6
"""entity = person, counter = hour: go elsewhere or come back another day."""
COURSE: Final = 7
"""entity = pharmacy, counter = day * COURSES_PER_DAY + n: who needs a one-off course, and which."""
EARLY: Final = 8
"""entity = person, counter = day: comes to stock up."""
LATE: Final = 9
"""entity = pharmacy, counter = day * 8 + distributor: is the delivery a working day late."""
STOCKOUT: Final = 10
"""entity = person, counter = hour: tries another pharmacy when something critical is missing."""

COURSES_PER_DAY: Final = 1 << 14
"""Room for one-off courses per pharmacy and day in the counter."""
