"""The reader's language: what they chose, else Swedish. On pages the browser's own wish is not asked.

The API is asked by programs: there the header Accept-Language counts too, and who says nothing is answered in English.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from beredd.wording import speaking

API = "/api/"


class LanguageMiddleware:
    """Activates the reader's language: for the pages, and for what lies below the web."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.allowed = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request):
        language = self._chosen(request)
        with translation.override(language), speaking(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response

    def _chosen(self, request) -> str:
        """The language in the cookie that `/sprak/` sets, for the API else the header's, else that of the place."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen in self.allowed:
            return chosen
        if not request.path.startswith(API):
            return settings.LANGUAGE_CODE
        wishes = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
        wanted = (wish.partition("-")[0] for wish, _weight in wishes)
        return next((code for code in wanted if code in self.allowed), "en")
