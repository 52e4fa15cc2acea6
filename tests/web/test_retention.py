"""What a model says of how long it is kept is carried out."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from beredd.web import retention
from beredd.web.accounts import actions
from beredd.web.accounts.models import ApiKey, Invitation, SignInLink
from beredd.web.audit.models import Line

pytestmark = pytest.mark.django_db
STAYS = (
    *("as long as the account exists", "until the account is deleted", "until the membership ends"),
    *("as long as the guidance", "as long as the plan", "as long as the programme"),
)
"""Goes with what it belongs to, by the database's own rules; who wrote and approved guidance stands in it for ever."""


def test_every_model_that_names_a_time_has_a_rule():
    covered = {label for rule in retention.rules() for label in rule.covers}
    for model in apps.get_models():
        personal = vars(model).get("PERSONAL", {}) if model.__module__.startswith("beredd.") else {}
        if any(not words.startswith(STAYS) for words in personal.values()):
            assert f"{model._meta.app_label}.{model.__name__}" in covered, model.__name__
    assert "sessions.Session" in covered


def test_a_dry_run_changes_nothing_and_says_what_a_sweep_takes(admin, analyst, organisation):
    actions.invite(by=admin, email="ny@example.se", organisation=organisation, role="reader")
    actions.issue_sign_in_link(by=None, user=admin)
    actions.create_api_key(by=analyst, name="skript")
    later = timezone.now() + timedelta(days=366 + 31)
    assert not any(retention.due().values())
    due = retention.due(now=later)
    assert {name for name, lines in due.items() if lines} == {
        "accounts.invitation",
        "accounts.signinlink",
        "accounts.apikey",
    }
    assert Invitation.objects.exists()
    assert retention.sweep(now=later) == due
    assert not any(model.objects.exists() for model in (Invitation, SignInLink, ApiKey))
    assert {line.target for line in Line.objects.filter(what="retention.swept")} == {
        n for n, rows in due.items() if rows
    }


def test_a_rule_that_fails_does_not_stop_the_others(monkeypatch, caplog, admin):
    def broken(_now):
        raise OSError("disk full")

    rule = retention.Rule(name="a.first", covers=(), due=lambda now: (), sweep=broken)
    monkeypatch.setitem(retention._RULES, rule.name, rule)
    actions.issue_sign_in_link(by=None, user=admin)
    taken = retention.sweep(now=timezone.now() + timedelta(days=3))
    assert "a.first" not in taken
    assert len(taken["accounts.signinlink"]) == 1
    assert "The rule a.first failed." in caplog.text
