"""People with duties in exercises, and a short plan of the site's own."""

import pytest
from django.test import Client

from beredd.web.accounts.people import set_exercise_duty

BEGUN = {
    "name": "Stopp i natt",
    "id": "stopp-i-natt",
    "aim": "Alla ska veta vem som beslutar när nattens leverans uteblir.",
    "summary": "En leverans uteblir.",
    "modes": ["seminar"],
    "preparedness": "everyday",
    "starts_on": "2026-12-01",
    "starts": "08:00",
    "hours": "8",
    "objectives": ["M1", "M2"],
    "actors": ["region", "apotek"],
    "title": "Bilen kom inte",
    "text": "Nattens bil har inte kommit. Ingen vet varför.",
}


@pytest.fixture
def on_duty(make_user):
    """`on_duty("Maja Ek", is_planner=True)`: a browser of somebody who is signed in and has that duty."""

    def make(name, **duty):
        user = make_user(f"{name.split()[0].lower()}@example.se", name=name)
        set_exercise_duty(by=None, user=user, signing_name=name, **duty)
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def maja(on_duty):
    return on_duty("Maja Ek", is_planner=True)


@pytest.fixture
def bo(on_duty):
    return on_duty("Bo Ceder", is_reviewer=True, is_approver=True)


@pytest.fixture
def cilla(on_duty):
    return on_duty("Cilla Dahl", is_reviewer=True, is_approver=True)


@pytest.fixture
def begun():
    """What is written on an empty page."""
    return BEGUN


@pytest.fixture
def draft(maja, begun):
    """The address of a plan that Maja has begun from an empty page."""
    answer = maja.post("/ova/ny/", begun)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


@pytest.fixture
def now():
    """`now()`: the newest version of the begun plan."""
    from beredd.web.exercises import shelf

    return lambda id="stopp-i-natt": shelf.version_of(id)
