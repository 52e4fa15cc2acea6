"""The emergency sequence: one unit, approved as one, with the conflict between sources and the decision taken."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from beredd.guidance.evidence import Evidence
from beredd.guidance.fields import (
    STRICT,
    Approval,
    ClaimId,
    Edition,
    Line,
    Months,
    Name,
    Note,
    Reading,
    Seal,
    Slug,
    SourceId,
    Stop,
    Text,
    Version,
    Words,
    Written,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step: its id and the claims it rests on. Its words stand in the editions."""

    __pydantic_config__ = STRICT

    id: Slug
    claims: Annotated[tuple[ClaimId, ...], Field(min_length=1)]
    is_call: bool = False
    """Whether this is the step in which 112 is called."""
    stopped: Stop | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepText:
    """A step in one edition."""

    __pydantic_config__ = STRICT

    heading: Line
    text: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SequenceEdition:
    """The whole sequence in one language and reading level; approved as a whole.

    history   what it was before, whole, the latest first; an approved one is shown until this one is approved
    """

    __pydantic_config__ = STRICT

    edition: Edition
    version: Version
    """The version of the sequence that it renders."""
    title: Line
    steps: dict[Slug, StepText]
    never: tuple[Line, ...] = ()
    """What not to do."""
    never_claims: tuple[ClaimId, ...] = ()
    written: Written
    read_with: tuple[Reading, ...] = ()
    approvals: tuple[Approval, ...] = ()
    history: tuple["SequenceEdition", ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherOrder:
    """In which order one source puts the steps."""

    __pydantic_config__ = STRICT

    source: SourceId
    at: Line
    order: tuple[Slug, ...]
    says: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The order that was chosen, and why. Taken by named clinicians; until then `by` is empty."""

    __pydantic_config__ = STRICT

    conflict: Words
    proposed: Words
    by: tuple[Name, ...] = ()
    on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CallPage:
    """The fixed page "Ring 112" that replaces the sequence when a step is withdrawn or barred, in one edition."""

    __pydantic_config__ = STRICT

    edition: Edition
    heading: Line
    text: Text
    written: Written
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sequence:
    """The emergency sequence in its present version.

    grace_days   how long after its review date it is only marked as overdue; two clinicians set it, and until both
                 have there is no end to it. A lapsed date alone takes nothing away
    """

    __pydantic_config__ = STRICT

    id: Literal["emergency"]
    version: Version
    seal: Seal = ""
    written: Written
    review_months: Months
    grace_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    grace_by: tuple[Name, ...] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=12)]
    orders: tuple[OtherOrder, ...]
    decision: Decision
    editions: tuple[SequenceEdition, ...]
    call_page: tuple[CallPage, ...]
    call_evidence: tuple[Evidence, ...]
    stopped: Stop | None = None
    approvals: tuple[Approval, ...] = ()
    note: Note = ""
    renders: dict[ClaimId, Version] = field(default_factory=dict)
    """The version of each claim that the steps were written from."""
    history: tuple["Sequence", ...] = ()
    """The versions before, whole, the latest first; an approved one is shown until this one is approved."""
