"""Guidance for its editors at 1280 and 360 px: axe finds nothing, nothing sticks out, the warning is in sight."""

import pytest

from soundness import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = [
    "/vagledning/",
    "/vagledning/?malgrupp=user",
    "/vagledning/pastaenden/",
    "/vagledning/pastaenden/?lage=approved&amne=finns-inte",
    "/vagledning/pastaenden/NAL-024/",
    "/vagledning/pastaenden/NAL-077/",
    "/vagledning/omvarld/",
]


@pytest.mark.parametrize("width", [1280, 360])
def test_guidance_is_sound_and_says_that_clinicians_must_review_it(site, open_page, width):
    page = open_page(width=width, expects="422 (Unprocessable Entity)")
    for address in PAGES:
        assert page.goto(site.origin + address).status == (422 if "finns-inte" in address else 200), address
        assert page.get_by_text("Måste granskas av kliniker").first.is_visible(), address
        assert_sound(page)


def test_a_claim_in_the_dark_with_everything_unfolded(site, open_page):
    page = open_page(color_scheme="dark")
    page.goto(site.origin + "/vagledning/pastaenden/NAL-104/")
    for fold in page.locator("details").all():
        fold.locator("summary").click()
    assert page.locator("details li").last.is_visible()
    assert_sound(page)
