"""People and organisations, signing in and the second factor: axe at 1280 and 360 px, and one way by keyboard alone."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from tests.browser.test_pages import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (1280, 360)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "address", ["/konto/", "/konto/personer/", "/konto/personer/1/", "/konto/organisation/region-a/"]
)
def test_people_and_organisations(site, open_page, administrator_cookies, address, width):
    page = open_page(width=width, cookies=administrator_cookies)
    assert page.goto(site.origin + address).status == 200
    assert_sound(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ["/konto/signup/", "/konto/inbjudan/finns-inte/", "/konto/lank/finns-inte/"])
def test_doors_that_are_shut(site, open_page, address, width):
    page = open_page(width=width, signed_in=False, expects="410 (Gone)")
    assert page.goto(site.origin + address).status in (200, 410)
    assert_sound(page)


def sound_at_every_width(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_sound(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def tab_to(page, selector):
    """Tab until the element has the focus, as who has no mouse does; the focus must be seen."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{selector} has the focus and does not show it"
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def sign_in(page, site):
    page.goto(f"{site.origin}/konto/login/")
    tab_to(page, "input[name=login]")
    page.keyboard.type("forsiktig@example.se")
    tab_to(page, "input[name=password]")
    page.keyboard.type(site.password)
    page.keyboard.press("Enter")


def test_the_second_factor_is_set_up_and_used_by_keyboard_alone(site, open_page):
    page = open_page(signed_in=False)
    sign_in(page, site)
    page.wait_for_url(f"{site.origin}/")
    page.goto(f"{site.origin}/konto/2fa/totp/activate/")
    page.wait_for_url(re.compile("reauthenticate"))
    sound_at_every_width(page)
    tab_to(page, "input[name=password]")
    page.keyboard.type(site.password)
    page.keyboard.press("Enter")
    page.wait_for_selector("#authenticator_secret")
    sound_at_every_width(page)
    secret = page.input_value("#authenticator_secret")
    tab_to(page, "input[name=code]")
    page.keyboard.type(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("recovery-codes|2fa/$"))
    page.goto(f"{site.origin}/konto/2fa/recovery-codes/")
    sound_at_every_width(page)
    codes = page.input_value("#recovery_codes").split()
    assert len(codes) == 10
    page.goto(f"{site.origin}/konto/2fa/")
    sound_at_every_width(page)
    page.goto(f"{site.origin}/konto/logout/")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.origin}/")
    sign_in(page, site)
    page.wait_for_url(re.compile("2fa/authenticate"))
    sound_at_every_width(page)
    tab_to(page, "input[name=code]")
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    page.wait_for_selector("main [role=alert], main .error, main .errorlist, main [id^=error]")
    sound_at_every_width(page)
    tab_to(page, "input[name=code]")
    page.keyboard.press("Control+A")
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.origin}/")
    assert page.get_by_text("Cecilia Berg").count() or page.locator("a[href='/konto/']").count()
