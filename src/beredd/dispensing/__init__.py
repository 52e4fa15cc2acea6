"""The national dispensing chain: every pharmacy, wholesaler and prescription line, through a disruption.

Describe (`load_scenario`, `load_network`, `resolve`), run (`run`, or a `Twin` step by step), read (the summary and the
result files of docs/reference/dispensing-results.md).
"""

import beredd.kernel_cache  # noqa: F401  (before anything is compiled)
from beredd.dispensing.experiment import ENGINE, LIMITS, run
from beredd.dispensing.network import Network, load_network
from beredd.dispensing.parameters import Parameter, load_parameters, resolve
from beredd.dispensing.scenarios import Event, Scenario, list_scenarios, load_scenario

__all__ = [
    "ENGINE",
    "LIMITS",
    "Event",
    "Network",
    "Parameter",
    "Scenario",
    "list_scenarios",
    "load_network",
    "load_parameters",
    "load_scenario",
    "resolve",
    "run",
]
