"""What the halves of the reference share: all of it is filled in by `ReferenceChain`."""

from typing import Any

from beredd.dispensing.engine.plan import World
from beredd.dispensing.engine.reference_population import Calendar
from beredd.dispensing.engine.tally import Tally
from beredd.dispensing.scenarios import Conditions

Packs = list[list[int]]
"""By pharmacy or site, then article."""


class ReferenceState:
    """The run's world, people, packs and books, in plain lists."""

    world: World
    conditions: Conditions
    calendar: Calendar
    tally: Tally
    key: tuple[int, int]
    replicate: int
    days: int
    n_pharmacies: int
    n_articles: int
    n_sites: int
    people: list[Any]
    stock: Packs
    on_order: Packs
    waiting: Packs
    at_site: Packs
    reorder_at: Packs
    up_to: Packs
    site_stock: Packs
    held: Packs
    owed: Packs
    turn: Packs
    road: list[Packs]
    upstream: list[Packs]
    site_out: list[int]
    site_in: list[int]
    unregistered: list[int]
    phone_left: list[int]
    dispensed: int

    def is_workday(self, day: int) -> bool:
        """Weekday and no holiday."""
        return not self.calendar.is_rest(day)

    def next_workday(self, day: int) -> int:
        """The first working day after `day`."""
        day += 1
        while not self.is_workday(day):
            day += 1
        return day
