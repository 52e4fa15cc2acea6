"""The overdose model: what can be asked for, and a comparison of ways to give an antagonist. For professionals."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from beredd import overdose
from beredd.descriptions import on_site
from beredd.overdose import nitazenes
from beredd.overdose.catalogue import opioids_table, products_table, strategies_table
from beredd.web.accounts import policy
from beredd.web.accounts.errors import NotAllowed
from beredd.web.api.access import MUST_SIGN_IN, StartThrottle
from beredd.web.api.errors import refusals
from beredd.web.overdose.answers import answer, plane

PREFIX = "/overdose"
router = Router(tags=["overdose"])

ComparisonIn = on_site(overdose.Question, "ComparisonIn")
NitazenesIn = on_site(nitazenes.NitazeneQuestion, "NitazenesIn")


class ChoiceOut(Schema):
    """A product, opioid or strategy."""

    id: str
    name: str
    name_sv: str
    status: str
    """published: as in the published studies; fitted: to a label; beyond: not in the studies."""
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
    _admit(request)
    return [_choice(row) for row in products_table()]


@router.get("/opioids", response={200: list[ChoiceOut], **refusals(401, 403)}, auth=MUST_SIGN_IN)
def list_opioids(request: HttpRequest):
    """Opioids of the published model; nitazenes are a scenario of their own."""
    _admit(request)
    return [_choice(row) for row in opioids_table()]


@router.get("/strategies", response={200: list[ChoiceOut], **refusals(401, 403)}, auth=MUST_SIGN_IN)
def list_strategies(request: HttpRequest):
    """Ways of giving an antagonist."""
    _admit(request)
    return [_choice(row, "published" if row["published"] else "beyond") for row in strategies_table()]


@router.post(
    "/comparisons",
    response={200: dict[str, Any], **refusals(400, 401, 403, 422, 429)},
    auth=MUST_SIGN_IN,
    throttle=[StartThrottle()],
)
def compare(request: HttpRequest, payload: ComparisonIn):  # type: ignore[valid-type]
    """The answer and its run record. Nothing is stored. The first question to a server takes about a minute."""
    _admit(request)
    return overdose.document(answer(payload).result)


@router.post(
    "/nitazenes",
    response={200: dict[str, Any], **refusals(400, 401, 403, 422, 429)},
    auth=MUST_SIGN_IN,
    throttle=[StartThrottle()],
)
def compare_slower_opioids(request: HttpRequest, payload: NitazenesIn):  # type: ignore[valid-type]
    """Opioids slower than fentanyl at an equally deadly dose: a scenario without human data. Nothing is stored."""
    _admit(request)
    return nitazenes.document(plane(payload))
