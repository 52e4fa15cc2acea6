"""What a description is: a frozen, validated model whose refusals are sentences and whose limits can be read."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeVar

from annotated_types import Le, MaxLen
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from beredd.descriptions.errors import Fault, Refused
from beredd.descriptions.fields import Asked, Limit, OneOf, limits
from beredd.descriptions.numbers import read_number
from beredd.parameters import Parameter, Register, nearest
from beredd.parameters.errors import ParameterError
from beredd.provenance import canonical_json, fingerprint
from beredd.wording import Sentence


class Description(BaseModel):
    """What is asked. Whatever is wrong with it is one `Refused` with a fault for each field."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False)

    # Not for the type checker, which knows the fields by the model's own annotations.
    if not TYPE_CHECKING:

        def __init__(self, /, *values: Any, **given: Any):
            asked = {**dict(zip(type(self).model_fields, values, strict=False)), **given}
            # No database and no file of ours holds the character NUL.
            if nul := [name for name, value in asked.items() if _holds_nul(value)]:
                raise Refused(faults=[Fault(name, Sentence("descriptions.nul", name=name)) for name in nul])
            try:
                super().__init__(**asked)
            except ValidationError as error:
                raise Refused(faults=faults_of(error, type(self))) from None

    def __hash__(self) -> int:
        return hash(canonical_json(self.as_data()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Description) and self.as_data() == other.as_data()

    def as_data(self) -> dict[str, Any]:
        """All that is asked, JSON-ready and unrounded; the same class makes the same description of it again."""
        return self.model_dump(mode="json")

    def but(self, **changes: Any) -> Self:
        """The same with some fields changed, checked anew."""
        return type(self)(**{**self.as_data(), **changes})

    def as_file(self) -> str:
        """The text of a file that `read_question` takes."""
        return json.dumps(self.as_data(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    @property
    def fingerprint(self) -> str:
        """Equal for equal descriptions."""
        return fingerprint(self.as_data())


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, Mapping):
        return any(_holds_nul(inner) for pair in value.items() for inner in pair)
    return isinstance(value, list | tuple) and any(map(_holds_nul, value))


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """What pydantic found wrong, in our words. An unknown key first: it is often why another is missing."""
    found = list(_faults(error, model))
    return sorted(found, key=lambda fault: fault.sentence.code != "descriptions.unknown-field")


def _faults(error: ValidationError, model: type[BaseModel]) -> Iterator[Fault]:
    for one in error.errors(include_url=False):
        path = ".".join(str(part) for part in one["loc"])
        cause = one.get("ctx", {}).get("error")
        if isinstance(cause, Refused):
            yield from cause.within(path)
            continue
        limit = limits(model).get(str(one["loc"][0])) if one["loc"] else None
        yield Fault(path, _sentence(one, limit, model))


def _sentence(one: Any, limit: Limit | None, model: type[BaseModel]) -> Sentence:
    name = str(one["loc"][-1]) if one["loc"] else ""
    if one["type"] == "extra_forbidden":
        return Sentence("descriptions.unknown-field", name=name, hint=nearest(name, limits(model)))
    if limit is None:
        return Sentence("descriptions.unusable", name=name or model.__name__, reason=one["msg"])
    if one["type"] == "missing" or (one["input"] in ("", None) and limit.kind != "list"):
        return limit.missing()
    return limit.refusal(one["input"])


Model = TypeVar("Model", bound=Description)


@cache
def on_site(model: type[Model], name: str = "") -> type[Model]:
    """The description with the site's ceilings (`Asked.site_most`) in place of its own, where they are lower.

    name   what the API's description calls it
    """
    changed: dict[str, Any] = {}
    for key, limit in limits(model).items():
        field, most = model.model_fields[key], limit.asked.site_most
        metadata = [replace(m, is_open=False) if isinstance(m, OneOf) else m for m in field.metadata]
        if most is not None:
            ceiling = MaxLen(int(most)) if limit.kind == "list" else Le(most)
            metadata = [ceiling if isinstance(m, type(ceiling)) else m for m in metadata]
        if metadata != list(field.metadata):
            default = {} if limit.is_required else {"default": limit.default}
            changed[key] = (Annotated[field.annotation, *metadata], Field(description=field.description, **default))
    return create_model(
        name or model.__name__, __base__=model, __module__=model.__module__, __doc__=model.__doc__, **changed
    )


@dataclass(frozen=True)
class _Label:
    """What a parameter's own register calls it."""

    sv: str
    en: str

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.sv


def _is_share(parameter: Parameter) -> bool:
    return parameter.unit.startswith("share")


def limit_of(parameter: Parameter) -> Limit:
    """A parameter that takes overrides, as a field of a description."""
    low, high = parameter.ends
    label = _Label(parameter.label_sv, parameter.label_en)
    asked = Asked(Sentence("descriptions.field", name=label), is_share=_is_share(parameter))
    kind: Any = "whole" if parameter.integer else "number"
    return Limit(name=parameter.name, kind=kind, asked=asked, low=low, high=high, default=parameter.value)


def overrides_of(register: Register, given: Mapping[str, Any]) -> dict[str, float]:
    """Values of parameters as the register takes them, by name; what it does not take is a fault at that name."""
    values, faults = {}, []
    for name in sorted(given):
        value = given[name]
        if isinstance(value, str):
            value = read_number(value, is_share=name in register and _is_share(register[name]))
        parameter = register.get(name)
        if parameter is not None and parameter.range is not None and not parameter.allows(value):
            faults.append(Fault(name, limit_of(parameter).refusal(value)))
            continue
        try:
            values[name] = register.resolve({name: value})[name]
        except ParameterError as error:
            faults.append(Fault(name, error.sentence))
    if faults:
        raise Refused(faults=faults)
    return values
