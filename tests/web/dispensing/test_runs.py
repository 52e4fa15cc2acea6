"""Starting, following, cancelling and removing runs."""

import pytest
from django.db import IntegrityError, transaction

from beredd.descriptions import Refused
from beredd.web.audit.models import Line
from beredd.web.jobs import actions as jobs
from beredd.web.jobs.models import Job, Reason, State
from beredd.web.runs import actions
from beredd.web.runs.errors import RunConflict, RunNotAllowed
from beredd.web.runs.models import Run, RunEvent
from beredd.wording import Sentence, speaking

pytestmark = pytest.mark.django_db


def test_a_run_is_a_record_a_job_an_event_and_a_line_in_the_log(make_run, analyst):
    run = make_run(overrides={"home_stock_share": 0.2})
    assert run.pk.startswith("k-")
    assert len(run.pk) == 8
    assert run.spec == {
        "scenario": "vardag",
        "network": "sweden",
        "days": 7,
        "seed": 1,
        "replicates": 1,
        "overrides": {"home_stock_share": 0.2},
    }
    assert run.job.payload == run.spec
    assert run.job.payload_schema == run.spec_schema == "beredd/run-spec/1"
    assert [event.kind for event in run.events.all()] == ["queued"]
    line = Line.objects.get(what="simulations.run.started")
    assert (line.who, line.target, line.run_id) == (analyst.email, run.pk, run.pk)


def test_equal_descriptions_have_one_fingerprint_and_runs_have_their_own_id(make_run):
    one, two, other = make_run(), make_run(), make_run(seed=2)
    assert one.spec_hash == two.spec_hash != other.spec_hash
    assert len({one.pk, two.pk, other.pk}) == 3


def test_whole_and_decimal_overrides_are_the_same_description(make_run):
    assert (
        make_run(overrides={"home_stock_share": 0}).spec_hash == make_run(overrides={"home_stock_share": 0.0}).spec_hash
    )


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("scenario", "nosuch"),
        ("network", "norway"),
        ("days", 0),
        ("days", 367),
        ("days", True),
        ("days", 7.5),
        ("seed", -1),
        ("seed", 2**53),
        ("replicates", 0),
        ("replicates", 51),
    ],
)
def test_what_cannot_be_run_is_refused_naming_field_and_value(make_run, field, wrong):
    with pytest.raises(Refused) as refused:
        make_run(**{field: wrong})
    assert refused.value.field == field
    assert str(wrong) in str(refused.value).replace(",", "")
    assert not Run.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize("value", [0.61, -0.01, "much", True, None, float("nan")])
def test_an_override_outside_its_range_is_refused(make_run, value):
    with pytest.raises(Refused) as refused:
        make_run(overrides={"home_stock_share": value})
    assert refused.value.field == "overrides.home_stock_share"


def test_an_unknown_parameter_is_refused(make_run):
    with pytest.raises(Refused, match="home_stok"):
        make_run(overrides={"home_stok": 0.2})


def test_a_reader_may_not_start_runs(make_run, reader):
    with pytest.raises(RunNotAllowed):
        make_run(by=reader)
    assert not Run.objects.exists()


def test_nobody_starts_a_demo_run_but_the_program(make_run):
    assert not make_run(is_demo=True).is_demo
    assert make_run(by=None, is_demo=True, organisation=None).is_demo


def test_a_finished_run_has_summary_and_fingerprint_and_is_the_fold_of_its_events(make_run, finish_run):
    run = finish_run(make_run(), provenance={"seed": 1})
    assert (run.state, run.fingerprint, run.percent) == (State.DONE, "f" * 16, 100)
    assert run.summary["kpi"] == {"fill": 0.9}
    assert run.provenance == {"seed": 1}
    assert [event.kind for event in run.events.all()] == ["queued", "started", "finished"]
    assert [event.number for event in run.events.all()] == [1, 2, 3]
    assert run.events.last().data["fingerprint"] == "f" * 16
    assert run.started_at <= run.finished_at


