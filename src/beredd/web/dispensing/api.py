"""Scenarios, networks, parameters and runs of the dispensing chain."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, Path, Query, Router, Schema, Status

from beredd.web.accounts.models import Organisation
from beredd.web.api.access import MUST_SIGN_IN, OPEN, OPTIONAL, StartThrottle
from beredd.web.api.errors import refusals
from beredd.web.dispensing import actions, catalogue
from beredd.web.dispensing.internal import may_see, summary_for
from beredd.web.dispensing.kind import DISPENSING_RUN
from beredd.web.dispensing.spec import ASKED
from beredd.web.downloads import file_answer
from beredd.web.jobs.models import State
from beredd.web.runs.access import readable_run
from beredd.web.runs.actions import cancel_run as cancel
from beredd.web.runs.actions import remove_run
from beredd.web.runs.errors import RunConflict, RunNotAllowed
from beredd.web.runs.models import Run
from beredd.wording import say

router = Router(tags=["dispensing"])

RUN_ID = Path(..., pattern=r"^k-[0-9a-f]{6}$", description="For example k-2f1a9c.")
FILE_NAME = Path(..., pattern=r"^[a-z0-9_]{1,60}\.(parquet|json)$", description="For example day_national.parquet.")
_FILE = re.compile(r"[a-z0-9_]{1,60}\.(parquet|json)")
_TYPES = {"parquet": "application/vnd.apache.parquet", "json": "application/json"}


class ScenarioOut(Schema):
    """A scenario; `event` and `parameters` are as in a scenario file."""

    id: str
    name_sv: str
    name_en: str
    summary_sv: str
    summary_en: str
    assumed_sv: str
    assumed_en: str
    not_carried_sv: str = ""
    not_carried_en: str = ""
    would_change_sv: str = ""
    would_change_en: str = ""
    state: str
    network: str
    start: str
    days: int
    rules: str | None
    backtest: bool
    parameters: dict[str, float]
    event: list[dict[str, Any]]
    sources: list[str]
    fingerprint: str


class ParameterOut(Schema):
    """A parameter with unit, source and how sure it is."""

    name: str
    value: float
    unit: str
    label_sv: str
    label_en: str
    source: str
    confidence: Literal["found", "derived", "secondary", "estimated", "chosen"]
    range: tuple[float, float]
    why: str
    integer: bool
    studio: bool


class NetworkOut(Schema):
    """A network that runs may use."""

    id: str
    name_sv: str
    name_en: str


class RunIn(ASKED):  # type: ignore[misc, valid-type]
    """What to run. Unknown keys are refused: a misspelt parameter never means the default."""

    title: Annotated[str, Field(max_length=120)] = ""
    organisation: Annotated[
        str | None, Field(max_length=60, description="Short name of an organisation you belong to.")
    ] = None


class RunOut(Schema):
    """A run: what was asked, where it is, and what came out."""

    id: str
    title: str
    scenario: str = Field(..., alias="topic", serialization_alias="scenario")
    spec: dict[str, Any]
    spec_schema: str
    spec_hash: str
    state: Literal["queued", "running", "done", "failed", "cancelled", "lost"]
    percent: int
    reason: str
    explanation: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    is_demo: bool
    fingerprint: str
    provenance: dict[str, Any]


class RunsOut(Schema):
    """A page of runs, newest first, and how many there are."""

    count: int
    runs: list[RunOut]


class EventOut(Schema):
    """Something that happened to a run."""

    number: int
    at: datetime
    kind: str
    schema_: str = Field(..., alias="schema", serialization_alias="schema")
    data: dict[str, Any]


class FileOut(Schema):
    """A file of a result."""

    name: str
    bytes: int
    url: str


@router.get("/scenarios", response={200: list[ScenarioOut], **refusals(401, 403)}, auth=OPEN, openapi_extra=OPTIONAL)
def list_scenarios(request: HttpRequest):
    """The scenarios of the package."""
    return catalogue.scenarios()


@router.get(
    "/scenarios/{scenario_id}",
    response={200: ScenarioOut, **refusals(401, 403, 404, 422)},
    auth=OPEN,
    openapi_extra=OPTIONAL,
)
def get_scenario(request: HttpRequest, scenario_id: str = Path(..., max_length=80)):
    """One scenario."""
    found = catalogue.scenario(scenario_id)
    if found is None:
        raise Http404(say("api.no-scenario", found=scenario_id))
    return found


@router.get("/parameters", response={200: list[ParameterOut], **refusals(401, 403)}, auth=OPEN, openapi_extra=OPTIONAL)
def list_parameters(request: HttpRequest):
    """The parameter register of the dispensing chain."""
    return catalogue.parameters()


@router.get("/networks", response={200: list[NetworkOut], **refusals(401, 403)}, auth=OPEN, openapi_extra=OPTIONAL)
def list_networks(request: HttpRequest):
    """The networks that runs may use."""
    return catalogue.networks()


def _run(request, run_id: str) -> Run:
    return readable_run(request.auth, run_id, kind=DISPENSING_RUN.name)


@router.get("/runs", response={200: RunsOut, **refusals(401, 403, 422)}, auth=OPEN, openapi_extra=OPTIONAL)
def list_runs(
    request: HttpRequest,
    scenario: str | None = Query(None, max_length=80),
    state: State | None = None,
    limit: int = Query(20, ge=1, le=100),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """Runs that the caller may read, newest first."""
    found = Run.objects.of_kind(DISPENSING_RUN.name).readable_by(request.auth)
    if scenario:
        found = found.filter(topic=scenario)
    if state:
        found = found.filter(state=state)
    return {"count": found.count(), "runs": found[offset : offset + limit].with_jobs()}


@router.post(
    "/runs",
    response={201: RunOut, **refusals(400, 401, 403, 404, 409, 422, 429)},
    auth=MUST_SIGN_IN,
    throttle=[StartThrottle()],
)
def create_run(request: HttpRequest, payload: RunIn):
    """Put a run in the queue."""
    asked = payload.as_data()
    slug = asked.pop("organisation")
    organisation = get_object_or_404(Organisation, slug=slug) if slug else None
    return Status(201, actions.start_run(by=request.auth, organisation=organisation, **asked))


@router.get("/runs/{run_id}", response={200: RunOut, **refusals(401, 403, 404, 422)}, auth=OPEN, openapi_extra=OPTIONAL)
def get_run(request: HttpRequest, run_id: str = RUN_ID):
    """One run, with progress."""
    return _run(request, run_id)


@router.post("/runs/{run_id}/cancel", response={200: RunOut, **refusals(401, 403, 404, 409, 422)}, auth=MUST_SIGN_IN)
def cancel_run(request: HttpRequest, run_id: str = RUN_ID):
    """Cancel a run that waits or runs; a running one ends within seconds."""
    return cancel(by=request.auth, run=_run(request, run_id))


@router.delete("/runs/{run_id}", response={204: None, **refusals(401, 403, 404, 409, 422)}, auth=MUST_SIGN_IN)
def delete_run(request: HttpRequest, run_id: str = RUN_ID):
    """Remove an ended run and its files."""
    remove_run(by=request.auth, run=_run(request, run_id))
    return Status(204, None)


@router.get(
    "/runs/{run_id}/events",
    response={200: list[EventOut], **refusals(401, 403, 404, 422)},
    auth=OPEN,
    openapi_extra=OPTIONAL,
)
def list_events(request: HttpRequest, run_id: str = RUN_ID):
    """What has happened to the run, in order."""
    return [
        {"number": event.number, "at": event.at, "kind": event.kind, "schema": event.schema, "data": event.data}
        for event in _run(request, run_id).events.order_by("number")
    ]


def _finished(request, run_id: str) -> Run:
    run = _run(request, run_id)
    if run.state != State.DONE:
        raise RunConflict("runs.no-result", run=run_id, state=run.get_state_display())
    return run


@router.get(
    "/runs/{run_id}/kpi",
    response={200: dict[str, Any], **refusals(401, 403, 404, 409, 422)},
    auth=OPEN,
    openapi_extra=OPTIONAL,
)
def get_kpi(request: HttpRequest, run_id: str = RUN_ID):
    """The run's summary: key figures, ledger, fingerprint and provenance; the counties in `lead` for the signed in."""
    return summary_for(request.auth, _finished(request, run_id).summary or {})


