"""A claim: one sentence of guidance with an id for ever, what it rests on, for whom it is, and who has approved it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from beredd.guidance.evidence import Evidence
from beredd.guidance.fields import (
    STRICT,
    Approval,
    ClaimId,
    Confidence,
    Edition,
    Line,
    Months,
    Name,
    Note,
    Reading,
    Seal,
    Sex,
    Slug,
    Stop,
    Text,
    Version,
    Words,
    Written,
)

Measure = Literal["cause-of-death-register", "eu-drug-deaths"]
"""The two ways in which deaths are counted in Sweden. Their numbers never meet in one sum."""
NumberName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
Real = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A number in a claim, with its unit. Texts hold it as `{name}` and never type it again.

    value, or low and high    what is said
    unit      id in `units.yaml`
    output    name of a study's output that this number is computed by; then `low` and `high` are the band that the
              computed number must stay within
    measure   which count of deaths it belongs to
    """

    __pydantic_config__ = STRICT

    value: Real | None = None
    low: Real | None = None
    high: Real | None = None
    unit: Slug
    decimals: Annotated[int, Field(ge=0, le=4)] | None = None
    output: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z0-9_.-]+$")] | None = None
    measure: Measure | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Legal:
    """Which law a claim states, where and as of when. Not confirmed until a named lawyer has said so."""

    __pydantic_config__ = STRICT

    place: Line
    as_of: date
    basis: Line
    """The act, regulation or decision."""
    in_force_until: date | None = None
    """A known day on which it changes; the claim must be read again before it."""
    confirmed_by: Name | None = None
    confirmed_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One claim in its present version.

    says            the sentence, `sv` and `en`; shown to an audience for which there is no variant of its own
    audiences       for whom it is
    medicines       the medicines it is bound to; it is never shown without their names
    numbers         by name; see `Number`
    confidence      A: primary or official text seen, B: reputable secondary text seen, C: news, single source, training
    risk            harm if it is wrong; `high` takes two clinicians
    publish         `public`, `professional` (professional audiences alone) or `internal` (never published)
    may_hold_back   whether it could make a rescuer hold back; then `companions` say what to do anyway
    companions      claims that are always shown right after it
    perishable      what in it soon goes out of date: then it is reviewed every six months at most
    about_suicide   then it follows safe messaging and stands with numbers for help
    seal            of what variants render: sentence, numbers, medicines, law, companions
    approvals       hold for one seal of the whole claim; the package ships none
    history         the versions before, whole, the latest first; an approved one is shown until this one is approved
    """

    __pydantic_config__ = STRICT

    id: ClaimId
    version: Version
    seal: Seal = ""
    written: Written
    says: Words
    audiences: Annotated[tuple[Slug, ...], Field(min_length=1)]
    medicines: tuple[Slug, ...] = ()
    numbers: dict[NumberName, Number] = field(default_factory=dict)
    evidence: tuple[Evidence, ...]
    confidence: Confidence
    risk: Literal["low", "medium", "high"]
    publish: Literal["public", "professional", "internal"]
    review_months: Months
    may_hold_back: bool = False
    companions: tuple[ClaimId, ...] = ()
    perishable: tuple[Literal["nitazenes", "price", "law"], ...] = ()
    about_suicide: bool = False
    legal: Legal | None = None
    note: Note = ""
    """For editors and clinicians; never shown."""
    sent_for_review: date | None = None
    valid_from: date | None = None
    """The day from which it is shown; until then an earlier approved version is."""
    stopped: Stop | None = None
    approvals: tuple[Approval, ...] = ()
    history: tuple["Claim", ...] = ()
    topic: str = ""
    """The file's; not written at the claim itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """A claim said for some audiences, in one language and reading level, for everyone, women or men.

    version    the version of the claim that it renders; when the claim moves on, the variant is stale until re-read
    audiences  for whom; empty is every audience of the claim
    text       Markdown of one paragraph: emphasis alone, no links, no markup
    history    what it was before, whole, the latest first; shown while the claim is shown in the version it renders
    """

    __pydantic_config__ = STRICT

    claim: ClaimId
    version: Version
    audiences: tuple[Slug, ...] = ()
    sex: Annotated[Sex, Field(alias="for")] = "all"
    text: Text
    written: Written
    read_with: tuple[Reading, ...] = ()
    sent_for_review: date | None = None
    stopped: Stop | None = None
    approvals: tuple[Approval, ...] = ()
    history: tuple["Variant", ...] = ()
    language: str = ""
    level: str = ""
    """Both the file's; not written at the variant itself."""

    @property
    def edition(self) -> Edition:
        """`sv`, `sv-easy` …"""
        return f"{self.language}-easy" if self.level == "easy" else self.language

    @property
    def id(self) -> str:
        """What the variant is called in lists: claim, edition, for whom."""
        whom = "+".join(self.audiences) or "all"
        return f"{self.claim}/{self.edition}/{whom}" + ("" if self.sex == "all" else f"/{self.sex}")
