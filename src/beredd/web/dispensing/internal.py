"""What of a run's results ranks places, and so is internal: pages, their files, the API and lists all ask here."""

from collections.abc import Mapping
from typing import Any

from beredd.dispensing.reading import FILES_WITHOUT_PLACES, without_places
from beredd.web.accounts import policy

OPEN = {"dagar", "timmar", "varaktighet", "varugrupper", "nyckeltal", "utan", "koer", "direkt"}
OPEN |= {f"{name}.parquet" for name in FILES_WITHOUT_PLACES}
"""Tables, figures and files of a run that say nothing of places, by their names in addresses; all others do."""


def may_see(user, name: str) -> bool:
    """Whether a table, a figure or a file of a run that the user may read is theirs to see."""
    return name in OPEN or policy.may_see_places(user)


def summary_for(user, summary: Mapping[str, Any]) -> dict[str, Any]:
    """A run's summary as the user may see it: `lead` names the counties that are worst off."""
    if policy.may_see_places(user) or "lead" not in summary:
        return dict(summary)
    return {**summary, "lead": without_places(summary["lead"])}
