"""The registry of kinds of run. A room registers its kinds in its `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise

from beredd.web.jobs import kinds as jobs
from beredd.web.runs.errors import UnknownKind


def everyone(user) -> bool:
    """Nobody is shut out from the kind; who may read one run is decided run by run."""
    return True


@dataclass(frozen=True, kw_only=True)
class RunKind:
    """What is particular to one kind of run; all else is the same for all."""

    name: str
    """`room.noun`, such as `room.run`; the kind of its job too."""
    schema: str
    """Name and version of the schema of what is asked."""
    label: str | Promise
    """What lists call a run of the kind."""
    title_of: Callable[[Any], str]
    """What one run is called; has the run's own name before anything else."""
    page: str
    """Name of the address of a run's result page; takes `pk`."""
    room: str = ""
    """Which item of the main menu the pages belong under."""
    units_of: Callable[[dict[str, Any]], float] | None = None
    """How much work a question is, such as its simulated days; what a unit takes is learnt from runs that are done."""
    rate_key_of: Callable[[dict[str, Any]], str] = lambda _spec: ""
    """What a unit's work depends on, such as the network."""
    first_guess_s: float | None = None
    """What a unit takes, s, before any run is done."""
    work: str = ""
    """`module:function` that makes the run in the background (docs/reference/jobs.md); empty: saved ready-made."""
    aside: str = ""
    """Topic of runs that stand beside others, such as an ordinary day's: lists leave those without a name out."""
    log_as: str = ""
    """How its lines in the audit log begin; the kind's name unless the lines are older than the name."""
    is_open_to: Callable[[Any], bool] = everyone
    """Whether this user may see runs of the kind at all."""
    keep: timedelta | None = None
    """How long after its end a run is kept; None: until somebody removes it. Demonstration runs are always kept."""
    keep_removed: timedelta = timedelta(days=14)
    """How long a removed run can be restored."""
    most_per_person: int | None = None
    """How many one person may have at a time."""

    def log(self, event: str) -> str:
        """The word of a line in the audit log."""
        return f"{self.log_as or self.name}.{event}"


_KINDS: dict[str, RunKind] = {}


def register(kind: RunKind) -> None:
    """Make a kind known, with its job when it has one; the same name twice must be the same kind."""
    if _KINDS.setdefault(kind.name, kind) != kind:
        raise ValueError(f"The kind of run {kind.name!r} is already registered with other content.")
    if kind.work:
        from beredd.web.runs.actions import note_job_change

        jobs.register(
            jobs.Kind(
                name=kind.name,
                schema=kind.schema,
                work=kind.work,
                on_change=note_job_change,
                first_guess_s=kind.first_guess_s,
            )
        )


def kind_of(name: str) -> RunKind:
    """The kind of that name."""
    try:
        return _KINDS[name]
    except KeyError:
        raise UnknownKind("runs.unknown-kind", found=name, known=", ".join(sorted(_KINDS))) from None


def is_known(name: str) -> bool:
    """Whether there is a kind of that name; after a downgrade there are runs whose kind is not known."""
    return name in _KINDS


def all_kinds() -> list[RunKind]:
    """Every kind, by name."""
    return [_KINDS[name] for name in sorted(_KINDS)]


def open_to(user) -> list[str]:
    """Names of the kinds that the user may see. Runs of a kind that this version does not know are seen by nobody."""
    return [kind.name for kind in all_kinds() if kind.is_open_to(user)]
