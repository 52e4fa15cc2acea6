"""S5 played in Swedish with three browsers against the real model: control, dose pharmacy, municipality."""

import re

import pytest
from playwright.sync_api import expect

from beredd.exercises.record import proved

pytestmark = [pytest.mark.browser, pytest.mark.slow]
READY_MS = 400_000


def joined(page, site, code, role):
    page.goto(f"{site.origin}/ova/korning/anslut/")
    page.fill("#code", code)
    page.click("main button.go")
    page.check(f"input[value={role}]")
    page.fill("#name", "Någon")
    page.click("main button.go")
    expect(page.locator("#live")).to_have_attribute("data-connected", "yes")
    return page


def test_s5_is_played_from_startex_over_a_jump_to_day_8_to_its_export(open_page, site):
    control = open_page()
    control.goto(f"{site.origin}/ova/korning/ny?plan=s5-rullen-som-inte-kom")
    control.click("main button.go")
    code = control.locator(".joincode b").inner_text()
    dose = joined(open_page(width=360, signed_in=False), site, code, "krisledning")
    town = joined(open_page(signed_in=False), site, code, "mas")
    dose.get_by_role("button", name="Svara på sambandsprov").click()
    expect(control.locator("[data-region=seats]")).to_contain_text("hörs", timeout=15_000)

    start = control.get_by_role("button", name="STARTEX")
    expect(start).to_be_enabled(timeout=READY_MS)
    start.click()
    expect(dose.locator("[data-region=inbox]")).to_contain_text("Brand i produktionshallen", timeout=30_000)
    expect(dose.locator("#polite")).to_contain_text("Brand i produktionshallen")
    expect(town.locator("[data-region=inbox]")).not_to_contain_text("Brand i produktionshallen")
    dose.locator(".letter summary").first.click()
    expect(control.locator("[data-region=injects]")).to_contain_text("läst av 1 av 1", timeout=15_000)

    dose.locator(".card summary").filter(has_text="L8").click()
    card = dose.locator(".card[open]")
    card.get_by_label("Skäl").fill("Rullar ska kunna packas av andra.")
    card.get_by_role("button", name=re.compile("^Besluta")).click()
    expect(control.locator("[data-region=decisions]")).to_contain_text("Rullar ska kunna packas", timeout=30_000)
    expect(town.locator("body")).not_to_contain_text("Rullar ska kunna packas")

    control.select_option("#c-to", "dag 8 08:00")
    control.click("#c-jump")
    expect(town.locator("[data-shows]")).to_have_text(re.compile("^Dag 8 08"), timeout=120_000)
    expect(town.locator("[data-region=inbox]")).to_contain_text("Samverkansmöte")
    expect(control.locator("[data-region=picture] svg").first).to_be_visible()

    control.locator(".brk summary").click()
    control.fill("#c-why", "Prov av brytning.")
    control.get_by_role("button", name="Bryt på alla skärmar").click()
    for page in (dose, town):
        expect(page.locator("#assertive")).to_contain_text("ÖVNING BRYT", timeout=15_000)

    address = control.url
    run = proved(control.request.get(f"{address}RUN.json").body())
    assert len(run.state.decisions) == 1
    assert town.request.get(f"{address}RUN.json").status == 403
