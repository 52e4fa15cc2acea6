"""What may come in: bodies up to a size, text that a database can hold; HEAD answered as GET without its body.

And what goes out when nothing else can: errors in one shape, the machine's trouble told apart from ours.
"""

import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views import defaults

from beredd.web.jobs.trouble import Trouble, trouble_of
from beredd.web.language import API
from beredd.wording import Sentence, speaking

TOO_LARGE = "beredd.too_large"
"""Key of an ASGI scope whose body was cut off."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]


class BodyLimit:
    """An ASGI application in front of the site: a body past the limit is cut off, wherever it says or not how long.

    Django keeps the whole body on disk before it looks at the request, so only here can a flood of bytes be stopped.
    """

    def __init__(self, application: Callable[..., Awaitable[None]], *, most_bytes: int):
        self.application, self.most_bytes = application, most_bytes

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Any) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        left = self.most_bytes

        async def limited() -> Message:
            nonlocal left
            if scope.get(TOO_LARGE):
                return {"type": "http.request", "body": b"", "more_body": False}
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                scope[TOO_LARGE] = True
                return {"type": "http.request", "body": b"", "more_body": False}
            return message

        said = dict(scope["headers"]).get(b"content-length", b"")
        if said.isdigit() and int(said) > self.most_bytes:
            scope[TOO_LARGE] = True
        await self.application(scope, limited, send)


class HeadMiddleware:
    """HEAD is GET without the body, on every address: no view need think of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            answer: HttpResponseBase = self.get_response(request)
            return answer
        request.method = "GET"
        whole = self.get_response(request)
        request.method = "HEAD"
        answer = HttpResponse(status=whole.status_code, headers=whole.headers)
        answer.cookies = whole.cookies
        # What the answer holds open is closed with ours; closing it now would also end the request for the database.
        answer._resource_closers = whole._resource_closers  # type: ignore[attr-defined]
        return answer


class ReadableMiddleware:
    """Refuses a body that is too large, and NUL in an address or a form: PostgreSQL holds no such text."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = request.META.get("CONTENT_LENGTH") or "0"
        if getattr(request, "scope", {}).get(TOO_LARGE) or (length.isdigit() and int(length) > most):
            return refused(request, Sentence("api.too-large", most=most), status=413, page="413.html")
        if "\0" in request.path or _holds_nul(request.GET):
            return refused(request, Sentence("api.nul"), status=400, page="400.html")
        answer: HttpResponseBase = self.get_response(request)
        return answer

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Only now is the form read: what came before may have refused the request. The API reads its bodies itself."""
        if request.method == "POST" and not request.path.startswith(API) and _holds_nul(request.POST):
            return refused(request, Sentence("api.nul"), status=400, page="400.html")
        return None


def _holds_nul(given: QueryDict) -> bool:
    return any("\0" in text for name, values in given.lists() for text in (name, *values))


def refused(request: HttpRequest, why: Sentence, *, status: int, page: str) -> HttpResponse:
    """One sentence: as the API's refusal under its address, else as a page."""
    if request.path.startswith(API):
        return JsonResponse({"detail": str(why), "faults": []}, status=status)
    return render(request, page, {"why": str(why)}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of requests that it calls bad: also of a session that could not be written."""
    error: BaseException | None = exception
    while error is not None:
        if trouble_of(error) is not None:
            return _troubled(request, error)
        error = error.__cause__ or error.__context__
    return defaults.bad_request(request, exception)


def fault(request: HttpRequest) -> HttpResponse:
    """Django's handler of what no view handled: says whether the machine has trouble or the program a fault."""
    return _troubled(request, sys.exc_info()[1])


def _troubled(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    trouble = trouble_of(error) if error is not None else None
    if trouble in (Trouble.DATABASE, Trouble.DISK_FULL):
        # Without the request: who reads it stands in the database, which may be what does not answer.
        context = {"is_disk_full": trouble == Trouble.DISK_FULL, "LANGUAGE_CODE": get_language()}
        answer = HttpResponse(render_to_string("503.html", context), status=503)
        answer["Retry-After"] = "15"
        return answer
    return render(request, "500.html", status=500)


def _why(status: int, request: HttpRequest) -> Sentence:
    match status:
        case 404:
            return Sentence("api.nothing-here")
        case 405:
            return Sentence("api.method", method=request.method)
        case 503:
            return Sentence("api.unavailable")
        case 500:
            return Sentence("api.fault", id=getattr(request, "request_id", ""))
    return Sentence("api.bad-request")


class ApiErrorsMiddleware:
    """Every error under the API's address is JSON of the one shape, also where no operation was reached."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer: HttpResponseBase = self.get_response(request)
        is_json = answer.get("Content-Type", "").startswith("application/json")
        if answer.status_code < 400 or is_json or not request.path.startswith(API):
            return answer
        with speaking("sv" if answer.get("Content-Language") == "sv" else "en"):
            why = str(_why(answer.status_code, request))
            said = JsonResponse({"detail": why, "faults": []}, status=answer.status_code)
        for name, value in answer.headers.items():
            if name not in ("Content-Type", "Content-Length"):
                said[name] = value
        return said
