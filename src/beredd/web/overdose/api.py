"""The overdose model: what can be asked for, and a comparison of ways to give an antagonist. For professionals."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from beredd.web.accounts import policy
from beredd.web.accounts.errors import NotAllowed
from beredd.web.api.access import MUST_SIGN_IN, StartThrottle
from beredd.web.api.errors import refusals

PREFIX = "/overdose"
router = Router(tags=["overdose"])

MAX_SUBJECTS, MAX_ARMS, MAX_SEED = 2000, 4, 2**53 - 1


class ArmIn(Schema):
    """One way of giving one product; the delay counts from breathing below 40 % of its resting value."""

    model_config = ConfigDict(extra="forbid")

    antagonist: str = Field(..., max_length=40, description="A product's id, or iv-…mg.")
    strategy: str = Field("1-dose", max_length=40)
    delay_s: float = Field(60.0, ge=5, le=1800)


class ComparisonIn(Schema):
    """A question to the population. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")

    opioid: str = Field(..., max_length=40)
    dose_mg: float = Field(..., gt=0, le=50, description="Intravenous dose in mg.")
    subject: Literal["chronic", "naive"] = "chronic"
    arms: list[ArmIn] = Field(default_factory=list, max_length=MAX_ARMS)
    n: int = Field(200, ge=1, le=MAX_SUBJECTS)
    seed: int = Field(1, ge=0, le=MAX_SEED)


class ChoiceOut(Schema):
    """A product, opioid or strategy."""

    id: str
    name: str
    name_sv: str
    status: str
    """published: as in the published studies; fitted: to a label; scenario: a sweep; beyond: not in the studies."""
    details: dict[str, Any]


def _admit(request: HttpRequest) -> None:
    if not policy.may_use_lab(request.auth):
        raise NotAllowed("accounts.lab-not-allowed")


def _choice(row: dict[str, Any], status: str = "") -> dict[str, Any]:
    known = ("id", "name", "name_sv", "status")
    return {
        "id": row["id"],
        "name": row["name"],
        "name_sv": row["name_sv"],
        "status": status or row["status"],
        "details": {key: value for key, value in row.items() if key not in known},
    }


@router.get("/products", response={200: list[ChoiceOut], **refusals(401, 403)}, auth=MUST_SIGN_IN)
def list_antagonists(request: HttpRequest):
    """Antagonist products; a label-fitted one with its label's figures and those of each curve."""
    from beredd.overdose.catalogue import products_table

    _admit(request)
    return [_choice(row) for row in products_table()]


@router.get("/opioids", response={200: list[ChoiceOut], **refusals(401, 403)}, auth=MUST_SIGN_IN)
def list_opioids(request: HttpRequest):
    """Opioids; nitazenes only as a scenario sweep."""
    from beredd.overdose.catalogue import opioids_table

    _admit(request)
    return [_choice(row) for row in opioids_table()]


@router.get("/strategies", response={200: list[ChoiceOut], **refusals(401, 403)}, auth=MUST_SIGN_IN)
def list_strategies(request: HttpRequest):
    """Ways of giving an antagonist."""
    from beredd.overdose.catalogue import strategies_table

    _admit(request)
    return [_choice(row, "published" if row["published"] else "beyond") for row in strategies_table()]


@router.post(
    "/comparisons",
    response={200: dict[str, Any], **refusals(400, 401, 403, 422, 429)},
    auth=MUST_SIGN_IN,
    throttle=[StartThrottle()],
)
def compare(request: HttpRequest, payload: ComparisonIn):
    """The answer and its run record. Nothing is stored. The first question to a server takes about a minute."""
    from beredd.overdose import Arm, Question
    from beredd.web.overdose.answers import answer
    from beredd.web.overdose.records import record_of

    _admit(request)
    asked = payload.dict()
    arms = tuple(Arm(**arm) for arm in asked.pop("arms"))
    return record_of(answer(Question(arms=arms, **asked)))
