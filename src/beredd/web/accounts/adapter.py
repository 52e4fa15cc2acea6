"""How allauth behaves here: sign-up by invitation, limits that hold, secrets locked, a QR code for the dark theme."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from beredd.web.accounts import actions, limits, second_factor, witness

SESSION_KEY = "invitation"


class AccountAdapter(DefaultAccountAdapter):
    """Lets people sign up who hold an invitation, and counts tries to sign in."""

    def is_open_for_signup(self, request):
        return settings.OPEN_SIGNUP or self._invitation(request) is not None

    def _invitation(self, request):
        token = request.session.get(SESSION_KEY) if request is not None else None
        return actions.open_invitation(token) if token else None

    def clean_email(self, email):
        email = super().clean_email(email).lower()
        invitation = self._invitation(self.request)
        if invitation is not None and invitation.email != email and not settings.OPEN_SIGNUP:
            raise ValidationError(_("Inbjudan gäller adressen %(email)s.") % {"email": invitation.email})
        return email

    def save_user(self, request, user, form, commit=True):
        with transaction.atomic():
            user = super().save_user(request, user, form, commit)
            invitation = self._invitation(request)
            if commit and invitation is not None and invitation.email == user.email:
                actions.accept_invitation(by=user, token=request.session[SESSION_KEY])
                if invitation.was_sent:
                    # The link came by letter to this address and to nobody else, so it needs no second letter.
                    self.stash_verified_email(request, user.email)
        return user

    def pre_authenticate(self, request, **credentials):
        address = credentials.get("email", "")
        self._tries = limits.reserve(address=address, machine=self.get_client_ip(request))
        if self._tries is None:
            witness.refused(request, address)
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self):
        limits.give_back(self._tries or [])

    def _delete_login_attempts_cached_email(self, request, **credentials):
        limits.forget(address=credentials.get("email", ""))


class FactorAdapter(DefaultMFAAdapter):
    """Locks the secrets, and draws the QR code on white ground: cameras do not read light codes on dark pages."""

    def encrypt(self, text: str) -> str:
        return second_factor.lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factor.unlock(encrypted_text)

    def build_totp_svg(self, url):
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")
