"""Pages that are kept for who is not signed in: never another's, never old, never more than fit."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from beredd.web import remembered
from beredd.web.remembered import Pages
from beredd.web.runs.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def demo_run(scenarios, results):
    """A demonstration run that ended without a result."""
    from beredd.web.dispensing.actions import start_run

    run = start_run(by=None, scenario="vardag", days=3, seed=1, is_demo=True)
    Run.objects.filter(pk=run.pk).update(state="cancelled", finished_at=timezone.now())
    return run


def token_in(answer):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode()).group(1)


def without_tokens(answer):
    return re.sub(rb'csrfmiddlewaretoken" value="\w+"', b"", answer.content)


@pytest.mark.parametrize("address", ["/", "/behov/", "/rakna/{run}/"])
def test_a_page_is_made_once_and_each_reader_gets_a_token_that_works(demo_run, address, django_assert_max_num_queries):
    address = address.format(run=demo_run.pk)
    first = Client().get(address)
    reader = Client(enforce_csrf_checks=True)
    with django_assert_max_num_queries(2):
        again = reader.get(address)
    assert without_tokens(again) == without_tokens(first)
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert "Content-Security-Policy" in again.headers
    token = token_in(again)
    assert token != token_in(first)
    said = reader.post("/sprak/", {"language": "en", "next": "/", "csrfmiddlewaretoken": token})
    assert said.status_code == 302
    forged = reader.post("/sprak/", {"language": "en", "next": "/", "csrfmiddlewaretoken": token_in(first)})
    assert forged.status_code == 403


def test_a_new_run_is_on_the_start_page_at_once(client, demo_run):
    from beredd.web.dispensing.actions import start_run

    before = client.get("/").content.decode()
    run = start_run(by=None, scenario="s1-erecept", days=3, seed=2, is_demo=True)
    assert run.pk not in before
    assert run.pk in client.get("/").content.decode()


def test_languages_and_moments_are_pages_of_their_own(client, demo_run):
    swedish = client.get("/")
    client.cookies["beredd_language"] = "en"
    assert client.get("/").headers["Content-Language"] == "en"
    assert b'<html lang="en"' in client.get("/").content
    assert b'<html lang="sv"' in swedish.content
    client.cookies.clear()
    whole = client.get("/behov/?budget=9000")
    assert b"9" in whole.content
    assert without_tokens(client.get("/behov/?budget=9001")) != without_tokens(whole)


def test_who_is_signed_in_neither_gets_nor_leaves_a_kept_page(client, demo_run, analyst, make_run):
    own = make_run(title="Hemlig")
    client.force_login(analyst)
    assert own.pk in client.get("/").content.decode()
    assert own.pk not in Client().get("/").content.decode()
    Client().get("/")
    assert own.pk in client.get("/").content.decode()
    assert Client().get(f"/rakna/{own.pk}/").status_code == 404


def test_a_kept_page_asks_the_database_nothing_for_a_second(demo_run, settings, django_assert_num_queries):
    settings.KEPT_PAGES_FRESH_S = 60.0
    remembered._VERSIONS.clear()
    Client().get("/")
    with django_assert_num_queries(0):
        Client().get("/")
    remembered._VERSIONS.clear()
    with django_assert_num_queries(1):
        Client().get("/")
    remembered._VERSIONS.clear()


def test_no_more_is_kept_than_fits():
    pages = Pages(most_bytes=10)
    for name in ("a", "b", "c"):
        pages.put((name,), (b"123", b"45"), "text/html")
    assert pages.get(("a",)) is None
    assert pages.get(("c",)) == ((b"123", b"45"), "text/html")
    pages.put(("c",), (b"1",), "text/html")
    assert pages.n_bytes == 6
    pages.put(("large",), (b"12345678901",), "text/html")
    assert (pages.get(("large",)), pages.n_bytes) == (None, 0)
