"""Signing in: limits that hold, idle sessions, proof of an address, and what the log has of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from beredd.web.accounts import actions, limits
from beredd.web.accounts.models import SignInAttempt, User
from beredd.web.audit.models import Line

pytestmark = pytest.mark.django_db
GOOD, BAD = "ett-langt-losen-1", "fel-losen-ord"


@pytest.fixture
def person(analyst):
    analyst.set_password(GOOD)
    analyst.save()
    return analyst


def sign_in(client, address, password, **more):
    client.post("/konto/login/", {"login": address, "password": password}, **more)
    return "_auth_user_id" in client.session


def said(what):
    return [(line.who, line.target, line.text) for line in Line.objects.filter(what=what).order_by("pk")]


def test_the_limit_is_not_lifted_by_emptying_the_cache_or_by_other_machines(client, person):
    for n in range(limits.ADDRESS.most):
        assert not sign_in(client, person.email, BAD, REMOTE_ADDR=f"192.0.2.{n}")
    cache.clear()
    assert not sign_in(client, person.email, GOOD, REMOTE_ADDR="192.0.2.99")
    assert said("accounts.sign-in.refused") == [("anonymous", person.email, "too many tries from 192.0.2.99")]
    SignInAttempt.objects.update(at=timezone.now() - limits.ADDRESS.within)
    assert sign_in(client, person.email, GOOD)


def test_a_machine_that_tries_many_addresses_is_stopped(client, person):
    for n in range(limits.MACHINE.most):
        sign_in(client, f"nagon{n}@example.se", BAD)
    assert not sign_in(client, person.email, GOOD)
    assert sign_in(client, person.email, GOOD, REMOTE_ADDR="192.0.2.9")


def test_tries_that_succeed_are_not_counted(client, person):
    for _ in range(limits.ADDRESS.most + 2):
        assert sign_in(client, person.email, GOOD)
        client.logout()
    assert not SignInAttempt.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_tries_side_by_side_are_all_counted():
    from django.db import connection

    def one(_):
        try:
            return limits.reserve(address="a@example.se", machine="192.0.2.1") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(20))) <= limits.ADDRESS.most


def test_the_log_has_who_signed_in_and_out_and_who_failed_but_no_password_typed_as_address(client, person):
    sign_in(client, person.email, BAD)
    sign_in(client, "mitt-hemliga@losen.se", BAD)
    sign_in(client, person.email, GOOD)
    client.post(reverse("account_logout"))
    assert said("accounts.sign-in.failed") == [
        ("anonymous", person.email, "wrong password from 127.0.0.1"),
        ("anonymous", "", "unknown address from 127.0.0.1"),
    ]
    assert said("accounts.signed-in") == [(person.email, person.email, "password from 127.0.0.1")]
    assert said("accounts.signed-out") == [(person.email, person.email, "")]
    assert not Line.objects.filter(text__contains="hemliga").exists()
    assert not Line.objects.filter(text__contains=GOOD).exists()


def test_an_idle_session_ends_and_a_page_that_waits_keeps_none_alive(client, settings, person, make_run, monkeypatch):
    from beredd.web.accounts import middleware

    client.force_login(person)
    run, start = make_run(), middleware.time.time()
    at = lambda s: monkeypatch.setattr(middleware.time, "time", lambda: start + s)  # noqa: E731
    idle = settings.SESSION_IDLE.total_seconds()
    client.get("/konto/")
    at(idle * 0.6)
    assert client.get("/konto/").status_code == 200
    at(idle * 1.4)
    waiting = {"HX-Request": "true"}
    assert client.get(f"/korningar/{run.pk}/lage/", headers=waiting).status_code == 200, (
        "0.8 of the time after the page"
    )
    at(idle * 1.65)
    assert client.get("/konto/").status_code == 302, "looking after a run is not activity"


def test_an_invitation_verifies_no_other_address_and_its_own_only_by_letter(client, settings, admin, organisation):
    settings.OPEN_SIGNUP = True
    _made, token = actions.invite(by=admin, email="ny@example.se", organisation=organisation, role="analyst")
    client.get(reverse("accounts:invitation", args=[token]))
    form = {"password1": GOOD, "password2": GOOD}
    client.post(reverse("account_signup"), {"email": "annan@example.org", **form})
    other = User.objects.get(email="annan@example.org")
    assert not EmailAddress.objects.filter(user=other, verified=True).exists()
    assert not other.memberships.exists()
    assert actions.open_invitation(token) is not None, "not used up by another"

    client.logout()
    client.get(reverse("accounts:invitation", args=[token]))
    client.post(reverse("account_signup"), {"email": "ny@example.se", **form})
    invited = User.objects.get(email="ny@example.se")
    assert invited.memberships.get().role == "analyst"
    # The link was shown to who invited: that proves nothing about the address.
    assert not EmailAddress.objects.filter(user=invited, verified=True).exists()


def test_a_letter_brings_the_link_and_proves_the_address(client, settings, admin, organisation):
    settings.SENDS_MAIL = True
    client.force_login(admin)
    form = {"invite-email": "ny@example.se", "invite-organisation": organisation.pk, "invite-role": "reader"}
    page = client.post(reverse("accounts:invite"), form, follow=True).content.decode()
    letter = mail.outbox[-1]
    assert letter.to == ["ny@example.se"]
    assert letter.subject == "Inbjudan till Region A i Beredd"
    link = next(line for line in letter.body.splitlines() if "/konto/inbjudan/" in line)
    assert link.rsplit("/", 2)[1] not in page, "who invites does not see it"
    client.logout()
    client.get(link.removeprefix("http://testserver"))
    client.post(reverse("account_signup"), {"email": "ny@example.se", "password1": GOOD, "password2": GOOD})
    assert EmailAddress.objects.get(email="ny@example.se").verified


def test_a_letter_that_cannot_be_sent_leaves_the_link_to_hand_over(client, settings, admin, organisation, monkeypatch):
    settings.SENDS_MAIL = True

    def broken(*_args, **_more):
        raise ConnectionRefusedError

    monkeypatch.setattr(actions, "send_mail", broken)
    client.force_login(admin)
    form = {"invite-email": "ny@example.se", "invite-organisation": organisation.pk, "invite-role": "reader"}
    page = client.post(reverse("accounts:invite"), form).content.decode()
    assert "gick inte att skicka" in page
    assert "/konto/inbjudan/" in page


def test_tries_are_forgotten_after_a_day():
    from beredd.web import retention

    limits.reserve(address="a@example.se", machine="192.0.2.1")
    assert retention.sweep()["accounts.signinattempt"] == []
    assert len(retention.sweep(now=timezone.now() + timedelta(days=2))["accounts.signinattempt"]) == 2
