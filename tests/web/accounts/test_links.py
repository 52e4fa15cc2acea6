"""The one-time sign-in link, invitations and API keys."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beredd.web.accounts import actions
from beredd.web.accounts.errors import LinkRefused, NotAllowed
from beredd.web.accounts.models import ApiKey, Invitation, Membership, SignInLink, User
from beredd.web.audit.models import Line

pytestmark = pytest.mark.django_db


def address(token):
    return reverse("accounts:sign-in-link", args=[token])


def test_the_first_administrator_is_made_once():
    first = actions.ensure_first_admin()
    assert actions.ensure_first_admin() == first
    assert first.is_staff
    assert not first.has_usable_password()


def test_the_link_signs_in_once(client, django_user_model):
    user = actions.ensure_first_admin()
    token = actions.issue_sign_in_link(by=None, user=user)
    answer = client.post(address(token))
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    client.logout()
    assert client.post(address(token)).status_code == 410
    assert "_auth_user_id" not in client.session


def test_looking_at_the_link_does_not_use_it_up(client, admin):
    token = actions.issue_sign_in_link(by=None, user=admin)
    assert client.get(address(token)).status_code == 200
    assert client.get(address(token)).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(address(token)).status_code == 302


def test_an_expired_link_is_refused(client, admin):
    token = actions.issue_sign_in_link(by=None, user=admin)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address(token)).status_code == 410
    assert client.post(address(token)).status_code == 410


def test_a_link_that_nobody_signed_is_refused(client, admin):
    token = actions.issue_sign_in_link(by=None, user=admin)
    for forged in ("1", token[:-1] + ("A" if token[-1] != "A" else "B"), token.replace(":", "x", 1)):
        assert client.post(address(forged)).status_code == 410


def test_a_new_link_ends_the_earlier_one(admin):
    old = actions.issue_sign_in_link(by=None, user=admin)
    actions.issue_sign_in_link(by=None, user=admin)
    with pytest.raises(LinkRefused):
        actions.use_sign_in_link(token=old)


def test_a_link_of_a_closed_account_is_refused(admin):
    token = actions.issue_sign_in_link(by=None, user=admin)
    User.objects.filter(pk=admin.pk).update(is_active=False)
    with pytest.raises(LinkRefused):
        actions.use_sign_in_link(token=token)


def test_using_the_link_is_in_the_log_and_the_token_is_not(admin):
    token = actions.issue_sign_in_link(by=None, user=admin)
    actions.use_sign_in_link(token=token)
    lines = [(line.who, line.what, line.target) for line in Line.objects.order_by("pk")]
    assert lines == [
        ("beredd", "accounts.link.issued", admin.email),
        (admin.email, "accounts.link.used", admin.email),
    ]
    assert not Line.objects.filter(text__contains=token).exists()


def test_sign_up_is_closed_without_an_invitation(client):
    answer = client.post(
        reverse("account_signup"),
        {"email": "ny@example.se", "password1": "ett-langt-losen-1", "password2": "ett-langt-losen-1"},
    )
    assert answer.status_code == 200
    assert not User.objects.filter(email="ny@example.se").exists()


def test_an_invited_person_makes_an_account_and_is_a_member(client, admin, organisation):
    _made, token = actions.invite(by=admin, email="Ny@example.se", organisation=organisation, role="analyst")
    assert client.get(reverse("accounts:invitation", args=[token])).status_code == 200
    client.post(
        reverse("account_signup"),
        {"email": "ny@example.se", "password1": "ett-langt-losen-1", "password2": "ett-langt-losen-1"},
    )
    user = User.objects.get(email="ny@example.se")
    assert Membership.objects.get(user=user).role == "analyst"
    assert user.password.startswith("argon2")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert actions.open_invitation(token) is None


def test_an_invitation_is_for_its_own_address(client, admin, organisation):
    _made, token = actions.invite(by=admin, email="ny@example.se", organisation=organisation, role="analyst")
    client.get(reverse("accounts:invitation", args=[token]))
    client.post(
        reverse("account_signup"),
        {"email": "annan@example.org", "password1": "ett-langt-losen-1", "password2": "ett-langt-losen-1"},
    )
    assert not User.objects.filter(email="annan@example.org").exists()


def test_a_person_with_an_account_accepts_with_one_press(client, admin, outsider, organisation):
    _made, token = actions.invite(by=admin, email=outsider.email, organisation=organisation, role="reader")
    client.force_login(outsider)
    client.get(reverse("accounts:invitation", args=[token]))
    assert client.post(reverse("accounts:accept-invitation")).status_code == 302
    assert Membership.objects.filter(user=outsider, organisation=organisation, role="reader").exists()
    assert client.post(reverse("accounts:accept-invitation")).status_code == 410


def test_an_expired_invitation_opens_nothing(client, admin, organisation):
    _made, token = actions.invite(by=admin, email="ny@example.se", organisation=organisation, role="reader")
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("accounts:invitation", args=[token])).status_code == 410


def test_an_analyst_may_not_invite(analyst, organisation):
    with pytest.raises(NotAllowed):
        actions.invite(by=analyst, email="ny@example.se", organisation=organisation, role="reader")


def test_only_the_hash_of_a_key_is_kept_and_a_withdrawn_key_opens_nothing(analyst):
    key, text = actions.create_api_key(by=analyst, name="script")
    assert text not in str(ApiKey.objects.values())
    assert actions.owner_of_api_key(text) == analyst
    actions.withdraw_api_key(by=analyst, key=key)
    assert actions.owner_of_api_key(text) is None


def test_an_expired_key_and_a_closed_accounts_key_open_nothing(analyst):
    _key, text = actions.create_api_key(by=analyst, name="old", lifetime=timedelta(seconds=-1))
    assert actions.owner_of_api_key(text) is None
    _key, text = actions.create_api_key(by=analyst, name="new")
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    assert actions.owner_of_api_key(text) is None


def test_nobody_withdraws_anothers_key(analyst, outsider):
    key, _text = actions.create_api_key(by=analyst, name="script")
    with pytest.raises(NotAllowed):
        actions.withdraw_api_key(by=outsider, key=key)
