"""Map, curves, numbers: what they say, and that nothing hangs on colour alone."""

import re
from xml.etree import ElementTree

import pytest
from django.utils import translation

from beredd.web.design.curves import Curve, curve_chart
from beredd.web.design.maps import Classes, atlas, choropleth, classes_for
from beredd.web.design.numbers import interval, number, percent, rounded_up
from beredd.web.design.standalone import STATIC, standalone_style

TICKS = [(0, "dag 0"), (2, "2")]


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


def drawn(values, **how):
    given = {"level": "counties", "unit": "u", "title": "t", "description": "d", "classes": classes_for([0, 100])}
    return choropleth(**(given | how), values=values)


def numbers_of(path):
    return [int(n) for n in re.findall(r"-?\d+", path)]


# Map ---------------------------------------------------------------------------------------------------------------
def test_the_atlas_holds_every_county_and_municipality_with_a_place_for_its_label():
    assert (len(atlas()["counties"]), len(atlas()["municipalities"])) == (21, 290)
    assert len({county["letter"] for county in atlas()["counties"].values()}) == 21
    for shape in [*atlas()["counties"].values(), *atlas()["municipalities"].values()]:
        assert 0 <= shape["x"] <= atlas()["width"]
        assert 0 <= shape["y"] <= atlas()["height"]
        assert len(numbers_of(shape["d"])) >= 8


def _points(path):
    """Absolute points of every ring."""
    found = set()
    for ring in path.split("z")[:-1]:
        start, steps = ring[1:].split("l")
        x, y = numbers_of(start)
        found.add((x, y))
        flat = numbers_of(steps)
        for dx, dy in zip(flat[::2], flat[1::2], strict=True):
            x, y = x + dx, y + dy
            found.add((x, y))
    return found


def test_neighbours_share_their_border_point_for_point():
    # Solna and Sundbyberg; Umeå and Vännäs: simplified borders that were made twice would not meet.
    for one, other in [("0184", "0183"), ("2480", "2460")]:
        shapes = atlas()["municipalities"]
        assert len(_points(shapes[one]["d"]) & _points(shapes[other]["d"])) >= 3


def test_every_area_names_its_value_and_a_missing_one_says_so():
    svg = drawn({"01": 12.0})
    assert "<title>Stockholms län: 12</title>" in svg
    assert "<title>Gotlands län: uppgift saknas</title>" in svg
    assert svg.count('class="area none"') == 20


def test_a_value_over_the_limit_has_a_triangle_beside_its_colour():
    without, with_one = drawn({"12": 79.0}), drawn({"12": 80.0})
    assert without.count('class="over') == 1  # the legend's own
    assert with_one.count('class="over') == 2


def test_classes_are_even_round_and_hold_every_value():
    classes = classes_for([42.0, 79.9])
    assert classes.bounds == (48, 56, 64, 72)
    assert [classes.of(x) for x in (42, 48, 79.9)] == [1, 2, 5]
    assert classes_for([28, 80]).bounds == (30, 45, 60, 75)
    assert classes_for([]).of(0) == 1
    assert classes_for([0.0, 0.0]).of(0) == 1


def test_a_value_on_a_bound_belongs_to_the_class_above():
    classes = Classes(bounds=(1, 2, 3, 4), limit=4)
    assert [classes.of(x) for x in (0.99, 1, 4)] == [1, 2, 5]


# Curves ------------------------------------------------------------------------------------------------------------
def test_each_curve_has_its_own_dash_and_its_name():
    svg = curve_chart(
        curves=[Curve(label=name, median=[1, 2, 1]) for name in ("ett", "två", "tre")], description="d", ticks=TICKS
    )
    assert [f'class="ser d{i}"' in svg for i in (1, 2, 3)] == [True] * 3
    assert all(f">{name}</text>" in svg for name in ("ett", "två", "tre"))


def test_one_replicate_draws_no_interval():
    same = curve_chart(curves=[Curve(label="a", median=[1, 2], low=[1, 2], high=[1, 2])], description="d", ticks=TICKS)
    wide = curve_chart(curves=[Curve(label="a", median=[1, 2], low=[0, 1], high=[2, 3])], description="d", ticks=TICKS)
    assert 'class="band"' not in same
    assert 'class="band"' in wide


@pytest.mark.parametrize("values", [[], [0.0], [0.0, 0.0, 0.0], [5.0] * 3, [1e9, 0, 1e9]])
def test_any_curve_is_drawn_inside_its_frame(values):
    svg = curve_chart(curves=[Curve(label="a", median=values)], description="d", ticks=TICKS)
    for path in re.findall(r'class="ser d1" d="M([^"]*)"', svg):
        assert all(0 <= float(n) <= 100 for n in path.split())


def test_a_figure_that_stands_alone_is_xml_without_custom_properties():
    ElementTree.fromstring(drawn({"01": 1.0}, standalone=True))
    assert "var(" not in standalone_style()
    assert ".map .q5 { fill: #173f6e; }" in standalone_style()


# Numbers -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (41300, "41\u00a0300"),
        (1.3, "1,3"),
        (12.34, "12,3"),
        (-5, "−5"),
        (-0.001, "0"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_numbers_are_written_as_swedes_write_them(value, text):
    assert number(value) == text


def test_numbers_and_shares_follow_the_language():
    assert (percent(0.715, 1), interval(0.69, 0.73, "percent")) == ("71,5\u00a0%", "69–73\u00a0%")
    with translation.override("en"):
        assert (number(41300), percent(0.715, 1), interval(1.5, 2.5)) == ("41,300", "71.5%", "1.5–2.5")


def test_an_interval_of_nothing_is_one_number():
    assert interval(3, 3) == "3"
    assert interval(0.971, 0.974, "percent") == "97\u00a0%"


@pytest.mark.parametrize(("value", "up"), [(0, 1), (1, 1), (1.1, 2), (23, 25), (26, 50), (0.07, 0.1), (5001, 10000)])
def test_axes_end_at_round_numbers(value, up):
    assert rounded_up(value) == pytest.approx(up)


# Style -------------------------------------------------------------------------------------------------------------
def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _themes():
    text = (STATIC / "tokens.css").read_text()
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
    lines = sum(len(sheet.read_text().splitlines()) for sheet in STATIC.glob("*.css"))
    assert lines <= 600


def test_names_apart_stand_on_their_own_curve_and_not_on_each_other():
    """Two curves that meet at both ends and part in the middle, and a third that runs with one of them."""
    bow = [i * (100 - i) / 25 for i in range(101)]
    curves = [Curve(label="A", median=[50 + v / 4 for v in bow]), Curve(label="B", median=[50 - v / 4 for v in bow])]
    curves.append(Curve(label="C", median=curves[0].median))
    svg = curve_chart(curves=curves, description="d", ticks=[], top=100.0, names_apart=True)
    found = re.findall(r'<text class="lab[^"]*" x="([\d.]+)%" y="([\d.]+)%">([ABC])</text>', svg)
    at = {name: (float(x), float(y)) for x, y, name in found}
    assert set(at) == {"A", "B", "C"}
    assert 8 < at["A"][0] < 92
    assert at["B"][1] > at["A"][1] + 10
    assert max(abs(at["A"][0] - at["C"][0]) / 4, abs(at["A"][1] - at["C"][1]) / 9) >= 1
