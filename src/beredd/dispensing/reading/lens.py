"""What a reader looks at: the moment, counties or municipalities, the tiers, one place, and against what."""

from dataclasses import dataclass

from beredd.dispensing.reading.places import Place, counties, municipalities
from beredd.dispensing.reading.results import ALL_TIERS, Band, Results
from beredd.figures.map import Level
from beredd.figures.numbers import weekdays
from beredd.wording import Sentence, say

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


@dataclass(frozen=True, kw_only=True)
class Lens:
    """One view of a run.

    hour            of the run; municipalities are known at each day's noon
    is_beyond       how many more than in the everyday run, instead of how many
    selected        code of one place, or empty
    sort            key of the column that places are ordered by
    first_weekday   weekday of day 0, Monday = 0; None when it is not known
    """

    hour: int
    level: Level = "counties"
    tiers: tuple[int, ...] = ALL_TIERS
    is_beyond: bool = False
    selected: str = ""
    sort: str = "per_10000"
    first_weekday: int | None = None

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

    def people_without(self, results: Results) -> dict[str, Band]:
        """Code -> people without at every step of its level."""
        if self.level == "counties":
            return results.county_hours(self.tiers)
        return results.municipality_days(self.tiers)

    def moment(self) -> str:
        """`Dag 4 · fredag kl. 14`."""
        hour = self.hour % 24
        if self.first_weekday is None:
            return say("dispensing.moment", day=self.day, hour=hour)
        weekday = weekdays()[(self.first_weekday + self.day) % 7]
        return say("dispensing.moment-weekday", day=self.day, weekday=weekday, hour=hour)


def tier_labels() -> dict[tuple[int, ...], str]:
    """Tiers -> what the choice is called in the language that is spoken."""
    return {tiers: str(label) for tiers, label in TIER_LABELS.items()}


def worst_hour(results: Results, baseline: Results | None) -> int:
    """The hour when most people are without beyond the everyday; without a baseline, when most are without."""
    here = results.national_hours().median
    if baseline is not None:
        here = tuple(a - b for a, b in zip(here, baseline.national_hours().median, strict=False))
    return max(range(len(here)), key=here.__getitem__, default=0)


def per_10000(results: Results, baseline: Results | None, lens: Lens) -> dict[str, list[float]]:
    """Code -> people without per 10,000 inhabitants at each step; beyond the everyday where that is asked."""
    everyday = lens.people_without(baseline) if baseline is not None and lens.is_beyond else {}
    found = {}
    for code, band in lens.people_without(results).items():
        place = lens.places.get(code)
        if place is None or not place.people:
            continue
        values = [place.per_10000(value) for value in band.median]
        if code in everyday:
            before = everyday[code].median
            values = [value - place.per_10000(b) for value, b in zip(values, before, strict=False)]
        found[code] = values
    return found
