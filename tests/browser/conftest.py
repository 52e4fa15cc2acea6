"""A whole site of its own: database, server and worker as `beredd site start` runs them, and a real browser.

Runs that are done are made by `tests/dispensing/fake_results.py`; one test runs the real engine. Both end with the last
test of this folder: as long as a browser is driven, Django refuses to open a database in the same process.
"""

import contextlib
import json
import os
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SEED = HERE / "seed_site.py"
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)


@dataclass(frozen=True)
class Site:
    """Where it answers, and what is on it."""

    origin: str
    email: str
    password: str
    runs: dict[str, str]
    """What a run is -> its id."""

    def page(self, run: str) -> str:
        return f"{self.origin}/rakna/{self.runs[run]}/"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    """A site with a worker; what is on it is made before it starts."""
    home = tmp_path_factory.mktemp("site")
    port, password = _free_port(), secrets.token_urlsafe(12)
    environment = os.environ | {
        "BEREDD_HOME": str(home),
        "BEREDD_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "beredd.web.settings",
    }
    environment.pop("DATABASE_URL", None)
    made = subprocess.run(
        [sys.executable, str(SEED), password], env=environment, capture_output=True, text=True, timeout=120
    )
    assert made.returncode == 0, made.stderr
    log = (home / "site.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "beredd", "site", "start", "--port", str(port)],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    origin = f"http://127.0.0.1:{port}"
    try:
        limit = time.monotonic() + 60
        while not _answers(f"{origin}/halsa"):
            assert process.poll() is None, (home / "site.log").read_text()
            assert time.monotonic() < limit, "The site did not answer within a minute."
            time.sleep(0.2)
        found = json.loads(made.stdout.splitlines()[-1])
        _keep_running(home / "beredd.sqlite3", found["jobs"]["running"])
        yield Site(origin=origin, email=found["email"], password=password, runs=found["runs"])
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def _keep_running(database: Path, job: str) -> None:
    """Somebody works on the job as long as the tests run: its lease is renewed, as a worker does."""

    def renew():
        while True:
            now = datetime.now(UTC).replace(tzinfo=None)
            until = now + timedelta(seconds=30)
            with (
                contextlib.suppress(sqlite3.Error),
                contextlib.closing(sqlite3.connect(database, timeout=20)) as opened,
            ):
                opened.execute(
                    "UPDATE jobs_job SET heartbeat_at = ?, lease_until = ? WHERE id = ? AND state = 'running'",
                    (now.isoformat(" "), until.isoformat(" "), job),
                )
                opened.commit()
            time.sleep(8)

    threading.Thread(target=renew, daemon=True).start()


@pytest.fixture(scope="package")
def browser():
    """Debian's chromium."""
    from playwright.sync_api import sync_playwright

    program = next((path for path in CHROMIUM if Path(path).is_file()), None)
    assert program, "No chromium was found. Install Debian's package chromium; ./test does it where it may."
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="package")
def session_cookies(browser, site):
    """Cookies of a signed-in analyst."""
    return _sign_in(browser, site, site.email)


@pytest.fixture(scope="package")
def administrator_cookies(browser, site):
    """Cookies of a signed-in administrator of the site."""
    return _sign_in(browser, site, "forvaltare@example.se")


@pytest.fixture(scope="package")
def clinicians_cookies(browser, site):
    """Cookies of two clinicians, who approve guidance."""
    return [_sign_in(browser, site, email) for email in ("disa@example.se", "erik@example.se")]


def _sign_in(browser, site, email):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.origin}/konto/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", site.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile(r"^(?!.*login)"))
    cookies = context.cookies()
    context.close()
    assert any("session" in cookie["name"] for cookie in cookies)
    return cookies


@pytest.fixture
def open_page(browser, session_cookies):
    """open_page(width=1280, signed_in=True, cookies=None, expects=None, **context): fails on any error in the console.

    A refused form answers 422, which chromium calls an error; here it is what was asked for. `expects` names another
    answer that is, such as "404 (Not Found)".
    """
    contexts, heard, expected = [], [], ["422 (Unprocessable"]

    def hear(message):
        if message.type == "error" and not any(answer in message.text for answer in expected):
            heard.append(message.text)

    def make(*, width=1280, height=900, signed_in=True, cookies=None, expects=None, **how):
        expected.extend([expects] if expects else [])
        context = browser.new_context(viewport={"width": width, "height": height}, **how)
        contexts.append(context)
        if signed_in:
            context.add_cookies(cookies or session_cookies)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", hear)
        page.on("pageerror", lambda error: heard.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert heard == []
