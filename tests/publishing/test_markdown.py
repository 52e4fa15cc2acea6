"""Texts as HTML: what needs no parser is written just as the parser would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from beredd.guidance.rules.texts import shown_texts
from beredd.publishing import markdown


def parsed(text):
    return Markup(markdown._PARSER.render(text).strip())


@given(st.text(st.sampled_from("aå1 -+*_.)\n\t<>&\"'#`[]!\\~ \u00a0"), max_size=12))
def test_every_text_is_what_the_parser_makes_of_it(text):
    assert markdown.html(text) == parsed(text)
    assert markdown.blocks(text) == markdown._parsed_blocks(text)


def test_every_text_of_the_store_is_what_the_parser_makes_of_it(store):
    assert not [one.text for one in shown_texts(store) if markdown.html(one.text) != parsed(one.text)]


@pytest.mark.parametrize("text", ["<script>x</script>", "[a](javascript:x)", "![a](b)", "&lt;b&gt;"])
def test_markup_in_a_text_is_shown_as_it_stands(text):
    assert "<script" not in markdown.html(text)
    assert "<a" not in markdown.html(text)
    assert "<img" not in markdown.html(text)
    assert markdown.html("&lt;") == "<p>&amp;lt;</p>"
