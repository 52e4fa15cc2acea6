"""Whose turn it is, what a job will take, and how many may wait."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beredd.web.jobs import actions
from beredd.web.jobs.models import Job, Reason, State
from beredd.web.jobs.queue import ahead_of, expected_s, fair_order, seconds_per_unit
from beredd.web.runs.errors import RunConflict, RunTooLong
from beredd.web.runs.models import Run

pytestmark = pytest.mark.django_db


def queued(account, requester, **more):
    return actions.enqueue(kind="toy", payload={"do": "count"}, account=account, requester=requester, **more)


def taken(n):
    return [actions.claim(worker="w").requester for _number in range(n)]


def done(job, seconds):
    """The job has ended after so many seconds."""
    now = timezone.now()
    began = now - timedelta(seconds=seconds)
    Job.objects.filter(pk=job.pk).update(state="done", started_at=began, finished_at=now, lease_until=None)


def test_who_asks_for_much_does_not_keep_others_waiting(toy_kind):
    for _number in range(5):
        queued("a", "anna")
    queued("b", "bo")
    queued("c", "cia")
    assert taken(7) == ["anna", "bo", "cia", "anna", "anna", "anna", "anna"]


def test_colleagues_take_turns_within_the_turns_of_their_organisation(toy_kind):
    for _number in range(3):
        queued("region", "anna")
    queued("region", "anders")
    queued("other", "bo")
    queued("other", "bo")
    assert taken(6) == ["anna", "bo", "anders", "bo", "anna", "anna"]


def test_one_persons_jobs_are_taken_in_the_order_they_came():
    jobs = [Job(account="a", requester="a", queued_at=timezone.now() + timedelta(seconds=n)) for n in (3, 1, 2)]
    assert [jobs.index(job) for job in fair_order(jobs, {})] == [1, 2, 0]


def test_what_a_job_takes_is_learnt_from_the_newest_that_are_done(toy_kind):
    assert seconds_per_unit("toy", "n") is None
    assert expected_s("toy", "n", 10.0) is None
    for seconds in (10, 20, 30):
        done(queued("a", "a", units=10.0, rate_key="n"), seconds)
    done(queued("a", "a", units=10.0, rate_key="another network"), 1000)
    assert expected_s("toy", "n", 100.0) == pytest.approx(200, rel=0.01)


def test_a_short_first_job_that_compiled_says_little_of_a_long_one(toy_kind, monkeypatch):
    from dataclasses import replace

    from beredd.web.jobs import kinds

    monkeypatch.setitem(kinds._KINDS, "toy", replace(kinds._KINDS["toy"], first_guess_s=0.5))
    done(queued("a", "a", units=3.0, rate_key="n"), 75)
    assert expected_s("toy", "n", 365.0) < 1200
    for _ in range(3):
        done(queued("a", "a", units=365.0, rate_key="n"), 1460)
    assert expected_s("toy", "n", 365.0) == pytest.approx(1460, rel=0.08)


def test_a_waiting_job_knows_what_is_ahead_of_it_and_how_long_that_takes(toy_kind):
    done(queued("z", "z", units=10.0, rate_key="n"), 20)
    queued("a", "anna", units=10.0, rate_key="n")
    running = actions.claim(worker="w")
    actions.heartbeat(job=running, progress=(1, 2, ""))
    queued("a", "anna", units=10.0, rate_key="n")
    late = queued("a", "anna", units=10.0, rate_key="n")
    ahead = ahead_of(late)
    assert ahead.n == 2
    assert ahead.seconds == pytest.approx(30, rel=0.01)
    assert ahead_of(queued("b", "bo")).n == 1  # bo's turn comes before anna's second
    queued("c", "cia")
    assert ahead_of(Job.objects.get(pk=late.pk)).seconds is None


def test_a_job_of_a_kind_that_is_not_known_is_set_aside(toy_kind, monkeypatch):

    waiting, running = queued("a", "a"), queued("b", "b")
    Job.objects.filter(pk=waiting.pk).update(kind="from.the-future")
    assert actions.claim(worker="w").pk == running.pk
    gone = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=running.pk).update(kind="from.the-future", lease_until=gone)
    assert actions.claim(worker="w") is None
    assert actions.reap() == 0
    waiting.refresh_from_db()
    assert "Den här versionen av programmet" in waiting.explanation


def test_a_cancelled_job_whose_worker_is_dead_is_cancelled(toy_kind):
    queued("a", "a")
    job = actions.claim(worker="w")
    assert actions.cancel(job=job)
    assert "avbryts" in job.explanation
    job.cancel_requested = False
    job.lease_until = timezone.now() - timedelta(seconds=1)
    job.save()
    assert actions.cancel(job=job)
    assert (job.state, job.reason) == (State.CANCELLED, Reason.CANCELLED)
    assert job.explanation == "Körningen avbröts av en användare."


def test_a_job_that_the_machine_hinders_waits_without_losing_attempts_and_is_given_up_at_last(toy_kind):
    queued("a", "a")
    for _time in range(actions.HINDERED_AT_MOST):
        actions.hand_back(job=actions.claim(worker="w"), reason=Reason.DISK_FULL, error="no room")
    job = Job.objects.get()
    assert (job.state, job.attempts) == (State.QUEUED, 0)
    assert job.explanation == "Disken är full. Körningen fortsätter av sig själv när det finns plats."
    actions.hand_back(job=actions.claim(worker="w"), reason=Reason.DISK_FULL, error="no room")
    job.refresh_from_db()
    assert (job.state, job.reason) == (State.FAILED, Reason.HINDERED)
    assert "Felet ligger inte i programmet" in job.explanation


# Runs ------------------------------------------------------------------------------------------------------------
def test_a_run_that_cannot_end_in_time_is_refused_with_what_is_allowed(make_run):
    with pytest.raises(RunTooLong) as refused:
        make_run(days=365, replicates=50)
    assert refused.value.field == "replicates"
    assert "18" in str(refused.value)
    assert not Run.objects.exists()
    make_run(days=365, replicates=10)


def test_what_runs_have_taken_moves_what_is_allowed(make_run):
    run = make_run(days=10, replicates=10)
    done(run.job, 1155)  # with 30 guessed days of 0.5 s: 9 s a simulated day; 7,200 s are 800 days
    with pytest.raises(RunTooLong, match="800"):
        make_run(days=90, replicates=10)
    make_run(days=80, replicates=10)


def test_nobody_has_more_than_their_share_of_the_queue(make_run, make_user, organisation, settings):
    settings.MOST_OPEN_PER_PERSON, settings.MOST_OPEN_PER_ORGANISATION = 2, 3
    make_run()
    make_run()
    with pytest.raises(RunConflict, match="2"):
        make_run()
    colleague = make_user("kollega@example.se", role="analyst", organisation=organisation)
    make_run(by=colleague)
    with pytest.raises(RunConflict, match="organis"):
        make_run(by=colleague)
    run = Run.objects.filter(created_by=colleague).get()
    done(run.job, 1)
    Run.objects.filter(pk=run.pk).update(state="cancelled", finished_at=timezone.now())
    make_run(by=colleague)


def test_the_studio_and_the_api_say_why_a_run_is_refused(client, analyst, scenarios, settings):
    client.force_login(analyst)
    page = client.post("/rakna/", {"scenario": "vardag", "days": "366", "replicates": "50", "seed": "1"})
    assert page.status_code == 422
    assert "dygn gånger replikat" in page.content.decode()
    asked = {"scenario": "vardag", "days": 366, "replicates": 50}
    answer = client.post("/api/v1/runs", asked, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["field"] == "replicates"
    settings.MOST_OPEN_PER_PERSON = 0
    answer = client.post("/api/v1/runs", {"scenario": "vardag", "days": 3}, content_type="application/json")
    assert answer.status_code == 409


def test_a_waiting_run_says_what_is_ahead_of_it(client, make_run, analyst):
    make_run(days=60)
    run = make_run()
    client.force_login(analyst)
    page = client.get(f"/rakna/{run.pk}/").content.decode()
    assert "Före den: 1 körning, ungefär 30 sekunder." in " ".join(page.split())


@pytest.mark.parametrize("address", ["/api/v1/runs?limit=100", "/korningar/", "/rakna/", "/"])
def test_a_list_asks_as_often_for_many_waiting_runs_as_for_few(client, make_run, analyst, address, settings):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    settings.MOST_OPEN_PER_PERSON = 100
    client.force_login(analyst)

    def asked():
        Job.objects.update(queued_at=timezone.now() - timedelta(hours=1))
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert client.get(address).status_code == 200
        return len(told)

    make_run()
    make_run()
    few = asked()
    for _number in range(15):
        make_run()
    assert asked() <= few


def test_runs_of_a_kind_that_is_not_known_are_seen_by_nobody_and_break_nothing(client, make_run, analyst):
    from beredd.web.runs.retention import due

    run = make_run()
    Run.objects.filter(pk=run.pk).update(kind="from.the-future")
    client.force_login(analyst)
    for address in ("/korningar/", "/"):
        page = client.get(address)
        assert page.status_code == 200
        assert run.pk not in page.content.decode()
    assert client.get(f"/korningar/{run.pk}/uppgifter/").status_code == 404
    assert list(due(now=timezone.now() + timedelta(days=4000))) == []
