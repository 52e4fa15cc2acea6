"""The dose chain: medicines packed per person and time of intake, in rolls that last a fortnight.

Describe (`load_dose_network`, `describe_dose`), run (`run_dose`), read (`summary_of`, `run_out_table`, `unit_table`).
Prose: docs/explanation/dose-dispensing.md.
"""

from typing import Any

import beredd.kernel_cache  # noqa: F401  (before anything is compiled)
from beredd import late

_HOME = {
    "DoseNetwork": "network",
    "load_dose_network": "network",
    "describe_dose": "description",
    "DoseQuestion": "question",
    "dose_register": "question",
    "DoseRun": "run",
    "run_dose": "run",
    "summary_of": "run",
    "run_out_table": "lists",
    "unit_table": "lists",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    return late.find(__name__, _HOME, name)
