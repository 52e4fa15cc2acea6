"""The registry of kinds of background work. A room registers its kinds in its `AppConfig.ready`."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from beredd.web.jobs.errors import UnknownKind

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How one kind of job is done."""

    name: str
    schema: str
    """Name and version of the payload's schema."""
    work: str
    """`module:function` that the child process calls as `function(payload, out, progress) -> summary`.

    `out` is an empty folder; `progress(done, total, message)` may be called as often as one likes. The module must not
    need Django: the child has no database.
    """
    on_change: Callable[[Any, str, dict], None] | None = None
    """Called in the transaction of every transition as `on_change(job, event, data)`."""
    time_limit: timedelta = timedelta(hours=2)
    first_guess_s: float | None = None
    """What a unit of work takes, s, until jobs that are done say better; None: nothing is guessed."""
    environment: dict[str, str] = field(default_factory=dict)


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; the same name twice must be the same kind."""
    if _KINDS.setdefault(kind.name, kind) != kind:
        raise ValueError(f"The kind of job {kind.name!r} is already registered with other content.")


def kind_of(name: str) -> Kind:
    """The kind of that name."""
    try:
        return _KINDS[name]
    except KeyError:
        raise UnknownKind("jobs.unknown-kind", found=name, allowed=sorted(_KINDS)) from None


def known_kinds() -> list[str]:
    """Names of the kinds that this version of the program can do."""
    return sorted(_KINDS)


def work_function(reference: str) -> Callable[[dict, Path, Progress], dict]:
    """The function that `module:function` names."""
    module, _colon, function = reference.partition(":")
    return getattr(importlib.import_module(module), function)
