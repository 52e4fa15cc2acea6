"""The levers of alternative operation as data: who may decide, on what legal ground, what the model computes."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from beredd.dispensing.errors import DispensingError
from beredd.intake.structured import parse, take

STATES = ("vardag", "fredstida_kris", "skarpt_beredskap", "hogsta_beredskap", "krig")


class UnknownLever(DispensingError):
    """There is no lever with that id."""

    kind = "not_found"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Legal ground in one state; until a lawyer is named in `confirmed_by` it is no permission.

    "none_found" is what somebody has looked for; what nobody has looked for is "not_examined".
    """

    status: Literal["in_force", "proposed", "under_inquiry", "none_found", "not_examined"] = "not_examined"
    reference: str | None = None
    confirmed_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Lever:
    """One lever; None is not known. `models` names hits of the dose chain, `staff_minutes` is low and high."""

    id: str
    name: dict[str, str]
    decider: str
    does: str
    limits: str
    moves: tuple[str, ...]
    models: tuple[str, ...]
    legal: dict[str, Ground]
    lead_time_h: float | None = None
    staff_minutes: tuple[float, float] | None = None
    error_rate: float | None = None
    capacity: float | None = None
    finite_count: int | None = None
    reversible: bool | None = None
    source: str | None = None
    confidence: str | None = None

    def ground(self, state: str) -> Ground:
        """What is known of the legal ground in one of STATES."""
        return self.legal.get(state, Ground())


def list_levers() -> tuple[Lever, ...]:
    """All levers, in the order of their numbers."""
    path = files("beredd") / "content" / "levers" / "levers.yaml"
    return tuple(take(parse(path.read_bytes(), name="levers.yaml"), Lever, "levers"))


def find_lever(id: str) -> Lever:
    """The lever with that id, or one sentence with those that there are."""
    levers = {lever.id: lever for lever in list_levers()}
    if id not in levers:
        raise UnknownLever("scenarios.no-lever", id=id, known=tuple(levers))
    return levers[id]