@router.get(
    "/runs/{run_id}/files",
    response={200: list[FileOut], **refusals(401, 403, 404, 409, 422)},
    auth=OPEN,
    openapi_extra=OPTIONAL,
)
def list_files(request: HttpRequest, run_id: str = RUN_ID):
    """The result's files, described in docs/reference/dispensing-results.md; those of places for the signed in."""
    run = _finished(request, run_id)
    if not run.folder.is_dir():
        return []
    return [
        {
            "name": path.name,
            "bytes": path.stat().st_size,
            "url": reverse("api-v1:get_file", args=[run.pk, path.name]),
        }
        for path in sorted(run.folder.iterdir())
        if _FILE.fullmatch(path.name) and may_see(request.auth, path.name)
    ]


@router.get(
    "/runs/{run_id}/files/{name}",
    response={200: bytes, **refusals(401, 403, 404, 409, 422)},
    auth=OPEN,
    openapi_extra={
        **OPTIONAL,
        "responses": {
            200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
        },
    },
)
def get_file(request: HttpRequest, run_id: str = RUN_ID, name: str = FILE_NAME):
    """One file of the result; those of places, which rank weak points, for the signed in alone."""
    path = _finished(request, run_id).folder / name
    if not path.is_file():
        raise Http404(say("runs.no-file", run=run_id, file=name))
    if not may_see(request.auth, name):
        raise RunNotAllowed("runs.places-not-allowed", file=name)
    return file_answer(request, path, content_type=_TYPES[path.suffix[1:]], filename=f"{run_id}-{name}")
