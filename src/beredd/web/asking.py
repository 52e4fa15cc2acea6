"""The one way in which a page asks before it does what cannot be taken back at once: a page of its own, then a POST."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def ask(
    request: HttpRequest, *, title: str, says: str, button: str, back: str, facts: Iterable[tuple[str, object]] = ()
) -> HttpResponse:
    """A page whose button sends to the address that asks.

    title    the question
    says     what is lost, and whether it can be had again
    button   what is done, with its object
    back     address to go back to, where nothing is done
    facts    (name, value) that tell which thing is meant
    """
    context = {"title": title, "says": says, "button": button, "back": back, "facts": tuple(facts)}
    return render(request, "design/ask.html", context)
