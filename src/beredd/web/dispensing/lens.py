"""What a reader looks at on a run's page, as its address says it.

All of it stands in the address, so a page can be shared, printed and reached without script. A value that cannot be
used gives way to the ordinary one: an old link must still open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from beredd.dispensing.reading import ALL_TIERS, NOON, Lens, Results, worst_hour
from beredd.dispensing.reading.lens import Part
from beredd.figures import atlas
from beredd.figures.map import Level

TIERS = {"alla": ALL_TIERS, "0-1": (0, 1), "0": (0,), "1": (1,), "2": (2,), "3": (3,), "4": (4,)}
DIVISIONS: dict[str, Level] = {"lan": "counties", "kommun": "municipalities"}
PARTS: dict[str, Part] = {"lange": "past_limit", "utan": "without"}
MEASURES = {"utover": True, "niva": False}
SORTS = {
    "": "",
    "per10000": "per_10000",
    "fler10000": "beyond_per_10000",
    "personer": "people",
    "skillnad": "beyond",
    "namn": "code",
    "vantar": "waiting",
    "oppna": "open_pharmacies",
}


def _word(words: Mapping, value) -> str:
    return next(word for word, meaning in words.items() if meaning == value)


@dataclass(frozen=True, kw_only=True)
class PageLens(Lens):
    """A lens with the words of addresses."""

    shows_all: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str], results: Results) -> "PageLens":
        """From an address; the moment defaults to the worst daytime hour."""
        hour = _hour(query, results)
        level = DIVISIONS.get(query.get("karta", ""), "counties")
        selected = query.get("plats", "")
        lens = cls(
            hour=hour if level == "counties" else 24 * (hour // 24) + NOON,
            level=level,
            tiers=TIERS.get(query.get("grad", ""), ALL_TIERS),
            part=PARTS.get(query.get("visa", ""), "past_limit"),
            is_beyond=MEASURES.get(query.get("matt", ""), True),
            selected=selected if selected in atlas()[level] else "",
            sort=SORTS.get(query.get("sort", ""), ""),
            shows_all=query.get("rader") == "alla",
            first_weekday=results.first_weekday,
        ).fitting(results)
        return lens

    @property
    def division(self) -> str:
        """`lan` or `kommun`."""
        return _word(DIVISIONS, self.level)

    @property
    def tier_key(self) -> str:
        """The tiers as addresses say them."""
        return _word(TIERS, self.tiers)

    @property
    def day_number(self) -> int:
        """The day, from 1."""
        return self.day + 1

    @property
    def clock(self) -> int:
        """The hour of the day."""
        return self.hour % 24

    def chosen(self, **changes: Any) -> dict[str, Any]:
        """What the address says: what differs from the ordinary view, and the moment."""
        chosen = {
            "tid": self.hour,
            "visa": _word(PARTS, self.part),
            "matt": _word(MEASURES, self.is_beyond),
            "karta": self.division,
            "grad": self.tier_key,
            "plats": self.selected,
            "sort": _word(SORTS, self.sort),
            "rader": "alla" if self.shows_all else "",
        } | changes
        ordinary = {"karta": "lan", "visa": "lange", "matt": "utover", "grad": "alla"}
        return {k: v for k, v in chosen.items() if v not in ("", None) and ordinary.get(k) != v}

    def link(self, **changes: Any) -> str:
        """The address of the same page seen otherwise."""
        return "?" + urlencode(self.chosen(**changes))

    def sorted_link(self, sort: str) -> str:
        """The address of the same page ordered by a column."""
        return self.link(sort=_word(SORTS, sort))


def _hour(query: Mapping[str, str], results: Results) -> int:
    """Of the slider, or of the fields for day and hour beside it: whichever was moved since the page was made."""
    try:
        was, at = _whole(query, "fran"), _whole(query, "tid")
        day, clock = _whole(query, "dag"), _whole(query, "kl")
        if day is not None and clock is not None and at in (None, was):
            at = 24 * (day - 1) + clock
        hour = worst_hour(results) if at is None else at
    except ValueError:
        hour = worst_hour(results)
    return min(max(hour, 0), results.hours - 1)


def _whole(query: Mapping[str, str], name: str) -> int | None:
    return int(query[name]) if query.get(name) else None
