"""The second factor: whether one is missing, and how its secrets are kept."""

import base64

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from beredd.web.accounts import policy

BY_SERVICE = "signed_in_by_service"
"""Key of the session: the person came through single sign-on."""


def is_missing(user, session=None) -> bool:
    """Whether the person must set up a second factor before anything else.

    Who came through single sign-on has passed that service's own, where the site says that it asks for one.
    """
    if not policy.must_have_second_factor(user):
        return False
    if settings.SIGN_IN_SERVICE_HAS_SECOND_FACTOR and session is not None and session.get(BY_SERVICE):
        return False
    return not has_one(user)


def has_one(user) -> bool:
    """Whether the person has set up a second factor."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def _cipher() -> MultiFernet:
    """By the site's secret key, which is not in the database; older keys still open what they locked."""

    def key(secret: str) -> Fernet:
        derived = HKDF(SHA256(), 32, salt=None, info=b"beredd second factor").derive(secret.encode())
        return Fernet(base64.urlsafe_b64encode(derived))

    return MultiFernet([key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def lock(text: str) -> str:
    """The secret as it stands in the database."""
    return _cipher().encrypt(text.encode()).decode()


def unlock(text: str) -> str:
    """The secret itself; `InvalidToken` when it was locked with another key or not at all."""
    return _cipher().decrypt(text.encode()).decode()
