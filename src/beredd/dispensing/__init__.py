"""The national dispensing chain: every pharmacy, wholesaler and prescription line, through a disruption.

Describe (`load_scenario`, `load_network`, `resolve`), run (`run`, or a `Twin` step by step), read (the summary and the
result files of docs/reference/dispensing-results.md).
"""

from typing import Any

import beredd.kernel_cache  # noqa: F401  (before anything is compiled)
from beredd import late

_HOME = {
    "ENGINE": "experiment",
    "LIMITS": "experiment",
    "KIND": "question",
    "Question": "question",
    "run": "experiment",
    "Twin": "twin",
    "replay": "twin",
    "restore": "twin",
    "start_twin": "twin",
    "Network": "network",
    "load_network": "network",
    "load_parameters": "parameters",
    "resolve": "parameters",
    "Event": "scenarios",
    "Scenario": "scenarios",
    "list_scenarios": "scenarios",
    "load_scenario": "scenarios",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
