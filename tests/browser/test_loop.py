"""A newcomer walks the whole loop, with the mouse, in twenty-five clicks at most."""

import pytest
from tests.browser.test_pages import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_CLICKS = 25


@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_is_sound(site, open_page, width):
    page = open_page(width=width)
    assert page.goto(f"{site.origin}/hela-varvet/").status == 200
    assert_sound(page)


def test_the_whole_loop_is_walked_in_twenty_five_clicks(site, open_page):
    page, clicks = open_page(), 0

    def click(selector, **how):
        nonlocal clicks
        clicks += 1
        page.click(selector, **how)
        page.wait_for_load_state()

    page.goto(f"{site.origin}/")
    click('a[href="/hela-varvet/"]')
    addresses = page.eval_on_selector_all("ol.stack h3 a", "found => found.map(one => one.getAttribute('href'))")
    assert len(addresses) == 10
    for address in addresses:
        click(f'a[href="{address}"]')
        assert page.url.endswith(address)
        if address.endswith("/bygg/"):
            page.select_option("select[name=kind]", "economic")
            click("form.panel button.go")
            page.wait_for_selector("article h2", timeout=120_000)
            click('article a[href="#run-R1"] >> nth=0')
            assert page.url.endswith("#run-R1")
            page.goto(f"{site.origin}/hela-varvet/")
        else:
            clicks += 1  # back
            page.go_back()
    assert clicks <= MOST_CLICKS, clicks
