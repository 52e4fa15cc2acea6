"""A page for an answer that cannot be had now: an engine that is busy, results that cannot be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beredd.errors import BereddError

RETRY_S = 15


class UnavailableMiddleware:
    """Turns an error of kind `unavailable` into a page with its sentence; the API's own handler has answered before."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not (isinstance(exception, BereddError) and exception.kind == "unavailable"):
            return None
        page = render(request, "engines/unavailable.html", {"why": str(exception)}, status=503)
        page["Retry-After"] = str(RETRY_S)
        # htmx throws away what comes with an error: have it fetch the page, which says what is wrong.
        page["HX-Refresh"] = "true"
        return page
