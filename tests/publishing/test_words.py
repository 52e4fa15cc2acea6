"""The words around the guidance: the same in every language, and all of them used."""

import re

import pytest

from beredd.publishing import chrome
from beredd.publishing.ground import HOME


def keys(language):
    text = (chrome.WORDS / f"{language}.ftl").read_text(encoding="utf-8")
    return {
        m[1]: frozenset(re.findall(r"\{ \$([a-z]+) \}", m[2])) for m in re.finditer(r"^([a-z-]+) = (.*)$", text, re.M)
    }


def test_every_language_has_the_same_words_with_the_same_values():
    swedish = keys("sv")
    for path in chrome.WORDS.glob("*.ftl"):
        assert keys(path.stem) == swedish, path.name


def test_every_word_is_used_on_a_page_or_print():
    used = "".join(
        path.read_text(encoding="utf-8") for path in [*HOME.rglob("*.html"), *HOME.rglob("*.typ"), *HOME.rglob("*.py")]
    )
    made = ("certainty-", "strength-", "bearing-", "seen-", "confidence-", "access-", "safety-")
    kinds = {"card", "poster", "leaflet", "checklist", "for-everyone", "for-professionals"}
    there = {
        key for key in keys("sv") if f'"{key}"' not in used and f"'{key}'" not in used and f"words.{key}" not in used
    }
    assert not {key for key in there - kinds if not key.startswith(made)}


@pytest.mark.parametrize(("language", "shown"), [("sv", "1,8 mg"), ("en", "1.8 mg"), ("fi", "1,8 mg")])
def test_a_strength_has_the_decimal_mark_of_the_language(language, shown):
    assert chrome.digits(language, "1.8 mg") == shown
