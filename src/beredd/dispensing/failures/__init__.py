"""What must not fail: each pharmacy, site, plant, owner or municipality out for some days, and what that does.

Describe (`FailureQuestion`), find out (`screen`). Prose: docs/explanation/siting.md. What comes out ranks weak points
and is internal.
"""

from typing import Any

import beredd.kernel_cache  # noqa: F401  (before anything is compiled)
from beredd import late

_HOME = {
    "FailureQuestion": "question",
    "screen": "screening",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
