"""What may be asked of a run: the question under the site's ceilings, for the studio's form and for the API."""

from typing import Any

from beredd import dispensing
from beredd.descriptions import limits, on_site

ASKED = on_site(dispensing.Question)
LIMITS = limits(ASKED)


def spec_of(**given: Any) -> dict[str, Any]:
    """The question in the form that is stored and hashed, nothing left open; Refused names each fault's field."""
    spec: dict[str, Any] = ASKED(**given).resolved().as_data()
    return spec
