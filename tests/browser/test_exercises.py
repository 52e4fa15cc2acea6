"""The exercises' rooms in a browser: at 1280 and 360 px, by keyboard, in the dark, and with the network gone."""

import re

import pytest

from soundness import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]
S5, S11 = "/ova/planer/s5-rullen-som-inte-kom/", "/ova/mikro/s11-apoteksbordet/"
PROGRAMME = "/ova/program/aktorsgemensam-2026-2028/"
PAGES = [
    "/ova/",
    S5,
    f"{S5}v1/utskrift/",
    f"{S5}v1/kopiera/",
    f"{S5}jamfor/?fran=s11-apoteksbordet@1&till=s12-dosbordet@1",
    PROGRAMME,
    f"{PROGRAMME}andra/",
    f"{PROGRAMME}moten/0/",
    f"{PROGRAMME}tillfallen/ny/",
    "/ova/ny/",
    "/ova/las-in/",
    S11,
    "/ova/mikro/s12-dosbordet/",
    "/ova/mikro/resultat/",
]


@pytest.mark.parametrize("width", [1280, 360])
def test_the_rooms_are_sound(site, open_page, width):
    page = open_page(width=width)
    for address in PAGES:
        assert page.goto(site.origin + address).status == 200, address
        assert_sound(page)


def test_a_plan_in_the_dark_with_everything_unfolded(site, open_page):
    page = open_page(color_scheme="dark")
    page.goto(f"{site.origin}{S5}")
    for fold in page.locator("details").all():
        fold.locator("summary").click()
    assert_sound(page)


def test_a_plan_goes_from_an_empty_page_to_approved_by_three_people(site, open_page, clinicians_cookies):
    author, reviewer, approver = (
        open_page(width=1280),
        open_page(cookies=clinicians_cookies[0]),
        open_page(width=360, cookies=clinicians_cookies[1]),
    )
    author.goto(f"{site.origin}/ova/ny/")
    for label, text in (
        ("Namn", "Bilen som inte kom"),
        ("Kortnamn i adressen", "bilen-som-inte-kom"),
        ("Syfte", "Alla ska veta vem som beslutar."),
        ("Vad som händer", "Nattens bil uteblir."),
        ("Det första inspelets rubrik", "Ingen bil"),
        ("Det första inspelets text", "Bilen har inte kommit. Vad gör ni?"),
    ):
        author.get_by_label(label, exact=True).fill(text)
    for box in ("M1 Upptäcka och larma", "Region"):
        author.get_by_label(box, exact=True).check()
    author.get_by_role("button", name="Skapa utkastet").click()
    assert_sound(author)
    assert author.get_by_text("Ingenting i övningen visar bedömningsgrunden M1.1").is_visible()
    author.get_by_role("link", name="Ändra inspel 1").click()
    author.locator("#id_n-0-text").fill("Region larmas.")
    author.locator("#id_n-0-objective").select_option("M1")
    author.locator("#id_n-0-indicator").select_option("M1.1")
    assert_sound(author)
    author.get_by_role("button", name="Kontrollera utan att spara").click()
    assert_sound(author)
    author.get_by_role("button", name="Spara", exact=True).click()
    assert author.get_by_text("Ingenting i övningen visar bedömningsgrunden M1.1").count() == 0
    author.get_by_role("link", name="Ändra planen").click()
    assert_sound(author)
    address = f"{site.origin}/ova/planer/bilen-som-inte-kom/"
    reviewer.goto(f"{site.origin}/ova/")
    reviewer.locator("#mitt").locator("..").get_by_role("link", name="Bilen som inte kom").click()
    reviewer.get_by_role("button", name="Jag har läst och granskat").click()
    assert reviewer.get_by_text("Planen är granskad.").is_visible()
    assert reviewer.get_by_role("button", name="Godkänn").count() == 0
    approver.goto(address)
    assert_sound(approver)
    approver.get_by_role("button", name="Godkänn").click()
    assert approver.get_by_text("Planen är godkänd och står fast.").is_visible()
    author.goto(address)
    assert author.get_by_role("link", name="Ändra planen").count() == 0


def test_the_print_pack_is_fetched_with_progress(site, open_page):
    page = open_page(width=360)
    page.goto(f"{site.origin}/ova/planer/s11-apoteksbordet/v1/utskrift/")
    with page.expect_download(timeout=120_000) as fetched:
        page.get_by_role("link", name="Allt i en zip-fil").click()
        page.get_by_text("Sätter del 1 av").wait_for()
    assert fetched.value.suggested_filename == "s11-apoteksbordet-v1-utskrift.zip"
    assert page.get_by_text("Klar. Filen hämtas.").is_visible()


def test_a_micro_exercise_is_played_by_keyboard_and_sent_when_the_network_is_back(site, open_page):
    page = open_page(width=360, signed_in=False, expects="ERR_INTERNET_DISCONNECTED")
    page.goto(site.origin + S11)
    page.get_by_text("Sparad på enheten").wait_for()
    steps = page.locator("[data-step]").count()
    page.context.set_offline(True)
    page.reload()
    assert page.get_by_role("heading", name="Apoteksbordet").is_visible()
    page.get_by_role("button", name="Nästa").focus()
    for n in range(2, steps + 1):
        page.get_by_role("button", name="Nästa").press("Enter")
        page.get_by_text(f"Steg {n} av {steps}").wait_for()
        assert page.evaluate("document.activeElement.matches('h2')")
        if n == 5:
            page.locator("textarea:visible").fill("Vi ringer chefen.")
            assert_sound(page)
        if n == steps - 2:
            for group in page.locator("fieldset:visible").all():
                group.locator("input").first.press("Space")
            assert_sound(page)
    page.get_by_label("Ja, vi samtycker").press("Space")
    page.get_by_role("button", name="Skicka in skattningen").press("Enter")
    page.get_by_text("Inget nät just nu").wait_for()
    page.reload()
    page.context.set_offline(False)
    page.get_by_text("Tack. Ert svar är med").wait_for()
    page.goto(f"{site.origin}/ova/mikro/resultat/")
    assert page.get_by_text("För få svar för att visas.").first.is_visible()
    page.goto(site.origin + S11)
    for _ in range(8):
        page.get_by_role("button", name="Tillbaka").press("Enter")
    assert page.locator("textarea:visible").input_value() == "Vi ringer chefen."


def test_a_micro_exercise_works_without_script(site, open_page):
    page = open_page(width=360, signed_in=False, java_script_enabled=False)
    page.goto(site.origin + S11)
    for group in page.locator("fieldset").all():
        group.locator("input").last.check()
    page.get_by_label("Ja, vi samtycker").check()
    page.get_by_role("button", name="Skicka in skattningen").click()
    assert page.get_by_text("Tack. Ert svar är med").is_visible()


def test_the_exercise_of_the_year_is_one_step_from_the_first_page(site, open_page):
    page = open_page(width=360)
    page.goto(site.origin)
    page.get_by_role("link", name="Öva dosstoppet").click()
    assert re.search(r"/ova/", page.url)
    assert "Rullen som inte kom" in page.locator("#plan option:checked").inner_text()
