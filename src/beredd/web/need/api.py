"""Naloxone need: a plan for a table that is sent along and not kept."""

import csv
import io
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from beredd import need
from beredd.descriptions import Asked, Description, on_site
from beredd.web.api.access import MUST_SIGN_IN, StartThrottle
from beredd.web.api.errors import refusals
from beredd.web.need.answers import plan_of
from beredd.wording import Sentence

router = Router(tags=["need"])
NAME = "rows"
MOST_ROWS = 1000


class AreaIn(Description):
    """One area and sex; `kits_*` are kits handed out per year. `at_risk` may be left out with `at_risk_total`."""

    county_code: Annotated[str, Field(max_length=20)]
    county: Annotated[str, Field(max_length=80)]
    sex: Literal["men", "women"]
    population: Annotated[float, Field(gt=0, le=1e9)]
    at_risk: Annotated[float | None, Field(ge=0.1, le=1e9)] = None
    opioid_deaths: Annotated[float, Field(ge=0, le=1e6)]
    case_fatality_p0: Annotated[float | None, Field(ge=1e-6, le=1)] = None
    case_fatality_p1: Annotated[float | None, Field(ge=1e-6, le=1)] = None
    kits_community: Annotated[float, Field(ge=0, le=1e9)] = 0
    kits_pharmacy: Annotated[float, Field(ge=0, le=1e9)] = 0
    kits_prescriber: Annotated[float, Field(ge=0, le=1e9)] = 0


class PlanIn(on_site(need.Question)):  # type: ignore[misc]
    """What to plan, and for whom. Without a budget, as many kits as the target takes."""

    rows: Annotated[list[AreaIn], Field(min_length=1, max_length=MOST_ROWS), Asked(Sentence("need.rows"))]


@router.post(
    "/need/plan",
    response={200: dict[str, Any], **refusals(400, 401, 403, 422, 429, 503)},
    auth=MUST_SIGN_IN,
    throttle=[StartThrottle()],
)
def plan_need(request: HttpRequest, payload: PlanIn):
    """Plan naloxone kits by area and sex. The answer is described in docs/reference/need-plan.md."""
    asked = payload.as_data()
    rows = asked.pop("rows")
    question = need.Question(**asked)
    table = need.parse_table(_as_csv(rows), name=NAME, at_risk_required=question.at_risk_total is None)
    return plan_of(table, question).found


def _as_csv(rows: list[dict[str, Any]]) -> bytes:
    """The rows as the file that people send, so that one reader judges both."""
    # A sheet without kits differs from one that says 0: columns that nobody fills in are left out.
    columns = [name for name in AreaIn.model_fields if any(row[name] not in (None, 0) for row in rows)]
    columns += [name for name in ("opioid_deaths",) if name not in columns]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(
        [
            "" if row[name] is None else repr(row[name]) if isinstance(row[name], float) else row[name]
            for name in columns
        ]
        for row in rows
    )
    return out.getvalue().encode()
