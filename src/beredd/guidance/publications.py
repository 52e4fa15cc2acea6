"""What is published: pages, cards, leaflets, posters and quizzes, each a list of claims in order for one audience."""

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
    Name,
    Note,
    Reading,
    Sex,
    Slug,
    SourceId,
    Stop,
    Words,
    Written,
)

Kind = Literal["page", "card", "leaflet", "poster", "quiz", "checklist"]
PRINTED: frozenset[str] = frozenset({"card", "leaflet", "poster", "checklist"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading and the claims under it, in order. Companions follow by themselves."""

    __pydantic_config__ = STRICT

    id: Slug
    heading: Words
    claims: tuple[ClaimId, ...] = ()
    sex: Annotated[Sex, Field(alias="for")] = "all"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer to choose."""

    __pydantic_config__ = STRICT

    says: Words
    is_right: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class QuizQuestion:
    """A question whose right answer rests on a claim, which is shown afterwards."""

    __pydantic_config__ = STRICT

    id: Slug
    claim: ClaimId
    asks: Words
    answers: Annotated[tuple[Answer, ...], Field(min_length=2, max_length=6)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """A page, card, leaflet, poster, quiz or checklist for one audience, in several editions.

    editions         those it is made in; texts are looked up per edition
    has_emergency    whether it opens with the emergency sequence, whole
    is_discreet      no heading or picture that tells what it is about, for somebody who is watched
    """

    __pydantic_config__ = STRICT

    id: Slug
    title: Words
    audience: Slug
    sex: Annotated[Sex, Field(alias="for")] = "all"
    editions: Annotated[tuple[Edition, ...], Field(min_length=1)]
    has_emergency: bool = False
    has_medicine_picker: bool = False
    is_discreet: bool = False
    sections: tuple[Section, ...] = ()
    questions: tuple[QuizQuestion, ...] = ()
    read_with: tuple[Reading, ...] = ()
    note: Note = ""
    kind: Kind = "page"
    """The file's; not written at the publication itself."""

    @property
    def is_printed(self) -> bool:
        """Whether it goes on paper, where nothing can be called back."""
        return self.kind in PRINTED


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A rapid notice: a new substance, a recall, a shortage. It ends by itself on `expires_on`."""

    __pydantic_config__ = STRICT

    id: Slug
    about: Literal["substance", "recall", "shortage", "other"]
    reported_on: date
    reported_by: Name
    says: Words
    audiences: Annotated[tuple[Slug, ...], Field(min_length=1)]
    evidence: tuple[Evidence, ...]
    expires_on: date
    risk: Literal["low", "medium", "high"] = "high"
    written: Written
    sent_for_review: date | None = None
    stopped: Stop | None = None
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One place that was looked at for knowledge on a topic, what it says, and what we took or left and why."""

    __pydantic_config__ = STRICT

    on: date
    region: Literal["sweden", "nordics", "eu", "world"]
    where: str
    says: str
    took: Literal["taken", "left", "watched", "not-found"]
    why: str
    source: SourceId | None = None
    claims: tuple[ClaimId, ...] = field(default_factory=tuple)
