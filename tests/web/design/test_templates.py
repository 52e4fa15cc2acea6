"""Templates can be read: no line runs out of the window."""

from pathlib import Path

WEB = Path(__file__).parents[3] / "src" / "beredd" / "web"
LONGEST = 160


def test_no_line_of_a_template_is_too_long():
    long = [
        f"{path.relative_to(WEB)}:{number}: {len(line)} characters"
        for path in sorted(WEB.rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert not long, "\n".join(long)
