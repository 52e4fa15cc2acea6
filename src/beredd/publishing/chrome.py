"""The words around the guidance, in the language of the page. Advice never stands among them."""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import get_decimal_symbol
from fluent.runtime import FluentBundle, FluentResource

from beredd.publishing.errors import PublishingError

WORDS = Path(__file__).parent / "words"
LEVELS = {"sv": "Lättläst", "en": "Easy to read", "fi": "Selkokieli", "ar": "سهل القراءة"}


@cache
def _bundle(language: str) -> FluentBundle:
    path = WORDS / f"{language}.ftl"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in WORDS.glob("*.ftl")))
        raise PublishingError("publishing.no-words", language=language, known=known)
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


@cache
def _say(language: str, key: str, values: tuple[tuple[str, str], ...]) -> str:
    bundle = _bundle(language)
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise LookupError(f"No words for {key!r} in {language!r}.")
    text, faults = bundle.format_pattern(pattern, dict(values))
    if faults:
        raise LookupError(f"{key!r} in {language!r}: {faults[0]}.")
    return str(text)


def words(language: str, key: str, **values: Any) -> str:
    """A word or sentence of the page, with its values."""
    return _say(language, key, tuple((name, str(value)) for name, value in values.items()))


def digits(language: str, text: str) -> str:
    """A strength such as `1.8 mg` with the decimal mark of the language."""
    return re.sub(r"(?<=[0-9])[.](?=[0-9])", str(get_decimal_symbol(language)), text)


@cache
def day(language: str, value: date) -> str:
    """A day as a reader of the language writes it: `27 november 2026`."""
    return str(format_date(value, format="long", locale=language))
