"""Every change of a run: keyword-only, `by=`, one transaction, its event and its line in the audit log."""

import math
import secrets
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from beredd.web.accounts import policy
from beredd.web.accounts.models import Organisation, User
from beredd.web.audit.actions import record as log
from beredd.web.jobs import actions as jobs
from beredd.web.jobs.kinds import kind_of as job_kind
from beredd.web.jobs.models import OPEN_STATES, Job, State
from beredd.web.jobs.queue import expected_s
from beredd.web.runs.errors import RunConflict, RunNotAllowed, RunTooLong
from beredd.web.runs.files import write_files
from beredd.web.runs.kinds import RunKind, kind_of
from beredd.web.runs.models import Run, RunEvent

_STATE_AFTER = {
    RunEvent.Kind.QUEUED: State.QUEUED,
    RunEvent.Kind.REQUEUED: State.QUEUED,
    RunEvent.Kind.STARTED: State.RUNNING,
    RunEvent.Kind.FINISHED: State.DONE,
    RunEvent.Kind.FAILED: State.FAILED,
    RunEvent.Kind.CANCELLED: State.CANCELLED,
    RunEvent.Kind.LOST: State.LOST,
}


@transaction.atomic
def queue_run(
    *,
    by: User | None,
    kind: str,
    spec: dict[str, Any],
    topic: str = "",
    title: str = "",
    text: str = "",
    organisation: Organisation | None = None,
    is_demo: bool = False,
) -> Run:
    """A new run in the queue; `spec` has been checked by the kind's room. `text` is what the log says of it.

    `by=None` is the program itself, seeding the demonstration.
    """
    known = kind_of(kind)
    if by is not None and not policy.may_start_run(by, organisation):
        raise RunNotAllowed("runs.start-not-allowed")
    units = known.units_of(spec) if known.units_of else None
    rate_key = known.rate_key_of(spec)
    _require_time(known, units, rate_key)
    if by is not None:
        _require_turns(by, organisation)
    spec_hash = hash_of(known.schema, spec)
    run = Run.objects.create(
        id=free_id(spec_hash),
        kind=kind,
        title=title,
        topic=topic,
        spec=spec,
        spec_schema=known.schema,
        spec_hash=spec_hash,
        is_demo=is_demo and by is None,
        created_by=by,
        organisation=organisation,
    )
    requester = f"user:{by.pk}" if by else ""
    account = f"organisation:{organisation.pk}" if organisation else requester
    job = jobs.enqueue(
        kind=kind,
        payload=spec,
        run_id=run.pk,
        account=account,
        requester=requester,
        units=units,
        rate_key=rate_key,
    )
    Run.objects.filter(pk=run.pk).update(job=job)
    run.refresh_from_db()
    log(by=by, what=known.log("started"), target=run.pk, text=text, run_id=run.pk)
    return run


def _require_time(kind: RunKind, units: float | None, rate_key: str) -> None:
    """Refuse what cannot end within the time that a run may take, by what runs that are done have taken."""
    seconds, limit_s = expected_s(kind.name, rate_key, units), job_kind(kind.name).time_limit.total_seconds()
    if seconds is None or units is None or seconds <= limit_s:
        return
    most = math.floor(units * limit_s / seconds)
    raise RunTooLong(
        "runs.too-long", field="replicates", units=round(units), most=most, hours=seconds / 3600, limit=limit_s / 3600
    )


def _require_turns(by: User, organisation: Organisation | None) -> None:
    """Refuse a run of who, or whose organisation, has as many waiting and running as may be."""
    # The rows are the lock: two windows of one person, or two colleagues, cannot both take the last place.
    User.objects.select_for_update().get(pk=by.pk)
    is_open = Run.objects.filter(state__in=OPEN_STATES)
    if is_open.filter(created_by=by).count() >= settings.MOST_OPEN_PER_PERSON:
        raise RunConflict("runs.turns-of-person", most=settings.MOST_OPEN_PER_PERSON)
    if organisation is not None:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if is_open.filter(organisation=organisation).count() >= settings.MOST_OPEN_PER_ORGANISATION:
            raise RunConflict("runs.turns-of-organisation", most=settings.MOST_OPEN_PER_ORGANISATION)


@transaction.atomic
def save_run(
    *,
    by: User,
    kind: str,
    record: dict[str, Any],
    summary: dict[str, Any],
    files: dict[str, bytes],
    topic: str = "",
    title: str = "",
    organisation: Organisation | None = None,
    is_private: bool = False,
) -> Run:
    """A run of an answer that is there already, with its files; the same question is the same run.

    Same are question, inputs, engine and program, for the organisation or, where there is none, for the person. A run
    of it that was removed is there again. A private run is its owner's alone.

    record   `provenance.Record` of the answer: what was asked, of which inputs, what came out
    """
    from beredd.provenance import fingerprint

    known = kind_of(kind)
    if not (policy.may_save_answer(by) and known.is_open_to(by)):
        raise RunNotAllowed("runs.save-not-allowed")
    if is_private:
        organisation = None
    spec, made_by = record["question"], {name: record[name] for name in ("inputs", "engine", "version")}
    whose = f"organisation {organisation.pk}" if organisation else f"user {by.pk}"
    key = fingerprint({"kind": kind, "spec": spec, "whose": whose, **made_by})
    # The person's row is the lock: two windows of one person cannot both take the last place.
    User.objects.select_for_update().get(pk=by.pk)
    if (found := _saved_before(by, key)) is not None:
        return found
    _require_room(by, known)
    spec_hash, now = hash_of(known.schema, spec), timezone.now()
    try:
        with transaction.atomic():
            run = Run.objects.create(
                id=free_id(spec_hash),
                kind=kind,
                title=title,
                topic=topic,
                spec=spec,
                spec_schema=known.schema,
                spec_hash=spec_hash,
                key=key,
                is_private=is_private,
                created_by=by,
                organisation=organisation,
                state=State.DONE,
                created_at=now,
                finished_at=now,
                summary=summary,
                record=record,
                engine=record["engine"],
                fingerprint=record["result"],
            )
    except IntegrityError:
        # A colleague saved the same in this moment.
        return Run.objects.get(key=key)
    append_event(run=run, kind=RunEvent.Kind.SAVED, data={"fingerprint": record["result"]})
    log(by=by, what=known.log("saved"), target=run.pk, text=topic, run_id=run.pk)
    write_files(run.folder, files)
    return run


