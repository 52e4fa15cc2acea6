"""The studio as people use it: by keyboard, with and without script, and with the real engine behind it."""

import re

import pytest
from playwright.sync_api import expect

from soundness import colliding

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
        # An area of the map shows focus by its own border: a box around it would lie over its neighbours.
        name, outline = page.evaluate("""() => {
            const at = document.activeElement, area = at.querySelector(":scope > .area")
            const border = area && getComputedStyle(area)
            const wide = border && border.strokeWidth !== "0px" && border.stroke
            const other = area && getComputedStyle(document.querySelector(".map a:not(:focus) > .area")).stroke
            const outline = getComputedStyle(at).outlineStyle
            return [at.id || at.tagName, area ? (wide && border.stroke !== other ? "border" : "none") : outline]
        }""")
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
    assert page.locator("#tid").get_attribute("aria-valuetext") == "Dag 1 · måndag kl. 11"


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
    assert "Dagar: 400 angavs. Tillåtet är ett heltal från 1 till 366." in page.locator("#id_days_error").inner_text()
    assert page.input_value("#id_title") == "Utan skript"
    assert page.locator("#id_scenario").input_value() == "s6-morkt"
    page.fill("#id_days", "365")
    page.get_by_role("button", name="Starta körning").click()
    assert "Utan skript" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Avbryt körningen").click()
    page.get_by_role("button", name="Avbryt körningen").click()
    for _again in range(20):
        if "avbröts av en användare" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert "avbröts av en användare" in page.locator("main").inner_text()
    # The baseline that was started beside it would hold the worker.
    page.goto(f"{site.origin}/rakna/?vardag=1")
    page.get_by_role("link", name="Vardag", exact=True).first.click()
    page.get_by_role("link", name="Avbryt körningen").click()
    page.get_by_role("button", name="Avbryt körningen").click()


def test_without_script_the_moment_is_chosen_by_form_and_links(site, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(site.page("done") + "?tid=10")
    page.select_option("#grad", "0-1")
    page.get_by_role("button", name="Visa", exact=True).click()
    assert "grad=0-1" in page.url
    assert "tid=10" in page.url
    page.get_by_role("link", name="+1 timme").click()
    assert "kl. 11" in page.locator("#tidpunkt").inner_text()
    page.get_by_role("link", name="Kommuner", exact=True).click()
    assert page.locator("#tabell-kommuner tbody tr").count() == 25
    page.get_by_role("link", name="Personer", exact=True).click()
    assert page.locator("#tabell-kommuner th[aria-sort]").inner_text().startswith("Personer")


def test_a_real_scenario_runs_through_the_studio(site, open_page):
    """Two days of the whole country, by the engine in the worker's own process."""
    page = open_page()
    page.goto(f"{site.origin}/rakna/")
    page.select_option("#id_scenario", "vardag")
    page.fill("#id_days", "2")
    page.fill("#id_replicates", "1")
    page.get_by_role("button", name="Starta körning").click()
    page.wait_for_selector("#lage, #tidsvy")
    page.wait_for_selector("#tidsvy", timeout=240_000)
    assert page.locator("#tabell-lan tbody tr").count() == 21
    figures = page.locator(".headline .figs .n").all_inner_texts()
    assert len(figures) == 4
    assert re.fullmatch(r"\d{1,3}(\s\d{3})*", figures[0])
    assert "beredd dispensing run vardag --network sweden --days 2 " in page.locator(".command").inner_text()


# Everything at the same moment and place ---------------------------------------------------------------------------
def stands_at(page):
    """Where every part of the page says that it stands."""
    return {
        "words": page.locator("#tidpunkt").inner_text(),
        "fields": 24 * (int(page.input_value("#dag")) - 1) + int(page.input_value("#kl")),
        "slider": int(page.input_value("#tid")),
        "table": page.locator("#platser h2").inner_text().partition(", ")[2],
        "curve": page.locator("#kurvorna .read").first.inner_text().partition(": ")[0],
        "map": int(page.locator("#tidsvy").get_attribute("data-hour")),
    }


def assert_at(page, hour, words):
    page.wait_for_selector(f"#tidsvy[data-hour='{hour}']")
    expect(page.locator("#platser h2")).to_contain_text(words)
    same = {"words": words, "fields": hour, "slider": hour, "table": words, "curve": words, "map": hour}
    assert stands_at(page) == same


def test_every_control_moves_all_of_the_page_and_the_page_does_not_jump(site, open_page):
    page = open_page(height=700)
    page.goto(site.page("done") + "?tid=10")
    assert_at(page, 10, "Dag 1 · måndag kl. 10")
    page.evaluate("document.getElementById('tid').scrollIntoView({block: 'center'})")
    where = page.evaluate("scrollY")
    page.locator("#tid").focus()
    page.keyboard.press("ArrowRight")
    assert_at(page, 11, "Dag 1 · måndag kl. 11")
    page.fill("#dag", "2")
    page.keyboard.press("Enter")
    assert_at(page, 35, "Dag 2 · tisdag kl. 11")
    page.evaluate("document.getElementById('steg-3').focus({preventScroll: true})")
    page.keyboard.press("Enter")
    assert_at(page, 36, "Dag 2 · tisdag kl. 12")
    assert page.evaluate("document.activeElement.id") == "steg-3"
    assert page.evaluate("scrollY") == where
    assert page.url.endswith("?tid=36")


def test_the_page_stands_where_a_quick_drag_ended_and_asks_once_at_a_time(site, open_page):
    page = open_page()
    page.goto(site.page("done") + "?tid=10")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "fran=" in request.url else None)
    page.evaluate("""() => {
        const slider = document.getElementById("tid");
        for (let hour = 11; hour <= 20; hour += 1) {
            slider.value = hour;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
        }
        slider.dispatchEvent(new Event("change", { bubbles: true }));
    }""")
    assert_at(page, 20, "Dag 1 · måndag kl. 20")
    assert len(asked) == 2  # the first and the last


