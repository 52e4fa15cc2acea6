"""The audit log cannot be changed, and only administrators read it."""

import json

import pytest
from django.db import transaction
from django.urls import reverse

from beredd.web import logs
from beredd.web.audit.actions import record
from beredd.web.audit.models import AppendOnly, Line

pytestmark = pytest.mark.django_db


def test_a_line_is_neither_changed_nor_deleted():
    line = record(by=None, what="test.done")
    line.text = "other"
    for change in (line.save, line.delete, Line.objects.all().delete, lambda: Line.objects.update(text="other")):
        with pytest.raises(AppendOnly):
            change()
    assert Line.objects.get().text == ""


@pytest.mark.django_db(transaction=True)
def test_a_line_is_written_only_within_a_transaction():
    with pytest.raises(RuntimeError, match="in the transaction"):
        record(by=None, what="test.done")
    with transaction.atomic():
        record(by=None, what="test.done")
    assert Line.objects.count() == 1


def test_a_line_outlives_the_user_it_names(analyst):
    record(by=analyst, what="test.done", target="k-000001")
    analyst.delete()
    assert Line.objects.get().who == "analytiker@example.se"


def test_a_line_carries_the_request_and_the_run():
    token = logs.request_id.set("abcdefgh")
    try:
        with logs.about_run("k-00beef"):
            line = record(by=None, what="test.done")
    finally:
        logs.request_id.reset(token)
    assert (line.request_id, line.run_id) == ("abcdefgh", "k-00beef")


def test_the_page_is_for_administrators(client, admin, analyst):
    record(by=None, what="test.done", target="here")
    assert client.get(reverse("audit:lines")).status_code == 302
    client.force_login(analyst)
    assert client.get(reverse("audit:lines")).status_code == 403
    client.force_login(admin)
    assert "test.done" in client.get(reverse("audit:lines")).content.decode()
    assert "test.done" not in client.get(reverse("audit:lines"), {"q": "elsewhere"}).content.decode()


def test_an_action_that_fails_leaves_no_line(monkeypatch, admin):
    from beredd.web.accounts import actions
    from beredd.web.accounts.models import Organisation

    def broken(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(OSError, match="disk full"):
        actions.create_organisation(by=admin, name="Kommun B", kind="municipality")
    assert not Organisation.objects.filter(name="Kommun B").exists()


def test_the_log_is_exported_as_json_lines_by_page_and_command(client, admin, analyst, capsys):
    from beredd.cli.site import log

    first = record(by=analyst, what="test.done", target="å", run_id="k-000001")
    record(by=None, what="test.other")
    client.force_login(analyst)
    assert client.get(reverse("audit:lines"), {"form": "jsonl"}).status_code == 403
    client.force_login(admin)
    answer = client.get(reverse("audit:lines"), {"form": "jsonl", "q": "test."})
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).decode().splitlines()]
    assert [line["what"] for line in lines] == ["test.done", "test.other"], "oldest first"
    assert lines[0] | {"at": ""} == {
        "schema": "beredd/audit/1",
        "id": first.pk,
        "at": "",
        "who": analyst.email,
        "what": "test.done",
        "target": "å",
        "text": "",
        "request_id": "",
        "run_id": "k-000001",
    }
    log(after=first.pk, since=None)
    told = [json.loads(line)["what"] for line in capsys.readouterr().out.splitlines()]
    assert told == ["test.other", "audit.downloaded"], "the export stands in the log, too"


def test_a_line_goes_to_the_processes_own_log_once_it_is_sure(caplog, django_capture_on_commit_callbacks):
    with caplog.at_level("INFO", "beredd.audit"), django_capture_on_commit_callbacks(execute=True):
        record(by=None, what="test.done")
        assert not caplog.records
    assert [one.line["what"] for one in caplog.records] == ["test.done"]


def test_files_of_a_run_that_somebody_takes_out_are_in_the_log(client, analyst, make_run, finish_run):
    run = finish_run(make_run())
    client.force_login(analyst)
    type(run).objects.filter(pk=run.pk).update(key="0" * 16)  # as if it had been saved: those have files to take
    address = f"/korningar/{run.pk}/fil/summary.json"
    assert client.get(address).status_code == 200
    line = Line.objects.get(what="audit.downloaded")
    assert (line.who, line.target, line.run_id) == (analyst.email, address, run.pk)
    client.get(f"/rakna/{run.pk}/")
    assert Line.objects.filter(what="audit.downloaded").count() == 1, "looking is not taking"


def test_a_file_that_a_program_takes_out_is_in_the_log_under_the_keys_owner(client, analyst, make_run, finish_run):
    from beredd.web.accounts.actions import create_api_key

    run = finish_run(make_run())
    _key, text = create_api_key(by=analyst, name="skript")
    answer = client.get(f"/api/v1/runs/{run.pk}/files/summary.json", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 200, answer.content
    assert [(one.who, one.run_id) for one in Line.objects.filter(what="audit.downloaded")] == [(analyst.email, run.pk)]


def test_names_leave_the_log_after_two_years_and_what_was_done_stays(analyst):
    from datetime import timedelta

    from django.utils import timezone

    from beredd.web import retention
    from beredd.web.audit.retention import KEPT

    record(by=analyst, what="accounts.signed-in", target=analyst.email, text="password from 192.0.2.7")
    record(by=None, what="runs.swept", target="k-000001", text="old, vardag 0123")
    before = timezone.now()
    assert retention.due(now=before + KEPT - timedelta(days=1))["audit.line"] == []
    assert len(retention.due(now=before + KEPT + timedelta(days=1))["audit.line"]) == 2
    retention.sweep(now=before + KEPT + timedelta(days=1))
    old = [(one.who, one.what, one.target, one.text) for one in Line.objects.order_by("pk")[:2]]
    assert old == [
        ("removed", "accounts.signed-in", "removed", "password from removed"),
        ("beredd", "runs.swept", "k-000001", "old, vardag 0123"),
    ]
    assert Line.objects.filter(what="retention.swept", target="audit.line").exists()
    due = retention.due(now=before + KEPT + timedelta(days=1))["audit.line"]
    assert not set(due) & {str(one.pk) for one in Line.objects.order_by("pk")[:2]}, "once is enough"