def _saved_before(by: User, key: str) -> Run | None:
    run = Run.objects.select_for_update().filter(key=key).first()
    if run is not None and run.removed_at is not None:
        run.removed_at = None
        run.save(update_fields=["removed_at"])
        append_event(run=run, kind=RunEvent.Kind.RESTORED)
        log(by=by, what=kind_of(run.kind).log("restored"), target=run.pk, run_id=run.pk)
    return run


def _require_room(by: User, kind: RunKind) -> None:
    most = kind.most_per_person
    if most is not None and Run.objects.of_kind(kind.name).present().filter(created_by=by).count() >= most:
        raise RunConflict("runs.too-many", most=most)


def hash_of(schema: str, spec: dict[str, Any]) -> str:
    """Fingerprint of what is asked, its schema included."""
    from beredd.provenance import fingerprint

    return fingerprint({"schema": schema, **spec})


def free_id(spec_hash: str) -> str:
    """An id `k-…` that no run has."""
    from beredd.provenance import fingerprint

    while True:
        candidate = "k-" + fingerprint(spec_hash + secrets.token_hex(8))[:6]
        if not Run.objects.filter(pk=candidate).exists():
            return candidate


@transaction.atomic
def append_event(*, run: Run, kind: RunEvent.Kind, data: dict[str, Any] | None = None) -> RunEvent:
    """The run's next event. The run's row is locked, so that two processes cannot take one number."""
    Run.objects.select_for_update().only("pk").get(pk=run.pk)
    last = RunEvent.objects.filter(run=run).aggregate(last=Max("number"))["last"] or 0
    return RunEvent.objects.create(run=run, number=last + 1, kind=kind, data=data or {})


@transaction.atomic
def cancel_run(*, by: User, run: Run) -> Run:
    """A waiting run ends at once, a running one within seconds; what it had written is thrown away."""
    if not policy.may_cancel_run(by, run):
        raise RunNotAllowed("runs.cancel-not-allowed")
    if run.job is None or not jobs.cancel(job=run.job):
        run.refresh_from_db()
        raise RunConflict("runs.cannot-cancel", run=run.pk, state=run.get_state_display())
    log(by=by, what=kind_of(run.kind).log("cancelled"), target=run.pk, run_id=run.pk)
    run.refresh_from_db()
    return run


@transaction.atomic
def remove_run(*, by: User, run: Run) -> Run:
    """Hides an ended run from everyone. It can be restored until the sweep takes it and its files."""
    if not policy.may_delete_run(by, run):
        raise RunNotAllowed("runs.remove-not-allowed")
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.is_open:
        raise RunConflict("runs.still-open", run=run.pk)
    if run.removed_at is not None:
        return run
    run.removed_at = timezone.now()
    run.save(update_fields=["removed_at"])
    append_event(run=run, kind=RunEvent.Kind.REMOVED)
    what = f"{run.topic} {run.spec_hash}".strip()
    log(by=by, what=kind_of(run.kind).log("deleted"), target=run.pk, text=what, run_id=run.pk)
    return run


@transaction.atomic
def restore_run(*, by: User, run: Run) -> Run:
    """Undoes the removal of a run that the sweep has not taken yet."""
    if not policy.may_delete_run(by, run):
        raise RunNotAllowed("runs.restore-not-allowed")
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.removed_at is None:
        return run
    run.removed_at = None
    run.save(update_fields=["removed_at"])
    append_event(run=run, kind=RunEvent.Kind.RESTORED)
    log(by=by, what=kind_of(run.kind).log("restored"), target=run.pk, run_id=run.pk)
    return run


def note_job_change(job: Job, event: str, data: dict) -> None:
    """Appends the event and folds it into the run; runs in the transaction of the job's change."""
    run = Run.objects.select_for_update().filter(pk=job.run_id).first()
    if run is None:
        return
    kind = RunEvent.Kind(event)
    summary = data.get("summary")
    told = {key: value for key, value in data.items() if key != "summary"}
    if summary:
        told["fingerprint"] = summary.get("fingerprint", "")
    append_event(run=run, kind=kind, data=told)
    run.state = _STATE_AFTER[kind]
    run.reason, run.error, run.refusal = job.reason, job.error, job.refusal
    if kind == RunEvent.Kind.STARTED:
        run.started_at = timezone.now()
    if not run.is_open:
        run.finished_at = job.finished_at
        log(by=None, what=kind_of(run.kind).log(event), target=run.pk, text=job.error, run_id=run.pk)
    if summary:
        run.summary, run.fingerprint = summary, str(summary.get("fingerprint", ""))
        run.engine = str(run.provenance.get("engine", ""))
    run.save()
