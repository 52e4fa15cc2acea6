"""Takes README's picture of the studio from a running site.

    ./run                              # in another terminal; wait until the demonstration's runs are done
    python tools/make_screenshot.py    # writes docs/images/studio.png

Shows the newest disruption that is open to all, municipality by municipality, at the hour when it differs most from
the everyday run beside it.
"""

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).resolve().parents[1] / "docs" / "images" / "studio.png"
CHROMIUM = "/usr/bin/chromium"
LARGEST_BYTES = 400_000


def main() -> None:
    """Follows the start page's way to the newest run and takes the picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--origin", default="http://127.0.0.1:8000", help="where the site answers")
    parser.add_argument("--chromium", default=CHROMIUM, help="the browser's program")
    parser.add_argument("--out", type=Path, default=TARGET)
    given = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 1240}, color_scheme="light", locale="sv-SE")
        page.goto(given.origin)
        way = page.get_by_role("link", name="Se hela körningen")
        if not way.count():
            raise SystemExit("There is no finished run to show yet: wait until the demonstration's runs are done.")
        way.click()
        for choice in ("Kommuner", "Fler än vardag"):
            page.get_by_role("link", name=choice).click()
        page.wait_for_selector("#tidsvy .map .fine")
        given.out.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=given.out)
        browser.close()
    size = given.out.stat().st_size
    if size > LARGEST_BYTES:
        raise SystemExit(f"{given.out.name} is {size} bytes; at most {LARGEST_BYTES} may be committed.")
    print(f"{given.out.name}: {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
