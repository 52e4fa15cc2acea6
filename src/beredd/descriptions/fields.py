"""The limits of a description as data: what each field may be, in which unit, and what it is called."""

import math
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import BaseModel, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from beredd.descriptions.errors import Fault, Refused
from beredd.descriptions.numbers import read_number
from beredd.errors import BereddError
from beredd.wording import Sentence

MOST_TEXT_SHOWN = 80
MOST_SEED = 2**53 - 1
"""The largest whole number that JSON carries from one program to another without loss."""


@dataclass(frozen=True)
class Asked:
    """Stands last in a field's `Annotated`: what the field is called and how people write its values.

    label      what it is called beside a field and in a refusal
    unit       its unit; a text such as `1625 µg` or `3 min` is read into it
    is_share   said and written as per cent, kept as 0..1
    step       how far a control moves it at a time
    site_most  what the site computes at most in one question, where that is less than the description allows
    option     its option at the command line, where that is not the field's name
    """

    label: Sentence
    unit: str | Sentence = ""
    is_share: bool = False
    step: float | None = None
    site_most: float | None = None
    option: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        if _kind_of(source) not in ("number", "whole"):
            return schema
        return core_schema.no_info_before_validator_function(self._read, schema)

    def _read(self, value: Any) -> Any:
        unit = self.unit if isinstance(self.unit, str) else ""
        return read_number(value, unit=unit, is_share=self.is_share) if isinstance(value, str) else _no_bool(value)

    def shown(self, value: Any) -> Any:
        """A value as a refusal says it."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return Sentence("descriptions.text", text=str(value)[:MOST_TEXT_SHOWN])
        if not math.isfinite(value):
            return repr(value)
        if self.is_share:
            return Sentence("descriptions.share", share=value)
        return Sentence("descriptions.quantity", number=value, unit=self.unit) if self.unit else value


@dataclass(frozen=True)
class Checked:
    """A field's `Annotated`: what a function of ours accepts; what it refuses is refused with its sentence."""

    check: Callable[[Any], object]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def _check(self, value: Any) -> Any:
        try:
            self.check(value)
        except BereddError as error:
            raise Refused(faults=[Fault("", error.sentence)]) from None
        return value


@dataclass(frozen=True)
class OneOf:
    """A field's `Annotated`: one of the names that a register has; asked for when it is first needed.

    is_open   others are let through, such as a path, for whoever reads them to judge; not on the site
    """

    names: Callable[[], Sequence[str]]
    is_open: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        described = handler(schema)
        if not self.is_open:
            for branch in described.get("anyOf", [described]):
                if branch.get("type") != "null":
                    branch["enum"] = list(self.names())
        return described

    def _check(self, value: str | None) -> str | None:
        if value is None:  # where the field may be left without a name
            return value
        if not self.is_open and value not in self.names():
            raise PydanticCustomError("no_choice", "not one of the names")
        return value


Seed = Annotated[
    int,
    Field(ge=0, le=MOST_SEED, description="Chance: the same seed gives the same answer."),
    Asked(Sentence("descriptions.seed")),
]
"""One range for everything that is drawn."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What one field of a description may be."""

    name: str
    kind: Literal["number", "whole", "text", "choice", "list", "other"]
    asked: Asked
    low: float | None = None
    high: float | None = None
    is_low_open: bool = False
    is_high_open: bool = False
    choices: tuple[str, ...] = ()
    is_required: bool = False
    is_optional: bool = False
    """May be left without any value."""
    default: Any = None
    description: str = ""

    @property
    def option(self) -> str:
        """Its option at the command line."""
        return self.asked.option or f"--{self.name.replace('_', '-')}"

    @property
    def allowed(self) -> Sentence:
        """What is allowed, as the end of a sentence."""
        if self.choices:
            return Sentence("descriptions.one-of", choices=self.choices)
        if self.kind == "list":
            return Sentence("descriptions.so-many", least=self.low or 0, most=self.high or 0)
        if self.kind == "text":
            return Sentence("descriptions.characters", most=self.high or 0)
        if self.low is None or self.high is None:
            return Sentence("descriptions.any-number")
        ends = {"low": self._end(self.low), "high": self.asked.shown(self.high)}
        match self.is_low_open, self.is_high_open:
            case False, False if self.kind == "whole":
                return Sentence("descriptions.whole-range", **ends)
            case False, False:
                return Sentence("descriptions.range", **ends)
            case True, False:
                return Sentence("descriptions.range-above", **ends)
            case False, True:
                return Sentence("descriptions.range-below", **ends)
        return Sentence("descriptions.range-between", **ends)

    def _end(self, value: float) -> Any:
        """The lower end: without the unit, which the upper one has."""
        return self.asked.shown(value) if self.asked.is_share else value

    def refusal(self, found: Any) -> Sentence:
        """What to say of a value that is not allowed."""
        if self.kind == "list":
            n = len(found) if isinstance(found, list | tuple) else 0
            return Sentence("descriptions.too-many", label=self.asked.label, n=n, allowed=self.allowed)
        return Sentence(
            "descriptions.refused", label=self.asked.label, found=self.asked.shown(found), allowed=self.allowed
        )

    def missing(self) -> Sentence:
        """What to say where there is no value and must be one."""
        return Sentence("descriptions.missing", label=self.asked.label, allowed=self.allowed)


@cache
def limits(model: type[BaseModel]) -> Mapping[str, Limit]:
    """Field -> its limits, in the order of the description."""
    return types.MappingProxyType({name: _limit(name, field) for name, field in model.model_fields.items()})


def _limit(name: str, field: FieldInfo) -> Limit:
    asked = next((m for m in field.metadata if isinstance(m, Asked)), Asked(Sentence("descriptions.field", name=name)))
    one_of = next((m for m in field.metadata if isinstance(m, OneOf)), None)
    bare, is_optional = _bare(field.annotation)
    choices: Sequence[str] = get_args(bare) if get_origin(bare) is Literal else ()
    if one_of and not one_of.is_open:
        choices = one_of.names()
    ends: dict[str, Any] = {}
    for m in field.metadata:
        match m:
            case Ge():
                ends["low"] = m.ge
            case Gt():
                ends |= {"low": m.gt, "is_low_open": True}
            case Le():
                ends["high"] = m.le
            case Lt():
                ends |= {"high": m.lt, "is_high_open": True}
            case MaxLen():
                ends["high"] = m.max_length
            case MinLen():
                ends["low"] = m.min_length
    return Limit(
        name=name,
        kind="choice" if choices else _kind_of(field.annotation),
        asked=asked,
        choices=tuple(choices),
        is_required=field.is_required(),
        is_optional=is_optional,
        default=None if field.is_required() else field.get_default(call_default_factory=True, validated_data={}),
        description=field.description or "",
        **ends,
    )


def _bare(annotation: Any) -> tuple[Any, bool]:
    """The type without `| None`, and whether that was there."""
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [one for one in get_args(annotation) if one is not type(None)]
        if len(inner) == 1 < len(get_args(annotation)):
            return inner[0], True
    return annotation, False


def _kind_of(annotation: Any) -> Literal["number", "whole", "text", "list", "other"]:
    bare, _ = _bare(annotation)
    if get_origin(bare) is Annotated:
        bare = get_args(bare)[0]
    known: dict[Any, Any] = {float: "number", int: "whole", str: "text"}
    return known.get(bare) or ("list" if get_origin(bare) in (list, tuple) else "other")


def _no_bool(value: Any) -> Any:
    """A truth value is no number, though Python counts with it; as text it is refused with the field's sentence."""
    return str(value) if isinstance(value, bool) else value
