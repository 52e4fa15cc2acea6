"""Removing with a question and an undo, and what a sweep takes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beredd.web.audit.models import Line
from beredd.web.jobs.models import Job
from beredd.web.runs import actions, retention
from beredd.web.runs.errors import RunNotAllowed
from beredd.web.runs.models import Run

pytestmark = pytest.mark.django_db
LATER = timedelta(days=15)


@pytest.fixture
def run(make_run, finish_run):
    return finish_run(make_run(scenario="s1-erecept"))


def asked(run):
    return reverse("dispensing:delete", args=[run.pk])


def test_the_question_comes_first_and_nothing_is_removed_by_it(client, analyst, run):
    client.force_login(analyst)
    page = client.get(asked(run)).content.decode()
    assert "14 dygn" in page
    assert 'method="post"' in page
    assert Run.objects.present().exists()


def test_a_removed_run_is_gone_for_everyone_and_can_be_restored(client, analyst, reader, run):
    client.force_login(analyst)
    after = client.post(asked(run), follow=True)
    assert after.redirect_chain == [(reverse("runs:removed", args=[run.pk]), 302)]
    assert "Ångra" in after.content.decode()
    assert client.get(reverse("dispensing:run", args=[run.pk])).status_code == 404
    assert client.get(f"/api/v1/runs/{run.pk}").status_code == 404
    assert run.pk not in client.get(reverse("dispensing:list")).content.decode()
    assert run.folder.is_dir()
    back = client.post(reverse("runs:restore", args=[run.pk]), follow=True)
    assert back.status_code == 200
    assert run.pk in client.get(reverse("runs:list")).content.decode()
    assert [event.kind for event in run.events.all()][-2:] == ["removed", "restored"]
    assert {line.what for line in Line.objects.all()} >= {"simulations.run.deleted", "simulations.run.restored"}


def test_the_list_offers_to_restore_what_one_has_removed(client, analyst, reader, run):
    actions.remove_run(by=analyst, run=run)
    for user, is_there in ((analyst, True), (reader, False)):
        client.force_login(user)
        assert (reverse("runs:restore", args=[run.pk]) in client.get(reverse("runs:list")).content.decode()) is is_there


def test_others_can_neither_ask_remove_see_nor_restore(client, reader, outsider, analyst, run):
    for user in (reader, outsider):
        client.force_login(user)
        assert client.get(asked(run)).status_code == 404
        assert client.post(asked(run)).status_code == 404
        with pytest.raises(RunNotAllowed):
            actions.remove_run(by=user, run=run)
    actions.remove_run(by=analyst, run=run)
    for user in (reader, outsider):
        client.force_login(user)
        assert client.get(reverse("runs:removed", args=[run.pk])).status_code == 404
        assert client.post(reverse("runs:restore", args=[run.pk])).status_code == 404
        with pytest.raises(RunNotAllowed):
            actions.restore_run(by=user, run=run)
    client.logout()
    assert client.get(reverse("runs:removed", args=[run.pk])).status_code == 302
    assert Run.objects.get().removed_at is not None


def test_removing_and_restoring_twice_is_done_once(analyst, run):
    for action in (actions.remove_run, actions.remove_run, actions.restore_run, actions.restore_run):
        action(by=analyst, run=run)
    assert [event.kind for event in run.events.all()][-2:] == ["removed", "restored"]
    assert run.events.count() == 5


def test_a_removed_run_is_not_looked_for_as_a_baseline(make_run, finish_run, analyst):
    from beredd.web.dispensing.baselines import find_baseline

    baseline = finish_run(make_run(scenario="vardag"))
    disrupted = make_run(scenario="s1-erecept")
    assert find_baseline(run=disrupted, reader=analyst) == baseline
    actions.remove_run(by=analyst, run=baseline)
    assert find_baseline(run=disrupted, reader=analyst) is None


def test_a_sweep_takes_removed_runs_when_their_time_is_up_with_files_and_job_but_not_the_log(analyst, run):
    actions.remove_run(by=analyst, run=run)
    assert retention.sweep(now=timezone.now() + timedelta(days=13)) == []
    assert [one.why for one in retention.due(now=timezone.now() + LATER)] == ["removed"]
    assert run.folder.is_dir()
    assert [one.run_id for one in retention.sweep(now=timezone.now() + LATER)] == [run.pk]
    assert not run.folder.exists()
    assert not Run.objects.exists()
    assert not Job.objects.exists()
    assert Line.objects.filter(what="simulations.run.swept", target=run.pk, who="beredd").exists()


def test_a_sweep_leaves_what_nobody_removed_of_a_kind_without_a_limit(run):
    assert retention.sweep(now=timezone.now() + timedelta(days=4000)) == []


def make_toy(**changes):
    now = timezone.now()
    fields = {"id": "k-000001", "kind": "toy", "spec": {}, "spec_schema": "x", "spec_hash": "0" * 16}
    return Run.objects.create(**fields | {"state": "done", "summary": {}, "finished_at": now, **changes})


def test_a_kinds_own_limit_is_kept_and_demonstrations_stay(toy_run_kind):
    make_toy()
    make_toy(id="k-000002", is_demo=True)
    make_toy(id="k-000003", state="running", summary=None, finished_at=None)
    assert retention.sweep(now=timezone.now() + timedelta(days=364)) == []
    assert [one.why for one in retention.sweep(now=timezone.now() + timedelta(days=366))] == ["old"]
    assert set(Run.objects.values_list("pk", flat=True)) == {"k-000002", "k-000003"}


def test_a_private_run_goes_with_its_owner(toy_run_kind, reader):
    make_toy(is_private=True, created_by=reader)
    assert retention.sweep() == []
    reader.delete()
    assert [one.why for one in retention.sweep()] == ["orphaned"]


def test_what_is_restored_between_look_and_lock_is_not_taken(analyst, run, monkeypatch):
    actions.remove_run(by=analyst, run=run)
    look = retention.due

    def look_and_restore(**how):
        found = list(look(**how))
        actions.restore_run(by=analyst, run=run)
        return found

    monkeypatch.setattr(retention, "due", look_and_restore)
    assert retention.sweep(now=timezone.now() + LATER) == []
    assert Run.objects.present().exists()


def test_the_command_says_what_would_go_and_then_does_it(analyst, run, capsys):
    from beredd.cli.site import sweep

    actions.remove_run(by=analyst, run=run)
    Run.objects.update(removed_at=timezone.now() - LATER)
    sweep(dry_run=True)
    said = " ".join(capsys.readouterr().out.split())
    assert f"{run.pk} removed dispensing.run s1-erecept runs.run 1 would go" in said
    assert Run.objects.exists()
    sweep(dry_run=False)
    assert "runs.run 1 taken" in " ".join(capsys.readouterr().out.split())
    assert not Run.objects.exists()
    sweep(dry_run=False)
    assert "runs.run 0 taken" in " ".join(capsys.readouterr().out.split())
