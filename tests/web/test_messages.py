"""English is complete, and the compiled catalogue is the one that the .po describes."""

import importlib.util
import re
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location("messages", Path(__file__).parents[2] / "tools" / "messages.py")
messages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(messages)


def test_every_wording_has_its_english_and_the_compiled_file_is_fresh():
    assert messages.faults() == []


def test_our_swedish_for_allauths_pages_says_what_allauth_still_asks_and_is_fresh():
    import gettext

    import allauth
    import polib

    asked = polib.mofile(Path(allauth.__file__).parent / "locale" / "sv" / "LC_MESSAGES" / "django.mo")
    ours = polib.pofile(messages.ALLAUTHS)
    assert {entry.msgid for entry in ours} <= {entry.msgid for entry in asked}
    with messages.ALLAUTHS.with_suffix(".mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert all(spoken.gettext(entry.msgid) == entry.msgstr for entry in ours)
    for entry in ours:
        assert not re.search(r"\b(e?mail|mejl|epost|vänligen)\b", re.sub(r"%\(\w+\)s", "", entry.msgstr), re.I), (
            entry.msgstr
        )
        names = lambda text: set(re.findall(r"%\((\w+)\)", text))  # noqa: E731
        assert names(entry.msgid) == names(entry.msgstr), entry.msgid


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site of the test's own: `page.html` and `words.py`, and a catalogue."""
    monkeypatch.setattr(messages, "WEB", tmp_path)
    monkeypatch.setattr(messages, "CATALOGUE", tmp_path / "django.po")
    monkeypatch.setattr(messages, "ALLAUTHS", tmp_path / "django.po")
    return tmp_path


def spoken(site):
    import gettext

    with (site / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_an_update_keeps_wordings_adds_what_is_new_and_drops_what_is_gone(site):
    (site / "words.py").write_text('_("Sök")\n_("Bort")\n', encoding="utf-8")
    messages.update()
    messages.CATALOGUE.write_text(
        messages.CATALOGUE.read_text("utf-8").replace('msgid "Sök"\nmsgstr ""', 'msgid "Sök"\nmsgstr "Find"'), "utf-8"
    )
    (site / "words.py").write_text('_("Sök")\n_("Nytt")\n', encoding="utf-8")
    messages.update()
    messages.main(["compile"])
    assert messages.faults() == ["words.py: no English wording for 'Nytt'."]
    assert spoken(site).gettext("Sök") == "Find"
    assert spoken(site).gettext("Nytt") == "Nytt"
    assert "Bort" not in messages.CATALOGUE.read_text("utf-8")


def test_plurals_and_contexts_reach_the_compiled_file(site):
    (site / "words.py").write_text('ngettext("%(n)s rad", "%(n)s rader", n)\npgettext("month", "maj")\n', "utf-8")
    messages.update()
    text = messages.CATALOGUE.read_text("utf-8").replace('msgstr[0] ""', 'msgstr[0] "%(n)s line"')
    text = text.replace('msgstr[1] ""', 'msgstr[1] "%(n)s lines"').replace('"maj"\nmsgstr ""', '"maj"\nmsgstr "May"')
    messages.CATALOGUE.write_text(text, "utf-8")
    messages.main(["compile"])
    assert messages.faults() == []
    assert spoken(site).ngettext("%(n)s rad", "%(n)s rader", 2) == "%(n)s lines"
    assert spoken(site).pgettext("month", "maj") == "May"


def test_a_compiled_file_that_lags_behind_is_a_fault(site):
    (site / "words.py").write_text('_("Sök")\n', encoding="utf-8")
    messages.update()
    messages.main(["compile"])
    text = messages.CATALOGUE.read_text("utf-8").replace('"Sök"\nmsgstr ""', '"Sök"\nmsgstr "Find %(it)s"')
    messages.CATALOGUE.write_text(text, "utf-8")
    values, lags = messages.faults()
    assert "does not name the same values" in values
    assert "django.mo does not say ['Find %(it)s']" in lags


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
def test_messages_of_templates_are_found(site, source, key):
    (site / "page.html").write_text(source, encoding="utf-8")
    assert list(messages.in_sources()) == [key]


def test_a_message_within_an_f_string_is_found(site):
    (site / "words.py").write_text("f\"({_('påhittade tal')})\"\n", encoding="utf-8")
    assert messages.in_sources() == {("", "påhittade tal", ""): {"words.py"}}
