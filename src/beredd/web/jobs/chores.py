"""What a worker does now and then beside its jobs. A room registers its chores in its `AppConfig.ready`."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

log = logging.getLogger(__name__)


@dataclass
class Chore:
    """A function without arguments, and when this process did it last."""

    function: Callable[[], Any]
    every: timedelta
    done_at: float = float("-inf")


_CHORES: dict[str, Chore] = {}


def register(name: str, function: Callable[[], Any], *, every: timedelta) -> None:
    """Have each worker call the function at its start and then every so often."""
    _CHORES[name] = Chore(function, every)


def run_due(*, now_s: float | None = None) -> list[str]:
    """Does what is due and says what that was; a chore that fails is logged and tried again next time."""
    now_s = time.monotonic() if now_s is None else now_s
    done = []
    for name, chore in _CHORES.items():
        if now_s - chore.done_at < chore.every.total_seconds():
            continue
        chore.done_at = now_s
        try:
            chore.function()
        except Exception:  # a chore must not stop the jobs
            log.exception("The chore %s failed.", name)
        done.append(name)
    return done