def test_a_run_whose_worker_died_twice_is_lost_and_says_what_happened(make_run):
    from datetime import timedelta

    from django.utils import timezone

    run = make_run()
    for _attempt in range(2):
        jobs.claim(worker="w")
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        run.refresh_from_db()
        assert "slutat svara" in run.explanation
        jobs.reap()
    run.refresh_from_db()
    assert (run.state, run.reason) == (State.LOST, Reason.WORKER_DIED)
    assert "Arbetsprocessen dog" in run.explanation
    assert [event.kind for event in run.events.all()] == ["queued", "started", "requeued", "started", "lost"]


def test_what_the_engine_refused_is_told_in_the_readers_language(make_run):
    run, why = make_run(), Sentence("scenarios.unknown", found="x", hint="?", allowed=["vardag"], ending=".toml")
    jobs.refuse(job=jobs.claim(worker="w"), sentence=why)
    run.refresh_from_db()
    for language in ("sv", "en"):
        with speaking(language):
            assert run.explanation.endswith(why.in_(language))
    assert run.error == why.in_("en")


def test_a_refusal_that_this_version_has_no_words_for_is_told_as_it_was_written(make_run):
    run = make_run()
    jobs.refuse(job=jobs.claim(worker="w"), sentence=Sentence("scenarios.has-no-level", hit="power"))
    Run.objects.filter(pk=run.pk).update(refusal={"code": "scenarios.long-gone", "values": {}})
    run.refresh_from_db()
    with speaking("sv"):
        assert run.explanation.endswith("is on or off and has no level; leave the key out")


def test_cancelling_a_waiting_run_ends_it(make_run, analyst):
    run = actions.cancel_run(by=analyst, run=make_run())
    assert run.state == State.CANCELLED
    assert Line.objects.filter(what="simulations.run.cancelled", who=analyst.email).exists()


def test_an_ended_run_cannot_be_cancelled(make_run, finish_run, analyst):
    with pytest.raises(RunConflict, match="klar"):
        actions.cancel_run(by=analyst, run=finish_run(make_run()))


def test_another_organisations_analyst_may_not_cancel_or_remove(make_run, finish_run, outsider):
    run = make_run()
    with pytest.raises(RunNotAllowed):
        actions.cancel_run(by=outsider, run=run)
    with pytest.raises(RunNotAllowed):
        actions.remove_run(by=outsider, run=finish_run(run))


def test_a_run_that_goes_on_cannot_be_removed(make_run, analyst):
    with pytest.raises(RunConflict):
        actions.remove_run(by=analyst, run=make_run())


def test_an_event_is_never_changed(make_run):
    event = make_run().events.get()
    event.kind = "finished"
    with pytest.raises(TypeError, match="append-only"):
        event.save()


@pytest.mark.parametrize("wrong", [{"state": "asleep"}, {"state": State.DONE}, {"state": State.CANCELLED}])
def test_the_database_refuses_what_cannot_be(make_run, wrong):
    run = make_run()
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(**wrong)


def test_two_events_cannot_have_one_number(make_run):
    run = make_run()
    with pytest.raises(IntegrityError), transaction.atomic():
        RunEvent.objects.create(run=run, number=1, kind="started")


def test_the_kind_is_registered_with_what_the_child_calls():
    from beredd.web.jobs.kinds import kind_of, work_function

    assert callable(work_function(kind_of("dispensing.run").work))


def test_seeding_twice_seeds_once(scenarios):
    from beredd.web.accounts.models import Organisation
    from beredd.web.seeding import seed

    seed()
    seed()
    assert sorted(Run.objects.values_list("topic", flat=True)) == ["s1-erecept", "vardag"]
    assert all(run.is_demo for run in Run.objects.all())
    assert Organisation.objects.filter(is_demo=True).count() == 1


def test_a_demo_run_that_failed_is_seeded_anew(scenarios):
    from beredd.web.seeding import seed

    seed()
    jobs.fail(job=jobs.claim(worker="w"), reason=Reason.ERROR, error="x")
    seed()
    assert Run.objects.filter(is_demo=True, state=State.QUEUED).count() == 2


def test_every_unit_of_the_register_has_words_of_pages():
    from beredd.parameters import load
    from beredd.web.dispensing.forms import UNITS

    units = {parameter.unit for parameter in load("dispensing").values() if not parameter.unit.startswith("share")}
    assert set(UNITS) == units
