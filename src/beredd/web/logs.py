"""Structured logs: one JSON object a line, with the request's and the run's id."""

import json
import logging
import re
import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
run_id: ContextVar[str] = ContextVar("run_id", default="")

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


@contextmanager
def about_run(value: str):
    """Log lines written inside carry this run id."""
    token = run_id.set(value)
    try:
        yield
    finally:
        run_id.reset(token)


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, ids, whatever `extra=` gave, and the stack of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if value := request_id.get():
            line["request_id"] = value
        if value := run_id.get():
            line["run_id"] = value
        line |= {key: value for key, value in vars(record).items() if key not in _PLAIN and key != "request"}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class RequestIdMiddleware:
    """Gives each request an id (a proxy's X-Request-ID when it is well formed) and returns it in the answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(request.request_id)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = request.request_id
        return response
