"""What comes in wrong: sizes, characters, methods and addresses are refused in one shape, before anything is done."""

import asyncio
import errno
import json

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from beredd.web.accounts.actions import create_api_key
from beredd.web.incoming import TOO_LARGE, BodyLimit
from beredd.web.rooms import all_rooms

pytestmark = pytest.mark.django_db
TOO_MANY = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1


@pytest.fixture
def calm(db):
    """A client that gets the answer that a reader gets, whatever happened."""
    return Client(raise_request_exception=False)


@pytest.fixture
def key(admin):
    """As `calm`, with an administrator's key for the API."""
    _key, text = create_api_key(by=admin, name="t")
    return Client(raise_request_exception=False, headers={"authorization": f"Bearer {text}"})


def refusal(answer):
    assert answer.headers["Content-Type"].startswith("application/json"), answer.content[:80]
    assert set(answer.json()) == {"detail", "faults"}
    return answer.json()["detail"]


@pytest.mark.parametrize("address", ["/api/v1/nada", "/api/v2/runs", "/api/v1/runs/x/y/z"])
def test_an_unknown_address_of_the_api_is_answered_in_json(calm, address):
    answer = calm.get(address)
    assert answer.status_code == 404
    assert refusal(answer) == "There is nothing at this address."


def test_a_method_that_an_operation_does_not_have_is_answered_in_json(calm):
    answer = calm.put("/api/v1/runs", headers={"accept-language": "sv"})
    assert answer.status_code == 405
    assert answer.headers["Allow"]
    assert refusal(answer) == "PUT går inte att använda på den här adressen."


def test_a_fault_in_the_program_is_json_that_names_the_line_in_the_log(calm, monkeypatch):
    def broken():
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("beredd.web.dispensing.catalogue.networks", broken)
    answer = calm.get("/api/v1/networks")
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in refusal(answer)
    assert "secret" not in refusal(answer)