def test_a_click_on_the_curve_is_a_moment(site, open_page):
    page = open_page()
    page.goto(site.page("done") + "?tid=10")
    box = page.locator("svg[data-read]").first.bounding_box()
    middle = {"x": box["width"] * 40 / 71, "y": box["height"] / 2}
    page.locator("svg[data-read]").first.click(position=middle)
    assert_at(page, 40, "Dag 2 · tisdag kl. 16")


def test_values_are_read_under_the_pointer_and_rest_at_the_moment(site, open_page):
    page = open_page()
    page.goto(site.page("done") + "?tid=10")
    chart, said = page.locator("svg[data-read]").first, page.locator("#kurvorna .read").first
    at_rest = said.inner_text()
    chart.hover(position={"x": 200, "y": 60})
    assert said.inner_text() != at_rest
    assert re.search(r"med störning [\d\s]+, en vanlig dag \d+", said.inner_text())
    page.mouse.move(0, 0)
    assert said.inner_text() == at_rest
    page.locator("#omrade-25").hover()
    assert re.fullmatch(r"Norrbottens län: [\d,]+", page.locator("#kartvarde").inner_text())


def test_a_place_is_chosen_on_the_map_by_pointer_and_by_keyboard(site, open_page):
    page = open_page()
    page.goto(site.page("done") + "?tid=36")
    page.locator("#omrade-23").click()
    page.wait_for_selector("#tabell-lan tr.sel")
    assert page.locator("#tabell-lan tr.sel th").inner_text().startswith("Jämtland")
    assert page.locator("#kurvorna h3").first.inner_text().startswith("Väntat för länge, Jämtland")
    page.locator("#omrade-23").focus()
    page.keyboard.press("ArrowUp")
    neighbour = page.evaluate("document.activeElement.id")
    assert neighbour != "omrade-23"
    said = page.locator("#kartvarde").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".callout")).to_contain_text(said[:5])
    assert page.evaluate("document.activeElement.id") == neighbour
    assert page.locator(".map a[tabindex='0']").count() == 1


def test_a_municipality_is_chosen_by_touch(site, open_page):
    page = open_page(width=360, has_touch=True)
    page.goto(site.page("done") + "?karta=kommun")
    page.locator("#omrade-2480").tap()
    expect(page.locator(".callout")).to_contain_text("Umeå")
    assert "plats=2480" in page.url


def test_a_list_shows_a_runs_end_by_itself(site, open_page):
    page = open_page()
    page.goto(f"{site.origin}/rakna/")
    assert page.locator("#lista").get_attribute("hx-trigger") == "every 3s"
    with page.expect_response(re.compile(r"/rakna/$")):
        pass
    assert page.locator("#lista tbody tr").count() > 0


def test_removing_asks_and_can_be_undone(site, open_page):
    page = open_page()
    page.goto(site.page("failed"))
    page.get_by_role("link", name="Ta bort").click()
    page.get_by_role("button", name="Ta bort körningen och dess filer").click()
    page.get_by_role("button", name="Ångra").click()
    assert page.url.endswith(f"{site.runs['failed']}/")


def test_no_label_lies_over_another_and_two_runs_are_told_apart_on_a_telephone(site, open_page):
    page = open_page(width=360)
    beside = f"{site.origin}/rakna/jamfor/?a={site.runs['done']}&b={site.runs['baseline']}"
    for address in (f"{site.origin}/", site.page("done"), beside):
        page.goto(address)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert colliding(page) == [], f"{address} at {width} px"
    captions = page.locator("#kartorna ~ .cols figcaption").all_inner_texts()
    assert [caption[:3] for caption in captions] == ["A: ", "B: "]
    assert page.locator("#kurvan + p").inner_text().startswith(captions[0])
