"""How long things are kept: each room says what goes when (`Rule`), and `sweep` carries it out.

A model's `PERSONAL` says the same in words. A worker sweeps each hour; `beredd site sweep` does it now, or only lists.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What goes, and how: `due` lists it, a line each without personal data; `sweep` takes it and lists it."""

    name: str
    covers: tuple[str, ...]
    """Labels of the models whose rows it takes, such as `accounts.Invitation`."""
    due: Callable[[datetime], Sequence[str]]
    sweep: Callable[[datetime], Sequence[str]]


_RULES: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Make the rule known; called in a room's `ready`."""
    _RULES[rule.name] = rule


def rules() -> list[Rule]:
    """All rules, by name."""
    return [_RULES[name] for name in sorted(_RULES)]


def due(*, now: datetime | None = None) -> dict[str, Sequence[str]]:
    """What a sweep would take now, by rule; changes nothing."""
    now = now or timezone.now()
    return {rule.name: rule.due(now) for rule in rules()}


def sweep(*, now: datetime | None = None) -> dict[str, Sequence[str]]:
    """Takes what is due, by rule. A rule that fails is logged; the others are carried out all the same."""
    now = now or timezone.now()
    taken: dict[str, Sequence[str]] = {}
    for rule in rules():
        try:
            taken[rule.name] = rule.sweep(now)
        except Exception:
            log.exception("The rule %s failed.", rule.name)
            continue
        if taken[rule.name]:
            log.info("swept", extra={"rule": rule.name, "taken": len(taken[rule.name])})
    return taken
