"""The look's colours can be told apart, and its stylesheets stay small."""

import re
from pathlib import Path

import pytest

from beredd.figures.svg import STYLE
from beredd.web import design

STATIC = Path(design.__file__).parent / "static" / "design"


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _themes():
    text = (STYLE / "tokens.css").read_text()
    light, dark = text.split("@media", 1)
    pattern = r"--([\w-]+):\s*(#[0-9a-f]{6})"
    first = dict(re.findall(pattern, light))
    return {"light": first, "dark": first | dict(re.findall(pattern, dark))}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_contrast_4_5_and_what_one_must_see_has_3(theme):
    t = _themes()[theme]
    grounds = [t["ground"], t["surface"]]
    texts = ["ink", "ink-2", "link", "ok", "info", "warn", "bad", "act", "estimate", "c1", "c2", "c3", "c4", "c5"]
    assert [n for n in texts if min(contrast(t[n], g) for g in grounds) < 4.5] == []
    assert [n for n in ("edge", "focus", "act") if min(contrast(t[n], g) for g in grounds) < 3] == []
    assert contrast(t["on-act"], t["act"]) >= 4.5
    assert contrast(t["on-exercise"], t["exercise"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_map_classes_differ_in_lightness_in_one_direction_and_letters_are_read_on_them(theme):
    t = _themes()[theme]
    steps = [_luminance(t[f"q{i}"]) for i in range(1, 6)]
    assert steps == sorted(steps) or steps == sorted(steps, reverse=True)
    low, high = [t[f"q{i}"] for i in (1, 2, 3)], [t["q4"], t["q5"]]
    assert [c for c in low if contrast(t["q-low"], c) < 4.5] == []
    assert [c for c in high if contrast(t["q-high"], c) < 4.5] == []


def test_the_stylesheets_stay_small():
    lines = sum(len(sheet.read_text().splitlines()) for sheet in (*STATIC.glob("*.css"), *STYLE.glob("*.css")))
    assert lines <= 600
