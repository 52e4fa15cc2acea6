"""What sources and reasons say in the reader's language: registers, networks and scenarios name them in English.

Kept in one file by their English text, so that no register, scenario or record changes when a Swedish word does.
Records hold the English and are read by programs; a test says which Swedish is missing or no longer used.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from beredd.wording.language import language


@cache
def swedish() -> Mapping[str, str]:
    """English text -> Swedish, as the file has it."""
    return tomllib.loads((files("beredd.content") / "wording" / "sources.sv.toml").read_text(encoding="utf-8"))


def source(text: str) -> str:
    """A source or a reason in the reader's language; as it stands where it is a title and has no words of ours."""
    return swedish().get(text, text) if language() == "sv" else text
