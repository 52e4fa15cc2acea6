"""The levers of alternative operation as data: who may decide, on what legal ground, what the model computes.

A lever is data, not code: what it changes in a run is said in the vocabulary of scenario files.
"""

from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field

from beredd.dispensing.errors import DispensingError
from beredd.intake.structured import File, parse, take
from beredd.wording import Sentence

STATES = ("vardag", "fredstida_kris", "skarpt_beredskap", "hogsta_beredskap", "krig")

Decider = Literal[
    "prescriber", "pharmacy", "dose_pharmacy", "region", "municipality", "wholesaler", "agency", "government"
]
"""Who may decide."""

DECIDERS: tuple[Decider, ...] = get_args(Decider)
DECIDER_NAMES = {
    "prescriber": Sentence("scenarios.decider-prescriber"),
    "pharmacy": Sentence("scenarios.decider-pharmacy"),
    "dose_pharmacy": Sentence("scenarios.decider-dose-pharmacy"),
    "region": Sentence("scenarios.decider-region"),
    "municipality": Sentence("scenarios.decider-municipality"),
    "wholesaler": Sentence("scenarios.decider-wholesaler"),
    "agency": Sentence("scenarios.decider-agency"),
    "government": Sentence("scenarios.decider-government"),
    "none": Sentence("scenarios.decider-none"),
}

Status = Literal["in_force", "proposed", "under_inquiry", "none_found", "not_examined"]
STATUS_NAMES = {
    "in_force": Sentence("scenarios.ground-in-force"),
    "proposed": Sentence("scenarios.ground-proposed"),
    "under_inquiry": Sentence("scenarios.ground-under-inquiry"),
    "none_found": Sentence("scenarios.ground-none-found"),
    "not_examined": Sentence("scenarios.ground-not-examined"),
}

_CLOSED = ConfigDict(extra="forbid")

Share = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0)]
Text = Annotated[str, Field(min_length=1)]
Words = dict[Literal["sv", "en"], Text]
"""A text in Swedish and English, both."""


class UnknownLever(DispensingError):
    """There is no lever with that id."""

    kind = "not_found"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Legal ground in one state; until a lawyer is named in `confirmed_by` it is no permission.

    "none_found" is what somebody has looked for; what nobody has looked for is "not_examined". `reference` is the
    rule, proposal or assignment that was looked at.
    """

    __pydantic_config__ = _CLOSED

    status: Status = "not_examined"
    reference: Text | None = None
    confirmed_by: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Where a figure comes from, and how sure it is; "judged" is our own estimate and says why."""

    __pydantic_config__ = _CLOSED

    confidence: Literal["found", "derived", "secondary", "chosen", "judged"]
    source: Text | None = None
    why: Words | None = None


@dataclass(frozen=True, kw_only=True)
class Lever:
    """One lever; a figure that is None is not known.

    decided_by      who may decide; none: it is not settled. `decider` says it in words
    changes         what the model changes when it is used; `does_not_model` what it does not capture
    moves           quantities that it is meant to move, by the exercises' ids
    models          hits of the dose chain that it switches on; `chain` and `parameters` those of an ordinary run
    legal           state -> ground; `legal_note` in words. A state that is left out has not been examined
    lead_time_h     from the decision until it works
    staff_minutes   lowest and highest, per patient, item or change, as `basis` says
    error_rate      share of those whom it serves
    capacity        ceiling, in `capacity_unit`; `finite_count` how many there are at all
    reversible      when it is called off things are as before, once the work afterwards is done
    basis           figure -> where it comes from
    """

    __pydantic_config__ = _CLOSED

    id: Annotated[str, Field(pattern=r"^L[0-9]{1,2}$")]
    name: Words
    decided_by: tuple[Decider, ...]
    decider: Words
    does: Words
    limits: Words
    changes: Words
    does_not_model: Words
    moves: tuple[str, ...]
    models: tuple[str, ...]
    chain: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    legal: dict[Literal["vardag", "fredstida_kris", "skarpt_beredskap", "hogsta_beredskap", "krig"], Ground]
    legal_note: Words | None = None
    lead_time_h: Amount | None = None
    staff_minutes: tuple[Amount, Amount] | None = None
    error_rate: Share | None = None
    capacity: Amount | None = None
    capacity_unit: Words | None = None
    finite_count: Annotated[int, Field(ge=0)] | None = None
    reversible: bool
    source: Text
    confidence: Literal["found", "derived", "secondary", "chosen", "judged"]
    basis: dict[Literal["lead_time_h", "staff_minutes", "error_rate", "capacity", "finite_count"], Basis]

    def __post_init__(self) -> None:
        for fault in self._faults():
            raise ValueError(fault)

    def _faults(self):
        texts = [value for f in fields(self) if isinstance(value := getattr(self, f.name), dict) and "sv" in value]
        texts += [basis.why for basis in self.basis.values() if basis.why]
        if any(set(text) != {"sv", "en"} for text in texts):
            yield Sentence("scenarios.lever-languages")
        if self.staff_minutes and self.staff_minutes[0] > self.staff_minutes[1]:
            yield Sentence("scenarios.lever-minutes", low=self.staff_minutes[0], high=self.staff_minutes[1])
        for name in FIGURES:
            if (getattr(self, name) is None) != (name not in self.basis):
                yield Sentence("scenarios.lever-basis", figure=name)
        for name, basis in self.basis.items():
            if not (basis.why if basis.confidence in ("judged", "chosen") else basis.source):
                yield Sentence("scenarios.lever-why", figure=name, confidence=basis.confidence)
        if (self.capacity is None) != (self.capacity_unit is None):
            yield Sentence("scenarios.lever-unit")

    @property
    def is_modelled(self) -> bool:
        """Does any run compute what it does?"""
        return bool(self.models or self.chain or self.parameters)

    def ground(self, state: str) -> Ground:
        """What is known of the legal ground in one of STATES."""
        return next((ground for name, ground in self.legal.items() if name == state), Ground())


FIGURES = ("lead_time_h", "staff_minutes", "error_rate", "capacity", "finite_count")


def list_levers() -> tuple[Lever, ...]:
    """All levers, in the order of their numbers."""
    path = files("beredd") / "content" / "levers" / "levers.yaml"
    return levers_in(parse(path.read_bytes(), name="levers.yaml"))


def levers_in(file: File) -> tuple[Lever, ...]:
    """The levers of a file; FileRefused says each thing that is wrong in one sentence."""
    return take(file, Lever, "levers")


def find_lever(id: str) -> Lever:
    """The lever with that id, or one sentence with those that there are."""
    levers = {lever.id: lever for lever in list_levers()}
    if id not in levers:
        raise UnknownLever("scenarios.no-lever", id=id, known=tuple(levers))
    return levers[id]
