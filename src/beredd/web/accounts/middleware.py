"""What holds for every request of somebody who is signed in: idle time, the second factor, what caches may keep."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from beredd.web.accounts import second_factor

SEEN = "seen_at"
SEEN_EVERY_S = 60
"""A session is written at most this often, s."""
WITHOUT_FACTOR = frozenset(
    {
        "account_logout",
        "account_set_password",
        "account_change_password",
        "account_reauthenticate",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "set-language",
        "health",
    }
)
"""Names of the addresses that are open to who has yet to set up a second factor, beside those of `mfa_`."""


class SessionMiddleware:
    """Ends a session that has been idle, and sends who needs a second factor to where it is set up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = _match(request)
        name = (match.url_name or "") if match else ""
        if request.user.is_authenticated:
            if self._is_idle(request, is_activity=name != "progress"):
                logout(request)
                messages.info(request, _("Du har loggats ut, för sidan har inte använts på länge."))
            elif not _is_open(name) and second_factor.is_missing(request.user, request.session):
                return self._to_second_factor(request)
        response = self.get_response(request)
        if match is not None and match.route.startswith(("konto/", "logg/")):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def _is_idle(self, request: HttpRequest, *, is_activity: bool) -> bool:
        now, seen = time.time(), request.session.get(SEEN)
        if seen is not None and now - seen > settings.SESSION_IDLE.total_seconds():
            return True
        if is_activity and (seen is None or now - seen > SEEN_EVERY_S):
            request.session[SEEN] = now
        return False

    def _to_second_factor(self, request: HttpRequest) -> HttpResponse:
        messages.warning(request, _("Ditt konto kräver tvåstegsinloggning. Ställ in den, så kan du fortsätta."))
        target = reverse("mfa_activate_totp")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return redirect(target)


def _match(request: HttpRequest):
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _is_open(name: str) -> bool:
    return name.startswith("mfa_") or name in WITHOUT_FACTOR
