"""Puts into the audit log what allauth and Django do to accounts: they act, we hear of it by their signals."""

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as factor
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import receiver

from beredd.web.accounts import people
from beredd.web.accounts.models import User
from beredd.web.audit.actions import NOBODY, record

METHODS = "account_authentication_methods"
"""Where allauth keeps how the person proved who they are, in the session."""


def _log(*, by, what: str, target: str = "", text: str = "") -> None:
    with transaction.atomic():
        record(by=by, what=f"accounts.{what}", target=target, text=text)


def machine(request) -> str:
    """The address of the machine that asks, as far as the proxies before us are to be believed."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:  # allauth's way of saying that nothing tells
        return "somewhere"


@receiver(user_logged_in)
def _signed_in(request, user, **_):
    if not request.path:  # not from a page
        return
    methods = ", ".join(one.get("method", "") for one in request.session.get(METHODS, ()))
    _log(by=user, what="signed-in", target=user.email, text=f"{methods or 'link'} from {machine(request)}")


@receiver(user_logged_out)
def _signed_out(request, user, **_):
    if user is not None and request.path:
        _log(by=user, what="signed-out", target=user.email)


@receiver(user_login_failed)
def _failed(credentials, request=None, **_):
    # What was typed is kept only when it is an address we know: people type passwords there by mistake.
    typed = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    known = User.objects.filter(email=typed).exists()
    text = f"{'wrong password' if known else 'unknown address'} from {machine(request)}"
    _log(by=NOBODY, what="sign-in.failed", target=typed if known else "", text=text)


def refused(request, address: str) -> None:
    """Too many tries: the next is not even looked at."""
    known = User.objects.filter(email=address.strip().lower()).exists()
    text = f"too many tries from {machine(request)}"
    _log(by=NOBODY, what="sign-in.refused", target=address.strip().lower() if known else "", text=text)


@receiver(factor.authentication_failed)
def _factor_failed(request, user, **_):
    _log(by=NOBODY, what="sign-in.failed", target=user.email, text=f"wrong code from {machine(request)}")


@receiver(account.user_signed_up)
def _signed_up(request, user, **_):
    _log(by=user, what="user.created", target=user.email, text=f"from {machine(request)}")


@receiver([account.password_set, account.password_changed, account.password_reset])
def _password(request, user, signal, **_):
    """A password was chosen: keys and links of before end with it. Django ends the other sessions."""
    how = {account.password_set: "set", account.password_changed: "changed", account.password_reset: "reset"}[signal]
    with transaction.atomic():
        text = people.withdraw_keys(user)
        record(by=user, what=f"accounts.password.{how}", target=user.email, text=text)


@receiver(account.email_changed)
def _address(request, user, from_email_address, to_email_address, **_):
    before = from_email_address.email if from_email_address else ""
    _log(by=user, what="address.changed", target=to_email_address.email, text=f"was {before}")


@receiver([account.email_added, account.email_removed])
def _addresses(request, user, email_address, signal, **_):
    what = "address.added" if signal is account.email_added else "address.removed"
    _log(by=user, what=what, target=user.email, text=email_address.email)


@receiver(account.email_confirmed)
def _confirmed(request, email_address, **_):
    _log(by=email_address.user, what="address.confirmed", target=email_address.email)


@receiver([factor.authenticator_added, factor.authenticator_removed, factor.authenticator_reset])
def _factor(request, user, authenticator, signal, **_):
    how = {factor.authenticator_added: "added", factor.authenticator_removed: "removed"}.get(signal, "renewed")
    _log(by=user, what=f"second-factor.{how}", target=user.email, text=authenticator.type)
