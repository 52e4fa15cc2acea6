"""How allauth behaves here: sign-up by invitation, a QR code that can be read in the dark theme."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from beredd.web.accounts import actions

SESSION_KEY = "invitation"


class InvitationAdapter(DefaultAccountAdapter):
    """Lets people sign up who hold an invitation; their address counts as verified, for the link reached it."""

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
            token = request.session.get(SESSION_KEY)
            if commit and token and self._invitation(request) is not None:
                actions.accept_invitation(by=user, token=token)
                # The link reached the address, so it needs no second letter.
                self.stash_verified_email(request, user.email)
        return user


class CodeAdapter(DefaultMFAAdapter):
    """Draws the QR code on white ground of its own: cameras do not read light codes on dark pages."""

    def build_totp_svg(self, url):
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")
