"""What claims and publications point at: audiences, topics, languages, units, medicines, substances."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from beredd.guidance.fields import STRICT, Line, Months, Note, Slug, SourceId, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Audience:
    """A group that guidance is for.

    is_professional   whether claims that are published for professionals alone may be shown to it
    """

    __pydantic_config__ = STRICT

    id: Slug
    name: Words
    is_professional: bool
    needs: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """What a claim is about; one file of claims each.

    most_review_months   the longest review interval its claims may have: 6 for nitazenes, prices and law
    """

    __pydantic_config__ = STRICT

    id: Slug
    name: Words
    most_review_months: Months = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """A language that guidance is written in.

    levels             `plain` and, where there is one, `easy` (lättläst)
    is_layout_draft    only placeholders are shown in it; it holds no medical text and can never be published
    placeholder        what stands instead of text in a layout draft
    unreviewed         "not reviewed by a clinician", said in the language itself
    lix                highest readability index that is aimed at, by level; a flag, not a rule
    """

    __pydantic_config__ = STRICT

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    name: Line
    direction: Literal["ltr", "rtl"] = "ltr"
    levels: tuple[Literal["plain", "easy"], ...] = ("plain",)
    is_layout_draft: bool = False
    placeholder: Note = ""
    unreviewed: Line
    overdue: Line
    lix: dict[Literal["plain", "easy"], int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A unit and how it is written after a number, by language.

    one    the form after 1, where it differs
    is_price    whether a number in it is a price
    """

    __pydantic_config__ = STRICT

    id: Slug
    name: Words
    one: Words = field(default_factory=dict)
    is_price: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Medicine:
    """A medicine that claims can be bound to, e.g. Nyxoid 1.8 mg nasal spray.

    name       as it must stand beside every claim that is bound to it
    status     where it is authorised and how it is supplied, with `status_on`
    """

    __pydantic_config__ = STRICT

    id: Slug
    name: Line
    substance: Line
    form: Words
    strength: Line
    ages: Words
    status: Words
    status_on: date
    sources: tuple[SourceId, ...]
    is_authorised_in_sweden: bool | None
    """None where it is not known."""
    note: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Substance:
    """A substance that the world talks of, as dated data: texts say "new synthetic opioids" and never its name."""

    __pydantic_config__ = STRICT

    id: Slug
    name: Line
    other_names: tuple[Line, ...] = ()
    """As other languages and reports have it; texts hold none of them."""
    group: Slug
    status: Line
    on: date
    source: SourceId
    note: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word that texts do not use, and what to say instead.

    match    how it begins; with `is_whole` the whole word
    kind     `dignity`: of people; `suicide`: against safe messaging; `marks-suicide`: says that a text is about suicide
    """

    __pydantic_config__ = STRICT

    id: Slug
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    match: Line
    is_whole: bool = False
    kind: Literal["dignity", "suicide", "marks-suicide"]
    instead: Line
    why: Line
