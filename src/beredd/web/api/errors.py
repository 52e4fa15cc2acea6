"""How the API says no: one shape for every error."""

from typing import Any

from django.http import Http404
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError, ValidationErrorContext

from beredd.descriptions import Refused
from beredd.errors import BereddError
from beredd.wording import say


class Fault(Schema):
    """One thing that is wrong with what was sent."""

    field: str
    message: str


class Refusal(Schema):
    """Why a request was refused: a sentence, and the fields when they can be named."""

    detail: str
    faults: list[Fault] = []


def refusals(*codes: int) -> dict[int, type[Refusal]]:
    """The declaration of an operation's error answers."""
    return dict.fromkeys(codes, Refusal)


_STATUS = {"not_found": 404, "not_allowed": 403, "conflict": 409, "unavailable": 503}


def status_of(error: BereddError) -> int:
    """The code for a refusal: by its kind; what is invalid is 422 where a field is named, else 400."""
    return _STATUS.get(error.kind) or (422 if error.field else 400)


REFUSED = "refused"
"""The type of a fault whose words are a description's own."""


def spelt_out(contexts: list[ValidationErrorContext], usual: ValidationError) -> ValidationError:
    """Ninja's error for what was sent, with the faults that a description names in the description's words."""
    found: list[dict[str, Any]] = []
    whole = [one for context in contexts for one in context.pydantic_validation_error.errors(include_url=False)]
    for fault, one in zip(usual.errors, whole, strict=True):
        cause = one.get("ctx", {}).get("error")
        if isinstance(cause, Refused):
            found += [
                {"type": REFUSED, "loc": (*fault["loc"], *inner.field.split(".")), "msg": str(inner)}
                for inner in cause.faults
            ]
        else:
            found.append(fault)
    return ValidationError(found)


def install(api: NinjaAPI) -> None:
    """Makes every error of ours an answer of that shape."""

    @api.exception_handler(ValidationError)
    def invalid(request, error):
        faults = [
            {"field": ".".join(str(part) for part in fault["loc"][1:] if part != "payload"), "message": fault["msg"]}
            for fault in error.errors
        ]
        said = [fault["msg"] for fault in error.errors if fault["type"] == REFUSED]
        detail = "\n".join(said) or say("api.wrong-schema")
        return api.create_response(request, {"detail": detail, "faults": faults}, status=422)

    @api.exception_handler(HttpError)
    def refused(request, error):
        return api.create_response(request, {"detail": str(error), "faults": []}, status=error.status_code)

    @api.exception_handler(Http404)
    def absent(request, error):
        return api.create_response(request, {"detail": str(error) or say("api.nothing-here"), "faults": []}, status=404)

    @api.exception_handler(BereddError)
    def known(request, error):
        if isinstance(error, Refused):
            faults = [{"field": fault.field, "message": str(fault)} for fault in error.faults]
        else:
            faults = [{"field": error.field, "message": str(error)}] if error.field else []
        return api.create_response(request, {"detail": str(error), "faults": faults}, status=status_of(error))
