"""English is complete, and the compiled catalogue is the one that the .po describes."""

import importlib.util
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location("messages", Path(__file__).parents[2] / "tools" / "messages.py")
messages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(messages)


def test_every_wording_has_its_english_and_the_compiled_file_is_fresh():
    assert messages.faults() == []


def test_a_catalogue_survives_writing_and_reading():
    entries = {
        ("", 'He said "hi"\n%(n)s', ""): ('She said "hi"\n%(n)s',),
        ("", "%(n)s rad", "%(n)s rader"): ("%(n)s line", "%(n)s lines"),
        ("month", "maj", ""): ("May",),
    }
    text = messages.write_po(entries, {})
    read = messages.read_po(text)
    assert read.pop(("", "", ""))
    assert read == entries


def test_the_compiled_form_is_what_gettext_reads():
    import gettext
    import io

    entries = {
        ("", "hej", ""): ("hello",),
        ("", "%d rad", "%d rader"): ("%d line", "%d lines"),
        ("", "kvar", ""): ("",),
    }
    told = gettext.GNUTranslations(io.BytesIO(messages.compiled(entries)))
    assert told.gettext("hej") == "hello"
    assert told.ngettext("%d rad", "%d rader", 1) == "%d line"
    assert told.ngettext("%d rad", "%d rader", 2) == "%d lines"
    assert told.gettext("kvar") == "kvar"


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ('{% load i18n %}{% translate "Sök här" %}', ("", "Sök här", "")),
        (
            "{% load i18n %}{% blocktranslate with a=b %}Hej {{ a }} (du){% endblocktranslate %}",
            ("", "Hej %(a)s (du)", ""),
        ),
        (
            "{% load i18n %}{% blocktranslate count n=c %}{{ n }} rad{% plural %}{{ n }} rader{% endblocktranslate %}",
            ("", "%(n)s rad", "%(n)s rader"),
        ),
    ],
)
def test_messages_of_templates_are_found(tmp_path, monkeypatch, source, key):
    monkeypatch.setattr(messages, "WEB", tmp_path)
    (tmp_path / "page.html").write_text(source, encoding="utf-8")
    assert list(messages.in_sources()) == [key]
