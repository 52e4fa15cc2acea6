"""The model against the world: published figures, our own estimates, and properties that must hold whatever is true.

Bands are those of the acceptance table in docs/explanation/validation.md; `explained` names the section there that says
why a deviation stands.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from beredd.dispensing.network import Network, load_network
from beredd.dispensing.validation.dose import dose_targets
from beredd.dispensing.validation.history import history_targets
from beredd.dispensing.validation.properties import property_targets
from beredd.dispensing.validation.runs import Runs
from beredd.dispensing.validation.standing import standing_targets
from beredd.dispensing.validation.stress import stress_targets
from beredd.dispensing.validation.target import EXPLAINED_IN, KINDS, Target

__all__ = ["EXPLAINED_IN", "KINDS", "Runs", "Target", "summary_line", "validate"]


def validate(
    *, threads: int, seed: int = 1, network: Network | None = None, tell: Callable[[str], None] = lambda _: None
) -> list[dict[str, Any]]:
    """Run the national model under a dozen scenarios and compare; `tell` hears what is being run.

    Another `network` is for tests: published figures are the nation's.
    """
    runs = Runs(network or load_network("sweden"), seed=seed, threads=threads, tell=tell)
    parts = (standing_targets, stress_targets, history_targets, property_targets, dose_targets)
    return [asdict(target) for targets in parts for target in targets(runs)]


def summary_line(rows: list[dict[str, Any]]) -> str:
    """How many of each kind are inside, and how many of the rest are explained."""
    outside = [r for r in rows if not r["inside"]]
    of_kind = ", ".join(
        f"{sum(r['inside'] for r in rows if r['kind'] == kind)} of {sum(r['kind'] == kind for r in rows)} {kind}"
        for kind in KINDS
    )
    explained = sum(bool(r["explained"]) for r in outside)
    inside = len(rows) - len(outside)
    return f"{inside} of {len(rows)} targets inside their band ({of_kind}), {explained} outside and explained."
