"""The studio as people use it: by keyboard, with and without script, and with the real engine behind it."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_whole_page_is_reached_by_keyboard_and_focus_is_seen(site, open_page):
    page = open_page()
    page.goto(site.page("done"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _step in range(40):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "[document.activeElement.id || document.activeElement.tagName,"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert outline != "none", name
        seen.add(name)
    assert {"grad", "tid"} <= seen


def test_the_slider_moves_the_map_the_table_and_the_address(site, open_page):
    page = open_page()
    page.goto(site.page("done") + "?tid=10")
    slider = page.locator("#tid")
    slider.focus()
    with page.expect_response(re.compile(r"tid=11")):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector("#tidsvy[data-hour='11']")
    assert "kl. 11" in page.locator("#tidpunkt").inner_text()
    assert "kl. 11" in page.locator("#platser h2").inner_text()
    assert "tid=11" in page.url
    assert page.evaluate("document.activeElement.id") == "tid"


def test_the_slider_says_the_moment_to_a_screen_reader(site, open_page):
    page = open_page()
    page.goto(site.page("done") + "?tid=10")
    page.locator("#tid").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#tid").get_attribute("aria-valuetext") == "Dag 0 · måndag kl. 11"


def test_the_run_plays_to_its_end_and_stops(site, open_page):
    page = open_page()
    page.goto(site.page("done") + "?tid=62")  # in steps of three hours; the run ends with hour 71
    play = page.get_by_role("button", name="Spela upp")
    play.click()
    page.wait_for_selector("#tidsvy[data-hour='71']")
    page.wait_for_selector("button[aria-pressed=false]")
    assert play.is_visible()


def test_progress_survives_a_reload(site, open_page):
    page = open_page()
    page.goto(site.page("running"))
    assert "60 % klart, steg 12 av 20" in page.locator("#lage").inner_text()
    page.reload()
    assert page.locator("progress").get_attribute("value") == "60"


def test_a_dead_worker_is_explained(site, open_page):
    page = open_page()
    page.goto(site.page("lost"))
    assert "Arbetsprocessen dog mitt i arbetet" in page.locator("main").inner_text()
    assert page.get_by_role("link", name="Kör igen med samma värden").is_visible()


def test_without_script_a_wrong_form_loses_nothing_and_a_right_one_can_be_cancelled(site, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(f"{site.origin}/rakna/")
    page.select_option("#id_scenario", "s6-morkt")
    page.fill("#id_days", "400")
    page.fill("#id_title", "Utan skript")
    page.get_by_role("button", name="Starta körning").click()
    assert "Du skrev 400. Skriv ett heltal mellan 1 och 365." in page.locator("#id_days_error").inner_text()
    assert page.input_value("#id_title") == "Utan skript"
    assert page.locator("#id_scenario").input_value() == "s6-morkt"
    page.fill("#id_days", "365")
    page.get_by_role("button", name="Starta körning").click()
    assert "Utan skript" in page.locator("h1").inner_text()
    page.get_by_role("button", name="Avbryt körningen").click()
    for _again in range(20):
        if "avbröts av en användare" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert "avbröts av en användare" in page.locator("main").inner_text()
    # The baseline that was started beside it would hold the worker.
    page.goto(f"{site.origin}/rakna/")
    page.get_by_role("link", name="Vardag", exact=True).first.click()
    page.get_by_role("button", name="Avbryt körningen").click()


def test_without_script_the_moment_is_chosen_by_form_and_links(site, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(site.page("done") + "?tid=10")
    page.select_option("#grad", "0-1")
    page.get_by_role("button", name="Visa", exact=True).click()
    assert "grad=0-1" in page.url
    assert "tid=10" in page.url
    page.get_by_role("link", name="En timme framåt").click()
    assert "kl. 11" in page.locator("#tidpunkt").inner_text()
    page.get_by_role("link", name="Kommuner").click()
    assert page.locator("#tabell-kommuner tbody tr").count() == 25
    page.get_by_role("link", name="Personer", exact=True).click()
    assert page.locator("#tabell-kommuner th[aria-sort]").inner_text().startswith("Personer")


def test_a_real_scenario_runs_through_the_studio(site, open_page):
    """One day of the whole country, by the engine in the worker's own process."""
    page = open_page()
    page.goto(f"{site.origin}/rakna/")
    page.select_option("#id_scenario", "vardag")
    page.fill("#id_days", "1")
    page.fill("#id_replicates", "1")
    page.get_by_role("button", name="Starta körning").click()
    page.wait_for_selector("#lage, #tidsvy")
    page.wait_for_selector("#tidsvy", timeout=240_000)
    assert page.locator("#tabell-lan tbody tr").count() == 21
    figures = page.locator(".headline .n").all_inner_texts()
    assert len(figures) == 4
    assert re.fullmatch(r"\d{1,3}(\s\d{3})*", figures[0])
    assert "beredd dispensing run vardag --days 1" in page.locator(".command").inner_text()
