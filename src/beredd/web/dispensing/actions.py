"""Every change of a run: keyword-only, `by=`, one transaction, its event and its line in the audit log."""

import secrets
import shutil

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beredd.web.accounts import policy
from beredd.web.accounts.models import Organisation, User
from beredd.web.audit.actions import record
from beredd.web.dispensing.errors import RunConflict, RunNotAllowed
from beredd.web.dispensing.models import SPEC_SCHEMA, Run, RunEvent
from beredd.web.dispensing.spec import check_spec
from beredd.web.jobs import actions as jobs
from beredd.web.jobs.kinds import Kind
from beredd.web.jobs.models import Job, State

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
def start_run(
    *,
    by: User | None,
    scenario: str,
    days: int,
    seed: int,
    replicates: int = 1,
    network: str = "sweden",
    overrides: dict | None = None,
    organisation: Organisation | None = None,
    title: str = "",
    is_demo: bool = False,
) -> Run:
    """A new run in the queue. Refuses a description that the engine would refuse, naming the field.

    `by=None` is the program itself, seeding the demonstration.
    """
    from beredd.provenance import fingerprint

    if by is not None and not policy.may_start_run(by, organisation):
        raise RunNotAllowed(_("Du behöver vara inloggad som analytiker för att starta körningar."))
    spec = check_spec(
        scenario=scenario, days=days, seed=seed, replicates=replicates, network=network, overrides=overrides or {}
    )
    spec_hash = fingerprint({"schema": SPEC_SCHEMA, **spec})
    run = Run.objects.create(
        id=_free_id(spec_hash),
        title=title,
        scenario=scenario,
        spec=spec,
        spec_hash=spec_hash,
        is_demo=is_demo and by is None,
        created_by=by,
        organisation=organisation,
    )
    job = jobs.enqueue(kind=DISPENSING_RUN.name, payload=spec, run_id=run.pk)
    Run.objects.filter(pk=run.pk).update(job=job)
    run.refresh_from_db()
    record(
        by=by, what="simulations.run.started", target=run.pk, text=f"{scenario}, {days} d, seed {seed}", run_id=run.pk
    )
    return run


def _free_id(spec_hash: str) -> str:
    from beredd.provenance import fingerprint

    while True:
        candidate = "k-" + fingerprint(spec_hash + secrets.token_hex(8))[:6]
        if not Run.objects.filter(pk=candidate).exists():
            return candidate


@transaction.atomic
def cancel_run(*, by: User, run: Run) -> Run:
    """A waiting run ends at once, a running one within seconds; what it had written is thrown away."""
    if not policy.may_cancel_run(by, run):
        raise RunNotAllowed(_("Bara den som startade körningen eller en administratör kan avbryta den."))
    if run.job is None or not jobs.cancel(job=run.job):
        run.refresh_from_db()
        raise RunConflict(
            _("Körningen %(id)s kan inte avbrytas: den är redan %(state)s.")
            % {"id": run.pk, "state": run.get_state_display()}
        )
    record(by=by, what="simulations.run.cancelled", target=run.pk, run_id=run.pk)
    run.refresh_from_db()
    return run


@transaction.atomic
def delete_run(*, by: User, run: Run) -> None:
    """Removes an ended run and its files; the audit log keeps that it was there."""
    if not policy.may_delete_run(by, run):
        raise RunNotAllowed(_("Bara den som startade körningen eller en administratör kan ta bort den."))
    run.refresh_from_db()
    if run.is_open:
        raise RunConflict(_("Körningen %(id)s pågår. Avbryt den först.") % {"id": run.pk})
    record(by=by, what="simulations.run.deleted", target=run.pk, text=f"{run.scenario} {run.spec_hash}", run_id=run.pk)
    folder, job = run.folder, run.job
    run.delete()
    if job is not None:
        job.delete()
    # After the commit: a transaction that is rolled back must still have its files.
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def note_job_change(job: Job, event: str, data: dict) -> None:
    """Appends the event and folds it into the run; runs in the transaction of the job's change."""
    run = Run.objects.filter(pk=job.run_id).first()
    if run is None:
        return
    kind = RunEvent.Kind(event)
    summary = data.get("summary")
    RunEvent.objects.create(
        run=run,
        number=run.events.count() + 1,
        kind=kind,
        data={key: value for key, value in data.items() if key != "summary"}
        | ({"fingerprint": summary.get("fingerprint", "")} if summary else {}),
    )
    run.state = _STATE_AFTER[kind]
    run.reason, run.error = job.reason, job.error
    if kind == RunEvent.Kind.STARTED:
        run.started_at = timezone.now()
    if not run.is_open:
        run.finished_at = job.finished_at
        record(by=None, what=f"simulations.run.{event}", target=run.pk, text=job.error, run_id=run.pk)
    if summary:
        run.summary, run.fingerprint = summary, str(summary.get("fingerprint", ""))
    run.save()


DISPENSING_RUN = Kind(
    name="dispensing.run",
    schema=SPEC_SCHEMA,
    work="beredd.web.dispensing.work:run_dispensing",
    on_change=note_job_change,
)
