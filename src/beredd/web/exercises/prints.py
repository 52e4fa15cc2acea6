"""Parts of print packs as they have been made: a part asked for again is not typeset again."""

from functools import lru_cache

from beredd.exercises.plan import Plan
from beredd.exercises.prints import part_of
from beredd.web.exercises import shelf


@lru_cache(maxsize=48)
def made(plan: Plan, part: str) -> tuple[str, bytes]:
    """(file name, PDF) of a part; a plan is frozen, so what is kept is what it says."""
    return part_of(plan, shelf.catalogue(), part)
