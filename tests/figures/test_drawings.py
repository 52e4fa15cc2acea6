"""Curves, maps and shares: what they say, that they draw their own table, and that nothing hangs on colour alone."""

import json
import re
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

import pytest

from beredd.figures import Bar, Classes, Column, Curve, Line, Map, Shares, atlas, classes_for, level_of, table_of
from beredd.figures import png as png_module
from beredd.figures.errors import FigureError
from beredd.figures.svg import style
from beredd.wording import speaking

TICKS = [(0, "dag 0"), (2, "2")]
EVIL = "<script>alert(1)</script>\"'&\x00]]>"


def curve_of(values, *, name="ett", **how):
    """A curve per name -> (median, interval)."""
    lines = values if isinstance(values, dict) else {name: values}
    columns = [Column(key="x")]
    records = [{"x": i} for i in range(max((len(v) for v in lines.values()), default=0))]
    for key, line in lines.items():
        columns += [Column(key=key, label=key), Column(key=f"{key}_i", kind="interval")]
        for record, value in zip(records, line, strict=False):
            middle, *ends = value if isinstance(value, tuple) else (value,)
            record |= {key: middle, f"{key}_i": tuple(ends) or None}
    given = {"name": "k", "title": "t", "alt": "d", "ticks": TICKS}
    drawn = [Line(label=key, column=key, interval=f"{key}_i") for key in lines]
    return Curve(**(given | how), x="x", lines=drawn, table=table_of("k", "k", columns, records))


def map_of(values, **how):
    columns = [Column(key="code", label="Län", kind="text"), Column(key="value", label="Värde")]
    table = table_of("lan", "Län", columns, [{"code": code, "value": value} for code, value in values.items()])
    given = {"level": "counties", "unit": "u", "title": "t", "alt": "d", "classes": classes_for([0, 100])}
    return Map(**(given | how), name="karta", table=table, code="code", value="value")


def shares_of(*rows, **how):
    columns = [
        Column(key="arm", label="Sätt", kind="text"),
        Column(key="share", label="Andel"),
        Column(key="ends", label="Intervall", kind="interval"),
    ]
    records = [{"arm": name, "share": share, "ends": ends} for name, share, ends in rows]
    bars = tuple(Bar(name=row[0], text=f"{row[1]} %", words=row[0], is_baseline=i == 0) for i, row in enumerate(rows))
    given = {"name": "hjartstopp", "title": "t", "alt": "d", "bars": bars}
    return Shares(**(given | how), table=table_of("s", "s", columns, records), point="share", interval="ends")


def tree(svg):
    """The drawing as a tree; the one for a page has no namespace."""
    return ElementTree.fromstring(svg)


def texts(svg):
    return ["".join(found.itertext()) for found in tree(svg).iter() if found.tag.endswith("text")]


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
    svg = map_of({"01": 12.0, "03": None}).svg()
    assert "<title>Stockholms län: 12</title>" in svg
    assert "<title>Uppsala län: uppgift saknas</title>" in svg
    assert svg.count('class="area none"') == 20


def test_only_a_limit_with_a_name_is_marked():
    bounds = (20.0, 40.0, 60.0, 80.0)
    nameless = map_of({"12": 99.0}, classes=Classes(bounds=bounds, limit=80.0)).svg()
    assert 'class="over' not in nameless
    named = Classes(bounds=bounds, limit=80.0, limit_name="beredskapsgräns")
    without, with_one = (map_of({"12": value}, classes=named).svg() for value in (79.0, 80.0))
    assert without.count('class="over') == 1  # the legend's own
    assert with_one.count('class="over') == 2
    assert any("beredskapsgräns" in text for text in texts(with_one))


def test_areas_lead_where_the_tables_rows_do_and_take_one_stop_of_the_tab_key():
    plain = map_of({"01": 12.0, "03": 4.0})
    assert "<a " not in plain.svg()
    linked = replace(plain, table=plain.table.linked(sort=str, row=lambda code: f"?plats={code}"), selected="03")
    svg = linked.svg()
    assert 'href="?plats=01"' in svg
    assert svg.count('tabindex="0"') == 1
    assert re.search(r'href="\?plats=03" aria-label="Uppsala län: 4" [^>]*tabindex="0"', svg)
    assert "<a " not in linked.standalone()


def test_what_is_read_beside_a_curve_is_what_is_drawn():
    curve = curve_of({"ett": [1, 2.26, 340.6]}, now=(1, "nu"), is_read=True)
    told = json.loads(unescape(re.search(r'data-read="([^"]*)"', curve.svg())[1]))
    assert told["lines"] == [{"name": "ett", "values": [1, 2.3, 341]}]
    assert "nu" not in texts(curve.svg())
    assert "nu" in texts(curve.standalone())


