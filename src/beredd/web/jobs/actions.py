"""Every change of a job: enqueue, claim, heartbeat, finish, fail, cancel, reap.

A job is owned by whoever holds its lease. Each change by a worker is one UPDATE that names the owner and the attempt,
so a worker that was silent too long cannot write over the one that took the job from it. The kind's `on_change` runs in
the same transaction.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from beredd.web.jobs.errors import LeaseLost
from beredd.web.jobs.kinds import kind_of, known_kinds
from beredd.web.jobs.models import Job, Reason, State, not_held
from beredd.web.jobs.queue import waiting_in_order
from beredd.wording import Sentence

logger = logging.getLogger(__name__)

_EVENT = {State.DONE: "finished", State.FAILED: "failed", State.CANCELLED: "cancelled", State.LOST: "lost"}


HINDERED_AT_MOST = 10
"""So often a job goes back to the queue because of the machine before it is given up."""


def _changed(job: Job, event: str, **data) -> None:
    kind = kind_of(job.kind)
    if kind.on_change is not None:
        kind.on_change(job, event, data)
    told = {key: value for key, value in data.items() if key != "summary"}
    logger.info("job %s", event, extra={"job": str(job.pk), "run_id": job.run_id, "kind": job.kind, **told})


@transaction.atomic
def enqueue(
    *,
    kind: str,
    payload: dict,
    run_id: str = "",
    max_attempts: int = 2,
    account: str = "",
    requester: str = "",
    units: float | None = None,
    rate_key: str = "",
) -> Job:
    """A new job. Accounts take turns, within them people; `units` and `rate_key` say how much work it is."""
    known = kind_of(kind)
    job = Job.objects.create(
        kind=kind,
        payload=payload,
        payload_schema=known.schema,
        run_id=run_id,
        max_attempts=max_attempts,
        account=account,
        requester=requester,
        units=units,
        rate_key=rate_key,
    )
    _changed(job, "queued")
    return job


@transaction.atomic
def claim(*, worker: str) -> Job | None:
    """The next waiting job (see `jobs.queue`), now owned by `worker`; None when there is none that we can do."""
    job = next((taken for one in waiting_in_order() if (taken := _taken(one)) is not None), None)
    if job is None:
        return None
    now = timezone.now()
    job.state, job.worker, job.attempts = State.RUNNING, worker, job.attempts + 1
    job.started_at, job.heartbeat_at, job.lease_until = now, now, now + settings.JOB_LEASE
    job.progress_done = job.progress_total = 0
    job.progress_message = ""
    job.reason = Reason.NONE
    job.save()
    _changed(job, "started", attempt=job.attempts, worker=worker)
    return job


def _taken(job: Job) -> Job | None:
    """The job, locked; None when another worker has it."""
    waiting = Job.objects.filter(pk=job.pk, state=State.QUEUED)
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    return waiting.first()


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
def hand_back(*, job: Job, reason: Reason = Reason.NONE, error: str = "") -> None:
    """The worker was told to stop, or the machine hinders the job (`reason`): it waits, the attempt does not count.

    A job that the machine has hindered again and again is given up.
    """
    hindered = job.hindered + (reason != Reason.NONE)
    if hindered > HINDERED_AT_MOST:
        _end(job, State.FAILED, reason=Reason.HINDERED, error=error)
        return
    back = {"state": State.QUEUED, "worker": "", "lease_until": None, "progress_done": 0, "progress_total": 0}
    if not _owned(job).update(**back, attempts=job.attempts - 1, reason=reason, hindered=hindered):
        raise LeaseLost("jobs.lease-lost", job=job.pk, worker=job.worker)
    job.refresh_from_db()
    _changed(job, "requeued", reason=str(reason) or "worker-stopped", error_text=error)


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
    """A waiting job ends at once, as does one whose worker is silent; a running one at its worker's next heartbeat.

    False when it had already ended.
    """
    now = timezone.now()
    ended = {
        "state": State.CANCELLED,
        "reason": Reason.CANCELLED,
        "finished_at": now,
        "lease_until": None,
        "cancel_requested": True,
    }
    nobody_works_on_it = Q(state=State.QUEUED) | Q(not_held(now), state=State.RUNNING)
    if Job.objects.filter(nobody_works_on_it, pk=job.pk).update(**ended):
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


Silent = tuple[UUID, int, datetime | None]
"""A job, its attempt, and when its worker was last heard."""


def silent_jobs(*, now: datetime | None = None) -> set[Silent]:
    """Jobs whose lease is not one that a living worker holds: it ran out, or ends later than any can.

    The latter is what a clock leaves that was set back. Jobs of a kind that this version does not know are left for
    one that does.
    """
    found = Job.objects.filter(not_held(now or timezone.now()), state=State.RUNNING, kind__in=known_kinds())
    return set(found.values_list("pk", "attempts", "heartbeat_at"))


def reap(silent: set[Silent] | None = None, *, now: datetime | None = None) -> int:
    """Takes silent jobs from workers that are gone, those of `silent` alone when it is given; how many there were."""
    now = now or timezone.now()
    count = 0
    for pk, attempt, heard_at in silent_jobs(now=now) if silent is None else silent:
        with transaction.atomic():
            # Again under the transaction's lock: the owner may have been heard from meanwhile.
            rows = Job.objects.filter(
                not_held(now), pk=pk, state=State.RUNNING, attempts=attempt, heartbeat_at=heard_at
            )
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
