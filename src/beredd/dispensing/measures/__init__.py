"""What a measure is worth: proposals as data, paired comparisons, how sure they are and what would change them.

Describe (`list_measures`, `CompareQuestion`), compare (`compare`), find out what matters (`screen`).
Prose: docs/explanation/measures.md.
"""

from typing import Any

import beredd.kernel_cache  # noqa: F401  (before anything is compiled)
from beredd import late

_HOME = {
    "Measure": "catalogue",
    "list_measures": "catalogue",
    "find_measures": "catalogue",
    "CompareQuestion": "question",
    "compare": "comparison",
    "ScreenQuestion": "screening",
    "screen": "screening",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
