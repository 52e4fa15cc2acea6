"""Keeping an answer of the lab as a run, and showing one that was kept: the same for each of the lab's questions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from beredd.overdose.limits import LIMITS
from beredd.web.accounts import policy
from beredd.web.overdose import answers
from beredd.web.overdose.answers import LONG_WAIT_S, SHORT_WAIT_S
from beredd.web.runs.errors import RunError
from beredd.web.runs.models import Run
from beredd.web.runs.retention import goes_at


def asked(form: Any) -> dict[str, Any]:
    """What every page of the lab has."""
    return {"room": "lab", "form": form, "limits": LIMITS}


def is_counting(request: HttpRequest, form: Any) -> bool:
    """Whether the page comes before its answer and fetches it: what takes seconds shows that it is under way.

    Without script the page asks once more, and then waits (`utan-skript`).
    """
    return not ("HX-Request" in request.headers or "utan-skript" in request.GET or answers.is_kept(form.question))


def keep(
    request: HttpRequest, form: Any, *, page: str, save: Callable[[str], Run], question: str, then: str
) -> HttpResponse:
    """Answers the form's question and keeps it by `save(address)`; goes on to `then`, or back to `question`."""
    if not form.is_valid() or form.question is None:
        return render(request, page, asked(form), status=422)
    answers.ENGINE.is_ready(LONG_WAIT_S)
    address = form.address()
    try:
        run = save(address)
    except RunError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse(question)}?{address}")
    return redirect(then, pk=run.pk)


def show(
    request: HttpRequest, run: Run, form: Any, *, page: str, answered: Callable[[Any], dict[str, Any]]
) -> HttpResponse:
    """A kept run's page; the record alone when its question cannot be asked of today's engine any more."""
    kept = {"saved": run, "goes_at": goes_at(run), "may_remove": policy.may_delete_run(request.user, run)}
    if not form.is_valid() or form.question is None:
        return redirect("runs:record", pk=run.pk)
    if not answers.ENGINE.is_ready(SHORT_WAIT_S):
        return render(request, page, asked(form) | kept | {"is_waiting": True})
    shown = answered(form)
    kept["is_changed"] = shown["record"].result != run.fingerprint
    return render(request, page, asked(form) | kept | shown)