def test_a_host_that_is_not_ours_is_refused_before_anyone_is_recognised(calm):
    page = calm.get("/", headers={"host": "evil.example"})
    assert page.status_code == 400
    assert "Anropet gick inte att förstå" in page.content.decode()
    answer = calm.get("/api/v1/runs", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert refusal(answer) == "The request could not be understood."


def test_a_body_past_the_limit_is_refused_before_it_is_read(calm, key, scenarios):
    answer = key.post("/api/v1/runs", b"x" * TOO_MANY, content_type="application/json")
    assert answer.status_code == 413
    assert str(TOO_MANY - 1)[0] in refusal(answer)
    page = calm.post("/behov/", b"x" * TOO_MANY, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 413
    assert "För stort för att tas emot" in page.content.decode()


def cut_off(headers, pieces):
    """What an application behind BodyLimit(10) receives, and whether it is told of the cut."""
    seen = {}

    async def application(scope, receive, send):
        body = b""
        while True:
            message = await receive()
            body += message["body"]
            if not message["more_body"]:
                break
        seen.update(body=body, is_cut=scope.get(TOO_LARGE, False))

    async def run():
        waiting = [{"type": "http.request", "body": one, "more_body": True} for one in pieces]
        waiting.append({"type": "http.request", "body": b"", "more_body": False})

        async def receive():
            return waiting.pop(0)

        scope = {"type": "http", "headers": headers}
        await BodyLimit(application, most_bytes=10)(scope, receive, None)

    asyncio.run(run())
    return seen


def test_a_body_that_does_not_say_its_length_is_cut_at_the_limit():
    assert cut_off([], [b"12345", b"67890"]) == {"body": b"1234567890", "is_cut": False}
    assert cut_off([], [b"12345", b"678901", b"2"]) == {"body": b"12345", "is_cut": True}
    assert cut_off([(b"content-length", b"11")], [b"12345678901"]) == {"body": b"", "is_cut": True}


@pytest.mark.parametrize(
    "address", ["/rakna/k-%00/", "/rakna/?som=%00", "/korningar/?slag=%00", "/api/v1/runs?scenario=%00", "/logg/?q=%00"]
)
def test_nul_in_an_address_is_refused_in_a_sentence(calm, address):
    answer = calm.get(address)
    assert answer.status_code == 400
    assert "NUL" in answer.content.decode()


def test_nul_in_a_form_is_refused_in_a_sentence(calm, admin, scenarios):
    calm.force_login(admin)
    answer = calm.post("/rakna/", {"som": "a\0b", "scenario": "vardag"})
    assert answer.status_code == 400
    assert "NUL" in answer.content.decode()


def test_nul_in_a_title_names_the_field(key, scenarios):
    answer = key.post("/api/v1/runs", {"scenario": "vardag", "title": "a\0b"}, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["faults"] == [{"field": "title", "message": answer.json()["detail"]}]
    assert "NUL" in answer.json()["detail"]


def test_a_title_that_is_too_long_says_how_long_it_may_be(key, scenarios):
    answer = key.post("/api/v1/runs", {"scenario": "vardag", "title": "x" * 121}, content_type="application/json")
    assert answer.status_code == 422
    assert "at most 120 characters" in answer.json()["detail"]


def test_head_is_answered_wherever_get_is(client, scenarios):
    open_pages = [f"/{room.prefix}" for room in all_rooms() if room.prefix is not None]
    others = ["/rakna/parametrar/", "/api/v1/docs", "/api/v1/runs", "/halsa", "/static/design/tokens.css"]
    for address in [*open_pages, *others]:
        whole, head = client.get(address), client.head(address)
        assert head.status_code == whole.status_code, address
        assert head.content == b""
        assert head.headers.get("Content-Type") == whole.headers.get("Content-Type"), address


def test_organisations_whose_names_are_alike_or_long_get_short_names_of_their_own(client, admin):
    from beredd.web.accounts.models import Organisation

    client.force_login(admin)
    for name in ("Region Öst 1", "Region Öst-1", "!!!", "???", "Ö" * 120, "Ö" * 119 + "!"):
        answer = client.post("/konto/organisationer/", {"org-name": name, "org-kind": "region"})
        assert answer.status_code == 302, json.dumps(name)
    slugs = list(Organisation.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs[:4] == ["region-ost-1", "region-ost-1-2", "organisation", "organisation-2"]
    assert len(set(slugs)) == 6
    assert max(map(len, slugs)) <= 60


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OperationalError("connection refused"), "Databasen svarar inte"),
        (OSError(errno.ENOSPC, "No space left on device"), "Disken är full"),
    ],
)
def test_the_machines_trouble_is_told_apart_from_a_fault(calm, analyst, monkeypatch, error, says):
    def broken(*_args, **_kwargs):
        raise error

    calm.force_login(analyst)
    monkeypatch.setattr("beredd.web.runs.views.Paginator", broken)
    page = calm.get("/korningar/")
    assert page.status_code == 503
    assert says in page.content.decode()
    assert page.headers["Retry-After"]
    monkeypatch.setattr("beredd.web.dispensing.catalogue.networks", broken)
    answer = calm.get("/api/v1/networks")
    assert answer.status_code == 503
    assert refusal(answer) == "The server has trouble now. Try again in a while."


def test_the_page_for_a_silent_database_asks_the_database_nothing(calm, analyst, monkeypatch):
    from django.db.backends.base.base import BaseDatabaseWrapper

    calm.force_login(analyst)

    def silent(self, *_args):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", silent)
    for address in ("/", "/korningar/", "/behov/", "/halsa"):
        page = calm.get(address)
        assert page.status_code == 503, address
        assert "Databasen svarar inte" in page.content.decode()


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded", "text/plain"])
def test_a_form_sent_to_the_api_is_refused_and_no_fault(key, scenarios, kind):
    sent = {"scenario": "vardag"} if kind == "multipart/form-data" else "scenario=vardag"
    more = {} if kind == "multipart/form-data" else {"content_type": kind}
    answer = key.post("/api/v1/runs", sent, **more)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_session_that_a_full_disk_does_not_take_is_no_bad_request(client, analyst, monkeypatch):
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.exceptions import SessionInterrupted
    from django.db import OperationalError

    def full(self, must_create=False):
        try:
            raise OperationalError("database or disk is full")
        except OperationalError as error:
            raise SessionInterrupted("The session was deleted before the request completed.") from error

    client.force_login(analyst)
    client.raise_request_exception = False
    monkeypatch.setattr(SessionStore, "save", full)
    answer = client.get("/konto/")
    assert answer.status_code == 503
    assert "Disken är full" in answer.content.decode()
