"""Exercise plans and programmes as data. A running exercise is the room `play`'s."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from beredd.exercises.errors import UnknownPlan
from beredd.exercises.workbook import plain_data
from beredd.web.accounts import policy
from beredd.web.api.access import MUST_SIGN_IN, OPEN, OPTIONAL
from beredd.web.api.errors import refusals
from beredd.web.exercises import shelf

PREFIX = "/exercises"
router = Router(tags=["exercises"])


class PlanRow(Schema):
    """A plan in the list: what it is about, not what happens in it."""

    id: str
    name: str
    version: int
    status: str
    summary: str
    programme: str
    modes: list[str]
    preparedness: str
    information_class: str
    scenario: str


@router.get("/plans", response={200: list[PlanRow], **refusals(401, 403)}, auth=OPEN, openapi_extra=OPTIONAL)
def plans(request: HttpRequest):
    """Every plan in its newest version; drafts that are made on the site for those who are signed in."""
    may_read = policy.may_read_plans(request.user)
    return [
        PlanRow(
            id=one.plan.id,
            name=one.plan.name,
            version=one.plan.version,
            status=one.plan.status,
            summary=one.plan.summary,
            programme=one.plan.programme,
            modes=list(one.plan.modes),
            preparedness=one.plan.preparedness,
            information_class=one.plan.information_class,
            scenario=one.plan.scenario.id,
        )
        for one in shelf.latest().values()
        if may_read or one.row is None
    ]


@router.get("/plans/{id}", response={200: dict[str, Any], **refusals(401, 403, 404, 422)}, auth=MUST_SIGN_IN)
def plan(request: HttpRequest, id: str, version: int | None = None):
    """A plan with everything in it, in that version or the newest. The fields: docs/reference/exercise-plans.md."""
    one = shelf.version_of(id, version)
    if one is None:
        raise UnknownPlan("exercises.no-plan", id=id, known=tuple(shelf.latest()))
    return plain_data(one.plan)


@router.get(
    "/programmes", response={200: list[dict[str, Any]], **refusals(401, 403)}, auth=OPEN, openapi_extra=OPTIONAL
)
def programmes(request: HttpRequest):
    """Programmes of several years: abilities, occasions, meetings and what they agreed."""
    return [plain_data(one) for one, _revision in shelf.programmes().values()]
