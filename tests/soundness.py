"""What every page must stand, asked of a page in a real browser."""

from axe_playwright_python.sync_playwright import Axe

ASKED_FOR = ("label-content-name-mismatch", "target-size")
"""Rules that axe leaves out unless they are named."""
_MEASURED = """() => [...document.querySelectorAll("svg.chart, svg.map")].flatMap((svg) => {
  const name = svg.id || (svg.getAttribute("aria-label") || "").slice(0, 50);
  const texts = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()])
    .filter(([said, box]) => said.trim() && box.width);
  return texts.flatMap(([said, box], n) => {
    const outside = box.left < -1 || box.right > innerWidth + 1 ? [`${name}: ${said} is outside`] : [];
    const over = texts.slice(n + 1).filter(([, other]) =>
      Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1
      && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 3);
    return [...outside, ...over.map(([other]) => `${name}: ${said} over ${other}`)];
  });
})"""


def colliding(page) -> list[str]:
    """Texts of the page's figures that lie over each other by more than a pixel's width, or outside the window."""
    found: list[str] = page.evaluate(_MEASURED)
    return found


def assert_sound(page):
    """Axe with its rules of WCAG 2.2 A and AA and best practice finds nothing; the page is no wider than its window.

    Contrast takes three quarters of axe's time and is a matter of colours, not of width: it is asked of wide windows,
    in light and dark. Only what is wrong is written out: to name all that is right takes as long as to find it.
    """
    wide = page.viewport_size["width"] >= 1000
    rules = {rule: {"enabled": True} for rule in ASKED_FOR} | {"color-contrast": {"enabled": wide}}
    found = Axe().run(page, options={"rules": rules, "resultTypes": ["violations"]}).response["violations"]
    assert [f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']][:4]}" for v in found] == []
    sticks_out = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sticks_out <= 0, f"The page is {sticks_out} px wider than the window."
    assert colliding(page) == []
