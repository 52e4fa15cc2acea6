"""Swedish alphabetical order, for names of places in both languages: å, ä and ö are letters after z, é is an e."""

import unicodedata

_ORDER = {letter: place for place, letter in enumerate(" 0123456789abcdefghijklmnopqrstuvwxyzåäö")}
_AS = {"æ": "ä", "ø": "ö", "ü": "y", "ß": "ss", "-": " ", "\u00a0": " "}
"""Letters of other languages stand where Swedish dictionaries put them."""


def alphabetical(name: str) -> tuple[tuple[int, ...], str, str]:
    """A key to sort by; names that differ in accents or case alone follow each other."""
    letters = "".join(_AS.get(letter, letter) for letter in unicodedata.normalize("NFC", name.casefold()))
    bare = (letter if letter in _ORDER else unicodedata.normalize("NFD", letter)[0] for letter in letters)
    return tuple(_ORDER[letter] for letter in bare if letter in _ORDER), name.casefold(), name
