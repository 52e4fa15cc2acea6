"""The national dispensing chain: every pharmacy, wholesaler and prescription line, through a disruption.

Describe (`load_scenario`, `load_network`, `resolve`), run (`run`, or a `Twin` step by step), read (the summary and the
result files of docs/reference/dispensing-results.md). Names are imported when first used: listing scenarios should not
wait for the compiler.
"""

import importlib

import beredd.kernel_cache  # noqa: F401  (before anything is compiled)

_HOME = {
    "ENGINE": "experiment",
    "LIMITS": "experiment",
    "run": "experiment",
    "Twin": "twin",
    "replay": "twin",
    "restore": "twin",
    "start_twin": "twin",
    "Network": "network",
    "load_network": "network",
    "Parameter": "parameters",
    "load_parameters": "parameters",
    "resolve": "parameters",
    "Event": "scenarios",
    "Scenario": "scenarios",
    "list_scenarios": "scenarios",
    "load_scenario": "scenarios",
}
__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
