"""What a run comes to, in a sentence: how many more than on an ordinary day, when, where, and until when.

The ordinary day is the same hour of the run's everyday under the same chance, replicate by replicate. So the difference
is zero where nothing is disturbed, and peaks are never compared across hours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from beredd.dispensing.reading.places import counties
from beredd.figures.numbers import rounded
from beredd.wording import Sentence

PARTS = ("past_limit", "without")
"""What is counted: people past their limit, who lead; else people without."""
REMAINS = 0.05
"""Normal again: when less than this share of the largest difference remains, for the rest of the run."""
STANDS_OUT = 1.5
"""A county is named when its difference per inhabitant is so many times the country's."""
MOST_NAMED = 2
FEWEST_NAMED = 10
"""A county with a smaller difference, in people, is never named."""

Cube = np.ndarray
"""(replicates, hours, counties): people, by the run and by its everyday."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The run and its everyday in the hour when they differ most, in people: medians, and the ends over replicates."""

    hour: int
    here: float
    everyday: float
    beyond: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether every replicate has more than its everyday."""
        return self.low > 0


@dataclass(frozen=True, kw_only=True)
class Lead:
    """The largest difference in the country, and the counties that stand out.

    part          what is counted, of PARTS; empty where nothing differs
    normal_hour   the hour from which things are normal; None when the run ends before
    counties      code -> its own largest difference, the worst per inhabitant first
    """

    part: str
    country: Difference
    counties: Mapping[str, Difference]
    normal_hour: int | None
    hours: int
    first_weekday: int | None

    def sentences(self, *, with_places: bool = True) -> tuple[Sentence, ...]:
        """The leading sentence, and one for each county that stands out; without places for those who may see none."""
        if not self.part:
            return (Sentence("dispensing.lead-no-difference"),)
        if not self.country.is_clear and not self.counties:
            return (Sentence("dispensing.lead-within-chance"),)
        told = [self._leading(with_places)]
        for code, county in self.counties.items() if with_places else ():
            told.append(
                Sentence(
                    "dispensing.lead-county",
                    place=_name(code),
                    here=rounded(county.here, county.low, county.high),
                    everyday=rounded(county.everyday, county.low, county.high),
                    moment=self.moment(county.hour),
                )
            )
        return tuple(told)

    def _leading(self, with_places: bool) -> Sentence:
        values = {
            "people": rounded(self.country.beyond, self.country.low, self.country.high),
            "moment": self.moment(self.country.hour),
            "places": self._places() if with_places else "",
            "again": self._again(),
        }
        if self.part == "past_limit":
            return Sentence("dispensing.lead-past-limit", **values)
        return Sentence("dispensing.lead-without", **values)

    def _places(self) -> Sentence:
        names = [_name(code) for code in self.counties]
        if not names:
            return Sentence("dispensing.lead-everywhere")
        if len(names) == 1:
            return Sentence("dispensing.lead-most-in", place=names[0])
        return Sentence("dispensing.lead-most-in-two", first=names[0], second=names[1])

    def _again(self) -> Sentence:
        if self.normal_hour is None:
            return Sentence("dispensing.lead-not-again", day=-(-self.hours // 24))
        return Sentence("dispensing.lead-again", day=self.normal_hour // 24 + 1)

    def moment(self, hour: int) -> Sentence:
        """`onsdag kl. 13 (dag 3)`."""
        day, clock = hour // 24, hour % 24
        if self.first_weekday is None:
            return Sentence("dispensing.lead-moment", day=day + 1, hour=clock)
        weekday = (self.first_weekday + day) % 7
        return Sentence("dispensing.lead-moment-weekday", weekday=weekday, day=day + 1, hour=clock)


def cubes_of(columns: Mapping[str, Any]) -> tuple[dict[str, tuple[Cube, Cube]], list[str]]:
    """The cubes of `lead_of` and their counties, from the columns of `hour_county` of all replicates, in any order."""
    codes, county = np.unique(np.asarray(columns["county_code"], dtype=str), return_inverse=True)
    replicate, hour = np.asarray(columns["replicate"]), np.asarray(columns["hour"])
    shape = int(replicate.max()) + 1, int(hour.max()) + 1, len(codes)

    def cube(name: str) -> Cube:
        found = np.zeros(shape, np.int64)
        found[replicate, hour, county] = columns[name]
        return found

    return {part: (cube(f"people_{part}"), cube(f"people_{part}_everyday")) for part in PARTS}, codes.tolist()


def lead_of(cubes: Mapping[str, tuple[Cube, Cube]], codes: Sequence[str], *, first_weekday: int | None = None) -> Lead:
    """The lead of a run, from its people by part: (by the run, by its everyday), counties in the order of `codes`."""
    for part in PARTS:
        here, everyday = cubes[part]
        if (here - everyday).any():
            return _lead(part, here, everyday, codes, first_weekday)
    still = Difference(hour=0, here=0.0, everyday=0.0, beyond=0.0, low=0.0, high=0.0)
    hours = cubes[PARTS[0]][0].shape[1]
    return Lead(part="", country=still, counties={}, normal_hour=0, hours=hours, first_weekday=first_weekday)


def _lead(part: str, here: Cube, everyday: Cube, codes: Sequence[str], first_weekday: int | None) -> Lead:
    country = _largest(here.sum(axis=2), everyday.sum(axis=2))
    found = {}
    people = {code: counties()[code].people for code in codes if code in counties()}
    rate = max(country.beyond, 1.0) / max(sum(people.values()), 1)
    for n, code in enumerate(codes):
        one = _largest(here[:, :, n], everyday[:, :, n])
        if people.get(code) and one.is_clear and one.beyond >= max(FEWEST_NAMED, STANDS_OUT * rate * people[code]):
            found[code] = one
    worst = sorted(found, key=lambda code: (-found[code].beyond / people[code], code))[:MOST_NAMED]
    return Lead(
        part=part,
        country=country,
        counties={code: found[code] for code in worst},
        normal_hour=_normal_from(np.median((here - everyday).sum(axis=2), axis=0), country),
        hours=here.shape[1],
        first_weekday=first_weekday,
    )


def _largest(here: np.ndarray, everyday: np.ndarray) -> Difference:
    """The hour when the median difference is largest; both arrays are (replicates, hours)."""
    beyond = here - everyday
    hour = int(np.median(beyond, axis=0).argmax())
    low, high = (float(np.quantile(beyond[:, hour], q)) for q in (0.05, 0.95))
    medians = (float(np.median(x[:, hour])) for x in (here, everyday, beyond))
    return Difference(hour=hour, low=low, high=high, **dict(zip(("here", "everyday", "beyond"), medians, strict=True)))


def _normal_from(beyond: np.ndarray, country: Difference) -> int | None:
    """The hour after the last one with more than REMAINS of the largest difference."""
    last = np.flatnonzero(np.abs(beyond) > REMAINS * country.beyond)
    after = int(last[-1]) + 1 if last.size else 0
    return after if after < beyond.size else None


def without_places(told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Sentences as a run's summary keeps them, for those who may see no places: the first one, its places left out."""
    return [{**one, "values": {**one["values"], "places": ""}} for one in told[:1]]


def _name(code: str) -> str:
    return counties()[code].name