def test_a_chosen_area_is_outlined_and_an_unknown_one_is_not():
    assert map_of({"12": 1.0}, selected="12").svg().count('class="sel') == 2
    assert 'class="sel' not in map_of({"12": 1.0}, selected="zz").svg()


def test_classes_are_even_round_and_hold_every_value():
    classes = classes_for([42.0, 79.9])
    assert classes.bounds == (48, 56, 64, 72)
    assert [classes.of(x) for x in (42, 48, 79.9)] == [1, 2, 5]
    assert classes_for([28, 80]).bounds == (30, 45, 60, 75)
    assert classes_for([]).of(0) == 1
    assert classes_for([0.0, 0.0]).of(0) == 1


def test_a_value_on_a_bound_belongs_to_the_class_above():
    classes = Classes(bounds=(1, 2, 3, 4))
    assert [classes.of(x) for x in (0.99, 1, 4)] == [1, 2, 5]


def test_codes_tell_which_map_they_belong_to():
    assert [level_of(codes) for codes in (["01", "x"], ["0180"], ["x"])] == ["counties", "municipalities", None]


# Curves ------------------------------------------------------------------------------------------------------------
def test_each_curve_has_its_own_dash_and_its_name():
    svg = curve_of({name: [1, 2, 1] for name in ("ett", "två", "tre")}).svg()
    assert [f'class="ser d{i}"' in svg for i in (1, 2, 3)] == [True] * 3
    assert {"ett", "två", "tre"} <= set(texts(svg))


def test_one_replicate_draws_no_interval():
    assert 'class="band"' not in curve_of([(1, 1, 1), (2, 2, 2)]).svg()
    assert 'class="band"' in curve_of([(1, 0, 2), (2, 1, 3)]).svg()


@pytest.mark.parametrize("values", [[], [0.0], [0.0, 0.0, 0.0], [5.0] * 3, [1e9, 0, 1e9]])
def test_any_curve_is_drawn_inside_its_frame(values):
    svg = curve_of(values).svg()
    for path in re.findall(r'class="ser d1" d="M([^"]*)"', svg):
        assert all(0 <= float(n) <= 100 for n in path.split())


def test_a_curve_draws_the_values_of_its_table():
    """One object gives both: change the table and the line moves."""
    curve = curve_of([0, 50, 100], top=100.0)
    points = re.search(r'class="ser d1" d="M([^"]*)"', curve.svg())[1].split()
    heights = [86 - (86 - 9) * value / 100 for value in curve.table.values("ett")]
    assert [float(y) for y in points[1::2]] == heights
    assert [float(x) for x in points[::2]] == [0, 50, 100]


def test_a_long_curve_is_thinned_and_its_table_is_not():
    curve = curve_of(list(range(2000)))
    drawn = re.search(r'class="ser d1" d="M([^"]*)"', curve.svg())[1].split()
    assert len(drawn) / 2 <= 420
    assert len(list(curve.table.lines())) == 2000


def test_shares_are_drawn_in_per_cent():
    table = table_of("k", "k", [Column(key="x"), Column(key="s", kind="percent")], [{"x": 0, "s": 0.5}])
    curve = Curve(name="k", title="t", alt="d", table=table, x="x", lines=[Line(label="s", column="s")], top=100.0)
    assert 'd="M0.00 47.50"' in curve.svg()


def test_a_shorter_everyday_line_ends_where_it_ends():
    columns = [Column(key="x"), Column(key="a"), Column(key="b")]
    table = table_of("k", "k", columns, [{"x": i, "a": 1.0, "b": 1.0 if i < 2 else None} for i in range(4)])
    lines = [Line(label="a", column="a"), Line(label="b", column="b", is_baseline=True)]
    svg = Curve(name="k", title="t", alt="d", table=table, x="x", lines=lines).svg()
    assert len(re.search(r'class="base" d="M([^"]*)"', svg)[1].split()) == 4


