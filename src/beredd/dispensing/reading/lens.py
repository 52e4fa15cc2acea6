"""What a reader looks at: the moment, counties or municipalities, the tiers, one place, and against what."""

from dataclasses import dataclass, replace
from typing import Literal, Self

from beredd.dispensing.reading.places import Place, counties, municipalities
from beredd.dispensing.reading.results import ALL_TIERS, NOON, Band, Results
from beredd.figures.map import Level
from beredd.figures.numbers import weekdays
from beredd.wording import Sentence, say

Part = Literal["past_limit", "without"]
PART_LABELS: dict[Part, Sentence] = {
    "past_limit": Sentence("dispensing.part-past-limit"),
    "without": Sentence("dispensing.part-without"),
}
"""Who is counted -> what they are called."""
TIER_LABELS = {
    ALL_TIERS: Sentence("dispensing.tiers-all"),
    (0, 1): Sentence("dispensing.tiers-critical"),
    (0,): Sentence("dispensing.tier-0"),
    (1,): Sentence("dispensing.tier-1"),
    (2,): Sentence("dispensing.tier-2"),
    (3,): Sentence("dispensing.tier-3"),
    (4,): Sentence("dispensing.tier-4"),
}
"""The choices of tiers -> what each is called."""


Of = Literal["here", "everyday", "beyond"]
"""Of the run, of its everyday, or how many more than in its everyday."""
_SUFFIX: dict[Of, str] = {"here": "", "everyday": "_everyday", "beyond": "_beyond"}
SHUT = 0.1
"""Pharmacies have shut for the night when less than this share of those that are open at most are open."""


@dataclass(frozen=True, kw_only=True)
class Lens:
    """One view of a run.

    hour            of the run; municipalities are known at each day's noon
    part            who is counted: people past their limit, or without
    is_beyond       the map and the order: how many more than on an ordinary day, instead of how many
    selected        code of one place, or empty
    sort            key of the column that places are ordered by; empty: what the map shows
    first_weekday   weekday of the first day, Monday = 0; None when it is not known
    """

    hour: int
    level: Level = "counties"
    tiers: tuple[int, ...] = ALL_TIERS
    part: Part = "past_limit"
    is_beyond: bool = True
    selected: str = ""
    sort: str = ""
    first_weekday: int | None = None

    def fitting(self, results: Results) -> Self:
        """The same view of what the run knows: old runs have no everyday and count only people without."""
        return self if results.has_everyday else replace(self, part="without", is_beyond=False)

    @property
    def day(self) -> int:
        """Of the run, from 0."""
        return self.hour // 24

    @property
    def step(self) -> int:
        """The place in series of its level: hours for counties, days for municipalities."""
        return self.hour if self.level == "counties" else self.day

    @property
    def places(self) -> dict[str, Place]:
        """Code -> place."""
        return counties() if self.level == "counties" else municipalities()

    @property
    def ordered_by(self) -> str:
        """The column that places are ordered by."""
        return self.sort or self.rate

    @property
    def rate(self) -> str:
        """The column that the map shows."""
        return "beyond_per_10000" if self.is_beyond else "per_10000"

    def country(self, results: Results, of: Of = "here") -> Band:
        """People at every hour, the whole country."""
        return results.national_hours(self.tiers, self.part + _SUFFIX[of])

    def by_place(self, results: Results, of: Of = "here") -> dict[str, Band]:
        """Code -> people at every step of its level."""
        measure = self.part + _SUFFIX[of]
        if self.level == "counties":
            return results.county_hours(self.tiers, measure)
        return results.municipality_days(self.tiers, measure)

    def moment(self) -> str:
        """`Dag 4 · torsdag kl. 14`; the first day is day 1."""
        return moment(self.hour, self.first_weekday)


def moment(hour: int, first_weekday: int | None = None) -> str:
    """`Dag 4 · torsdag kl. 14`."""
    day, clock = hour // 24, hour % 24
    if first_weekday is None:
        return say("dispensing.moment", day=day + 1, hour=clock)
    weekday = weekdays()[(first_weekday + day) % 7]
    return say("dispensing.moment-weekday", day=day + 1, weekday=weekday, hour=clock)


def tier_labels() -> dict[tuple[int, ...], str]:
    """Tiers -> what the choice is called in the language that is spoken."""
    return {tiers: str(label) for tiers, label in TIER_LABELS.items()}


def is_shut(results: Results, hour: int) -> bool:
    """Whether pharmacies have shut for the night (or for a holiday) at this hour on an ordinary day of the run."""
    return hour not in _open_hours(results)


def worst_hour(results: Results) -> int:
    """The open hour when the run differs most from its everyday; of a run without one, when most are without."""
    lens = Lens(hour=0).fitting(results)
    here = lens.country(results, "beyond" if lens.is_beyond else "here").median
    if not any(here):  # nothing differs: noon of the first day
        return min(NOON, results.hours - 1)
    return max(_open_hours(results) or range(len(here)), key=here.__getitem__, default=0)


def _open_hours(results: Results) -> list[int]:
    """Hours of the day at which pharmacies are open on some day of the run, as hours of the run."""
    is_open = results.open_pharmacies().median
    most = max(is_open, default=0.0)
    clock = {hour % 24 for hour, n in enumerate(is_open) if n > SHUT * most}
    return [hour for hour in range(len(is_open)) if hour % 24 in clock]


def per_10000(results: Results, lens: Lens) -> dict[str, list[float]]:
    """Code -> what the map shows at each step: people per 10,000 inhabitants, or how many more than ordinarily."""
    found = {}
    for code, band in lens.by_place(results, "beyond" if lens.is_beyond else "here").items():
        place = lens.places.get(code)
        if place is not None and place.people:
            found[code] = [place.per_10000(value) for value in band.median]
    return found
