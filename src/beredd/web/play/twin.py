"""What begins in a run's own process: the plan, and the model that it names. Knows no Django."""

from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from beredd.exercises.catalogue import Catalogue
    from beredd.exercises.plan import Plan
    from beredd.play.playing import Play


def begin(plan: "Plan", catalogue: "Catalogue", seed: int, secret: str) -> "Play":
    """A play in which nothing has happened; a plan without a scenario has no model."""
    from beredd.exercises.times import minute_of
    from beredd.play.model import NoModel
    from beredd.play.national import model_of
    from beredd.play.playing import Play

    model: Any
    if plan.scenario.id:
        model = model_of(plan, seed=seed)
    else:
        first = minute_of(f"T+{plan.starts}") or 0
        model = NoModel(24 * -(-((minute_of(plan.duration) or 0) + first) // 1440))
    return Play(plan, catalogue, model, seed=seed, secret=secret)


def beginning(plan: "Plan", catalogue: "Catalogue", *, seed: int, secret: str) -> "Callable[[], Play]":
    """`begin` with everything given, ready to be sent to a process."""
    return partial(begin, plan, catalogue, seed, secret)
