"""The second factor: who must have one, how its secrets are kept, and that a link is no way round it."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import InvalidToken
from django.urls import reverse

from beredd.web.accounts import actions, second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(make_user, organisation):
    return make_user("chef@example.se", role="administrator", organisation=organisation)


@pytest.fixture
def secret(analyst):
    made = generate_totp_secret()
    TOTP.activate(analyst, made)
    return made


@pytest.mark.parametrize(
    ("setting", "whom"),
    [("nobody", set()), ("administrators", {"chief", "admin"}), ("all", {"reader", "analyst", "chief", "admin"})],
)
def test_who_needs_one_gets_nowhere_else_before_it_is_set_up(
    client, settings, admin, chief, analyst, reader, setting, whom
):
    settings.SECOND_FACTOR_FOR = setting
    for name, user in {"admin": admin, "chief": chief, "analyst": analyst, "reader": reader}.items():
        client.force_login(user)
        answer = client.get("/rakna/")
        assert (answer.status_code == 302) == (name in whom), name
        if name in whom:
            assert answer["Location"] == reverse("mfa_activate_totp")
            assert client.get("/rakna/", headers={"HX-Request": "true"})["HX-Redirect"] == reverse("mfa_activate_totp")
            assert client.get(reverse("account_logout")).status_code == 200
            # Choosing a code may first ask for a password, never lead in a circle.
            assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)


def test_who_has_one_goes_on_and_so_does_their_key(client, settings, analyst, secret):
    settings.SECOND_FACTOR_FOR = "all"
    _key, text = actions.create_api_key(by=analyst, name="skript")
    client.force_login(analyst)
    assert client.get("/rakna/").status_code == 200
    assert actions.owner_of_api_key(text) == analyst
    Authenticator.objects.all().delete()
    assert client.get("/rakna/").status_code == 302
    assert actions.owner_of_api_key(text) is None


def test_a_sign_in_link_asks_for_the_code_of_who_has_one(client, analyst, secret):
    token = actions.issue_sign_in_link(by=None, user=analyst)
    answer = client.post(reverse("accounts:sign-in-link", args=[token]))
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session


def test_secrets_stand_locked_in_the_database_and_still_work(analyst, secret):
    RecoveryCodes.activate(analyst)
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    assert secret not in stored
    assert not any(code in stored for code in codes.get_unused_codes())
    assert codes.validate_code(codes.get_unused_codes()[0])
    row = Authenticator.objects.get(type="totp")
    assert second_factor.unlock(row.data["secret"]) == secret


def test_another_key_opens_nothing_and_an_old_key_still_does(settings):
    locked = second_factor.lock("hemlig")
    first, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 8
    with pytest.raises(InvalidToken):
        second_factor.unlock(locked)
    settings.SECRET_KEY_FALLBACKS = [first]
    assert second_factor.unlock(locked) == "hemlig"
    with pytest.raises(InvalidToken):
        second_factor.unlock("hemlig")


def test_setting_one_up_and_taking_it_away_is_in_the_log(client, analyst, django_capture_on_commit_callbacks):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    from beredd.web.audit.models import Line

    analyst.set_password("ett-langt-losen-1")
    analyst.save()
    client.post("/konto/login/", {"login": analyst.email, "password": "ett-langt-losen-1"})
    activate = reverse("mfa_activate_totp")
    client.post(f"/konto/reauthenticate/?next={activate}", {"password": "ett-langt-losen-1"})
    client.get(activate)
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(activate, {"code": code}).status_code == 302
    assert Line.objects.filter(what="accounts.second-factor.added", target=analyst.email, text="totp").exists()
    assert Line.objects.filter(text="recovery_codes").exists(), "recovery codes come with it"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_deactivate_totp"))
    assert Line.objects.filter(what="accounts.second-factor.removed", text="totp").exists()


def test_secrets_of_before_are_locked_by_the_migration(analyst, secret):
    from importlib import import_module

    from django.apps import apps

    migration = import_module("beredd.web.accounts.migrations.0003_locked_secrets")
    row = Authenticator.objects.get(type="totp")
    migration.unlock_all(apps, None)
    row.refresh_from_db()
    assert row.data["secret"] == secret
    migration.lock_all(apps, None)
    row.refresh_from_db()
    assert second_factor.unlock(row.data["secret"]) == secret
