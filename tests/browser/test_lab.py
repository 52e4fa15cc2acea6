"""The overdose lab in a real browser, with the real engine: sliders, limits in sight, axe, every width."""

import re

import pytest

from soundness import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COMPILING_MS = 300_000
"""The first answer on a machine compiles the engine."""
FITTED = "?opioid=carfentanil&dos=0.012&person=chronic&n=200&fro=1&a1=nyxoid-1.8mg&a2=in-4mg&s2=breathing-1-dose"


@pytest.fixture
def open_lab(site, open_page):
    """open_lab(query, **context): the lab with its answer."""

    def make(query="", **how):
        page = open_page(**how)
        page.goto(f"{site.origin}/labbet/{query}")
        page.wait_for_selector("#svar .chart.shares", timeout=COMPILING_MS)
        return page

    return make


@pytest.mark.parametrize(
    "how", [{"width": 1280}, {"width": 360}, {"width": 320, "height": 256}, {"color_scheme": "dark"}]
)
@pytest.mark.parametrize("query", ["", FITTED])
def test_the_lab_is_sound(open_lab, how, query):
    assert_sound(open_lab(query, **how))


def test_a_refused_question_is_sound_and_says_why_beside_the_field(site, open_page):
    page = open_page(width=360)
    page.goto(f"{site.origin}/labbet/?opioid=fentanyl&dos=51&person=chronic&n=200&fro=1")
    assert "högst 50 mg" in page.locator("#fel-dos").inner_text()
    assert_sound(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_what_the_model_does_not_know_stays_in_sight(open_lab, width):
    page = open_lab(width=width)
    box = page.locator(".limits").bounding_box()
    assert box["y"] < page.locator("h1").bounding_box()["y"]
    for share in (0.3, 0.7, 1.0):
        page.evaluate(f"window.scrollTo(0, {share} * document.body.scrollHeight)")
        box = page.locator(".limits").bounding_box()
        assert -1 <= box["y"] < 5
        assert box["height"] < 200
    page.locator(".limits summary").click()
    assert page.locator(".limits").get_by_text("Kroppen är en vuxen på 70 kg").is_visible()


def test_on_a_telephone_the_answer_comes_before_the_question(open_lab):
    page = open_lab(width=360, height=740)
    short, shown = page.locator("#i-korthet"), page.locator("#svar .chart.shares").get_attribute("aria-label")
    box = short.bounding_box()
    assert box["y"] + box["height"] < 740
    assert box["y"] < page.locator("#fraga").bounding_box()["y"]
    before = short.inner_text()
    rows = short.locator(".key").inner_text().replace("\u00a0", " ")
    assert len(found := re.findall(r"[\d,]+ %", rows)) == 5
    assert all(part in shown.replace("\u00a0", " ") for part in found)
    assert "Hjärtstopp" in before
    assert "utöver publicerad validering" in before
    page.locator("#id_d1").fill("240")
    page.locator("#id_d1").press("Tab")
    page.wait_for_function("old => document.querySelector('#i-korthet').innerText !== old", arg=before)
    page.get_by_role("link", name="Till hela svaret").click()
    assert page.locator("#svar").bounding_box()["y"] < 200


def test_a_slider_asks_once_and_moves_number_answer_and_address(open_lab):
    page = open_lab()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/labbet/?" in request.url else None)
    before = page.locator("#svar .chart.shares").get_attribute("aria-label")
    slider = page.get_by_label("Reglage: fördröjning, A")
    slider.focus()
    with page.expect_response(re.compile(r"d1=65")):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("old => document.querySelector('#svar .chart.shares').ariaLabel !== old", arg=before)
    assert page.locator("#id_d1").input_value() == "65"
    assert "d1=65" in page.url
    assert len(asked) == 1
    assert slider.evaluate("e => e === document.activeElement")


def test_another_opioid_brings_its_own_dose(open_lab):
    page = open_lab()
    with page.expect_response(re.compile(r"opioid=carfentanil&dos=0%2C012")):
        page.get_by_label("Opioid", exact=True).select_option("carfentanil")
    assert page.locator("#id_dos").input_value() == "0,012"
    assert float(page.get_by_label("Reglage: dos").get_attribute("max")) < 1


def test_a_wrong_dose_is_said_without_a_new_page(open_lab):
    page = open_lab()
    page.locator("#id_dos").fill("1625 mg")
    page.locator("#id_dos").press("Tab")
    page.wait_for_selector("#fel-dos .error")
    assert "mg" in page.locator("#fel-dos").inner_text()
    assert page.locator("#svar .errors").is_visible()


def test_it_works_without_script(site, open_page, open_lab):
    open_lab()
    page = open_page(java_script_enabled=False)
    page.goto(f"{site.origin}/labbet/")
    page.locator("#id_d1").fill("240")
    page.get_by_role("button", name="Räkna").click()
    page.wait_for_selector("#svar .chart.shares", timeout=COMPILING_MS)  # the page asks again until it is there
    assert "d1=240" in page.url
    assert "efter 240 s" in page.locator("#svar").inner_text()


def test_the_lab_in_english_in_the_dark(open_lab):
    page = open_lab(color_scheme="dark")
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")
    assert page.get_by_role("heading", name="The overdose lab").is_visible()
    assert page.locator("#id_dos").input_value() == "1.625"
    assert_sound(page)


# Nitazenes ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("width", [1280, 360])
def test_the_scenario_is_sound_and_its_names_stay_in_the_window(site, open_page, width):
    page = open_page(width=width)
    page.goto(f"{site.origin}/labbet/nitazener/")
    page.wait_for_selector("#svar .chart.shares", timeout=COMPILING_MS)
    assert_sound(page)
    ends = page.eval_on_selector_all(
        "#svar .chart text",
        "all => all.map(e => e.getBoundingClientRect().right - e.ownerSVGElement.getBoundingClientRect().right)",
    )
    assert max(ends) <= 1, f"A name runs {max(ends):.0f} px out of its figure."


def test_all_curves_are_read_at_one_minute_by_pointer_and_by_keys(open_lab):
    page = open_lab()
    first, said = page.locator("svg[data-read]").first, page.locator("p.read")
    first.hover(position={"x": 150, "y": 60})
    at = {text.partition(" min:")[0] for text in said.all_inner_texts()}
    assert len(at) == 1
    assert at != {"0"}
    assert re.search(r"A [\d,]+ l/min, B [\d,]+ l/min, .*utan [\d,]+ l/min", said.first.inner_text())
    page.mouse.move(0, 0)
    assert said.first.inner_text().startswith("0 min")
    first.focus()
    where = page.evaluate("scrollY")
    for key in ("ArrowRight", "ArrowRight", "Enter", "Tab"):
        page.keyboard.press(key)
    assert {text.partition(" min:")[0] for text in said.all_inner_texts()} == {"0,3"}
    assert page.evaluate("scrollY") == where
