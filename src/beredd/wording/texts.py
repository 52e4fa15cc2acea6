"""The wordings: one file of messages per room and language, content/wording/<room>.<language>.ftl (Project Fluent)."""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from numbers import Integral, Real
from typing import Any

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentFloat, FluentInt, FluentNumber

from beredd.wording.language import LANGUAGES

MOST_CHARACTERS = 300
MOST_IN_LISTS = 900
MOST_DECIMALS = 15  # what a float holds


class WordingError(LookupError):
    """A fault of ours, not of the reader: a code, or a value of a message, that is not there."""


def words(code: str, values: Mapping[str, Any], *, language: str) -> str:
    """The message `room.message-id` with its values, in `language`."""
    room, _, name = code.partition(".")
    bundle = _bundle(room, language)
    if not bundle.has_message(name) or (pattern := bundle.get_message(name).value) is None:
        raise WordingError(f"No wording for {code!r} in {language!r}.")
    text, faults = bundle.format_pattern(pattern, {key: _readable(value, language) for key, value in values.items()})
    if faults:
        raise WordingError(f"{code!r} in {language!r}: {'; '.join(str(fault) for fault in faults)}.")
    return str(text)


def is_known(code: str) -> bool:
    """Whether there is a message for a code."""
    room, _, name = code.partition(".")
    return all(_bundle(room, language).has_message(name) for language in LANGUAGES)


@cache
def _bundle(room: str, language: str) -> FluentBundle:
    # Without isolation marks: the sentences also go to terminals, JSON and spreadsheets, where they would be seen.
    bundle = FluentBundle([language], use_isolating=False)
    path = files("beredd.content") / "wording" / f"{room}.{language}.ftl"
    if path.is_file():
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


def _readable(value: Any, language: str) -> str | FluentNumber:
    """A value as Fluent takes it: numbers stay numbers (they are written, and bent, after the language)."""
    if isinstance(value, tuple):
        return _cut(", ".join(_written(item, language) for item in value), MOST_IN_LISTS)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Integral):
        return FluentInt(int(value))
    if isinstance(value, Real | Decimal):
        number = float(value)
        return FluentFloat(number, maximumFractionDigits=_decimals(number))
    if hasattr(value, "in_"):  # a sentence within a sentence
        return _cut(str(value.in_(language)), MOST_IN_LISTS)
    text = _cut(str(value), MOST_CHARACTERS)
    return "".join("�" if unicodedata.category(char).startswith("C") else char for char in text)


def _cut(text: str, most: int) -> str:
    """A text that is no longer than a reader follows, and than Fluent takes (1,000 characters)."""
    return text if len(text) <= most else f"{text[:most]}…"


def _written(value: Any, language: str) -> str:
    readable = _readable(value, language)
    return readable if isinstance(readable, str) else readable.format(Locale.parse(language))


def _decimals(number: float) -> int:
    """How many decimals it takes to write a float whole: 0.00035 must not be read as 0."""
    exponent = Decimal(repr(number)).as_tuple().exponent
    return min(max(-exponent, 0), MOST_DECIMALS) if isinstance(exponent, int) else 0
