"""The rules of the job table, without processes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from beredd.web.jobs import actions
from beredd.web.jobs.errors import LeaseLost, UnknownKind
from beredd.web.jobs.models import Job, Reason, State
from beredd.web.jobs.worker import Worker

pytestmark = pytest.mark.django_db


def queued(**payload):
    return actions.enqueue(kind="toy", payload={"do": "count", **payload}, run_id="k-000001")


def silence(job):
    """The worker has not been heard from since long ago."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def events(toy_kind):
    return [event for event, _data in toy_kind]


def test_an_unknown_kind_is_refused_by_name():
    with pytest.raises(UnknownKind, match="'nothing'"):
        actions.enqueue(kind="nothing", payload={})


def test_the_oldest_job_is_claimed_first_and_by_one_worker_only(toy_kind):
    first, second = queued(), queued()
    assert actions.claim(worker="a").pk == first.pk
    assert actions.claim(worker="b").pk == second.pk
    assert actions.claim(worker="c") is None


def test_payload_is_kept_as_canonical_text(toy_kind):
    from django.db import connection

    job = actions.enqueue(kind="toy", payload={"b": 1, "a": [1.5, "å"]})
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM jobs_job WHERE run_id = %s", [job.run_id])
        assert cursor.fetchone()[0] == '{"a":[1.5,"å"],"b":1}'


def test_heartbeat_renews_the_lease_and_notes_progress(toy_kind):
    queued()
    job = actions.claim(worker="a")
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() + timedelta(seconds=1))
    actions.heartbeat(job=job, progress=(3, 10, "day 3"))
    job.refresh_from_db()
    assert job.percent == 30
    assert job.progress_message == "day 3"
    assert job.lease_until > timezone.now() + timedelta(seconds=20)


def test_progress_beyond_its_total_is_cut(toy_kind):
    queued()
    job = actions.claim(worker="a")
    actions.heartbeat(job=job, progress=(12, 10, ""))
    job.refresh_from_db()
    assert (job.progress_done, job.percent) == (10, 100)


def test_a_silent_job_goes_back_to_the_queue_once_and_is_then_lost_with_an_explanation(toy_kind):
    queued()
    silence(actions.claim(worker="a"))
    assert actions.reap() == 1
    again = actions.claim(worker="b")
    assert again.attempts == 2
    silence(again)
    assert actions.reap() == 1
    again.refresh_from_db()
    assert (again.state, again.reason) == (State.LOST, Reason.WORKER_DIED)
    assert "Arbetsprocessen dog" in again.explanation
    assert events(toy_kind) == ["queued", "started", "requeued", "started", "lost"]


def test_a_job_that_was_heard_from_is_not_reaped(toy_kind):
    queued()
    actions.claim(worker="a")
    assert actions.reap() == 0


def test_a_dead_workers_job_does_not_wait_for_a_clock_that_was_set_back(toy_kind):
    queued()
    job = actions.claim(worker="a")
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() + timedelta(hours=1))
    job.refresh_from_db()
    assert job.is_silent
    assert actions.reap() == 1


def test_a_clock_that_jumps_ahead_takes_no_job_from_a_worker_that_lives(toy_kind):
    queued()
    job, other = actions.claim(worker="a"), Worker()
    silence(job)
    other._reap()
    actions.heartbeat(job=job)
    silence(job)
    other._reap()
    job.refresh_from_db()
    assert job.state == State.RUNNING
    other._reap()
    job.refresh_from_db()
    assert job.state == State.QUEUED


def test_a_worker_that_was_silent_too_long_cannot_write_over_its_successor(toy_kind):
    queued()
    old = actions.claim(worker="a")
    silence(old)
    actions.reap()
    new = actions.claim(worker="b")
    for late in (
        lambda: actions.heartbeat(job=old),
        lambda: actions.finish(job=old, summary={}),
        lambda: actions.fail(job=old, reason=Reason.ERROR, error="x"),
        lambda: actions.give_up(job=old, reason=Reason.CHILD_DIED, error="x"),
    ):
        with pytest.raises(LeaseLost):
            late()
    actions.finish(job=new, summary={"fingerprint": "x"})
    new.refresh_from_db()
    assert new.state == State.DONE


def test_the_same_worker_name_with_an_older_attempt_is_not_the_owner(toy_kind):
    queued()
    old = actions.claim(worker="a")
    silence(old)
    actions.reap()
    actions.claim(worker="a")
    with pytest.raises(LeaseLost):
        actions.heartbeat(job=old)


def test_a_waiting_job_is_cancelled_at_once(toy_kind):
    job = queued()
    assert actions.cancel(job=job)
    assert (job.state, job.reason) == (State.CANCELLED, Reason.CANCELLED)
    assert actions.claim(worker="a") is None


def test_a_running_job_is_cancelled_at_its_next_heartbeat(toy_kind):
    queued()
    job = actions.claim(worker="a")
    assert actions.cancel(job=job)
    assert job.state == State.RUNNING
    with pytest.raises(LeaseLost):
        actions.heartbeat(job=job)
    assert actions.confirm_cancelled(job=job)
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_a_cancelled_job_whose_worker_died_is_not_started_again(toy_kind):
    queued()
    job = actions.claim(worker="a")
    actions.cancel(job=job)
    silence(job)
    actions.reap()
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_an_ended_job_cannot_be_cancelled(toy_kind):
    queued()
    job = actions.claim(worker="a")
    actions.finish(job=job, summary={})
    assert not actions.cancel(job=job)


def test_handing_back_does_not_count_as_an_attempt(toy_kind):
    queued()
    actions.hand_back(job=actions.claim(worker="a"))
    assert actions.claim(worker="b").attempts == 1


def test_publishing_that_fails_leaves_the_job_running(toy_kind):
    queued()
    job = actions.claim(worker="a")

    def publish():
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        actions.finish(job=job, summary={}, publish=publish)
    job.refresh_from_db()
    assert job.state == State.RUNNING
    assert events(toy_kind)[-1] == "finished"  # was told, in the transaction that was then rolled back


def test_a_silent_running_job_says_so_before_anybody_reaps_it(toy_kind):
    queued()
    job = actions.claim(worker="a")
    assert job.explanation == ""
    silence(job)
    job.refresh_from_db()
    assert "slutat svara" in job.explanation


def test_a_job_that_nobody_takes_says_that_no_worker_answers(toy_kind):
    job = queued()
    assert job.explanation == ""
    Job.objects.update(queued_at=timezone.now() - timedelta(minutes=5))
    job.refresh_from_db()
    assert "Ingen arbetsprocess svarar" in job.explanation
    queued()
    Job.objects.exclude(pk=job.pk).update(queued_at=timezone.now() - timedelta(minutes=9))
    actions.claim(worker="a")  # a worker is busy with an older job
    assert job.explanation == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "asleep"},
        {"state": State.RUNNING},
        {"state": State.DONE},
        {"progress_done": 3},
        {"attempts": 3},
        {"reason": "because"},
    ],
)
def test_the_database_refuses_what_cannot_be(toy_kind, wrong):
    job = queued()
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)
