"""Which pharmacies to appoint: so many of them, so that most people are near one, or are helped most when things fail.

Describe (`SitingQuestion`), choose (`site`). Prose: docs/explanation/siting.md.
"""

from typing import Any

import beredd.kernel_cache  # noqa: F401  (before anything is compiled)
from beredd import late

_HOME = {
    "SitingQuestion": "question",
    "site": "answer",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
