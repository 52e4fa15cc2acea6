"""Naloxone need: a plan for a table that is sent along and not kept."""

import csv
import io
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from beredd.web.api.access import MUST_SIGN_IN, StartThrottle
from beredd.web.api.errors import refusals

router = Router(tags=["need"])
NAME = "rows"
MOST_ROWS = 1000
MOST_DRAWS = 2000


class AreaIn(Schema):
    """One area and sex; `kits_*` are kits handed out per year."""

    model_config = ConfigDict(extra="forbid")

    county_code: str = Field(..., max_length=20)
    county: str = Field(..., max_length=80)
    sex: Literal["men", "women"]
    population: float = Field(..., gt=0, le=1e9)
    at_risk: float = Field(..., ge=0.1, le=1e9)
    opioid_deaths: float = Field(..., ge=0, le=1e6)
    case_fatality_p0: float | None = Field(None, ge=1e-6, le=1)
    case_fatality_p1: float | None = Field(None, ge=1e-6, le=1)
    kits_community: float = Field(0, ge=0, le=1e9)
    kits_pharmacy: float = Field(0, ge=0, le=1e9)
    kits_prescriber: float = Field(0, ge=0, le=1e9)


class PlanIn(Schema):
    """What to plan. Without a budget, as many kits as the target takes."""

    model_config = ConfigDict(extra="forbid")

    rows: list[AreaIn] = Field(..., min_length=1, max_length=MOST_ROWS)
    target: float = Field(0.8, gt=0, lt=1)
    budget: float | None = Field(None, ge=0, le=1e9, description="Kits in circulation, those already out included.")
    equity: Literal["efficient", "proportional", "max-min", "women-at-least-men", "floor"] = "efficient"
    floor: float | None = Field(None, ge=0, lt=1, description="Least availability in every row, with equity `floor`.")
    mixing: Literal["identity", "holders", "even"] = "holders"
    scenario: Literal["none", "nitazene", "nitazene-severe"] = "none"
    unwitnessed: float | None = Field(None, ge=0.45, le=0.95, description="Share of deaths without a witness.")
    overrides: dict[str, float] = Field(default_factory=dict, description="Parameter name -> value in its range.")
    draws: int = Field(1000, ge=0, le=MOST_DRAWS)
    seed: int = Field(1, ge=0, lt=1 << 32)


@router.post(
    "/need/plan",
    response={200: dict[str, Any], **refusals(400, 401, 403, 422, 429)},
    auth=MUST_SIGN_IN,
    throttle=[StartThrottle()],
)
def plan_need(request: HttpRequest, payload: PlanIn):
    """Plan naloxone kits by area and sex. The answer is described in docs/reference/need-plan.md."""
    from beredd.need import Question, parse_table
    from beredd.web.need.answers import plan_of

    asked = payload.dict()
    rows = asked.pop("rows")
    asked["mode"] = asked.pop("equity")
    question = Question(**asked)
    return plan_of(parse_table(_as_csv(rows), name=NAME), question).found


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
