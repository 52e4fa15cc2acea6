"""Every change of a job: enqueue, claim, heartbeat, finish, fail, cancel, reap.

A job is owned by whoever holds its lease. Each change by a worker is one UPDATE that names the owner and the attempt,
so a worker that was silent too long cannot write over the one that took the job from it. The kind's `on_change` runs in
the same transaction.
"""

import logging
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from beredd.web.jobs.errors import LeaseLost
from beredd.web.jobs.kinds import kind_of
from beredd.web.jobs.models import Job, Reason, State
from beredd.wording import Sentence

logger = logging.getLogger(__name__)

_EVENT = {State.DONE: "finished", State.FAILED: "failed", State.CANCELLED: "cancelled", State.LOST: "lost"}


def _changed(job: Job, event: str, **data) -> None:
    kind = kind_of(job.kind)
    if kind.on_change is not None:
        kind.on_change(job, event, data)
    told = {key: value for key, value in data.items() if key != "summary"}
    logger.info("job %s", event, extra={"job": str(job.pk), "run_id": job.run_id, "kind": job.kind, **told})


@transaction.atomic
def enqueue(*, kind: str, payload: dict, run_id: str = "", max_attempts: int = 2) -> Job:
    """A new job at the end of the queue."""
    known = kind_of(kind)
    job = Job.objects.create(
        kind=kind, payload=payload, payload_schema=known.schema, run_id=run_id, max_attempts=max_attempts
    )
    _changed(job, "queued")
    return job


@transaction.atomic
def claim(*, worker: str) -> Job | None:
    """The oldest waiting job, now owned by `worker`; None when there is none."""
    waiting = Job.objects.filter(state=State.QUEUED).order_by("queued_at", "pk")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    job = waiting.first()
    if job is None:
        return None
    now = timezone.now()
    job.state, job.worker, job.attempts = State.RUNNING, worker, job.attempts + 1
    job.started_at, job.heartbeat_at, job.lease_until = now, now, now + settings.JOB_LEASE
    job.progress_done = job.progress_total = 0
    job.progress_message = ""
    job.save()
    _changed(job, "started", attempt=job.attempts, worker=worker)
    return job


def _owned(job: Job):
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts)


def heartbeat(*, job: Job, progress: tuple[int, int, str] | None = None) -> None:
    """Renews the lease and notes progress; LeaseLost when the job is no longer ours or is to be cancelled."""
    now = timezone.now()
    values: dict = {"heartbeat_at": now, "lease_until": now + settings.JOB_LEASE}
    if progress is not None:
        done, total, message = progress
        total = max(total, 0)
        values |= {
            "progress_done": min(max(done, 0), total),
            "progress_total": total,
            "progress_message": message[:200],
        }
    if not _owned(job).filter(cancel_requested=False).update(**values):
        raise LeaseLost("jobs.lease-lost", job=job.pk, worker=job.worker)


def _end(
    job: Job,
    state: State,
    *,
    reason: Reason = Reason.NONE,
    error: str = "",
    refusal: dict | None = None,
    result_ref: str = "",
    summary: dict | None = None,
) -> None:
    """Ends an owned job; the caller holds the transaction."""
    values = {
        "state": state,
        "reason": reason,
        "error": error,
        "refusal": refusal,
        "result_ref": result_ref,
        "finished_at": timezone.now(),
        "lease_until": None,
    }
    if not _owned(job).update(**values):
        raise LeaseLost("jobs.lease-lost", job=job.pk, worker=job.worker)
    job.refresh_from_db()
    data = {"summary": summary} if summary is not None else {"reason": str(reason), "error_text": error}
    _changed(job, _EVENT[state], **data)


@transaction.atomic
def finish(*, job: Job, summary: dict, result_ref: str = "", publish=None) -> None:
    """The job is done. `publish`, when given, makes the files visible; it runs last, when all else has succeeded."""
    _end(job, State.DONE, summary=summary, result_ref=result_ref)
    if publish is not None:
        publish()


@transaction.atomic
def fail(*, job: Job, reason: Reason, error: str) -> None:
    """The job failed for a reason that a new attempt would meet again."""
    _end(job, State.FAILED, reason=Reason(reason), error=error)


@transaction.atomic
def refuse(*, job: Job, sentence: Sentence) -> None:
    """The engine refused what the job asks; the reader is told why in their own language."""
    refusal = sentence.as_json()
    _end(job, State.FAILED, reason=Reason.BAD_INPUT, error=sentence.in_("en"), refusal=refusal)


@transaction.atomic
def give_up(*, job: Job, reason: Reason, error: str) -> None:
    """The job's process died: back to the queue while attempts remain, else lost."""
    _requeue_or_lose(job, reason, error)


@transaction.atomic
def hand_back(*, job: Job) -> None:
    """The worker was told to stop: the job waits for the next one, and the attempt does not count."""
    back = {"state": State.QUEUED, "worker": "", "lease_until": None, "progress_done": 0, "progress_total": 0}
    if not _owned(job).update(**back, attempts=job.attempts - 1):
        raise LeaseLost("jobs.lease-lost", job=job.pk, worker=job.worker)
    job.refresh_from_db()
    _changed(job, "requeued", reason="worker-stopped", error_text="")


def _requeue_or_lose(job: Job, reason: Reason, error: str) -> None:
    if job.attempts >= job.max_attempts:
        _end(job, State.LOST, reason=Reason(reason), error=error)
        return
    back = {"state": State.QUEUED, "worker": "", "lease_until": None, "progress_done": 0, "progress_total": 0}
    if not _owned(job).update(**back):
        raise LeaseLost("jobs.lease-lost", job=job.pk, worker=job.worker)
    job.refresh_from_db()
    _changed(job, "requeued", reason=str(reason), error_text=error)


@transaction.atomic
def cancel(*, job: Job) -> bool:
    """A waiting job ends at once, a running one at its worker's next heartbeat; False when it had already ended."""
    now = timezone.now()
    ended = {"state": State.CANCELLED, "reason": Reason.CANCELLED, "finished_at": now, "cancel_requested": True}
    if Job.objects.filter(pk=job.pk, state=State.QUEUED).update(**ended):
        job.refresh_from_db()
        _changed(job, "cancelled", reason=str(Reason.CANCELLED), error_text="")
        return True
    asked = Job.objects.filter(pk=job.pk, state=State.RUNNING).update(cancel_requested=True)
    job.refresh_from_db()
    return bool(asked)


@transaction.atomic
def confirm_cancelled(*, job: Job) -> bool:
    """The worker has stopped a job that was to be cancelled; False when that was not why it stopped."""
    if not _owned(job).filter(cancel_requested=True).exists():
        return False
    _end(job, State.CANCELLED, reason=Reason.CANCELLED)
    return True


def reap(*, now: datetime | None = None) -> int:
    """Takes jobs whose lease ran out from workers that are gone; how many there were."""
    now = now or timezone.now()
    silent = Job.objects.filter(Q(state=State.RUNNING, lease_until__lt=now)).values_list("pk", flat=True)
    count = 0
    for pk in list(silent):
        with transaction.atomic():
            # Again under the transaction's lock: the owner may have been heard from meanwhile.
            rows = Job.objects.filter(pk=pk, state=State.RUNNING, lease_until__lt=now)
            if connection.features.has_select_for_update:
                rows = rows.select_for_update()
            job = rows.first()
            if job is None:
                continue
            count += 1
            if job.cancel_requested:
                _end(job, State.CANCELLED, reason=Reason.CANCELLED)
            else:
                _requeue_or_lose(job, Reason.WORKER_DIED, f"No sign of life from {job.worker}.")
    return count
