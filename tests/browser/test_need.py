"""The planner in a real browser: wide and narrow, light and dark, with and without script."""

import pytest

from soundness import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "light"), (1280, "dark")])
def test_the_planner_is_sound(site, open_page, width, scheme):
    page = open_page(width=width, signed_in=False, color_scheme=scheme)
    assert page.goto(f"{site.origin}/behov/").status == 200
    assert_sound(page)


def test_the_slider_moves_the_plan_and_keeps_its_place(site, open_page):
    page = open_page()
    page.goto(f"{site.origin}/behov/")
    before = page.locator(".headline .n").first.inner_text()
    slider = page.get_by_label("Reglage: kit ute samtidigt")
    slider.focus()
    place = slider.bounding_box()["y"]
    page.keyboard.press("End")
    page.wait_for_function("text => document.querySelector('.headline .n').innerText !== text", arg=before)
    assert slider.evaluate("e => e === document.activeElement")
    assert abs(slider.bounding_box()["y"] - place) < 1
    assert page.locator("#id_budget").input_value() == slider.get_attribute("max")
    assert "budget=" in page.url


def test_equity_is_switched_without_script(site, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(f"{site.origin}/behov/")
    page.get_by_label("Efter antal i risk").check()
    page.get_by_role("button", name="Räkna", exact=True).click()
    assert "rattvisa=proportional" in page.url
    assert page.get_by_label("Efter antal i risk").is_checked()


def test_ones_own_table_comes_back_named_when_it_is_wrong(site, open_page):
    page = open_page()
    page.goto(f"{site.origin}/behov/")
    wrong = b"county_code,county,sex,population,at_risk,opioid_deaths\n01,A,hundar,5,1,1\n"
    page.set_input_files("#fil", {"name": "min.csv", "mimeType": "text/csv", "buffer": wrong})
    page.get_by_role("button", name="Läs in").click()
    assert page.get_by_text("hundar").first.is_visible()
    assert_sound(page)


def test_a_county_and_a_budget_stand_at_once_on_maps_curve_slider_and_table(site, open_page):
    page = open_page()
    page.goto(f"{site.origin}/behov/")
    page.evaluate("document.getElementById('omrade-i-dag-23').scrollIntoView({block: 'center'})")
    where = page.evaluate("scrollY")
    page.locator("#omrade-i-dag-23").click()
    said = [text for text in page.locator("p.read").all_inner_texts() if "Jämtlands län: " in text]
    assert len(said) == 2
    assert page.locator("#tabell-plan tr.sel th").all_inner_texts() == ["Jämtland", "Jämtland"]
    assert page.locator(".map .sel").count() == 2
    page.keyboard.press("ArrowUp")
    neighbour = page.evaluate("document.activeElement.dataset.code")
    page.keyboard.press("Enter")
    assert page.locator("#tabell-plan tr.sel").first.get_attribute("data-place") == neighbour != "23"
    assert page.evaluate("scrollY") == where
    curve = page.locator("svg[data-read]")
    curve.focus()
    where, before = page.evaluate("scrollY"), page.locator(".headline .n").first.inner_text()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_function("text => document.querySelector('.headline .n').innerText !== text", arg=before)
    slider = page.get_by_label("Reglage: kit ute samtidigt")
    assert page.input_value("#id_budget") == slider.input_value() == slider.get_attribute("max")
    assert page.evaluate("scrollY") == where
    page.wait_for_selector("#tabell-plan tr.sel")
    assert page.evaluate("document.activeElement.id") == "figur-kurva"
    assert page.locator(".map .sel").count() == 2
