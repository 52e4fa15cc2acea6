"""What holds for every page: headers, language, health, logs, secrets."""

import json
import logging
import stat
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from beredd.web import home, logs

pytestmark = pytest.mark.django_db
PAGES = ["/", "/rakna/", "/rakna/parametrar/", "/konto/login/", "/komponenter/", "/api/v1/docs"]


@pytest.mark.parametrize("address", PAGES)
def test_anyone_reads_the_open_pages_under_a_strict_policy(client, scenarios, address):
    answer = client.get(address)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    for weak in ("unsafe", "data:", "http:", "https:", "*", "nonce"):
        assert weak not in policy
    page = answer.content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert not [part for part in page.split("<script")[1:] if "src=" not in part.split(">")[0]]
    assert " onclick=" not in page


def test_static_files_are_served_whole_also_when_they_have_changed(tmp_path):
    from wsgiref.headers import Headers

    from beredd.web.static_files import StaticFilesMiddleware

    class Grown:
        """What WhiteNoise answers for a file that had two bytes when the site started."""

        def get_response(self, method, environ):
            path = tmp_path / "a.css"
            path.write_bytes(b"body {}")
            headers = Headers([("Content-Length", "2"), ("Content-Type", "text/css")])
            return SimpleNamespace(status=200, headers=headers.items(), file=path.open("rb"))

    answer = StaticFilesMiddleware.serve(Grown(), SimpleNamespace(method="GET", META={}))
    assert answer.content == b"body {}"
    assert answer.headers["Content-Length"] == "7"
    assert answer.headers["Content-Type"] == "text/css"


def test_the_other_headers(client):
    headers = client.get("/halsa").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_an_absent_page_says_so_in_our_look(client):
    answer = client.get("/finns-inte/")
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()


def test_a_fault_shows_our_page_without_its_stack(client, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("beredd.web.accounts.views.actions.link_is_open", broken)
    client.raise_request_exception = False
    answer = client.get(reverse("accounts:sign-in-link", args=["x"]))
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Något gick fel hos oss" in page
    assert "secret detail" not in page
    assert 'class="mast"' in page


def test_health_says_ok_and_asks_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/halsa").json() == {"status": "ok"}


def test_swedish_until_english_is_chosen_whatever_the_browser_wishes(client):
    page = client.get("/konto/login/", headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == "sv"
    assert '<html lang="sv"' in page.content.decode()
    answer = client.post("/sprak/", {"language": "en", "next": "/konto/login/"})
    assert answer.headers["Location"] == "/konto/login/"
    page = client.get("/konto/login/")
    assert page.headers["Content-Language"] == "en"
    assert "Sign In" in page.content.decode()


def test_the_language_form_sends_nobody_elsewhere(client):
    answer = client.post("/sprak/", {"language": "en", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


def test_a_form_without_its_csrf_token_is_refused(admin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    assert client.post(reverse("accounts:create-api-key"), {"key-name": "x"}).status_code == 403


def test_every_answer_carries_its_request_id(client):
    made = client.get("/halsa").headers["X-Request-ID"]
    assert len(made) == 32
    assert client.get("/halsa", headers={"x-request-id": "proxy-12345678"}).headers["X-Request-ID"] == "proxy-12345678"
    assert client.get("/halsa", headers={"x-request-id": "bad id\n"}).headers["X-Request-ID"] != "bad id\n"


def test_a_log_line_is_json_with_the_runs_id():
    record = logging.makeLogRecord(
        {"name": "beredd.x", "msg": "job %s", "args": ("done",), "levelno": 20, "kind": "toy"}
    )
    with logs.about_run("k-00beef"):
        line = json.loads(logs.JsonFormatter().format(record))
    assert line["message"] == "job done"
    assert line["run_id"] == "k-00beef"
    assert line["kind"] == "toy"
    assert json.loads(logs.JsonFormatter().format(record)).get("run_id") is None


def test_a_log_line_keeps_the_stack_of_an_exception():
    try:
        raise ZeroDivisionError("once")
    except ZeroDivisionError:
        record = logging.makeLogRecord({"msg": "x", "exc_info": sys.exc_info()})
    assert "ZeroDivisionError: once" in json.loads(logs.JsonFormatter().format(record))["exception"]


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("BEREDD_SECRET_KEY", raising=False)
    first = home.secret_key(tmp_path)
    assert len(first) > 50
    assert home.secret_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_the_home_is_never_inside_the_package(monkeypatch, tmp_path):
    monkeypatch.delenv("BEREDD_HOME")
    assert "src" not in home.home().parts
    monkeypatch.setattr(home, "REPOSITORY", tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)
    assert home.home() == tmp_path / "var"


def test_sqlite_runs_in_wal_and_immediate():
    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


@pytest.mark.slow
def test_cookies_are_for_this_machine_only_until_hosts_are_named():
    import os
    import subprocess

    program = (
        "import json; from beredd.web import settings as s; print(json.dumps([s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, s.ALLOWED_HOSTS[0]]))"
    )
    local = {**os.environ, "BEREDD_HOSTS": ""}
    public = {**os.environ, "BEREDD_HOSTS": "beredd.example.se"}

    def ask(env):
        return json.loads(
            subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, check=True).stdout
        )

    assert ask(local) == [False, False, False, False, "localhost"]
    assert ask(public) == [True, True, True, True, "beredd.example.se"]


def test_every_model_of_ours_declares_its_personal_fields_and_speaks_for_itself():
    from django.apps import apps

    ours = [model for model in apps.get_models() if model.__module__.startswith("beredd.")]
    assert len(ours) >= 9
    for model in ours:
        assert isinstance(vars(model).get("PERSONAL"), dict), f"{model.__name__} declares no PERSONAL"
        fields = {field.name for field in model._meta.get_fields()}
        assert set(model.PERSONAL) <= fields, f"{model.__name__}: {set(model.PERSONAL) - fields}"
        assert "__str__" in vars(model), f"{model.__name__} has no __str__"
        assert model.__doc__, f"{model.__name__} has no docstring"
