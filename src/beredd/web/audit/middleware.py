"""Puts into the log which files of runs, and of the log itself, somebody took out of the site."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from beredd.web.audit.actions import record


class DownloadMiddleware:
    """One line for each such file that somebody who is signed in, or their key, downloads.

    A figure that is computed for one's own question is nobody else's and leaves no line.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 200 and response.get("Content-Disposition", "").startswith("attachment"):
            # The API's operations put who the key belongs to in `auth`.
            who = getattr(request, "auth", None) or request.user
            match = request.resolver_match
            run = (match.kwargs.get("pk") or match.kwargs.get("run_id") or "") if match else ""
            is_log = match is not None and match.namespace == "audit"
            if (run or is_log) and who.is_authenticated:
                with transaction.atomic():
                    record(by=who, what="audit.downloaded", target=request.path, run_id=str(run))
        return response
