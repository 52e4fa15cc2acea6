"""The account's pages: the happy path, and who may not."""

import pytest
from django.urls import reverse

from beredd.web.accounts.models import ApiKey, Invitation, Organisation

pytestmark = pytest.mark.django_db


def test_the_account_page_is_for_who_is_signed_in(client, analyst):
    assert client.get("/konto/").status_code == 302
    client.force_login(analyst)
    page = client.get("/konto/")
    assert page.status_code == 200
    assert "Region A" in page.content.decode()
    assert "Ny organisation" not in page.content.decode()


def test_a_new_key_is_shown_once(client, analyst):
    client.force_login(analyst)
    page = client.post(reverse("accounts:create-api-key"), {"key-name": "skript"}).content.decode()
    key = ApiKey.objects.get()
    assert f"{key.prefix}" in page.split('id="new-key">')[1].split("<")[0]
    assert 'id="new-key"' not in client.get("/konto/").content.decode()


def test_a_key_needs_a_name(client, analyst):
    client.force_login(analyst)
    assert client.post(reverse("accounts:create-api-key"), {"key-name": ""}).status_code == 422
    assert not ApiKey.objects.exists()


def test_nobody_withdraws_anothers_key(client, analyst, outsider):
    from beredd.web.accounts.actions import create_api_key

    key, _text = create_api_key(by=analyst, name="skript")
    client.force_login(outsider)
    assert client.post(reverse("accounts:withdraw-api-key", args=[key.pk])).status_code == 404
    client.force_login(analyst)
    assert client.post(reverse("accounts:withdraw-api-key", args=[key.pk])).status_code == 302
    assert not ApiKey.objects.exists()


def test_an_administrator_invites_and_adds_organisations(client, admin, organisation):
    client.force_login(admin)
    answer = client.post(
        reverse("accounts:invite"),
        {"invite-email": "ny@example.se", "invite-organisation": organisation.pk, "invite-role": "reader"},
    )
    assert "/konto/inbjudan/" in answer.content.decode()
    assert Invitation.objects.get().email == "ny@example.se"
    client.post(reverse("accounts:create-organisation"), {"org-name": "Kommun Å", "org-kind": "municipality"})
    assert Organisation.objects.filter(name="Kommun Å").exists()


def test_an_analyst_may_neither_invite_nor_add_organisations(client, analyst, organisation):
    client.force_login(analyst)
    answer = client.post(
        reverse("accounts:invite"),
        {"invite-email": "ny@example.se", "invite-organisation": organisation.pk, "invite-role": "reader"},
    )
    assert answer.status_code == 403
    assert not Invitation.objects.exists()
    assert (
        client.post(reverse("accounts:create-organisation"), {"org-name": "X", "org-kind": "other"}).status_code == 403
    )


@pytest.mark.slow
def test_signing_in_with_a_password_and_setting_up_two_steps(client, analyst):
    analyst.set_password("ett-langt-losen-1")
    analyst.save()
    assert client.post("/konto/login/", {"login": analyst.email, "password": "fel-losen-ord"}).status_code == 200
    assert client.post("/konto/login/", {"login": analyst.email, "password": "ett-langt-losen-1"}).status_code == 302
    activate = "/konto/2fa/totp/activate/"
    assert client.get(activate).headers["Location"].startswith("/konto/reauthenticate/")
    client.post(f"/konto/reauthenticate/?next={activate}", {"password": "ett-langt-losen-1"})
    page = client.get(activate).content.decode()
    assert "<svg" in page
    assert 'fill="white"' in page
    assert "<?xml" not in page
    assert "data:image" not in page


@pytest.mark.slow
def test_too_many_wrong_passwords_are_stopped(client, analyst):
    analyst.set_password("ett-langt-losen-1")
    analyst.save()
    for _ in range(12):
        client.post("/konto/login/", {"login": analyst.email, "password": "fel-losen-ord"})
    client.post("/konto/login/", {"login": analyst.email, "password": "ett-langt-losen-1"})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_reset_password", "account_logout", "account_email", "mfa_index"],
)
def test_allauths_pages_wear_our_look(client, analyst, name):
    if name in ("account_logout", "account_email", "mfa_index"):
        client.force_login(analyst)
    page = client.get(reverse(name)).content.decode()
    assert 'class="mast"' in page
    assert "style=" not in page


def test_there_is_no_second_administration(client, admin):
    client.force_login(admin)
    assert client.get("/admin/").status_code == 404


def test_allauths_pages_speak_our_swedish(client):
    page = client.get("/konto/login/").content.decode()
    assert "E-postadress" in page
    assert "Epost" not in page
    assert "Konton skapas på inbjudan" in client.get("/konto/signup/").content.decode()
