"""The audit log cannot be changed, and only administrators read it."""

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
