"""What a reader looks at on a run's page: the moment, the map's division, the tiers, one place, the order of a table.

All of it stands in the address, so a page can be shared, printed and reached without script. A value that cannot be
used gives way to the ordinary one: an old link must still open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beredd.dispensing.reading import ALL_TIERS, NOON
from beredd.web.design.maps import LEVELS, atlas

TIERS = {"alla": ALL_TIERS, "0-1": (0, 1), "0": (0,), "1": (1,), "2": (2,), "3": (3,), "4": (4,)}
DIVISIONS = {"lan": "counties", "kommun": "municipalities"}
SORTS = ("per10000", "personer", "namn", "vantar", "oppna")


@dataclass(frozen=True, kw_only=True)
class Lens:
    """Everything that the address may choose."""

    hour: int
    division: str = "lan"
    tier_key: str = "alla"
    selected: str = ""
    sort: str = "per10000"
    shows_all: bool = False
    measure: str = "niva"
    """`niva`: people without; `utover`: how many more than in the everyday run."""
    first_weekday: int | None = None
    """Weekday of day 0, Monday = 0; None when it is not known."""

    @classmethod
    def read(
        cls,
        query: Mapping[str, str],
        *,
        hours: int,
        worst_hour: int,
        first_weekday: int | None = None,
        has_baseline: bool = False,
    ) -> "Lens":
        """From an address; the moment defaults to the worst one."""
        try:
            hour = min(max(int(query.get("tid", "")), 0), hours - 1)
        except ValueError:
            hour = min(max(worst_hour, 0), hours - 1)
        division = query.get("karta", "lan")
        division = division if division in DIVISIONS else "lan"
        tier_key = query.get("grad", "alla")
        sort = query.get("sort", "per10000")
        selected = query.get("plats", "")
        level = DIVISIONS[division]
        return cls(
            hour=hour if division == "lan" else 24 * (hour // 24) + NOON,
            division=division,
            tier_key=tier_key if tier_key in TIERS else "alla",
            selected=selected if selected in atlas()[level] else "",
            sort=sort if sort in SORTS else "per10000",
            shows_all=query.get("rader") == "alla",
            first_weekday=first_weekday,
            measure="utover" if has_baseline and query.get("matt") == "utover" else "niva",
        )

    @property
    def level(self) -> str:
        """`counties` or `municipalities`, as the atlas says."""
        assert DIVISIONS[self.division] in LEVELS
        return DIVISIONS[self.division]

    @property
    def tiers(self) -> tuple[int, ...]:
        return TIERS[self.tier_key]

    @property
    def day(self) -> int:
        return self.hour // 24

    def moment(self) -> str:
        """`Dag 4 · fredag kl. 14`."""
        if self.first_weekday is None:
            return _("Dag %(day)d kl. %(hour)d") % {"day": self.day, "hour": self.hour % 24}
        weekday = weekdays()[(self.first_weekday + self.day) % 7]
        return _("Dag %(day)d · %(weekday)s kl. %(hour)d") % {
            "day": self.day,
            "weekday": weekday,
            "hour": self.hour % 24,
        }

    def link(self, **changes) -> str:
        """The address of the same page seen otherwise."""
        chosen = {
            "tid": self.hour,
            "karta": self.division,
            "grad": self.tier_key,
            "matt": self.measure,
            "plats": self.selected,
            "sort": self.sort,
            "rader": "alla" if self.shows_all else "",
        } | changes
        ordinary = {"karta": "lan", "matt": "niva", "grad": "alla", "sort": "per10000"}
        return "?" + urlencode({k: v for k, v in chosen.items() if v not in ("", None) and ordinary.get(k) != v})


def weekdays() -> list[str]:
    """Monday first, in the page's language."""
    names = [str(WEEKDAYS[i]) for i in range(7)]
    return [name.lower() for name in names] if (get_language() or "sv").startswith("sv") else names


def tier_labels() -> dict[str, str]:
    """Key -> what the choice says."""
    return {
        "alla": _("Alla, nivå 0–4"),
        "0-1": _("Tidskritiskt, nivå 0–1"),
        "0": _("Nivå 0: skada inom ett dygn"),
        "1": _("Nivå 1: skada inom tre dygn"),
        "2": _("Nivå 2: skada inom en vecka"),
        "3": _("Nivå 3: skada inom tre veckor"),
        "4": _("Nivå 4: skada först senare"),
    }
