"""What a claim rests on: sources, and for each the place in it, how sure it is and how strongly it advises."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from beredd.guidance.fields import STRICT, Confidence, Line, Note, SourceId

Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|EU|INT)$")]
"""ISO 3166-1 alpha-2, `EU`, or `INT` for what no country has made alone."""

SourceKind = Literal[
    "assignment",
    "guideline",
    "product-text",
    "law",
    "official-decision",
    "official-statistics",
    "systematic-review",
    "trial",
    "observational-study",
    "laboratory-study",
    "qualitative-study",
    "model",
    "programme",
    "surveillance",
    "position-statement",
    "public-information",
    "training-material",
    "news",
    "other",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A work that claims refer to.

    seen       how it was read: the full text, an excerpt, its abstract, or what others say it says
    caution    what a reader must know before leaning on it
    """

    __pydantic_config__ = STRICT

    id: SourceId
    title: Line
    by: Line
    year: Annotated[str, StringConstraints(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?|–[0-9]{4})?|unknown)$")]
    country: Country
    kind: SourceKind
    where: Line
    """Address, DOI, PMID or number: where it can be found."""
    seen: Literal["full", "excerpt", "abstract", "second-hand"]
    read_on: date
    confidence: Confidence
    caution: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What one source says about one claim. Certainty and strength are two things and stand apart.

    at          place in the source: page, section, table
    certainty   how sure the finding is, in GRADE's words; `not-graded` where nobody has graded it
    strength    how strongly the source advises
    graded_by   who graded it by GRADE, where somebody did
    bearing     whether it supports the claim, goes against it, orders the steps differently, or is context
    """

    __pydantic_config__ = STRICT

    source: SourceId
    at: Line
    says: Line
    certainty: Literal["high", "moderate", "low", "very-low", "not-graded"]
    strength: Literal["strong", "conditional", "good-practice", "product-text", "law", "none"]
    graded_by: Note = ""
    bearing: Literal["supports", "against", "other-order", "context"] = "supports"
    compared: date | None = None
    """When somebody last held the claim against this place in the source."""
