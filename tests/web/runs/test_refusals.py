"""A run that is just now something else: what was asked is refused in a sentence, and the run is as it was."""

import pytest
from django.urls import reverse

from beredd.web.runs import actions, views
from beredd.web.runs.errors import RunConflict, RunNotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(monkeypatch):
    """late(name): the action finds that another was first."""

    def refuse(name):
        def act(**_):
            raise conflict

        conflict = RunConflict("runs.still-open", run="k-1")
        monkeypatch.setattr(views, name, act)
        return conflict.sentence.in_("sv")

    return refuse


def test_cancelling_what_has_ended_meanwhile_says_so(client, analyst, make_run, late):
    run, said = make_run(), late("cancel_run")
    client.force_login(analyst)
    page = client.post(reverse("dispensing:cancel", args=[run.pk]), follow=True)
    assert said in page.content.decode()


def test_removing_what_has_started_meanwhile_says_so(client, analyst, make_run, finish_run, late):
    run, said = finish_run(make_run()), late("remove_run")
    client.force_login(analyst)
    page = client.post(reverse("dispensing:delete", args=[run.pk]), follow=True)
    assert said in page.content.decode()
    run.refresh_from_db()
    assert run.removed_at is None


def test_the_page_of_a_removed_run_leads_back_once_it_is_restored(client, analyst, make_run, finish_run):
    run = finish_run(make_run())
    client.force_login(analyst)
    assert client.get(reverse("runs:removed", args=[run.pk])).url == reverse("dispensing:run", args=[run.pk])


def test_an_answer_is_kept_only_by_those_who_may(toy_run_kind, outsider, make_user):
    nobody = make_user("ingen@example.se")
    nobody.is_active = False
    nobody.save()
    with pytest.raises(RunNotAllowed):
        actions.save_run(by=nobody, kind="toy", record={"question": {}}, summary={}, files={})


def test_a_run_says_what_it_is_in_one_line(make_run):
    run = make_run()
    assert str(run).startswith(f"{run.pk} · ")
    assert str(run.events.first()).startswith(f"{run.pk} #1 ")
