"""A sentence is a code with values; it becomes words in the language of whoever reads it."""

import asyncio
import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from beredd.errors import BereddError
from beredd.quantities import UnitError
from beredd.wording import Sentence, language, say, speaking
from beredd.wording import texts as wording_texts
from beredd.wording.texts import WordingError

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def toy(monkeypatch):
    """A room of the test's own: both languages from the test's text."""
    from fluent.runtime import FluentBundle, FluentResource

    def install(**messages):
        def bundle(room, code):
            made = FluentBundle([code], use_isolating=False)
            made.add_resource(FluentResource(messages.get(code, "")))
            return made

        monkeypatch.setattr(wording_texts, "_bundle", bundle)

    return install


def test_the_same_code_speaks_both_languages():
    sentence = Sentence("overdose.threads", found=-1.5)
    assert sentence.in_("en") == "The number of threads is -1.5; it must be at least 1."
    assert sentence.in_("sv") == "Antalet trådar är -1,5; det måste vara minst 1."
    with speaking("sv"):
        assert str(sentence) == sentence.in_("sv")
    assert str(sentence) == sentence.in_("en")


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (12345, f"12{NBSP}345", "12,345"),
        (1234567.25, f"1{NBSP}234{NBSP}567,25", "1,234,567.25"),
        (0.00035, "0,00035", "0.00035"),
        (np.float64(0.1), "0,1", "0.1"),
        (np.int64(1000), f"1{NBSP}000", "1,000"),
        ([0.5, 12345], f"0,5, 12{NBSP}345", "0.5, 12,345"),
        (("mg", "ug"), "mg, ug", "mg, ug"),
        (date(2026, 11, 26), "2026-11-26", "2026-11-26"),
        (True, "true", "true"),
        ("<b>{ $x }</b>.csv", "<b>{ $x }</b>.csv", "<b>{ $x }</b>.csv"),
        ("x" * 400, "x" * 300 + "…", "x" * 300 + "…"),
        (("xy",) * 400, "xy, " * 225 + "…", "xy, " * 225 + "…"),
        ("a\x1b[31m\nb\u202e", "a�[31m�b�", "a�[31m�b�"),
    ],
)
def test_values_are_written_after_the_language_and_never_interpreted(toy, value, swedish, english):
    toy(sv="m = { $x }", en="m = { $x }")
    sentence = Sentence("toy.m", x=value)
    assert (sentence.in_("sv"), sentence.in_("en")) == (swedish, english)


def test_plurals_and_percent_follow_the_language(toy):
    text = 'm = { $n } { $n ->\n    [one] rad\n   *[other] rader\n } { NUMBER($p, style: "percent") }'
    toy(sv=text)
    assert Sentence("toy.m", n=1, p=0.5).in_("sv") == f"1 rad 50{NBSP}%"
    assert Sentence("toy.m", n=12000, p=0.051).in_("sv") == f"12{NBSP}000 rader 5,1{NBSP}%"


def test_a_sentence_within_a_sentence_takes_the_outer_language():
    inner = Sentence("overdose.threads", found=0)
    outer = Sentence("quantities.unknown-unit", found=inner, allowed=[inner, "mg"])
    assert inner.in_("sv") in outer.in_("sv")
    assert inner.in_("en") not in outer.in_("sv")


def test_a_sentence_is_a_value_and_cannot_change():
    allowed = ["mg"]
    sentence = Sentence("quantities.unknown-unit", found="lb", allowed=allowed)
    allowed.append("g")
    same = Sentence("quantities.unknown-unit", allowed=("mg",), found="lb")
    assert {sentence} == {same}
    with pytest.raises(AttributeError):
        sentence.code = "overdose.threads"


def test_a_stored_sentence_comes_back_with_its_values():
    inner = Sentence("overdose.threads", found=np.float64(0.25))
    sentence = Sentence("quantities.unknown-unit", found=inner, allowed=["mg", 3])
    stored = json.loads(json.dumps(sentence.as_json()))
    assert Sentence.from_json(stored) == sentence


def test_what_has_no_wording_is_a_fault_of_ours_and_not_silent():
    with pytest.raises(WordingError, match=r"quantities\.no-such"):
        say("quantities.no-such")
    with pytest.raises(WordingError, match="found"):
        say("overdose.threads")
    with pytest.raises(WordingError, match="nowhere"):
        say("nowhere.at-all")


def test_only_two_languages_are_spoken():
    with pytest.raises(ValueError, match="'de' is not spoken"), speaking("de"):
        pass


def test_tasks_side_by_side_speak_their_own_language():
    async def reader(code):
        with speaking(code):
            await asyncio.sleep(0)
            return language()

    async def both():
        return await asyncio.gather(*(reader(code) for code in ("sv", "en", "sv")))

    # In a thread of its own: a browser test before it in the same process leaves a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, both()).result() == ["sv", "en", "sv"]
    assert language() == "en"


def test_an_error_carries_its_sentence_its_field_and_its_kind():
    error = UnitError("overdose.threads", field="mass", found=Decimal("-2"))
    assert error.sentence == Sentence("overdose.threads", found=Decimal("-2"))
    assert (error.kind, error.field) == ("invalid", "mass")
    with speaking("sv"):
        assert str(error) == error.sentence.in_("sv")
    assert pickle.loads(pickle.dumps(error)).sentence == error.sentence


def test_a_language_is_read_when_it_is_first_asked_for():
    ask = """
import sys
from beredd.wording import Sentence
sentence = Sentence('overdose.threads', found=1)
print('fluent' in sys.modules)
sentence.in_('sv')
from beredd.wording.texts import _bundle
print(_bundle.cache_info().currsize)
"""
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "1"]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ("sv", "BEREDD_LANGUAGE"),
        ("de", "beredd: BEREDD_LANGUAGE is de; allowed are en, sv."),
    ],
)
def test_the_command_line_knows_the_languages(chosen, words, monkeypatch, capsys):
    import beredd.cli

    monkeypatch.setenv("BEREDD_LANGUAGE", chosen)
    spoken = []

    class Group:
        def __init__(self, **_):
            pass

        def main(self, **_):
            spoken.append(language())
            raise BereddError("cli.unknown-language", found="x", allowed=["y"])

    monkeypatch.setattr(beredd.cli, "LazyGroup", Group)
    with pytest.raises(SystemExit) as ended:
        beredd.cli.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.strip().startswith(words if chosen == "de" else f"beredd: {words} är x")
    assert spoken == ([] if chosen == "de" else ["sv"])
