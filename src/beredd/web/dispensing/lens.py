"""What a reader looks at on a run's page, as its address says it.

All of it stands in the address, so a page can be shared, printed and reached without script. A value that cannot be
used gives way to the ordinary one: an old link must still open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from beredd.dispensing.reading import ALL_TIERS, NOON, Lens
from beredd.figures import atlas
from beredd.figures.map import Level

TIERS = {"alla": ALL_TIERS, "0-1": (0, 1), "0": (0,), "1": (1,), "2": (2,), "3": (3,), "4": (4,)}
DIVISIONS: dict[str, Level] = {"lan": "counties", "kommun": "municipalities"}
SORTS = {
    "per10000": "per_10000",
    "personer": "people",
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
    def read(
        cls,
        query: Mapping[str, str],
        *,
        hours: int,
        worst_hour: int,
        first_weekday: int | None = None,
        has_baseline: bool = False,
    ) -> "PageLens":
        """From an address; the moment defaults to the worst one."""
        try:
            hour = min(max(int(query.get("tid", "")), 0), hours - 1)
        except ValueError:
            hour = min(max(worst_hour, 0), hours - 1)
        level = DIVISIONS.get(query.get("karta", ""), "counties")
        selected = query.get("plats", "")
        return cls(
            hour=hour if level == "counties" else 24 * (hour // 24) + NOON,
            level=level,
            tiers=TIERS.get(query.get("grad", ""), ALL_TIERS),
            selected=selected if selected in atlas()[level] else "",
            sort=SORTS.get(query.get("sort", ""), "per_10000"),
            shows_all=query.get("rader") == "alla",
            first_weekday=first_weekday,
            is_beyond=has_baseline and query.get("matt") == "utover",
        )

    @property
    def division(self) -> str:
        """`lan` or `kommun`."""
        return _word(DIVISIONS, self.level)

    @property
    def tier_key(self) -> str:
        """The tiers as addresses say them."""
        return _word(TIERS, self.tiers)

    @property
    def measure(self) -> str:
        """`niva`: people without; `utover`: how many more than in the everyday run."""
        return "utover" if self.is_beyond else "niva"

    def link(self, **changes) -> str:
        """The address of the same page seen otherwise."""
        chosen = {
            "tid": self.hour,
            "karta": self.division,
            "grad": self.tier_key,
            "matt": self.measure,
            "plats": self.selected,
            "sort": _word(SORTS, self.sort),
            "rader": "alla" if self.shows_all else "",
        } | changes
        ordinary = {"karta": "lan", "matt": "niva", "grad": "alla", "sort": "per10000"}
        return "?" + urlencode({k: v for k, v in chosen.items() if v not in ("", None) and ordinary.get(k) != v})

    def sorted_link(self, column: str) -> str:
        """The address of the page with its places ordered by a column."""
        return self.link(sort=_word(SORTS, column))
