"""Asking for a set in the engine's own process (web/engines). What stands here runs there, too, and needs no Django."""

from typing import Any

from beredd.dispensing.siting import SitingQuestion
from beredd.web.engines.warm import Engine

ENGINE = Engine("siting", limit_s=180.0)
SECONDS = 20.0
"""So long a page waits for the exact solver; the gap that is left is shown."""


def answer(question: SitingQuestion) -> dict[str, Any]:
    """The answer to a question, from the engine's own process; recent ones are kept."""
    asked = SitingQuestion(**(question.as_data() | {"seconds": min(question.seconds, SECONDS)}))
    found: dict[str, Any] = ENGINE.ask(f"{__name__}:compute", asked)
    return found


def compute(question: SitingQuestion) -> dict[str, Any]:
    """Choose the set; sentences as data, since the other side speaks the reader's language."""
    from beredd.dispensing.siting import site  # the solver and the network, in the engine's process alone

    return site(question)
