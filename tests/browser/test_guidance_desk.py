"""Guidance written, reviewed and approved by two people in a browser, and every page of it sound at 1280 and 360 px."""

import pytest

from soundness import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CLAIM = "/vagledning/pastaenden/NAL-025/"
PAGES = [
    CLAIM,
    CLAIM + "skriv/",
    CLAIM + "ny-text/",
    "/vagledning/pastaenden/nytt/",
    "/vagledning/texter/NAL-024/sv-easy/all/skriv/",
    "/vagledning/stoppa/claim/NAL-024/",
    "/vagledning/nodsekvens/",
    "/vagledning/nodsekvens/sv/skriv/",
    "/vagledning/oversattning/",
    "/vagledning/snabbmeddelanden/",
    "/vagledning/snabbmeddelanden/nytt/",
    "/vagledning/forrad/",
    "/vagledning/publikationer/",
    "/vagledning/publikationer/card-user/",
    "/vagledning/publikationer/card-user/skriv/",
    "/vagledning/publikationer/ny/",
    "/vagledning/last-med/publication/card-user/",
    "/vagledning/last-med/edition/sv/",
    "/vagledning/synpunkt/?claim=NAL-025&version=1",
]


@pytest.mark.parametrize("width", [1280, 360])
def test_the_workspace_is_sound(site, open_page, width):
    page = open_page(width=width)
    for address in PAGES:
        assert page.goto(site.origin + address).status == 200, address
        assert_sound(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_draft_is_written_sent_and_approved_by_two(site, open_page, clinicians_cookies, width):
    editor = open_page(width=width)
    editor.goto(site.origin + CLAIM + "skriv/")
    sentence = editor.get_by_label("Meningen på svenska", exact=True)
    said = sentence.input_value().rstrip(".") + f", alltså {'nu' if width == 360 else 'genast'}."
    sentence.fill(said)
    editor.get_by_label("Varför").fill("Tydligare")
    editor.get_by_role("button", name="Kontrollera utan att spara").click()
    assert editor.get_by_text("Inget är sparat än.").is_visible()
    assert_sound(editor)
    editor.get_by_role("button", name="Spara utkast").click()
    editor.get_by_role("button", name="Skicka till granskning").first.click()
    assert editor.get_by_text("Skickat till granskning.").is_visible()
    for cookies in clinicians_cookies:
        clinician = open_page(width=width, cookies=cookies)
        clinician.goto(site.origin + CLAIM)
        clinician.get_by_role("button", name="Godkänn som kliniker").first.click()
        assert clinician.get_by_text("Ditt godkännande är sparat.").is_visible()
        assert_sound(clinician)
    assert clinician.get_by_text("Godkänt, version").first.is_visible()
    editor.goto(site.origin + "/vagledning/jamfor/claim/NAL-025/")
    assert editor.locator("ins").first.is_visible()
    assert_sound(editor)
