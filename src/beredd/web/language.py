"""The reader's language: what they chose, else Swedish. The browser's own wish is not asked: the site is Swedish."""

from django.conf import settings
from django.utils import translation

from beredd.wording import speaking


class LanguageMiddleware:
    """Activates the language in the cookie that `/sprak/` sets: for the pages, and for what lies below the web."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.allowed = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in self.allowed else settings.LANGUAGE_CODE
        with translation.override(language), speaking(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response
