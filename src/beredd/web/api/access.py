"""Who calls the API: a key, a signed-in browser, or nobody; and how often it may."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.throttling import SimpleRateThrottle
from ninja.utils import check_csrf

from beredd.web.accounts import actions


class ApiKeyAccess(HttpBearer):
    """`Authorization: Bearer beredd_…`; a key that does not work is an error, never an anonymous caller."""

    def authenticate(self, request: HttpRequest, token: str):
        user = actions.owner_of_api_key(token)
        if user is None:
            raise AuthenticationError(
                message="The API key is unknown, withdrawn or expired. Make a new one under /konto/."
            )
        request.user = user
        return user


class SessionAccess(APIKeyCookie):
    """A signed-in browser; what changes state needs the CSRF token too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest):
        if not request.user.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise AuthorizationError(message="The CSRF token is missing or wrong. Send it in the header X-CSRFToken.")
        return request.user

    def authenticate(self, request, key):
        return request.user


def anyone(request: HttpRequest):
    """Lets the caller in as nobody in particular: for what everyone may read."""
    return AnonymousUser()


MUST_SIGN_IN = [ApiKeyAccess(), SessionAccess()]
OPEN = [ApiKeyAccess(), SessionAccess(), anyone]
OPTIONAL = {"security": [{}, {"ApiKeyAccess": []}, {"SessionAccess": []}]}
"""How OpenAPI says that signing in shows more but is not asked for."""


class StartThrottle(SimpleRateThrottle):
    """How many runs one person may start in a time."""

    scope = "start"

    def __init__(self):
        super().__init__(settings.API_START_RATE)

    def allow_request(self, request):
        # The setting as it is now: this object is as old as the process.
        self.num_requests, self.duration = self.parse_rate(settings.API_START_RATE)
        return super().allow_request(request)

    def get_cache_key(self, request):
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk or self.get_ident(request)}
