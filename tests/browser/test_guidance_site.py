"""A published site in a browser: sound pages, steps without a network, a way out without trace, a training by keys."""

import functools
import http.server
import threading
from datetime import date
from pathlib import Path

import pytest

from beredd.guidance.store import read_files, store_of
from beredd.publishing import Settings, publish
from beredd.publishing.addresses import code
from soundness import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TESTS = Path(__file__).parents[1]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A demo of the small store, served; gives its folder, its address and a switch for the network."""
    files = read_files(TESTS / "guidance" / "small")
    more = TESTS / "publishing" / "more"
    files |= {path.relative_to(more).as_posix(): path.read_bytes() for path in more.rglob("*.yaml")}
    out = tmp_path_factory.mktemp("guidance") / "site"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(out)))
    origin = f"http://127.0.0.1:{server.server_port}"
    settings = Settings(leave_to=f"{origin}/robots.txt")
    publish(store_of(files), out, today=date(2026, 12, 1), is_demo=True, settings=settings)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield out, origin, server
    server.shutdown()


@pytest.fixture
def open_tab(browser):
    """`open_tab(width=360, …)`: an empty tab of a fresh phone."""
    contexts = []

    def open_(width=360, **options):
        context = browser.new_context(viewport={"width": width, "height": 740}, locale="sv-SE", **options)
        contexts.append(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_every_kind_of_page_is_sound(published, open_tab, width):
    _, origin, _ = published
    page = open_tab(width)
    user, quiz, card = (
        code("audience", "user"),
        code("publication", "training-public"),
        code("publication", "card-user"),
    )
    for path in ("", "sv/", f"sv/{user}/", "sv/claims/NAL-023/", f"sv/{quiz}/", f"sv/{card}/", "sv/steps/", "404.html"):
        assert page.goto(f"{origin}/{path}").status == 200
        assert_sound(page)


def test_the_steps_weigh_little_and_open_without_a_network_after_one_tap(published, open_tab):
    out, origin, _ = published
    page = open_tab()
    loaded = []
    page.on("response", lambda answer: loaded.append(len(answer.body())))
    page.goto(f"{origin}/sv/steps/", wait_until="networkidle")
    assert 0 < sum(loaded) <= 100_000
    assert not page.get_by_text("Sparad kopia").is_visible()
    page.get_by_role("button", name="Spara i telefonen").click()
    page.get_by_text("Sidan öppnas nu också utan nät.").wait_for()

    page.context.set_offline(True)
    page.reload()
    assert page.get_by_text("Ge naloxon", exact=True).is_visible()
    assert page.get_by_text("Sparad kopia").is_visible()
    first = page.locator("main a").first
    assert (first.get_attribute("href"), first.inner_text()) == ("tel:112", "Ring 112")

    page.context.set_offline(False)
    steps = out / "sv/steps/index.html"
    was = steps.read_text()
    steps.write_text(was.replace("Ge naloxon", "Nyare steg"))
    page.reload()
    assert page.get_by_text("Nyare steg", exact=True).is_visible()
    page.context.set_offline(True)
    page.reload()
    assert page.get_by_text("Nyare steg", exact=True).is_visible()
    page.context.set_offline(False)
    steps.write_text(was)

    page.goto(f"{origin}/sv/phone/")
    page.get_by_role("button", name="Ta bort från telefonen").click()
    page.get_by_text("Borttagen från telefonen.").wait_for()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_leaving_keeps_nothing_in_the_tab(published, open_tab):
    _, origin, _ = published
    page = open_tab()
    page.goto("about:blank")
    page.goto(f"{origin}/sv/")
    page.get_by_role("link", name="Personer som använder opioider").click()
    page.wait_for_url(f"**/{code('audience', 'user')}/")
    page.get_by_role("link", name="Lämna sidan").click()
    page.wait_for_url("**/robots.txt")
    page.go_back()
    assert page.url == "about:blank"


def test_the_steps_hold_without_script_and_as_one_file(published, open_tab):
    out, origin, _ = published
    page = open_tab(java_script_enabled=False)
    page.goto(f"{origin}/sv/steps/")
    assert page.get_by_text("Ge naloxon", exact=True).is_visible()
    page.goto((out / "sv/steps/steps.html").as_uri())
    assert page.get_by_text("Ge naloxon", exact=True).is_visible()
    assert page.locator("main a").first.get_attribute("href") == "tel:112"


def test_the_module_shows_the_steps_or_else_the_call(published, open_tab):
    _, origin, _ = published
    page = open_tab()
    page.goto(f"{origin}/sv/module/")
    page.wait_for_function("document.querySelector('object').contentDocument?.body?.innerText.includes('Ge naloxon')")
    page.route("**/embed.html", lambda route: route.abort())
    page.reload()
    page.get_by_role("link", name="Ring 112").wait_for()


def test_a_training_is_done_by_keys_and_without_a_network(published, open_tab):
    _, origin, _ = published
    page = open_tab()
    page.goto(f"{origin}/sv/{code('publication', 'training-public')}/", wait_until="load")
    page.context.set_offline(True)
    for question, key in ((0, "ArrowDown"), (1, "Space")):
        page.locator(".question").nth(question).locator("input").first.focus()
        page.keyboard.press(key)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    assert page.get_by_text("2 av 2 rätt").is_visible()
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
