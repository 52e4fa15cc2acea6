"""Asking the engine in its own process (web/engines). What stands here runs there, too, and needs no Django."""

from dataclasses import replace

from beredd import overdose
from beredd.overdose import nitazenes
from beredd.web.engines.warm import Engine

SHORT_WAIT_S, LONG_WAIT_S = 6.0, 180.0
"""Kernels that were compiled before load within this; so most people never see the waiting page."""


def warm_up() -> None:
    """Compile or load every kernel that an answer needs."""
    arms = (overdose.Arm(antagonist="im-generic-2mg"),)
    compute(overdose.Question(opioid="fentanyl", dose_mg=1.625, arms=arms, n=2))


ENGINE = Engine("overdose", prepare=f"{__name__}:warm_up")
"""The first time on a machine its kernels are compiled, about a minute; afterwards it is ready in seconds."""


def answer(question: overdose.Question) -> overdose.Answer:
    """The answer to a question, from the engine's own process; recent ones are kept."""
    # As the description itself: one made under the site's ceilings is of a class that cannot be pickled.
    found: overdose.Answer = ENGINE.ask(f"{__name__}:compute", overdose.Question(**question.as_data()))
    return found


def is_kept(question: overdose.Question | nitazenes.NitazeneQuestion) -> bool:
    """Whether the answer is there without computing."""
    if isinstance(question, overdose.Question):
        return ENGINE.has(f"{__name__}:compute", overdose.Question(**question.as_data()))
    return ENGINE.has(f"{__name__}:compute_plane", nitazenes.NitazeneQuestion(**question.as_data()))


def compute(question: overdose.Question) -> overdose.Answer:
    """Run the population and the typical patient."""
    found = overdose.answer_to(question)
    # One row per person and arm: nobody on the other side reads them.
    return replace(found, result=replace(found.result, outcomes=(), subjects=found.result.subjects[:0]))


def plane(question: nitazenes.NitazeneQuestion) -> nitazenes.Answer:
    """The nitazene scenario's answer, from the engine's own process; recent ones are kept."""
    asked = nitazenes.NitazeneQuestion(**question.as_data())
    found: nitazenes.Answer = ENGINE.ask(f"{__name__}:compute_plane", asked)
    return found


def compute_plane(question: nitazenes.NitazeneQuestion) -> nitazenes.Answer:
    """Look for the equally deadly doses and give every antagonist."""
    return nitazenes.answer_to(question)
