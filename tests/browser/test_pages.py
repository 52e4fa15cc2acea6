"""Every page at 1280 and 360 px, light and dark: axe finds nothing, nothing sticks out, nothing breaks the policy."""

import pytest

from soundness import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN = [
    "/",
    "/rakna/",
    "/rakna/parametrar/",
    "/rakna/jamfor/",
    "/rakna/spakar/",
    "/rakna/spakar/L6/",
    "/rakna/spakar/L26/",
    "/rakna/atgarder/",
    "/rakna/atgarder/offline-receptkopia/",
    "/rakna/scenario/s10-hogsta/",
    "/rakna/scenario/s5a-dos/",
    "/behov/",
    "/komponenter/",
    "/konto/login/",
    "/konto/password/reset/",
    "/api/v1/docs",
]
SIGNED_IN = [
    "/",
    "/rakna/",
    "/rakna/atgarder/jamfor/",
    "/rakna/atgarder/matris/",
    "/konto/",
    "/konto/email/",
    "/konto/2fa/",
    "/konto/logout/",
    "/konto/password/change/",
    "/konto/reauthenticate/",
    "/uppdrag/",
    "/uppdrag/beredskap-2026/",
    "/uppdrag/opioidantagonister-2025/",
]
RUNS = ["done", "baseline", "lost", "failed", "running"]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("address", OPEN)
def test_open_pages(site, open_page, address, width):
    page = open_page(width=width, signed_in=False)
    assert page.goto(site.origin + address).status == 200
    assert_sound(page)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("address", SIGNED_IN)
def test_pages_of_the_signed_in(site, open_page, address, width):
    page = open_page(width=width)
    assert page.goto(site.origin + address).status == 200
    assert_sound(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_page_that_is_not_there(site, open_page, width):
    page = open_page(width=width, expects="404 (Not Found)")
    assert page.goto(site.origin + "/finns-inte/").status == 404
    assert_sound(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_log_and_who_may_not_read_it(site, open_page, administrator_cookies, width):
    page = open_page(width=width, expects="403 (Forbidden)")
    assert page.goto(site.origin + "/logg/").status == 403
    assert_sound(page)
    page = open_page(width=width, cookies=administrator_cookies)
    assert page.goto(site.origin + "/logg/").status == 200
    assert_sound(page)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("run", RUNS)
def test_a_run_in_each_state(site, open_page, run, width):
    page = open_page(width=width)
    assert page.goto(site.page(run)).status == 200
    assert_sound(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_comparison_of_measures(site, open_page, width):
    page = open_page(width=width)
    page.goto(site.origin + "/rakna/atgarder/")
    page.get_by_role("region", name="Tabell: jämförelser").get_by_role("link").first.click()
    assert page.get_by_text("Mest gör ”Packning även på helger”").first.is_visible()
    assert_sound(page)


def test_municipalities_with_a_chosen_place(site, open_page):
    page = open_page()
    page.goto(site.page("done") + "?karta=kommun&plats=2480")
    assert_sound(page)


@pytest.mark.parametrize("address", ["/", "/komponenter/", "/rakna/"])
def test_dark(site, open_page, address):
    page = open_page(color_scheme="dark")
    page.goto(site.origin + address)
    assert_sound(page)


def test_a_run_in_the_dark_and_in_english(site, open_page):
    page = open_page(color_scheme="dark")
    page.goto(site.page("done"))
    assert_sound(page)
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")
    assert page.get_by_role("heading", name="Where and when").is_visible()
    assert_sound(page)


def test_forced_colours_keep_the_map_and_the_line(site, open_page):
    page = open_page(forced_colors="active")
    page.goto(site.page("done"))
    fills = page.evaluate(
        "[...document.querySelectorAll('.map .swatch')].map(e => getComputedStyle(e).fill).slice(0, 5)"
    )
    assert len(set(fills)) == 5
    edge = page.evaluate("getComputedStyle(document.querySelector('.panel')).borderTopStyle")
    assert edge == "solid"


def test_four_hundred_per_cent_zoom_is_one_column(site, open_page):
    page = open_page(width=320, height=256)
    page.goto(site.page("done"))
    assert_sound(page)


def test_paper_has_no_controls_and_says_the_moment(site, open_page):
    page = open_page()
    page.goto(site.page("done"))
    page.emulate_media(media="print")
    assert not page.locator("#tid").is_visible()
    assert not page.get_by_role("navigation").first.is_visible()
    assert "Dag" in page.locator("#tidsvy .print-only").inner_text()
    assert page.locator("#tidsvy .print-only").is_visible()
    assert "Väntat för länge · Alla, nivå 0–4" in page.locator("#tidsvy .print-only").inner_text()
    assert not page.locator("#kor-om").is_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_two_runs_side_by_side(site, open_page, width):
    page = open_page(width=width)
    page.goto(f"{site.origin}/rakna/jamfor/?a={site.runs['done']}&b={site.runs['baseline']}")
    assert page.locator(".map").count() == 2
    assert_sound(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_run_as_a_visitor_sees_it(site, open_page, width):
    page = open_page(width=width, signed_in=False)
    page.goto(f"{site.origin}/rakna/")
    page.locator("#lista a").first.click()
    assert page.locator(".map").count() == 0
    assert_sound(page)


@pytest.mark.parametrize("where", ["", "?plats=23", "?visa=utan&matt=niva"])
def test_texts_of_curves_never_lie_on_each_other_at_360_px(site, open_page, where):
    page = open_page(width=360)
    page.goto(site.page("done") + where)
    overlaps = page.evaluate(
        """[...document.querySelectorAll('svg.chart')].flatMap(svg => {
            const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
            return boxes.flatMap(([a, one], i) => boxes.slice(i + 1)
                .filter(([, other]) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
                    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 3)
                .map(([b]) => `${a} / ${b}`));
        })"""
    )
    assert overlaps == []