def test_names_apart_stand_on_their_own_curve_and_not_on_each_other():
    """Two curves that meet at both ends and part in the middle, and a third that runs with one of them."""
    bow = [i * (100 - i) / 25 for i in range(101)]
    above = [50 + v / 4 for v in bow]
    svg = curve_of(
        {"A": above, "B": [50 - v / 4 for v in bow], "C": above}, ticks=[], top=100.0, names_apart=True
    ).svg()
    found = re.findall(r'<text class="lab[^"]*" x="([\d.]+)%" y="([\d.]+)%">([ABC])</text>', svg)
    at = {name: (float(x), float(y)) for x, y, name in found}
    assert set(at) == {"A", "B", "C"}
    assert 8 < at["A"][0] < 92
    assert at["B"][1] > at["A"][1] + 10
    assert max(abs(at["A"][0] - at["C"][0]) / 4, abs(at["A"][1] - at["C"][1]) / 9) >= 1


# Shares ------------------------------------------------------------------------------------------------------------
def test_a_span_without_a_share_has_no_dot_and_a_dash_of_its_own():
    svg = shares_of(("utan", 40.0, (35, 45)), ("A", 25.0, (18, 36)), ("B", None, (10, 40))).svg()
    groups = tree(svg).findall("g")
    assert [len(group.findall("circle")) for group in groups] == [1, 1, 0]
    assert groups[2].find("line").get("class") == "ser d2"
    assert (groups[1].find("line").get("x1"), groups[1].find("circle").get("cx")) == ("18.00%", "25.00%")


# Alone -------------------------------------------------------------------------------------------------------------
def every_kind():
    return [curve_of([(1, 0, 2), (3, 2, 4)]), map_of({"01": 1.0}), shares_of(("utan", 40.0, (35, 45)))]


@pytest.mark.parametrize("figure", every_kind(), ids=lambda figure: figure.name)
def test_a_figure_that_stands_alone_needs_nothing_else(figure):
    svg = figure.standalone(["Beredd 0.1.0, k-123456."])
    root = tree(svg)
    assert root.find("{http://www.w3.org/2000/svg}desc").text == "d"
    assert "Beredd 0.1.0, k-123456." in texts(svg)
    assert not re.search(r"var\(|\d+rem\b|@import|url\(", svg)
    # Drawing programs stretch strokes, and know per cent of the outer drawing only: everything is in px.
    attributes = [value for element in root.iter() for name, value in element.items() if name != "aria-label"]
    assert [value for value in attributes if value.endswith("%") or value == "none"] == []


def test_the_stylesheet_alone_holds_the_light_themes_colours():
    assert ".map .q5 { fill: #173f6e; }" in style()


@pytest.mark.parametrize("figure", every_kind(), ids=lambda figure: figure.name)
def test_pixels_hold_lines_and_letters(figure):
    png = figure.png()
    width, height = (int.from_bytes(png[16 + 4 * i : 20 + 4 * i]) for i in range(2))
    size = tree(figure.standalone())
    assert png.startswith(b"\x89PNG")
    assert (width, height) == (2 * int(size.get("width")), 2 * int(size.get("height")))
    bare = re.sub(r"<text[^>]*>.*?</text>", "", figure.standalone())
    assert png != png_module.png_bytes(bare, zoom=2.0)


def test_without_a_font_the_refusal_says_what_to_do(monkeypatch):
    monkeypatch.setattr(png_module, "FAMILIES", ("No Such Family",))
    png_module._family.cache_clear()
    try:
        with pytest.raises(FigureError) as caught:
            curve_of([1, 2]).png()
    finally:
        png_module._family.cache_clear()
    assert "fonts-dejavu-core" in str(caught.value)


@pytest.mark.parametrize("how", ["svg", "standalone"])
def test_text_from_anywhere_is_escaped(how):
    figures = [
        curve_of({EVIL: [1, 2]}, title=EVIL, alt=EVIL, unit=EVIL, limit=(1, EVIL), now=(0, EVIL), ticks=[(0, EVIL)]),
        map_of({"01": 1.0}, title=EVIL, alt=EVIL, unit=EVIL),
        shares_of((EVIL, 40.0, (35, 45)), title=EVIL, alt=EVIL),
    ]
    for figure in figures:
        svg = getattr(figure, how)(foot=[EVIL]) if how == "standalone" else figure.svg()
        tree(svg)
        assert "<script" not in svg
        assert "\x00" not in svg


def test_plain_data_holds_words_table_and_drawing():
    data = json.loads(json.dumps(curve_of([1, 2]).data(["Fot"])))
    assert data["alt"] == "d"
    assert [cell["raw"] for row in data["table"]["rows"] for cell in row["cells"][:2]] == [0, 1, 1, 2]
    assert "Fot" in data["svg"]


def test_a_drawing_speaks_the_language():
    with speaking("en"):
        assert "no data" in map_of({"01": 1.0}).svg()
